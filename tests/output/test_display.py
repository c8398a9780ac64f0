import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.output.display import display_width, wrap

TEXTS = st.text("ab  é\u0301潮汐。「」😀\u200d\ufe0f", max_size=80)


def lines(text: str, width: int) -> list[str]:
    return [text[slice(*span)] for span in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tide", 4),
        ("潮汐", 4),
        ("e\u0301te\u0301", 3),
        ("😀", 2),
        ("｡", 1),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("", 0),
    ],
)
def test_width_is_counted_in_columns(text: str, expected: int) -> None:
    assert display_width(text) == expected


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("the tide came in", 10, ["the tide", "came in"]),
        ("the tide  came in", 8, ["the tide", "came in"]),
        ("thetidecamein", 5, ["theti", "decam", "ein"]),
        ("a thetidecamein", 5, ["a", "theti", "decam", "ein"]),
        ("été à la mer", 8, ["été à la", "mer"]),
        ("étéétéété", 4, ["étéé", "téét", "é"]),
        ("潮汐表已經", 5, ["潮汐", "表已", "經"]),
        ("潮汐。表「已經", 4, ["潮", "汐。", "表", "「已", "經"]),
        ("tide潮汐", 6, ["tide潮", "汐"]),
        ("end  ", 10, ["end"]),
    ],
)
def test_lines_break_at_spaces_and_between_wide_characters(
    text: str, width: int, expected: list[str]
) -> None:
    assert lines(text, width) == expected


@given(TEXTS, st.integers(2, 20))
def test_wrapping_loses_nothing_but_spaces_and_keeps_to_the_width(text: str, width: int) -> None:
    found = lines(text, width)

    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(display_width(line) <= width for line in found)
