"""What a cluster answers is what an index in a directory answers, for all that can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import searchkit
from searchkit.results import Results
from searchkit.results.explanations import ScorePart
from tests.cluster.corpora import lines, records
from tests.helpers.on_cluster import HOSTS, Both, new_address

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(HOSTS is None, reason="no cluster runs for the tests: make test-cluster"),
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("parity")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.jsonl").write_text(lines(records()), encoding="utf-8")
    address = new_address()
    one = searchkit.update(folder / "index", folder / "corpus")
    other = searchkit.update(address, folder / "corpus")
    assert other.replace(took=0) == one.replace(took=0)
    with searchkit.open(folder / "index") as local, searchkit.open(address) as distant:
        yield Both(local, distant)


QUERIES = """
tide|tides|news|naive|naïve|WHO|who funding|US|us|R&D|nation|social|otters|zeitung|nouvelles|marée
=tide|=tides|tid*|t?de|*ide|bo*t|/t[iy]de/|/ti.*/|/\\w+ide/|tide~|harbor~2|hrbour~|b*
"spring tide"|"the tide"|"tide the tide"|"tid* moon"|"spring tide"~2|"harbour counted boats"~3
tide NEAR/3 moon|moon BEFORE/4 tide|tide NEAR/2 tide|bo* NEAR/4 quay
tide moon|tide moon harbour|tide OR moon|tide AND moon|tide -moon|tide +moon|(tide OR moon) boat
tide^3 OR moon|title:tide|title:(tide moon)|text:moon tide|title:"harbour quay"|(tide moon)^2 boat
source:"the marram post"|source:tern tide|source:none|lang:de|lang:fr tide|lang:de boote
author:marsh|author:"ada marsh" tide|url:news.example.org/3
url:example.org tide|since:2019|until:2018 tide
since:2018-03 until:2019-05-07|since:2020-01-01 until:2020-01-02|date:2018|tide since:2019
nowhere|tide nowhere|nowhere AND tide|lang:xx|source:nobody
"""

TYPED = [query for line in QUERIES.strip().splitlines() for query in line.split("|")]


def shown(results: Results) -> list[object]:
    return [(hit.article.key, hit.snippets, hit.title_spans, hit.lacks) for hit in results]


def scores(results: Results) -> list[float]:
    return [hit.score or 0 for hit in results]


@pytest.mark.parametrize("query", TYPED)
def test_a_query_finds_the_same_articles(both: Both, query: str) -> None:
    one, other = (
        index.search(query, limit=100, ranking="first", snippets=0)
        for index in (both.local, both.distant)
    )

    assert (other.total, other.more) == (one.total, one.more)
    assert {hit.article.key for hit in other} == {hit.article.key for hit in one}


@pytest.mark.parametrize("query", TYPED)
@pytest.mark.parametrize("ranking", ["full", "first"])
def test_a_page_is_the_same(both: Both, query: str, ranking: searchkit.RankingName) -> None:
    one, other = (index.search(query, ranking=ranking) for index in (both.local, both.distant))

    assert shown(other) == shown(one)
    assert scores(other) == pytest.approx(scores(one), rel=1e-5)
    assert other.notes == one.notes


@pytest.mark.parametrize(
    "query",
    ["tides^3", "tide^1.1 OR boats^0.7", "(tides OR boats)^3 moon", "(tide^3 OR boat)^2.3 OR moon"],
)
def test_scores_are_multiplied_as_exactly(both: Both, query: str) -> None:
    one, other = (
        index.search(query, limit=100, ranking="first", snippets=0)
        for index in (both.local, both.distant)
    )

    assert list(map(np.float32, scores(other))) == scores(one)
    assert [hit.article.key for hit in other] == [hit.article.key for hit in one]


@pytest.mark.parametrize(
    "query",
    ['"spring tide came over the quay and the harbour"~4', '"t* *e"', "*e NEAR/3 t*", '"* * tide"'],
)
def test_words_that_go_together_in_very_many_ways_are_found_without_counting(
    both: Both, query: str
) -> None:
    one, other = (both.local.search(query, limit=100), both.distant.search(query, limit=100))

    assert one.total == other.total > 0
    assert {hit.article.key for hit in other} == {hit.article.key for hit in one}


@pytest.mark.parametrize("query", ["tide", "tide moon", "boat OR quay", "since:2018"])
@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
def test_pages_fit_together(both: Both, query: str, sort: searchkit.Sort) -> None:
    whole = both.local.search(query, sort=sort, limit=100, snippets=0)
    pages = [
        both.distant.search(query, sort=sort, limit=7, offset=offset, snippets=0)
        for offset in range(0, len(whole.hits) + 7, 7)
    ]

    assert [h.article.key for page in pages for h in page] == [h.article.key for h in whole]


@pytest.mark.parametrize("query", ["tide", "tide moon"])
def test_what_is_new_comes_first_where_that_is_asked(both: Both, query: str) -> None:
    one, other = (index.search(query, recent="1 year") for index in (both.local, both.distant))

    assert shown(other) == shown(one)
    assert scores(other) == pytest.approx(scores(one), rel=1e-3)


@pytest.mark.parametrize("options", [{"source": "tern"}, {"since": "2019"}, {"undated": True}])
def test_filters_let_the_same_pass(both: Both, options: dict[str, object]) -> None:
    one, other = (
        index.search("tide OR boat", limit=100, **options)  # type: ignore[arg-type]
        for index in (both.local, both.distant)
    )

    assert shown(other) == shown(one)
    assert other.notes == one.notes


def test_the_index_holds_the_same(both: Both) -> None:
    one, other = both.local.stats(), both.distant.stats()
    kept = {"articles", "dated", "sources", "languages", "terms", "first", "last", "corpus"}

    assert {name: getattr(other, name) for name in kept} == {
        name: getattr(one, name) for name in kept
    }
    assert both.distant.sources() == both.local.sources()
    assert sorted(both.distant.keys()) == sorted(both.local.keys())


def test_each_article_is_the_same(both: Both) -> None:
    assert sorted(both.distant, key=str) == sorted(both.local, key=str)


@pytest.mark.parametrize("word", ["tdie", "harbor", "mone", "xqzw", "ot"])
def test_misspelt_words_are_corrected_alike(both: Both, word: str) -> None:
    assert both.distant.suggest(word) == both.local.suggest(word)


@pytest.mark.parametrize("prefix", ["ti", "b", "source:t", "lang:", "title:h", "to"])
def test_what_is_typed_goes_on_alike(both: Both, prefix: str) -> None:
    assert both.distant.complete(prefix) == both.local.complete(prefix)


@pytest.mark.parametrize("query", ["tide OR moon", "soci*", '"spring tide" -moon', "title:=tide"])
def test_a_query_is_explained_alike(both: Both, query: str) -> None:
    one, other = both.local.explain(query), both.distant.explain(query)

    assert other == one


@pytest.mark.parametrize("query", ["tide", "since:2018", "boat source:tern"])
def test_a_survey_counts_the_same(both: Both, query: str) -> None:
    one, other = both.local.survey(query), both.distant.survey(query)

    assert other.replace(took=0) == one.replace(took=0)


def test_the_articles_like_one_are_the_same(both: Both) -> None:
    key = next(a.key for a in both.local if a.key.endswith("#kin"))
    one, other = (index.similar(key) for index in (both.local, both.distant))

    assert [hit.article.key for hit in other] == [hit.article.key for hit in one]
    assert other.total == one.total


EXPLAINED = """
tide moon|"the tide"|tide OR nowhere|title:tide^2 boat|moon NEAR/3 harbour|social nation|bo* quay
tide -moon|us funding|source:tern tide|since:2019 boat|(tide OR moon) -lang:de|=tides|naive R&D
"""


@pytest.mark.parametrize(
    "query", [q for line in EXPLAINED.split("\n") if line for q in line.split("|")]
)
@pytest.mark.parametrize("options", [{}, {"ranking": "first"}, {"recent": "1 year"}])
def test_the_score_of_an_article_is_explained_alike(
    both: Both, query: str, options: dict[str, Any]
) -> None:
    found = [hit.key for hit in both.local.search(query, limit=60, snippets=0, **options)]
    others = [key for key in both.local.keys() if key not in found]  # noqa: SIM118 # no mapping

    for key in [*found[:2], *found[-1:], *others[:2]]:
        one, other = (index.explain(query, article=key, **options).article for index in both)
        assert one is not None
        assert other is not None
        assert (other.is_found, other.failures) == (one.is_found, one.failures)
        assert (other.article, other.lacks) == (one.article, one.lacks)
        assert [*parts(other.score)] == [
            (*about, pytest.approx(value, rel=1e-5, abs=1e-5)) for *about, value in parts(one.score)
        ]


def parts(score: ScorePart) -> Iterator[tuple[Any, ...]]:
    """A score and all that it is made of."""
    yield score.name, score.made, score.is_found, score.value
    for part in score.parts:
        yield from parts(part)


@pytest.mark.parametrize("ranking", ["full", "first", "bm25"])
def test_the_explained_score_is_that_of_the_search(
    both: Both, ranking: searchkit.RankingName
) -> None:
    for hit in both.distant.search("tide OR boats", limit=5, ranking=ranking, snippets=0):
        found = both.distant.explain("tide OR boats", article=hit.key, ranking=ranking).article

        assert found is not None
        assert found.score.value == pytest.approx(hit.score, rel=1e-5)


def test_an_index_moves_to_a_directory_and_is_the_same_there(both: Both, tmp_path: Path) -> None:
    report = searchkit.transfer(both.distant.address, tmp_path / "index")

    assert report.articles == 65
    with searchkit.open(tmp_path / "index") as moved:
        assert shown(moved.search("tide moon")) == shown(both.local.search("tide moon"))
        update = moved.update()
        assert (update.added, update.unchanged) == (0, 65)
