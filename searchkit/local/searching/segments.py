"""Segments as they are searched, and their articles as one space.

A :class:`Segment` is the arrays of a file, and which articles in it are deleted. To a
query the articles of all segments are one space of numbers: those of a segment go on
from those of the segment before. Only what reads a file or shows an article needs to
know where one segment ends and the next begins.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property, partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, TypeAlias
from unicodedata import normalize

import numpy as np

from searchkit import utf8
from searchkit.caching import Cache
from searchkit.local.searching.dictionaries import Dictionaries
from searchkit.local.searching.intersection import located, united
from searchkit.local.segment.columns import FixedColumn, NumberColumn, ReferenceColumn
from searchkit.query.outlets import outlets_meant, outlets_of
from searchkit.records import NamedTuple
from searchkit.schema import (
    NO_OFFSET,
    RECORDED_FACTS,
    RECURRING,
    UNDATED,
    UNKNOWN_LANGUAGE,
    author_term,
    facts_from_record,
    has_words,
)
from searchkit.schema.outlet_identity import outlet_identity
from searchkit.schema.urls import is_below, url_term

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.article import Facts
    from searchkit.local.segment.field_reader import FieldReader, Postings
    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.local.segment.terms import TermDictionary

_CACHED_LISTS = 1 << 20  # articles, 8 bytes each
_CACHED_OUTLETS = 1 << 16  # names of outlets that names as they were typed mean
_FEW = 16  # times fewer articles than a segment has are looked up one by one
_OVERHEAD = 32  # articles that take the memory that a list takes beside its own

Integers: TypeAlias = "NDArray[np.int64]"
Flags: TypeAlias = "NDArray[np.bool_]"
Array: TypeAlias = "NDArray[Any]"


def as_text(name: bytes) -> str:
    """Return a name that a segment holds; what is no UTF-8 in it is replaced."""
    return name.decode("utf-8", "replace")


class Segment:
    """A part of the index that is searched as one.

    Attributes:
        arrays: What the file holds.
        deleted: The numbers of deleted articles, ascending, int64, (n_deleted,).
    """

    def __init__(self, arrays: ArraySegment, deleted: Integers) -> None:
        self.arrays = arrays
        self.deleted = deleted
        self._in_languages: dict[frozenset[str], Flags] = {}

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
        """Which articles are not deleted, (n_articles,); None where none is."""
        if not len(self.deleted):
            return None
        live = np.ones(self.n_articles, np.bool_)
        live[self.deleted] = False
        return live

    def names(self, field: str) -> list[str]:
        """Return the terms of a field of names, such as sources, in order."""
        reader = self.arrays.field(field)
        return [] if reader is None else list(map(as_text, reader.terms))

    def named(self, field: str, name: str) -> Integers:
        """Return the articles that have a name in a field, deleted ones left out, int64."""
        postings = self._postings(field, name)
        return (
            np.zeros(0, np.int64) if postings is None else self.without_deleted(postings.articles)
        )

    def counts(self, field: str) -> dict[str, int]:
        """Return how many articles have each name of a field, without the deleted ones."""
        column = self.arrays.column(field)
        if not isinstance(column, ReferenceColumn):
            return {name: len(self.named(field, name)) for name in self.names(field)}
        numbers = column.numbers if self.live is None else column.numbers[self.live]
        counts = np.bincount(numbers, minlength=len(column.values)).tolist()
        return dict(zip(map(as_text, column.values), counts, strict=True))

    def _postings(self, field: str, name: str) -> Postings | None:
        reader = self.arrays.field(field)
        term = -1 if reader is None else reader.terms.find(name.encode())
        return None if reader is None or term < 0 else reader.postings(term)

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
        start, end = reader.terms.prefix_range(utf8.encode(beginning))
        lists = [
            reader.postings(number).articles
            for number, term in enumerate(reader.terms.iterate(start, end), start)
            if has(as_text(term))
        ]
        return self.without_deleted(united([np.zeros(0, np.int64), *lists]))

    def without_deleted(self, articles: Integers) -> Integers:
        """Return those of some articles that are not deleted."""
        return articles if self.live is None else articles[self.live[articles]]

    def in_languages(self, languages: frozenset[str]) -> Flags:
        """Return which articles are in one of some languages, (n_articles,)."""
        flags = self._in_languages.get(languages)
        if flags is None:
            flags = np.zeros(self.n_articles, np.bool_)
            for language in languages:
                flags[self.named("language", language)] = True
            self._in_languages[languages] = flags
        return flags

    def language(self, article: int) -> str:
        """Return the language of an article, as the index names it."""
        numbers, names = self._languages
        return UNKNOWN_LANGUAGE if numbers is None else names[numbers.item(article)]

    @cached_property
    def _languages(self) -> tuple[Integers | None, Sequence[str]]:
        """The languages by their numbers, and which each article has, if that is known."""
        column = self.arrays.column("language")
        if not isinstance(column, ReferenceColumn):
            return None, ()
        return column.numbers, list(map(as_text, column.values))

    def key(self, article: int) -> str:
        """Return the key of an article, without reading what is stored of it."""
        column = self.arrays.column("key")
        if not isinstance(column, ReferenceColumn):
            return str(self.record(article)["key"])
        return utf8.decode(column.values[column.numbers.item(article)])

    def identities(self, articles: Integers) -> Iterator[tuple[str, bytes]]:
        """Yield the keys and the fingerprints of articles, by their numbers, int64."""
        keys, fingerprints = self.arrays.column("key"), self.arrays.column("fingerprint")
        if not isinstance(keys, ReferenceColumn) or not isinstance(fingerprints, FixedColumn):
            yield from ((self.key(article), b"") for article in articles.tolist())
        elif len(articles) * _FEW < self.n_articles:
            for article in articles.tolist():
                yield self.key(article), fingerprints.rows[article].tobytes()
        else:
            rows = fingerprints.rows[articles]
            for key, row in zip(keys.of_articles(articles), rows, strict=True):
                yield utf8.decode(key), row.tobytes()

    def with_least_key(self, articles: Integers) -> int | None:
        """Return which of some articles has the least key; None if there are none."""
        if not len(articles):
            return None
        column = self.arrays.column("key")
        if not isinstance(column, ReferenceColumn):
            first: int = min(articles.tolist(), key=self.key)
            return first
        at: int = articles[column.numbers[articles].argmin()].item()
        return at

    @property
    def first_dates(self) -> Integers:
        """The first second of each article's date, int64, (n_articles,); UNDATED for none."""
        return self._numbers("date_from", UNDATED)

    @property
    def last_dates(self) -> Integers:
        """The last second of each article's date, int64, (n_articles,); UNDATED for none."""
        return self._numbers("date_to", UNDATED)

    @property
    def date_offsets(self) -> Integers:
        """The offset from UTC of each article's date, in minutes, (n_articles,).

        NO_OFFSET is that of a date that clocks and calendars showed in a zone that is not known.
        """
        return self._numbers("date_offset", NO_OFFSET)

    def _numbers(self, name: str, default: int) -> Integers:
        column = self.arrays.column(name)
        if isinstance(column, NumberColumn):
            return column.numbers
        return np.full(self.n_articles, default)

    def recurring(self, article: int) -> bytes:
        """Return what of an article is furniture by evidence, as the index keeps it."""
        column = self.arrays.column(RECURRING)
        if not isinstance(column, ReferenceColumn):
            return b""
        spans: bytes = column.values[column.numbers.item(article)]
        return spans

    def record(self, article: int) -> Mapping[str, Any]:
        """Return what is stored of an article."""
        return self.arrays.record(article)

    def facts(self, article: int) -> Facts:
        """Return what is known of an article besides its text."""
        return facts_from_record(self.arrays.fields(article, RECORDED_FACTS))


