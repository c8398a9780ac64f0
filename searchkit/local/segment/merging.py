"""Several segments and their deletions made one, by arrays.

The result is what indexing the surviving articles again would give. Memory is
bounded whatever the segments hold: postings are made as
:func:`.segment_writer.write_segment` takes them, those of some consecutive terms at a
time, and those of a term that has too many in parts. Stored fields are copied as
compressed frames.

Every segment is read by a cursor, which takes the next terms up to an end that is common to
all. Say that two segments have these slices, their articles renumbered already:

    segment            0              1
    terms              sea  tid       tid  wav
    articles           0 4  4         7    9

One number a posting, that of its term among the merged terms, says where each belongs.
Articles ascend from segment to segment, so a stable sort of these numbers keeps them in order:

    merged terms       sea  tid  wav
    term of posting    0 0  1         1    2
    articles           0 4  4 7  9        sea: 0 4, tid: 4 7, wav: 9

Forms are merged in the same way: the term and the name of a form make one number, and the
distinct numbers are the merged forms. Stems are united by their names.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment import stored_fields
from searchkit.local.segment.columns import merged_columns
from searchkit.local.segment.copy_edges import merged_edges
from searchkit.local.segment.hash_lists import merged_hash_lists
from searchkit.local.segment.postings import FormArrays, PostingArrays, StemArrays, chunks
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.copy_edges import CopyEdges
    from searchkit.local.segment.field_reader import FieldReader
    from searchkit.local.segment.hash_lists import HashBlock
    from searchkit.local.segment.segment_reader import ArraySegment

    Array = npt.NDArray[Any]

_OCCURRENCES = 1 << 19  # that are merged at a time
_COUNTED = 1 << 20  # postings whose occurrences are counted at a time


class Source(NamedTuple):
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
        hashes=_merged_hashes(survivors),
        copies=_merged_copies(survivors),
        stored=_merged_stored(survivors),
    )


class _Survivors(NamedTuple):
    """The articles of a segment that are not deleted.

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


def _merged_stored(survivors: Sequence[_Survivors]) -> stored_fields.Frames | None:
    if all(s.segment.stored is None for s in survivors):
        return None
    return stored_fields.merged([(s.segment.stored, s.articles) for s in survivors])


def _merged_copies(survivors: Sequence[_Survivors]) -> Callable[[], CopyEdges] | None:
    known = [(s.segment.copies, s.renumbered) for s in survivors]
    sources = [(edges, renumbered) for edges, renumbered in known if edges is not None]
    is_known = len(sources) == len(known) > 0
    return partial(merged_edges, sources) if is_known else None


def _merged_hashes(survivors: Sequence[_Survivors]) -> dict[str, Iterator[HashBlock]]:
    """Return the hashes that all segments have: those of a part would look like all."""
    n_articles = sum(len(s.articles) for s in survivors)
    every = {name for s in survivors for name in s.segment.hash_names}
    found = {}
    for name in sorted(every):
        known = [(s.segment.hashes(name), s.renumbered) for s in survivors]
        sources = [(lists, renumbered) for lists, renumbered in known if lists is not None]
        if len(sources) == len(known):
            found[name] = merged_hash_lists(sources, n_articles=n_articles)
    return found


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


class _Postings(NamedTuple):
    """Postings of a segment without deleted articles; see :class:`PostingArrays`.

    ``forms`` are numbered in the slice or among the merged forms of a term.
    """

    articles: Array
    frequencies: Array
    positions: Array | None
    forms: Array | None


class _Slice(NamedTuple):
    """Some consecutive terms of a segment.

    Attributes:
        terms: The terms, ascending.
        term_of: Which of them each posting is of, int64, (n_postings,).
        form_names: The forms of the terms.
        form_terms: Which of the terms each is of, int64, (n_forms,).
        stem_names: The stems of the terms that are not the terms, with their languages.
        stem_terms: Which of the terms each is of, int64, (n_stems,).
        postings: The postings of the terms.
    """

    terms: list[bytes]
    term_of: Array
    form_names: list[bytes]
    form_terms: Array
    stem_names: list[bytes]
    stem_terms: Array
    postings: _Postings


