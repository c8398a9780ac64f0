"""Several segments and their deletions made one, by arrays.

The result is what adding the surviving articles anew would give. Memory is
bounded whatever the segments hold: postings are made as
:func:`.segmentwriting.write_segment` takes them, those of a *run* of terms at a
time, and those of a term that is too common for a run in parts. Stored
articles are copied as compressed frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment import stored_fields as stored
from searchkit.local.segment.columns import merged_columns
from searchkit.local.segment.postings import FormArrays, PostingArrays
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.field_reader import FieldReader
    from searchkit.local.segment.segment_reader import ArraySegment

    Array = npt.NDArray[Any]

_RUN = 1 << 19  # occurrences that are merged at a time
_COUNTED = 1 << 20  # postings whose occurrences are counted at a time


@dataclass(frozen=True, slots=True)
class Source:
    """A segment to be merged.

    Attributes:
        segment: The segment.
        deleted: The numbers of its deleted articles, any integers, (n_deleted,).
    """

    segment: ArraySegment
    deleted: Array


def merged(sources: Sequence[Source]) -> SegmentArrays:
    """Return the surviving articles of some segments as one segment, to be written.

    They keep their order: those of the first segment come first.

    Raises:
        ValueError: A field has positions or forms in one segment and not in another, a
            column is of another kind there, or a segment has extras.
    """
    if extras := [name for source in sources for name in source.segment.extra_names]:
        raise ValueError(f"{extras[0]} cannot be merged")
    survivors = _survivors(sources)
    names = {name for s in survivors for name in s.segment.field_names + s.segment.length_names}
    return SegmentArrays(
        n_articles=sum(len(s.articles) for s in survivors),
        fields={name: _merged_field(survivors, name) for name in sorted(names)},
        columns={
            name: merged_columns(name, [(s.segment.column(name), s.articles) for s in survivors])
            for name in sorted({name for s in survivors for name in s.segment.column_names})
        },
        stored=_merged_stored(survivors),
    )


@dataclass(frozen=True, slots=True)
class _Survivors:
    """The articles of a segment that live on.

    Attributes:
        segment: The segment.
        articles: Their numbers in it, int64, ascending.
        renumbered: The new number of each article, -1 for a deleted one, int64.
    """

    segment: ArraySegment
    articles: Array
    renumbered: Array


def _survivors(sources: Sequence[Source]) -> list[_Survivors]:
    found = []
    base = 0
    for source in sources:
        alive = np.ones(source.segment.n_articles, np.bool_)
        alive[source.deleted] = False
        articles = np.flatnonzero(alive)
        renumbered = np.full(len(alive), -1, np.int64)
        renumbered[articles] = base + np.arange(len(articles))
        found.append(_Survivors(source.segment, articles, renumbered))
        base += len(articles)
    return found


def _merged_stored(survivors: Sequence[_Survivors]) -> stored.Frames | None:
    if all(s.segment.stored is None for s in survivors):
        return None
    return stored.merged([(s.segment.stored, s.articles) for s in survivors])


def _merged_field(survivors: Sequence[_Survivors], name: str) -> FieldArrays:
    readers = [
        (reader, s.renumbered)
        for s in survivors
        if (reader := s.segment.field(name)) is not None and reader.posting_count
    ]
    for feature in ("has_positions", "has_forms"):
        if len({getattr(reader, feature) for reader, _ in readers}) > 1:
            raise ValueError(f"field {name} {feature.replace('_', ' ')} in some segments only")
    positions = any(reader.has_positions for reader, _ in readers)
    return FieldArrays(
        parts=_merged_parts(readers) if any(s.segment.field(name) for s in survivors) else None,
        lengths=_merged_lengths(survivors, name),
        position_limits=_merged_limits(survivors, name) if positions else None,
    )


def _merged_lengths(survivors: Sequence[_Survivors], name: str) -> Array | None:
    known = [(s, s.segment.lengths(name)) for s in survivors]
    if all(lengths is None for _, lengths in known):
        return None
    return np.concatenate(
        [
            np.zeros(len(s.articles), np.uint32) if lengths is None else lengths[s.articles]
            for s, lengths in known
        ]
    )


def _merged_limits(survivors: Sequence[_Survivors], name: str) -> Array:
    limits = []
    for s in survivors:
        reader = s.segment.field(name)
        if reader is None or not reader.has_positions:
            limits.append(np.zeros(len(s.articles), np.int64))
        else:
            limits.append(np.int64(1) << reader.position_widths[s.articles].astype(np.int64))
    return np.concatenate(limits)


class _Input:
    """A field of one segment, read from its first term to its last.

    Args:
        reader: The field.
        renumbered: The new number of each article, -1 for a deleted one, int64.
        room: How many occurrences it may contribute to a run.
    """

    def __init__(self, reader: FieldReader, renumbered: Array, *, room: int) -> None:
        self.reader = reader
        self.term = 0  # the next one
        self._renumbered = renumbered
        self._room = room
        # Filled in for the forms of the terms at hand: their number among them.
        self.form_numbers = np.zeros(len(reader.forms or ()), np.int64)
        # Occurrences up to the end of each term, int64.
        self._ends = np.cumsum(_occurrence_counts(reader))
        self._common = np.flatnonzero(np.diff(self._ends, prepend=0) > room)

    @property
    def done(self) -> bool:
        """Whether all terms were taken."""
        return self.term == len(self.reader.terms)

    @property
    def next_term(self) -> bytes:
        """The first term that was not taken."""
        return self.reader.terms[self.term]

    @property
    def end(self) -> bytes:
        """A string that is above all its terms."""
        return self.reader.terms[len(self.reader.terms) - 1] + b"\0"

    def end_of_run(self) -> bytes | None:
        """Return a string that is above the terms of a run from here, and no others.

        None where the run has all terms that are left, so that others may be taken with them.
        """
        taken = self._ends[self.term - 1] if self.term else 0
        end = int(np.searchsorted(self._ends, taken + self._room, "right"))
        common = self._common[np.searchsorted(self._common, self.term) :]
        if len(common) and common[0] < max(end, self.term + 1):
            return self.reader.terms[common.item(0)]
        if end == len(self.reader.terms):
            return None
        return self.reader.terms[max(end, self.term + 1) - 1] + b"\0"

    def take(self, end: bytes) -> _Taken:
        """Return the postings of the terms below ``end``, without deleted articles."""
        reader = self.reader
        first, last = self.term, reader.terms.rank(end)
        self.term = last
        start, stop = reader.starts.item(first), reader.starts.item(last)
        starts = reader.starts[first : last + 1].astype(np.int64) - start
        articles = self._renumbered[reader.articles_of_terms(first, last)]
        taken = self._taken(articles, start, stop)
        taken.terms = reader.terms.slice(first, last)
        taken.first_term = first
        taken.term_of = np.repeat(np.arange(last - first), np.diff(starts))[articles >= 0]
        if reader.has_positions:
            occurrences = reader.occurrences_of_terms(first, last)
            everywhere = np.repeat(articles >= 0, occurrences.counts)
            taken.positions = occurrences.positions[everywhere]
            if occurrences.forms is not None:
                taken.forms = occurrences.forms[everywhere]
        return taken

    def parts_of(self, number: int) -> Iterator[_Taken]:
        """Yield the postings of a term, without deleted articles, some at a time."""
        postings = self.reader.postings(number)
        ends = np.cumsum(postings.frequencies, dtype=np.int64)
        first = 0
        while first < len(ends):
            before = ends[first - 1] if first else 0
            last = max(int(np.searchsorted(ends, before + self._room, "right")), first + 1)
            articles = self._renumbered[postings.articles[first:last]]
            taken = self._taken(articles, postings.start + first, postings.start + last)
            if self.reader.has_positions:
                occurrences = postings.occurrences(first + np.flatnonzero(articles >= 0))
                taken.positions, taken.forms = occurrences.positions, occurrences.forms
            if len(taken.articles):
                yield taken
            first = last

    def form_counts_of(self, number: int) -> Array:
        """Return how often each form of a term stands in articles that live on, int64."""
        forms = self.reader.forms_of(number)
        if self._renumbered.min(initial=0) >= 0:
            return self.reader.form_counts[forms].astype(np.int64)
        self.form_numbers[forms] = np.arange(len(forms))
        counts = np.zeros(len(forms), np.int64)
        for taken in self.parts_of(number):
            counts += np.bincount(self.form_numbers[taken.forms], minlength=len(forms))
        return counts

    def _taken(self, articles: Array, start: int, stop: int) -> _Taken:
        """Return postings of which the new articles are known, but for their positions."""
        reader = self.reader
        alive = articles >= 0
        return _Taken(
            articles=articles[alive],
            frequencies=reader.frequencies(start, stop).astype(np.int64)[alive],
        )


@dataclass(slots=True)
class _Taken:
    """Postings of one segment for a run of terms, or for a part of one term.

    See :class:`PostingArrays`. Of a part of a term the first three are not told.
    """

    articles: Array
    frequencies: Array
    terms: list[bytes] = field(default_factory=list)
    first_term: int = 0
    term_of: Array | None = None  # the term of each posting, among ``terms``
    positions: Array | None = None
    forms: Array | None = None


def _occurrence_counts(reader: FieldReader) -> Array:
    """Return how often each term of a field occurs, int64, (n_terms,)."""
    starts = reader.starts[:].astype(np.int64)
    counts = []
    first = 0
    while first < len(starts) - 1:
        last = int(np.searchsorted(starts, starts[first] + _COUNTED, "right")) - 1
        last = max(last, first + 1)
        frequencies = reader.frequencies(int(starts[first]), int(starts[last]))
        begins = starts[first:last] - starts[first]
        counts.append(np.add.reduceat(frequencies, begins, dtype=np.int64))
        first = last
    return np.concatenate(counts)


def _merged_parts(readers: Sequence[tuple[FieldReader, Array]]) -> Iterator[PostingArrays]:
    """Yield the merged postings, some terms at a time, or a part of one.

    Args:
        readers: The field in each segment, and the new numbers of its articles.
    """
    room = _RUN // max(len(readers), 1)
    inputs = [_Input(reader, renumbered, room=room) for reader, renumbered in readers]
    while active := [i for i in inputs if not i.done]:
        ends = [end for i in active if (end := i.end_of_run()) is not None]
        end = min(ends) if ends else max(i.end for i in active)
        term = min(i.next_term for i in active)
        if term == end:
            yield from _merged_term(active, term)
            continue
        part = _merged_run([(i, i.take(end)) for i in active])
        if part.terms:
            yield part


def _merged_term(inputs: Sequence[_Input], term: bytes) -> Iterator[PostingArrays]:
    """Yield the postings of the next term, which one of the inputs has very often, in parts."""
    forms = _forms_of_term([i for i in inputs if i.next_term == term])
    parts = (taken for i in inputs for taken in _renamed(i, term, forms))
    for number, taken in enumerate(parts):
        yield PostingArrays(
            terms=[term],
            starts=np.array([0, len(taken.articles)]),
            articles=taken.articles,
            frequencies=taken.frequencies,
            positions=taken.positions,
            forms=None if taken.forms is None else forms.replace(numbers=taken.forms),
            continues=number > 0,
        )


def _renamed(source: _Input, term: bytes, forms: FormArrays) -> Iterator[_Taken]:
    """Yield what a segment has of a term, with its forms as they are numbered in ``forms``."""
    if source.next_term != term:
        return
    reader, number = source.reader, source.term
    if reader.forms is not None:
        its = reader.forms_of(number)
        known = {name: i for i, name in enumerate(forms.names)}
        source.form_numbers[its] = [known[name] for name in reader.forms.take(its)]
    for taken in source.parts_of(number):
        if taken.forms is not None:
            taken.forms = source.form_numbers[taken.forms]
        yield taken
    source.term += 1


def _forms_of_term(inputs: Sequence[_Input]) -> FormArrays:
    """Return the forms that segments have of their next term, and how often each stands."""
    counts: dict[bytes, int] = {}
    for source in inputs:
        reader = source.reader
        if reader.forms is not None:
            names = reader.forms.take(reader.forms_of(source.term))
            found = source.form_counts_of(source.term).tolist()
            for name, count in zip(names, found, strict=True):
                counts[name] = counts.get(name, 0) + count
    names = sorted(counts)
    return FormArrays(
        names=names,
        terms=np.zeros(len(counts), np.int64),
        numbers=np.zeros(0, np.int64),
        counts=np.array([counts[name] for name in names], np.int64),
    )


def _merged_run(run: Sequence[tuple[_Input, _Taken]]) -> PostingArrays:
    taken = [t for _, t in run]
    terms = _merged_names([t.terms for t in taken])
    number = dict(zip(terms, range(len(terms)), strict=True)).__getitem__
    numbers = [np.fromiter(map(number, t.terms), np.int64, len(t.terms)) for t in taken]
    term_of = _joined([n[t.term_of] for n, t in zip(numbers, taken, strict=True)])
    # Articles ascend from segment to segment: a stable sort keeps them in order.
    order = np.argsort(term_of, kind="stable")
    counts = np.bincount(term_of, minlength=len(terms))
    kept = np.flatnonzero(counts)
    frequencies = _joined([t.frequencies for t in taken])
    return PostingArrays(
        terms=[terms[i] for i in kept.tolist()],
        starts=np.concatenate(([0], np.cumsum(counts[kept]))),
        articles=_joined([t.articles for t in taken])[order],
        frequencies=frequencies[order],
        positions=_gathered([t.positions for t in taken], frequencies, order),
        forms=_merged_forms(run, numbers, frequencies, order, counts),
    )


def _merged_names(several: Sequence[list[bytes]]) -> list[bytes]:
    """Return all names of some lists, ascending, each once."""
    # Sorting is quick where much is in order already, as it is within each list.
    return list(dict.fromkeys(sorted(chain.from_iterable(several))))


def _merged_forms(
    run: Sequence[tuple[_Input, _Taken]],
    numbers: Sequence[Array],
    frequencies: Array,
    order: Array,
    counts: Array,
) -> FormArrays | None:
    """Return the forms of a run of terms.

    Args:
        run: The postings of each segment.
        numbers: For each segment, the merged number of each of its terms.
        frequencies: Of the postings of all segments, one segment after another.
        order: The order of those postings.
        counts: Postings of each merged term; those without any are left out.
    """
    if all(taken.forms is None for _, taken in run):
        return None
    read = []
    for (source, taken), term_numbers in zip(run, numbers, strict=True):
        reader = source.reader
        assert reader.forms is not None
        forms, terms = reader.forms_of_terms(taken.first_term, source.term)
        read.append((forms, term_numbers[terms], reader.forms.take(forms)))
    names = _merged_names([its for _, _, its in read])
    number = dict(zip(names, range(len(names)), strict=True)).__getitem__
    # A form is its term and its name, in one number.
    pairs = [
        terms * len(names) + np.fromiter(map(number, its), np.int64, len(its))
        for _, terms, its in read
    ]
    known, merged_numbers = np.unique(_joined(pairs), return_inverse=True)
    stood = []
    first = 0
    for (source, taken), (forms, _, _) in zip(run, read, strict=True):
        source.form_numbers[forms] = merged_numbers[first : first + len(forms)]
        stood.append(source.form_numbers[taken.forms])
        first += len(forms)
    kept_number = np.cumsum(counts > 0) - 1
    return FormArrays(
        names=[names[i] for i in (known % len(names)).tolist()],
        terms=kept_number[known // len(names)],
        numbers=_gathered(stood, frequencies, order),
    )


def _gathered(pieces: Sequence[Array | None], counts: Array, order: Array) -> Any:
    """Return runs of items in another order.

    Args:
        pieces: The items, one piece after another; None: there are none.
        counts: How many items each run has, (n_runs,).
        order: The runs in their new order, (n_runs,).
    """
    if any(piece is None for piece in pieces):
        return None
    items = _joined(pieces)
    starts = np.cumsum(counts) - counts
    moved = counts[order]
    shift = starts[order] - (np.cumsum(moved) - moved)
    return items[np.repeat(shift, moved) + np.arange(len(items))]


def _joined(pieces: Sequence[Any]) -> Array:
    return np.concatenate(pieces)
