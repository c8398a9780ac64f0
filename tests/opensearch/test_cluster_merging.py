"""Shards merged into one segment: not before the cluster can let go of what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler

import pytest

from searchkit.errors import ClusterRefusedError
from searchkit.opensearch import cluster_merging
from searchkit.opensearch.client import Client
from searchkit.opensearch.cluster_addresses import read_address
from searchkit.opensearch.cluster_merging import merge
from searchkit.opensearch.cluster_state import ClusterStore
from tests.helpers.answering_servers import saying, serving

pytest.importorskip("urllib3")

MERGED = [
    "POST /news.articles-1/_forcemerge",
    "POST /news.words-1/_forcemerge",
    "POST /news.articles-1,news.words-1/_refresh",
]


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_merging, "_LOOK", 0)


def copy(written: int, *retained: int) -> dict[str, object]:
    """Return what a cluster tells of a copy of a shard."""
    leases = [{"retaining_seq_no": number} for number in retained]
    return {"seq_no": {"max_seq_no": written - 1}, "retention_leases": {"leases": leases}}


def asked(*looks: Sequence[Sequence[object]], failed: int = 0) -> list[str]:
    """Merge where the copies of shards are as told, the last for ever; return what was asked."""
    left, found = list(looks), list[str]()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        found.append(f"{handler.command} {handler.path.partition('?')[0]}")
        content: dict[str, object] = {"_shards": {"failed": failed}}
        if "_stats" in handler.path:
            shards = left.pop(0) if len(left) > 1 else left[0]
            content["indices"] = {"news.articles-1": {"shards": dict(enumerate(shards))}}
        saying(content)(handler)

    with serving(answer) as port:
        merge(ClusterStore(Client(read_address(f"opensearch://127.0.0.1:{port}/news"))), 1)
    return found


def test_it_is_waited_until_no_copy_lags_behind() -> None:
    found = asked(
        [[copy(3000, 0, 3000)], [copy(3000, 3000), copy(3000, 3000)]],
        [[copy(3000, 3000)], [copy(3000, 3000), copy(3000, 0)]],
        [[copy(3000, 3000)], [copy(3000, 3000), copy(3000, 3000)]],
    )

    assert found == ["POST /news.articles-1/_flush", *["GET /news.articles-1/_stats"] * 3, *MERGED]


@pytest.mark.parametrize("shards", [[], [[copy(900, 0)]], [[copy(0, 0)]], [[copy(5000)]]])
def test_a_few_articles_are_not_waited_for(shards: Sequence[Sequence[object]]) -> None:
    assert asked(shards)[1:] == ["GET /news.articles-1/_stats", *MERGED]


def test_a_copy_that_is_lost_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_merging, "_LONGEST", 0)

    assert asked([[copy(3000, 0)]])[-3:] == MERGED


def test_where_a_shard_could_not_be_merged_that_is_an_error() -> None:
    with pytest.raises(ClusterRefusedError, match="a part of the index is not there"):
        asked([], failed=1)


def test_an_answer_that_is_none_is_an_error_of_one_line() -> None:
    with pytest.raises(ClusterRefusedError, match="it answers something else than OpenSearch does"):
        asked([[{}]])