class SegmentField(NamedTuple):
    """A field of titles or texts in one segment.

    Attributes:
        number: The number of the segment.
        segment: The segment.
        reader: The terms, forms and postings of the field.
    """

    number: int
    segment: Segment
    reader: FieldReader

    @property
    def forms(self) -> TermDictionary:
        """The forms, numbered in the order of their bytes."""
        assert self.reader.forms is not None
        return self.reader.forms

    def live_counts(self, forms: Array) -> Integers:
        """Return how often forms, by their numbers, occur in articles not deleted, int64."""
        counts: Integers = self.reader.form_counts[forms].astype(np.int64)
        if len(self.segment.deleted):
            terms = self.reader.form_terms[forms]
            for term in set(terms.tolist()):
                of_term = np.flatnonzero(terms == term)
                counts[of_term] -= self._deleted_counts(term, forms[of_term])
        return counts

    def _deleted_counts(self, term: int, forms: Array) -> Integers:
        postings = self.reader.postings(term)
        _, is_deleted = located(postings.articles, self.segment.deleted)
        occurring = postings.occurrences(np.flatnonzero(is_deleted)).forms
        if occurring is None:
            return np.zeros(len(forms), np.int64)
        return np.array([np.count_nonzero(occurring == form) for form in forms], np.int64)


