"""Articles to the arrays of a segment, in one go for many articles.

A :class:`Batch` holds the articles of one segment, each of its tokens as one
number of 32 bits: the number of its *meaning*, which a
:class:`~searchkit.indexing.vocabulary.Vocabulary` gives it. To invert the batch
is to sort its tokens by term, those of one range of terms after another; what
stands where then follows from comparing neighbours.

Nothing here touches a file, and nothing knows where articles come from.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.codec import values
from searchkit.codec.columns import FixedColumn, NumberColumn, ReferenceColumn
from searchkit.codec.postings import FormArrays, PostingArrays
from searchkit.codec.segments import FieldArrays, SegmentArrays
from searchkit.codec.stored import FrameBuilder
from searchkit.indexing.vocabulary import encoded
from searchkit.schema import (
    NAME_FIELDS,
    TEXT_FIELDS,
    UNDATED,
    UNKNOWN_LANGUAGE,
    period,
    source_term,
    to_record,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.indexing.vocabulary import Vocabulary

    Array = npt.NDArray[Any]

FINGERPRINT_LENGTH = 16
"""Bytes of a fingerprint."""

_BLOCK = 1 << 20  # characters of text that are numbered at a time
_RANGE = 3 << 18  # tokens that are sorted at a time, or those of one term
_PLACE_BITS = np.uint64(32)
_PLACE_MASK = np.uint64(0xFFFFFFFF)


class Batch:
    """Articles that are to be one segment.

    Args:
        vocabulary: What their words mean; it may serve one batch after another.

    Attributes:
        size: Characters of their titles and texts.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.size = 0
        self._vocabulary = vocabulary
        self._tokens: dict[str, list[Array]] = {name: [] for name in TEXT_FIELDS}
        self._lengths: dict[str, list[Array]] = {name: [] for name in TEXT_FIELDS}
        self._waiting: list[Article] = []
        self._waiting_size = 0  # characters
        self._names: dict[str, list[str]] = {name: [] for name in NAME_FIELDS}
        self._fingerprints: list[bytes] = []
        self._dates: list[tuple[int, int]] = []
        self._in_utc: list[bool] = []
        self._frames = FrameBuilder()

    @property
    def count(self) -> int:
        """How many articles were added."""
        return len(self._fingerprints)

    def add(self, article: Article, *, fingerprint: bytes) -> None:
        """Add an article.

        Args:
            article: The article.
            fingerprint: What tells its content from another, 16 bytes.
        """
        self._fingerprints.append(fingerprint)
        self._waiting.append(article)
        size = len(article.text) + len(article.title)
        self.size += size
        self._waiting_size += size
        if self._waiting_size >= _BLOCK:
            self._take_waiting()

    def arrays(self) -> SegmentArrays:
        """Return the segment of all articles that were added; call it once, at the end."""
        self._take_waiting()
        n = self.count
        fields = {
            name: _text_field(
                self._tokens.pop(name),
                self._lengths.pop(name),
                self._vocabulary.meanings,
            )
            for name in TEXT_FIELDS
        }
        columns: dict[str, Any] = {}
        for name in NAME_FIELDS:
            column = _references(self._names[name])
            columns[name] = column
            fields[name] = FieldArrays(parts=[_name_postings(column)])
        rows = np.frombuffer(b"".join(self._fingerprints), np.uint8)
        columns["fingerprint"] = FixedColumn(
            rows.reshape(n, FINGERPRINT_LENGTH), bytes(FINGERPRINT_LENGTH)
        )
        dates = np.array(self._dates, np.int64).reshape(n, 2)
        columns["date_from"] = NumberColumn(dates[:, 0], UNDATED)
        columns["date_to"] = NumberColumn(dates[:, 1], UNDATED)
        columns["date_in_utc"] = NumberColumn(np.array(self._in_utc, np.int8))
        return SegmentArrays(
            n_articles=n, fields=fields, columns=columns, stored=self._frames.finish()
        )

    def _take_waiting(self) -> None:
        """Analyse the articles that wait, all at once."""
        articles = self._waiting
        analysed = self._vocabulary.analyse(articles)
        for article, language in zip(articles, analysed.languages, strict=True):
            self._frames.add_encoded(values.encode(to_record(article, language=language)))
            self._dates.append(period(article.date))
            self._in_utc.append(article.date is not None and article.date.utc)
            self._names["key"].append(article.key)
            self._names["path"].append(article.path)
            self._names["source"].append(source_term(article.source))
            self._names["language"].append(language or UNKNOWN_LANGUAGE)
        for name in TEXT_FIELDS:
            self._tokens[name].append(analysed.tokens[name])
            self._lengths[name].append(analysed.lengths[name])
        self._waiting = []
        self._waiting_size = 0


def _text_field(
    tokens: list[Array], lengths: list[Array], meanings: Sequence[tuple[bytes, bytes]]
) -> FieldArrays:
    """Return a field of text.

    Args:
        tokens: The meaning of each token, article after article, in pieces, uint32;
            what they hold is overwritten.
        lengths: The tokens of each article, in pieces, int64.
        meanings: The term and the form of each meaning.
    """
    in_articles = np.concatenate([np.zeros(0, np.int64), *lengths])
    return FieldArrays(
        parts=_parts(tokens, in_articles, meanings),
        lengths=in_articles,
        position_limits=in_articles,
    )


