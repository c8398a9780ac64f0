"""Which segments to merge, and merging them.

Every query asks every segment, so there should be few; and every merge moves
all that it merges, so there should be few merges too. A segment is merged once
the smaller ones together weigh as much as a good part of it: then sizes grow
like powers, there are few of them, and an article moves a few times only
however many updates there are. What an update merges is bounded by what it
wrote, so that one new article never moves a million old ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit.codec.merging import Source, merged
from searchkit.codec.segments import open_segment, save_segment
from searchkit.store import SegmentEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_AT_ONCE = 32 << 20  # bytes that any update may merge
_TIMES = 8  # that what an update wrote it may merge
_GROWTH = 2  # a segment stays while it weighs more than twice all smaller ones together
_FLOOR = 256 << 10  # bytes: below, segments count as equal ...
_SMALL = 4  # ... and so many of them may stand beside each other
_MOST_DELETED = 1 / 4  # of the articles of a segment, before it is written anew


def weight(entry: SegmentEntry) -> int:
    """Return about how many bytes the articles of a segment take, without the deleted ones."""
    return entry.size * (entry.articles - len(entry.deleted)) // max(entry.articles, 1)


def choose(entries: Sequence[SegmentEntry], *, written: int) -> list[SegmentEntry]:
    """Return the segments that should be made one; none: all is well.

    Args:
        entries: The segments of the index.
        written: The bytes of those that this update wrote.
    """
    room = max(_AT_ONCE, _TIMES * written)
    light = sorted((e for e in entries if weight(e) <= room), key=weight)
    chosen: list[SegmentEntry] = []
    total = 0
    for count, entry in enumerate(light):
        if total + weight(entry) > room:
            break
        small = weight(entry) < _FLOOR
        if (small and count >= _SMALL) or (not small and weight(entry) <= _GROWTH * total):
            chosen = light[: count + 1]
        total += weight(entry)
    worn = [e for e in light if len(e.deleted) > _MOST_DELETED * e.articles and e not in chosen]
    if chosen or not worn:
        return chosen
    return worn[:1]


def merge(directory: Path, entries: Sequence[SegmentEntry], path: Path) -> SegmentEntry:
    """Write one segment that has the articles of several, in their order.

    Args:
        directory: Where they are.
        entries: The segments.
        path: The path of the new one.
    """
    sources = [
        Source(open_segment(directory / entry.file), np.array(entry.deleted, np.int64))
        for entry in entries
    ]
    try:
        arrays = merged(sources)
        save_segment(path, arrays)
    finally:
        for source in sources:
            source.segment.close()
    return SegmentEntry(path.name, arrays.n_articles, path.stat().st_size)
