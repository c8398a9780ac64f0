"""Stretches of the calendar: whole years, months, weeks, days, and arithmetic with them.

A period is told by its first and its last second, both included, as clocks show
them: what a *day* is does not depend on the time zone, when it begins does. A
week begins on Monday and belongs to the year that has its Thursday (ISO 8601).
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, TypeAlias

from searchkit.article import last_of_month

Unit: TypeAlias = Literal["day", "week", "month", "quarter", "year"]

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
            return days(monday, monday + timedelta(days=6))
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
