"""Which articles are copies of each other, as records for people."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from searchkit.results import read_copies
from searchkit.results.found_copies import Copies, CopyCluster
from searchkit.schema import source_term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.engine import Reference, View
    from searchkit.notes import Note
    from searchkit.results import Copy


def clusters_as_copies(
    view: View,
    clusters: Sequence[Sequence[Reference]],
    *,
    offset: int,
    limit: int,
    began: float,
    query: str = "",
    notes: tuple[Note, ...] = (),
) -> Copies:
    """Return some clusters, those of most outlets first."""
    found = [_cluster(read_copies(view, cluster)) for cluster in clusters]
    found.sort(key=_order)
    return Copies(
        clusters=tuple(found[offset : offset + limit]),
        total=len(found),
        articles=sum(len(cluster.articles) for cluster in found),
        query=query,
        offset=offset,
        took=time.perf_counter() - began,
        notes=(*notes, *view.notes),
    )


def _cluster(articles: tuple[Copy, ...]) -> CopyCluster:
    outlets = {source_term(one.source) for one in articles if one.source}
    return CopyCluster(articles, len(outlets))


def _order(cluster: CopyCluster) -> tuple[int, int, str, str]:
    first = cluster.articles[0]
    return -cluster.outlets, -len(cluster.articles), str(first.date or "~"), first.key