def _parts(
    tokens: list[Array], lengths: Array, meanings: Sequence[tuple[bytes, bytes]]
) -> Iterator[PostingArrays]:
    """Yield the postings of a field, some terms at a time."""
    counts = np.zeros(len(meanings), np.int64)
    for piece in tokens:
        counts += np.bincount(piece, minlength=len(meanings))
    used = sorted(np.flatnonzero(counts).tolist(), key=meanings.__getitem__)
    if not used:
        return
    # Meanings by rank: those of a term stand together, and terms ascend.
    names = [meanings[meaning] for meaning in used]
    terms, term_of = _terms_of(names)
    rank_of = np.zeros(len(meanings), np.uint32)
    rank_of[used] = np.arange(len(used))
    for piece in tokens:
        piece[:] = rank_of[piece]
    ends = np.cumsum(lengths)
    ranges = list(_ranges(np.bincount(term_of, weights=counts[used])))
    range_of = np.zeros(len(used), np.min_scalar_type(len(ranges)))
    borders = [np.searchsorted(term_of, last).item() for _, last in ranges]
    for border in borders[:-1]:
        range_of[border:] += 1
    ranges_of = [range_of[piece] for piece in tokens]
    low = 0
    for number, ((first, last), high) in enumerate(zip(ranges, borders, strict=True)):
        forms = FormArrays(
            names=[form for _, form in names[low:high]],
            terms=term_of[low:high] - first,
            numbers=np.zeros(0, np.uint32),
        )
        places, ranks = _within(tokens, ranges_of, number)
        ranks -= np.uint32(low)
        yield _postings(terms[first:last], forms, ranks, places, ends)
        low = high


def _within(
    tokens: Sequence[Array], ranges_of: Sequence[Array], number: int
) -> tuple[Array, Array]:
    """Return which tokens are of a range of terms, and the ranks of their meanings."""
    places, ranks = [], []
    before = 0
    for piece, range_of in zip(tokens, ranges_of, strict=True):
        found = np.flatnonzero(range_of == number)
        ranks.append(piece[found])
        found += before
        places.append(found)
        before += len(piece)
    return np.concatenate(places), np.concatenate(ranks)


def _postings(
    terms: Sequence[bytes], forms: FormArrays, numbers: Array, places: Array, ends: Array
) -> PostingArrays:
    """Return the postings of some terms.

    Args:
        terms: The terms.
        forms: Their forms, those of a term together.
        numbers: The form at each token that has one of the terms, uint32, (n,).
        places: Where these tokens stand among all of the field, ascending, int64, (n,).
        ends: Where the tokens of each article end, int64, (n_articles,).
    """
    in_articles = np.diff(np.searchsorted(places, ends), prepend=0)
    article_of = np.repeat(np.arange(len(ends), dtype=np.uint32), in_articles)
    firsts = np.concatenate(([0], ends[:-1]))
    positions = (places - np.repeat(firsts, in_articles)).astype(np.uint32)
    order, term_of = _sorted(forms.terms.astype(np.uint64)[numbers])
    articles = article_of[order]
    begins = np.empty(len(order), np.bool_)
    begins[0] = True
    np.not_equal(term_of[1:], term_of[:-1], out=begins[1:])
    begins[1:] |= articles[1:] != articles[:-1]
    postings = np.flatnonzero(begins)
    return PostingArrays(
        terms=terms,
        starts=np.searchsorted(term_of[postings], np.arange(len(terms) + 1, dtype=np.uint64)),
        articles=articles[postings],
        frequencies=np.diff(postings, append=len(order)),
        positions=positions[order],
        forms=replace(forms, numbers=numbers[order]),
    )


def _sorted(keys: Array) -> tuple[Array, Array]:
    """Return the stable order of some numbers below 2**32, int64, and the numbers in it.

    Args:
        keys: The numbers, uint64; overwritten.
    """
    # One number holds both, which sorts several times as fast as an argsort.
    keys <<= _PLACE_BITS
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    order = (keys & _PLACE_MASK).view(np.int64)
    keys >>= _PLACE_BITS
    return order, keys


def _terms_of(names: Sequence[tuple[bytes, bytes]]) -> tuple[list[bytes], Array]:
    """Return the terms of sorted meanings, each once, and which of them each has."""
    terms: list[bytes] = []
    numbers = []
    for term, _ in names:
        if not terms or terms[-1] != term:
            terms.append(term)
        numbers.append(len(terms) - 1)
    return terms, np.array(numbers, np.int64)


def _ranges(counts: Array) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms (first, last; last excluded) of some ``_RANGE`` tokens.

    Args:
        counts: The tokens of each term, (n_terms,).
    """
    ends = np.cumsum(counts)
    first = 0
    before = 0
    while first < len(ends):
        last = max(int(np.searchsorted(ends, before + _RANGE, "right")), first + 1)
        yield first, last
        first, before = last, int(ends[last - 1])


def _references(names: Sequence[str]) -> ReferenceColumn:
    """Return the column of one name an article."""
    known = sorted(set(map(encoded, names)))
    number = {name: i for i, name in enumerate(known)}
    numbers = np.array([number[encoded(name)] for name in names], np.int64)
    return ReferenceColumn(numbers, known)


def _name_postings(column: ReferenceColumn) -> PostingArrays:
    """Return the postings of a field that has the names of a column for terms."""
    counts = np.bincount(column.numbers, minlength=len(column.values))
    return PostingArrays(
        terms=list(column.values),
        starts=np.concatenate(([0], np.cumsum(counts))),
        articles=np.argsort(column.numbers, kind="stable"),
    )
