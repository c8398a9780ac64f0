"""The clusters of copies of a commit, made of the edges of its segments when first asked for.

An edge names an article by its fingerprint, so it is looked for among all that are not deleted;
those that it names no more are gone. Articles that are the same but for their keys are one
*twin set* here, which has the edges of all of them.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit.exploring.copy_clusters import leaders
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.local.segment.copy_edges import furniture_of, heads_of
from searchkit.schema import RECURRING, UNDATED

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.local.searching.segments import Articles, Flags, Integers, Segment

    Array = npt.NDArray[Any]

_TABLE = 1 << 16  # fingerprints are told apart by so many, before they are compared
_UNDATED_LAST = 1 << 62


class CopySets:
    """The clusters of copies among the articles of an index.

    Attributes:
        members: The articles that are in a cluster, ascending, int64, (n_members,).
        cluster: Which cluster each is in, from 0, int64, (n_members,).
        n_clusters: How many clusters there are.
    """

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        named = _edges(articles)
        ordered, leader = _led(articles, named) if named else (_NOTHING, _NOTHING)
        sizes = np.bincount(leader, minlength=len(leader))
        is_member = sizes[leader] > 1
        numbers, leading = ordered[is_member], leader[is_member]
        order = np.argsort(numbers)
        self.members: Integers = numbers[order]
        kept = np.flatnonzero(sizes > 1)
        self.cluster: Integers = np.searchsorted(kept, leading[order])
        self.n_clusters = len(kept)
        # Of each cluster its members in canonical order, one cluster after another.
        self._listed = numbers[np.argsort(leading, kind="stable")]
        self._starts = np.concatenate(([0], np.cumsum(sizes[kept])))

    @cached_property
    def flags(self) -> Flags:
        """Which of all articles are in a cluster, (n_numbers,)."""
        flags = np.zeros(self._articles.n_numbers, np.bool_)
        flags[self.members] = True
        return flags

    def cluster_of(self, article: int) -> int:
        """Return the cluster of an article; -1: it is in none."""
        if not self.n_clusters or not self.flags[article]:
            return -1
        return self.cluster.item(int(self.members.searchsorted(article)))

    def listed(self, cluster: int) -> Integers:
        """Return the members of a cluster in canonical order, int64."""
        return self._listed[self._starts[cluster] : self._starts[cluster + 1]]

    def n_groups(self, n_articles: int, found: Flags) -> int:
        """Return how many clusters and single articles some articles are.

        Args:
            n_articles: How many articles.
            found: Which of the members of clusters are among them, (n_members,).
        """
        is_met = np.zeros(self.n_clusters, np.bool_)
        is_met[self.cluster[found]] = True
        return n_articles - int(np.count_nonzero(found)) + int(np.count_nonzero(is_met))


_NOTHING = np.zeros(0, np.int64)


class _Named(NamedTuple):
    """The articles that edges are about, and the edges between them as twin sets.

    Attributes:
        articles: The articles, int64, (n,).
        twins: Which twin set each is in, from 0, int64, (n,).
        ones: One twin set of each edge, int64, (n_edges,).
        others: The other one.
    """

    articles: Array
    twins: Array
    ones: Array
    others: Array


def _edges(articles: Articles) -> _Named | None:
    """Return the edges of articles that are not deleted; None: there are none."""
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
        return None
    wanted = _distinct(target[:, 0])
    found = [
        _with_fingerprints(segment, wanted) + start
        for start, segment in zip(articles.starts, articles.segments, strict=True)
    ]
    numbers = _distinct(np.concatenate((owner, *found)))
    twins = _numbered(np.concatenate((_names(articles, numbers), target)))
    of_article, of_target = twins[: len(numbers)], twins[len(numbers) :]
    is_there = np.zeros(len(twins), np.bool_)
    is_there[of_article] = True
    ones = of_article[np.searchsorted(numbers, owner)]
    kept = is_there[of_target]
    return _Named(numbers, of_article, ones[kept], of_target[kept])


def _distinct(values: Array) -> Array:
    """Return values ascending, each once; `numpy.unique` loads a part of NumPy that takes long."""
    ascending = np.sort(values)
    is_new = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=is_new[1:])
    return ascending[is_new]


def _numbered(names: Array) -> Array:
    """Return a number for each name, from 0, the same for the same names, int64, (n,)."""
    order = np.lexsort((names[:, 1], names[:, 0]))
    is_new = (names[order][1:] != names[order][:-1]).any(axis=1)
    numbers = np.zeros(len(order), np.int64)
    numbers[order[1:]] = np.cumsum(is_new)
    return numbers


def _with_fingerprints(segment: Segment, wanted: Array) -> Array:
    """Return the articles that have one of some fingerprints, deleted ones left out, int64."""
    heads = heads_of(segment.arrays.column("fingerprint"))
    table = np.zeros(_TABLE, np.bool_)
    table[(wanted % np.uint64(_TABLE)).astype(np.int64)] = True
    maybe = table[(heads % np.uint64(_TABLE)).astype(np.int64)].nonzero()[0]
    places = np.minimum(wanted.searchsorted(heads[maybe]), len(wanted) - 1)
    return segment.without_deleted(maybe[wanted[places] == heads[maybe]])


def _names(articles: Articles, numbers: Array) -> Array:
    """Return what edges call articles, ascending: fingerprint and furniture, uint64, (n, 2)."""
    names = [np.zeros((0, 2), np.uint64)]
    for segment, here in _by_segment(articles, numbers):
        heads = heads_of(segment.arrays.column("fingerprint"))[here]
        furniture = furniture_of(segment.arrays.column(RECURRING), here)
        names.append(np.stack((heads, furniture.astype(np.uint64)), axis=1))
    return np.concatenate(names)


def _led(articles: Articles, named: _Named) -> tuple[Array, Array]:
    """Return articles in canonical order, and the place there of the leader of each, int64."""
    order = _canonical(articles, named.articles)
    numbers, twins = named.articles[order], named.twins[order]
    n = len(numbers)
    # A twin set comes where the first of its articles does, and leads or follows as a whole.
    first = np.full(int(max(twins.max(), named.others.max(initial=0))) + 1, n)
    np.minimum.at(first, twins, np.arange(n))
    leader = leaders(n, first[named.ones], first[named.others])
    return numbers, leader[first[twins]]


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
        keys += [column.values[number] for number in column.numbers[here].tolist()]
    return keys


def _by_segment(articles: Articles, numbers: Array) -> list[tuple[Segment, Array]]:
    """Return segments, and which of some articles are in each, counted from 0."""
    bounds = np.searchsorted(numbers, [*articles.starts, articles.n_numbers]).tolist()
    return [
        (segment, numbers[bounds[at] : bounds[at + 1]] - start)
        for at, (start, segment) in enumerate(zip(articles.starts, articles.segments, strict=True))
        if bounds[at] < bounds[at + 1]
    ]
