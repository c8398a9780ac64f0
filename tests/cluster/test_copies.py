"""Copies are the same on a cluster as in a directory, and folded alike, whatever was before."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import searchkit
from searchkit.engine import PageRequest
from searchkit.index import Index
from searchkit.opensearch import cluster_copies, copies_written
from searchkit.query.filters import SORTS, Filters, Sort
from searchkit.query.parsing import parse
from searchkit.results import Results
from searchkit.results.similar_articles import SimilarArticles
from tests.helpers.changing_folders import write_records
from tests.helpers.on_cluster import HOSTS, Both, new_address, on_cluster

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(HOSTS is None, reason="no cluster runs for the tests: make test-cluster"),
]

chance = random.Random(7)
VOCABULARY = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=5)) for _ in range(3000)]
STORIES = [[*chance.choices(VOCABULARY, k=120)] for _ in range(6)]
for number, story in enumerate(STORIES):
    story[10::15] = ["tide"] * 8
    story[7 : 7 + number] = ["moon"] * number
OUTLETS = ["Harbour Gazette", "Quayside Weekly", "Tern", None]
Corpus = Mapping[str, dict[str, object]]


def edited(words: list[str]) -> list[str]:
    """A story as one of several outlets prints it."""
    match chance.randrange(6):
        case 0:
            return words[:90]
        case 1:
            return [*words[:40], *chance.choices(VOCABULARY, k=20), *words[60:]]
        case 2:
            return [*VOCABULARY[20:35], *words]
        case 3:
            return [*words[:70], *chance.choice(STORIES)[:60]]
        case _:
            return list(words)


def record(story: int) -> dict[str, object]:
    return {
        "title": chance.choice(["Tide", "Spring tide", "Tide 1"]),
        "text": " ".join(edited(STORIES[story])),
        "date": chance.choice(["2018-03-14", "2018-03-16", "2018-03-30", None]),
        "source": chance.choice(OUTLETS),
    }


def corpora() -> list[Corpus]:
    """A corpus, and what becomes of it: articles that come, go, change and come back."""
    first: Corpus = {f"a{number:02}": record(number % 6) for number in range(24)}
    fewer = {name: one for name, one in first.items() if int(name[1:]) % 5}
    more = {**fewer, **{f"b{number:02}": record(number % 6) for number in range(9)}}
    changed = {name: record(2) if name in {"a03", "b01"} else one for name, one in more.items()}
    return [first, fewer, more, {**changed, "a00": first["a00"]}]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("copies")
    address = new_address()
    for corpus in corpora():
        write_records(folder / "corpus", corpus)
        for place in (folder / "index", address):
            searchkit.update(place, folder / "corpus", allow_removals=True)
    with searchkit.open(folder / "index") as local, searchkit.open(address) as distant:
        yield Both(local, distant)


def clusters(index: Index, query: str = "") -> list[list[str]]:
    return [[one.key for one in each.articles] for each in index.copies(query, limit=100)]


def shown(found: Results | SimilarArticles) -> list[object]:
    return [(hit.key, [copy.key for copy in hit.copies]) for hit in found]


def test_clusters_are_the_same_after_articles_came_and_went(copied: Both) -> None:
    found = clusters(copied.local)

    assert max(map(len, found)) > 3
    assert clusters(copied.distant) == found


@pytest.mark.parametrize("query", ["moon", '"moon moon"', "tide -moon", "nowhere"])
def test_clusters_of_a_query_are_the_same(copied: Both, query: str) -> None:
    assert clusters(copied.distant, query) == clusters(copied.local, query)


def test_the_cluster_of_an_article_is_the_same(copied: Both) -> None:
    for key in copied.local.keys():  # noqa: SIM118 # an index is no mapping
        one, other = (index.copies(article=key) for index in copied)
        assert (other.total, [*other]) == (one.total, [*one])


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("ranking", ["full", "first"])
@pytest.mark.parametrize(
    "query", ["tide", "moon", "tide moon", "tide OR abcde", "since:2018-03-15"]
)
def test_hits_are_folded_alike(
    copied: Both, query: str, sort: Sort, ranking: searchkit.RankingName
) -> None:
    for offset, limit in ((0, 3), (3, 3), (0, 100)):
        one, other = (
            index.search(
                query,
                fold=True,
                sort=sort,
                ranking=ranking,
                offset=offset,
                limit=limit,
                snippets=0,
            )
            for index in copied
        )

        assert shown(other) == shown(one)
        assert (other.total, other.more, other.groups) == (one.total, one.more, one.groups)


def test_groups_are_counted_without_a_page(copied: Both) -> None:
    for query in ("tide", "moon", "moon nowhere", "nowhere"):
        one, other = (
            index._current().view.find(parse(query).node, Filters(), PageRequest(fold=True))
            for index in copied
        )

        assert (other.groups, other.more_groups) == (one.groups, one.more_groups)


def test_filters_decide_which_copies_are_folded(copied: Both) -> None:
    one, other = (index.search("tide", fold=True, source="tern", limit=50) for index in copied)

    assert shown(other) == shown(one)
    assert 0 < (one.groups or 0) == other.groups


def test_what_is_like_an_article_is_folded_alike(copied: Both) -> None:
    for key in ("a01", "a04", "b02"):
        for fold in (True, False):
            one, other = (index.similar(f"{key}.json", fold=fold, limit=8) for index in copied)
            assert shown(other) == shown(one)
            assert (other.total, other.groups) == (one.total, one.groups)


def test_copies_come_along_to_a_cluster_and_back(copied: Both, tmp_path: Path) -> None:
    address = new_address()
    searchkit.transfer(copied.local.address, address)
    searchkit.transfer(address, tmp_path / "index")

    for place in (address, tmp_path / "index"):
        with searchkit.open(place) as moved:
            assert clusters(moved) == clusters(copied.local)


def test_pages_of_a_few_and_what_is_held_of_a_few_make_no_difference(
    copied: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies_written, "_PAGE", 3)
    monkeypatch.setattr(copies_written, "_HASHES", 5)
    monkeypatch.setattr(copies_written, "_MOST_HELD", 0)
    monkeypatch.setattr(cluster_copies, "_PAGE", 2)
    monkeypatch.setattr(cluster_copies, "_NAMES", 3)
    monkeypatch.setattr(cluster_copies, "_FEW_ROOTS", 0)
    monkeypatch.setattr("searchkit.opensearch.transferring._RUN", 1000)
    address = on_cluster(Path(copied.local.address))

    with searchkit.open(address) as moved:
        assert clusters(moved) == clusters(copied.local)
        one, other = (index.search("tide", fold=True, limit=9) for index in (copied.local, moved))
        assert shown(other) == shown(one)
        assert other.groups == one.groups
