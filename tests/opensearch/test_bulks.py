"""Bulks: what is sent, what is sent again, and what a cluster says that cannot be carried out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from searchkit.errors import ClusterRefusedError, IndexLockedError
from searchkit.opensearch import bulks
from searchkit.opensearch.article_documents import Document
from searchkit.opensearch.bulks import Bulks
from searchkit.opensearch.client import Client
from searchkit.opensearch.cluster_addresses import read_address
from searchkit.opensearch.cluster_state import ClusterStore, Lease
from tests.helpers.answering_servers import saying, serving

pytest.importorskip("urllib3")

DONE = {"index": {"status": 201}}


class Bodies(list[bytes]):
    """The bodies of the requests that a client sends, in order."""


@pytest.fixture
def bodies(monkeypatch: pytest.MonkeyPatch) -> Bodies:
    sent = Bodies()
    request = Client.request

    def noted(self: Client, method: str, path: str, content: Any = None, **others: Any) -> Any:
        if path.endswith("_bulk"):
            sent.append(content)
        return request(self, method, path, content, **others)

    monkeypatch.setattr(Client, "request", noted)
    monkeypatch.setattr(bulks, "cycle_pauses", lambda: iter([0.0] * 9))
    return sent


def written(documents: Iterable[Document], *answers: object) -> None:
    """Write documents to a cluster that gives one answer after another."""
    left = list(answers)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        saying(left.pop(0) if "_bulk" in handler.path else {"_source": {"owner": ""}})(handler)

    with serving(answer) as port:
        store = ClusterStore(Client(read_address(f"opensearch://127.0.0.1:{port}/news")))
        lease = Lease(store)
        lease.token = 7
        with Bulks(store, lease, "news.articles-1") as sending:
            sending.write(documents)


def refusing(status: int, kind: str) -> dict[str, object]:
    return {"errors": True, "items": [{"index": {"status": status, "error": {"type": kind}}}]}


def test_each_document_stands_below_what_is_done_with_it(bodies: Bodies) -> None:
    documents = [Document("a", {"title": "Ebbe – Flut"}), Document("b", {})]

    written(documents, {"errors": False, "items": [DONE, DONE]})

    (body,) = bodies
    assert list(map(json.loads, body.decode().splitlines())) == [
        {"index": {"_id": "a", "version": 7, "version_type": "external_gte"}},
        {"title": "Ebbe – Flut"},
        {"index": {"_id": "b", "version": 7, "version_type": "external_gte"}},
        {},
    ]


def test_only_what_a_cluster_is_too_busy_for_is_sent_again(bodies: Bodies) -> None:
    busy = {"index": {"status": 429, "error": {"type": "rejected_execution_exception"}}}
    documents = [Document("a", {}), Document("b", {})]

    written(documents, {"errors": True, "items": [DONE, busy]}, {"errors": False, "items": [DONE]})

    assert bodies[0].endswith(bodies[1])
    assert bodies[1].startswith(b'{"index":{"_id":"b"')


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("rejected_execution_exception", "it is too busy"),
        ("unavailable_shards_exception", "a part of the index is not there"),
    ],
)
def test_what_stays_undone_is_an_error_that_says_why(
    kind: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulks, "_PATIENCE", -1)
    monkeypatch.setattr(bulks, "_AWAY", -1)

    with pytest.raises(ClusterRefusedError, match=said):
        written([Document("a", {})], refusing(503, kind))


def test_a_later_writer_is_given_way_to() -> None:
    with pytest.raises(IndexLockedError):
        written([Document("a", {})], refusing(409, "version_conflict_engine_exception"))


def test_what_cannot_be_kept_is_an_error() -> None:
    with pytest.raises(ClusterRefusedError, match="it cannot keep an article"):
        written([Document("a", {})], refusing(400, "mapper_parsing_exception"))
