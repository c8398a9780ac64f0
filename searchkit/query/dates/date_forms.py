"""The forms in which one date or one period is written.

The table at the end is the whole of them: a pattern, and the function that reads
what it matches. A function raises :class:`searchkit.errors.DateError` for what has
its form but is in no calendar, and returns None for what is not its form after
all; a later form may fit then.

Rules that are not seen in the forms themselves:

- A period without a year or a number is the latest one that has begun:
  ``monday`` and ``march`` may be today and this month. With ``last`` before it,
  it is over.
- ``3 days ago`` is that day, ``2 months ago`` that calendar month, so ``last
  week`` and ``1 week ago`` are the same. ``past 3 days`` runs on to today, from
  the beginning of the day on which it was now, three days ago.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from searchkit.article import Span
from searchkit.calendar_names import MONTHS, WEEKDAYS
from searchkit.errors import DateError
from searchkit.notes import Note
from searchkit.query.dates import periods
from searchkit.query.dates.moments import SECOND, Clock, DateSpan
from searchkit.query.dates.periods import Period
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchkit.results.surveys import Unit

Found: TypeAlias = re.Match[str]

COUNTS = {
    word: number
    for number, words in enumerate(
        "a/an/one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
    for word in words.split("/")
}
_HOURS = {"second": SECOND, "minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_MOST_DIGITS = 9  # of a number that is typed: more reach beyond the calendar all the same


class Duration(NamedTuple):
    """A length of time: so many months and days of the calendar, and so much time."""

    months: int
    days: int
    time: timedelta


@cache
def form(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a form: letters in any case, digits and spaces of ASCII.

    It is compiled when it is first used: most searches read no date.
    """
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


DURATION: Final = (
    r"p(?=t?\d)(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)w)?(?:(\d+)d)?"
    r"(?:t(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?"
)


def read_form(text: str, span: Span, clock: Clock) -> DateSpan | None:
    """Return the date or the period that a part of a text means, or None.

    Raises:
        DateError: It has the form of a date but is in no calendar.
    """
    for pattern, read in _FORMS:
        if found := form(pattern).fullmatch(text, *span):
            try:
                read_as = read(clock, found)
            except OverflowError:
                raise _error(found, "that is before the year 1 or after 9999", 0) from None
            if read_as is not None:
                return clock.span(read_as) if isinstance(read_as, Period) else read_as
    return None


def read_duration(found: Found) -> Duration:
    """Return what a match of :data:`DURATION` means."""
    years, months, weeks, days, hours, minutes, seconds = (
        int((number or "0")[:_MOST_DIGITS]) for number in found.groups()
    )
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Duration(years * 12 + months, weeks * 7 + days, length)


def moved(moment: datetime, length: Duration, sign: int, clock: Clock) -> datetime:
    """Return a moment that is later, or earlier, by a duration.

    Months and days are those of the calendar, at the same time of day.

    Args:
        moment: The moment, in the zone of the clock.
        length: The duration.
        sign: 1 for later, -1 for earlier.
        clock: The clock.

    Raises:
        OverflowError: It is beyond the calendar.
    """
    day = periods.shifted(moment.date(), sign * length.months, "month")
    day += sign * timedelta(days=length.days)
    at = datetime.combine(day, moment.time(), tzinfo=clock.zone).replace(microsecond=0)
    return clock.plus(at, sign * length.time)


def up_to_now(length: Duration, clock: Clock) -> DateSpan:
    """Return the stretch of a duration up to now; without a time, of whole days.

    Raises:
        OverflowError: It begins before the calendar does.
    """
    since = moved(clock.now, length, -1, clock)
    if length.time:
        return DateSpan(since, clock.second)
    return clock.span(periods.days(since.date(), clock.today))


def _numeric(clock: Clock, found: Found) -> Period:
    del clock
    year = _year(found)
    if not found["month"]:
        return periods.year(year)
    if not found["day"]:
        return periods.part_of_year(year, _month(found), of=12)
    day = _day(found)
    return periods.days(day, day)


def _part_of_year(clock: Clock, found: Found) -> Period:
    kind, of = ("quarter", 4) if found["kind"] in "qQ" else ("half", 2)
    part = int(found["part"])
    if not 1 <= part <= of:
        raise _error(found, f"there is no {kind} {part}", "part")
    if found["year"]:
        return periods.part_of_year(_year(found), part, of=of)
    period = periods.part_of_year(clock.today.year, part, of=of)
    if period.first.date() > clock.today:
        period = periods.part_of_year(clock.today.year - 1, part, of=of)
    return period


def _week(clock: Clock, found: Found) -> Period:
    del clock
    year, week = _year(found), int(found["week"])
    count = periods.weeks_of(year)
    if not 1 <= week <= count:
        near = f"{year:04}-W{count if week else 1:02}"
        raise _error(found, f"{year} has the weeks 1 to {count}", "week", near)
    if not found["day"]:
        return periods.around(date.fromisocalendar(year, week, 1), "week")
    if not 1 <= int(found["day"]) <= 7:
        raise _error(found, "a week has the days 1 to 7", "day")
    return periods.around(date.fromisocalendar(year, week, int(found["day"])), "day")


