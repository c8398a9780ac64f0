"""Stretches of the calendar: whole years, months, weeks, days, and arithmetic with them.

A period is told by its first and its last second, both included, as clocks show
them: what a *day* is does not depend on the time zone, when it begins does. A
week begins on Monday and belongs to the year that has its Thursday (ISO 8601).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, get_args

from searchkit.article import Precision, last_of_month
from searchkit.records import NamedTuple
from searchkit.results.surveys import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

UNITS: tuple[Unit, ...] = get_args(Unit)
"""The units, the shortest first."""

_LAST_SECOND = time(23, 59, 59)


class Period(NamedTuple):
    """A stretch of time.

    Attributes:
        first: Its first second: without a zone, what clocks show; with one, a moment.
        last: Its last second, of the same kind.
    """

    first: datetime
    last: datetime


def days(first: date, last: date) -> Period:
    """Return the period from one day to another, both whole."""
    return Period(datetime.combine(first, time.min), datetime.combine(last, _LAST_SECOND))


def year(number: int) -> Period:
    """Return a whole year."""
    return days(date(number, 1, 1), date(number, 12, 31))


def part_of_year(number: int, part: int, *, of: int) -> Period:
    """Return one of the equal parts of a year: ``of`` 2 halves, 4 quarters or 12 months.

    Args:
        number: The year.
        part: Which part, from 1 to ``of``.
        of: How many parts the year has.

    >>> part_of_year(2018, 1, of=4).last
    datetime.datetime(2018, 3, 31, 23, 59, 59)
    """
    months = 12 // of
    last = part * months
    return days(
        date(number, last - months + 1, 1), date(number, last, length_of_month(number, last))
    )


def length_of_month(number: int, month: int) -> int:
    """Return how many days a month of a year has."""
    return last_of_month(number, month).day


def weeks_of(number: int) -> int:
    """Return how many weeks belong to a year: 52 or 53."""
    return date(number, 12, 28).isocalendar().week


def around(day: date, unit: Unit) -> Period:
    """Return the whole day, week, month, quarter or year in which a day lies."""
    match unit:
        case "day":
            return days(day, day)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return days(monday, monday + min(timedelta(days=6), date.max - monday))
        case "month":
            return part_of_year(day.year, day.month, of=12)
        case "quarter":
            return part_of_year(day.year, (day.month + 2) // 3, of=4)
        case "year":
            return year(day.year)


def shifted(day: date, number: int, unit: Unit) -> date:
    """Return the same day some units later, or earlier if ``number`` is below 0.

    Where a month has no such day it is the month's last.

    Raises:
        OverflowError: It is before the year 1 or after the year 9999.

    >>> shifted(date(2018, 3, 31), -1, "month")
    datetime.date(2018, 2, 28)
    """
    if unit in ("day", "week"):
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    months = number * {"month": 1, "quarter": 3, "year": 12}[unit]
    in_year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= in_year <= 9999:
        raise OverflowError(in_year)
    return date(in_year, month + 1, min(day.day, length_of_month(in_year, month + 1)))


def label(day: date, unit: Unit) -> str:
    """Return the name of the unit in which a day lies; read as a date, it is that period.

    >>> [label(date(2018, 12, 31), unit) for unit in UNITS]
    ['2018-12-31', '2019-W01', '2018-12', '2018-Q4', '2018']
    """
    match unit:
        case "day":
            return day.isoformat()
        case "week":
            of_year, week, _ = day.isocalendar()
            return f"{of_year:04}-W{week:02}"
        case "month":
            return day.isoformat()[:7]
        case "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case "year":
            return day.isoformat()[:4]


def number_of_units(first: date, last: date, unit: Unit) -> int:
    """Return how many units there are from that of one day to that of a later one.

    >>> number_of_units(date(2018, 12, 31), date(2019, 1, 1), "year")
    2
    """
    if unit in ("day", "week"):
        begin, end = around(first, unit).first, around(last, unit).first
        return (end - begin).days // (7 if unit == "week" else 1) + 1
    months = (last.year - first.year) * 12 + last.month - first.month
    length = {"month": 1, "quarter": 3, "year": 12}[unit]
    return (months + (first.month - 1) % length) // length + 1


def units_between(first: date, last: date, unit: Unit) -> Iterator[date]:
    """Yield the first day of each unit from that of one day to that of a later one."""
    day = around(first, unit).first.date()
    for _ in range(number_of_units(first, last, unit) - 1):
        yield day
        day = shifted(day, 1, unit)
    yield day


_MOST_UNITS: tuple[tuple[Unit, int], ...] = (
    ("day", 92),
    ("week", 54),
    ("month", 60),
    ("quarter", 88),
)
_MOST_APART = 0.1  # of the dates


def fitting_unit(first: date, last: date, known: Mapping[Precision, int]) -> Unit:
    """Return the unit that shows best how dates are spread over time.

    That is the shortest that divides the time into no more parts than can be seen at once, and
    in which hardly a date lies that is known less exactly.

    Args:
        first: The first day.
        last: The last day.
        known: How many dates are known how exactly.
    """
    short = (unit for unit, most in _MOST_UNITS if number_of_units(first, last, unit) <= most)
    unit = next(short, "year")
    all_known = sum(known.values())
    for coarser in UNITS[UNITS.index(unit) :]:
        n_apart = sum(n for precision, n in known.items() if is_too_coarse(precision, coarser))
        if n_apart <= _MOST_APART * all_known:
            return coarser
    return "year"


def is_too_coarse(precision: Precision, unit: Unit) -> bool:
    """Whether a date of a precision may lie in several units.

    >>> is_too_coarse(Precision.MONTH, "week"), is_too_coarse(Precision.MONTH, "quarter")
    (True, False)
    """
    if precision is Precision.YEAR:
        return unit != "year"
    return precision is Precision.MONTH and unit in ("day", "week")
