"""Several segments and their deletions made one, by arrays.

The result is what adding the surviving articles anew would give. Memory is
bounded by what a run of terms has in all segments, not by the segments: the
postings are made as :func:`searchkit.codec.segments.write_segment` takes them.
Stored articles are copied as compressed frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.codec import stored
from searchkit.codec.columns import merged_columns
from searchkit.codec.postings import FormArrays, PostingArrays
from searchkit.codec.segments import ArraySegment, FieldArrays, SegmentArrays
from searchkit.codec.vectors import merged_vectors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.codec.fieldreading import FieldReader

    Array = npt.NDArray[Any]

_RUN = 1 << 17  # postings taken from each segment at a time


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
        ValueError: A field has positions, forms or values in one segment and not
            in another, or a column is of another kind there.
    """
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
        vectors={
            name: merged_vectors([(s.segment.vectors(name), s.articles) for s in survivors])
            for name in sorted({name for s in survivors for name in s.segment.vector_names})
        },
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
    inputs = [
        _Input(reader, s.renumbered)
        for s in survivors
        if (reader := s.segment.field(name)) is not None and reader.posting_count
    ]
    for feature in ("has_positions", "has_forms", "has_values"):
        if len({getattr(i.reader, feature) for i in inputs}) > 1:
            raise ValueError(f"field {name} {feature.replace('_', ' ')} in some segments only")
    positions = any(i.reader.has_positions for i in inputs)
    return FieldArrays(
        parts=_merged_parts(inputs) if any(s.segment.field(name) for s in survivors) else None,
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
    """A field of one segment, read from its first term to its last."""

    def __init__(self, reader: FieldReader, renumbered: Array) -> None:
        self.reader = reader
        self.term = 0  # the next one
        self._renumbered = renumbered
        # Filled in for the forms of the terms at hand: their number among them.
        self.form_numbers = np.zeros(len(reader.forms or ()), np.int64)

    @property
    def done(self) -> bool:
        return self.term == len(self.reader.terms)

    def last_of_run(self) -> bytes:
        """Return the last term of a run from here that has not too many postings."""
        starts = self.reader.starts
        limit = starts.item(self.term) + _RUN
        end = int(np.searchsorted(starts, limit, "right")) - 1
        return self.reader.terms[max(end, self.term + 1) - 1]

    def take(self, last: bytes) -> _Taken:
        """Return the postings of the terms up to ``last``, without deleted articles."""
        reader = self.reader
        first, end = self.term, reader.terms.rank(last + b"\0")
        self.term = end
        start, stop = reader.starts.item(first), reader.starts.item(end)
        starts = reader.starts[first : end + 1].astype(np.int64) - start
        articles = self._renumbered[reader.articles_of_terms(first, end)]
        frequencies = reader.frequencies(start, stop).astype(np.int64)
        alive = articles >= 0
        taken = _Taken(
            terms=reader.terms.slice(first, end),
            first_term=first,
            term_of=np.repeat(np.arange(end - first), np.diff(starts))[alive],
            articles=articles[alive],
            frequencies=frequencies[alive],
            weights=reader.weights(start, stop)[alive] if reader.has_weights else None,
        )
        if reader.has_positions:
            occurrences = reader.occurrences_of_terms(first, end)
            everywhere = np.repeat(alive, frequencies)
            taken.positions = occurrences.positions[everywhere]
            if occurrences.forms is not None:
                taken.forms = occurrences.forms[everywhere]
        if reader.has_values:
            value_starts, data = reader.values(start, stop)
            taken.value_lengths = np.diff(value_starts)[alive]
            taken.values = data[np.repeat(alive, np.diff(value_starts))]
        return taken


@dataclass(slots=True)
class _Taken:
    """Postings of one segment for a run of terms; see :class:`PostingArrays`."""

    terms: list[bytes]
    first_term: int
    term_of: Array  # the term of each posting, among ``terms``
    articles: Array
    frequencies: Array
    weights: Array | None
    positions: Array | None = None
    forms: Array | None = None
    value_lengths: Array | None = None
    values: Array | None = None


def _merged_parts(inputs: Sequence[_Input]) -> Iterator[PostingArrays]:
    """Yield the merged postings, some terms at a time."""
    while active := [i for i in inputs if not i.done]:
        last = min(i.last_of_run() for i in active)
        part = _merged_run([(i, i.take(last)) for i in active])
        if part.terms:
            yield part


def _merged_run(run: Sequence[tuple[_Input, _Taken]]) -> PostingArrays:
    taken = [t for _, t in run]
    terms = sorted(set().union(*(t.terms for t in taken)))
    number = dict(zip(terms, range(len(terms)), strict=True)).__getitem__
    numbers = [np.fromiter(map(number, t.terms), np.int64, len(t.terms)) for t in taken]
    term_of = np.concatenate([n[t.term_of] for n, t in zip(numbers, taken, strict=True)])
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
        weights=_merged_weights(taken, order),
        positions=_gathered([t.positions for t in taken], frequencies, order),
        forms=_merged_forms(run, numbers, frequencies, order, counts),
        values=_merged_values(taken, order),
    )


def _merged_weights(taken: Sequence[_Taken], order: Array) -> Array | None:
    if all(t.weights is None for t in taken):
        return None
    return _joined(
        [(t.frequencies if t.weights is None else t.weights).astype(np.float32) for t in taken]
    )[order]


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
    kept_number = np.cumsum(counts > 0) - 1
    known: dict[tuple[bytes, int], int] = {}
    stood = []
    for (source, taken), term_numbers in zip(run, numbers, strict=True):
        reader = source.reader
        assert reader.forms is not None
        assert taken.forms is not None
        forms, terms = reader.forms_of_terms(taken.first_term, source.term)
        pairs = zip(reader.forms.take(forms), term_numbers[terms].tolist(), strict=True)
        local = [known.setdefault(pair, len(known)) for pair in pairs]
        source.form_numbers[forms] = local
        stood.append(source.form_numbers[taken.forms])
    return FormArrays(
        names=[name for name, _ in known],
        terms=kept_number[[term for _, term in known]],
        numbers=_gathered(stood, frequencies, order),
    )


def _merged_values(taken: Sequence[_Taken], order: Array) -> tuple[Array, Array] | None:
    if all(t.values is None for t in taken):
        return None
    lengths = _joined([t.value_lengths for t in taken])
    data = _gathered([t.values for t in taken], lengths, order)
    return np.concatenate(([0], np.cumsum(lengths[order]))), data


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
