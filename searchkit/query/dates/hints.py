"""A text that is not a date -> what was probably meant by it.

A guess is never acted upon: it is what the error suggests.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.calendar_names import MONTHS, WEEKDAYS
from searchkit.errors import DateError
from searchkit.nearest_names import nearest_name
from searchkit.query.dates import periods
from searchkit.query.dates.date_forms import form, read_form

if TYPE_CHECKING:
    from searchkit.query.dates.moments import Clock

DAY_OR_MONTH_FIRST = r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})"
_YEAR_AND_MONTH = r"(\d{4})(\d{2})"
_DATE_MATHS = r"(?:now)? ?- ?(\d{1,9}) ?(hour|hr|day|week|month|year|yr|[hdwy])s?"
_YEARS = r"(\d{4}) *-+ *(\d{4})"
_SHORT_YEAR = r"['’]?\d{2}"
_RANGE = r".*(?:\.\.|…|/| to |[\[\]{}<>=*]).*"

_UNITS = {"h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
_WORDS = (
    *MONTHS,
    *WEEKDAYS,
    *"today yesterday tomorrow now this last past next previous ago".split(),
    *"day days week weeks month months quarter quarters year years hour hours minutes".split(),
)
_LONGEST = 60  # characters; nothing longer is a date


def not_a_date(text: str, span: Span, clock: Clock) -> DateError:
    """Return the error of a part of a text that has no form of a date."""
    start, end = span
    typed = text[start:end]

    def error(reason: str, suggestion: str | None = None) -> DateError:
        return DateError(text, reason, position=start, suggestion=suggestion)

    if numbers := form(DAY_OR_MONTH_FIRST).fullmatch(typed):
        if days := _readings(*map(int, numbers.groups())):
            if len(days) > 1:
                return error(f"it could be {' or '.join(days)}")
            return error("the year comes first", days[0])
    elif numbers := form(_YEAR_AND_MONTH).fullmatch(typed):
        return error("a hyphen belongs before the month", f"{numbers[1]}-{numbers[2]}")
    elif maths := form(_DATE_MATHS).fullmatch(typed):
        unit = _UNITS[maths[2][0].lower()]
        return error("it is not a date", f"{maths[1]} {unit}{'s' * (maths[1] != '1')} ago")
    elif years := form(_YEARS).fullmatch(typed):
        return error("a range has dots between its ends", f"{years[1]}..{years[2]}")
    elif form(_SHORT_YEAR).fullmatch(typed):
        return error("a year has four digits")
    elif form(_RANGE).fullmatch(typed):
        return error("a range cannot be used here")
    return error("it is not a date", _spelt_right(typed, clock))


def _readings(left: int, right: int, year: int) -> list[str]:
    """Return the days that two numbers before a year may be."""
    readings = [(left, right)] if left == right else [(right, left), (left, right)]
    return [
        f"{year:04}-{month:02}-{day:02}"
        for month, day in readings
        if year and 1 <= month <= 12 and 1 <= day <= periods.length_of_month(year, month)
    ]


def _spelt_right(typed: str, clock: Clock) -> str | None:
    """Return a text with its words corrected, if it is a date then."""
    if len(typed) > _LONGEST:
        return None
    meant = re.sub(r"[A-Za-z]{2,}", lambda word: _corrected(word[0].lower()) or word[0], typed)
    try:
        found = read_form(meant, Span(0, len(meant)), clock)
    except DateError:
        return None
    return None if found is None else meant


@lru_cache
def _corrected(word: str) -> str | None:
    """Return the word of dates that is nearly a word."""
    return nearest_name(word, _WORDS, likeness=0.75)
