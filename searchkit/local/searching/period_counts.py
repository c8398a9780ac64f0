"""Days -> how many are in each period of the calendar, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy.typing import NDArray

    from searchkit.results.surveys import Unit

    Array = NDArray[Any]

_BINS = 4  # for each day, within which counting needs no sorting
_ROOM = 1 << 16  # bins that cost next to nothing
_THURSDAY = 3  # days after a Monday; 1970 began with one


def counted_by(unit: Unit, days: Array) -> Mapping[date, int]:
    """Return how many of some days are in each period that has any, by its first day, ascending.

    Args:
        unit: How long a period is.
        days: Days since 1970, in any order, any integers, (n,).
    """
    if not len(days):
        return {}
    different, counts = _counted(days)
    begins = _begins(different, unit)
    is_first = np.ones(len(begins), np.bool_)
    np.not_equal(begins[1:], begins[:-1], out=is_first[1:])
    there = is_first.nonzero()[0]
    sums = np.add.reduceat(counts, there).tolist()
    return dict(zip(dates_of(begins[there]), sums, strict=True))


def dates_of(days: Array) -> list[date]:
    """Return the dates of days since 1970."""
    dates: list[date] = days.astype("M8[D]").tolist()
    return dates


def _counted(days: Array) -> tuple[Array, Array]:
    """Return the different days, ascending, and how often there is each."""
    least, most = int(days.min()), int(days.max())
    if most - least > _ROOM + _BINS * len(days):
        return np.unique(days, return_counts=True)
    counts = np.bincount(days - least)
    there = counts.nonzero()[0]
    return there + least, counts[there]


def _begins(days: Array, unit: Unit) -> Array:
    """Return the first day of the period of each day, both since 1970."""
    match unit:
        case "day":
            return days
        case "week":
            mondays: Array = days - (days + _THURSDAY) % 7
            return mondays
    months: Array = days.astype("M8[D]").astype("M8[M]").astype(np.int64)
    months -= months % {"month": 1, "quarter": 3, "year": 12}[unit]
    begins: Array = months.astype("M8[M]").astype("M8[D]").astype(np.int64)
    return begins
