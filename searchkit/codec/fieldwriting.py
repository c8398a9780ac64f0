"""The postings of one field, written from arrays.

A field is written in parts of consecutive terms, so that a field of any size
needs the memory of one part. :mod:`searchkit.codec` specifies what is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.codec.bits import PADDING, WORD, pack, widths_of
from searchkit.codec.postings import BLOCK, FREQUENCY_ESCAPE, SAMPLE_EVERY
from searchkit.codec.terms import TermDictionaryWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from searchkit.codec.layout import ArrayFileWriter
    from searchkit.codec.postings import FormArrays, PostingArrays

    Array = npt.NDArray[Any]

_PIECE = 1 << 17  # postings written at a time: what the caches hold
_WORD_LENGTH = WORD // 8  # bytes
_OFFSET_LIMIT = 1 << 32  # postings, and bytes of positions


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some terms of a part, small enough for the caches; see :class:`PostingArrays`."""

    starts: Array  # int64, (n_terms + 1,), from 0
    articles: Array  # int64, (n_postings,)
    frequencies: Array  # int64, (n_postings,)
    weights: Array | None
    positions: Array | None
    forms: Array | None

    @classmethod
    def of(cls, part: PostingArrays, first: int, last: int, *, first_position: int) -> _Piece:
        """Return the terms from ``first`` to ``last``, excluded."""
        starts = np.asarray(part.starts[first : last + 1], np.int64)
        postings = slice(int(starts[0]), int(starts[-1]))
        frequencies = (
            np.ones(postings.stop - postings.start, np.int64)
            if part.frequencies is None
            else part.frequencies[postings].astype(np.int64)
        )
        positions = slice(first_position, first_position + int(frequencies.sum()))
        return cls(
            starts=starts - starts[0],
            articles=part.articles[postings].astype(np.int64),
            frequencies=frequencies,
            weights=None if part.weights is None else part.weights[postings].astype(np.float32),
            positions=None if part.positions is None else part.positions[positions],
            forms=None if part.forms is None else part.forms.numbers[positions],
        )


def _slices(starts: Array) -> Iterator[tuple[int, int]]:
    """Yield runs of terms (first, last; last excluded) of some ``_PIECE`` postings."""
    first = 0
    while first < len(starts) - 1:
        last = int(np.searchsorted(starts, starts[first] + _PIECE, "right")) - 1
        last = max(last, first + 1)
        yield first, last
        first = last


