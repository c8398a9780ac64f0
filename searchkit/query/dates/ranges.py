"""What a person writes for a date -> the stretch of time that is meant.

A year, a month, a week or a day is that whole period, from edge to edge, in the
time zone that is asked for; a time of day is the hour, the minute or the second
that it names. What can be meant in two ways is not a date: ``03/04/2021`` is an
error that says so. `date_forms` has the forms of one date; ranges of them are
read here. `docs/dates.md` lists every way to write one.

The clock and the zone are arguments: nothing here looks at the machine. No
library reads such dates strictly and as whole periods: those at hand take
``2018-13`` for a day in March, or load for longer than a search takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchkit.article import Span
from searchkit.errors import DateError
from searchkit.notes import Note
from searchkit.query.dates import periods
from searchkit.query.dates.date_forms import (
    DURATION,
    Duration,
    form,
    moved,
    read_duration,
    read_form,
    up_to_now,
)
from searchkit.query.dates.hints import DAY_OR_MONTH_FIRST, not_a_date
from searchkit.query.dates.moments import SECOND, Clock, DateSpan, moment
from searchkit.records import Record

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

__all__ = ["DateSpan", "read_dates", "read_period"]

_BRACKETED: Final = r"([\[{])(.*?) TO (.*)([\]}])"
_COMPARISON: Final = r">=|<=|>|<|="
_DOTS: Final = r"\.{2,3}|…"
_SLASHED: Final = r"\d{4}/\d{1,2}(?:/\d{1,2})?"

# Whatever is shown as a space or a dash is one; the length stays, so that positions fit.
_PLAIN: Final = {
    **dict.fromkeys(map(ord, "\t\n\r\v\f\u00a0\u2007\u2009\u200a\u202f\u3000"), " "),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
}


def read_dates(text: str, *, now: datetime, timezone: tzinfo) -> DateSpan:
    """Return the stretch of time that a text means: a date, a period or a range.

    Args:
        text: What was written, without quotation marks around it.
        now: The present, with a zone.
        timezone: The zone whose days and clocks are meant.

    Raises:
        DateError: It is not a date.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2018, 3, 14, 10, 30, tzinfo=UTC)
    >>> str(read_dates("last week", now=now, timezone=UTC))
    '2018-03-05..2018-03-11'
    """
    return _Reader.of(text, now, timezone).dates()


def read_period(text: str, *, now: datetime, timezone: tzinfo) -> DateSpan:
    """Return the stretch of time that a text means, which must not be a range.

    This is what may stand after ``since:`` and ``until:``: the one takes the first
    second of the period, the other its last.

    Args:
        text: What was written, without quotation marks around it.
        now: The present, with a zone.
        timezone: The zone whose days and clocks are meant.

    Raises:
        DateError: It is not a date, or is a range.
    """
    reader = _Reader.of(text, now, timezone)
    return reader.period(Span(0, len(reader.text)))


class _Reader(Record):
    """Reads one text, with plain spaces and dashes, by a clock."""

    text: str
    clock: Clock

    @classmethod
    def of(cls, text: str, now: datetime, zone: tzinfo) -> _Reader:
        return cls(text.translate(_PLAIN), Clock(now.astimezone(zone), zone))

    def dates(self) -> DateSpan:
        """Return what the text means."""
        start, end = whole = self._trimmed(Span(0, len(self.text)))
        typed = self.text[start:end]
        if bracketed := form(_BRACKETED).fullmatch(self.text, start, end):
            return self._range(
                Span(*bracketed.span(2)),
                Span(*bracketed.span(3)),
                after=bracketed[1] == "{",
                before=bracketed[4] == "}",
            )
        if typed.startswith(("[", "{")):
            raise self._error("a range in brackets has two ends", start, "[2018-01 TO 2018-03]")
        if sign := form(_COMPARISON).match(self.text, start, end):
            return self._compared(sign[0], Span(sign.end(), end))
        if typed == "*":
            return DateSpan()
        dots = form(_DOTS).search(self.text, start, end)
        if dots and "../" not in typed and "/.." not in typed:
            return self._range(Span(start, dots.start()), Span(dots.end(), end))
        if "/" in typed and not (
            form(_SLASHED).fullmatch(typed) or form(DAY_OR_MONTH_FIRST).fullmatch(typed)
        ):
            slash = self.text.index("/", start)
            return self._interval(Span(start, slash), Span(slash + 1, end))
        return self.period(whole)

    def period(self, span: Span) -> DateSpan:
        """Return what a part of the text means, which is no range."""
        span = self._trimmed(span)
        if not self._shown(span):
            raise self._error("a date is missing", span.start)
        found = read_form(self.text, span, self.clock)
        if found is None:
            raise not_a_date(self.text, span, self.clock)
        return found

    def _range(
        self, left: Span, right: Span, *, after: bool = False, before: bool = False
    ) -> DateSpan:
        """Return what lies from one period to another.

        Args:
            left: Where the one stands.
            right: Where the other stands.
            after: Whether the one is left out.
            before: Whether the other is left out.
        """
        first = None if self._is_open(left) else self.period(left)
        last = None if self._is_open(right) else self.period(right)
        notes = (*(first.notes if first else ()), *(last.notes if last else ()))
        if first and last and _lies_after(first, last):
            first, last, after, before = last, first, before, after
            notes += (self._backwards(left, right),)
        since = None if first is None else self._next(first) if after else first.since
        until = None if last is None else self._previous(last) if before else last.until
        if since and until and moment(since) > moment(until):
            whole = f"[{self._shown(left)} TO {self._shown(right)}]"
            raise self._error("there is nothing between them", left.start, whole)
        return DateSpan(since, until, notes)

    def _backwards(self, left: Span, right: Span) -> Note:
        turned = f"{self._shown(right)}..{self._shown(left)}"
        message = f"The range ran backwards, so it was read as {turned}."
        return Note(message, Span(0, len(self.text)), turned)

    def _compared(self, sign: str, span: Span) -> DateSpan:
        period = self.period(span)
        match sign:
            case ">=":
                return period.replace(until=None)
            case "<=":
                return period.replace(since=None)
            case ">":
                return DateSpan(self._next(period), None, period.notes)
            case "<":
                return DateSpan(None, self._previous(period), period.notes)
            case _:
                return period

    def _interval(self, left: Span, right: Span) -> DateSpan:
        """Return what an interval of ISO 8601 means, the ends parted by a slash."""
        before, after = self._duration(left), self._duration(right)
        if before and after:
            raise self._error("one end of an interval is a date", right.start)
        try:
            if before:
                return self._ending(right, before)
            if after:
                return self._beginning(left, after)
        except OverflowError:
            raise self._error("that is before the year 1 or after 9999", 0) from None
        if not self._shown(left) or not self._shown(right):
            raise self._error("an interval has two ends", left.end, self._half_open(left, right))
        return self._range(left, right)

    def _half_open(self, left: Span, right: Span) -> str:
        return f">={self._shown(left)}" if self._shown(left) else f"<={self._shown(right)}"

    def _duration(self, span: Span) -> Duration | None:
        found = form(DURATION).fullmatch(self.text, *self._trimmed(span))
        return None if found is None else read_duration(found)

    def _ending(self, span: Span, length: Duration) -> DateSpan:
        """Return the stretch of some length that ends with a period, or now."""
        if not self._shown(span):
            return up_to_now(length, self.clock)
        period = self.period(span)
        since = moved(self._next(period), length, -1, self.clock)
        return self._checked(period.replace(since=since))

    def _beginning(self, span: Span, length: Duration) -> DateSpan:
        """Return the stretch of some length that begins with a period, or now."""
        if not self._shown(span):
            return self._from_now(length)
        period = self.period(span)
        assert period.since is not None
        end = moved(period.since, length, +1, self.clock)
        return self._checked(period.replace(until=self.clock.plus(end, -SECOND)))

    def _from_now(self, length: Duration) -> DateSpan:
        until = moved(self.clock.now, length, +1, self.clock)
        if length.time:
            return DateSpan(self.clock.second, until)
        return self.clock.span(periods.days(self.clock.today, until.date()))

    def _checked(self, span: DateSpan) -> DateSpan:
        assert span.since is not None
        assert span.until is not None
        if moment(span.since) > moment(span.until):
            raise self._error("it lasts no time", 0)
        return span

    def _next(self, span: DateSpan) -> datetime:
        """Return the first second after a span."""
        assert span.until is not None
        try:
            return self.clock.plus(span.until, SECOND)
        except OverflowError:
            raise self._error("nothing lies after the year 9999", 0) from None

    def _previous(self, span: DateSpan) -> datetime:
        """Return the last second before a span."""
        assert span.since is not None
        try:
            return self.clock.plus(span.since, -SECOND)
        except OverflowError:
            raise self._error("nothing lies before the year 1", 0) from None

    def _trimmed(self, span: Span) -> Span:
        part = self.text[span.start : span.end]
        start = span.end - len(part.lstrip(" "))
        return Span(start, max(start, span.start + len(part.rstrip(" "))))

    def _shown(self, span: Span) -> str:
        return self.text[span.start : span.end].strip(" ")

    def _is_open(self, span: Span) -> bool:
        return self._shown(span) in ("", "*", "..")

    def _error(self, reason: str, position: int, suggestion: str | None = None) -> DateError:
        return DateError(self.text, reason, position=position, suggestion=suggestion)


def _lies_after(one: DateSpan, other: DateSpan) -> bool:
    assert one.since is not None
    assert other.until is not None
    return moment(one.since) > moment(other.until)
