"""Periods as clocks show them, in a time zone -> first and last moments.

A day of 23 or 25 hours is the whole day. A time of day that clocks passed over
is read as if they had not been put forward yet, an hour later by the new time;
one that they showed twice is both, with what lies between.
"""

from __future__ import annotations

import time as system_time
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

from searchkit.query.dates import periods
from searchkit.records import Record

if TYPE_CHECKING:
    from searchkit.notes import Note
    from searchkit.query.dates.periods import Period
    from searchkit.results.surveys import Unit

SECOND: Final = timedelta(seconds=1)


class DateSpan(Record):
    """A stretch of time, both ends included.

    Attributes:
        since: Its first second, in the zone that it was read in; None: open.
        until: Its last second, in the same zone.
        notes: How it was read, where that differs from the letter; their spans
            are of the text that was read.
    """

    _not_compared = frozenset({"notes"})

    since: datetime | None = None
    until: datetime | None = None
    notes: tuple[Note, ...] = ()

    def __str__(self) -> str:
        """Return the shortest text that is read as this span, in the same zone.

        >>> str(DateSpan(datetime(2018, 1, 1, tzinfo=UTC)))
        '2018-01-01..'
        """
        return written(self.since, self.until)


class Clock(Record):
    """The clocks of a time zone, and what they show now.

    Attributes:
        now: The present, in the zone.
        zone: The zone.
    """

    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.now.date()

    @property
    def second(self) -> datetime:
        """The second that it is."""
        return self.now.replace(microsecond=0)

    def span(self, period: Period) -> DateSpan:
        """Return the moments of a period; one whose ends have a zone is taken as it is."""
        first, last = period
        if first.tzinfo is not None:
            return DateSpan(first, last)
        return DateSpan(first.replace(tzinfo=self.zone), self.last(last))

    def last(self, time: datetime) -> datetime:
        """Return the last moment at which clocks show a time."""
        once = time.replace(tzinfo=self.zone)
        again = once.replace(fold=1)
        return again if _offset(once) > _offset(again) else once

    def shown(self, time: datetime) -> datetime:
        """Return a moment of any zone by these clocks."""
        return moment(time).astimezone(self.zone)

    def plus(self, time: datetime, change: timedelta) -> datetime:
        """Return a moment that is later by so much time, whatever clocks do meanwhile.

        Raises:
            OverflowError: It is beyond the calendar.
        """
        return (moment(time) + change).astimezone(self.zone)


def moment(time: datetime) -> datetime:
    """Return a time with a zone in UTC; beyond the calendar, its first or last moment."""
    try:
        return time.astimezone(UTC)
    except (OverflowError, ValueError):
        return time.replace(tzinfo=UTC, fold=0)


def written(since: date | None, until: date | None) -> str:
    """Return the shortest text that is read as a stretch of time, in the same zone.

    Args:
        since: Its first second, or its first day; None: open.
        until: Its last second, or its last day; None: open.
    """
    if since is None and until is None:
        return "*"
    first = _edge(since, is_last=False)
    last = _edge(until, is_last=True)
    if isinstance(first, date) and isinstance(last, date):
        period = periods.days(first, last)
        for unit, length in (("year", 4), ("month", 7), ("day", 10)):
            if periods.around(first, cast("Unit", unit)) == period:
                return first.isoformat()[:length]
    return f"{first}..{last}"


def _offset(time: datetime) -> timedelta:
    return time.utcoffset() or timedelta()


def _is_first_second(time: datetime) -> bool:
    return (time.hour, time.minute, time.second, time.fold) == (0, 0, 0, 0)


def _is_last_second(time: datetime) -> bool:
    if (time.hour, time.minute, time.second) != (23, 59, 59):
        return False
    shown = time.replace(tzinfo=None)
    return bool(time.fold) or not _comes_again(shown, time.tzinfo, system_time.tzname)


@lru_cache(maxsize=64)
def _comes_again(second: datetime, zone: tzinfo | None, zone_names: tuple[str, str]) -> bool:
    """Whether the clocks of a zone show a second once more, an hour later as a rule.

    It is remembered: to ask the zone of the machine takes a tenth of a repeated query with dates.

    Args:
        second: What they show.
        zone: The zone.
        zone_names: What the zone of the machine is called; a program may change it.
    """
    del zone_names
    first = second.replace(tzinfo=zone)
    return _offset(first) > _offset(first.replace(fold=1))


def _edge(end: date | None, *, is_last: bool) -> date | str:
    """Return an end of a range as it can be read again: the day if all of it is meant."""
    if not isinstance(end, datetime):
        return end or ""
    is_whole_day = _is_last_second(end) if is_last else _is_first_second(end)
    return end.date() if is_whole_day else end.isoformat()
