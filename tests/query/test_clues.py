"""What a query says of the order alone."""

from __future__ import annotations

import pytest

from searchkit.query import parse, to_text
from searchkit.query.bare_words import plain_query
from searchkit.query.nodes import Word, leaves


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("who funding", ["WHO"]),
        ("should us cut off aid", ["US", "OFF"]),
        ("WHO funding", []),  # typed in capitals it is a word of weight
        ("the funding of it", ["IT"]),  # what only joins words is never one
        ("who", []),  # very common words alone are looked for
        ("funding who who", ["WHO"]),
        ("funding -(who grants)", []),
        ("title:(who funding)", []),
        ('"who funding"', []),
    ],
)
def test_very_common_words_that_are_left_out_may_be_acronyms(
    text: str, acronyms: list[str]
) -> None:
    found = [word.text for word in parse(text, language="en").clues.acronyms]

    assert [name for name in found if name != "SHOULD"] == acronyms


@pytest.mark.parametrize(
    ("text", "sought", "acronyms"),
    [
        ("who funding", ["who", "funding"], []),
        ("lang:en who funding", ["funding"], ["WHO"]),
        ("WHO funding lang:english", ["WHO", "funding"], []),
        ('lang:"english" (WHO funding)', ["WHO", "funding"], []),
    ],
)
def test_what_an_acronym_is_depends_on_the_language_that_a_query_names(
    text: str, sought: list[str], acronyms: list[str]
) -> None:
    parsed = parse(text, language="de")

    assert list(map(to_text, leaves(parsed.node))) == [to_text(Word(word)) for word in sought]
    assert [word.text for word in parsed.clues.acronyms] == acronyms


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("would the funding would", ["would", "the", "would"]),
        ("would", []),  # very common words alone are looked for
        ("funding -(would grants)", []),
        ("title:(would funding)", []),
    ],
)
def test_very_common_words_that_are_left_out_are_kept_each_time(
    text: str, left_out: list[str]
) -> None:
    found = parse(text, language="en").clues.left_out

    assert [word.text for word in found] == left_out


def test_a_text_read_as_plain_words_has_them_too() -> None:
    clues = plain_query("who funding the", language="en").clues

    assert [word.text for word in clues.acronyms] == ["WHO"]
    assert [word.text for word in clues.left_out] == ["who", "the"]