class FieldPostingsWriter:
    """Writes the postings of one field.

    Args:
        file: Where the arrays go.
        name: The name of the field.
        n_articles: Articles in the segment.
        limits: The largest position of each article in this field plus one, or
            more, (n_articles,); None: the field has no positions.
    """

    def __init__(
        self, file: ArrayFileWriter, name: str, *, n_articles: int, limits: Array | None
    ) -> None:
        self._file = file
        self._prefix = f"fields/{name}/"
        self._n_articles = n_articles
        self._terms = TermDictionaryWriter(file, f"{self._prefix}terms")
        self._postings = 0
        self._total = 0  # sum of frequencies
        self._all_once = True
        self._weighted = False
        self._runs = 0
        self._positions = _PositionWriter(file, self._prefix, limits)
        self._forms: _FormWriter | None = None
        self._value_bytes: int | None = None
        self._append("posting_starts", np.zeros(1, np.uint32))
        self._append("articles", np.zeros(0, np.uint16))
        self._append("frequencies", np.zeros(0, np.uint8))
        self._append("large_frequency_postings", np.zeros(0, np.uint32))
        self._append("large_frequencies", np.zeros(0, np.uint32))
        if n_articles > BLOCK:
            self._append("run_starts", np.zeros(1, np.uint32))
            self._append("run_postings", np.zeros(0, np.uint32))
            self._append("run_blocks", np.zeros(0, np.uint16))

    def append(self, part: PostingArrays) -> None:
        """Write the postings of the terms that follow."""
        if not part.terms:
            return
        self._check(part)
        if part.values is not None:
            self._append_values(*part.values)
        ranks, form_bits = self._append_forms(part.forms, n_terms=len(part.terms))
        first_position = 0
        for first, last in _slices(part.starts):
            piece = _Piece.of(part, first, last, first_position=first_position)
            self._append_articles(piece)
            self._append_frequencies(piece.frequencies)
            if piece.weights is not None:
                self._weighted = True
                self._append("weights", piece.weights)
            if part.positions is not None:
                self._positions.append(
                    piece, ranks=ranks, form_bits=form_bits[first:last], base=self._postings
                )
            first_position += int(piece.frequencies.sum())
            ends = self._postings + piece.starts[1:]
            self._append("posting_starts", ends.astype(np.uint32))
            self._postings += len(piece.articles)
        self._terms.append(part.terms)
        self._total += first_position

    def finish(self) -> dict[str, Any]:
        """Write what is left and return the description of the field."""
        if self._all_once:
            self._file.drop(f"{self._prefix}frequencies")
        self._positions.finish()
        if self._forms is not None:
            self._forms.finish()
        return {
            "terms": self._terms.count,
            "postings": self._postings,
            "total_frequency": self._total,
            "position_count": self._positions.count,
            "positions": self._positions.written,
            "forms": self._forms is not None,
            "weights": self._weighted,
            "values": self._value_bytes is not None,
        }

    def _append(self, name: str, piece: Array) -> None:
        self._file.append(self._prefix + name, piece)

    def _check(self, part: PostingArrays) -> None:
        starts, articles = part.starts, part.articles
        if len(starts) != len(part.terms) + 1 or np.any(starts[1:] <= starts[:-1]):
            raise ValueError("every term must have a posting")
        if len(articles) != starts[-1] or articles.min() < 0 or articles.max() >= self._n_articles:
            raise ValueError(f"postings name articles beyond {self._n_articles}")
        total = len(articles) if part.frequencies is None else part.frequencies.sum()
        if part.positions is not None and len(part.positions) != total:
            raise ValueError(f"{len(part.positions)} positions for {total} occurrences")
        if part.forms is not None and len(part.forms.numbers) != total:
            raise ValueError(f"{len(part.forms.numbers)} forms for {total} occurrences")
        if self._postings + len(articles) >= _OFFSET_LIMIT:
            raise OverflowError(f"a field of a segment cannot have {_OFFSET_LIMIT} postings")

    def _append_articles(self, piece: _Piece) -> None:
        articles = piece.articles
        self._append("articles", (articles & (BLOCK - 1)).astype(np.uint16))
        if self._n_articles <= BLOCK:
            return
        blocks = articles >> 16
        begins = np.diff(blocks, prepend=-1) != 0
        begins[piece.starts[:-1]] = True
        runs = np.flatnonzero(begins)
        self._append("run_postings", (self._postings + runs).astype(np.uint32))
        self._append("run_blocks", blocks[runs].astype(np.uint16))
        ends = self._runs + np.searchsorted(runs, piece.starts[1:])
        self._append("run_starts", ends.astype(np.uint32))
        self._runs += len(runs)

    def _append_frequencies(self, frequencies: Array) -> None:
        self._all_once = self._all_once and bool(np.all(frequencies == 1))
        self._append("frequencies", np.minimum(frequencies, FREQUENCY_ESCAPE).astype(np.uint8))
        large = np.flatnonzero(frequencies >= FREQUENCY_ESCAPE)
        self._append("large_frequency_postings", (self._postings + large).astype(np.uint32))
        self._append("large_frequencies", frequencies[large].astype(np.uint32))

    def _append_values(self, starts: Array, data: Array) -> None:
        if self._value_bytes is None:
            self._value_bytes = 0
            self._append("value_starts", np.zeros(1, np.uint32))
        ends = self._value_bytes + starts[1:].astype(np.int64)
        if ends[-1] >= _OFFSET_LIMIT:
            raise OverflowError(f"the values of a field cannot have {_OFFSET_LIMIT} bytes")
        self._append("value_starts", ends.astype(np.uint32))
        self._append("values", data)
        self._value_bytes = int(ends[-1])

    def _append_forms(self, forms: FormArrays | None, *, n_terms: int) -> tuple[Array, Array]:
        """Return the rank of each form, and how many bits a rank takes in each term."""
        if forms is None:
            return np.zeros(1, np.uint8), np.zeros(n_terms, np.uint8)
        if self._forms is None:
            self._forms = _FormWriter(self._file, self._prefix)
        return self._forms.append(forms, first_term=self._terms.count, n_terms=n_terms)


