"""`@NAME` in a query, read without an index."""

from __future__ import annotations

import pytest

from searchkit.notes import Note, NoteKind
from searchkit.query import Limits, ParsedQuery, parse, to_text
from searchkit.query.clues import NO_CLUES
from searchkit.query.saved_names import is_search_name, name_key

SAVED = {
    "tides": "tide tables",
    "moon": "moon since:2019",
    "it": "who funding",
    "facts": "source:gazette",
}


class Saved:
    """Saved searches without filters, and without an index."""

    def read(self, name: str) -> ParsedQuery | None:
        text = SAVED.get(name_key(name))
        return None if text is None else parse(text, language="en")

    def nearest(self, name: str) -> str | None:
        return "tides" if name.startswith("tid") else None


def read(text: str, **options: object) -> ParsedQuery:
    return parse(text, language="en", saved=Saved(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("@tides", "tide tables"),
        ("@TIDES", "tide tables"),
        ("@tides, ", "tide tables"),
        ("@tides wind", "+(tide tables) wind"),
        ("wind @facts", "wind AND source:gazette"),
        ("-@tides", "NOT (tide AND tables)"),
        ("wind -@tides", "wind AND NOT (tide AND tables)"),
        ("+@tides wind", "+(tide tables) wind"),
        ("@tides OR wind", "(tide tables) OR wind"),
        ("(@tides @moon)", "(tide tables) AND (moon AND date:2019-01-01..)"),
        ("@tides^2", "(tide tables)^2"),
        ("wind@tides", '"wind tides"'),
        ('"@tides"', "tides"),
        ("=@tides", "=tides"),
        ("title:@tides", "title:tides"),
        ("source:@tides", 'source:"@tides"'),
        ("@waves", "waves"),
        ("@", '""'),
    ],
)
def test_an_at_sign_before_the_name_of_a_saved_search_means_that(text: str, read_as: str) -> None:
    read_now = to_text(read(text).node)

    assert read_now.replace("T00:00:00Z", "") == read_as


def test_without_saved_searches_the_name_is_a_word() -> None:
    assert to_text(parse("@tides").node) == "tides"


def test_a_name_that_may_have_been_meant_is_noted_and_no_guess() -> None:
    parsed = read("wind @tidez", strict=True)

    assert to_text(parsed.node) == "wind tidez"
    assert parsed.notes == (
        Note(
            "There is no saved search tidez, so @tidez was read as a word.",
            parsed.notes[0].span,
            "@tides",
            NoteKind.INFORMATION,
        ),
    )


def test_the_notes_on_a_saved_search_say_which_it_is() -> None:
    parsed = read("@it budget")

    assert [note.message for note in parsed.notes] == [
        "In @it: Left out as very common: who.",
    ]
    assert parsed.notes[0].span == (0, 3)


def test_a_saved_search_alone_is_in_the_order_of_what_was_saved() -> None:
    alone, typed = read("@it"), parse("who funding", language="en")

    assert (alone.node, alone.clues) == (typed.node, typed.clues)
    assert alone.clues != NO_CLUES


def test_what_is_left_out_is_no_clue() -> None:
    assert read("wind -@it").clues == NO_CLUES


def test_all_of_a_saved_search_counts_against_the_limit_of_a_query() -> None:
    parsed = read("wind @tides", limits=Limits(clauses=2))

    assert to_text(parsed.node) == "wind"
    assert [note.message for note in parsed.notes] == [
        (
            "With @tides, the query has more than 2 words and values (limits.clauses), "
            "so that was left out."
        )
    ]


def test_the_source_of_a_saved_search_is_none_that_was_typed_beside_another() -> None:
    assert read("@facts source:post").notes == ()


def test_a_tilde_after_a_saved_search_is_noted() -> None:
    parsed = read("@tides~2")

    assert to_text(parsed.node) == "tide tables"
    assert len(parsed.notes) == 1


@pytest.mark.parametrize(
    ("name", "may_be"),
    [
        ("tide", True),
        ("Spring-tide_2.0", True),
        ("мор", True),
        ("潮", True),
        ("समुद्र", True),
        ("x" * 50, True),
        ("x" * 51, False),
        ("", False),
        ("a b", False),
        ("-a", False),
        ("a.", False),
        ("a/b", False),
        ("a:b", False),
        ("a\n", False),
        ("../a", False),
    ],
)
def test_a_name_has_letters_and_digits_of_any_script_and_few_signs(name: str, may_be: bool) -> None:
    assert is_search_name(name) is may_be


def test_names_that_differ_in_case_or_in_how_accents_are_encoded_are_the_same() -> None:
    assert name_key("MARÉE") == name_key("mare\u0301e")
