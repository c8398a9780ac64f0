"""The options next to a query: which sources, which dates, in what order.

Dates are read as in a query, by :mod:`searchkit.query.dates.ranges`: `since 2018` begins
with the first second of that year, `until 2018` ends with its last. An article
that is dated only to a month or a year passes if its period overlaps the one
asked for; one without a date passes only if no date is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Literal, TypeAlias, TypedDict, get_args

from searchkit.arguments import check_kind
from searchkit.errors import ArgumentError, DateError
from searchkit.notes import Note
from searchkit.query.dates import periods
from searchkit.query.dates.date_forms import form
from searchkit.query.dates.moments import Clock, DateSpan, moment
from searchkit.query.dates.ranges import read_period
from searchkit.query.dates.timezones import read_timezone
from searchkit.records import Record

Sort: TypeAlias = Literal["relevance", "newest", "oldest"]
"""Orders of results: best first, or by date with undated articles last."""

_FIXED = r"\d{4}(-\d\d){0,2}"  # what means the same whenever it is read

SORTS: tuple[Sort, ...] = get_args(Sort)


class Filters(Record):
    """Which articles a search may return.

    Attributes:
        sources: Names of outlets, any of which will do; empty for all. ``none``
            means articles without a source.
        since: The first second, in the zone that was asked for, or the first day; None: open.
        until: The last second, or the last day; None: open.
        undated: Whether to return only articles without a date.
        notes: How the options were read, where that needed a guess.
    """

    _not_compared = frozenset({"notes"})

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    undated: bool = False
    notes: tuple[Note, ...] = ()

    def __bool__(self) -> bool:
        """Whether any article could be kept out."""
        return bool(self.sources or self.since or self.until or self.undated)


_NONE = Filters()


class FilterOptions(TypedDict, total=False):
    """What may be asked of the articles beside a query, by name.

    Attributes:
        source: One outlet or several, in upper or lower case, with or without
            accents; ``none`` for articles without one.
        since: From the start of this period: ``2018``, ``2018-03``, ``2018-03-14``,
            ``last week`` and anything else that is a date in a query; or a day or a moment.
        until: Up to the end of this period.
        undated: Only articles without a date.
        timezone: The IANA name of the time zone of dates, in the query too; None for
            that of the machine.
    """

    source: str | Iterable[str] | None
    since: str | date | None
    until: str | date | None
    undated: bool
    timezone: str | None


def make_filters(
    *,
    source: str | Iterable[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    undated: bool = False,
    timezone: str | tzinfo | None = None,
    now: datetime | None = None,
) -> Filters:
    """Return the filters that these options ask for.

    Args:
        source: One outlet or several; case, accents and spacing do not matter.
        since: The first day, or the period that begins with it, as
            :func:`searchkit.query.dates.ranges.read_period` reads it; or a day, or a moment.
        until: The last day, or the period that ends with it; or a day, or a moment.
        undated: Only articles without a date.
        timezone: The zone of the dates, or its name; None: that of the machine.
        now: The present, with a zone; None for the machine's clock.

    Raises:
        ArgumentError: A date cannot be understood, a source is empty, or dates
            are given with ``undated``.

    >>> str(make_filters(since="2018", until="2018-02", timezone=UTC).until)
    '2018-02-28 23:59:59+00:00'
    """
    zone = timezone if isinstance(timezone, tzinfo) else read_timezone(timezone)
    check_kind("undated", undated, bool, "True or False")
    for name, value in (("since", since), ("until", until)):
        check_kind(name, value, (str, date), "a date, or text", optional=True)
    sources = _sources(source)
    if undated and not (since is None and until is None):
        raise ArgumentError(
            "undated cannot be combined with since or until. Leave out one of them.",
            name="undated",
            value=undated,
        )
    if since is None and until is None:
        return Filters(sources, None, None, undated) if sources or undated else _NONE
    if all(value is None or _is_fixed(value) for value in (since, until)):
        ends = _fixed_ends(since, until, zone, time.tzname)
    else:
        ends = _ends(since, until, Clock((now or datetime.now(UTC)).astimezone(zone), zone))
    return Filters(sources, ends.since, ends.until, undated, ends.notes)


def _sources(source: str | Iterable[str] | None) -> tuple[str, ...]:
    """Return the names of the outlets that were given."""
    if source is None:
        return ()
    check_kind("source", source, Iterable, "text, or several")
    sources = (source,) if isinstance(source, str) else tuple(source)
    for name in sources:
        check_kind("source", name, str, "text, or several")
        if not name.strip():
            raise ArgumentError(
                "source is empty. Name an outlet, or none for articles without one.",
                name="source",
                value=source,
            )
    return sources


def _is_fixed(value: str | date) -> bool:
    """Whether a date means the same whenever it is read."""
    return isinstance(value, str) and form(_FIXED).fullmatch(value) is not None


@lru_cache(maxsize=64)
def _fixed_ends(
    since: str | date | None, until: str | date | None, zone: tzinfo, zone_names: tuple[str, str]
) -> DateSpan:
    """Return what two dates mean that mean the same whenever they are read.

    They are remembered: reading them takes a fifth of a repeated query with few hits.

    Args:
        since: The first.
        until: The last.
        zone: The zone that they are meant in.
        zone_names: What the zone of the machine is called. A program may change it, and
            what was remembered is then of another zone.
    """
    del zone_names
    return _ends(since, until, Clock(datetime.now(UTC).astimezone(zone), zone))


def _ends(since: str | date | None, until: str | date | None, clock: Clock) -> DateSpan:
    """Return the stretch of time from one date to another, or back if that is before it."""
    first, last = _span("since", since, clock), _span("until", until, clock)
    notes = (*first.notes, *last.notes)
    if first.since and last.until and moment(first.since) > moment(last.until):
        notes += (Note(f"since {since} is after until {until}, so they were swapped."),)
        first, last = last, first
    return DateSpan(first.since, last.until, notes)


def _span(name: str, value: str | date | None, clock: Clock) -> DateSpan:
    """Return the stretch of time that an option asks for."""
    match value:
        case None:
            return DateSpan()
        case datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=clock.zone)
            second = clock.shown(aware).replace(microsecond=0)
            return DateSpan(second, second)
        case date():
            return clock.span(periods.days(value, value))
    try:
        return read_period(value, now=clock.now, timezone=clock.zone)
    except DateError as error:
        raise ArgumentError(f"{name} {error}", name=name, value=value) from None
