"""Runs made one segment: their tokens sorted by term.

Each token becomes one number of 64 bits, its *key*: from the highest bits to the
lowest its term, its article, its position there, and which form of the term it
is. To invert is to sort keys; what stands where then follows from comparing
neighbours. Terms are numbered over all runs, and their keys are sorted one
*range* of terms after another. A first pass over the tokens makes the keys and
lays them down by range, in a file without a name where they are many; so memory
is bounded by a range, whatever the number of articles. A term that has more
tokens than a range may have is a range of its own, whose keys are in order as
they are; its postings are handed on in parts.

Sorting and the like let go of the interpreter, so threads keep the other cores
busy while the segment is written.
"""

from __future__ import annotations

import os
from collections import deque
from dataclasses import dataclass
from itertools import accumulate, pairwise
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np

from searchkit.local.segment import stored_fields as stored
from searchkit.local.segment.columns import ReferenceColumn, merged_columns
from searchkit.local.segment.postings import FormArrays, PostingArrays
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays
from searchkit.local.writing.lexicon import Lexicon
from searchkit.schema import LABEL_FIELDS, LABEL_SEPARATOR, NAME_FIELDS, TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.local.segment.columns import Column
    from searchkit.local.writing.runs import Run

    Array = npt.NDArray[Any]
    Given = TypeVar("Given")
    Made = TypeVar("Made")

_KEY_BITS = 64
_RANGE = 1 << 18  # tokens that are sorted at a time
_PIECE = 1 << 18  # tokens whose keys are made at a time
_IN_MEMORY = 1 << 21  # tokens of a field whose keys are not written to a file
_REUSED = 1 << 23  # bytes: more than the arrays of a range or a piece have, each 2 MB at most
_SEPARATOR = LABEL_SEPARATOR.encode()
_THREADS = 2  # beside the one that writes


def inverted(runs: Sequence[Run], *, scratch: Path) -> SegmentArrays:
    """Return the articles of some runs as one segment, to be written.

    They keep their order: those of the first run come first.

    Args:
        runs: The runs, one or more; they are read while the segment is written.
        scratch: The folder of files that are needed meanwhile.
    """
    columns = _columns(runs)
    fields = {name: _text_field(runs, name, scratch) for name in TEXT_FIELDS}
    for name in NAME_FIELDS:
        column = columns[name]
        assert isinstance(column, ReferenceColumn)
        fields[name] = FieldArrays(parts=[_name_postings(column)])
    for name in LABEL_FIELDS:
        column = columns.pop(name)
        assert isinstance(column, ReferenceColumn)
        fields[name] = FieldArrays(parts=[_label_postings(column)])
    return SegmentArrays(
        n_articles=sum(run.n_articles for run in runs),
        fields=fields,
        columns=columns,
        stored=stored.joined(
            [stored.Frames(run.frames, stored.as_dictionaries(run.dictionaries)) for run in runs]
        ),
    )


def _columns(runs: Sequence[Run]) -> dict[str, Column]:
    """Return the columns of some runs, by name."""
    if len(runs) == 1:
        return dict(runs[0].columns)
    all_of = [np.arange(run.n_articles) for run in runs]
    return {
        name: merged_columns(
            name, [(run.columns[name], every) for run, every in zip(runs, all_of, strict=True)]
        )
        for name in runs[0].columns
    }


def _name_postings(column: ReferenceColumn) -> PostingArrays:
    """Return the postings of a field that has the names of a column for terms."""
    counts = np.bincount(column.numbers, minlength=len(column.values))
    return PostingArrays(
        terms=list(column.values),
        starts=np.concatenate(([0], np.cumsum(counts))),
        articles=np.argsort(column.numbers, kind="stable"),
    )


