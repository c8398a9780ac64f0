"""Quotations of texts, and whether two are the same."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.exploring.quotations import Quotation, as_quotation, is_same, quotations
from searchkit.exploring.winnowing import SHINGLE

SAID = "the tide that came in this morning was the lowest that any pilot here remembers"
MARKS = ["“{}”", '"{}"', "„{}“", "«{}»", "»{}«", "``{}''", "« {} »"]
word = st.sampled_from([*SAID.split(), "harbour", "U.S.", "Señor", "don't", "1,000"])


def with_common(common: int, of: int, other: int) -> tuple[Quotation, Quotation]:
    """Two quotations with so many shingles, and so many of them in common."""
    first = [f"a{n}" for n in range(of + SHINGLE - 1)]
    both = first[: common + SHINGLE - 1]
    second = both + [f"b{n}" for n in range(other - common)]
    return as_quotation(" ".join(first)), as_quotation(" ".join(second))


@pytest.mark.parametrize(
    ("common", "shorter", "days", "same"),
    [
        (5, 8, None, True),
        (5, 9, None, False),
        (4, 4, None, False),
        (8, 26, None, True),
        (8, 27, 3, False),
        (5, 100, 2, True),
        (5, 100, 3, False),
        (3, 7, 0, True),
        (3, 8, 0, False),
        (2, 2, 0, False),
    ],
)
def test_the_rule(common: int, shorter: int, days: int | None, same: bool) -> None:
    first, second = with_common(common, shorter, 200)

    assert is_same(first, second, days) is same
    assert is_same(second, first, days) is same


def test_a_quotation_without_shingles_is_the_same_as_none() -> None:
    short = as_quotation("too short")

    assert not is_same(short, short, 0)


def test_quotations_of_fewer_than_eight_words_are_not_compared() -> None:
    text = "“One two three four five six seven.” “One two three four five six seven eight.”"

    assert [one.length for one in quotations(text)] == [8]


def test_words_in_brackets_were_not_said() -> None:
    assert quotations("“One two three four [five six] seven … eight.”") == []


@given(
    st.lists(word, max_size=12),
    st.lists(word, min_size=8, max_size=8),
    st.lists(word, max_size=12),
    st.sampled_from(MARKS),
    st.sampled_from([" ", ", ", " — ", "; ", "\N{NO-BREAK SPACE}"]),
    st.sampled_from([str.upper, str.title, str.lower, lambda text: text.replace("'", "’")]),
    st.sampled_from(["… ", "[the pilots] ", ". . . ", "*** "]),
    st.booleans(),
)
def test_a_common_run_of_eight_words_is_found_however_it_is_written(
    before: list[str],
    common: list[str],
    behind: list[str],
    marks: str,
    separator: str,
    cased: Callable[[str], str],
    gap: str,
    mends: bool,
) -> None:
    run = cased(separator.join(common))
    if mends and run[0].isalpha():
        run = f"[{run[0].swapcase()}]{run[1:]}"
    written = f"{' '.join(before)} {gap if before else ''}{run} {gap}{' '.join(behind)}".strip()
    text = f"He said {marks.format(written)} today."
    plain = as_quotation(" ".join(common))

    kept = {value for one in quotations(text) for value in one.kept()}

    assert kept & set(plain.kept())


@given(st.text(alphabet="ab「」『』“”„潮水 .…[]\n\"'", max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    for one in quotations(text):
        assert one.length >= 8
        assert all(0 <= start <= end <= len(text) for start, end in one.spans)