class _PositionWriter:
    """Writes the positions of a field, each with the rank of its form."""

    def __init__(self, file: ArrayFileWriter, prefix: str, limits: Array | None) -> None:
        self._file = file
        self._prefix = prefix
        self._length = 0  # bytes so far, whole words
        self.count = 0
        self.written = limits is not None
        if limits is not None:
            limits = np.asarray(limits, np.int64)
            self._widths = widths_of(np.maximum(limits - 1, 0))
            file.add(f"{prefix}position_widths", self._widths)
            file.append(f"{prefix}positions", np.zeros(0, np.uint32))
            file.append(f"{prefix}position_starts", np.zeros(0, np.uint32))
            file.append(f"{prefix}position_samples", np.zeros(0, np.uint32))

    def append(self, piece: _Piece, *, ranks: Array, form_bits: Array, base: int) -> None:
        """Write the positions of a piece; ``base`` is the number of its first posting."""
        if not self.written or piece.positions is None:
            raise ValueError("a field has positions for every occurrence or for none")
        starts = piece.starts
        counts = np.diff(starts)
        posting_form_bits = np.repeat(form_bits, counts)
        position_widths = self._widths[piece.articles]
        widths = position_widths + posting_form_bits
        if widths.max() > WORD:
            raise OverflowError(f"a position and its form do not fit {WORD} bits")
        sums = np.concatenate(([0], np.cumsum(piece.frequencies * widths)))
        lengths = -(-np.diff(sums[starts]) // 8)  # bytes of each term
        ends = np.cumsum(lengths)
        if self._length + ends[-1] >= _OFFSET_LIMIT:
            raise OverflowError(f"the positions of a field cannot have {_OFFSET_LIMIT} bytes")
        before = sums[:-1] - np.repeat(sums[starts[:-1]], counts)  # bits of the term
        self._append("position_starts", self._length + ends - lengths)
        self._append("position_samples", before[-base % SAMPLE_EVERY :: SAMPLE_EVERY])

        posting = np.repeat(np.arange(len(widths)), piece.frequencies)
        shift = 8 * (ends - lengths) - sums[starts[:-1]]  # terms begin with a byte
        bits = widths[posting]
        places = np.cumsum(bits, dtype=np.int64) - bits + np.repeat(shift, counts)[posting]
        codes = piece.positions.astype(np.uint32)
        if np.any(codes >> position_widths[posting]):
            raise ValueError("a position lies beyond the limit of its article")
        codes <<= posting_form_bits[posting]
        if piece.forms is not None:
            codes |= ranks[piece.forms]
        words = pack(codes, places, 8 * int(ends[-1]))
        self._append("positions", words)
        self._length += len(words) * _WORD_LENGTH
        self.count += len(codes)

    def finish(self) -> None:
        if self.written:
            self._append("positions", np.zeros(PADDING, np.uint32))

    def _append(self, name: str, piece: Array) -> None:
        self._file.append(self._prefix + name, piece.astype(np.uint32))


class _FormWriter:
    """Gathers the forms of a field and writes them sorted."""

    def __init__(self, file: ArrayFileWriter, prefix: str) -> None:
        self._file = file
        self._prefix = prefix
        # All three term after term, the forms of a term from the commonest on.
        self._names: list[bytes] = []
        self._terms: list[Array] = []
        self._counts: list[Array] = []
        file.append(f"{prefix}form_starts", np.zeros(1, np.uint32))

    def append(self, forms: FormArrays, *, first_term: int, n_terms: int) -> tuple[Array, Array]:
        """Take in the forms of some terms; return their ranks and bits."""
        counts = np.zeros(len(forms.names), np.int64)
        for first in range(0, len(forms.numbers), _PIECE):
            some = forms.numbers[first : first + _PIECE]
            counts += np.bincount(some, minlength=len(counts))
        alphabetical = np.zeros(len(forms.names), np.int64)
        alphabetical[sorted(range(len(forms.names)), key=forms.names.__getitem__)] = np.arange(
            len(forms.names)
        )
        order = np.lexsort((alphabetical, -counts, forms.terms))
        order = order[counts[order] > 0]
        terms = np.asarray(forms.terms, np.int64)[order]
        starts = np.searchsorted(terms, np.arange(n_terms + 1))
        ranks = np.zeros(len(forms.names), np.uint32)
        ranks[order] = np.arange(len(order)) - starts[terms]
        self._file.append(
            f"{self._prefix}form_starts", (len(self._names) + starts[1:]).astype(np.uint32)
        )
        self._names += [forms.names[i] for i in order.tolist()]
        self._terms.append(first_term + terms)
        self._counts.append(counts[order])
        bits = widths_of(np.maximum(np.diff(starts) - 1, 0))
        return ranks, bits

    def finish(self) -> None:
        names = self._names
        terms = np.concatenate(self._terms)
        # The terms ascend already, so a stable sort by name orders by both.
        order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
        numbers = np.zeros(len(order), np.int64)
        numbers[order] = np.arange(len(order))
        TermDictionaryWriter(self._file, f"{self._prefix}forms").append(
            [names[i] for i in order.tolist()]
        )
        self._add("term_forms", numbers)
        self._add("form_terms", terms[order])
        self._add("form_counts", np.concatenate(self._counts)[order])

    def _add(self, name: str, array: Array) -> None:
        self._file.add(self._prefix + name, array.astype(np.uint32))
