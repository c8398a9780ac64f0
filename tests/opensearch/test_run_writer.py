"""Runs written to a cluster: in which order it gets their words and their articles."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from searchkit.local.writing.runs import Run
from searchkit.opensearch import bulks, run_writer
from searchkit.opensearch.article_documents import RunCopies
from searchkit.opensearch.bulks import Bulks
from searchkit.opensearch.client import Client
from searchkit.opensearch.cluster_addresses import read_address
from searchkit.opensearch.cluster_state import ClusterStore, Lease
from searchkit.opensearch.run_writer import RunWriter
from tests.helpers.finished_runs import run_of


class NoCopies:
    """In place of what finds copies: there are none, and much was written."""

    holds_too_many = True

    def __init__(self, *_: object) -> None:
        pass

    def let_go(self) -> None:
        pass

    def of_run(self, run: Run, _: object = None) -> RunCopies:
        return RunCopies([[]] * run.n_articles, ["a"] * run.n_articles, [[]] * run.n_articles)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The indices of the bulks that were acknowledged, in order."""
    acknowledged: list[str] = []

    def sent(self: Bulks, _: Iterable[bytes]) -> None:
        acknowledged.append(self._index.removeprefix("news.").removesuffix("-1"))

    monkeypatch.setattr(run_writer, "CopiesWritten", NoCopies)
    monkeypatch.setattr(Bulks, "_sent", sent)
    monkeypatch.setattr(bulks, "_BYTES", 1)
    return acknowledged


def writer() -> RunWriter:
    store = ClusterStore(Client(read_address("opensearch://127.0.0.1:1/news")))
    return RunWriter(store, Lease(store), 1)


def test_no_article_is_sent_before_its_words_are_there(done: list[str]) -> None:
    one = writer()
    with one.writing():
        one.write(run_of("The tide came.", "The tide went."))
        one.write(run_of("The moon came."))

    assert done == ["words"] * 4 + ["articles"] * 2 + ["words", "articles"]


def test_some_articles_of_a_run_are_written_again(done: list[str]) -> None:
    one = writer()
    with one.writing():
        one.write_again(run_of("The tide came.", "The tide went.", "Ice."), [False, True, False])

    assert done == ["articles"]
