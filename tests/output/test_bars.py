from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.output.bars import BLOCKS, bar, stretches
from searchkit.output.display import display_width

values = st.floats(0, 1e9, allow_nan=False)


@given(values, values, st.integers(1, 200), st.booleans())
def test_a_bar_is_never_longer_than_its_room_and_never_empty_for_something(
    one: float, other: float, width: int, is_ascii: bool
) -> None:
    value, largest = sorted((one, other))

    drawn = bar(value, largest, width, is_ascii=is_ascii)

    assert display_width(drawn) <= width
    assert bool(drawn) == (value > 0)


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(1, 99), st.booleans())
def test_a_larger_value_has_no_shorter_bar(
    one: int, other: int, width: int, is_ascii: bool
) -> None:
    def eighths(value: int) -> int:
        drawn = bar(value, 1000, width, is_ascii=is_ascii)
        return sum(8 if char == "#" else BLOCKS.index(char) for char in drawn)

    assert (eighths(one) - eighths(other)) * (one - other) >= 0


@pytest.mark.parametrize(
    ("value", "drawn"), [(0, ""), (1, "▏"), (8, "█"), (11, "█▍"), (16, "██"), (0.01, "▏")]
)
def test_a_bar_is_drawn_in_eighths_of_a_cell(value: float, drawn: str) -> None:
    assert bar(value, 16, 2) == drawn


def test_where_nothing_is_largest_there_are_no_bars() -> None:
    assert bar(0, 0, 10) == ""


@given(st.lists(st.integers(0, 1), max_size=30), st.integers(1, 5))
def test_a_stretch_is_nothing_for_long_and_all_that_is_there(
    values: list[int], shortest: int
) -> None:
    found = stretches(values, shortest)

    text = "".join(map(str, values))
    assert [text[first:end] for first, end in found] == [
        run for run in text.split("1") if len(run) >= shortest
    ]
    assert all(set(values[first:end]) == {0} for first, end in found)
