"""Runs made one segment: their tokens sorted by term.

Each token becomes one number of 64 bits, its *key*: from the highest bits to the
lowest its term, its article, its position there, and which form of the term it
is, by its rank. To invert is to sort keys; where postings begin then follows from
comparing neighbours. Of the articles 0 "tide moon tides" and 1 "moon", with the
terms 0 moon and 1 tide, whose forms are 0 moon, 1 tide and 2 tides:

    token   term article position rank         sorted    term article position rank
    tide      1     0       0      0           moon        0     0       1      0
    moon      0     0       1      0           moon        0     1       0      0
    tides     1     0       2      1           tide        1     0       0      0
    moon      0     1       0      0           tides       1     0       2      1

    where another term or article begins   0 1 2
    articles                               0 1 0      of the terms from 0 and from 2 on
    frequencies                            1 1 2
    positions                              1 0 0 2
    forms                                  0 0 1 2    rank + number of the term's first

Terms are numbered over all runs, and their keys are sorted one *range* of terms after
another. A first pass over the tokens makes the keys and writes them by range, to a
file without a name where they are many; so memory is bounded by a range, whatever the
number of articles. A term that has more tokens than a range may have is a range of its
own, whose keys are in order as they are; its postings are handed on in parts.

Sorting and the like release the interpreter, so threads keep the other cores
busy while the segment is written.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Mapping
from contextlib import nullcontext
from itertools import accumulate, chain, pairwise
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np

from searchkit.local.segment.columns import ReferenceColumn, merged_columns, some_values
from searchkit.local.segment.hash_lists import hash_blocks
from searchkit.local.segment.postings import FormArrays, PostingArrays, StemArrays
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays, save_segment
from searchkit.local.segment.stored_fields import Frames, as_dictionaries, joined
from searchkit.local.store import SegmentEntry
from searchkit.local.store.disk import written_to
from searchkit.local.writing.copy_finding import NewArticles, compared
from searchkit.local.writing.copy_process import search_beside, search_here
from searchkit.local.writing.furnishing import furnished
from searchkit.local.writing.lexicon import Lexicon
from searchkit.local.writing.quotation_hashes import quotation_blocks
from searchkit.local.writing.runs import stored_records
from searchkit.local.writing.sketching import run_sketches
from searchkit.local.writing.token_pieces import stretches, token_pieces
from searchkit.records import NamedTuple
from searchkit.schema import (
    LABEL_FIELDS,
    LABEL_SEPARATOR,
    NAME_FIELDS,
    QUOTATIONS,
    SKETCHES,
    TEXT_FIELDS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.local.segment.columns import Column
    from searchkit.local.store import OpenSegment
    from searchkit.local.writing.copy_process import Search
    from searchkit.local.writing.runs import Run, SavedRun
    from searchkit.local.writing.token_pieces import TokenPiece
    from searchkit.syncing.evidence import Evidence

    Array = npt.NDArray[Any]
    Given = TypeVar("Given")
    Made = TypeVar("Made")

_KEY_BITS = 64
_IN_MEMORY = 1 << 21  # tokens of a field whose keys are not written to a file
_SEPARATOR = LABEL_SEPARATOR.encode()
_THREADS = 2  # beside the one that writes
_TERMS = 1 << 14  # names that are a part of a field
_MANY = 1 << 14  # articles from which on a process of its own finds copies sooner
_ALONE: Search = search_here(tuple)


def write_segment(
    runs: Sequence[SavedRun],
    path: Path,
    *,
    evidence: Evidence,
    index: Callable[[], Sequence[OpenSegment]],
    lasting: bool = True,
    is_shared: bool = False,
) -> SegmentEntry:
    """Make some runs one segment, and remove them.

    Args:
        runs: The runs, one or more.
        path: The path of the segment, in an index directory.
        evidence: What is furniture of each outlet.
        index: Opens the segments of the index, which may have copies of the articles of the
            runs; it can be pickled.
        lasting: Whether it has to outlast a loss of power.
        is_shared: Whether another process may do a part of it.
    """
    with written_to(path.parent), _search(runs, index, is_shared=is_shared) as search:
        opened = [furnished(run.open(), evidence) for run in runs]
        arrays = inverted(opened, scratch=path.parent, find_copies=search)
        save_segment(path, arrays, lasting=lasting)
        for run in runs:
            run.remove()
    return SegmentEntry(path.name, arrays.n_articles, path.stat().st_size)


def _search(
    runs: Sequence[SavedRun], index: Callable[[], Sequence[OpenSegment]], *, is_shared: bool
) -> AbstractContextManager[Search]:
    """Return what finds the copies among the articles of some runs."""
    is_large = sum(run.n_articles for run in runs) >= _MANY
    if is_shared and is_large and all(run.has_file for run in runs):
        return search_beside(runs, index)
    return nullcontext(search_here(index))


def inverted(runs: Sequence[Run], *, scratch: Path, find_copies: Search = _ALONE) -> SegmentArrays:
    """Return the articles of some runs as one segment, to be written.

    They keep their order: those of the first run come first.

    Args:
        runs: The runs, one or more; they are read while the segment is written.
        scratch: The folder of files that are needed meanwhile.
        find_copies: Begins to find copies of articles, and returns what waits for them.
    """
    columns = _Columns(runs)
    n_articles = sum(run.n_articles for run in runs)
    sketches = run_sketches(runs)
    new = NewArticles(n_articles, sketches, compared(columns), stored_records(runs))
    edges = find_copies(new)
    del new  # and the columns with it
    fields = {name: _text_field(runs, name, scratch) for name in TEXT_FIELDS}
    fields |= {name: FieldArrays(parts=_name_postings(columns, name)) for name in NAME_FIELDS}
    fields |= {name: FieldArrays(parts=_label_postings(columns, name)) for name in LABEL_FIELDS}
    return SegmentArrays(
        n_articles=n_articles,
        fields=fields,
        columns=columns,
        hashes={
            QUOTATIONS: quotation_blocks([run.quotations for run in runs]),
            SKETCHES: hash_blocks(*sketches, n_articles=n_articles),
        },
        copies=edges,
        stored=joined([Frames(run.frames, as_dictionaries(run.dictionaries)) for run in runs]),
    )


class _Columns(Mapping[str, "Column"]):
    """The columns of some runs, by name, those without a field of labels.

    They are made where they are asked for, so that memory never has them all.

    Args:
        runs: The runs.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._names = [name for name in runs[0].columns if name not in LABEL_FIELDS]

    def __getitem__(self, name: str) -> Column:
        if len(self._runs) == 1:
            return self._runs[0].columns[name]
        pairs = [(run.columns[name], np.arange(run.n_articles)) for run in self._runs]
        return merged_columns(name, pairs)

    def references(self, name: str) -> ReferenceColumn:
        """Return a column of references."""
        column = self[name]
        assert isinstance(column, ReferenceColumn)
        return column

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _name_postings(columns: _Columns, name: str) -> Iterator[PostingArrays]:
    """Yield the postings of a field that has the names of a column for terms."""
    column = columns.references(name)
    counts = np.bincount(column.numbers, minlength=len(column.values))
    starts = np.concatenate(([0], np.cumsum(counts)))
    articles = np.argsort(column.numbers, kind="stable")
    for first in range(0, len(counts), _TERMS):
        last = min(first + _TERMS, len(counts))
        yield PostingArrays(
            terms=some_values(column.values, first, last),
            starts=starts[first : last + 1] - starts[first],
            articles=articles[starts[first] : starts[last]],
        )


