"""What notes suggest, in place of what was typed."""

from searchkit.article import Span
from searchkit.notes import Note, corrected


def test_a_query_is_corrected_in_all_places_at_once() -> None:
    notes = [
        Note("b", Span(5, 9), "moon"),
        Note("a", Span(0, 4), "tide"),
        Note("nothing is suggested", Span(10, 12)),
        Note("it is about a filter", None, "The Post"),
    ]

    assert corrected("tyde mooon of", notes) == "tide moonn of"
    assert corrected("tyde", notes[2:]) is None


def test_of_suggestions_for_the_same_part_the_first_is_taken() -> None:
    notes = [
        Note("a", Span(0, 9), '"a b c d"'),
        Note("b", Span(2, 5), "x"),
        Note("c", Span(9, 9), "!"),
    ]

    assert corrected("a b c d e", notes) == '"a b c d"!'