def _label_postings(column: ReferenceColumn) -> PostingArrays:
    """Return the postings of a field of labels, those of an article joined in a column."""
    split = [value.split(_SEPARATOR) if value else [] for value in column.values]
    terms = sorted({term for its in split for term in its})
    number = {term: n for n, term in enumerate(terms)}
    flat = np.array([number[term] for its in split for term in its], np.int64)
    ends = np.cumsum([0, *map(len, split)])
    counts = np.diff(ends)[column.numbers]
    articles = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts
    places = np.repeat(ends[column.numbers] - before, counts) + np.arange(len(articles))
    term_of = flat[places]
    order = np.argsort(term_of, kind="stable")
    return PostingArrays(
        terms=terms,
        starts=np.searchsorted(term_of[order], np.arange(len(terms) + 1)),
        articles=articles[order],
    )


def _text_field(runs: Sequence[Run], name: str, scratch: Path) -> FieldArrays:
    """Return a field of text."""
    lengths = np.concatenate([run.lengths[name] for run in runs])
    return FieldArrays(
        parts=_parts(runs, name, lengths, scratch), lengths=lengths, position_limits=lengths
    )


def _parts(
    runs: Sequence[Run], name: str, lengths: Array, scratch: Path
) -> Iterator[PostingArrays]:
    """Yield the postings of a field, some terms at a time."""
    lexicon = Lexicon.of(runs, name)
    if not lexicon.terms:
        return
    keys = _Keys.of(lexicon, lengths)
    _reuse_memory()
    with _Partition(lexicon, keys, scratch) as partition:
        pieces = list(_pieces(runs, name, lengths))
        for made in _ahead(partition.make, pieces):
            partition.take(*made)
        yield from _ahead(partition.postings, list(partition.jobs()))


def _reuse_memory() -> None:
    """Have memory of arrays used for the next ones, instead of given back and fetched anew.

    glibc does so with arrays no larger than the largest that was ever freed, and keeps twice as
    much (mallopt(3), ``M_MMAP_THRESHOLD``). To have pages filled with zeros again and again would
    take a fifth of the time.
    """
    np.empty(_REUSED, np.uint8)


def _ahead(function: Callable[[Given], Made], items: Sequence[Given]) -> Iterator[Made]:
    """Yield what a function makes of some items, in order; threads work some items ahead."""
    if len(items) == 1:
        yield function(items[0])
        return
    from concurrent.futures import ThreadPoolExecutor  # late: small updates do without

    with ThreadPoolExecutor(_THREADS) as pool:
        waiting: deque[Any] = deque()
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > _THREADS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@dataclass(frozen=True, slots=True)
class _Keys:
    """How the keys of a field are made.

    Attributes:
        article_bits: Bits that tell an article.
        position_bits: Bits that tell a position.
        rank_bits: Bits that tell a form by its rank among those of its term.
    """

    article_bits: int
    position_bits: int
    rank_bits: int

    @classmethod
    def of(cls, lexicon: Lexicon, lengths: Array) -> _Keys:
        """Return the narrowest keys for a field.

        Raises:
            OverflowError: There are none of 64 bits.
        """
        keys = cls(
            (len(lengths) - 1).bit_length(),
            max(int(lengths.max()) - 1, 0).bit_length(),
            (int(np.diff(lexicon.firsts).max()) - 1).bit_length(),
        )
        if keys.term_bits < 0:
            raise OverflowError("an article is too long to be indexed with so many others")
        return keys

    @property
    def term_bits(self) -> int:
        """Bits that are left for a term, counted from the first of its range."""
        return _KEY_BITS - self.article_bits - self.position_bits - self.rank_bits

    def parted(self, keys: Array) -> tuple[Array, Array, Array]:
        """Return what keys tell, which are overwritten.

        Returns:
            Term and article in one number, uint64, positions, uint32, and ranks, int64.
        """
        ranks = (keys & np.uint64((1 << self.rank_bits) - 1)).view(np.int64)
        keys >>= np.uint64(self.rank_bits)
        positions = keys.astype(np.uint32)
        positions &= np.uint32((1 << self.position_bits) - 1)
        keys >>= np.uint64(self.position_bits)
        return keys, positions, ranks


@dataclass(frozen=True, slots=True)
class _Piece:
    """The tokens of some articles of a run.

    Attributes:
        run: The number of the run.
        tokens: Their meanings, uint32.
        first: The number of the first article.
        lengths: The tokens of each article, int64.
    """

    run: int
    tokens: Array
    first: int
    lengths: Array


