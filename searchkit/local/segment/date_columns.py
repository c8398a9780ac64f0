"""The columns of dates -> which articles may be of a stretch of time, and of which day each is.

An article is dated by seconds since 1970, the first and the last that are known, and by its
offset from UTC in minutes:

- **without an offset**, to a year, a month, a day, or a time in a zone that is not known, the
  seconds are what clocks and calendars showed there. They are compared with those that clocks
  show in the zone of the stretch.
- **with an offset of 0** it is a moment that no place is known of, in UTC like its seconds. It is
  compared with moments.
- **with another offset** its seconds are in UTC as well, and it was published on the day that
  clocks with this offset showed. So it is compared with days as clocks showed it, and as a moment
  with an end that is a time of a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.article import ArticleDate, Precision
from searchkit.query.dates.timezones import changes
from searchkit.schema import NO_OFFSET, UNDATED, date_bounds, whole_days

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, tzinfo

    from numpy.typing import NDArray

    Integers = NDArray[np.integer[Any]]
    Flags = NDArray[np.bool_]

NO_DATE = np.iinfo(np.int64).min
"""The code of the date of an article without one."""

PRECISIONS = (Precision.DAY, Precision.MONTH, Precision.TIME, Precision.YEAR)
"""The precisions of dates by their numbers, in the order in which dates of one moment sort."""

_DAY = 86400  # seconds
_LONGEST_MONTH = 31 * _DAY
_FIRST_DAY, _LAST_DAY = -719_162, 2_932_896  # of the calendar, counted from 1970
_BITS_OF_OFFSET = 13
_NO_SHIFT = 1 << (_BITS_OF_OFFSET - 2)  # what an offset is above 0, in minutes
_MASK = (1 << _BITS_OF_OFFSET) - 1
_BITS = _BITS_OF_OFFSET + 2


def dated_within(
    first: Integers,
    last: Integers,
    offsets: Integers | None,
    *,
    since: date | None,
    until: date | None,
) -> Flags:
    """Return which articles may be of a stretch of time, (n,).

    Args:
        first: The first second of each article's date, (n,); UNDATED for none.
        last: The last second of each, (n,).
        offsets: The offset of each from UTC, in minutes, (n,); NO_OFFSET for none; None: none has
            one.
        since: The first second of the stretch, or its first day; in UTC if it has no zone; None:
            open.
        until: Its last second, or its last day.
    """
    flags: Flags = last > UNDATED
    by_clocks = date_bounds(since, until, in_utc=False)
    by_moments = date_bounds(since, until, in_utc=True)
    ends: list[tuple[Callable[..., Flags], Integers]] = [
        (np.greater_equal, last),
        (np.less_equal, first),
    ]
    for (compare, seconds), clock, moment, is_day in zip(
        ends, by_clocks, by_moments, whole_days(since, until), strict=True
    ):
        if clock is None or moment is None:
            continue
        if offsets is None:
            flags &= compare(seconds, clock)
            continue
        is_moment = offsets == 0 if is_day else offsets != NO_OFFSET
        shown = seconds + 60 * np.where(offsets == NO_OFFSET, 0, offsets.astype(np.int64))
        flags &= np.where(is_moment, compare(seconds, moment), compare(shown, clock))
    return flags


def date_codes(first: Integers, last: Integers, offsets: Integers | None) -> Integers:
    """Return each article's date as a number that sorts as dates do, int64, (n,).

    Args:
        first: The first second of each article's date, (n,); UNDATED for none.
        last: The last second of each, (n,).
        offsets: As for :func:`dated_within`.

    Returns:
        Codes for :func:`date_of`; NO_DATE for none.
    """
    codes = np.where(first == UNDATED, 0, first) << _BITS
    codes |= _precisions(first, last).astype(np.int64) << _BITS_OF_OFFSET
    if offsets is None:
        codes |= 2 * _NO_SHIFT - 3
    else:
        shifted = 2 * (offsets.astype(np.int64) + _NO_SHIFT)
        # A date without an offset sorts as if that were one minute less than none.
        codes |= np.where(offsets == NO_OFFSET, 2 * _NO_SHIFT - 3, shifted)
    codes[first == UNDATED] = NO_DATE
    return codes


def date_of(code: int) -> ArticleDate | None:
    """Return the date that has a code."""
    if code == NO_DATE:
        return None
    precision = PRECISIONS[code >> _BITS_OF_OFFSET & 3]
    half = code & _MASK
    offset = None if half % 2 else half // 2 - _NO_SHIFT
    ahead = offset or 0 if precision is Precision.TIME else 0
    start = datetime(1970, 1, 1) + timedelta(seconds=code >> _BITS, minutes=ahead)  # noqa: DTZ001
    return ArticleDate(start, precision, offset)


def precisions_of(codes: Integers) -> Integers:
    """Return the numbers of the precisions of dates, by their codes, in :data:`PRECISIONS`."""
    return codes >> _BITS_OF_OFFSET & 3


def shown_days(first: Integers, offsets: Integers | None, zone: tzinfo) -> Integers:
    """Return the day of each article's date, or the first of several, int32, (n,).

    A moment that no place is known of is of the day that clocks of the zone show.

    Args:
        first: The first second of each article's date, (n,); what is UNDATED has no day.
        offsets: As for :func:`dated_within`.
        zone: The zone.

    Returns:
        Days since 1970.
    """
    seconds = np.where(first == UNDATED, 0, first)
    if offsets is not None:
        seconds += 60 * np.where(offsets == NO_OFFSET, 0, offsets.astype(np.int64))
        placeless = ((offsets == 0) & (first != UNDATED)).nonzero()[0]
        if len(placeless):
            moments = seconds[placeless]
            table = changes(zone, int(moments.min()), int(moments.max()))
            begins, ahead = np.array(table, np.int64).T
            seconds[placeless] += ahead[np.searchsorted(begins[1:], moments, "right")]
    days: Integers = np.clip(seconds // _DAY, _FIRST_DAY, _LAST_DAY).astype(np.int32)
    return days


def _precisions(first: Integers, last: Integers) -> Integers:
    """Return the number of each date's precision."""
    lengths = last - first + 1
    return np.select(
        [lengths == 1, lengths <= _DAY, lengths <= _LONGEST_MONTH],
        [PRECISIONS.index(one) for one in (Precision.TIME, Precision.DAY, Precision.MONTH)],
        PRECISIONS.index(Precision.YEAR),
    )
