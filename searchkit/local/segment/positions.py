"""Where the terms of a field occur, and as which forms, in as few bits as that needs.

The largest position of an article in the field decides how many bits each of its
positions takes, its *width*; below them is the rank of the form among the forms of
its term, from the commonest on. Say that ``tid`` has two forms, ``tide`` and ``tides``,
so that one bit is enough for the rank, that its first article has width 3 and its second
width 4:

    article                0              4
    position and form      2 tide         9 tide
                           5 tides
    code                   010 0          1001 0       position, rank
                           101 1

    bits, from the right     ...|10010|1011|0100
    the next term          at the next byte, 3 bits on

The file says where the codes of a term begin (``position_starts``). Where those of a
posting begin follows if the bits of all postings before it in the term are summed, and
``position_samples`` has that sum for every 32nd posting of the field: the positions of
a few given articles never need the whole list.

On news a position takes 11 bits and its form 1.2; varints of differences would take 12
for the position alone, and plain uint16 takes 16.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.packing import PADDING, WORD, pack, readable, unpack, widths_of
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile, LazyArray
    from searchkit.local.segment.array_file_writer import ArrayFileWriter
    from searchkit.local.segment.postings import Piece
    from searchkit.local.segment.word_forms import FormReader

    Array = npt.NDArray[Any]

SAMPLE_EVERY = 32  # postings

_LIMIT = 1 << 32  # bytes of the positions of a field, and bits of those of a term


class Occurrences(NamedTuple):
    """Where some postings have their term.

    Attributes:
        positions: In tokens from 0, one posting after another, int64, (n_positions,).
        counts: How many of them each posting has, int64, (n_postings,).
        forms: The number of the form at each, uint32, (n_positions,);
            None: the field keeps no forms.
    """

    positions: Array
    counts: Array
    forms: Array | None


class PositionWriter:
    """Writes the positions of a field, each with the rank of its form.

    Args:
        file: Where the arrays go.
        prefix: What their names begin with.
        limits: The largest position of each article plus one, or more; None: the
            field has no positions.

    Attributes:
        count: Positions written.
        written: Whether the field has positions.
    """

    def __init__(self, file: ArrayFileWriter, prefix: str, limits: Array | None) -> None:
        self._file = file
        self._prefix = prefix
        self._length = 0  # bytes written so far, whole words
        # The last term may go on: how many bits it has, and the word that it has begun and
        # not filled, uint32, (0 or 1,), with the bits that are used of that.
        self._term_bits = self._open_bits = 0
        self._open_word = np.zeros(0, np.uint32)
        self.count = 0
        self.written = limits is not None
        if limits is not None:
            self._widths = widths_of(np.maximum(np.asarray(limits, np.int64) - 1, 0))
            file.add(f"{prefix}position_widths", self._widths)
            for name in ("positions", "position_starts", "position_samples"):
                file.append(f"{prefix}{name}", np.zeros(0, np.uint32))

    def append(self, piece: Piece, *, ranks: Array | None, form_bits: Array, base: int) -> None:
        """Write the positions of some terms.

        Args:
            piece: The postings of the terms.
            ranks: The rank of each form that the piece names; None: it names none.
            form_bits: Bits of a rank in each term, uint8, (n_terms,).
            base: The number of the first posting in its field.
        """
        if not piece.continues:
            self._close_term()
        widths = self._widths[piece.articles] + np.repeat(form_bits, np.diff(piece.starts))
        if widths.max() > WORD:
            raise OverflowError(f"a position and its form do not fit {WORD} bits")
        # Bits before each posting of the piece, and of all, without gaps between terms.
        sums = np.concatenate(([0], np.cumsum(piece.frequencies * widths)))
        term_bits = np.diff(sums[piece.starts])
        filled = term_bits.copy()  # the same, from the word that is open on
        filled[0] += self._open_bits
        lengths = -(-filled // 8)
        ends = self._length + np.cumsum(lengths)
        samples = _samples(piece.starts, sums, base=base, before_first=self._term_bits)
        term_bits[0] += self._term_bits
        if ends[-1] >= _LIMIT or term_bits.max() >= _LIMIT:
            raise OverflowError(f"the positions of a field cannot have {_LIMIT} bytes")
        self._append("position_starts", (ends - lengths)[piece.continues :])
        self._append("position_samples", samples)
        gaps = 8 * lengths - filled
        self._append_codes(*_codes(piece, ranks, widths, form_bits, gaps), gaps.item(-1))
        self._term_bits = term_bits.item(-1)

    def finish(self) -> None:
        """Write what follows the last position."""
        if self.written:
            self._close_term()
            self._append("positions", np.zeros(PADDING, np.uint32))

    def _append_codes(self, codes: Array, steps: Array, last_gap: int) -> None:
        """Write codes, but for the last word if it is not full.

        Args:
            codes: The codes, uint32, (n_codes,).
            steps: Bits from each to the next, uint8, (n_codes,).
            last_gap: How many of them are not used behind the last code.
        """
        offsets = np.empty(len(codes), np.int64)
        offsets[0] = self._open_bits
        offsets[1:] = steps[:-1]
        np.cumsum(offsets, out=offsets)
        end = offsets.item(-1) + steps.item(-1) - last_gap
        words = pack(codes, offsets, end)
        words[: len(self._open_word)] |= self._open_word
        full, self._open_bits = divmod(end, WORD)
        self._append_words(words[:full])
        self._open_word = words[full:]
        self.count += len(codes)

    def _close_term(self) -> None:
        """Write the word that the last term has begun."""
        self._append_words(self._open_word)
        self._term_bits = self._open_bits = 0
        self._open_word = self._open_word[:0]

    def _append_words(self, words: Array) -> None:
        self._append("positions", words)
        self._length += words.nbytes

    def _append(self, name: str, piece: Array) -> None:
        self._file.append(self._prefix + name, piece.astype(np.uint32))


def _samples(starts: Array, sums: Array, *, base: int, before_first: int) -> Array:
    """Return the bits from the begin of its term to every 32nd posting of the field, int64.

    Args:
        starts: Where the postings of each term begin, and the end, int64, (n_terms + 1,).
        sums: Bits before each posting, and of all, int64, (n_postings + 1,).
        base: The number of the first posting in its field.
        before_first: Bits that the first term had before.
    """
    sampled = np.arange(-base % SAMPLE_EVERY, len(sums) - 1, SAMPLE_EVERY)
    terms = starts.searchsorted(sampled, "right") - 1
    samples = sums[sampled] - sums[starts[terms]]
    samples[terms == 0] += before_first
    return samples


def _codes(
    piece: Piece, ranks: Array | None, widths: Array, form_bits: Array, gaps: Array
) -> tuple[Array, Array]:
    """Return positions and ranks as codes, uint32, and the bits from each to the next, uint8.

    Args:
        piece: The postings of some terms.
        ranks: The rank of each form that the piece names; None: it names none.
        widths: Bits of each code of a posting, uint8, (n_postings,).
        form_bits: Bits of a rank in each term, uint8, (n_terms,).
        gaps: Bits between the last code of each term and the next term, int64, (n_terms,).
    """
    assert piece.positions is not None
    steps = np.repeat(widths, piece.frequencies)
    term_counts = np.add.reduceat(piece.frequencies, piece.starts[:-1])
    rank_bits = np.repeat(form_bits, term_counts)
    codes = piece.positions.astype(np.uint32)
    if np.any(codes >> (steps - rank_bits)):
        raise ValueError("a position lies beyond the limit of its article")
    if ranks is not None:
        codes <<= rank_bits
        codes |= ranks[piece.forms]
    steps[np.cumsum(term_counts) - 1] += gaps.astype(np.uint8)
    return codes, steps


class PositionReader:
    """Reads the positions of a field.

    Args:
        file: The file of the segment.
        prefix: What the names of their arrays begin with.
        description: What the header of the file says of the field.
        forms: The forms of the field, or None.
        n_articles: Articles in the segment.
    """

    def __init__(
        self,
        file: ArrayFile,
        prefix: str,
        description: dict[str, Any],
        *,
        forms: FormReader | None,
        n_articles: int,
    ) -> None:
        self._file = file
        self._prefix = prefix
        self._count: int = description["position_count"]
        self._n_terms: int = description["terms"]
        self._n_postings: int = description["postings"]
        self._n_articles = n_articles
        self._forms = forms

    def of_terms(
        self, first: int, last: int, *, starts: Array, articles: Array, frequencies: Array
    ) -> Occurrences:
        """Return all positions of consecutive terms, and their forms.

        Args:
            first: The first term.
            last: The term behind the last.
            starts: Where the postings of each begin, and the end, from 0, int64.
            articles: The articles of all their postings.
            frequencies: The frequencies of all their postings.
        """
        terms = np.repeat(np.arange(last - first), np.diff(starts))
        counts = frequencies.astype(np.int64)
        form_bits, form_starts = np.zeros(len(terms), np.int64), None
        if self._forms is not None:
            form_bits = self._forms.bits_of_terms(first, last)[terms].astype(np.int64)
            form_starts = self._forms.starts[first:last][terms]
        widths = self.widths[articles] + form_bits
        sums = np.concatenate(([0], np.cumsum(counts * widths)))
        shift = self._starts[first:last].astype(np.int64) * 8 - sums[starts[:-1]]
        return self._read_each(sums[:-1] + shift[terms], counts, widths, form_bits, form_starts)

    def of_term(
        self, term: int, *, articles: Array, frequencies: Array, with_forms: bool
    ) -> Occurrences:
        """Return all positions of a term, and their forms.

        Args:
            term: The term.
            articles: The articles of its postings.
            frequencies: The frequencies of its postings.
            with_forms: Whether the forms are asked for.
        """
        form_bits, form_start = self._form_codes(term, with_forms=with_forms)
        counts = frequencies.astype(np.int64)
        self._check_count(int(counts.sum()))
        widths = np.repeat(self.widths[articles] + np.uint8(form_bits), counts)
        offsets = np.cumsum(widths, dtype=np.int64)
        offsets -= widths
        offsets += self._starts.item(term) * 8
        self._check_bits(offsets[:1], offsets[-1:] + widths[-1:])
        return self._read(offsets, widths, counts, form_bits, form_start)

    def of_postings(
        self,
        term: int,
        postings: Array,
        *,
        start: int,
        articles: Array,
        frequencies: Array,
        with_forms: bool,
    ) -> Occurrences:
        """Return the positions, and their forms, of given postings of a term.

        Args:
            term: The term.
            postings: Which of its postings, counted from its first, int64, (n,).
            start: The number of its first posting in the field.
            articles: The articles of all its postings.
            frequencies: The frequencies of all its postings.
            with_forms: Whether the forms are asked for.
        """
        form_bits, form_start = self._form_codes(term, with_forms=with_forms)
        begin = self._starts.item(term) * 8
        counts = frequencies.take(postings).astype(np.int64)
        if len(articles) <= SAMPLE_EVERY * len(postings):
            every = self._code_widths(articles, form_bits)
            widths = every.take(postings)
            every *= frequencies
            offsets = every.cumsum().take(postings) - counts * widths
        else:
            widths = self._code_widths(articles.take(postings), form_bits)
            # A row for each: the postings of the term from the sampled one up to it.
            sample = (start + postings) // SAMPLE_EVERY
            first = sample * SAMPLE_EVERY - start
            row = first[:, None] + np.arange(SAMPLE_EVERY)
            earlier = (row >= 0) & (row < postings[:, None])
            sampled = np.where(first >= 0, self._samples.take(sample), 0)
            row *= earlier
            bits = frequencies.take(row) * self._code_widths(articles.take(row), form_bits)
            offsets = (bits * earlier).sum(axis=1) + sampled
        return self._read_each(begin + offsets, counts, widths, form_bits, form_start)

    def _code_widths(self, articles: Array, form_bits: int) -> Array:
        """Return the bits of a code in some articles, int64."""
        return self.widths.take(articles).astype(np.int64) + form_bits

    def _read_each(
        self,
        offsets: Array,
        counts: Array,
        widths: Array,
        form_bits: Array | int,
        form_starts: Array | int | None,
    ) -> Occurrences:
        """Return the positions of postings.

        Args:
            offsets: The bit at which each begins, int64, (n_postings,).
            counts: Positions of each, int64, (n_postings,).
            widths: Bits of each position, with its form, int64, (n_postings,).
            form_bits: How many of them are of its form, for each posting or for all.
            form_starts: Where the forms of its term begin in the list of all, for each
                posting or for all; None: forms are not asked for.
        """
        firsts = np.cumsum(counts)
        total = int(firsts[-1]) if len(firsts) else 0
        self._check_count(total)
        self._check_bits(offsets, offsets + counts * widths)
        firsts -= counts
        each = np.repeat(widths, counts)
        code_offsets = np.arange(total)
        code_offsets *= each
        code_offsets += np.repeat(offsets - firsts * widths, counts)
        if isinstance(form_bits, np.ndarray):
            form_bits = np.repeat(form_bits, counts)
        if isinstance(form_starts, np.ndarray):
            form_starts = np.repeat(form_starts, counts)
        return self._read(code_offsets, each, counts, form_bits, form_starts)

    def _read(
        self,
        offsets: Array,
        widths: Array,
        counts: Array,
        form_bits: Array | int,
        form_starts: Array | int | None,
    ) -> Occurrences:
        """Return positions, whose bits were checked.

        Args:
            offsets: The bit at which each begins, int64, (n_positions,).
            widths: Bits of each, with its form, (n_positions,).
            counts: Positions of each posting, int64, (n_postings,).
            form_bits: How many of them are of its form, for each position or for all.
            form_starts: Where the forms of its term begin in the list of all, for each
                position or for all; None: forms are not asked for.
        """
        codes = unpack(readable(self._words.raw), offsets, widths)
        positions = codes >> form_bits
        if form_starts is None:
            return Occurrences(positions, counts, None)
        assert self._forms is not None
        numbers = codes - (positions << form_bits) + form_starts
        if len(numbers) and numbers.max() >= len(self._forms.names):
            raise self._file.damaged(f"{self._prefix}positions name forms that do not exist")
        return Occurrences(positions, counts, self._forms.at(numbers))

    def _form_codes(self, term: int, *, with_forms: bool) -> tuple[int, int | None]:
        """Return the bits of a form of a term, and where its forms begin, if asked."""
        if self._forms is None:
            return 0, None
        start = self._forms.starts.item(term) if with_forms else None
        return self._forms.bits_of_term(term), start

    def _check_count(self, count: int) -> None:
        if count > self._count:
            raise self._file.damaged(f"{self._prefix}positions do not fit the frequencies")

    def _check_bits(self, firsts: Array, ends: Array) -> None:
        """Compare spans of bits of the positions with their checksums.

        Args:
            firsts: The first bit of each span, int64, (n,).
            ends: The bit behind its last, int64, (n,).
        """
        words = self._words
        if not len(firsts):
            return
        if firsts.min() < 0 or ends.max() > WORD * (len(words) - PADDING):
            raise self._file.damaged(f"{self._prefix}positions lie outside of their array")
        words.compare(firsts // WORD, np.maximum(ends - 1, firsts) // WORD)

    @cached_property
    def widths(self) -> Array:
        """Bits of a position in each article, uint8, (n_articles,)."""
        widths = self._file.array(f"{self._prefix}position_widths", self._n_articles)
        if len(widths) and widths.max() > WORD:
            raise self._file.damaged(f"{self._prefix}position_widths has {widths.max()}")
        return widths

    @cached_property
    def _words(self) -> LazyArray:
        return self._file.lazy(f"{self._prefix}positions")

    @cached_property
    def _starts(self) -> LazyArray:
        return self._file.lazy(f"{self._prefix}position_starts", self._n_terms)

    @cached_property
    def _samples(self) -> LazyArray:
        n_samples = -(-self._n_postings // SAMPLE_EVERY)
        return self._file.lazy(f"{self._prefix}position_samples", n_samples)
