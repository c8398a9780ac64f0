"""What a snippet need not say again."""

from __future__ import annotations

from searchkit.quoting.repetition import statements
from tests.quoting.test_snippets import shown


def test_a_snippet_never_repeats_the_headline() -> None:
    text = "TIDE OVER THE WALL\n\nTide over the wall! Nobody had seen the tide coming."

    assert shown(text, "tide wall", title="“Tide over the wall”") == [
        "Nobody had seen the [tide] coming."
    ]
    assert shown("Tide over the wall is what it was.", "tide", title="Tide over the wall") == [
        "[Tide] over the wall is what it was."
    ]
    assert shown("Tide over the wall", "tide", title="Tide over the wall") == []


def test_a_passage_that_was_seen_makes_room_for_the_next_best() -> None:
    text = "The tide rose at noon.\n\nThe tide fell at six.\n\nNobody was hurt."
    seen = statements("The TIDE rose at noon…")

    assert shown(text, "tide", limit=1) == ["The [tide] rose at noon."]
    assert shown(text, "tide", limit=1, seen=seen) == ["The [tide] fell at six."]


def test_an_article_whose_passages_were_all_seen_shows_none() -> None:
    text = "Nobody was hurt.\n\nThe tide rose at noon."

    assert shown(text, "tide", seen=statements("The tide rose at noon.")) == []
    assert shown(text, "gull", seen=statements(text)) == []
