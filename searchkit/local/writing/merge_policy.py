"""Which segments to merge, and merging them.

Every query asks every segment, so there should be few; and every merge moves
all that it merges, so there should be few merges too. Segments are classed by
their weight, each class eight times as heavy as the one before. When there are
two of one class, they are made one; of the lightest class, in which updates of
a few articles end, only when a handful has gathered, so that most such updates
merge nothing. So the number of segments grows with the logarithm of the corpus,
and an article is moved a few times for each class, however many updates there
are. What an update merges is bounded by what it wrote, so that one new article
never moves a million old ones, and in any case, since a person who waits for an update
does not wait for a better index.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from searchkit.local.segment.merging import Source, merged
from searchkit.local.segment.segment_writer import FieldArrays, save_segment
from searchkit.local.store import SegmentEntry
from searchkit.local.store.disk import written_to

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from searchkit.local.segment.postings import PostingArrays
    from searchkit.local.store import Store

_TIMES = 8  # that a class is heavier than the one before
_LIGHTEST = 256 << 10  # bytes; all segments up to it are of one class
_HANDFUL = 6  # of the lightest are made one
_ANY = 64 << 20  # bytes that the smallest update may merge at once
_SHARE = 8  # times what an update wrote it may merge at once
_HEAVIEST = 256 << 20  # bytes that are merged unasked: about 15 seconds
_WORN = 1 / 4  # of the articles of a segment: with more deleted it is written again


def weight(entry: SegmentEntry) -> int:
    """Return about how many bytes the articles of a segment take, without the deleted ones."""
    return entry.size * (entry.articles - len(entry.deleted)) // max(entry.articles, 1)


def choose(entries: Sequence[SegmentEntry], *, written: int) -> list[SegmentEntry]:
    """Return segments that should be made one; none: all is well.

    Args:
        entries: The segments of the index.
        written: The bytes of those that this update wrote.
    """
    room = min(max(_ANY, _SHARE * written), _HEAVIEST)
    classes: dict[int, list[SegmentEntry]] = {}
    for entry in entries:
        classes.setdefault(_class_of(weight(entry)), []).append(entry)
    for class_, alike in sorted(classes.items()):
        lightest = _together(alike, room)
        if len(lightest) >= (2 if class_ else _HANDFUL):
            return lightest
    worn = [e for e in entries if len(e.deleted) > _WORN * e.articles and weight(e) <= room]
    return worn[:1]


def _together(entries: Sequence[SegmentEntry], room: int) -> list[SegmentEntry]:
    """Return the lightest of some segments, as many as weigh no more than ``room`` together."""
    lightest = sorted(entries, key=weight)
    weights = accumulate(map(weight, lightest))
    return [entry for entry, total in zip(lightest, weights, strict=True) if total <= room]


def _class_of(weight_: int) -> int:
    """Return the class of a weight in bytes, from 0.

    >>> [_class_of(size) for size in (0, 262_144, 262_145, 2_097_152, 2_097_153)]
    [0, 0, 1, 1, 2]
    """
    size = -(-weight_ // _LIGHTEST)
    number = 0
    while size > _TIMES**number:
        number += 1
    return number


class MergeStoppedError(Exception):
    """Segments were being merged, and that was to stop."""


def merge(
    store: Store,
    entries: Sequence[SegmentEntry],
    path: Path,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> SegmentEntry:
    """Write one segment that has the articles of several, in their order.

    Args:
        store: The index that they are in.
        entries: The segments.
        path: The path of the new one.
        stop: Asked again and again whether to stop.

    Raises:
        MergeStoppedError: It was stopped; there is no new segment.
    """
    arrays = merged(
        [Source(store.segment(entry), np.array(entry.deleted, np.int64)) for entry in entries]
    )
    fields = {
        name: FieldArrays(
            parts=None if field.parts is None else _until(field.parts, stop),
            lengths=field.lengths,
            position_limits=field.position_limits,
        )
        for name, field in arrays.fields.items()
    }
    with written_to(store.path):
        save_segment(path, replace(arrays, fields=fields))
    return SegmentEntry(path.name, arrays.n_articles, path.stat().st_size)


def _until(parts: Iterable[PostingArrays], stop: Callable[[], bool]) -> Iterator[PostingArrays]:
    """Yield the parts of a field until it is stopped."""
    for part in parts:
        if stop():
            raise MergeStoppedError
        yield part
