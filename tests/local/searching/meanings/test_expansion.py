"""The words that a pattern matches."""

from __future__ import annotations

import pytest

from searchkit.article import Span
from searchkit.errors import QueryError
from searchkit.local.searching.meanings.expansion import MOST_TERMS
from searchkit.local.searching.searcher import Searcher
from searchkit.notes import Note
from searchkit.query.nodes import (
    Prefix,
    Regex,
)
from tests.helpers.inverting import Piece, Shelf, keys_found


def test_a_pattern_that_fits_very_many_words_looks_for_the_commonest_and_says_so() -> None:
    many = " ".join(f"w{number}" for number in range(MOST_TERMS + 5))
    shelf = Shelf([[Piece("many", text=many), Piece("common", text="w7 w1028 w1028")]])
    pattern = Prefix("w", Span(0, 2))

    page = Searcher(shelf.segments(), {"en": 1}).find(pattern)

    assert page.notes == (Note("Too many words match; the 5 rarest were left out.", Span(0, 2)),)
    assert keys_found(shelf, pattern) == ["common", "many"]


def test_a_regular_expression_that_cannot_be_read_is_a_query_error() -> None:
    with pytest.raises(QueryError, match="is not a regular expression: a bracket is not closed"):
        keys_found(Shelf([[Piece("a", text="tide")]]), Regex("(tide"))
