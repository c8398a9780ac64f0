"""The columns of dates -> which articles may be of a stretch of time.

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

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.schema import NO_OFFSET, UNDATED, date_bounds, whole_days

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from numpy.typing import NDArray

    Integers = NDArray[np.integer[Any]]
    Flags = NDArray[np.bool_]


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
