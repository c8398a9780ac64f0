"""Replicas that are made when all is written: what is asked of a cluster, and waited for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import NamedTuple

import pytest

from searchkit.errors import ClusterRefusedError, IndexLockedError
from searchkit.opensearch import replicas
from searchkit.opensearch.client import Client
from searchkit.opensearch.cluster_addresses import read_address
from searchkit.opensearch.cluster_state import ClusterStore, Lease
from searchkit.opensearch.replicas import make_replicas, wanted
from tests.helpers.answering_servers import saying, serving

pytest.importorskip("urllib3")

INDICES = "news.articles-1,news.words-1"
PLACELESS = {
    "status": "yellow",
    "initializing_shards": 0,
    "number_of_data_nodes": 2,
    "active_shards": 4,
    "active_primary_shards": 4,
}
COPYING = {**PLACELESS, "initializing_shards": 1}


class Asked(NamedTuple):
    """What a cluster was asked to change."""

    changes: list[str]
    left: list[Mapping[str, object]]


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replicas, "_LOOK", 0)
    monkeypatch.setattr(replicas, "_IDLE", 0.05)


def made(noted: Mapping[str, object], *healths: Mapping[str, object], lost: bool = False) -> Asked:
    """Have replicas made by a cluster whose health is one after another, the last for ever."""
    asked = Asked([], list(healths))

    def content(handler: BaseHTTPRequestHandler) -> object:
        if handler.command != "GET":
            asked.changes.append(f"{handler.command} {handler.path.removeprefix(f'/{INDICES}/')}")
            if handler.path.endswith("/_flush"):
                return {"_shards": {"failed": 0}}
        elif handler.path.startswith("/_cluster/health/"):
            return asked.left.pop(0) if len(asked.left) > 1 else asked.left[0]
        settings = {"index": {"number_of_replicas": "0"}}
        index = {"settings": settings, "mappings": {"_meta": noted}}
        return dict.fromkeys(INDICES.split(","), index)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        saying(content(handler))(handler)

    with serving(answer) as port:
        store = ClusterStore(Client(read_address(f"opensearch://127.0.0.1:{port}/news")))
        lease = Lease(store)
        lease._lost = lost
        make_replicas(store, lease, 1)
    return asked


def test_replicas_are_made_of_files_and_waited_for() -> None:
    asked = made({"replicas": 1}, COPYING, COPYING, {"status": "green"})

    assert asked.changes == ["POST _flush", "PUT _settings", "PUT _mapping"]
    assert len(asked.left) == 1


def test_where_they_are_there_nothing_is_asked() -> None:
    assert made({}, {"status": "red"}).changes == []


@pytest.mark.parametrize(
    "health", [PLACELESS, {**PLACELESS, "number_of_data_nodes": 1}, {}], ids=json.dumps
)
def test_what_has_no_place_is_not_waited_for(health: Mapping[str, object]) -> None:
    assert made({"replicas": 1}, health).changes[-1] == "PUT _mapping"


def test_where_a_part_of_the_index_is_lost_it_is_not_committed() -> None:
    with pytest.raises(ClusterRefusedError, match="a part of the index is not there"):
        made({"replicas": 1}, COPYING, {"status": "red"})


def test_a_writer_that_was_replaced_does_not_wait() -> None:
    with pytest.raises(IndexLockedError):
        made({"replicas": 1}, COPYING, lost=True)


def test_an_answer_that_is_none_is_an_error_of_one_line() -> None:
    with pytest.raises(ClusterRefusedError, match="it answers something else than OpenSearch does"):
        made({"replicas": "many"}, COPYING)


def test_how_many_are_wanted_is_noted_until_they_are_there() -> None:
    settings = {"index": {"number_of_replicas": "2"}}

    assert wanted({"settings": settings, "mappings": {"_meta": {"replicas": 1}}}) == 1
    assert wanted({"settings": settings, "mappings": {}}) == 2
