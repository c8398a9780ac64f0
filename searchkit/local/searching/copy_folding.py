"""Hits in order -> the same, copies of one text folded to one hit.

A cluster stands where the best of its members stands that are found. Shown is the earliest of those
that score as high but for a fiftieth; in an order by date, the first. Which page is asked
for makes no difference: the first hits are asked for until as many groups are among them as
are wanted, and of the groups of the page all members are looked at, wherever they stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.local.searching.scoring.selection import Selected

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.copy_sets import CopySets
    from searchkit.local.searching.segments import Flags, Integers

LEVEL = 0.98
"""The share of the best score of a cluster with which another member may be shown."""


class FoldedPage(NamedTuple):
    """A page of hits, copies folded.

    Attributes:
        hits: The hits.
        copies: For each hit the other members of its cluster that are found, in canonical order.
    """

    hits: Sequence[Selected]
    copies: Sequence[tuple[int, ...]]


def folded_page(
    first: Callable[[int], Sequence[Selected]],
    sets: CopySets,
    asked: Callable[[Integers], tuple[Flags, NDArray[np.float32] | None]],
    *,
    offset: int,
    limit: int,
) -> FoldedPage:
    """Return a page of what is found, copies folded.

    Args:
        first: Returns the first so many hits, unfolded.
        sets: The clusters of copies.
        asked: Returns which of some articles are found, and their scores; None: the first
            of a cluster is shown.
        offset: How many folded hits to skip, 0 or more.
        limit: How many to return at most, 1 or more.
    """
    wanted = depth = offset + limit
    while True:
        hits = first(depth)
        heads = _heads(hits, sets)
        if len(heads) >= wanted or len(hits) < depth:
            break
        depth += max(wanted - len(heads), depth // 4)
    shown: list[Selected] = []
    copies: list[tuple[int, ...]] = []
    for hit, cluster in heads[offset:wanted]:
        if cluster < 0:
            shown.append(hit)
            copies.append(())
            continue
        members = sets.listed(cluster)
        is_found, scores = asked(members)
        found = members[is_found]
        chosen = hit
        if scores is not None:
            level = scores[is_found] >= np.float32(LEVEL) * np.float32(hit.score)
            level |= found == hit.article
            at = int(level.argmax())
            if found[at] != hit.article:
                chosen = Selected(found.item(at), scores[is_found].item(at))
        shown.append(chosen)
        copies.append(tuple(found[found != chosen.article].tolist()))
    return FoldedPage(shown, copies)


def _heads(hits: Sequence[Selected], sets: CopySets) -> list[tuple[Selected, int]]:
    """Return the first hit of each cluster and the hits that are in none, with their clusters."""
    if not sets.n_clusters:
        return [(hit, -1) for hit in hits]
    is_member = sets.flags.take([hit.article for hit in hits]).tolist()
    heads: list[tuple[Selected, int]] = []
    seen: set[int] = set()
    for hit, in_cluster in zip(hits, is_member, strict=True):
        cluster = sets.cluster_of(hit.article) if in_cluster else -1
        if cluster < 0 or cluster not in seen:
            heads.append((hit, cluster))
            seen.add(cluster)
    return heads
