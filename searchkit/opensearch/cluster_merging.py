"""Each shard of a generation merged into one segment.

A cluster keeps what was sent of an article beside what it has made of it, for as long as a copy may
lag behind and want it. Where shards are merged meanwhile that is merged, too, and stays as long as
the segment does. Every half minute it is found how far all copies are; so that is waited for.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.opensearch.cluster_state import ClusterStore

_MERGING = 24 * 60 * 60  # seconds
_LOOK = 0.5  # seconds between two looks
_LONGEST = 90  # seconds: a copy that is lost is waited for by the cluster for half a day
_FEW = 1000  # articles for which there is no waiting


def merge(store: ClusterStore, generation: int) -> None:
    """Have each shard of a generation consist of one segment.

    Raises:
        ClusterRefusedError: A part of an index is not there.
    """
    articles, words = store.articles(generation), store.words(generation)
    store.client.request("POST", f"/{articles}/_flush", seconds=120)
    end = time.monotonic() + _LONGEST
    while _kept_for_copies(store, articles) > _FEW and time.monotonic() < end:
        time.sleep(_LOOK)
    for name in (articles, words):
        answer = store.client.request(
            "POST", f"/{name}/_forcemerge", parameters={"max_num_segments": 1}, seconds=_MERGING
        )
        store.check_shards(answer)
    store.refresh(generation)  # what was merged is kept until then


def _kept_for_copies(store: ClusterStore, index: str) -> int:
    """Return of how many writes to an index the cluster keeps what was sent."""
    found = store.client.get(f"/{index}/_stats", level="shards")
    try:
        shards = found["indices"][index]["shards"].values()
        return sum(max(map(_kept, copies), default=0) for copies in shards)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise store.not_understood() from error


def _kept(copy: Any) -> int:
    """Return for how many writes a copy of a shard keeps that."""
    leases = copy["retention_leases"]["leases"]
    written = int(copy["seq_no"]["max_seq_no"]) + 1
    return written - min((int(one["retaining_seq_no"]) for one in leases), default=written)
