from __future__ import annotations

from datetime import date

import pytest

from searchkit.engine import PageRequest
from searchkit.local.searching.rescoring.newest_first import Newness
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Articles
from searchkit.query import Ranking
from searchkit.query.nodes import And, DateRange, Every, Not, Word
from tests.helpers.inverting import Piece, Shelf

DATES = {
    "a": date(2018, 3, 31),
    "b": date(2018, 3, 1),
    "c": date(2018, 1, 30),
    "d": None,
    "e": date(1918, 1, 30),
}
SHELF = Shelf([[Piece(key, title="", text="tide", date=day) for key, day in DATES.items()]])


def test_what_newness_adds_halves_with_each_half_life() -> None:
    shelf = Shelf([[Piece(key, title="", text="tide", date=DATES[key]) for key in "abcd"]])

    factors = Newness(Articles(shelf.segments())).factors(30).tolist()

    assert factors == pytest.approx([1, 0.75, 0.625, 0.75])  # the last one as the median


def test_a_score_is_at_most_halved_however_old_an_article_is() -> None:
    assert Newness(Articles(SHELF.segments())).factors(30)[-1] == 0.5


def test_deleted_articles_are_neither_the_newest_nor_the_median() -> None:
    with_deleted = Shelf(SHELF.parts, frozenset("ab"))

    factors = Newness(Articles(with_deleted.segments())).factors(30)

    assert factors[2] == 1
    assert factors[0] == 1  # which is not found


def test_an_article_of_the_future_is_no_newer_than_one_of_today() -> None:
    days = {"a": date(2999, 1, 1), "b": date(2020, 1, 1)}
    shelf = Shelf([[Piece(key, title="", text="tide", date=day) for key, day in days.items()]])

    ages = Newness(Articles(shelf.segments())).ages

    assert ages[0] == 0
    assert 0 < ages[1] < 300 * 365


def test_without_dates_nothing_is_old() -> None:
    shelf = Shelf([[Piece(key, title="", text="tide") for key in "ab"]])

    assert Newness(Articles(shelf.segments())).factors(30).tolist() == [1, 1]


@pytest.mark.parametrize("node", [Word("tide"), And((Word("tide"), DateRange(date(1900, 1, 1))))])
def test_newer_articles_come_first_and_as_many_are_found(node: Word | And) -> None:
    searcher = Searcher(SHELF.segments(), SHELF.languages)
    plain = searcher.find(node, request=PageRequest(limit=5))

    found = searcher.find(node, request=PageRequest(limit=5, ranking=Ranking(half_life=30)))

    assert found.total == plain.total
    keys = ["abdce"[at] for at in range(5)]
    assert ["abcde"[number] for number, _ in found.hits] == [
        key for key in keys if node == Word("tide") or DATES[key]
    ]
    assert found.hits[0][1] == pytest.approx(plain.hits[0][1])


def test_what_has_no_score_stays_without_one() -> None:
    searcher = Searcher(SHELF.segments(), SHELF.languages)

    for node in (Every(), Not(Word("moon"))):
        found = searcher.find(node, request=PageRequest(limit=5, ranking=Ranking(half_life=30)))
        assert {score for _, score in found.hits} == {0}
