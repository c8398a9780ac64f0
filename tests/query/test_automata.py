"""Regular expressions as automata, beside Python's own engine."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from searchkit.query.automata import MOST_POSITIONS, RegexError, automaton

REPEATS = ["*", "+", "?", "{2}", "{1,}", "{0,2}"]

expressions = st.recursive(
    st.sampled_from(["a", "b", "1", ".", "[ab]", "[^ab]", "[a-c1]", r"\d", r"\w", r"\D"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.builds("({}){}".format, inner, st.sampled_from(REPEATS)),
    ),
    max_leaves=8,
)
words = st.text("abc1", max_size=7)


@given(pattern=expressions, tried=st.lists(words, min_size=5, max_size=20))
def test_an_expression_fits_the_words_that_python_matches_whole(
    pattern: str, tried: list[str]
) -> None:
    try:
        made = automaton(pattern)
    except RegexError:
        reject()  # it is too large, written out

    assert [word for word in tried if made.fits(word)] == [
        word for word in tried if re.fullmatch(pattern, word)
    ]


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "(a*)*(a*)*b", "(.*.*)*b"])
def test_an_expression_that_backtracks_without_end_elsewhere_is_read_once(pattern: str) -> None:
    made = automaton(pattern)

    assert not made.fits("a" * 5000)
    assert made.fits("a" * 5000 + "b")


def test_an_expression_that_is_too_large_written_out_is_refused() -> None:
    with pytest.raises(RegexError) as caught:
        automaton("(a{16}){17}")

    assert str(caught.value) == (
        f"it has more than {MOST_POSITIONS} letters, repetitions written out at 0"
    )
