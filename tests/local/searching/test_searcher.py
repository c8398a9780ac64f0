from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.engine import Page, PageRequest
from searchkit.local.searching.scoring import leaf_scoring
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Articles, Segment
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.query import SORTS, Filters, Ranking, Sort
from searchkit.query.clues import Clues
from searchkit.query.nodes import (
    And,
    DateRange,
    Every,
    FromSource,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from searchkit.schema import UNDATED
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.oracle import Oracle, holds
from tests.helpers.trees import SOURCES, days, moments, shelves, trees

NO_FILTERS = Filters()


def keyed(page: Page, segments: tuple[Segment, ...]) -> list[tuple[str, float]]:
    """The keys of a page and their scores, in order."""
    articles = Articles(segments)
    found = []
    for reference, score in page.hits:
        segment, number = articles.locate(reference)
        column = segments[segment].arrays.column("key")
        assert isinstance(column, ReferenceColumn)
        found.append((column.values[int(column.numbers[number])].decode(), score))
    return found


def search(
    shelf: Shelf,
    node: Node,
    filters: Filters = NO_FILTERS,
    *,
    segments: tuple[Segment, ...] | None = None,
    **options: Any,
) -> tuple[int, list[tuple[str, float]]]:
    segments = shelf.segments() if segments is None else segments
    searcher = Searcher(segments, shelf.languages)
    request = PageRequest(**{"limit": 10, "some_words": True, **options})
    page = searcher.find(node, filters, request)

    assert searcher.find(node, filters, request) == page  # out of what it remembers

    return page.total + page.more, keyed(page, segments)


NAMES = [f"w{number}" for number in range(40)]


def many_articles(*, cut: int, deleted: int) -> Shelf:
    """2,000 articles with common and rare words, in segments of some hundreds or thousands."""
    chance = random.Random(7)
    weights = [1 / (rank + 1) for rank in range(len(NAMES))]

    def text(length: int) -> str:
        return " ".join(chance.choices(NAMES, weights, k=length))

    pieces = [
        Piece(
            f"{number:04}",
            title=text(chance.randint(0, 3)),
            text=text(chance.randint(1, 9)),
            source=chance.choice(SOURCES),
            date=date(2018, 1, 1 + number % 9) if number % 5 else None,
        )
        for number in range(2000)
    ]
    return Shelf(
        [pieces[first : first + cut] for first in range(0, 2000, cut)],
        frozenset(piece.key for piece in chance.sample(pieces, deleted)),
    )


COMMON, RARE, RARER = (Word(NAMES[rank]) for rank in (0, 30, 39))


@pytest.mark.parametrize(
    "node",
    [
        Or((COMMON, Word("w1"), RARE)),
        Or((RARE, RARER)),
        Or((RARER, FromSource("Tern"))),
        And((COMMON, Word("w2"))),
        And((RARER, COMMON, Not(Word("w3")))),
        And((Or((COMMON, Word("w1"))), DateRange(date(2018, 1, 2), date(2018, 1, 3)))),
        Phrase((COMMON, Word("w1"))),
        Prefix("w1"),
        Every(),
    ],
    ids=str,
)
@pytest.mark.parametrize(("cut", "deleted"), [(2000, 0), (900, 50)])
def test_the_best_of_very_many_are_those_of_an_oracle(node: Node, cut: int, deleted: int) -> None:
    shelf = many_articles(cut=cut, deleted=deleted)
    expected = Oracle(shelf.live).search(node)
    pieces = {piece.key: piece for piece in shelf.live}

    def newness(key: str) -> float:
        return -pieces[key].period[0] if pieces[key].date else math.inf

    total, found = search(shelf, node, limit=7)

    assert total == len(expected)
    assert [score for _, score in found] == pytest.approx(
        sorted(expected.values(), reverse=True)[:7], rel=1e-5
    )
    assert dict(found) == pytest.approx({key: expected[key] for key, _ in found}, rel=1e-5)
    assert found == sorted(found, key=lambda one: (-one[1], newness(one[0]), one[0]))


def test_of_articles_that_score_nothing_only_those_found_are_shown() -> None:
    shelf = many_articles(cut=2000, deleted=0)
    node = Or((And((RARER, RARE)), Not(Word("w2"))))
    expected = Oracle(shelf.live).search(node)

    total, found = search(shelf, node, limit=7)

    assert total == len(expected)
    assert dict(found).keys() <= expected.keys()


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "node",
    [
        Or((COMMON, Word("w1"), RARE)),
        Or((RARER, FromSource("Tern"))),
        And((COMMON, Word("w2"))),
        Phrase((COMMON, Word("w1"))),
        DateRange(date(2018, 1, 2), date(2018, 1, 3)),
        Every(),
    ],
    ids=str,
)
def test_the_number_of_segments_shows_in_no_bit_of_very_many(node: Node, sort: Sort) -> None:
    shelves = [many_articles(cut=cut, deleted=50) for cut in (2000, 700, 90)]

    one, few, many = (search(shelf, node, sort=sort, offset=3, limit=40) for shelf in shelves)

    assert one == few == many


