"""Words that stand together: places compared as arrays and one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.local.searching.matching.phrases import Together
from searchkit.local.searching.matching.segment_postings import SegmentMatching
from searchkit.local.searching.matching.token_addresses import (
    SHIFT,
    common,
    counted,
    distinct,
    following,
    near,
)
from searchkit.local.searching.meanings.vocabulary import Vocabulary
from searchkit.query.nodes import Leaf, Near, Phrase, Word
from tests.local.searching.inverting import Piece, Shelf
from tests.local.searching.trees import composed_nodes, shelves

# Few positions of few articles, so that places meet; up to 60, so that one list can be
# many times longer than the other.
places = st.lists(
    st.builds(lambda article, position: (article << SHIFT) + position, *2 * [st.integers(0, 7)]),
    unique=True,
    max_size=60,
).map(sorted)
distances = st.integers(1, 4)


def array(numbers: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, np.int64)


@given(places, places)
def test_common_places_are_those_in_both(one: list[int], other: list[int]) -> None:
    found = common(array(one), array(other))

    assert found.tolist() == sorted({*one} & {*other})


@given(places, places, distances)
def test_a_place_follows_if_one_stands_at_most_so_far_before_it(
    first: list[int], second: list[int], distance: int
) -> None:
    found = following(array(first), array(second), distance)

    assert found.tolist() == [
        place for place in second if any(0 < place - before <= distance for before in first)
    ]


@given(places, places, distances)
def test_a_place_is_near_if_one_stands_so_near_on_either_side(
    first: list[int], second: list[int], distance: int
) -> None:
    found = near(array(first), array(second), distance)

    assert found.tolist() == [
        place for place in second if any(0 < abs(place - other) <= distance for other in first)
    ]


@given(st.lists(st.integers(0, 9)).map(sorted))
def test_numbers_are_counted_in_their_order(numbers: list[int]) -> None:
    every, counts = counted(array(numbers))

    assert every.tolist() == distinct(array(numbers)).tolist() == sorted({*numbers})
    assert counts.tolist() == [numbers.count(number) for number in sorted({*numbers})]


def together(shelf: Shelf, *, at_once: int) -> Together:
    """What finds words that stand together on a shelf."""
    segments = shelf.segments()
    vocabulary = Vocabulary(segments, shelf.languages)
    matchings = [SegmentMatching(segment) for segment in segments]
    return Together(matchings, vocabulary, at_once=at_once)


def found_by(words: Together, leaf: Leaf) -> dict[str, list[tuple[int, list[int], list[int]]]]:
    """Where a leaf occurs, by field: segments with articles and frequencies."""
    return {
        name: [(n, its.articles.tolist(), its.frequencies.tolist()) for n, its in found]
        for name, found in words.find(leaf).items()
    }


@settings(max_examples=60)
@given(shelves(), composed_nodes, composed_nodes, st.integers(0, 6))
def test_places_read_at_once_or_for_some_articles_are_the_same(
    shelf: Shelf, leaf: Leaf, other: Leaf, at_once: int
) -> None:
    words = together(shelf, at_once=1000)  # all places of a word that was asked for before
    commoner = together(shelf, at_once=at_once)

    found = [found_by(words, asked) for asked in (leaf, other, leaf, other)]

    assert found[:2] == found[2:]
    assert [found_by(commoner, asked) for asked in (leaf, other, leaf, other)] == found


@pytest.mark.parametrize("at_once", [0, 2, 1000])
def test_a_phrase_is_found_in_each_segment_and_field_by_itself(at_once: int) -> None:
    first = [Piece("a", title="new moon", text="moon tide moon tide"), Piece("b", text="tide moon")]
    second = [Piece("c", title="tide", text="moon"), Piece("d", title="moon tide", text="new")]
    shelf = Shelf([first, second], frozenset())

    words = together(shelf, at_once=at_once)

    found = found_by(words, Phrase((Word("moon"), Word("tide"))))

    assert found == {"text": [(0, [0], [2])], "title": [(1, [1], [1])]}
    assert found_by(words, Near(Word("moon"), Word("quay"), 9)) == {}
