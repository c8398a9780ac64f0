"""Articles that are written -> which of them are copies, of each other or of what the index has.

Sketches propose pairs, and the stored texts decide (:mod:`searchkit.exploring.copy_rule`). What is
found belongs to the articles that are written; nothing of the index is changed. Since an
edge names articles by what is in them, articles that are the same but for their keys are one
here: they are copies without being read, and have the same edges.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit.exploring.copy_candidates import (
    Pairs,
    as_table,
    days_apart,
    days_of,
    sharing,
    worth_comparing,
)
from searchkit.exploring.copy_rule import ComparedArticle, are_copies, compared_article
from searchkit.exploring.sketches import Sketches
from searchkit.local.segment.columns import NumberColumn, ReferenceColumn
from searchkit.local.segment.copy_edges import CopyEdges, furniture_of, heads_of
from searchkit.schema import RECURRING, SKETCHES, from_record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.hash_lists import HashLists
    from searchkit.local.store import OpenSegment

    Array = npt.NDArray[Any]

_MOST_COMPARED = 64  # others that one article is compared with
_KEPT = 4 * _MOST_COMPARED  # articles whose words are kept: several megabytes


class NewArticles(NamedTuple):
    """The articles that are written.

    Attributes:
        sketches: Their sketches.
        columns: Their columns, by name.
        record: Returns what is stored of one.
    """

    sketches: Sketches
    columns: Mapping[str, Column]
    record: Callable[[int], Mapping[str, Any]]


def find_copies(new: NewArticles, index: Sequence[OpenSegment]) -> CopyEdges:
    """Return the edges of articles that are written.

    Args:
        new: The articles.
        index: The segments of the index, with what of them is deleted. Those that have no
            sketches are left out.
    """
    finder = _Finder(new, index)
    twins = finder.twins()
    found = [twins, *finder.found(twins)]
    articles, others = map(np.concatenate, zip(*found, strict=True))
    return finder.edges(articles, others)


class _Part(NamedTuple):
    """Articles of one segment, or those that are written, numbered from ``first`` on.

    Attributes:
        first: The number of the first one.
        deleted: Which of them are deleted, counted from 0, int64.
        column: Returns a column by its name.
        record: Returns what is stored of an article, counted from 0.
        sketches: Returns the sketches of some articles, ascending, counted from 0.
    """

    first: int
    deleted: Array
    column: Callable[[str], Column | None]
    record: Callable[[int], Mapping[str, Any]]
    sketches: Callable[[Array], tuple[Array, Array]]


class _Facts(NamedTuple):
    """What of some articles is compared before their texts are, in the order of their numbers.

    Attributes:
        numbers: Their numbers, ascending, int64, (n,), as the rest.
        fingerprints: The beginning of the fingerprint, uint64.
        furniture: A checksum of the furniture, uint32.
        first_days: The first day of the date, int64.
        last_days: The last one.
    """

    numbers: Array
    fingerprints: Array
    furniture: Array
    first_days: Array
    last_days: Array

    def at(self, numbers: Array) -> Array:
        """Return where articles are among these."""
        places: Array = np.searchsorted(self.numbers, numbers)
        return places


class _Finder:
    """Finds copies of articles that are written.

    The articles of the index are numbered first, and behind them those that are written.
    """

    def __init__(self, new: NewArticles, index: Sequence[OpenSegment]) -> None:
        self._new = new
        self._lists: list[tuple[int, HashLists]] = []
        self._parts: list[_Part] = []
        first = 0
        for opened in index:
            lists = opened.arrays.hashes(SKETCHES)
            if lists is None or opened.arrays.copies is None:
                continue
            arrays = opened.arrays
            self._lists.append((first, lists))
            self._parts.append(
                _Part(first, opened.deleted, arrays.column, arrays.record, lists.of_articles)
            )
            first += arrays.n_articles
        self._first_new = first
        nothing = np.zeros(0, np.int64)
        self._parts.append(_Part(first, nothing, new.columns.get, new.record, self._new_sketches))
        articles, counts = np.unique(new.sketches.articles, return_counts=True)
        self._of_one_hash = articles[counts == 1] + first
        self._texts: OrderedDict[int, ComparedArticle] = OrderedDict()

    def _new_sketches(self, articles: Array) -> tuple[Array, Array]:
        articles_of, hashes = self._new.sketches
        is_asked = np.isin(articles_of, articles)
        return articles_of[is_asked], hashes[is_asked]

    def twins(self) -> tuple[Array, Array]:
        """Return the articles that are the same as one before them, and these, int64."""
        numbers = np.unique(self._new.sketches.articles) + self._first_new
        facts = self._facts(numbers)
        order = np.lexsort((numbers, facts.furniture, facts.fingerprints))
        is_twin = np.zeros(len(order), np.bool_)
        is_twin[1:] = (np.diff(facts.fingerprints[order]) == 0) & (
            np.diff(facts.furniture[order]) == 0
        )
        firsts = np.maximum.accumulate(np.where(is_twin, 0, np.arange(len(order))))
        return numbers[order[is_twin]], numbers[order[firsts[is_twin]]]

    def found(self, twins: tuple[Array, Array]) -> Iterator[tuple[Array, Array]]:
        """Yield the articles that are copies, and what they are copies of, int64.

        Args:
            twins: Articles that are the same as others, and need not be compared themselves.
        """
        of_new, hashes = self._new.sketches
        numbers = of_new + self._first_new
        is_one = ~np.isin(numbers, twins[0])
        numbers, hashes = numbers[is_one], hashes[is_one]
        old_numbers, old_hashes = self._old_with(np.unique(hashes))
        both = np.concatenate((old_hashes, hashes)), np.concatenate((old_numbers, numbers))
        order = np.argsort(twins[1], kind="stable")
        first_of, twin = twins[1][order], twins[0][order]
        for pairs in sharing(*both, first=self._first_new):
            copies = self._copies(pairs)
            yield copies
            # An article has the edges of its twin.
            starts = np.searchsorted(first_of, copies[0])
            counts = np.searchsorted(first_of, copies[0], "right") - starts
            at = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
            yield twin[at], np.repeat(copies[1], counts)

    def _old_with(self, hashes: Array) -> tuple[Array, Array]:
        """Return which articles of the index have some hashes, int64, and which they have."""
        numbers, found = [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
        for part, (first, lists) in zip(self._parts, self._lists, strict=False):
            places, articles = lists.find(hashes)
            is_live = ~np.isin(articles, part.deleted)
            numbers.append(articles[is_live] + first)
            found.append(hashes[places[is_live]])
        return np.concatenate(numbers), np.concatenate(found)

    def _copies(self, pairs: Pairs) -> tuple[Array, Array]:
        """Return the articles of pairs that are copies, and the others, int64."""
        pairs = pairs.only((pairs.shared > 1) | np.isin(pairs.articles, self._of_one_hash))
        numbers = np.unique(np.concatenate((pairs.articles, pairs.others)))
        facts, table = self._facts(numbers), self._table(numbers)
        at, at_others = facts.at(pairs.articles), facts.at(pairs.others)
        apart = days_apart(
            facts.first_days[at],
            facts.last_days[at],
            facts.first_days[at_others],
            facts.last_days[at_others],
        )
        is_same = (facts.fingerprints[at] == facts.fingerprints[at_others]) & (
            facts.furniture[at] == facts.furniture[at_others]
        )
        asked = worth_comparing(table[at], table[at_others], pairs.shared, apart)
        is_copy = is_same.copy()
        for pair in _nearest(pairs, apart, asked & ~is_same, facts).tolist():
            one, other = pairs.articles.item(pair), pairs.others.item(pair)
            is_copy[pair] = are_copies(self._text(one), self._text(other))
        return pairs.articles[is_copy], pairs.others[is_copy]

    def _facts(self, numbers: Array) -> _Facts:
        """Return what is known of articles, by their numbers, ascending."""
        found = [
            (
                here + part.first,
                heads_of(part.column("fingerprint"))[here],
                furniture_of(part.column(RECURRING), here),
                days_of(_numbers(part.column("date_from"))[here]),
                days_of(_numbers(part.column("date_to"))[here]),
            )
            for part, here in self._by_part(numbers)
        ]
        empty = [np.zeros(0, kind) for kind in (np.int64, np.uint64, np.uint32, np.int64, np.int64)]
        return _Facts(*map(np.concatenate, zip(empty, *found, strict=True)))

    def _table(self, numbers: Array) -> Array:
        """Return the sketches of articles, by their numbers, ascending, as a table."""
        found = [(np.zeros(0, np.int64), np.zeros(0, np.uint32))]
        for part, here in self._by_part(numbers):
            articles, hashes = part.sketches(here)
            found.append((articles + part.first, hashes))
        articles, hashes = map(np.concatenate, zip(*found, strict=True))
        order = np.lexsort((hashes, articles))
        places = np.searchsorted(numbers, articles[order])
        return as_table(Sketches(places, hashes[order]), len(numbers))

    def _by_part(self, numbers: Array) -> Iterator[tuple[_Part, Array]]:
        """Yield the parts that articles are in, with their numbers there."""
        firsts = [part.first for part in self._parts]
        bounds = [*np.searchsorted(numbers, firsts).tolist(), len(numbers)]
        for part, (start, end) in zip(self._parts, pairwise(bounds), strict=True):
            if start < end:
                yield part, numbers[start:end] - part.first

    def _text(self, number: int) -> ComparedArticle:
        """Return what of an article is compared; that of the last ones is kept."""
        known = self._texts.get(number)
        if known is None:
            ((part, here),) = self._by_part(np.array([number]))
            article = from_record(
                part.record(here.item()), _spans(part.column(RECURRING), here.item())
            )
            known = self._texts[number] = compared_article(article)
            if len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        self._texts.move_to_end(number)
        return known

    def edges(self, articles: Array, others: Array) -> CopyEdges:
        """Return edges of articles that are written to others, by their numbers."""
        numbers = np.unique(others)
        facts = self._facts(numbers)
        at = facts.at(others)
        return CopyEdges.of(articles - self._first_new, facts.fingerprints[at], facts.furniture[at])


def _nearest(pairs: Pairs, apart: Array, asked: Array, facts: _Facts) -> Array:
    """Return which pairs are compared: of each article those with the others most like it.

    Of others that are the same but for their keys one is enough.
    """
    some = asked.nonzero()[0]
    articles, others = pairs.articles[some], pairs.others[some]
    prints = facts.fingerprints[facts.at(others)]
    furniture = facts.furniture[facts.at(others)]
    some = some[np.lexsort((others, furniture, prints, apart[some], -pairs.shared[some], articles))]
    articles, at = pairs.articles[some], facts.at(pairs.others[some])
    is_new = np.ones(len(some), np.bool_)
    is_new[1:] = (np.diff(articles) != 0) | (np.diff(facts.fingerprints[at]) != 0)
    is_new[1:] |= np.diff(facts.furniture[at]) != 0
    some, articles = some[is_new], articles[is_new]
    ranks = np.arange(len(some)) - np.searchsorted(articles, articles)
    nearest: Array = some[ranks < _MOST_COMPARED]
    return nearest


def _numbers(column: Column | None) -> Array:
    assert isinstance(column, NumberColumn)
    return column.numbers


def _spans(column: Column | None, article: int) -> bytes:
    """Return what of an article is furniture by evidence."""
    if not isinstance(column, ReferenceColumn):
        return b""
    spans: bytes = column.values[column.numbers.item(article)]
    return spans
