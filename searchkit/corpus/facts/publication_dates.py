"""The date that a value says, in whatever way it was written.

Dates of machines are read here: ISO 8601, numbers, and the objects in which databases export
them; :mod:`searchkit.corpus.facts.written_dates` reads those that are written for people. What is
understood keeps its precision, and a time its offset from UTC, where that is given. There is no
date where a value may be two (`03/04/2021`), is in no calendar, or is before newspapers were or
far from now.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from searchkit.article import ArticleDate, Precision
from searchkit.corpus.facts.written_dates import read_written

_YEARS = range(1600, 2200)  # the first newspaper is of 1605; a year outside is an error
_LATEST = 100_000_000_000  # seconds until the year 5138: what is above is in smaller units
_EARLIEST = 100_000_000  # seconds until 1973; numbers below are no times
_LONGEST = 100  # characters; nothing longer is a date

# Where an object holds its date: MongoDB, Zotero, Firestore, PHP, and the like.
_INNER = (
    *("$date", "$numberlong", "$timestamp", "t", "date-parts", "seconds", "_seconds"),
    *("date", "datetime", "value", "iso"),
)
_PARTS = ("year", "month", "day")
_DEEPEST = 3  # objects within objects

_NUMBERS = re.compile(
    r"(\d{4})(?:([-/])(\d{1,2})(?:\2(\d{1,2}))?|(?P<by>\.?)(\d{2})(?:(?P=by)(\d{2}))?)?", re.ASCII
)
_ISO_TIME = re.compile(
    r"(\d{4}-?\d{2}-?\d{2}|\d{4}-\d{1,2}-\d{1,2}|\d{4}-?W\d{2}-?\d)"
    r"(?:(?:[Tt]| +| at )"
    r"(\d{1,2}(?::\d{1,2}){1,2}(?:[.,]\d{1,9})?|\d{4}(?:\d{2}(?:[.,]\d{1,9})?)?)"
    r" ?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_ISO_DAY = re.compile(  # and behind it no time that can be
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2}))(?:[Tt].*| +\d{1,2}:\d.*)", re.ASCII
)
_ONE_DIGIT = re.compile(r"(?<!\d)\d(?![\d])", re.ASCII)
_COUNTED = re.compile(r"(?:/Date\()?(-?\d{9,19}(?:\.\d+)?)(?:[+-]\d{4})?(?:\)/)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4}\d{2}\d{2})(\d{4}(?:\d{2})?)", re.ASCII)
_COMPACT_IN_ZONE = re.compile(rf"{_COMPACT.pattern} ?(Z|[+-]\d{{2}}:?\d{{2}})", re.ASCII)


def parse_date(value: object) -> ArticleDate | None:
    """Return the date that a value of JSON, YAML or TOML says, or None.

    >>> str(parse_date("14 March 2021"))
    '2021-03-14'
    >>> str(parse_date("2021-03-14T09:30:00+01:00"))
    '2021-03-14T09:30:00+01:00'
    >>> parse_date("03/04/2021") is None
    True
    """
    try:
        found = _parse(_inner(value))
    except (ValueError, OverflowError):  # a day that is in no calendar
        return None
    return found if found is not None and found.start.year in _YEARS else None


def _inner(value: object) -> object:
    """Return the value in the objects, and lists of one, that databases put around a date."""
    for _ in range(_DEEPEST):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, dict):
            fields = {str(name).lower(): part for name, part in value.items()}
            if all(fields.get(name) for name in _PARTS):
                return "-".join(str(fields[name]) for name in _PARTS)
            value = next((fields[name] for name in _INNER if fields.get(name)), None)
            if isinstance(zone := fields.get("timezone"), str) and isinstance(value, str):
                value = f"{value} {zone}"
    if isinstance(value, list) and all(isinstance(part, int) for part in value):
        return "-".join(map(str, value))  # a year, a month and a day
    return value


def _parse(value: object) -> ArticleDate | None:
    """Return the date that a value says, or None if it is of no known form.

    Raises:
        ValueError: It has the form of a date but is not one.
    """
    match value:
        case datetime():
            return ArticleDate.of_time(value)
        case date():
            return ArticleDate.of_day(value)
        case int() | float() if not isinstance(value, bool):
            return _from_number(value)
        case str():
            text = " ".join(value[: _LONGEST + 1].split())
            return _from_text(text) if 4 <= len(text) <= _LONGEST else None
    return None


def _from_number(number: float) -> ArticleDate | None:
    """Return the date of a year, of digits like 20210314, or of the time since 1970."""
    if number != number or abs(number) > 10**19:  # noqa: PLR0124 - not a number
        return None
    if number in _YEARS:
        return ArticleDate.of_year(int(number))
    if 19_000_000 < number < 22_000_000:
        return _from_text(str(int(number)))
    if compact := _COMPACT.fullmatch(str(int(number))):
        return _of_compact(compact, number)
    return None if abs(number) < _EARLIEST else _since_1970(number)


def _since_1970(number: float) -> ArticleDate:
    """Return the date that is so many seconds, thousandths, millionths … from 1970."""
    while abs(number) >= _LATEST:
        number /= 1000
    return ArticleDate.of_time(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number))


def _of_compact(compact: re.Match[str], number: float) -> ArticleDate | None:
    """Return the date of digits that may be a day and a time, or may count from 1970."""
    counted = _since_1970(number)
    try:
        written = _of_moment(compact[1], compact[2], None)
    except ValueError:
        return counted
    return None if counted.start.year in _YEARS else written


@lru_cache(maxsize=1 << 12)  # many articles of a corpus are of one day
def _from_text(text: str) -> ArticleDate | None:
    """Return the date that a text of one line gives, or None."""
    if numbers := _NUMBERS.fullmatch(text):
        parts = [int(part) for part in numbers.groups() if part and part.isdecimal()]
        year, month, day = (*parts, 0, 0)[:3]
        return calendar_date(year, month, day)
    if moment := _ISO_TIME.fullmatch(text) or _COMPACT_IN_ZONE.fullmatch(text):
        return _of_moment(*moment.groups())
    if counted := _COUNTED.fullmatch(text):
        number = counted[1]
        return _from_number(float(number) if "." in number else int(number))
    if (written := read_written(text)) or not (begun := _ISO_DAY.fullmatch(text)):
        return written
    return calendar_date(*(int(part) for part in begun.groups() if part))


def _of_moment(day: str, clock: str | None, zone: str | None) -> ArticleDate:
    """Return the date of a day and a time in ISO 8601; of the day alone if there is no such time.

    Raises:
        ValueError: There is no such day.
    """
    whole_day = date.fromisoformat(day if "W" in day else _ONE_DIGIT.sub(r"0\g<0>", day))
    if clock is None or clock.startswith("24"):  # the end of the day; some Pythons read the next
        return ArticleDate.of_day(whole_day)
    seconds, point, fraction = clock.replace(",", ".").partition(".")
    whole = _ONE_DIGIT.sub(r"0\g<0>", seconds) + point + fraction
    if zone and zone[0] not in "+-":
        zone = "Z"
    try:
        return ArticleDate.of_time(datetime.fromisoformat(f"{whole_day}T{whole}{zone or ''}"))
    except ValueError:
        return ArticleDate.of_day(whole_day)


def in_utc(found: ArticleDate) -> ArticleDate:
    """Return a date that was read without a zone, now with that of Greenwich."""
    is_time = found.precision is Precision.TIME
    return ArticleDate.of_time(found.start.replace(tzinfo=UTC)) if is_time else found


def calendar_date(year: int, month: int, day: int) -> ArticleDate:
    """Return the date of a day, of a month (``day`` 0) or of a year (``month`` 0).

    Raises:
        ValueError: There is no such day.
    """
    if month == 0:
        return ArticleDate.of_year(year)
    if day == 0:
        return ArticleDate.of_month(year, month)
    return ArticleDate.of_day(date(year, month, day))
