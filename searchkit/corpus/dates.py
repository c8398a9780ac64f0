"""Publication dates, from whatever way they were written in.

A date is understood or it is not: `03/04/2021` may be in March or in April,
so it is nobody's date. What is understood keeps its precision, and a time with
a zone becomes UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from searchkit.article import ArticleDate

_YEARS = range(1600, 2200)  # the first newspaper is of 1605; a year outside is an error
_MILLISECONDS = 100_000_000_000  # seconds until the year 5138: what is above is milliseconds
_LONGEST = 60  # characters; nothing longer is a date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_NUMBERS = re.compile(r"(\d{4})(?:([-/.]?)(\d{2})(?:\2(\d{2}))?)?", re.ASCII)
_ISO_TIME = re.compile(
    r"(\d{4}-?\d{2}-?\d{2}|\d{4}-?W\d{2}-?\d)"
    r"(?:[Tt]| +| at )(\d{1,2}:?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?)"
    r" ?(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_WORDS = re.compile(
    r"(?:[a-z]{3,9}\.?,? )?"  # a day of the week, which is not looked at
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? (?:of )?)?"
    r"(?P<month>[a-z]{3,9})\.?,? "
    r"(?:(?P<day_after>\d{1,2})(?:st|nd|rd|th)?,? )?"
    r"(?P<year>\d{4})",
    re.ASCII,
)


def parse_date(value: object) -> ArticleDate | None:
    """Return the date that a value of JSON, YAML or TOML stands for, or None.

    >>> str(parse_date("14 March 2021"))
    '2021-03-14'
    >>> str(parse_date("2021-03-14T09:30:00+01:00"))
    '2021-03-14T08:30:00Z'
    >>> parse_date("03/04/2021") is None
    True
    """
    try:
        return _parse(value)
    except (ValueError, OverflowError):  # a day that is in no calendar
        return None


def _parse(value: object) -> ArticleDate | None:
    """Return the date that a value stands for, or None if it is of no known form.

    Raises:
        ValueError: It has the form of a date but is not one.
    """
    if isinstance(value, datetime):
        return _in_range(ArticleDate.of_time(value))
    if isinstance(value, date):
        return _in_range(ArticleDate.of_day(value))
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _from_number(value)
    if isinstance(value, str):
        text = " ".join(value[: _LONGEST + 1].split())
        if 4 <= len(text) <= _LONGEST:
            return _in_range(_from_text(text))
    return None


def _in_range(found: ArticleDate | None) -> ArticleDate | None:
    """Return a date unless nothing can have been published then."""
    return found if found is not None and found.start.year in _YEARS else None


def _from_number(number: float) -> ArticleDate | None:
    """Return the date of a year, or of seconds or milliseconds since 1970."""
    if number in _YEARS:
        return ArticleDate.of_year(int(number))
    if 19_000_000 < number < 22_000_000:  # written as 20210314
        return _from_text(str(int(number)))
    if abs(number) < 100_000_000 or number != number:  # noqa: PLR0124 - not a number
        return None
    seconds = number / 1000 if abs(number) >= _MILLISECONDS else number
    return _in_range(
        ArticleDate.of_time(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
    )


@lru_cache(maxsize=1 << 12)  # many articles of a corpus are of one day
def _from_text(text: str) -> ArticleDate | None:
    """Return the date that a text of one line stands for."""
    if numbers := _NUMBERS.fullmatch(text):
        year, _, month, day = numbers.groups()
        return calendar_date(int(year), int(month or 0), int(day or 0))
    if "W" in text and len(text) in (8, 10) and text[0].isdigit():
        return ArticleDate.of_day(date.fromisoformat(text))
    if moment := _ISO_TIME.fullmatch(text):
        return _of_moment(*moment.groups())
    if words := _WORDS.fullmatch(text.lower()):
        return _of_words(words)
    if text[-1] in "0123456789TZCD)" and ":" in text and " " in text:
        return ArticleDate.of_time(parsedate_to_datetime(text))
    return None


def _of_moment(day: str, clock: str, zone: str | None) -> ArticleDate:
    """Return the date of a day and a time in ISO 8601."""
    if clock[1] == ":":
        clock = f"0{clock}"
    if zone and zone[0] not in "+-":
        zone = "Z"
    moment = datetime.fromisoformat(f"{day}T{clock.replace(',', '.')}{zone or ''}")
    return ArticleDate.of_time(moment)


def _of_words(words: re.Match[str]) -> ArticleDate | None:
    """Return the date of a month written in letters."""
    month = _MONTHS.get(words["month"])
    if month is None or (words["day"] and words["day_after"]):
        return None
    return calendar_date(int(words["year"]), month, int(words["day"] or words["day_after"] or 0))


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
