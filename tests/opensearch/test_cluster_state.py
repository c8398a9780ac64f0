"""What is read of a cluster whose answers are few, or too large to be what was written."""

from __future__ import annotations

from base64 import b64encode
from zlib import compress

import pytest

from searchkit.errors import ClusterRefusedError
from searchkit.opensearch import cluster_state
from searchkit.opensearch.client import Client
from searchkit.opensearch.cluster_addresses import read_address
from searchkit.opensearch.cluster_state import ClusterStore
from tests.helpers.answering_servers import saying, serving

pytest.importorskip("urllib3")


def store_at(port: int) -> ClusterStore:
    return ClusterStore(Client(read_address(f"opensearch://127.0.0.1:{port}/news")))


@pytest.mark.parametrize("status", [403, 404])
def test_a_cluster_that_tells_nothing_of_its_health_can_be_used(status: int) -> None:
    with serving(saying({"error": {"type": "security_exception"}}, status)) as port:
        assert store_at(port).health() == {}


def test_other_errors_are_not_taken_for_that() -> None:
    with serving(saying({}, 401)) as port, pytest.raises(ClusterRefusedError):
        store_at(port).health()


def test_what_is_larger_unpacked_than_anything_written_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster_state, "_MOST_UNPACKED", 1000)
    packed = [b64encode(compress(bytes(size))).decode() for size in (1000, 1001)]

    assert cluster_state._unpacked(packed[0]) == bytes(1000)
    with pytest.raises(ValueError, match="more is packed than is ever written"):
        cluster_state._unpacked(packed[1])
