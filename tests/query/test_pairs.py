from __future__ import annotations

import pytest

from searchkit.query import parse
from searchkit.query.nodes import Word
from searchkit.query.pairs import Pair, united


def pairs_of(text: str) -> list[str]:
    """The pairs of a query as text: `field:first second x weight`."""
    return [
        (f"{pair.field}:" if pair.field else "")
        + f"{pair.first.text} {pair.second.text}"
        + (f" x {pair.weight:g}" if pair.weight != 1 else "")
        for pair in parse(text, language="en").clues.pairs
    ]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("spring", []),
        ("spring tide", ["spring tide"]),
        ("high spring tide", ["high spring", "spring tide"]),
        ("tide spring tide spring", ["tide spring x 2", "spring tide"]),
        ("to be or not", ["to be", "be or", "or not"]),
        ("us china", ["us china"]),
        ("the tide", ["the tide"]),
        ("spring +tide", ["spring tide"]),
        ("spring AND tide", []),
        ("spring tide AND high water", ["spring tide", "high water"]),
        ("spring OR tide", []),
        ("spring -moon tide", ["spring tide"]),
        ("sea -(spring tide)", []),
        ("sea NOT (spring tide)", []),
        ("sea (spring tide)", ["spring tide"]),
        ("sea (spring tide)^2", ["spring tide x 2"]),
        ("spring^2 tide", []),
        ('"spring tide" moon sea', ["moon sea"]),
        ("spring tid* moon", []),
        ("spring source:Tern tide", ["spring tide"]),
        ("title:(spring tide) moon", ["title:spring tide"]),
        ("source:(Tern Post)", []),
    ],
)
def test_words_that_stand_side_by_side_are_pairs(text: str, pairs: list[str]) -> None:
    assert pairs_of(text) == pairs


def test_the_same_pairs_become_one_with_their_weights_added() -> None:
    tide, moon = Word("tide"), Word("moon")
    pairs = [
        Pair(tide, moon),
        Pair(moon, tide),
        Pair(tide, moon, weight=2),
        Pair(tide, moon, "title"),
    ]

    assert united(pairs) == (
        Pair(tide, moon, weight=3),
        Pair(moon, tide),
        Pair(tide, moon, "title"),
    )
