"""What each query is read as: the table of `queries.txt`, and laws that hold for any text."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import query as query_package
from searchkit.article import Span
from searchkit.errors import QueryError
from searchkit.notes import Note, NoteKind, corrected
from searchkit.query import Limits, ParsedQuery, leaves
from searchkit.query.lexing import TEXT_FIELDS, VALUE_FIELDS
from tests.query.notation import Case, cases, noted, written

TABLE = list(cases(Path(__file__).with_name("queries.txt")))

parse = partial(
    query_package.parse, language="en", now=datetime(2024, 3, 14, 12, tzinfo=UTC), timezone=UTC
)

# Texts that mean something to the parser more often than not.
pieces = st.sampled_from(
    [
        *'()+-=~^*?/"“”«»:[]{}.,!&| \t\n',
        *(
            "AND",
            "OR",
            "NOT",
            "NEAR/3",
            "BEFORE/2",
            "NEAR",
            "to",
            "the",
            "tide",
            "Moon",
            "潮",
            "🌊",
        ),
        *(f"{name}:" for name in sorted(TEXT_FIELDS | VALUE_FIELDS)),
        *("foo:", "none", "2018", "2018-13", "last week", "..", "~2", "^3", "https://a.b/c", "fr"),
        *("/t[iy]/", "/(/", "=tide", "t*", "-moon", "'s", "U.S.", "\u200f", "\ud800"),
    ]
)
texts = st.text(max_size=60) | st.lists(pieces, max_size=25).map("".join)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case.line}: {case.query!r:.40}")
def test_a_query_is_read_as_the_table_says(case: Case) -> None:
    parsed = parse(case.query)

    assert written(parsed.node) == case.tree
    assert tuple(noted(note, case.query) for note in parsed.notes) == case.notes


SUGGESTING = [case for case in TABLE if any(" Try: " in note for note in case.notes)]


@pytest.mark.parametrize("case", SUGGESTING, ids=lambda case: f"{case.line}: {case.query!r:.40}")
def test_what_is_suggested_in_place_of_a_part_answers_the_note(case: Case) -> None:
    notes = parse(case.query).notes
    for note in notes:
        instead = corrected(case.query, [note])
        if instead is not None:
            left = [one.message for one in parse(instead).notes]
            assert left.count(note.message) < [one.message for one in notes].count(note.message)


@given(text=texts)
def test_what_is_suggested_has_a_part_of_the_query_that_it_replaces(text: str) -> None:
    suggesting = [note for note in parse(text).notes if note.suggestion is not None]
    for note in suggesting:
        assert note.span is not None
        assert 0 <= note.span.start < note.span.end <= len(text)
        instead = corrected(text, [note])
        assert instead == text[: note.span.start] + f"{note.suggestion}" + text[note.span.end :]
        if len(parse(text).notes) == 1:  # nothing else in it may bring the same note
            assert note.message not in [one.message for one in parse(instead).notes]


@pytest.mark.parametrize(
    "case",
    [case for case in TABLE if any(note.startswith("!") for note in case.notes)],
    ids=lambda case: f"{case.line}: {case.query!r:.40}",
)
def test_strict_reading_refuses_the_first_thing_that_is_not_by_the_letter(case: Case) -> None:
    reading = next(n for n in parse(case.query).notes if n.kind is NoteKind.READING)
    assert reading.span is not None

    with pytest.raises(QueryError) as raised:
        parse(case.query, strict=True)

    assert raised.value.query == case.query
    assert (raised.value.position, raised.value.end) == reading.span
    reason = reading.message.rpartition(", so ")[0] or reading.message.removesuffix(".").replace(
        "Ignored the", "There is a"
    )
    instead = f" Try: {reading.suggestion}" if reading.suggestion else ""
    assert str(raised.value) == f"{reason}.{instead}"


@pytest.mark.parametrize(
    "case",
    [case for case in TABLE if not any(note.startswith("!") for note in case.notes)],
    ids=lambda case: f"{case.line}: {case.query!r:.40}",
)
def test_strict_reading_changes_nothing_where_all_is_by_the_letter(case: Case) -> None:
    assert parse(case.query, strict=True) == parse(case.query)


def test_the_table_is_long_and_has_no_query_twice() -> None:
    queries = [case.query for case in TABLE]

    assert len(queries) >= 400
    assert sorted(set(queries)) == sorted(queries)


@given(texts)
def test_any_text_is_read(text: str) -> None:
    parsed = parse(text)

    assert parsed.text == text
    assert all(0 <= leaf.span.start < leaf.span.end <= len(text) for leaf in leaves(parsed.node))
    assert all(
        0 <= note.span.start <= note.span.end <= len(text) for note in parsed.notes if note.span
    )


@given(texts)
def test_strict_reading_raises_nothing_but_query_errors(text: str) -> None:
    parsed = parse(text)
    try:
        strictly = parse(text, strict=True)
    except QueryError:
        assert any(note.kind is NoteKind.READING for note in parsed.notes)
    else:
        assert strictly == parsed


@given(texts)
def test_white_space_around_a_query_changes_nothing(text: str) -> None:
    assert parse(f" \n{text}\t").node == parse(text).node


def test_a_note_tells_the_part_what_was_done_and_what_to_type() -> None:
    assert parse("tide && moon") == ParsedQuery(
        "tide && moon",
        parse("tide moon").node,
        (
            Note(
                "&& is not an operator, so it was ignored.",
                Span(5, 7),
                "AND",
                NoteKind.READING,
            ),
        ),
        parse("tide moon").clues,
    )


def test_an_error_points_at_the_part_at_fault() -> None:
    with pytest.raises(QueryError) as raised:
        parse("tide AND (moon", strict=True)

    assert str(raised.value) == "A bracket is not closed."
    assert raised.value.pointed == "tide AND (moon\n         ^"


@pytest.mark.parametrize(
    ("limits", "query", "tree", "message"),
    [
        (
            Limits(length=10),
            "tide moon quay",
            "[some tide moon]",
            (
                "The query has 14 characters, and at most 10 are read (limits.length), so "
                "the rest was left out."
            ),
        ),
        (
            Limits(nesting=2),
            "sea (tide (moon (quay)))",
            "[some sea [some tide moon]]",
            ("More than 2 parts are nested (limits.nesting), so what they hold was left out."),
        ),
        (
            Limits(clauses=2),
            'tide "moon sea quay" source:bbc',
            "[some tide moon]",
            (
                "The query has more than 2 words and values (limits.clauses), so "
                "the rest was left out."
            ),
        ),
        (
            Limits(distance=5),
            "tide NEAR/9 moon",
            "[near 5 tide moon]",
            "NEAR takes a number from 1 to 5 (limits.distance), so it was read as NEAR/5.",
        ),
        (
            Limits(clauses=2),
            "(tide AND moon) OR (sea AND (quay",
            "[and tide moon]",
            (
                "The query has more than 2 words and values (limits.clauses), so "
                "the rest was left out."
            ),
        ),
        (
            Limits(boost=5),
            "tide^9",
            "[boost 5 tide]",
            "^ takes a number up to 5 (limits.boost), so it was read as ^5.",
        ),
    ],
)
def test_what_goes_beyond_a_limit_is_left_out_and_the_limit_is_named(
    limits: Limits, query: str, tree: str, message: str
) -> None:
    parsed = parse(query, limits=limits)

    assert written(parsed.node) == tree
    assert [note.message for note in parsed.notes] == [message]
    with pytest.raises(QueryError, match=f"^{re.escape(message[: message.rindex(', so ')])}"):
        parse(query, limits=limits, strict=True)


def test_operators_and_stars_that_are_read_as_words_count_as_clauses() -> None:
    by_query = {
        query: [note.message for note in parse(query, limits=Limits(clauses=2)).notes][-1]
        for query in ("AND OR NOT", "* * *")
    }

    assert set(by_query.values()) == {
        "The query has more than 2 words and values (limits.clauses), so the rest was left out."
    }


def test_of_very_many_notes_the_first_are_given_and_the_rest_counted() -> None:
    parsed = parse("tide 🌊 moon 🌊 ebb 🌊", limits=Limits(notes=1))

    assert [note.message for note in parsed.notes] == [
        "There is no word in 🌊, so it was ignored.",
        "2 more parts were read other than by the letter (limits.notes).",
    ]


@pytest.mark.parametrize(
    "piece",
    [
        *("tide ", "(", ")", "title:-", "title:=", "=title:", "title:(", '"', "“", "- ", "-"),
        *("NOT ", "title:", "/(", "a.", "AND ", "=", "^", "~", '"a" ', "date:x ", "http://", "*"),
        *("a NEAR/2 ", "source:a ", "(a OR ", "🌊", "a" * 50),
    ],
)
def test_a_query_of_ten_thousand_characters_is_read(piece: str) -> None:
    text = (piece * 10_000)[:10_000]

    assert parse(text).text == text
