"""Hits in order -> the same, copies of one text folded to one hit.

A cluster stands where the best of its members stands that are found. Shown is the earliest of those
that score as high but for a fiftieth; in an order by date, the first. Which page is asked
for makes no difference: the first hits are asked for until as many groups are among them as
are wanted, and of the groups of the page all members are looked at, wherever they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from searchkit.exploring.copy_clusters import CopySets

    Array = npt.NDArray[Any]
    Hits = Sequence[tuple[int, float]]

LEVEL = 0.98
"""The share of the best score of a cluster with which another member may be shown."""


class FoldedPage(NamedTuple):
    """A page of hits, copies folded.

    Attributes:
        hits: The hits: the number of an article, and its score.
        copies: For each hit the other members of its cluster that are found, in canonical order.
    """

    hits: Hits
    copies: Sequence[tuple[int, ...]]


def folded_page(
    first: Callable[[int], Hits],
    sets: CopySets,
    asked: Callable[[Array], tuple[Array, Array | None]],
    *,
    offset: int,
    limit: int,
) -> FoldedPage:
    """Return a page of what is found, copies folded.

    Args:
        first: Returns the first so many hits, unfolded.
        sets: The clusters of copies.
        asked: Returns which of some articles are found, bool, and their scores, float32; None:
            the first of a cluster is shown. It is not asked if there are no such articles.
        offset: How many folded hits to skip, 0 or more.
        limit: How many to return at most, 1 or more.
    """
    wanted = depth = offset + limit
    while True:
        hits = first(depth)
        heads = _heads(hits, sets)
        if len(heads) >= wanted or len(hits) < depth:
            break
        depth += max(wanted - len(heads), depth // 4, min(_unseen(hits, heads, sets), 8 * depth))
    page = heads[offset:wanted]
    members = {cluster: sets.listed(cluster) for _, cluster in page if cluster >= 0}
    if not members:
        return FoldedPage([hit for hit, _ in page], [()] * len(page))
    is_found, scores = asked(np.concatenate([*members.values()]))
    shown: list[tuple[int, float]] = []
    copies: list[tuple[int, ...]] = []
    start = 0
    for hit, cluster in page:
        if cluster < 0:
            shown.append(hit)
            copies.append(())
            continue
        here = slice(start, start + len(members[cluster]))
        start = here.stop
        found = members[cluster][is_found[here]]
        chosen = hit if scores is None else _shown(hit, found, scores[here][is_found[here]])
        shown.append(chosen)
        copies.append(tuple(found[found != chosen[0]].tolist()))
    return FoldedPage(shown, copies)


def _unseen(hits: Hits, heads: Sequence[tuple[tuple[int, float], int]], sets: CopySets) -> int:
    """Return how many members of the clusters among some hits are not among these.

    Copies score alike, so many of them are likely to come next.
    """
    clusters = [cluster for _, cluster in heads if cluster >= 0]
    n_seen = len(hits) - (len(heads) - len(clusters))
    return sum(len(sets.listed(cluster)) for cluster in clusters) - n_seen


def _shown(best: tuple[int, float], found: Array, scores: Array) -> tuple[int, float]:
    """Return the member of a cluster that is shown: the first that scores nearly as the best."""
    level = scores >= np.float32(LEVEL) * np.float32(best[1])
    level |= found == best[0]
    at = int(level.argmax())
    return best if found[at] == best[0] else (found.item(at), scores.item(at))


def _heads(hits: Hits, sets: CopySets) -> list[tuple[tuple[int, float], int]]:
    """Return the first hit of each cluster and the hits that are in none, with their clusters."""
    if not sets.n_clusters:
        return [(hit, -1) for hit in hits]
    clusters = sets.clusters_of(np.array([article for article, _ in hits], np.int64)).tolist()
    heads: list[tuple[tuple[int, float], int]] = []
    seen: set[int] = set()
    for hit, cluster in zip(hits, clusters, strict=True):
        if cluster < 0 or cluster not in seen:
            heads.append((hit, cluster))
            seen.add(cluster)
    return heads
