"""Words next to each other: addresses compared as arrays and one by one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.searching.matching.phrases import PhraseMatcher
from searchkit.local.searching.matching.token_addresses import (
    SHIFT,
    counted,
    distinct,
    following,
    near,
)
from searchkit.local.searching.meanings.vocabulary import Vocabulary
from searchkit.query.nodes import Before, Leaf, Near, Phrase, Word
from tests.helpers.inverting import Piece, Shelf

# Few positions of few articles, so that addresses meet; up to 60, so that one list can be
# many times longer than the other.
addresses = st.lists(
    st.builds(lambda article, position: (article << SHIFT) + position, *2 * [st.integers(0, 7)]),
    unique=True,
    max_size=60,
).map(sorted)
distances = st.integers(1, 4)


def array(numbers: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, np.int64)


@given(addresses, addresses, distances)
def test_an_address_follows_each_other_that_is_at_most_so_far_before_it(
    first: list[int], second: list[int], distance: int
) -> None:
    counts = [number % 3 + 1 for number in range(len(first))]
    once = following(array(first), None, array(second), distance)
    often = following(array(first), array(counts), array(second), distance)

    before = [
        [at for at, other in enumerate(first) if 0 < address - other <= distance]
        for address in second
    ]
    assert once.tolist() == [len(places) for places in before]
    assert often.tolist() == [sum(counts[at] for at in places) for places in before]


@given(addresses, addresses, distances)
def test_an_address_is_near_each_other_that_is_so_near_on_either_side(
    first: list[int], second: list[int], distance: int
) -> None:
    found = near(array(first), array(second), distance)

    assert found.tolist() == [
        sum(0 < abs(address - other) <= distance for other in first) for address in second
    ]


@given(st.lists(st.integers(0, 9)).map(sorted))
def test_numbers_are_counted_in_their_order(numbers: list[int]) -> None:
    every, counts = counted(array(numbers))

    assert every.tolist() == distinct(array(numbers)).tolist() == sorted({*numbers})
    assert counts.tolist() == [numbers.count(number) for number in sorted({*numbers})]


def test_a_phrase_is_found_in_each_segment_and_field_by_itself() -> None:
    first = [Piece("a", title="new moon", text="moon tide moon tide"), Piece("b", text="tide moon")]
    second = [Piece("c", title="tide", text="moon"), Piece("d", title="moon tide", text="new")]
    shelf = Shelf([first, second], frozenset())
    matcher = PhraseMatcher(Vocabulary(shelf.segments(), shelf.languages))

    def found_by(leaf: Leaf) -> dict[str, list[tuple[int, list[int], list[int]]]]:
        """Where a leaf occurs, by field: segments with articles and frequencies."""
        return {
            name: [(n, one.articles.tolist(), one.frequencies.tolist()) for n, one in found]
            for name, found in matcher.find(leaf).items()
        }

    assert found_by(Phrase((Word("moon"), Word("tide")))) == {
        "text": [(0, [0], [2])],
        "title": [(1, [1], [1])],
    }
    assert found_by(Near(Word("moon"), Word("quay"), 9)) == {}


def test_words_near_each_other_count_by_their_pairs() -> None:
    shelf = Shelf([[Piece("a", text="moon tide moon tide moon")]], frozenset())
    matcher = PhraseMatcher(Vocabulary(shelf.segments(), shelf.languages))

    def times(leaf: Leaf) -> list[int]:
        return [n for _, one in matcher.find(leaf)["text"] for n in one.frequencies.tolist()]

    assert times(Near(Word("moon"), Word("tide"), 1)) == [4]
    assert times(Before(Word("moon"), Word("tide"), 3)) == [3]
    assert times(Phrase((Word("moon"), Word("tide"), Word("moon")), slop=2)) == [4]
