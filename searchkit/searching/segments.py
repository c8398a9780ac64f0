"""A segment as it is searched: its arrays, and which of its articles are there."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from searchkit.codec.columns import NumberColumn, ReferenceColumn
from searchkit.schema import UNDATED, UNKNOWN_LANGUAGE, author_term, has_words, is_below, url_term
from searchkit.searching.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from searchkit.codec.segments import ArraySegment

_REMEMBERED_NAMED = 1 << 17  # articles, 8 bytes each
_OVERHEAD = 32  # articles that take the memory that a list takes beside its own

Integers: TypeAlias = "NDArray[np.int64]"
Flags: TypeAlias = "NDArray[np.bool_]"


class Segment:
    """A part of the index that is searched as one.

    Attributes:
        arrays: What its file holds.
        deleted: The numbers of its deleted articles, ascending, int64, (n_deleted,).
    """

    def __init__(self, arrays: ArraySegment, deleted: Integers) -> None:
        self.arrays = arrays
        self.deleted = deleted
        self._named: Recent[tuple[str, str], Integers] = Recent(
            _REMEMBERED_NAMED, lambda articles: len(articles) + _OVERHEAD
        )

    @property
    def n_articles(self) -> int:
        """How many article numbers there are, deleted ones included."""
        return self.arrays.n_articles

    @property
    def n_live(self) -> int:
        """How many articles there are."""
        return self.arrays.n_articles - len(self.deleted)

    @cached_property
    def live(self) -> Flags | None:
        """Which articles are not deleted, (n_articles,); None where all are there."""
        if not len(self.deleted):
            return None
        live = np.ones(self.n_articles, np.bool_)
        live[self.deleted] = False
        return live

    def names(self, field: str) -> list[str]:
        """Return the terms of a field of names, such as sources, in order."""
        reader = self.arrays.field(field)
        return [] if reader is None else [term.decode() for term in reader.terms]

    def named(self, field: str, name: str) -> Integers:
        """Return the articles that have a name in a field, deleted ones left out, int64."""
        return self._named.get((field, name), lambda: self._read_named(field, name))

    def _read_named(self, field: str, name: str) -> Integers:
        reader = self.arrays.field(field)
        term = -1 if reader is None else reader.terms.find(name.encode())
        if reader is None or term < 0:
            return np.zeros(0, np.int64)
        return self._live(reader.postings(term).articles)

    def by_author(self, name: str) -> Integers:
        """Return the articles with an author whose name has some words, deleted ones left out.

        Args:
            name: The words; empty for any author.
        """
        return self._labelled("author", partial(has_words, words=author_term(name)))

    def at_url(self, url: str) -> Integers:
        """Return the articles at an address or below it, deleted ones left out, int64.

        Args:
            url: The address; empty for any.
        """
        address = url_term(url)
        return self._labelled("url", partial(is_below, address=address), address)

    def _labelled(self, field: str, has: Callable[[str], bool], beginning: str = "") -> Integers:
        """Return the articles with a term that begins so and has something."""
        reader = self.arrays.field(field)
        if reader is None:
            return np.zeros(0, np.int64)
        start, end = reader.terms.prefix_range(beginning.encode())
        lists = [
            reader.postings(number).articles
            for number, term in enumerate(reader.terms.iterate(start, end), start)
            if has(term.decode())
        ]
        return self._live(np.unique(np.concatenate([np.zeros(0, np.int64), *lists])))

    def _live(self, articles: Integers) -> Integers:
        return articles if self.live is None else articles[self.live[articles]]

    def language(self, article: int) -> str:
        """Return the language of an article, as the index names it."""
        column = self.arrays.column("language")
        if not isinstance(column, ReferenceColumn):
            return UNKNOWN_LANGUAGE
        return column.values[column.numbers.item(article)].decode()

    def dates(self, end: str = "from") -> Integers:
        """Return the first (``from``) or last (``to``) second of each article's date.

        Returns:
            int64, (n_articles,); UNDATED where there is none.
        """
        column = self.arrays.column(f"date_{end}")
        if isinstance(column, NumberColumn):
            return column.numbers
        return np.full(self.n_articles, UNDATED)

    @cached_property
    def dated_in_utc(self) -> Flags | None:
        """Which articles are dated to a moment in UTC, (n_articles,); None where no article is.

        Other dates tell what clocks and calendars showed, in a zone that is not known.
        """
        column = self.arrays.column("date_in_utc")
        if not isinstance(column, NumberColumn):
            return None
        flags: Flags = column.numbers != 0
        return flags if flags.any() else None

    def record(self, article: int) -> Mapping[str, Any]:
        """Return what is stored of an article."""
        return self.arrays.record(article)
