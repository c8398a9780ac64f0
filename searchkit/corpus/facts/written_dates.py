"""Dates as they are written for people: `14 March 2018 at 9:30 PM EST`.

A text is taken apart into one clock, one day (or else a whole month), and the words beside
them. It has no date if a number in it is not understood, or if it may be either of two days, as
`03/04/2018` may. A word that is not known costs the clock, since it may be a zone or a half of
the day, but not the day; of a whole month it costs the date.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING

from searchkit.article import ArticleDate
from searchkit.corpus.facts.date_words import BESIDE, MONTH_NUMBERS, ZONES, folded
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = {**dict.fromkeys(map(ord, "‐‑‒–—−"), "-"), **dict.fromkeys(map(ord, "’ʼ"), "'")}
_ASIDE = re.compile(r"[(\[]([^()\[\]]*)(?:[)\]]|$)")  # `(Eastern Standard Time)`
_YEAR_AND_CLOCK = re.compile(r"(?<=[a-z/]\d{4}):(?=\d\d:\d\d)")  # `14/Mar/2018:21:30:00`
_WORD = re.compile(r"[^\W_]+")

_LETTER = r"[^\W\d_]"
_ZONE = (
    r"(?:(?:gmt|utc|ut)?\ ?(?P<offset>[+-]\d{2}:?\d{2})(?!\d)"
    r"|(?:gmt|utc|ut)\ ?(?P<prefixed>[+-]\d{1,2})(?![\d:])"
    r"|(?<=\d)(?P<attached>[+-]\d{2})(?![\d./])"
    rf"|(?P<zone>{'|'.join(ZONES)})(?!{_LETTER}))"
)
_HALF = rf"(?P<half>[ap])\.?\ ?m(?!{_LETTER})\.?"
_CLOCKS = (  # each named group but `hour` may be missing
    (
        r"(?<![:.])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
        rf"(?:\ ?h(?!{_LETTER}))?(?:\ ?{_HALF})?(?:\ ?{_ZONE})?"
    ),
    rf"(?<![:.])(?P<hour>\d{{1,2}})(?:\.(?P<minute>\d{{2}}))?\ ?{_HALF}(?:\ ?{_ZONE})?",
    r"(?P<hour>\d{1,2})\ ?h\ ?(?P<minute>\d{2})(?!\d)",
    (
        r"(?<![:.])(?P<hour>\d{1,2})(?:\ ?[h.]\ ?(?P<minute>\d{2}))?"
        rf"\ ?(?:uhr|h|hrs?)(?!{_LETTER})"
    ),
    r"(?:kl|klo|ore|alle|um|at|as|a|las)\.?\ (?P<hour>\d{1,2})\.(?P<minute>\d{2})(?![\d.])",
    r"(?<=t)(?P<hour>\d{2})(?![\d:])",
    r"(?P<hour>\d{1,2})\ ?[時时点點시]\ ?(?P<minute>\d{1,2})\ ?[分분]",
)
_CLOCKS_BESIDE_A_DAY = (  # `14 March 2018 9.30`: before the day is known, it may be one itself
    rf"(?<!\.)(?P<hour>\d{{1,2}})\.(?P<minute>\d{{2}})(?![\d.])(?:\ ?{_ZONE})?",
)

_NAMES = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_MONTH = rf"(?<!{_LETTER})(?P<month>{_NAMES})(?!{_LETTER})"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_BY = r"[\ .,/_-]*"
_OF = r"(?:(?:of|de|del|den|di)\ |d')?"
_DAYS = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|e|o|a|:[ae])?{_BY}{_OF}{_MONTH}{_BY}{_OF}{_YEAR}",
    rf"{_MONTH}{_BY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|a)?(?!\d){_BY}{_YEAR}",
    rf"{_YEAR}{_BY}{_MONTH}{_BY}(?P<day>\d{{1,2}})(?!\d)",
    r"(?P<year>\d{4})(?P<by>\ ?[-/._:]\ ?|\ )(?P<month>\d{1,2})(?P=by)(?P<day>\d{1,2})(?!\d)",
    r"(?P<year>\d{4})\ ?[年년]\ ?(?P<month>\d{1,2})\ ?[月월]\ ?(?P<day>\d{1,2})\ ?[日일]?",
    r"(?P<one>\d{1,2})(?P<by>\ ?[-/._]\ ?)(?P<other>\d{1,2})(?P=by)(?P<year>\d{4})(?!\d)",
)
_WHOLE_MONTHS = (
    rf"{_MONTH}{_BY}{_OF}{_YEAR}",
    rf"{_YEAR}{_BY}{_MONTH}",
    r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})(?!\d)",
    r"(?P<year>\d{4})\ ?[年년]\ ?(?P<month>\d{1,2})\ ?[月월]",
)
# A year of two digits is one where the whole is as RFC 822 has it, by which feeds are dated.
_RFC_822 = (
    rf"(?:{_LETTER}{{3,9}},?\ )?\d{{1,2}}[\ -][a-z]{{3}}[\ -](?P<year>\d\d)\ \d{{1,2}}:\d\d.*"
)
_ANY_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_NEAR = 40  # characters before and behind a year that its month and day are in
_MIDDLE_OF_CENTURY = 50  # RFC 2822, 4.3: years below are of this century


def read_written(text: str) -> ArticleDate | None:
    """Return the date that a text gives, or None.

    Args:
        text: Of one line, short, with single spaces.

    Raises:
        ValueError: It has the form of a date but is none.

    >>> str(read_written("Wednesday, 14 March 2018 at 9:30 PM EST"))
    '2018-03-14T21:30:00-05:00'
    >>> str(read_written("14 de março de 2018"))
    '2018-03-14'
    """
    plain = _ASIDE.sub(_zone_aside, folded(text).translate(_PLAIN))
    plain = _YEAR_AND_CLOCK.sub(" ", plain)
    plain = _with_whole_year(" ".join(plain.split()))
    clock, rest = _taken(_CLOCKS, plain)
    day, beside = _taken(_DAYS, rest)
    if day is not None:
        if clock is None:
            clock, beside = _taken(_CLOCKS_BESIDE_A_DAY, beside)
        if any(character.isdigit() for character in beside):
            return None
        return _of_day(_day_of(day), clock and _clock_of(clock), _WORD.findall(beside))
    month, beside = _taken(_WHOLE_MONTHS, plain)
    if month is None or not BESIDE.issuperset(_WORD.findall(beside)):
        return None
    return ArticleDate.of_month(int(month["year"]), _month_of(month))


class Mention(NamedTuple):
    """A day that a text has somewhere.

    Attributes:
        start: Where it begins, in characters of the text as :func:`plain` makes it.
        days: The day, or the two that it may be, as `03/04/2018` may.
    """

    start: int
    days: tuple[date, ...]


def plain(text: str) -> str:
    """Return a text as the days in it are looked for: folded, with single spaces."""
    return " ".join(folded(text).translate(_PLAIN).split())


def days_in(text: str) -> Iterator[Mention]:
    """Yield the days that a text has, whatever stands between them, in order.

    Args:
        text: From :func:`plain`.

    >>> [str(mention.days[0]) for mention in days_in(plain("Saltby, 14 March 2018: low tide"))]
    ['2018-03-14']
    """
    for start, end in _around_years(text):
        matches = [found for form in _DAYS for found in _pattern(form).finditer(text, start, end)]
        position = start
        for found in sorted(matches, key=lambda found: (found.start(), -found.end())):
            if found.start() >= position:
                with suppress(ValueError):
                    yield Mention(found.start(), _days_of(found))
                    position = found.end()


def _around_years(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that years are in, without overlap.

    The names of all months are slow to look for, and years are few.
    """
    start = end = 0
    for year in _ANY_YEAR.finditer(text):
        if year.start() - _NEAR > end:
            if end:
                yield start, end
            start = max(year.start() - _NEAR, 0)
        end = year.end() + _NEAR
    if end:
        yield start, end


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Return a form as a pattern, which is compiled when it is first used."""
    return re.compile(rf"(?<!\d){form}")


def _taken(forms: tuple[str, ...], text: str) -> tuple[re.Match[str] | None, str]:
    """Return the match of the first form that a text has, and the text without it."""
    for form in forms:
        if found := _pattern(form).search(text):
            return found, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def _zone_aside(aside: re.Match[str]) -> str:
    """Return what is left of a part in brackets: nothing but the name of a zone."""
    return f" {aside[1]} " if aside[1] in ZONES else " "


def _with_whole_year(text: str) -> str:
    """Return a date of RFC 822 with the four digits of its year."""
    found = re.fullmatch(_RFC_822, text)
    if found is None:
        return text
    century = "20" if int(found["year"]) < _MIDDLE_OF_CENTURY else "19"
    return text[: found.start("year")] + century + text[found.start("year") :]


def _of_day(day: date, clock: time | None, words: list[str]) -> ArticleDate:
    """Return the date of a day at some time, unless a word beside it makes the time doubtful."""
    if clock is None or any(word not in BESIDE and word not in ZONES for word in words):
        return ArticleDate.of_day(day)
    zones = (clock.tzinfo, *(ZONES.get(word) for word in words))
    zone = next((zone for zone in zones if zone is not None), None)
    return ArticleDate.of_time(datetime.combine(day, clock, zone))


def _clock_of(found: re.Match[str]) -> time | None:
    """Return the time of a match, in its zone where that is known; None if there is none such."""
    parts = found.groupdict()
    hour, half = int(parts["hour"]), parts.get("half")
    if half == "p" and hour == 0:
        return None
    if half and hour <= 12:  # beyond, it says what the hour says, or is the German `am`
        hour = hour % 12 + (12 if half == "p" else 0)
    minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
    try:
        return time(hour, minute, second, tzinfo=_zone_of(parts))
    except ValueError:
        return None


def _zone_of(parts: dict[str, str | None]) -> timezone | None:
    """Return the zone of a clock's parts."""
    if name := parts.get("zone"):
        return ZONES[name]
    offset = parts.get("offset") or parts.get("prefixed") or parts.get("attached")
    if offset is None:
        return None
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) == 4 else (digits, "0")
    distance = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-distance if offset[0] == "-" else distance)


