"""Replicas of the indices of a generation, made when it has been written.

A node that has a replica indexes once more all that is written. So as long as nobody reads a
generation, each of its shards is on one node, and its indices say how many replicas they are to
have. These are made before it is committed, for which the cluster copies files. Until then what is
sent need not be on a disk at once: all of it is written there before replicas are made.

A replica for which there is no place does not keep the others waiting: the cluster makes it when
there is a node for it, as where a node is lost later.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from searchkit.errors import ClusterRefusedError
from searchkit.opensearch.client import INCOMPLETE
from searchkit.opensearch.mappings import REPLICAS, WRITTEN_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchkit.opensearch.cluster_state import ClusterStore, Lease

_LOOK = 0.2  # seconds between two looks
_IDLE = 10  # seconds in which nothing is copied, after which there is no place
_LONGEST = 24 * 60 * 60  # seconds that copying may take
_PLACING = ("initializing_shards", "relocating_shards", "number_of_in_flight_fetch")


def wanted(index: Any) -> int:
    """Return how many replicas an index is to have, by its mappings and settings."""
    noted = _noted(index)
    return int(index["settings"]["index"]["number_of_replicas"] if noted is None else noted)


def make_replicas(store: ClusterStore, lease: Lease, generation: int) -> None:
    """Make the replicas that the indices of a generation are to have, unless that was done.

    All that was written is on their disks then.

    Args:
        store: The cluster.
        lease: The right to write.
        generation: The generation.

    Raises:
        IndexLockedError: Another writer has taken over.
        ClusterRefusedError: A part of an index is not there.
    """
    names = f"{store.articles(generation)},{store.words(generation)}"
    found = store.client.get(f"/{names}")
    try:
        left = [n for index in found.values() if (n := _noted(index)) is not None]
        if not left:
            return
        # What is in files is copied; the rest would be indexed by the replica once more.
        store.flush(generation)
        settings = {"index": {"number_of_replicas": max(left), "translog": WRITTEN_AT_ONCE}}
        store.client.request("PUT", f"/{names}/_settings", settings, seconds=60)
        _wait(store, lease, names, max(left))
        store.client.request("PUT", f"/{names}/_mapping", {"_meta": {}}, seconds=60)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise store.not_understood() from error


def _noted(index: Any) -> int | None:
    """Return how many replicas an index that has none yet is to have; None: it has them."""
    noted = index["mappings"].get("_meta", {}).get(REPLICAS)
    return None if noted is None else int(noted)


def _wait(store: ClusterStore, lease: Lease, names: str, n_replicas: int) -> None:
    """Wait until replicas are there, but for those that have no place."""
    end = time.monotonic() + _LONGEST
    idle_from = time.monotonic()
    while time.monotonic() < end:
        lease.check()
        health = store.health(names)
        if health.get("status") == "red":
            raise ClusterRefusedError(store.address, reason=INCOMPLETE)
        if _has_all(health, n_replicas):
            return
        if any(health.get(name) for name in _PLACING):
            idle_from = time.monotonic()
        elif time.monotonic() - idle_from > _IDLE:
            return
        time.sleep(_LOOK)


def _has_all(health: Mapping[str, Any], n_replicas: int) -> bool:
    """Whether each shard has as many copies as there are nodes for, or none tells of that."""
    if health.get("status") in {None, "green"}:
        return True
    copies = min(n_replicas + 1, int(health["number_of_data_nodes"]))
    return int(health["active_shards"]) >= copies * int(health["active_primary_shards"])