def _pieces(runs: Sequence[Run], name: str, lengths: Array) -> Iterator[_Piece]:
    """Yield the tokens of a field, those of some articles at a time."""
    base = 0
    for number, run in enumerate(runs):
        its = lengths[base : base + run.n_articles]
        starts = np.concatenate(([0], np.cumsum(its)))
        tokens = run.tokens[name]
        first = 0
        while first < len(its):
            last = int(np.searchsorted(starts, starts[first] + _PIECE, "right")) - 1
            last = max(last, first + 1)
            some = tokens[starts[first] : starts[last]]
            yield _Piece(number, some, base + first, its[first:last])
            first = last
        base += run.n_articles


@dataclass(frozen=True, slots=True)
class _Job:
    """A range of terms to be sorted, or some pieces of one term.

    Attributes:
        terms: The terms (first, last; last excluded).
        places: Where its keys stand in the partition, piece after piece: start and end,
            int64, (n_pieces, 2).
        continues: Whether the first of these pieces is not the first of the term.
    """

    terms: tuple[int, int]
    places: Array
    continues: bool


class _Partition:
    """The keys of a field, by range of terms and then by piece.

    Args:
        lexicon: The terms of the field.
        keys: How their keys are made.
        scratch: The folder of the file that they go to where they are many.
    """

    def __init__(self, lexicon: Lexicon, keys: _Keys, scratch: Path) -> None:
        self._lexicon = lexicon
        self._keys = keys
        counts = lexicon.term_counts
        self._ranges = list(_ranges(counts, most_terms=1 << min(keys.term_bits, 32)))
        total = int(counts.sum())
        self._file = TemporaryFile(dir=scratch) if total > _IN_MEMORY else None  # noqa: SIM115
        self._held: list[Array] = []
        self._length = 0  # keys so far
        self._bounds: list[Array] = []  # for each piece, where its keys of each range begin
        self._tables = [self._table(*known) for known in lexicon.known]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()

    def _table(self, numbers: Array, forms: Array) -> tuple[Array, Array]:
        """Return the key of each meaning of a run, but for its place, and its range."""
        firsts = np.array([first for first, _ in self._ranges])
        terms = np.searchsorted(self._lexicon.firsts, forms, "right") - 1
        ranges = np.searchsorted(firsts, terms, "right") - 1
        keys = self._keys
        codes = (terms - firsts[ranges]).astype(np.uint64)
        if keys.term_bits < _KEY_BITS:
            codes <<= np.uint64(_KEY_BITS - keys.term_bits)
        codes |= (forms - self._lexicon.firsts[terms]).astype(np.uint64)
        size = int(numbers.max(initial=0)) + 1
        code_of = np.zeros(size, np.uint64)
        code_of[numbers] = codes
        range_of = np.zeros(size, np.min_scalar_type(len(firsts)))
        range_of[numbers] = ranges
        return code_of, range_of

    def make(self, piece: _Piece) -> tuple[Array, Array]:
        """Return the keys of a piece by range, uint64, and where those of each begin, int64."""
        code_of, range_of = self._tables[piece.run]
        lengths = piece.lengths
        articles = np.arange(piece.first, piece.first + len(lengths), dtype=np.int64)
        # Article and position in one number, from the number of the token in the piece.
        shift = (articles << self._keys.position_bits) - (np.cumsum(lengths) - lengths)
        keys = np.repeat(shift, lengths)
        keys += np.arange(len(keys))
        keys <<= self._keys.rank_bits
        found = keys.view(np.uint64)
        found |= code_of[piece.tokens]
        if len(self._ranges) == 1:
            return found, np.array([0, len(found)])
        ranges = range_of[piece.tokens]
        counts = np.bincount(ranges, minlength=len(self._ranges))
        found = found[np.argsort(ranges, kind="stable")]
        return found, np.concatenate(([0], np.cumsum(counts)))

    def take(self, keys: Array, bounds: Array) -> None:
        """Take in what was made of the next piece."""
        if self._file is None:
            self._held.append(keys)
        else:
            self._file.write(keys.data)
        self._bounds.append(self._length + bounds)
        self._length += len(keys)

    def jobs(self) -> Iterator[_Job]:
        """Yield what is to be done once all pieces were taken."""
        if self._file is not None:
            self._file.flush()
        else:
            self._held = [np.concatenate(self._held)]
        bounds = np.array(self._bounds)
        for number, (first, last) in enumerate(self._ranges):
            places = bounds[:, number : number + 2]
            groups = _groups(places) if last == first + 1 else [places]
            for group_number, group in enumerate(groups):
                yield _Job((first, last), group, continues=group_number > 0)

    def postings(self, job: _Job) -> PostingArrays:
        """Return the postings of a job."""
        keys = self._read(job.places)
        first, last = job.terms
        if last > first + 1:
            keys.sort()
        both, positions, ranks = self._keys.parted(keys)
        begins = np.flatnonzero(both[1:] != both[:-1])
        begins += 1
        begins = np.concatenate(([0], begins))
        both = both[begins]
        term_of = both >> np.uint64(self._keys.article_bits)
        both &= np.uint64((1 << self._keys.article_bits) - 1)
        lexicon = self._lexicon
        firsts = lexicon.firsts[first : last + 1]
        forms = slice(int(firsts[0]), int(firsts[-1]))
        firsts = firsts - firsts[0]
        counts = lexicon.counts[forms]
        if last > first + 1:
            ranks += np.repeat(firsts[:-1], np.add.reduceat(counts, firsts[:-1]))
        return PostingArrays(
            terms=lexicon.terms[first:last],
            starts=np.searchsorted(term_of, np.arange(last - first + 1, dtype=np.uint64)),
            articles=both.view(np.int64),
            frequencies=np.diff(begins, append=len(positions)),
            positions=positions,
            forms=FormArrays(
                names=lexicon.forms[forms],
                terms=np.repeat(np.arange(last - first), np.diff(firsts)),
                numbers=ranks,
                counts=counts,
            ),
            continues=job.continues,
        )

    def _read(self, places: Array) -> Array:
        """Return the keys in some places, one place after another."""
        filled = [(start, end) for start, end in places.tolist() if start < end]
        if self._file is None:
            return np.concatenate([self._held[0][start:end] for start, end in filled])
        keys = np.empty(sum(end - start for start, end in filled), np.uint64)
        ends = accumulate(end - start for start, end in filled)
        for (start, _), (low, high) in zip(filled, pairwise([0, *ends]), strict=True):
            _read_into(self._file.fileno(), keys[low:high], keys.itemsize * start)
        return keys