def _month_of(found: re.Match[str]) -> int:
    month = found["month"]
    return int(month) if month.isdigit() else MONTH_NUMBERS[month]


def _day_of(found: re.Match[str]) -> date:
    """Return the day of a match.

    Raises:
        ValueError: There is none, or there are two that it may be.
    """
    year = int(found["year"])
    if "one" in found.groupdict():
        return one_day(year, int(found["one"]), int(found["other"]))
    return date(year, _month_of(found), int(found["day"]))


def _days_of(found: re.Match[str]) -> tuple[date, ...]:
    """Return the day of a match, or both that it may be; between dots the day is first.

    Raises:
        ValueError: There is none.
    """
    if "one" not in found.groupdict():
        return (_day_of(found),)
    year, one, other = int(found["year"]), int(found["one"]), int(found["other"])
    if found["by"].strip() == "." and 1 <= other <= 12:
        return (date(year, other, one),)
    try:
        return (one_day(year, one, other),)
    except ValueError:
        return tuple({date(year, one, other), date(year, other, one)})


def one_day(year: int, one: int, other: int) -> date:
    """Return the only day that a year and two numbers may be, day and month in any order.

    Raises:
        ValueError: There is none, or there are two.

    >>> one_day(2018, 25, 12), one_day(2018, 12, 25)
    (datetime.date(2018, 12, 25), datetime.date(2018, 12, 25))
    """
    if one == other or not (1 <= one <= 12 and 1 <= other <= 12):
        month, day = sorted((one, other))
        return date(year, month, day)
    raise ValueError("it could be either of two days")
