"""What searching asks of a segment, and the segments of a Whoosh index answering it.

A segment numbers its articles from 0. All arrays of article numbers are int64
and ascending; positions count the tokens of a field from 0.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from whoosh.matching import NullMatcher
from whoosh.reading import TermNotFound

from searchkit.schema import length_column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from whoosh.matching import Matcher
    from whoosh.reading import IndexReader

Integers: TypeAlias = "NDArray[np.int64]"
Flags: TypeAlias = "NDArray[np.bool_]"


class Segment(Protocol):
    """A part of the index that is searched as one."""

    @property
    def articles(self) -> int:
        """How many article numbers there are, deleted ones included."""

    @property
    def live(self) -> Flags | None:
        """Which articles are not deleted, (articles,); None where all are there."""

    def postings(self, field: str, term: str) -> tuple[Integers, Integers]:
        """Return the articles that have a term and how often, both (n_postings,)."""

    def occurrences(self, field: str, term: str) -> tuple[Integers, Integers]:
        """Return the article and the position of each occurrence, both (n_occurrences,)."""

    def lengths(self, field: str) -> Integers:
        """Return the length of a field in tokens, (articles,)."""

    @property
    def dates(self) -> tuple[Integers, Integers]:
        """First and last second of each article's date, (articles,); UNDATED for none."""

    def key(self, number: int) -> str:
        """Return the key of an article."""

    def stored(self, number: int) -> Mapping[str, Any]:
        """Return the stored fields of an article."""


class WhooshSegment:
    """A segment read through Whoosh, whatever its codec."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._lengths: dict[str, Integers] = {}

    @property
    def articles(self) -> int:
        """How many article numbers there are, deleted ones included."""
        count: int = self._reader.doc_count_all()
        return count

    @cached_property
    def live(self) -> Flags | None:
        """Which articles are not deleted; None where all are there."""
        if not self._reader.has_deletions():
            return None
        deleted = self._reader.is_deleted
        return np.array([not deleted(number) for number in range(self.articles)], dtype=np.bool_)

    def postings(self, field: str, term: str) -> tuple[Integers, Integers]:
        """Return the articles that have a term and how often."""
        matcher = self._matcher(field, term)
        pairs = []
        while matcher.is_active():
            pairs.append((matcher.id(), matcher.value_as("frequency")))
            matcher.next()
        return _columns(pairs)

    def occurrences(self, field: str, term: str) -> tuple[Integers, Integers]:
        """Return the article and the position of each occurrence."""
        matcher = self._matcher(field, term)
        pairs = []
        while matcher.is_active():
            number = matcher.id()
            pairs += [(number, position) for position in matcher.value_as("positions")]
            matcher.next()
        return _columns(pairs)

    def lengths(self, field: str) -> Integers:
        """Return the length of a field in tokens."""
        if field not in self._lengths:
            self._lengths[field] = self._numbers(length_column(field))
        return self._lengths[field]

    @cached_property
    def dates(self) -> tuple[Integers, Integers]:
        """First and last second of each article's date."""
        return self._numbers("date_from"), self._numbers("date_to")

    def key(self, number: int) -> str:
        """Return the key of an article."""
        key: str = self._keys[number]
        return key

    def stored(self, number: int) -> Mapping[str, Any]:
        """Return the stored fields of an article."""
        fields: Mapping[str, Any] = self._reader.stored_fields(number)
        return fields

    def _matcher(self, field: str, term: str) -> Matcher:
        try:
            return self._reader.postings(field, term)
        except TermNotFound:
            nothing: Matcher = NullMatcher()
            return nothing

    @cached_property
    def _keys(self) -> Any:
        return self._reader.column_reader("key")

    def _numbers(self, field: str) -> Integers:
        column = self._reader.column_reader(field)
        return np.fromiter((column[n] for n in range(self.articles)), np.int64, self.articles)


def whoosh_segments(reader: IndexReader) -> tuple[WhooshSegment, ...]:
    """Return the segments of an index that Whoosh has opened."""
    return tuple(WhooshSegment(leaf) for leaf, _ in reader.leaf_readers() if leaf.doc_count_all())


def _columns(pairs: list[tuple[int, int]]) -> tuple[Integers, Integers]:
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]
