from __future__ import annotations

import pytest

from searchkit.query.bare_words import any_word
from searchkit.query.nodes import Or, Word


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
    assert any_word(text, language="en") == Or(tuple(map(Word, words)))


def test_without_a_language_no_word_is_very_common() -> None:
    assert any_word("the tide") == Or((Word("the"), Word("tide")))