def _decade(clock: Clock, found: Found) -> Period:
    del clock
    first = int(found["decade"]) * 10
    return Period(periods.year(first).first, periods.year(first + 9).last)


def _time(clock: Clock, found: Found) -> DateSpan:
    """Return the hour, the minute or the second that a time of day names."""
    first = datetime.combine(_day(found), _time_of_day(found))
    length = _HOURS["second" if found["second"] else "minute" if found["minute"] else "hour"]
    last = first + (length - SECOND)
    if found["zone"]:
        zone = _zone(found)
        since, until = (clock.shown(end.replace(tzinfo=zone)) for end in (first, last))
        return DateSpan(since, until)
    since = clock.shown(first.replace(tzinfo=clock.zone))
    span = DateSpan(since, clock.shown(clock.last(last)))
    message = ""
    if since.replace(tzinfo=None, fold=0) != first:
        message = f"Clocks skipped {first:%H:%M} on that day, so it was read as {since:%H:%M}."
    elif clock.last(first).fold:
        message = f"Clocks showed {first:%H:%M} twice on that day, so both are included."
    return span.replace(notes=(Note(message, Span(*found.span())),)) if message else span


def _time_of_day(found: Found) -> time:
    numbers = []
    for name, most in (("hour", 23), ("minute", 59), ("second", 59)):
        numbers.append(int(found[name] or 0))
        if numbers[-1] > most:
            raise _error(found, f"there is no {name} {found[name]}", name)
    hour, minute, second = numbers
    return time(hour, minute, second)


def _zone(found: Found) -> tzinfo:
    typed: str = found["zone"]
    if typed[0] not in "+-":
        return UTC
    hours, minutes, seconds = [*map(int, re.findall(r"\d\d", typed)), 0, 0][:3]
    if hours > 23 or minutes > 59 or seconds > 59:
        raise _error(found, f"there is no time zone {typed}", "zone")
    ahead = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(-ahead if typed[0] == "-" else ahead)


def _near_day(clock: Clock, found: Found) -> Period:
    ahead = {"yesterday": -1, "today": 0, "tomorrow": 1}[found[0].lower()]
    return periods.around(clock.today + timedelta(days=ahead), "day")


def _now(clock: Clock, found: Found) -> DateSpan:
    del found
    return DateSpan(clock.second, clock.second)


def _near_unit(clock: Clock, found: Found) -> Period:
    unit = cast("Unit", found["unit"].lower())
    ahead = {"this": 0, "current": 0, "next": 1}.get(found["which"].lower(), -1)
    return periods.around(periods.shifted(clock.today, ahead, unit), unit)


def _past(clock: Clock, found: Found) -> DateSpan:
    """Return the stretch of some length up to now."""
    unit, count = found["unit"].lower(), _count(found)
    unit = _SHORT_UNITS.get(unit, unit)
    if unit in _HOURS:
        return DateSpan(clock.plus(clock.second, -count * _HOURS[unit]), clock.second)
    first = periods.shifted(clock.today, -count, cast("Unit", unit))
    return clock.span(periods.days(first, clock.today))


def _ago(clock: Clock, found: Found) -> Period:
    """Return the whole unit that was some of it before this one."""
    unit, count = found["unit"].lower(), _count(found)
    if unit not in _HOURS:
        whole = cast("Unit", unit)
        return periods.around(periods.shifted(clock.today, -count, whole), whole)
    then = clock.plus(clock.second, -count * _HOURS[unit])
    first = then.replace(
        minute=0 if unit == "hour" else then.minute,
        second=then.second if unit == "second" else 0,
    )
    return Period(first, clock.plus(first, _HOURS[unit] - SECOND))


def _length(clock: Clock, found: Found) -> DateSpan:
    return up_to_now(read_duration(found), clock)


def _named_day(clock: Clock, found: Found) -> Period | None:
    month, weekday = _index(MONTHS, found["month"]), _index(WEEKDAYS, found["weekday"])
    if month is None or (found["weekday"] and weekday is None):
        return None
    day = _day(found, month=month + 1) if found["year"] else _latest(clock, found, month + 1)
    if weekday is not None and day.weekday() != weekday:
        name = WEEKDAYS[day.weekday()].title()
        raise _error(found, f"{day} is a {name}", "weekday", day.isoformat())
    return periods.days(day, day)


def _latest(clock: Clock, found: Found, month: int) -> date:
    """Return the latest day of that name that is not after today."""
    number = int(found["day"])
    if not 1 <= number <= periods.length_of_month(2000, month):  # 2000 had every day
        raise _error(found, f"there is no {number} {MONTHS[month - 1].title()}", "day")
    year = clock.today.year
    while number > periods.length_of_month(year, month) or date(year, month, number) > clock.today:
        year -= 1
    return date(year, month, number)


def _named(clock: Clock, found: Found) -> Period | None:
    """Return a month or a day of the week."""
    which = (found["which"] or "").lower()
    month, weekday = _index(MONTHS, found["name"]), _index(WEEKDAYS, found["name"])
    if month is not None and not (which and found["year"]):
        year = _year(found) if found["year"] else _year_of(month + 1, which, clock)
        return periods.part_of_year(year, month + 1, of=12)
    if weekday is not None and not found["year"]:
        ahead = _towards(weekday - clock.today.weekday(), which, 7)
        return periods.around(clock.today + timedelta(days=ahead), "day")
    return None


