"""Units of the calendar: their names, how many there are, and which one fits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Precision
from searchkit.query.dates.periods import (
    UNITS,
    around,
    fitting_unit,
    label,
    number_of_units,
    units_between,
)
from searchkit.query.dates.ranges import read_period
from searchkit.results.surveys import Unit

NOW = datetime(2026, 11, 30, tzinfo=UTC)
units = st.sampled_from(UNITS)


@given(st.dates(date(1600, 1, 1), date(2200, 12, 31)), units)
def test_the_name_of_a_unit_is_read_as_that_unit(day: date, unit: Unit) -> None:
    read = read_period(label(day, unit), now=NOW, timezone=UTC)

    first, last = around(day, unit)
    assert (read.since, read.until) == (first.replace(tzinfo=UTC), last.replace(tzinfo=UTC))


@given(st.dates(), st.integers(0, 2000), units)
def test_units_between_two_days_follow_each_other_and_have_both(
    day: date, days: int, unit: Unit
) -> None:
    last = day + min(timedelta(days=days), date.max - day)

    found = list(units_between(day, last, unit))

    assert len(found) == number_of_units(day, last, unit)
    ends = [around(first, unit).last.date() for first in found]
    assert [first - timedelta(days=1) for first in found[1:]] == ends[:-1]
    assert found[0] <= day <= ends[0]
    assert found[-1] <= last <= ends[-1]


@pytest.mark.parametrize(
    ("last", "unit"),
    [
        (date(2018, 1, 1), "day"),
        (date(2018, 4, 2), "day"),
        (date(2018, 4, 3), "week"),
        (date(2019, 1, 13), "week"),
        (date(2019, 1, 14), "month"),
        (date(2022, 12, 31), "month"),
        (date(2023, 1, 1), "quarter"),
        (date(2039, 12, 31), "quarter"),
        (date(2040, 1, 1), "year"),
        (date(9999, 12, 31), "year"),
    ],
)
def test_the_shortest_unit_fits_of_which_not_too_many_are_needed(last: date, unit: Unit) -> None:
    assert fitting_unit(date(2018, 1, 1), last, {}) == unit


@pytest.mark.parametrize(
    ("known", "unit"),
    [
        ({Precision.DAY: 9, Precision.YEAR: 1}, "day"),
        ({Precision.DAY: 8, Precision.MONTH: 2}, "month"),
        ({Precision.DAY: 8, Precision.YEAR: 2}, "year"),
        ({Precision.TIME: 1}, "day"),
    ],
)
def test_a_unit_does_not_fit_in_which_many_dates_would_stand_apart(
    known: dict[Precision, int], unit: Unit
) -> None:
    assert fitting_unit(date(2018, 1, 1), date(2018, 2, 1), known) == unit
