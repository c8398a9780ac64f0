"""How many requests a search takes: each is a round trip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit.opensearch.client import Client
from searchkit.query.filters import Sort
from tests.cluster.corpora import lines
from tests.helpers.on_cluster import HOSTS, new_address

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(HOSTS is None, reason="no cluster runs for the tests: make test-cluster"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> searchkit.Index:
    folder = tmp_path_factory.mktemp("corpus")
    texts = [
        "The tide came in.",
        "The tide and the moon.",
        "A moon of cheese.",
        "Bread, not cheese.",
    ]
    records = [
        {"title": "A note", "text": text, "date": "2020-01-01", "source": "Pier Post"}
        for text in texts
    ]
    (folder / "a.jsonl").write_text(lines(records))
    address = new_address()
    searchkit.update(address, folder)
    return searchkit.open(address)


@pytest.fixture
def paths(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return where requests go, as they are sent."""
    seen: list[str] = []
    request = Client.request

    def noted(self: Client, method: str, path: str, *content: Any, **others: Any) -> Any:
        seen.append(path)
        return request(self, method, path, *content, **others)

    monkeypatch.setattr(Client, "request", noted)
    return seen


@pytest.mark.parametrize("query", ["tide", "tide OR cheese", '"the moon"', "tide AND moon"])
@pytest.mark.parametrize("snippets", [0, 2])
def test_words_that_are_known_take_one_request(
    query: str, snippets: int, index: searchkit.Index, paths: list[str]
) -> None:
    first = index.search(query, ranking="first", snippets=snippets, fold=False)
    paths.clear()
    again = index.search(query, ranking="first", snippets=snippets, fold=False)

    assert len(paths) == 1
    assert [hit.article.key for hit in again] == [hit.article.key for hit in first]
    assert [hit.snippets for hit in again] == [hit.snippets for hit in first]


def test_later_stages_take_one_more(index: searchkit.Index, paths: list[str]) -> None:
    index.search("note cheese", fold=False)
    paths.clear()
    found = index.search("note cheese", fold=False)

    assert len(paths) == 2
    assert (found.total, found.more) == (2, 2)
    assert {hit.lacks for hit in found} == {(), ("cheese",)}


def test_texts_of_a_page_come_together_where_one_is_read(
    index: searchkit.Index, paths: list[str]
) -> None:
    found = index.search("tide OR cheese", ranking="first", snippets=0, fold=False)
    paths.clear()

    assert len({hit.article.text for hit in found}) == 4
    assert len(paths) == 1


def test_where_all_articles_have_dates_none_are_counted_that_have_none(
    index: searchkit.Index, paths: list[str]
) -> None:
    index.search("moon", since="2019", until="2021", ranking="first", fold=False)
    paths.clear()
    index.search("tide", since="2019", until="2021", ranking="first", fold=False)
    index.search("tide", since="2019", until="2021", ranking="first", fold=False)

    assert len(paths) <= 3


@pytest.mark.parametrize(
    ("query", "sort", "most"),
    [
        ("tide", "relevance", 1),
        ("tide", "newest", 1),
        ("tide OR moon", "relevance", 1),
        ("tide moon", "relevance", 2),  # the other tells what each article lacks
    ],
)
def test_articles_that_have_no_date_are_counted_with_the_page(
    query: str, sort: Sort, most: int, tmp_path: Path, paths: list[str]
) -> None:
    texts = ["The tide came in.", "The tide and the moon.", "A moon of cheese.", "Bread."]
    dated = [{"title": "A note", "text": text, "date": "2020-01-01"} for text in texts]
    undated = [{"title": "A note", "text": text} for text in texts]
    (tmp_path / "a.jsonl").write_text(lines([*dated, *undated, *undated[1:]]))
    address = new_address()
    searchkit.update(address, tmp_path)
    with searchkit.open(address) as index:
        first = index.search(query, ranking="first", fold=False, since="2020", sort=sort)
        paths.clear()
        again = index.search(query, ranking="first", fold=False, since="2020", sort=sort)
        n_requests = len(paths)
        alone = index.search(query, ranking="first", fold=False, undated=True)

    assert n_requests == most
    assert [(hit.key, hit.score) for hit in again] == [(hit.key, hit.score) for hit in first]
    assert all(hit.article.date for hit in again)
    assert [note.message for note in again.notes][-1] == f"{alone.total} more have no date."
    assert again.notes == first.notes