def test_what_lies_in_one_segment_is_not_copied() -> None:
    (segment,) = many_articles(cut=2000, deleted=0).segments()
    articles = Articles([segment])

    assert articles.live is None
    assert np.shares_memory(articles.first_dates, segment.first_dates)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("node", [COMMON, RARER, Every()], ids=str)
def test_undated_articles_come_last_of_very_many(node: Node, sort: Sort) -> None:
    shelf = many_articles(cut=900, deleted=50)
    pieces = {piece.key: piece for piece in shelf.live}
    total, every = search(shelf, node, limit=2000)

    def order(one: tuple[str, float]) -> tuple[float, float, str]:
        seconds = pieces[one[0]].period[0]
        moment = math.inf if seconds == UNDATED else seconds if sort == "oldest" else -seconds
        return moment, -one[1], one[0]

    assert search(shelf, node, sort=sort, limit=9) == (total, sorted(every, key=order)[:9])


@settings(max_examples=120, deadline=None)
@given(shelf=shelves(), node=trees)
def test_articles_and_scores_are_those_of_an_oracle(shelf: Shelf, node: Node) -> None:
    expected = Oracle(shelf.live).search(node)

    total, found = search(shelf, node, limit=100)

    assert total == len(expected)
    assert dict(found) == pytest.approx(expected, rel=1e-5)


@settings(max_examples=100, deadline=None)
@given(shelf=shelves(), node=trees, sort=st.sampled_from(SORTS), n_asked=st.integers(1, 2))
def test_what_has_all_words_and_what_others_lack_are_those_of_an_oracle(
    shelf: Shelf, node: Node, sort: Sort, n_asked: int
) -> None:
    oracle = Oracle(shelf.live)
    some, every = oracle.search(node), oracle.of_all.search(node)
    segments = shelf.segments()
    searcher = Searcher(segments, shelf.languages)
    for _ in range(n_asked):  # what is asked again is answered in other ways
        page = searcher.find(node, request=PageRequest(sort, limit=100))
    found = dict(keyed(page, segments))
    lacks = dict(zip(found, page.lacks, strict=True)) if page.lacks else dict.fromkeys(found, ())

    assert (page.total, page.more) == (len(every), len(some) - len(every))
    assert found.keys() == (some if sort == "relevance" or not every else every).keys()
    assert lacks == {key: oracle.lacks(node, key) for key in found}
    assert {key for key in found if not lacks[key]} == found.keys() & every.keys()


@settings(max_examples=50, deadline=None)
@given(shelf=shelves(), node=trees, sort=st.sampled_from(SORTS))
def test_cutting_and_merging_show_in_nothing(shelf: Shelf, node: Node, sort: Sort) -> None:
    whole = search(shelf, node, sort=sort, limit=4)
    remade = Shelf([shelf.live])

    assert search(remade, node, sort=sort, limit=4) == whole
    assert search(shelf, node, sort=sort, limit=4, segments=shelf.merged()) == whole


@settings(max_examples=30)
@given(shelf=shelves(), node=trees)
def test_scoring_a_few_articles_gives_what_scoring_all_does(shelf: Shelf, node: Node) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leaf_scoring, "ASKING", -(1 << 30))
        few = search(shelf, node)
        patch.setattr(leaf_scoring, "ASKING", 1 << 30)
        every = search(shelf, node)

    assert few == every


@settings(max_examples=40, deadline=None)
@given(shelf=shelves(), nodes=st.lists(trees, min_size=1, max_size=3))
def test_what_is_remembered_shows_in_nothing(shelf: Shelf, nodes: list[Node]) -> None:
    segments = shelf.segments()
    fresh = [
        Searcher(segments, shelf.languages).find(node, request=PageRequest(limit=10))
        for node in nodes
    ]
    searcher = Searcher(segments, shelf.languages)

    for _ in range(2):
        assert [searcher.find(node, request=PageRequest(limit=10)) for node in nodes] == fresh


