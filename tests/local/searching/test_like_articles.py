"""Like articles of segments, against looking at every word of every article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.local.searching.searcher import Searcher
from searchkit.query import SORTS, Filters, Sort
from tests.helpers import likeness
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.trees import shelves

NO_FILTERS = Filters()

weights = st.floats(0.5, 4)
terms_of_shelves = st.dictionaries(
    st.sampled_from(["tide", "tidal", "sea", "new", "news", "US", "mang", "nothing"]),
    weights,
    max_size=7,
)


def key_of(shelf: Shelf, number: int) -> str:
    return [piece.key for part in shelf.parts for piece in part][number]


def alike(
    searcher: Searcher,
    shelf: Shelf,
    terms: dict[str, float],
    *,
    filters: Filters = NO_FILTERS,
    least: int = 1,
    leaving_out: tuple[int, ...] = (),
    sort: Sort = "relevance",
    limit: int = 10,
) -> tuple[int, list[tuple[str, float, tuple[int, ...]]]]:
    page = searcher.alike(
        list(terms.items()),
        filters,
        least=least,
        leaving_out=leaving_out,
        sort=sort,
        limit=limit,
    )
    return page.total, [
        (key_of(shelf, number), score, shared)
        for (number, score), shared in zip(page.hits, page.shared, strict=True)
    ]


@given(shelf=shelves(), terms=terms_of_shelves, most=st.integers(1, 5))
def test_the_terms_that_weigh_most_are_chosen(
    shelf: Shelf, terms: dict[str, float], most: int
) -> None:
    searcher = Searcher(shelf.segments(), shelf.languages)

    told = searcher.telling_terms(terms, most=most)

    assert told == likeness.telling_terms(shelf.live, terms, most=most)


@given(shelf=shelves(), terms=terms_of_shelves, least=st.integers(1, 3))
def test_articles_that_share_enough_terms_are_found_with_their_scores(
    shelf: Shelf, terms: dict[str, float], least: int
) -> None:
    total, found = alike(Searcher(shelf.segments(), shelf.languages), shelf, terms, least=least)

    expected = likeness.alike(shelf.live, list(terms.items()), least=least)
    assert total == len(expected)
    assert {key: shared for key, _, shared in found} == {
        key: shared for key, (_, shared) in expected.items()
    }
    for key, score, _ in found:
        assert score == pytest.approx(expected[key][0], rel=1e-5)
    assert [score for _, score, _ in found] == sorted((s for _, s, _ in found), reverse=True)


@settings(max_examples=40)  # merging takes long
@given(shelf=shelves(), terms=terms_of_shelves, sort=st.sampled_from(SORTS))
def test_neither_segments_nor_the_order_of_adding_show_anywhere(
    shelf: Shelf, terms: dict[str, float], sort: Sort
) -> None:
    cut = Searcher(shelf.segments(), shelf.languages)
    whole = Searcher(shelf.merged(), shelf.languages)
    merged, turned = Shelf([shelf.live]), Shelf([shelf.live[::-1]])
    other = Searcher(turned.segments(), turned.languages)

    assert other.telling_terms(terms, most=9) == whole.telling_terms(terms, most=9)
    assert alike(other, turned, terms, sort=sort) == alike(whole, merged, terms, sort=sort)
    assert cut.telling_terms(terms, most=9) == whole.telling_terms(terms, most=9)
    assert alike(cut, shelf, terms, sort=sort) == alike(whole, merged, terms, sort=sort)


PIECES = [
    Piece("a", text="tide moon sea", source="Tern"),
    Piece("b", text="tide moon", source="Gull"),
    Piece("c", title="tide moon sea", source="Tern"),
]


def test_filters_what_is_left_out_and_pages() -> None:
    shelf = Shelf([PIECES])
    searcher = Searcher(shelf.segments(), shelf.languages)
    terms = {"tide": 1.0, "moon": 1.0, "sea": 1.0}

    def keys(**options: object) -> tuple[int, list[str]]:
        total, found = alike(searcher, shelf, terms, **options)  # type: ignore[arg-type]
        return total, [key for key, _, _ in found]

    assert keys() == (3, ["c", "a", "b"])
    assert keys(limit=1) == (3, ["c"])
    assert keys(limit=0) == (3, [])
    assert keys(least=3) == (2, ["c", "a"])
    assert keys(leaving_out=(2,)) == (2, ["a", "b"])
    assert keys(filters=Filters(sources=("gull",))) == (1, ["b"])


def test_a_term_of_one_article_tells_nothing_of_others() -> None:
    shelf = Shelf([[Piece("a", text="tide moon"), Piece("b", title="moon")]])
    searcher = Searcher(shelf.segments(), shelf.languages)

    assert [told.term for told in searcher.telling_terms({"tide": 1, "moon": 1}, most=2)] == [
        "moon"
    ]
