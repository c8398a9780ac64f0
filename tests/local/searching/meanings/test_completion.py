"""Completion and spelling, beside what looking at every word of every article gives."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.local.searching.meanings import spelling
from searchkit.local.searching.meanings.completion import complete
from searchkit.local.searching.meanings.spelling import nearest
from searchkit.local.searching.meanings.vocabulary import Vocabulary
from searchkit.local.searching.segments import SegmentField
from searchkit.results import Completion, Suggestion
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.oracle import edits
from tests.helpers.trees import shelves

near_words = st.text("abct", min_size=1, max_size=7)


@st.composite
def shelves_of_near_words(draw: st.DrawFn) -> Shelf:
    texts = draw(st.lists(st.lists(near_words, max_size=12).map(" ".join), min_size=1, max_size=6))
    pieces = [Piece(f"{n:02}", title=text[:9], text=text) for n, text in enumerate(texts)]
    cut = draw(st.integers(0, len(pieces)))
    deleted = draw(st.sets(st.sampled_from([piece.key for piece in pieces]), max_size=2))
    return Shelf([pieces[:cut], pieces[cut:]], frozenset(deleted))


def form_fields(shelf: Shelf) -> tuple[SegmentField, ...]:
    return Vocabulary(shelf.segments(), shelf.languages).form_fields


def counted(shelf: Shelf) -> Counter[str]:
    """How often each word stands in live articles."""
    return Counter(
        form for piece in shelf.live for name in ("title", "text") for _, form in piece.tokens(name)
    )


def words_of(shelf: Shelf, prefix: str, limit: int) -> tuple[Completion, ...]:
    return complete(prefix, shelf.segments(), form_fields(shelf), kind="word", limit=limit)


@settings(max_examples=40)
@given(shelves(), st.sampled_from(["t", "T", "ré", "re", "tide", "x", "news "]), st.integers(0, 4))
def test_the_most_frequent_words_that_begin_so_complete_it(
    shelf: Shelf, prefix: str, limit: int
) -> None:
    begun = analysis.fold(prefix)
    fit = [(-count, word) for word, count in counted(shelf).items() if word.startswith(begun)]
    expected = [Completion(word, "word", -count) for count, word in sorted(fit)[:limit]]

    assert list(words_of(shelf, prefix, limit)) == expected


@settings(max_examples=40)
@given(shelves_of_near_words(), near_words, st.integers(0, 4))
def test_words_among_very_many_are_found_too(shelf: Shelf, prefix: str, limit: int) -> None:
    prefix = prefix[:1]
    fit = [(-count, word) for word, count in counted(shelf).items() if word.startswith(prefix)]
    expected = [Completion(word, "word", -count) for count, word in sorted(fit)[:limit]]

    assert list(words_of(shelf, prefix, limit)) == expected


def likely(shelf: Shelf, word: str) -> list[Suggestion]:
    """The words that are near by the definition, the likeliest first."""
    most = 2 if len(word) >= 6 else 1
    found = []
    for other, count in counted(shelf).items():
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
