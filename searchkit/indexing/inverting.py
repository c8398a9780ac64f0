"""Articles to the arrays of a segment, in one go for many articles.

Two things are kept apart. A :class:`Vocabulary` outlives segments: it knows the
words that were met, and for each language their terms, so that a word is stemmed
once. A :class:`Batch` holds the articles of one segment, each of its tokens as
one number of 32 bits: the number of its *meaning*, a term and the form that
stood for it. To invert the batch is to sort its tokens by term; what stands
where then follows from comparing neighbours, some terms at a time.

Nothing here touches a file, and nothing knows where articles come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import analysis
from searchkit.codec import values
from searchkit.codec.columns import FixedColumn, NumberColumn, ReferenceColumn
from searchkit.codec.postings import FormArrays, PostingArrays
from searchkit.codec.segments import FieldArrays, SegmentArrays
from searchkit.codec.stored import FrameBuilder
from searchkit.indexing.numbering import Numbering
from searchkit.schema import (
    DEFAULT_LANGUAGE,
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

    Array = npt.NDArray[Any]

FINGERPRINT_LENGTH = 16
"""Bytes of a fingerprint."""

_BLOCK = 1 << 20  # characters of text that are numbered at a time
_PART = 1 << 18  # tokens whose postings are made at a time: what the caches hold
_UNMET = -1
_TOKEN_BITS = np.uint64(32)  # of a key of sorting; above them stands the term
_TOKEN_MASK = np.uint64(0xFFFFFFFF)


class Vocabulary:
    """The words that were met, and what they mean in each language.

    Attributes:
        meanings: Pairs of a term and a form, by the number of the meaning.
    """

    def __init__(self) -> None:
        self._numbering = Numbering()
        self.meanings: list[tuple[bytes, bytes]] = []
        self._known: dict[tuple[bytes, bytes], int] = {}
        self._by_language: dict[str, Array] = {}  # the meaning of each word, int32

    @property
    def size(self) -> int:
        """How much was met; memory grows with it by some 300 bytes each."""
        return self._numbering.chunk_count

    def tokens(self, texts: Sequence[str], languages: Sequence[str]) -> tuple[Array, Array]:
        """Return the meanings of the tokens of some texts, and how many each has.

        Args:
            texts: The texts.
            languages: The language in which the words of each are stemmed.

        Returns:
            The meanings, text after text, uint32, (n_tokens,), and the lengths
            in tokens, int64, (n_texts,).
        """
        words, lengths = self._numbering.numbers(texts)
        present = sorted(set(languages))
        if len(present) == 1:
            return self._meanings_of(words, present[0]), lengths
        number = {language: i for i, language in enumerate(present)}
        language_of = np.repeat([number[language] for language in languages], lengths)
        tokens = np.zeros(len(words), np.uint32)
        for language in present:
            its = language_of == number[language]
            tokens[its] = self._meanings_of(words[its], language)
        return tokens, lengths

    def _meanings_of(self, words: Array, language: str) -> Array:
        known = self._by_language.get(language)
        if known is None or len(known) < len(self._numbering.words):
            known = self._grown(known)
            self._by_language[language] = known
        meanings: Array = known[words]
        unmet = np.flatnonzero(meanings == _UNMET)
        if len(unmet):
            for word in np.unique(words[unmet]).tolist():
                known[word] = self._meaning(self._numbering.words[word], language)
            meanings[unmet] = known[words[unmet]]
        return meanings.view(np.uint32)

    def _grown(self, known: Array | None) -> Array:
        grown = np.full(2 * len(self._numbering.words), _UNMET, np.int32)
        if known is not None:
            grown[: len(known)] = known
        return grown

    def _meaning(self, word: str, language: str) -> int:
        pair = (encoded(analysis.stem(word, language)), encoded(analysis.fold(word)))
        number = self._known.setdefault(pair, len(self.meanings))
        if number == len(self.meanings):
            self.meanings.append(pair)
        return number


class Batch:
    """Articles that are to be one segment.

    Args:
        vocabulary: What their words mean; it may serve one batch after another.

    Attributes:
        articles: How many were added.
        size: Characters of their titles and texts.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.articles = 0
        self.size = 0
        self._vocabulary = vocabulary
        self._tokens: dict[str, list[Array]] = {name: [] for name in TEXT_FIELDS}
        self._lengths: dict[str, list[Array]] = {name: [] for name in TEXT_FIELDS}
        self._waiting: dict[str, list[str]] = {name: [] for name in TEXT_FIELDS}
        self._languages: list[str] = []  # in which the waiting texts are stemmed
        self._waiting_size = 0  # characters
        self._names: dict[str, list[str]] = {name: [] for name in NAME_FIELDS}
        self._fingerprints: list[bytes] = []
        self._dates: list[tuple[int, int]] = []
        self._frames = FrameBuilder()

    def add(self, article: Article, *, fingerprint: bytes) -> None:
        """Add an article.

        Args:
            article: The article.
            fingerprint: What tells its content from another, 16 bytes.
        """
        prose = article.prose
        language = article.language or analysis.detect(prose)
        self._frames.add_encoded(values.encode(to_record(article, language=language)))
        self._fingerprints.append(fingerprint)
        self._dates.append(period(article.date))
        names = self._names
        names["key"].append(article.key)
        names["path"].append(article.path)
        names["source"].append(source_term(article.source))
        names["language"].append(language or UNKNOWN_LANGUAGE)
        self._languages.append(language or DEFAULT_LANGUAGE)
        self._waiting["text"].append(prose)
        self._waiting["title"].append(article.title)
        self.articles += 1
        size = len(prose) + len(article.title)
        self.size += size
        self._waiting_size += size
        if self._waiting_size >= _BLOCK:
            self._number_waiting()

    def arrays(self) -> SegmentArrays:
        """Return the segment of all articles that were added; call it once, at the end."""
        self._number_waiting()
        n = self.articles
        fields = {
            name: _text_field(
                _joined(self._tokens.pop(name), np.uint32),
                _joined(self._lengths.pop(name), np.int64),
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
        return SegmentArrays(
            n_articles=n, fields=fields, columns=columns, stored=self._frames.finish()
        )

    def _number_waiting(self) -> None:
        for name, texts in self._waiting.items():
            tokens, lengths = self._vocabulary.tokens(texts, self._languages)
            self._tokens[name].append(tokens)
            self._lengths[name].append(lengths)
        self._waiting = {name: [] for name in TEXT_FIELDS}
        self._languages = []
        self._waiting_size = 0


def encoded(name: str) -> bytes:
    """Return a word or a name as segments hold it; damaged text has lone surrogates."""
    return name.encode("utf-8", "surrogatepass")


def _text_field(
    tokens: Array, lengths: Array, meanings: Sequence[tuple[bytes, bytes]]
) -> FieldArrays:
    """Return a field of text.

    Args:
        tokens: The meaning of each token, article after article, uint32, (n_tokens,).
        lengths: The tokens of each article, int64, (n_articles,).
        meanings: The term and the form of each meaning.
    """
    return FieldArrays(
        parts=_parts(tokens, lengths, meanings), lengths=lengths, position_limits=lengths
    )


def _parts(
    tokens: Array, lengths: Array, meanings: Sequence[tuple[bytes, bytes]]
) -> Iterator[PostingArrays]:
    """Yield the postings of a field, some terms at a time."""
    counts = np.bincount(tokens, minlength=len(meanings))
    used = sorted(np.flatnonzero(counts).tolist(), key=meanings.__getitem__)
    if not used:
        return
    # Meanings by rank: those of a term stand together, and terms ascend.
    names = [meanings[meaning] for meaning in used]
    terms, term_of = _terms_of(names)
    rank_of = np.zeros(len(meanings), np.uint32)
    rank_of[used] = np.arange(len(used))
    ranks = rank_of[tokens]
    keys = term_of.astype(np.uint64)[ranks]
    keys <<= _TOKEN_BITS
    keys |= np.arange(len(keys), dtype=np.uint64)
    keys.sort()
    article_of = np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths)
    starts = np.cumsum(lengths) - lengths
    ends = np.cumsum(np.bincount(term_of, weights=counts[used])).astype(np.int64)
    for first, last in _ranges(ends):
        low, high = np.searchsorted(term_of, (first, last)).tolist()
        part = keys[ends[first - 1] if first else 0 : ends[last - 1]]
        places = (part & _TOKEN_MASK).view(np.int64)
        part = part >> _TOKEN_BITS
        articles = article_of[places]
        begins = np.empty(len(part), np.bool_)
        begins[0] = True
        np.not_equal(part[1:], part[:-1], out=begins[1:])
        begins[1:] |= articles[1:] != articles[:-1]
        postings = np.flatnonzero(begins)
        yield PostingArrays(
            terms=terms[first:last],
            starts=np.searchsorted(part[postings], np.arange(first, last + 1, dtype=np.uint64)),
            articles=articles[postings],
            frequencies=np.diff(postings, append=len(part)),
            positions=places - starts[articles],
            forms=FormArrays(
                names=[form for _, form in names[low:high]],
                terms=term_of[low:high] - first,
                numbers=ranks[places] - np.uint32(low),
            ),
        )


def _terms_of(names: Sequence[tuple[bytes, bytes]]) -> tuple[list[bytes], Array]:
    """Return the terms of sorted meanings, each once, and which of them each has."""
    terms: list[bytes] = []
    numbers = []
    for term, _ in names:
        if not terms or terms[-1] != term:
            terms.append(term)
        numbers.append(len(terms) - 1)
    return terms, np.array(numbers, np.int64)


def _ranges(ends: Array) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms (first, last; last excluded) of some ``_PART`` tokens.

    Args:
        ends: The tokens up to each term and with it, int64, (n_terms,).
    """
    first = 0
    before = 0
    while first < len(ends):
        last = max(int(np.searchsorted(ends, before + _PART, "right")), first + 1)
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


def _joined(pieces: Sequence[Array], kind: Any) -> Array:
    return np.concatenate(pieces) if pieces else np.zeros(0, kind)
