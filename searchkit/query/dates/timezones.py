"""The time zone in which the dates of a query are read.

A zone is asked for by its name in the IANA database; without one it is that of
the machine, whose rules the C library knows. Nothing here reads a date.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, tzinfo

from searchkit.arguments import check_kind
from searchkit.errors import ArgumentError
from searchkit.nearest_names import nearest_name


class LocalZone(tzinfo):
    """The zone of the machine, with its daylight saving times of every year.

    What ``datetime.astimezone`` gives without a zone has the offset of one moment.
    """

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """Return how far the clock is ahead of UTC at a moment of this zone."""
        if moment is None:
            return None
        time_shown = _convertible(moment)
        return time_shown.replace(tzinfo=UTC) - datetime.fromtimestamp(_second(moment), UTC)

    def dst(self, moment: datetime | None) -> timedelta | None:
        """Return None: the machine tells offsets alone."""
        del moment
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """Return what the zone is called at a moment, such as ``CET``."""
        return None if moment is None else time.localtime(_second(moment)).tm_zone

    def fromutc(self, moment: datetime) -> datetime:
        """Return the moment of this zone at which UTC shows the time of ``moment``."""
        utc = moment.replace(tzinfo=UTC)
        try:
            shown = datetime.fromtimestamp(utc.timestamp())  # noqa: DTZ006 - its `fold` is wanted
        except ValueError as error:  # as other zones raise it
            raise OverflowError(*error.args) from None
        return shown.replace(microsecond=moment.microsecond, tzinfo=self)

    def __repr__(self) -> str:
        return "LocalZone()"

    def __str__(self) -> str:
        return "local time"


_LOCAL = LocalZone()


def read_timezone(name: str | None) -> tzinfo:
    """Return the time zone of a name.

    Args:
        name: A name of the IANA database, such as ``Europe/Berlin`` or ``UTC``,
            in any case; None for the zone of the machine.

    Raises:
        ArgumentError: There is no such zone.

    >>> str(read_timezone("europe/berlin"))
    'Europe/Berlin'
    """
    check_kind("timezone", name, str, "text", optional=True)
    if name is None:
        return _LOCAL
    if name == "UTC":
        return UTC
    import zoneinfo  # late: most searches name no zone

    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        pass  # it may be written in other letters
    known = {zone.casefold(): zone for zone in sorted(zoneinfo.available_timezones())}
    asked = "_".join(name.casefold().split())
    if asked in known:
        return zoneinfo.ZoneInfo(known[asked])
    raise ArgumentError(
        f"There is no time zone {name}. {_suggestion(asked, known)}", name="timezone", value=name
    )


def _suggestion(asked: str, known: dict[str, str]) -> str:
    """Return the sentence that names the zones which may be meant."""
    meant = [known[zone] for zone in known if zone.rpartition("/")[2] == asked][:3]
    if not meant and (near := nearest_name(asked, known, likeness=0.8)):
        meant = [known[near]]
    if meant:
        return f"Did you mean {' or '.join(meant)}?"
    return "Name one of the IANA database, such as Europe/Berlin, or UTC."


def _second(moment: datetime) -> float:
    """Return the second, since 1970, at which the machine's clocks show a time.

    Of a time that clocks pass over when they are put forward, ``astimezone`` gives another
    offset on some versions of Python than on others; ``timestamp`` gives one alike.
    """
    return _convertible(moment).timestamp()


def _convertible(moment: datetime) -> datetime:
    """Return a time that clocks show, to the second, without its zone.

    The first and the last year cannot be converted: a day beyond them is none.
    """
    year = min(max(moment.year, 2), 9998)
    return moment.replace(year=year, microsecond=0, tzinfo=None)


_PROBED = 6 * 86400  # seconds; no zone has changed its clocks twice within so short a time
_EARLIEST = -(2**33)  # seconds: before the clocks of any place were put to those of others
_LATEST = 2**37  # seconds: the year 6325, before the calendar ends


def changes(zone: tzinfo, first: int, last: int) -> list[tuple[int, int]]:
    """Return what clocks of a zone are ahead of UTC by, from when to when.

    Args:
        zone: The zone.
        first: The first second that is of interest, since 1970.
        last: The last one.

    Returns:
        Seconds, ascending, and by how many seconds clocks are ahead from then on; the first of
        these is ``first``, or as far back as zones are known.

    >>> changes(read_timezone("Europe/Berlin"), 1540000000, 1541000000)
    [(1540000000, 7200), (1540688400, 3600)]
    """
    at, last = (min(max(second, _EARLIEST), _LATEST) for second in (first, last))
    ahead = _ahead(zone, at)
    found = [(at, ahead)]
    while at < last:
        next_at = min(at + _PROBED, last)
        next_ahead = _ahead(zone, next_at)
        if next_ahead != ahead:
            found.append((_changed(zone, at, next_at), next_ahead))
        at, ahead = next_at, next_ahead
    return found


def _changed(zone: tzinfo, before: int, after: int) -> int:
    """Return the second at which clocks are put forward or back between two."""
    ahead = _ahead(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (middle, after) if _ahead(zone, middle) == ahead else (before, middle)
    return after


def _ahead(zone: tzinfo, second: int) -> int:
    """Return by how many seconds clocks are ahead of UTC at a second since 1970."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    return int((moment.astimezone(zone).utcoffset() or timedelta()).total_seconds())
