"""The clusters of copies of a commit, made of the edges of its segments when first asked for.

An edge names an article by its fingerprint, so it is looked for among all that are not deleted;
those that it names no more are gone. Articles that are the same but for their keys are one
*twin set* here, which has the edges of all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.copy_clusters import NO_EDGES, CopySets, NamedEdges
from searchkit.local.searching.intersection import distinct
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.local.segment.copy_edges import furniture_of, heads_of, with_heads
from searchkit.schema import RECURRING, UNDATED

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.local.searching.segments import Articles, Segment

    Array = npt.NDArray[Any]

_UNDATED_LAST = 1 << 62


def copy_sets(articles: Articles) -> CopySets:
    """Return the clusters of copies among the articles of an index."""
    named = _edges(articles)
    return CopySets(named, _canonical(articles, named.articles))


_NOTHING = np.zeros(0, np.int64)


def _edges(articles: Articles) -> NamedEdges:
    """Return the edges of articles that are not deleted."""
    owners, targets = [_NOTHING], [np.zeros((0, 2), np.uint64)]
    for start, segment in zip(articles.starts, articles.segments, strict=True):
        edges = segment.arrays.copies
        if edges is None or not len(edges.articles):
            continue
        own = edges.articles.astype(np.int64)
        is_live = np.ones(len(own), np.bool_) if segment.live is None else segment.live[own]
        owners.append(own[is_live] + start)
        both = np.stack((edges.fingerprints, edges.furniture.astype(np.uint64)), axis=1)
        targets.append(both[is_live])
    owner, target = np.concatenate(owners), np.concatenate(targets)
    if not len(owner):
        return NO_EDGES
    wanted = distinct(target[:, 0])
    found = [
        _with_fingerprints(segment, wanted) + start
        for start, segment in zip(articles.starts, articles.segments, strict=True)
    ]
    numbers = distinct(np.concatenate((owner, *found)))
    return NamedEdges.of(numbers, _names(articles, numbers), owner, target)


def _with_fingerprints(segment: Segment, wanted: Array) -> Array:
    """Return the articles that have one of some fingerprints, deleted ones left out, int64."""
    return segment.without_deleted(with_heads(segment.arrays.column("fingerprint"), wanted))


def _names(articles: Articles, numbers: Array) -> Array:
    """Return what edges call articles, ascending: fingerprint and furniture, uint64, (n, 2)."""
    names = [np.zeros((0, 2), np.uint64)]
    for segment, here in _by_segment(articles, numbers):
        heads = heads_of(segment.arrays.column("fingerprint"), here)
        furniture = furniture_of(segment.arrays.column(RECURRING), here)
        names.append(np.stack((heads, furniture.astype(np.uint64)), axis=1))
    return np.concatenate(names)


def _canonical(articles: Articles, numbers: Array) -> Array:
    """Return the order of articles, which are given ascending: by date, length, key, int64."""
    dates, lengths = [_NOTHING], [_NOTHING]
    for segment, here in _by_segment(articles, numbers):
        dates.append(segment.first_dates[here])
        known = segment.arrays.lengths("text")
        lengths.append(
            np.zeros(len(here), np.int64) if known is None else known[here].astype(np.int64)
        )
    date, shortness = np.concatenate(dates), -np.concatenate(lengths)
    date = np.where(date == UNDATED, _UNDATED_LAST, date)
    order = np.lexsort((shortness, date))
    is_level = (np.diff(date[order]) == 0) & (np.diff(shortness[order]) == 0)
    level = np.zeros(len(order), np.int64)
    level[order[1:]] = np.cumsum(~is_level)
    ties = np.zeros(len(order), np.bool_)
    ties[1:] |= is_level
    ties[:-1] |= is_level
    some = np.sort(order[ties])
    by_key = sorted(range(len(some)), key=_keys(articles, numbers[some]).__getitem__)
    rank = np.zeros(len(order), np.int64)
    rank[some[by_key]] = np.arange(len(some))
    return np.lexsort((rank, level))


def _keys(articles: Articles, numbers: Array) -> list[bytes]:
    """Return the keys of articles, which are given ascending."""
    keys: list[bytes] = []
    for segment, here in _by_segment(articles, numbers):
        column = segment.arrays.column("key")
        assert isinstance(column, ReferenceColumn)
        keys += column.numbered(column.numbers[here])
    return keys


def _by_segment(articles: Articles, numbers: Array) -> list[tuple[Segment, Array]]:
    """Return segments, and which of some articles are in each, counted from 0."""
    bounds = np.searchsorted(numbers, [*articles.starts, articles.n_numbers]).tolist()
    return [
        (segment, numbers[bounds[at] : bounds[at + 1]] - start)
        for at, (start, segment) in enumerate(zip(articles.starts, articles.segments, strict=True))
        if bounds[at] < bounds[at + 1]
    ]