def _label_postings(columns: _Columns, name: str) -> Iterator[PostingArrays]:
    """Yield the postings of a field of labels, those of an article joined in a column.

    Of the values 0 "b" and 1 "a/b", and articles that have values 1, 0 and none:

        terms      a b      by value   b | a b      by article   a b | b |
        counts     2 1 0    articles   0 0 1        terms of these   0 1 1
    """
    column = columns.references(name)
    labels = [value.split(_SEPARATOR) if value else [] for value in column.values]
    terms = sorted(set(chain.from_iterable(labels)))
    number = {term: n for n, term in enumerate(terms)}
    by_value = np.array([number[term] for term in chain.from_iterable(labels)], np.int64)
    ends = np.cumsum([0, *map(len, labels)])
    counts = np.diff(ends)[column.numbers]
    articles = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(counts) - counts  # labels of the articles before
    from_value = np.repeat(ends[column.numbers] - before, counts) + np.arange(len(articles))
    term_of = by_value[from_value]
    order = np.argsort(term_of, kind="stable")
    yield PostingArrays(
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
    with _Partition(lexicon, _KeyLayout.of(lexicon, lengths), scratch) as partition:
        for keys, bounds in _ahead(partition.keys_of, list(token_pieces(runs, name))):
            partition.append(keys, bounds)
        yield from _ahead(partition.postings, list(partition.ranges()))


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


class _KeyLayout(NamedTuple):
    """How many bits of a key each of its parts has.

    Attributes:
        article: Bits of an article.
        position: Bits of a position.
        rank: Bits of the rank of a form among those of its term.
    """

    article: int
    position: int
    rank: int

    @classmethod
    def of(cls, lexicon: Lexicon, lengths: Array) -> _KeyLayout:
        """Return the narrowest layout for a field.

        Raises:
            OverflowError: There is none of 64 bits.
        """
        layout = cls(
            (len(lengths) - 1).bit_length(),
            max(int(lengths.max()) - 1, 0).bit_length(),
            (int(np.diff(lexicon.firsts).max()) - 1).bit_length(),
        )
        if layout.term < 0:
            raise OverflowError("an article is too long to be indexed with so many others")
        return layout

    @property
    def term(self) -> int:
        """Bits that are left for a term, counted from the first of its range."""
        return _KEY_BITS - self.article - self.position - self.rank

    def parted(self, keys: Array) -> tuple[Array, Array, Array]:
        """Return the parts of keys, which are overwritten.

        Returns:
            Term and article in one number, uint64, positions, uint32, and ranks, int64.
        """
        ranks = (keys & np.uint64((1 << self.rank) - 1)).view(np.int64)
        keys >>= np.uint64(self.rank)
        positions = keys.astype(np.uint32)
        positions &= np.uint32((1 << self.position) - 1)
        keys >>= np.uint64(self.position)
        return keys, positions, ranks


class _Range(NamedTuple):
    """A range of terms to be sorted, or some pieces of one term.

    Attributes:
        terms: The terms (first, last; last excluded).
        bounds: Of each piece, where its keys are in the partition: start and end, int64,
            (n_pieces, 2).
        continues: Whether the first of these pieces is not the first of the term.
    """

    terms: tuple[int, int]
    bounds: Array
    continues: bool


class _Partition:
    """The keys of a field, piece after piece, those of each in the order of their ranges.

        keys   | piece 0: range 0, range 1, ... | piece 1: range 0, range 1, ... |
        bounds   0        12       30             45       60

    Args:
        lexicon: The terms of the field.
        layout: How their keys are made.
        scratch: The folder of the file that they go to where they are many.
    """

    def __init__(self, lexicon: Lexicon, layout: _KeyLayout, scratch: Path) -> None:
        self._lexicon = lexicon
        self._layout = layout
        counts = lexicon.term_counts
        self._ranges = list(stretches(counts, most=1 << min(layout.term, 32)))
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
        """Return of each meaning of a run the term and rank of its key, and its range."""
        layout = self._layout
        firsts = np.array([first for first, _ in self._ranges])
        terms = np.searchsorted(self._lexicon.firsts, forms, "right") - 1
        ranges = np.searchsorted(firsts, terms, "right") - 1
        codes = (terms - firsts[ranges]).astype(np.uint64)
        if layout.term < _KEY_BITS:
            codes <<= np.uint64(_KEY_BITS - layout.term)
        codes |= (forms - self._lexicon.firsts[terms]).astype(np.uint64)
        size = int(numbers.max(initial=0)) + 1
        code_of = np.zeros(size, np.uint64)
        code_of[numbers] = codes
        range_of = np.zeros(size, np.min_scalar_type(len(firsts)))
        range_of[numbers] = ranges
        return code_of, range_of

    def keys_of(self, piece: TokenPiece) -> tuple[Array, Array]:
        """Return the keys of a piece by range, uint64, and where those of each begin, int64."""
        code_of, range_of = self._tables[piece.run]
        lengths = piece.lengths
        articles = np.arange(piece.first, piece.first + len(lengths), dtype=np.int64)
        # Article and position in one number, from the number of the token in the piece.
        shift = (articles << self._layout.position) - (np.cumsum(lengths) - lengths)
        keys = np.repeat(shift, lengths)
        keys += np.arange(len(keys))
        keys <<= self._layout.rank
        found = keys.view(np.uint64)
        found |= code_of[piece.tokens]
        if len(self._ranges) == 1:
            return found, np.array([0, len(found)])
        ranges = range_of[piece.tokens]
        counts = np.bincount(ranges, minlength=len(self._ranges))
        found = found[np.argsort(ranges, kind="stable")]
        return found, np.concatenate(([0], np.cumsum(counts)))

    def append(self, keys: Array, bounds: Array) -> None:
        """Take in the keys of the next piece."""
        if self._file is None:
            self._held.append(keys)
        else:
            self._file.write(keys.data)
        self._bounds.append(self._length + bounds)
        self._length += len(keys)

    def ranges(self) -> Iterator[_Range]:
        """Yield what is to be sorted, once all pieces were appended."""
        if self._file is not None:
            self._file.flush()
        else:
            self._held = [np.concatenate(self._held)]
        bounds = np.array(self._bounds)
        for number, (first, last) in enumerate(self._ranges):
            of_pieces = bounds[:, number : number + 2]
            if last > first + 1:
                yield _Range((first, last), of_pieces, continues=False)
                continue
            sizes = of_pieces[:, 1] - of_pieces[:, 0]
            parts = [(low, high) for low, high in stretches(sizes) if sizes[low:high].any()]
            for part, (low, high) in enumerate(parts):
                yield _Range((first, last), of_pieces[low:high], continues=part > 0)

    def postings(self, range_: _Range) -> PostingArrays:
        """Return the postings of a range; the head of this module draws the arrays."""
        first, last = range_.terms
        keys = self._read(range_.bounds)
        if last > first + 1:
            keys.sort()
        pairs, positions, ranks = self._layout.parted(keys)  # pairs of a term and an article
        begins = np.flatnonzero(pairs[1:] != pairs[:-1])
        begins += 1
        begins = np.concatenate(([0], begins))
        pairs = pairs[begins]
        term_of = pairs >> np.uint64(self._layout.article)
        pairs &= np.uint64((1 << self._layout.article) - 1)
        return PostingArrays(
            terms=self._lexicon.terms[first:last],
            starts=np.searchsorted(term_of, np.arange(last - first + 1, dtype=np.uint64)),
            articles=pairs.view(np.int64),
            frequencies=np.diff(begins, append=len(positions)),
            positions=positions,
            forms=self._forms(first, last, ranks),
            stems=self._stems(first, last),
            continues=range_.continues,
        )

    def _forms(self, first: int, last: int, ranks: Array) -> FormArrays:
        """Return the forms of a range of terms, and of its tokens, whose ranks are overwritten."""
        lexicon = self._lexicon
        firsts = lexicon.firsts[first : last + 1]
        forms = slice(int(firsts[0]), int(firsts[-1]))
        firsts = firsts - firsts[0]
        counts = lexicon.counts[forms]
        if last > first + 1:
            ranks += np.repeat(firsts[:-1], np.add.reduceat(counts, firsts[:-1]))
        return FormArrays(
            names=lexicon.forms[forms],
            terms=np.repeat(np.arange(last - first), np.diff(firsts)),
            numbers=ranks,
            counts=counts,
        )

    def _stems(self, first: int, last: int) -> StemArrays:
        """Return the stems of a range of terms that are not the terms."""
        terms = self._lexicon.stem_terms
        start, end = np.searchsorted(terms, [first, last]).tolist()
        return StemArrays(names=self._lexicon.stems[start:end], terms=terms[start:end] - first)

    def _read(self, bounds: Array) -> Array:
        """Return the keys within some bounds, one stretch after another."""
        filled = [(start, end) for start, end in bounds.tolist() if start < end]
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