def _year_of(month: int, which: str, clock: Clock) -> int:
    ahead = _towards(month - clock.today.month, which, 12)
    return clock.today.year + (clock.today.month - 1 + ahead) // 12


def _towards(ahead: int, which: str, cycle: int) -> int:
    """Return how far ahead the meant one of a cycle is, if this cycle's is ``ahead``."""
    match which:
        case "this":
            return ahead
        case "next":
            return ahead if ahead > 0 else ahead + cycle
        case "":
            return ahead if ahead <= 0 else ahead - cycle
        case _:
            return ahead if ahead < 0 else ahead - cycle


def _year(found: Found) -> int:
    if found["year"] == "0000":
        raise _error(found, "there is no year 0", "year")
    return int(found["year"])


def _month(found: Found, *, meant: str | None = None) -> int:
    month = int(found["month"])
    if not 1 <= month <= 12:
        raise _error(found, f"there is no month {month}", "month", meant)
    return month


def _day(found: Found, *, month: int | None = None) -> date:
    """Return the day of a match, whose month may be given by name."""
    year, day = _year(found), int(found["day"])
    if month is None:
        may_be_exchanged = 1 <= day <= 12 and int(found["month"]) <= 31
        exchanged = f"{year:04}-{day:02}-{found['month']}" if may_be_exchanged else None
        month = _month(found, meant=exchanged)
    length = periods.length_of_month(year, month)
    if not 1 <= day <= length:
        reason = f"{MONTHS[month - 1].title()} {year} has the days 1 to {length}"
        near = f"{year:04}-{month:02}-{length if day else 1:02}"
        raise _error(found, reason, "day", near)
    return date(year, month, day)


def _count(found: Found) -> int:
    typed = (found["count"] or "1").lower()
    return COUNTS[typed] if typed in COUNTS else int(typed[:_MOST_DIGITS])


def _index(names: Sequence[str], word: str | None) -> int | None:
    """Return the index of the name that begins with a word, which has three letters or more."""
    if word is None:
        return None
    return next((n for n, name in enumerate(names) if name.startswith(word.lower())), None)


def _error(found: Found, reason: str, group: str | int, near: str | None = None) -> DateError:
    return DateError(found.string, reason, position=found.start(group), suggestion=near)


_WEEKDAY = r"(?:(?P<weekday>[a-z]{3,9})\.?,? +)?"
_YEAR = r"(?:[., ] *(?P<year>\d{4}))?"
_SHORT_UNITS = {"h": "hour", "d": "day", "w": "week", "mo": "month", "y": "year"}
_COUNT = rf"(?P<count>\d+|{'|'.join(COUNTS)})"
_UNIT = r"(?P<unit>second|minute|hour|day|week|month|quarter|year)s?"

_FORMS: tuple[tuple[str, Callable[[Clock, Found], Period | DateSpan | None]], ...] = (
    (r"(?P<year>\d{4})(?P<month>)(?P<day>)", _numeric),
    (
        r"(?P<year>\d{4})(?P<by>[-/.])(?P<month>\d{1,2})(?:(?P=by)(?P<day>\d{1,2}))?",
        _numeric,
    ),
    (r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)", _numeric),
    (r"(?P<year>\d{4})-?(?P<kind>[qh])(?P<part>\d)", _part_of_year),
    (r"(?P<kind>[qh])(?P<part>\d)(?: +(?P<year>\d{4}))?", _part_of_year),
    (r"(?P<year>\d{4})-?w(?P<week>\d{1,2})(?:-?(?P<day>\d))?", _week),
    (r"(?P<decade>[1-9]\d\d)0s", _decade),
    (
        (
            r"(?P<year>\d{4})(?P<by>-?)(?P<month>\d\d)(?P=by)(?P<day>\d\d)(?:t| +)"
            r"(?P<hour>\d{1,2})(?::?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?)?"
            r" *(?P<zone>z|utc|gmt|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?"
        ),
        _time,
    ),
    (r"yesterday|today|tomorrow", _near_day),
    (r"now", _now),
    (
        r"(?P<which>this|current|last|previous|next) +(?P<unit>week|month|quarter|year)",
        _near_unit,
    ),
    (rf"(?:the +)?(?:past|last|previous) +(?:{_COUNT} +)?{_UNIT}", _past),
    (rf"(?P<count>\d+)(?P<unit>{'|'.join(_SHORT_UNITS)})", _past),
    (rf"{_COUNT} +{_UNIT} +ago", _ago),
    (DURATION, _length),
    (
        (
            rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: +of)? *"
            rf"(?P<month>[a-z]{{3,9}}){_YEAR}"
        ),
        _named_day,
    ),
    (
        rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.? *(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}",
        _named_day,
    ),
    (rf"(?:(?P<which>this|last|previous|next) +)?(?P<name>[a-z]{{3,9}}){_YEAR}", _named),
)
