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
from searchkit.query.nodes import Leaf, Near, Phrase, Word
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
def test_an_address_follows_if_another_is_at_most_so_far_before_it(
    first: list[int], second: list[int], distance: int
) -> None:
    found = following(array(first), array(second), distance)

    assert found.tolist() == [
        address for address in second if any(0 < address - before <= distance for before in first)
    ]


@given(addresses, addresses, distances)
def test_an_address_is_near_another_that_is_so_near_on_either_side(
    first: list[int], second: list[int], distance: int
) -> None:
    found = near(array(first), array(second), distance)

    assert found.tolist() == [
        address
        for address in second
        if any(0 < abs(address - other) <= distance for other in first)
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
