from __future__ import annotations

import pytest

from searchkit.query.bare_words import plain_query
from searchkit.query.nodes import Or, Word
from searchkit.query.pairs import Pair


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tide OR moon -neap", ["tide", "moon", "neap"]),
        ('title:"Spring tide"~2 NEAR/5 =sea^3', "title spring tide 2 near 5 sea 3".split()),
        ("tid* t?de /t[iy]de/", ["tid", "t", "de", "t", "iy", "de"]),
        ("I AM INTERESTED IN TIDES, OR THE SEA", ["interested", "tides", "sea"]),
        ("tide and tide", ["tide", "tide"]),
        ("To be or not to be", ["to", "be", "or", "not", "to", "be"]),
        ("…", []),
        ("", []),
    ],
)
def test_no_sign_means_anything_and_very_common_words_are_left_out(
    text: str, words: list[str]
) -> None:
    assert plain_query(text, language="en").node == Or(tuple(map(Word, words)))


def test_without_a_language_no_word_is_very_common() -> None:
    assert plain_query("the tide").node == Or((Word("the"), Word("tide")))


def test_pairs_have_the_very_common_words_that_are_not_looked_for() -> None:
    read = plain_query("the tide, and the tide", language="en")

    the, tide, and_ = map(Word, ("the", "tide", "and"))
    assert read.clues.pairs == (Pair(the, tide, weight=2), Pair(tide, and_), Pair(and_, the))
