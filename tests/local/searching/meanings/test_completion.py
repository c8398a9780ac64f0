"""Completion, beside what looking at every word of every article gives."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.local.searching.meanings.completion import complete
from searchkit.local.searching.meanings.vocabulary import Vocabulary
from searchkit.local.searching.segments import SegmentField
from searchkit.results import Completion
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.trees import near_words, shelves, shelves_of_near_words


def form_fields(shelf: Shelf) -> tuple[SegmentField, ...]:
    return Vocabulary(shelf.segments(), shelf.languages).form_fields


def words_of(shelf: Shelf, prefix: str, limit: int) -> tuple[Completion, ...]:
    return complete(prefix, shelf.segments(), form_fields(shelf), kind="word", limit=limit)


@settings(max_examples=40)
@given(shelves(), st.sampled_from(["t", "T", "ré", "re", "tide", "x", "news "]), st.integers(0, 4))
@example(  # a word that has one term in French and another in English
    Shelf(
        [
            [
                Piece("a", "tide tide tied", language="fr"),
                Piece("b", "tide tides", "tides tides"),
                Piece("c", "tidal"),
            ]
        ]
    ),
    "t",
    1,
)
def test_the_most_frequent_words_that_begin_so_complete_it(
    shelf: Shelf, prefix: str, limit: int
) -> None:
    begun = analysis.fold(prefix)
    fit = [(-count, word) for word, count in shelf.forms.items() if word.startswith(begun)]
    expected = [Completion(word, "word", -count) for count, word in sorted(fit)[:limit]]

    assert list(words_of(shelf, prefix, limit)) == expected


@settings(max_examples=40)
@given(shelves_of_near_words(), near_words, st.integers(0, 4))
def test_words_among_very_many_are_found_too(shelf: Shelf, prefix: str, limit: int) -> None:
    prefix = prefix[:1]
    fit = [(-count, word) for word, count in shelf.forms.items() if word.startswith(prefix)]
    expected = [Completion(word, "word", -count) for count, word in sorted(fit)[:limit]]

    assert list(words_of(shelf, prefix, limit)) == expected
