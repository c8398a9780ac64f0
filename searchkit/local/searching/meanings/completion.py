"""The beginning of a word or of a name -> how it may go on, the most frequent first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from searchkit import analysis, deadlines, utf8
from searchkit.local.searching.meanings.frequent_forms import most_frequent
from searchkit.local.searching.segments import as_text
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.query.completing import completions
from searchkit.records import NamedTuple
from searchkit.results import Completion
from searchkit.schema import NO_SOURCE, source_term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.local.searching.segments import Segment, SegmentField
    from searchkit.results import CompletionKind

_LOOKED_AT = 4  # times as many words of a field as are asked for, before any are counted


def complete(
    prefix: str,
    segments: Sequence[Segment],
    fields: Sequence[SegmentField],
    *,
    kind: CompletionKind | None,
    limit: int,
) -> tuple[Completion, ...]:
    """Return how a query that is being typed may go on, by kind and then by frequency.

    Args:
        prefix: What was typed: the beginning of anything, or a field and the
            beginning of its value.
        segments: The whole index.
        fields: All fields with forms in it.
        kind: What alone to return, or None for all.
        limit: How many of each kind to return at most, 0 or more.

    Raises:
        SearchTimeoutError: The time is up.
    """
    return completions(prefix, _Begun(segments, fields), kind=kind, limit=limit)


class _Begun(NamedTuple):
    """Finds what begins with a text in the segments of an index."""

    segments: Sequence[Segment]
    fields: Sequence[SegmentField]

    def words(self, prefix: str, limit: int) -> Sequence[Completion]:
        return words_that_begin(prefix, self.fields, limit=limit)

    def sources(self, prefix: str, limit: int) -> Sequence[Completion]:
        return sources_that_begin(prefix, self.segments, limit=limit)

    def languages(self, prefix: str, limit: int) -> Sequence[Completion]:
        return languages_that_begin(prefix, self.segments, limit=limit)


def words_that_begin(
    prefix: str, fields: Sequence[SegmentField], *, limit: int
) -> list[Completion]:
    """Return the words of live articles that begin so, case and accents ignored.

    Args:
        prefix: The beginning.
        fields: All fields with forms, of all segments.
        limit: How many to return at most, 0 or more.
    """
    begun = utf8.encode(analysis.fold(prefix))
    candidates = [np.arange(*field.forms.prefix_range(begun)) for field in fields]
    found = most_frequent(fields, candidates, limit=limit, first=max(limit, 1) * _LOOKED_AT)
    return [Completion(utf8.decode(one.name), "word", one.count) for one in found]


def sources_that_begin(prefix: str, segments: Sequence[Segment], *, limit: int) -> list[Completion]:
    """Return the outlets whose names begin so, with how many articles each has.

    Args:
        prefix: The beginning; case, accents and spacing do not matter.
        segments: The whole index.
        limit: How many to return at most, 0 or more.
    """
    counts = Counter[bytes]()
    for segment in segments:
        counts.update(_counted_names(segment, "source", utf8.encode(source_term(prefix))))
    counts.pop(utf8.encode(NO_SOURCE), None)
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [Completion(_as_written(name, segments), "source", count) for name, count in best]


def languages_that_begin(
    prefix: str, segments: Sequence[Segment], *, limit: int
) -> list[Completion]:
    """Return the languages whose codes begin so, with how many articles each has."""
    counts = Counter[bytes]()
    for segment in segments:
        counts.update(_counted_names(segment, "language", utf8.encode(prefix.lower())))
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return [Completion(as_text(name), "language", count) for name, count in best]


def _counted_names(segment: Segment, column: str, prefix: bytes) -> dict[bytes, int]:
    """Return the values of a column that begin so, with how many live articles each has."""
    deadlines.check()
    names = segment.arrays.column(column)
    if not isinstance(names, ReferenceColumn):
        return {}
    numbers = names.numbers if segment.live is None else names.numbers[segment.live]
    counts = np.bincount(numbers, minlength=len(names.values))
    return {
        name: count
        for name, count in zip(names.values, counts.tolist(), strict=True)
        if count and name.startswith(prefix)
    }


def _as_written(name: bytes, segments: Sequence[Segment]) -> str:
    """Return a source as an article writes it."""
    for segment in segments:
        for article in segment.named("source", as_text(name))[:1].tolist():
            return segment.facts(article).source or ""
    return ""
