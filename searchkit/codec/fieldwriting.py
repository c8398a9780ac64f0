"""The postings of one field, written from arrays.

A field is written in parts of consecutive terms, so that a field of any size
needs the memory of one part. :mod:`searchkit.codec` specifies what is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.codec.bits import WORD, pack, widths_of
from searchkit.codec.postings import BLOCK, FREQUENCY_ESCAPE, SAMPLE_EVERY
from searchkit.codec.terms import TermDictionaryWriter

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.codec.layout import ArrayFileWriter
    from searchkit.codec.postings import FormArrays, PostingArrays

    Array = npt.NDArray[Any]

_PACKED = 1 << 18  # positions packed at a time: what the caches hold
_WORD_LENGTH = WORD // 8  # bytes
_OFFSET_LIMIT = 1 << 32  # postings, and bytes of positions


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
        starts = np.asarray(part.starts, np.int64)
        frequencies = (
            np.ones(starts[-1], np.int64)
            if part.frequencies is None
            else part.frequencies.astype(np.int64)
        )
        self._append_articles(part.articles.astype(np.int64), starts)
        self._append_frequencies(frequencies)
        if part.weights is not None:
            self._weighted = True
            self._append("weights", part.weights.astype(np.float32))
        if part.values is not None:
            self._append_values(*part.values)
        if part.positions is not None:
            ranks, form_bits = self._append_forms(part.forms, n_terms=len(part.terms))
            self._positions.append(
                part, starts, frequencies, ranks=ranks, form_bits=form_bits, base=self._postings
            )
        self._append("posting_starts", (self._postings + starts[1:]).astype(np.uint32))
        self._terms.append(part.terms)
        self._postings += int(starts[-1])
        self._total += int(frequencies.sum())

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
        if self._postings + len(articles) >= _OFFSET_LIMIT:
            raise OverflowError(f"a field of a segment cannot have {_OFFSET_LIMIT} postings")

    def _append_articles(self, articles: Array, starts: Array) -> None:
        self._append("articles", (articles & (BLOCK - 1)).astype(np.uint16))
        if self._n_articles <= BLOCK:
            return
        blocks = articles >> 16
        begins = np.diff(blocks, prepend=-1) != 0
        begins[starts[:-1]] = True
        runs = np.flatnonzero(begins)
        self._append("run_postings", (self._postings + runs).astype(np.uint32))
        self._append("run_blocks", blocks[runs].astype(np.uint16))
        ends = self._runs + np.searchsorted(runs, starts[1:])
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
        """Return the rank of the form at each position, and its bits for each term."""
        if forms is None:
            return np.zeros(1, np.uint64), np.zeros(n_terms, np.uint8)
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

    def append(
        self,
        part: PostingArrays,
        starts: Array,
        frequencies: Array,
        *,
        ranks: Array,
        form_bits: Array,
        base: int,
    ) -> None:
        """Write the positions of a part; ``base`` is the number of its first posting."""
        assert part.positions is not None
        if not self.written or len(part.positions) != frequencies.sum():
            raise ValueError("a field has positions for every occurrence or for none")
        posting_bits = np.repeat(form_bits, np.diff(starts))
        widths = (self._widths[part.articles] + posting_bits).astype(np.int64)
        if len(widths) and widths.max() > WORD:
            raise OverflowError(f"a position and its form do not fit {WORD} bits")
        ends = np.cumsum(frequencies * widths)
        sums = np.concatenate(([0], ends))
        term_lengths = -(-np.diff(sums[starts]) // 8)  # bytes
        term_starts = np.concatenate(([0], np.cumsum(term_lengths)))
        term_of = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        in_term = sums[:-1] - sums[starts[:-1]][term_of]  # bits before each posting
        sampled = slice(-base % SAMPLE_EVERY, None, SAMPLE_EVERY)
        if self._length + term_starts[-1] >= _OFFSET_LIMIT or in_term.max() >= _OFFSET_LIMIT:
            raise OverflowError(f"the positions of a field cannot have {_OFFSET_LIMIT} bytes")
        self._append("position_starts", self._length + term_starts[:-1])
        self._append("position_samples", in_term[sampled])
        words = self._packed(
            part.positions,
            offsets=in_term + 8 * term_starts[term_of],
            frequencies=frequencies,
            widths=widths,
            ranks=ranks,
            rank_bits=posting_bits,
            length=int(term_starts[-1]),
        )
        self._append("positions", words)
        self._length += len(words) * _WORD_LENGTH
        self.count += len(part.positions)

    def finish(self) -> None:
        if self.written:
            self._append("positions", np.zeros(1, np.uint32))  # reading looks one word ahead

    def _append(self, name: str, piece: Array) -> None:
        self._file.append(self._prefix + name, piece.astype(np.uint32))

    def _packed(
        self,
        positions: Array,
        *,
        offsets: Array,
        frequencies: Array,
        widths: Array,
        ranks: Array,
        rank_bits: Array,
        length: int,
    ) -> Array:
        """Pack the positions of postings that begin at the given bits into words."""
        words = np.zeros(-(-length // _WORD_LENGTH), np.uint32)
        ends = np.cumsum(frequencies)
        ranks = np.broadcast_to(ranks, len(positions))
        for first in range(0, len(positions), _PACKED):
            some = np.arange(first, min(first + _PACKED, len(positions)))
            posting = np.searchsorted(ends, some[0], "right")
            last = np.searchsorted(ends, some[-1], "right")
            each = np.repeat(
                np.arange(posting, last + 1),
                np.minimum(ends[posting : last + 1], some[-1] + 1)
                - np.maximum(ends[posting : last + 1] - frequencies[posting : last + 1], first),
            )
            earlier = some - (ends - frequencies)[each]
            places = offsets[each] + earlier * widths[each]
            codes = positions[some].astype(np.uint64)
            if np.any(codes >> (widths - rank_bits)[each].astype(np.uint64)):
                raise ValueError("a position lies beyond the limit of its article")
            codes = (codes << rank_bits[each].astype(np.uint64)) | ranks[some]
            start = places[0] // WORD
            end = int(places[-1] + widths[each[-1]])
            packed = pack(codes, places - start * WORD, end - start * WORD)
            words[start : start + len(packed)] |= packed
        return words


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
        """Take in the forms of some terms; return ranks and bits as they are written."""
        counts = np.bincount(forms.numbers, minlength=len(forms.names))
        alphabetical = np.zeros(len(forms.names), np.int64)
        alphabetical[sorted(range(len(forms.names)), key=forms.names.__getitem__)] = np.arange(
            len(forms.names)
        )
        order = np.lexsort((alphabetical, -counts, forms.terms))
        order = order[counts[order] > 0]
        terms = np.asarray(forms.terms, np.int64)[order]
        starts = np.searchsorted(terms, np.arange(n_terms + 1))
        ranks = np.zeros(len(forms.names), np.uint64)
        ranks[order] = np.arange(len(order)) - starts[terms]
        self._file.append(
            f"{self._prefix}form_starts", (len(self._names) + starts[1:]).astype(np.uint32)
        )
        self._names += [forms.names[i] for i in order.tolist()]
        self._terms.append(first_term + terms)
        self._counts.append(counts[order])
        bits = widths_of(np.maximum(np.diff(starts) - 1, 0))
        return ranks[forms.numbers], bits

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
