from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Span
from searchkit.errors import QueryError
from searchkit.notes import Note
from searchkit.query import MAX_QUERY_LENGTH, And, Every, Node, Phrase, Word, leaves, parse


def told(node: Node) -> object:
    """A tree without its spans: a word as text, a phrase as a tuple, And as a list."""
    match node:
        case Word():
            return node.text
        case Phrase():
            return tuple(map(told, node.words))
        case And():
            return [told(part) for part in node.parts]
        case _:
            assert isinstance(node, Every)
            return None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", None),
        (" \t\n", None),
        ("tide", "tide"),
        ("Tide TABLES", ["tide", "tables"]),
        ("tide tide Tide", "tide"),
        ('"spring tide"', ("spring", "tide")),
        ("“spring tide” moon", [("spring", "tide"), "moon"]),
        ("„spring tide“", ("spring", "tide")),
        ("«marée haute»", ("marée", "haute")),
        ('"tide"', "tide"),
        ('""', QueryError),
        ('moon "" tide', ["moon", "tide"]),
        ('moon"spring tide"sun', ["moon", ("spring", "tide"), "sun"]),
        ("well-known", ("well", "known")),
        ("bbc.example", ("bbc", "example")),
        ("tide,moon", ["tide", "moon"]),
        ("rock/pop", ["rock", "pop"]),
        ("foo:bar", ("foo", "bar")),
        ("AT&T R&D", ["at&t", "r&d"]),
        ("C++ U.S. O’Brien's", ["c++", "u.s", "o'brien"]),
        ("1,000 ships", ["1000", "ships"]),
        ("东京", ("东", "京")),
        ("(tide [moon]", ["tide", "moon"]),
    ],
)
def test_a_query_is_read_as(query: str, expected: object) -> None:
    if expected is QueryError:
        with pytest.raises(QueryError):
            parse(query)
        return

    assert told(parse(query).node) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("the moon and the sea", ["moon", "sea"]),
        ("to be or not to be", ["to", "be", "or", "not"]),
        ('"to be" the moon', [("to", "be"), "moon"]),
        ("IT budget", ["it", "budget"]),
        ("THE MOON", "moon"),
        ("The Moon", "moon"),
    ],
)
def test_very_common_words_are_left_out_where_there_are_others(
    query: str, expected: object
) -> None:
    assert told(parse(query, language="en").node) == expected


def test_a_word_knows_where_it_was_typed() -> None:
    query = "the “spring tide” moon"

    typed = [query[slice(*leaf.span)] for leaf in leaves(parse(query, language="en").node)]

    assert typed == ["“spring tide”", "moon"]


def test_words_left_out_are_named() -> None:
    assert parse("the moon and the sea", language="en").notes == (
        Note("Left out as very common: the, and."),
    )


def test_nothing_is_said_of_a_query_of_common_words_alone() -> None:
    assert parse("to be or not to be", language="en").notes == ()


def test_an_operator_read_as_a_word_is_named() -> None:
    assert parse("tide AND moon").notes == (
        Note("AND was read as a word: a query has no operators.", Span(5, 8)),
    )


def test_a_quotation_mark_that_is_not_closed_is_named() -> None:
    parsed = parse('"spring tide" "moon')

    assert told(parsed.node) == [("spring", "tide"), "moon"]
    assert parsed.notes == (
        Note("A quotation mark is not closed; it was passed over.", Span(14, 15)),
    )


def test_a_query_of_punctuation_alone_is_an_error() -> None:
    expected = (
        "There is no word to search for in the query ?! --. "
        "Type a word, or no query at all to find every article."
    )

    with pytest.raises(QueryError, match=f"^{re.escape(expected)}$") as raised:
        parse(" ?! -- ")

    assert (raised.value.query, raised.value.position) == (" ?! -- ", 0)


def test_a_query_of_a_megabyte_is_an_error() -> None:
    expected = "The query has 1,000,000 characters; at most 20,000 are read. Shorten it."

    with pytest.raises(QueryError, match=f"^{re.escape(expected)}$"):
        parse("tide moon " * 100_000)


def test_the_longest_query_is_read() -> None:
    assert told(parse("tide " * (MAX_QUERY_LENGTH // 5)).node) == "tide"


@given(st.text(max_size=200))
def test_any_text_is_read_or_is_a_query_error(text: str) -> None:
    try:
        parsed = parse(text, language="en")
    except QueryError:
        return

    assert parsed.text == text
    assert all(0 <= leaf.span.start < leaf.span.end <= len(text) for leaf in leaves(parsed.node))
