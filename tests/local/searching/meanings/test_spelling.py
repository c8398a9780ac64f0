"""Suggestions for a word, beside what looking at every word of every article gives."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.local.searching.meanings import spelling
from searchkit.local.searching.meanings.spelling import nearest
from searchkit.local.searching.meanings.vocabulary import Vocabulary
from searchkit.local.searching.segments import SegmentField
from searchkit.results import Suggestion
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.oracle import edits
from tests.helpers.trees import shelves_of_near_words


def form_fields(shelf: Shelf) -> tuple[SegmentField, ...]:
    return Vocabulary(shelf.segments(), shelf.languages).form_fields


def likely(shelf: Shelf, word: str) -> list[Suggestion]:
    """The words that are near by the definition, the likeliest first."""
    most = 2 if len(word) >= 6 else 1
    found = []
    for other, count in shelf.forms.items():
        distance = edits(word, other)
        if 1 <= distance <= most and (distance == 1 or word[0] == other[0]):
            found.append((distance, -count, other))
    return [Suggestion(other, distance, -count) for distance, count, other in sorted(found)]


@settings(max_examples=40)
@given(shelves_of_near_words(), st.text("abct", min_size=2, max_size=8), st.integers(0, 4))
def test_the_nearest_and_then_the_most_frequent_words_are_suggested(
    shelf: Shelf, word: str, limit: int
) -> None:
    suggested = nearest(word, form_fields(shelf), limit=limit)

    assert list(suggested) == likely(shelf, word)[:limit]


@settings(max_examples=40)
@given(shelves_of_near_words(), st.text("abct", min_size=2, max_size=8))
def test_looking_at_few_words_at_first_changes_nothing(shelf: Shelf, word: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spelling, "_LOOKED_AT", 1)
        patch.setattr("searchkit.local.searching.meanings.edit_distance._CHUNK", 3)

        suggested = nearest(word, form_fields(shelf), limit=2)

    assert list(suggested) == likely(shelf, word)[:2]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Tdie", ["tide"]),
        ("ide", ["tide"]),
        ("stide", ["tide"]),
        ("qide", ["tide"]),
        ("itde", ["tide"]),
        ("tide", ["tides"]),
        ("naïv", ["naive"]),
        ("москвы", ["москва"]),
        ("recoverry", ["recovery"]),
        ("recvoerry", ["recovery"]),
        ("t", []),
        ("", []),
        ("x" * 2000, []),
        ("?!", []),
    ],
)
def test_a_word_that_was_mistyped_is_known_again(typed: str, expected: list[str]) -> None:
    words = "Tide tides naïve Москва recovery zeppelin"
    shelf = Shelf([[Piece("a", title=words, text="")], [Piece("b", text=words)]])

    suggested = nearest(typed, form_fields(shelf), limit=1)

    assert [one.word for one in suggested] == expected
