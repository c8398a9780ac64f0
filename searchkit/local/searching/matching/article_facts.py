"""Facts that a query asks for -> the articles that they are true of.

A few articles have a certain outlet, author, address or key: their postings are a list.
Dates and languages are true of many, and become flags of all articles at once.
Both are kept for the next query, and so is a list that other facts have cut down, since
the same filters come with one query after another.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from searchkit.caching import Cache
from searchkit.local.searching.intersection import members
from searchkit.local.segment.date_columns import dated_within
from searchkit.query.nodes import (
    AtUrl,
    ByAuthor,
    DateRange,
    Every,
    FromSource,
    InLanguage,
    WithKey,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date

    from searchkit.local.searching.segments import Articles, Flags, Integers
    from searchkit.query.nodes import Node

    ListedFact: TypeAlias = FromSource | ByAuthor | AtUrl | WithKey
    FlaggedFact: TypeAlias = Every | DateRange | InLanguage

LISTED_FACTS = (FromSource, ByAuthor, AtUrl, WithKey)
FLAGGED_FACTS = (Every, DateRange, InLanguage)

_CACHED_FLAGS = 1 << 23  # bytes, one for each article of the index
_LISTED = 24  # times fewer articles than there are: what is true of more is asked of flags
_FACTS = 8  # are kept of however large an index
_CACHED_LISTS = 1 << 20  # articles, 8 bytes each
_OVERHEAD = 32  # articles that take the memory that a list takes beside its own


class Facts:
    """Finds the articles that facts are true of; safe to share among threads.

    Args:
        articles: The articles of the index.
    """

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._filtered: Cache[Hashable, Integers] = Cache(
            _CACHED_LISTS, lambda listed: len(listed) + _OVERHEAD
        )
        self._flags: Cache[Hashable, Flags] = Cache(
            max(_CACHED_FLAGS, _FACTS * articles.n_numbers), len
        )

    def listed(self, fact: ListedFact) -> Integers:
        """Return the articles that a fact is true of, ascending, none of them deleted."""
        match fact:
            case FromSource():
                return self._articles.of_outlet(fact.name)
            case ByAuthor():
                return self._articles.listed(lambda segment: segment.by_author(fact.name))
            case AtUrl():
                return self._articles.listed(lambda segment: segment.at_url(fact.url))
            case WithKey():
                return self._articles.spelt("key", fact.key)

    def has(self, fact: ListedFact, articles: Integers) -> Flags:
        """Return which of some articles, none of them deleted, a fact is true of, (n,)."""
        listed, n = self.listed(fact), self._articles.n_numbers
        if len(listed) * _LISTED < n:
            return members(articles, listed, n)[0]
        return self.marked(fact)[articles]

    def marked(self, fact: ListedFact) -> Flags:
        """Return which articles a fact is true of, none of them deleted, (n_numbers,)."""

        def flags() -> Flags:
            made = np.zeros(self._articles.n_numbers, np.bool_)
            made[self.listed(fact)] = True
            return made

        return self._flags.get(_key(fact), flags)

    def filtered(self, fact: ListedFact, others: Sequence[FlaggedFact]) -> Integers:
        """Return the articles that a fact is true of, and other facts, too."""

        def passing() -> Integers:
            articles = self.listed(fact)
            for other in others:
                articles = articles[self.flags(other)[articles]]
            return articles

        return self._filtered.get(tuple(map(_key, (fact, *others))), passing)

    def flags(self, fact: FlaggedFact) -> Flags:
        """Return which articles a fact is true of, none of them deleted, (n_numbers,)."""
        return self._flags.get(
            _key(fact), lambda: self._articles.without_deleted(self._worked_out(fact))
        )

    def _worked_out(self, fact: FlaggedFact) -> Flags:
        match fact:
            case InLanguage():
                language = frozenset({fact.code})
                return self._articles.array(
                    lambda segment: segment.in_languages(language), np.bool_
                )
            case DateRange():
                dates = self._articles.first_dates, self._articles.last_dates
                offsets = self._articles.date_offsets
                return dated_within(*dates, offsets, since=fact.since, until=fact.until)
            case Every():
                return np.ones(self._articles.n_numbers, np.bool_)


def _key(fact: Node) -> Hashable:
    """Return what names a fact and no other; comparing strings takes least time."""
    match fact:
        case FromSource():
            return FromSource, fact.name
        case DateRange():
            return DateRange, _end_key(fact.since), _end_key(fact.until)
        case _:
            return fact


def _end_key(end: date | None) -> object:
    """Return what names the end of a period and no other, those of other zones too."""
    if isinstance(end, datetime):
        return end.replace(tzinfo=None), end.fold, end.tzinfo
    return end