def _read_into(file: int, array: Array, offset: int) -> None:
    """Fill an array with the bytes of a file from an offset on."""
    data = array.view(np.uint8).data
    while data:
        count = os.preadv(file, [data], offset)
        if not count:
            raise EOFError(f"there is nothing at byte {offset}")
        data, offset = data[count:], offset + count


def _groups(places: Array) -> Iterator[Array]:
    """Yield places some at a time, such as have ``_RANGE`` keys together, or one that has more.

    Args:
        places: Starts and ends, int64, (n_places, 2); none but empty ones is not yielded.
    """
    sizes = places[:, 1] - places[:, 0]
    ends = np.cumsum(sizes)
    first = 0
    while first < len(places):
        before = int(ends[first] - sizes[first])
        last = max(int(np.searchsorted(ends, before + _RANGE, "right")), first + 1)
        if ends[last - 1] > before:
            yield places[first:last]
        first = last


def _ranges(counts: Array, *, most_terms: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of terms (first, last; last excluded) of some ``_RANGE`` tokens.

    Args:
        counts: The tokens of each term, (n_terms,).
        most_terms: How many terms a range may have, 1 or more.
    """
    ends = np.cumsum(counts)
    first = 0
    before = 0
    while first < len(ends):
        last = max(int(np.searchsorted(ends, before + _RANGE, "right")), first + 1)
        last = min(last, first + most_terms)
        yield first, last
        first, before = last, int(ends[last - 1])