@settings(max_examples=50, deadline=None)
@given(
    shelf=shelves(),
    node=trees,
    sort=st.sampled_from(SORTS),
    offset=st.integers(0, 4),
    limit=st.integers(0, 4),
)
def test_a_page_is_a_part_of_the_whole_order(
    shelf: Shelf, node: Node, sort: Sort, offset: int, limit: int
) -> None:
    pieces = {piece.key: piece for piece in shelf.live}
    total, every = search(shelf, node, limit=100)

    def order(one: tuple[str, float]) -> tuple[float, float, str]:
        seconds = pieces[one[0]].period[0]
        newest = float("inf") if seconds == UNDATED else -seconds
        oldest = float("inf") if seconds == UNDATED else seconds
        by_date = {"newest": newest, "oldest": oldest}
        return (
            (-one[1], newest, one[0]) if sort == "relevance" else (by_date[sort], -one[1], one[0])
        )

    assert search(shelf, node, sort=sort, offset=offset, limit=limit) == (
        total,
        sorted(every, key=order)[offset : offset + limit],
    )


@settings(max_examples=40, deadline=None)
@given(
    shelf=shelves(),
    node=trees,
    sources=st.sets(st.sampled_from([*SOURCES, "none"])).map(tuple),
    period=st.tuples(*2 * [st.none() | days | moments]),
    undated=st.booleans(),
)
def test_filters_keep_articles_out_and_change_no_score(
    shelf: Shelf,
    node: Node,
    sources: tuple[str, ...],
    period: tuple[date | None, date | None],
    undated: bool,
) -> None:
    since, until = (None, None) if undated else period
    filters = Filters(sources, since, until, undated)
    kept = {
        piece.key
        for piece in shelf.live
        if (not sources or (piece.source or "none") in sources)
        and (not undated or piece.date is None)
        and ((since is None and until is None) or holds(DateRange(since, until), piece))
    }
    _, every = search(shelf, node, limit=100)

    total, found = search(shelf, node, filters, limit=100)

    assert total == len(found)
    assert found == [one for one in every if one[0] in kept]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (date(2018, 3, 15), date(2017, 5, 1)),
        (datetime(2018, 3, 15, tzinfo=UTC), datetime(2018, 3, 14, tzinfo=UTC)),
        (date(2018, 3, 15), datetime(2018, 3, 14, 23, 59, tzinfo=ZoneInfo("Pacific/Honolulu"))),
    ],
)
def test_a_stretch_of_time_that_runs_backwards_has_no_article(since: date, until: date) -> None:
    shelf = Shelf([[Piece(str(day), date=date(2018, 3, day)) for day in range(1, 29)]])

    assert search(shelf, DateRange(since, until)) == (0, [])


def test_clocks_that_were_put_back_in_between_are_no_range_that_runs_backwards() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    since = datetime(2018, 10, 28, 2, 50, tzinfo=berlin)
    until = datetime(2018, 10, 28, 2, 10, tzinfo=berlin, fold=1)
    at = {
        "by clocks": datetime(2018, 10, 28, 2, 30),  # noqa: DTZ001
        "after": datetime(2018, 10, 28, 1, 30, tzinfo=UTC),
        "within": datetime(2018, 10, 28, 1, 5, tzinfo=UTC),
    }
    shelf = Shelf([[Piece(key, date=moment) for key, moment in at.items()]])

    assert search(shelf, DateRange(since, until)) == (2, [("by clocks", 0), ("within", 0)])


@settings(max_examples=60)
@given(shelves(), trees)
def test_an_acronym_that_decides_nothing_scores_as_a_relative_does(
    shelf: Shelf, node: Node
) -> None:
    segments = shelf.segments()
    clues = Clues(acronyms=(Word("US"),))
    searcher = Searcher(segments, shelf.languages)
    first = Ranking("first")
    oracle = Oracle(shelf.live)
    found = oracle.search(node)
    added = oracle.search(Word("US", whole_stem=True))

    page = searcher.find(node, request=PageRequest(limit=100, ranking=first, clues=clues))
    pieces = [piece for part in shelf.parts for piece in part]

    plain = searcher.find(node, request=PageRequest(limit=100, ranking=first))
    assert (page.total, page.more, page.leaves) == (plain.total, plain.more, plain.leaves)
    assert {pieces[number].key: score for number, score in page.hits} == {
        key: pytest.approx(score + 0.6 * added.get(key, 0), rel=1e-5, abs=1e-6)
        for key, score in found.items()
    }