class _Cursor:
    """Goes through the terms of a field of one segment, from the first to the last.

    Args:
        reader: The field.
        renumbered: The new number of each article, -1 for a deleted one, int64.
        most: How many occurrences it takes at a time, but for those of one posting.
    """

    def __init__(self, reader: FieldReader, renumbered: Array, *, most: int) -> None:
        self._reader = reader
        self._term = 0  # the next one
        self._renumbered = renumbered
        self._most = most
        # Filled in for the forms of the terms at hand: their number among them.
        self._form_numbers = np.zeros(len(reader.forms or ()), np.int64)
        # Occurrences before each term, and of all, int64.
        self._starts = np.concatenate(([0], np.cumsum(_occurrence_counts(reader))))
        self._common = np.flatnonzero(np.diff(self._starts) > most)

    @property
    def done(self) -> bool:
        """Whether all terms were taken."""
        return self._term == len(self._reader.terms)

    @property
    def next_term(self) -> bytes:
        """The first term that was not taken."""
        return self._reader.terms[self._term]

    @property
    def end(self) -> bytes:
        """A string that is above all its terms."""
        return self._reader.terms[len(self._reader.terms) - 1] + b"\0"

    def end_of_slice(self) -> bytes | None:
        """Return a string that is above the terms to be taken together from here, and no others.

        None where those are all terms that are left, so that others may be taken with them.
        That of a term that is too common is the term itself: its postings are taken in parts.
        """
        terms = self._reader.terms
        most = self._starts[self._term] + self._most
        end = max(int(np.searchsorted(self._starts, most, "right")) - 1, self._term + 1)
        common = self._common[np.searchsorted(self._common, self._term) :]
        if len(common) and common[0] < end:
            return terms[common.item(0)]
        return None if end == len(terms) else terms[end - 1] + b"\0"

    def take(self, end: bytes) -> _Slice:
        """Return the terms below ``end``, without deleted articles."""
        reader = self._reader
        first, last = self._term, reader.terms.rank(end)
        self._term = last
        starts = reader.starts[first : last + 1].astype(np.int64)
        articles = self._renumbered[reader.articles_of_terms(first, last)]
        alive = articles >= 0
        frequencies = reader.frequencies(starts.item(0), starts.item(-1)).astype(np.int64)
        positions = forms = None
        form_names: list[bytes] = []
        form_terms = np.zeros(0, np.int64)
        if reader.has_positions:
            occurrences = reader.occurrences_of_terms(first, last)
            everywhere = np.repeat(alive, occurrences.counts)
            positions = occurrences.positions[everywhere]
            if reader.forms is not None and occurrences.forms is not None:
                numbers, form_terms = reader.forms_of_terms(first, last)
                form_names = reader.forms.take(numbers)
                self._form_numbers[numbers] = np.arange(len(numbers))
                forms = self._form_numbers[occurrences.forms[everywhere]]
        return _Slice(
            reader.terms.slice(first, last),
            np.repeat(np.arange(last - first), np.diff(starts))[alive],
            form_names,
            form_terms,
            *reader.stems_of_terms(first, last),
            _Postings(articles[alive], frequencies[alive], positions, forms),
        )

    def form_counts(self) -> dict[bytes, int]:
        """Return how often each form of the next term occurs in articles that are not deleted."""
        reader = self._reader
        if reader.forms is None:
            return {}
        numbers = reader.forms_of(self._term)
        counts = reader.form_counts[numbers]
        if self._renumbered.min(initial=0) < 0:
            self._form_numbers[numbers] = np.arange(len(numbers))
            counts = np.zeros(len(numbers), np.int64)
            for part in self._parts():
                counts += np.bincount(np.asarray(part.forms), minlength=len(numbers))
        return dict(zip(reader.forms.take(numbers), counts.tolist(), strict=True))

    def stems(self) -> list[bytes]:
        """Return the stems of the next term that are not the term, with their languages."""
        return self._reader.stems_of_terms(self._term, self._term + 1)[0]

    def take_parts(self, form_numbers: Mapping[bytes, int]) -> Iterator[_Postings]:
        """Yield the postings of the next term, without deleted articles, some at a time.

        Args:
            form_numbers: The numbers that its forms get, by their names.
        """
        reader = self._reader
        if reader.forms is not None:
            numbers = reader.forms_of(self._term)
            self._form_numbers[numbers] = [form_numbers[n] for n in reader.forms.take(numbers)]
        yield from self._parts()
        self._term += 1

    def _parts(self) -> Iterator[_Postings]:
        postings = self._reader.postings(self._term)
        frequencies = postings.frequencies.astype(np.int64)
        for first, last in chunks(np.concatenate(([0], np.cumsum(frequencies))), self._most):
            articles = self._renumbered[postings.articles[first:last]]
            alive = np.flatnonzero(articles >= 0)
            if not len(alive):
                continue
            positions = forms = None
            if self._reader.has_positions:
                positions, _, numbers = postings.occurrences(first + alive)
                forms = None if numbers is None else self._form_numbers[numbers]
            yield _Postings(articles[alive], frequencies[first + alive], positions, forms)


