from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.engine import PageRequest
from searchkit.local.searching.rescoring import stages
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Segment
from searchkit.query import Ranking, parse
from searchkit.query.bare_words import plain_query
from searchkit.query.clues import NO_CLUES
from searchkit.query.parsing import ParsedQuery
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.oracle import Oracle
from tests.helpers.trees import shelves

WORDS = ["tide", "moon", "the", "of", "sea"]
QUERIES = [
    "tide moon",
    "the tide of the sea",
    "title:(tide moon) sea",
    "(moon sea)^2 -tide",
    "of the",
]


def page(
    shelf: Shelf, query: ParsedQuery, segments: tuple[Segment, ...] | None = None, **options: Any
) -> list[tuple[str, float]]:
    """The keys of a page and their scores, in order."""
    segments = shelf.segments() if segments is None else segments
    searcher = Searcher(segments, shelf.languages)
    request = PageRequest(clues=query.clues, **{"limit": 10, **options})
    found = searcher.find(query.node, request=request)

    assert searcher.find(query.node, request=request) == found  # as it is remembered

    hits = []
    for number, score in found.hits:
        segment, there = searcher.articles.locate(number)
        hits.append((segments[segment].key(there), score))
    return hits


def shelf_of(n: int, *, cut: int) -> Shelf:
    """Articles of few words, so that most have each pair, and many are level."""
    chance = random.Random(3)

    def text(most: int) -> str:
        return " ".join(chance.choices([*WORDS, "gull"], k=chance.randint(1, most)))

    every = [
        Piece(f"{number:03}", title=text(3), text=text(12), date=date(2018, 1, 1 + number % 9))
        for number in range(n)
    ]
    return Shelf([every[start : start + cut] for start in range(0, n, cut)])


@given(shelf=shelves(), text=st.lists(st.sampled_from(WORDS), min_size=2, max_size=4).map(" ".join))
def test_scores_with_pairs_are_those_of_an_oracle(shelf: Shelf, text: str) -> None:
    query = plain_query(text)
    oracle = Oracle(shelf.live)
    expected = oracle.looked_at(oracle.search(query.node), query.clues.pairs)

    found = dict(page(shelf, query))

    assert found == {key: pytest.approx(score, rel=1e-5) for key, score in expected.items()}


@pytest.mark.parametrize("text", QUERIES)
def test_the_order_is_that_of_an_oracle_and_does_not_depend_on_segments(text: str) -> None:
    query = parse(text, language="en")
    whole, cut = shelf_of(90, cut=90), shelf_of(90, cut=31)
    oracle = Oracle(whole.live)
    pieces = {piece.key: piece for piece in whole.live}
    scores = oracle.looked_at(oracle.search(query.node), query.clues.pairs)
    expected = sorted(scores, key=lambda key: (-round(scores[key], 5), -pieces[key].period[0], key))

    found = page(whole, query, limit=90)

    assert [key for key, _ in found] == expected
    assert page(cut, query, limit=90) == found
    assert page(cut, query, segments=cut.merged(), limit=90) == found


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("recent", [None, 3.0])
def test_pages_show_each_article_once_beyond_the_best_too(
    text: str, recent: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stages, "BEST", 30)
    shelf, query = shelf_of(90, cut=40), parse(text, language="en")
    ranking = Ranking(half_life=recent)

    whole = page(shelf, query, limit=90, ranking=ranking)
    first = page(shelf, query, limit=90, ranking=Ranking("first", half_life=recent))

    for size in (7, 10, 30, 45):
        pages = (
            page(shelf, query, offset=offset, limit=size, ranking=ranking)
            for offset in range(0, 90, size)
        )
        assert [hit for each in pages for hit in each] == whole
    assert len({key for key, _ in whole}) == len(whole) == len(first)
    assert {key for key, _ in whole[:30]} == {key for key, _ in first[:30]}
    assert whole[30:] == first[30:]
    scores = [score for _, score in whole]
    assert scores == sorted(scores, reverse=True)


def test_a_pair_side_by_side_counts_more_than_one_with_a_word_between() -> None:
    texts = {
        "apart": "moon sea gull gull gull tide",
        "between": "tide gull moon gull gull sea",
        "joined": "tide moon gull gull gull sea",
        "turned": "moon tide gull gull gull sea",
    }
    shelf = Shelf([[Piece(key, title="", text=text) for key, text in texts.items()]])

    scores = dict(page(shelf, parse("tide moon")))

    assert scores["joined"] > scores["between"] > scores["apart"] == scores["turned"]


def test_very_common_words_count_where_they_follow_each_other() -> None:
    texts = {
        "other": "not that or what it is to say it may be china",
        "quoted": "that is what it may say to be or not china",
    }
    shelf = Shelf([[Piece(key, title="", text=text) for key, text in texts.items()]])

    found = page(shelf, parse("to be or not china", language="en"))

    assert [key for key, _ in found] == ["quoted", "other"]
    assert found[0][1] > found[1][1]


def test_each_stage_can_be_left_out() -> None:
    shelf, query = shelf_of(20, cut=20), parse("tide moon")
    first = page(shelf, query, ranking=Ranking("first"))

    assert page(shelf, query, ranking=Ranking(pairs=False)) == first  # there are no signatures
    assert page(shelf, query, ranking=Ranking(likeness=False)) == page(shelf, query)
    assert page(shelf, query, ranking=Ranking(pairs=False, likeness=False)) == first


def test_only_the_full_ranking_looks_at_pairs() -> None:
    shelf = shelf_of(20, cut=20)
    query = parse("tide moon")
    alone = page(shelf, query.replace(clues=NO_CLUES))

    assert page(shelf, query) != alone
    assert page(shelf, query, ranking=Ranking("first")) == alone
