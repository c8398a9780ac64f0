"""Segments made of a few articles the slow way, for tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from searchkit import analysis
from searchkit.article import Article, ArticleDate
from searchkit.engine import PageRequest
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Segment
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.columns import FixedColumn, NumberColumn, ReferenceColumn
from searchkit.local.segment.hash_lists import HashBlock, hash_blocks
from searchkit.local.segment.merging import Source, merged
from searchkit.local.segment.postings import FormArrays, PostingArrays, StemArrays
from searchkit.local.segment.segment_reader import ArraySegment
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays, write_segment
from searchkit.query.nodes import Node
from searchkit.schema import (
    DEFAULT_LANGUAGE,
    NO_OFFSET,
    QUOTATIONS,
    UNDATED,
    UNKNOWN_LANGUAGE,
    author_term,
    offset,
    period,
    source_term,
)
from searchkit.schema.urls import url_term
from searchkit.syncing.fingerprints import FINGERPRINT_LENGTH
from tests.helpers import quoted


def words_of(text: str) -> list[str]:
    """The words of a text, acronyms in capitals."""
    return [token.word for token in analysis.with_acronyms(text)]


@cache
def tokens_of(text: str, language: str) -> list[tuple[str, str]]:
    """The term and the form of each word of a text."""
    return [
        (analysis.inflection(word, stemmed_in(language)), analysis.fold(word))
        for word in words_of(text)
    ]


@cache
def stems_of(text: str, language: str) -> list[str]:
    """The stem of each word of a text."""
    return [analysis.stem(word, stemmed_in(language)) for word in words_of(text)]


def stemmed_in(language: str) -> str:
    """The language whose stemmer words in articles of a language go through."""
    return DEFAULT_LANGUAGE if language == UNKNOWN_LANGUAGE else language


@dataclass(frozen=True)
class Piece:
    """An article as tests write it down."""

    key: str
    title: str = ""
    text: str = ""
    language: str = "en"
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    date: date | ArticleDate | None = None

    def tokens(self, name: str) -> list[tuple[str, str]]:
        """The term and the form of each word of a field."""
        return tokens_of(getattr(self, name), self.language)

    def stems(self, name: str) -> list[str]:
        """The stem of each word of a field."""
        return stems_of(getattr(self, name), self.language)

    def every_token(self) -> list[tuple[str, str]]:
        """The term and the form of each word of title and text."""
        return self.tokens("title") + self.tokens("text")

    @property
    def dated(self) -> ArticleDate | None:
        if isinstance(self.date, ArticleDate):
            return self.date
        if isinstance(self.date, datetime):
            return ArticleDate.of_time(self.date)
        return ArticleDate.of_day(self.date) if self.date else None

    @property
    def period(self) -> tuple[int, int]:
        return period(self.dated)


@dataclass(frozen=True)
class Kept(Piece):
    """The words of an article, and what is known of it."""

    dates: ArticleDate | None = None

    @property
    def dated(self) -> ArticleDate | None:
        return self.dates


def kept(a: Article) -> Kept:
    language = a.language or UNKNOWN_LANGUAGE
    return Kept(a.key, a.title, a.prose, language, a.source, a.authors, a.url, dates=a.date)


def words_field(pieces: list[Piece], name: str) -> FieldArrays:
    """A field with positions, forms and stems."""
    texts = [piece.tokens(name) for piece in pieces]
    postings: dict[bytes, dict[int, list[tuple[int, bytes]]]] = {}
    for number, tokens in enumerate(texts):
        for position, (term, form) in enumerate(tokens):
            found = postings.setdefault(term.encode(), {}).setdefault(number, [])
            found.append((position, form.encode()))
    terms = sorted(postings)
    rows = [
        (n, number, position, form)
        for n, term in enumerate(terms)
        for number, found in sorted(postings[term].items())
        for position, form in found
    ]
    pairs = sorted({(form, n) for n, _, _, form in rows})
    links = {
        (f"{stem}\0{stemmed_in(piece.language)}".encode(), terms.index(term.encode()))
        for piece in pieces
        for (term, _), stem in zip(piece.tokens(name), piece.stems(name), strict=True)
        if stem != term
    }
    counts = [[len(found) for _, found in sorted(postings[term].items())] for term in terms]
    lengths = np.array([len(tokens) for tokens in texts], np.int64)
    part = PostingArrays(
        terms=terms,
        starts=np.cumsum([0, *map(len, counts)]),
        articles=np.array([n for term in terms for n in sorted(postings[term])], np.int64),
        frequencies=np.array([count for found in counts for count in found], np.int64),
        positions=np.array([position for _, _, position, _ in rows], np.int64),
        forms=FormArrays(
            names=[form for form, _ in pairs],
            terms=np.array([n for _, n in pairs], np.int64),
            numbers=np.array([pairs.index((form, n)) for n, _, _, form in rows], np.int64),
        ),
        stems=StemArrays(
            names=[stem for stem, _ in links], terms=np.array([n for _, n in links], np.int64)
        ),
    )
    return FieldArrays(parts=[part], lengths=lengths, position_limits=lengths)


def names_field(names: list[str]) -> tuple[FieldArrays, ReferenceColumn]:
    """A field of one name an article, and its column."""
    values = sorted({name.encode() for name in names})
    numbers = np.array([values.index(name.encode()) for name in names], np.int64)
    part = PostingArrays(
        terms=values,
        starts=np.cumsum([0, *(int(np.count_nonzero(numbers == n)) for n in range(len(values)))]),
        articles=np.argsort(numbers, kind="stable"),
    )
    return FieldArrays(parts=[part]), ReferenceColumn(numbers, values)


def labels_field(labels: list[tuple[str, ...]]) -> FieldArrays:
    """A field of any number of terms an article."""
    terms = sorted({term.encode() for own in labels for term in own})
    articles = [[n for n, own in enumerate(labels) if term.decode() in own] for term in terms]
    part = PostingArrays(
        terms=terms,
        starts=np.cumsum([0, *map(len, articles)]),
        articles=np.array([n for own in articles for n in own], np.int64),
    )
    return FieldArrays(parts=[part])


def segment_arrays(pieces: list[Piece]) -> SegmentArrays:
    """What is written of some articles."""
    fields = {name: words_field(pieces, name) for name in ("text", "title")}
    columns: dict[str, NumberColumn | FixedColumn | ReferenceColumn] = {
        "fingerprint": FixedColumn(fingerprints(pieces), bytes(FINGERPRINT_LENGTH)),
        "date_from": NumberColumn(np.array([p.period[0] for p in pieces], np.int64), UNDATED),
        "date_to": NumberColumn(np.array([p.period[1] for p in pieces], np.int64), UNDATED),
        "date_offset": NumberColumn(
            np.array([offset(p.dated) for p in pieces], np.int16), NO_OFFSET
        ),
    }
    named = {
        "key": [p.key for p in pieces],
        "path": [p.key for p in pieces],
        "source": [source_term(p.source) for p in pieces],
        "language": [p.language for p in pieces],
    }
    for name, values in named.items():
        fields[name], columns[name] = names_field(values)
    fields["author"] = labels_field([tuple({author_term(a): 1 for a in p.authors}) for p in pieces])
    fields["url"] = labels_field([(url_term(p.url),) if p.url else () for p in pieces])
    return SegmentArrays(
        n_articles=len(pieces),
        fields=fields,
        columns=columns,
        hashes={QUOTATIONS: quotation_blocks(pieces)},
    )


def fingerprints(pieces: list[Piece]) -> npt.NDArray[np.uint8]:
    """What differs where texts do."""
    digests = b"".join(fingerprint_of(piece.text) for piece in pieces)
    return np.frombuffer(digests, np.uint8).reshape(len(pieces), FINGERPRINT_LENGTH)


def fingerprint_of(text: str) -> bytes:
    return blake2b(text.encode(), digest_size=FINGERPRINT_LENGTH).digest()


def quotation_blocks(pieces: list[Piece]) -> Iterator[HashBlock]:
    """The hashes of quotations."""
    pairs = [
        (n, value) for n, piece in enumerate(pieces) for value in sorted(quoted.kept(piece.text))
    ]
    return hash_blocks(
        np.array([n for n, _ in pairs], np.int64),
        np.array([value for _, value in pairs], np.uint32),
        n_articles=len(pieces),
    )


def opened(arrays: SegmentArrays) -> ArraySegment:
    """A segment written to memory and read from there."""
    stream = BytesIO()
    write_segment(stream, arrays)
    return ArraySegment(ArrayFile(stream.getvalue(), name="s.arrays", directory=Path("index")))


@dataclass(frozen=True)
class Shelf:
    """Articles cut into segments, some of them deleted."""

    parts: list[list[Piece]]
    deleted: frozenset[str] = field(default_factory=frozenset)

    @property
    def live(self) -> list[Piece]:
        return [p for part in self.parts for p in part if p.key not in self.deleted]

    @property
    def languages(self) -> dict[str, int]:
        return dict(sorted(Counter(piece.language for piece in self.live).items()))

    @property
    def forms(self) -> Counter[str]:
        """How often each form occurs in the articles that are not deleted."""
        tokens = (p.tokens(name) for p in self.live for name in ("title", "text"))
        return Counter(form for each in tokens for _, form in each)

    def segments(self) -> tuple[Segment, ...]:
        return tuple(
            Segment(
                opened(segment_arrays(part)),
                np.array([n for n, p in enumerate(part) if p.key in self.deleted], np.int64),
            )
            for part in self.parts
            if part
        )

    def merged(self) -> tuple[Segment, ...]:
        """All segments made one, deleted articles gone."""
        sources = [Source(s.arrays, s.deleted) for s in self.segments()]
        if not self.live:
            return ()
        return (Segment(opened(merged(sources)), np.zeros(0, np.int64)),)


def keys_found(shelf: Shelf, node: Node) -> list[str]:
    """The keys of the articles that a tree finds, sorted."""
    page = Searcher(shelf.segments(), shelf.languages).find(node, request=PageRequest(limit=100))
    pieces = [piece for part in shelf.parts for piece in part]
    return sorted(pieces[number].key for number, _ in page.hits)