def _occurrence_counts(reader: FieldReader) -> Array:
    """Return how often each term of a field occurs, int64, (n_terms,)."""
    starts = reader.starts[:].astype(np.int64)
    counts = [
        np.add.reduceat(
            reader.frequencies(starts.item(first), starts.item(last)),
            starts[first:last] - starts[first],
            dtype=np.int64,
        )
        for first, last in chunks(starts, _COUNTED)
    ]
    return np.concatenate(counts)


def _merged_parts(readers: Sequence[tuple[FieldReader, Array]]) -> Iterator[PostingArrays]:
    """Yield the merged postings, some terms at a time, or a part of one.

    Args:
        readers: The field in each segment, and the new numbers of its articles.
    """
    most = _OCCURRENCES // max(len(readers), 1)
    cursors = [_Cursor(reader, renumbered, most=most) for reader, renumbered in readers]
    while active := [cursor for cursor in cursors if not cursor.done]:
        ends = [end for cursor in active if (end := cursor.end_of_slice()) is not None]
        end = min(ends) if ends else max(cursor.end for cursor in active)
        term = min(cursor.next_term for cursor in active)
        if term == end:
            yield from _merged_term([c for c in active if c.next_term == term], term)
            continue
        part = _merged_slices([cursor.take(end) for cursor in active])
        if part.terms:
            yield part


def _merged_term(cursors: Sequence[_Cursor], term: bytes) -> Iterator[PostingArrays]:
    """Yield the postings of the next term of some segments, in parts."""
    counts: Counter[bytes] = Counter()
    for cursor in cursors:
        counts.update(cursor.form_counts())
    stem_names = sorted({name for cursor in cursors for name in cursor.stems()})
    stems = StemArrays(names=stem_names, terms=np.zeros(len(stem_names), np.int64))
    names = sorted(counts)
    numbers = {name: number for number, name in enumerate(names)}
    parts = chain.from_iterable(cursor.take_parts(numbers) for cursor in cursors)
    for number, part in enumerate(parts):
        forms = None
        if part.forms is not None:
            forms = FormArrays(
                names=names,
                terms=np.zeros(len(names), np.int64),
                numbers=part.forms,
                counts=np.array([counts[name] for name in names], np.int64),
            )
        yield PostingArrays(
            terms=[term],
            starts=np.array([0, len(part.articles)]),
            articles=part.articles,
            frequencies=part.frequencies,
            positions=part.positions,
            forms=forms,
            stems=stems,
            continues=number > 0,
        )


