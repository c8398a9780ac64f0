from __future__ import annotations

import pickle
from pathlib import Path

import pytest

import searchkit
from searchkit.article import Article
from searchkit.index import Index
from searchkit.results import Hit, Results

HITS = tuple(
    Hit(
        rank=number,
        article=Article(key=f"{number}.txt", title="Tide", text="", path=f"{number}.txt"),
        score=1 / number,
        snippets=(),
    )
    for number in (1, 2, 3)
)


def test_results_are_a_sequence_of_their_hits() -> None:
    results = Results(query="tide", total=27, took=0.004, hits=HITS)

    assert len(results) == 3
    assert list(results) == list(HITS)
    assert results[0] == HITS[0]
    assert results[-2:] == HITS[1:]
    assert list(reversed(results)) == [HITS[2], HITS[1], HITS[0]]
    assert HITS[1] in results
    assert results.index(HITS[2]) == 2


def test_results_without_hits_are_false() -> None:
    assert not Results(query="tide", total=27, took=0.004, hits=(), offset=30)


def test_equal_searches_have_equal_results() -> None:
    one, other = (Results(query="tide", total=3, took=0.1, hits=HITS) for _ in range(2))

    assert one == other
    assert hash(one) == hash(other)


def test_results_and_hits_are_told_in_a_line() -> None:
    results = Results(query="tide", total=1_027, took=0.004, hits=HITS)

    assert repr(results) == "Results('tide', 3 of 1,027)"
    assert repr(HITS[0]) == "Hit(rank=1, score=1.0, article='1.txt')"
    assert repr(HITS[0].article) == "Article('1.txt', 'Tide')"


def test_a_hit_is_frozen() -> None:
    with pytest.raises(AttributeError, match=r"^Hit is frozen: rank cannot be set$"):
        HITS[0].rank = 2
    with pytest.raises(AttributeError, match=r"^Hit is frozen: score cannot be deleted$"):
        del HITS[0].score


@pytest.mark.parametrize("snippets", [0, 3])
def test_the_key_of_a_hit_is_that_of_its_article(index: Index, snippets: int) -> None:
    found = index.search("tide", snippets=snippets)

    assert [hit.key for hit in found] == [hit.article.key for hit in found]


def test_the_key_of_a_hit_is_read_without_its_article(index: Index) -> None:
    hit = index.search("tide", snippets=0)[0]

    assert (hit.key in index, hit._article) == (True, None)


@pytest.mark.parametrize("snippets", [0, 3])
def test_the_facts_of_a_hit_are_those_of_its_article(index: Index, snippets: int) -> None:
    found = index.search("", limit=100, snippets=snippets)

    assert len(found) > 5
    for hit in found:
        shown = hit.facts, (hit.title, hit.source, hit.date, hit.authors, hit.url)
        article = hit.article
        known = article.title, article.source, article.date, article.authors, article.url
        assert shown == (article.facts, known)


def test_plain_values_of_a_hit_without_snippets_need_no_article(index: Index) -> None:
    hit = index.search("tide", snippets=0)[0]
    plain, read = hit.to_dict(), hit._article

    assert (plain["title"], read) == (hit.article.title, None)


@pytest.mark.parametrize("snippets", [0, 3])
def test_results_are_pickled_whole(index: Index, snippets: int) -> None:
    found = index.search("tide", snippets=snippets)
    again = pickle.loads(pickle.dumps(found))

    assert again == found
    assert [hit.article.text for hit in again] == [hit.article.text for hit in found]


def test_results_of_an_index_that_was_closed_are_pickled_whole(memorable: Path) -> None:
    with searchkit.open(memorable) as index:
        found = index.search("tide", snippets=0)
        read = index.search("tide", snippets=0)
        texts = [hit.article.text for hit in read]

    assert [hit.article.text for hit in pickle.loads(pickle.dumps(found))] == texts