class Articles:
    """All articles of an index as one space of numbers.

    Nothing is joined that lies in one segment alone, and what is joined is so when it
    is first asked for. Safe to share among threads.

    Args:
        segments: The whole index.
        identify: Tells what the terms of one outlet have in common.

    Attributes:
        segments: The whole index.
        starts: The number of the first article of each segment.
        n_numbers: How many article numbers there are, deleted articles included.
        n_live: How many articles there are.
    """

    def __init__(
        self, segments: Sequence[Segment], *, identify: Callable[[str], str] = outlet_identity
    ) -> None:
        self.segments = segments
        self._identify = identify
        *self.starts, self.n_numbers = accumulate((s.n_articles for s in segments), initial=0)
        self.n_live = sum(segment.n_live for segment in segments)
        self._fields: dict[str, tuple[Mapping[int, FieldReader], Dictionaries]] = {}
        self._outlets: Cache[str, tuple[str, ...]] = Cache(
            _CACHED_OUTLETS, lambda meant: len(meant) + _OVERHEAD
        )
        self._named: Cache[Hashable, Integers] = Cache(
            _CACHED_LISTS, lambda articles: len(articles) + _OVERHEAD
        )

    def locate(self, article: int) -> tuple[int, int]:
        """Return the number of an article's segment, and of the article in it."""
        segment = bisect_right(self.starts, article) - 1
        return segment, article - self.starts[segment]

    def array(self, of: Callable[[Segment], Array], dtype: type[np.generic] = np.int64) -> Array:
        """Return what each segment has of its articles, (n_articles,), joined, (n_numbers,).

        Args:
            of: Returns it, of a segment.
            dtype: The type of the array of an index without segments.
        """
        return _joined([of(segment) for segment in self.segments], dtype)

    def take(self, of: Callable[[Segment], Array], articles: Integers) -> Array:
        """Return what segments have of some articles, (n,).

        Args:
            of: Gives it, of all articles of a segment.
            articles: The articles, in any order, int64, (n,).
        """
        if len(self.segments) == 1:
            return of(self.segments[0]).take(articles)
        where = np.searchsorted(self.starts, articles, "right") - 1
        found = np.zeros(len(articles), np.int64)
        for number in np.bincount(where).nonzero()[0].tolist():
            here = (where == number).nonzero()[0]
            found[here] = of(self.segments[number]).take(articles[here] - self.starts[number])
        return found

    def listed(self, of: Callable[[Segment], Integers]) -> Integers:
        """Return some articles of each segment, joined, int64, (n,)."""
        lists = zip(self.starts, map(of, self.segments), strict=True)
        return _joined([listed + start if start else listed for start, listed in lists])

    @cached_property
    def live(self) -> Flags | None:
        """Which articles are not deleted, (n_numbers,); None where none is."""
        if self.n_live == self.n_numbers:
            return None
        return self.array(lambda s: np.ones(s.n_articles, np.bool_) if s.live is None else s.live)

    @cached_property
    def first_dates(self) -> Integers:
        """The first second of each article's date, int64, (n_numbers,); UNDATED for none."""
        return self.array(lambda segment: segment.first_dates)

    @cached_property
    def last_dates(self) -> Integers:
        """The last second of each article's date, int64, (n_numbers,); UNDATED for none."""
        return self.array(lambda segment: segment.last_dates)

    @cached_property
    def date_offsets(self) -> Integers | None:
        """The offset from UTC of each article's date, in minutes, (n_numbers,); None: none has one.

        It is NO_OFFSET where the date has none.
        """
        offsets = self.array(lambda segment: segment.date_offsets)
        return offsets if (offsets != NO_OFFSET).any() else None

    def named(self, field: str, name: str) -> Integers:
        """Return the articles that have a name in a field, deleted ones left out, int64."""
        return self._named.get((field, name), lambda: self._with_name(field, name))

    def spelt(self, field: str, name: str) -> Integers:
        """Return the articles that have a name in a field, however its accents are encoded.

        macOS takes the letters of file names apart. Where an article has the name as it is
        given, those with the other encoding are other articles.
        """
        exact = self.named(field, name)
        if len(exact) or name.isascii():
            return exact
        composed = normalize("NFC", name)
        same = (
            each
            for segment in self.segments
            for each in segment.names(field)
            if not each.isascii() and normalize("NFC", each) == composed
        )
        return self._named.get((field, "", composed), lambda: self._of_any(field, sorted({*same})))

    def of_outlet(self, name: str) -> Integers:
        """Return the articles of the outlets that a name means, deleted ones left out, int64."""
        meant = self.outlets_meant(name)
        if len(meant) == 1:
            return self.named("source", meant[0])
        return self._named.get(("outlets", meant), lambda: self._of_any("source", meant))

    def outlets_meant(self, name: str) -> tuple[str, ...]:
        """Return the terms of the outlets that a name means, in order; empty if there is none."""

        def meant() -> tuple[str, ...]:
            return outlets_meant(name, self._outlets_by_identity, self._identify)

        return self._outlets.get(name, meant)

    @cached_property
    def outlets(self) -> Mapping[str, int]:
        """The outlets by their terms, and how many articles each has."""
        return counts_of(self.segments, "source")

    @cached_property
    def _outlets_by_identity(self) -> Mapping[str, Sequence[str]]:
        return outlets_of(self.outlets, self._identify)

    def _of_any(self, field: str, names: Sequence[str]) -> Integers:
        lists = [self.named(field, name) for name in names]
        return np.sort(np.concatenate([np.zeros(0, np.int64), *lists]))

    def _with_name(self, field: str, name: str) -> Integers:
        readers, terms = self.field(field)
        lists = []
        for number, term in terms.find(name.encode()):
            articles = readers[number].postings(term).articles
            lists.append(self.segments[number].without_deleted(articles) + self.starts[number])
        return _joined(lists)

    def field(self, name: str) -> tuple[Mapping[int, FieldReader], Dictionaries]:
        """Return the readers of a field and its terms, by the numbers of segments that have it."""
        known = self._fields.get(name)
        if known is None:
            every = enumerate(segment.arrays.field(name) for segment in self.segments)
            readers = {number: reader for number, reader in every if reader is not None}
            terms = Dictionaries({number: reader.terms for number, reader in readers.items()})
            known = self._fields[name] = readers, terms
        return known

    def without_deleted(self, flags: Flags) -> Flags:
        """Return which of all articles are marked and not deleted, (n_numbers,)."""
        return flags if self.live is None else flags & self.live


def counts_of(segments: Sequence[Segment], field: str) -> Mapping[str, int]:
    """Return how many articles have each name of a field; none that no article has."""
    counts: Counter[str] = Counter()
    for segment in segments:
        counts.update(segment.counts(field))
    return +counts


def _joined(parts: Sequence[Array], dtype: type[np.generic] = np.int64) -> Array:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, dtype)