def _merged_slices(slices: Sequence[_Slice]) -> PostingArrays:
    """Return the postings of some terms of all segments; see the head of this module."""
    terms, term_numbers = _merged_names([s.terms for s in slices])
    term_of = np.concatenate(
        [numbers[s.term_of] for s, numbers in zip(slices, term_numbers, strict=True)]
    )
    order = np.argsort(term_of, kind="stable")
    counts = np.bincount(term_of, minlength=len(terms))
    kept = np.flatnonzero(counts)
    postings = [s.postings for s in slices]
    frequencies = np.concatenate([some.frequencies for some in postings])
    positions, forms = None, _merged_forms(slices, term_numbers)
    if postings[0].positions is not None:
        moved = _moved(frequencies, order)
        positions = _joined([some.positions for some in postings])[moved]
    if forms is not None:
        # Forms of terms without an article do not occur, so they are not written.
        kept_number = np.cumsum(counts > 0) - 1
        forms = forms.replace(terms=kept_number[forms.terms], numbers=forms.numbers[moved])
    return PostingArrays(
        terms=[terms[i] for i in kept.tolist()],
        starts=np.concatenate(([0], np.cumsum(counts[kept]))),
        articles=np.concatenate([some.articles for some in postings])[order],
        frequencies=frequencies[order],
        positions=positions,
        forms=forms,
        stems=_merged_stems(slices, term_numbers, kept),
    )


def _merged_names(several: Sequence[list[bytes]]) -> tuple[list[bytes], list[Array]]:
    """Return all names of some lists, ascending, each once, and the numbers of those of each."""
    # Sorting is quick where much is in order already, as it is within each list.
    names = list(dict.fromkeys(sorted(chain.from_iterable(several))))
    number = dict(zip(names, range(len(names)), strict=True)).__getitem__
    return names, [np.fromiter(map(number, some), np.int64, len(some)) for some in several]


def _merged_forms(slices: Sequence[_Slice], term_numbers: Sequence[Array]) -> FormArrays | None:
    """Return the forms of some terms, those of occurrences one segment after another.

    Args:
        slices: The terms of each segment.
        term_numbers: The merged number of each term of each segment.
    """
    if slices[0].postings.forms is None:
        return None
    names, name_numbers = _merged_names([s.form_names for s in slices])
    pairs = [
        numbers[s.form_terms] * len(names) + of_names
        for s, numbers, of_names in zip(slices, term_numbers, name_numbers, strict=True)
    ]
    distinct, merged_numbers = np.unique(np.concatenate(pairs), return_inverse=True)
    firsts = np.cumsum([len(some) for some in pairs])[:-1]
    occurring = [
        numbers[s.postings.forms]
        for s, numbers in zip(slices, np.split(merged_numbers, firsts), strict=True)
    ]
    return FormArrays(
        names=[names[i] for i in (distinct % len(names)).tolist()],
        terms=distinct // len(names),
        numbers=np.concatenate(occurring),
    )


def _merged_stems(
    slices: Sequence[_Slice], term_numbers: Sequence[Array], kept: Array
) -> StemArrays:
    """Return the stems of some terms, but of those without an article.

    Args:
        slices: The terms of each segment.
        term_numbers: The merged number of each term of each segment.
        kept: The numbers of merged terms that have articles, ascending.
    """
    number = {term: n for n, term in enumerate(kept.tolist())}
    links = sorted(
        {
            (number[term], name)
            for s, numbers in zip(slices, term_numbers, strict=True)
            for term, name in zip(numbers[s.stem_terms].tolist(), s.stem_names, strict=True)
            if term in number
        }
    )
    return StemArrays(
        names=[name for _, name in links], terms=np.array([term for term, _ in links], np.int64)
    )


def _moved(counts: Array, order: Array) -> Array:
    """Return where the items of postings come from when the postings change their order.

    Args:
        counts: How many items each posting has, (n_postings,).
        order: The postings in their new order, (n_postings,).

    >>> _moved(np.array([2, 1]), np.array([1, 0])).tolist()
    [2, 0, 1]
    """
    moved = counts[order]
    shift = (np.cumsum(counts) - counts)[order] - (np.cumsum(moved) - moved)
    items = np.repeat(shift, moved)
    items += np.arange(len(items))
    return items


def _joined(arrays: Sequence[Any]) -> Array:
    return np.concatenate(arrays)
