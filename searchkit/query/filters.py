"""The options beside a query: which sources, which days, in what order.

A day, a month or a year is a whole period: `since 2018` begins on its first
day, `until 2018` ends on its last. An article that is dated only to a month or
a year passes where its period overlaps the one asked for; one without a date
passes only where none is asked for.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from searchkit.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

Sort: TypeAlias = Literal["relevance", "newest", "oldest"]
"""Orders of results: best first, or by date with undated articles last."""

SORTS: tuple[Sort, ...] = get_args(Sort)

_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles a search may return.

    Attributes:
        sources: Names of outlets, any of which will do; empty for all. ``none``
            stands for articles without a source.
        since: The first day, or None.
        until: The last day, or None.
        undated: Whether to return articles without a date, and only those.
    """

    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    undated: bool = False

    def __bool__(self) -> bool:
        """Whether any article could be kept out."""
        return self != Filters()


def make_filters(
    *,
    source: str | Iterable[str] | None = None,
    since: str | date | None = None,
    until: str | date | None = None,
    undated: bool = False,
) -> Filters:
    """Return the filters that these options ask for.

    Args:
        source: One outlet or several; case, accents and spacing do not matter.
        since: A year, a month or a day (``2018``, ``2018-03``, ``2018-03-14``), or a date.
        until: The same; its last day is included.
        undated: Only articles without a date.

    Raises:
        ArgumentError: A date cannot be understood, ``since`` is after
            ``until``, a source is empty, or dates are given with ``undated``.

    >>> make_filters(since="2018", until="2018-02").until
    datetime.date(2018, 2, 28)
    """
    sources = () if source is None else (source,) if isinstance(source, str) else tuple(source)
    if any(not name.strip() for name in sources):
        raise ArgumentError(
            "source is empty. Name an outlet; searchkit sources lists them.",
            name="source",
            value=source,
        )
    first = None if since is None else _days("since", since)[0]
    last = None if until is None else _days("until", until)[1]
    if first and last and first > last:
        raise ArgumentError(
            f"since {since} is after until {until}. Exchange them.", name="since", value=since
        )
    if undated and (first or last):
        raise ArgumentError(
            "undated cannot be combined with since or until. Leave out one of them.",
            name="undated",
            value=undated,
        )
    return Filters(sources, first, last, undated)


def _days(name: str, value: str | date) -> tuple[date, date]:
    """Return the first and the last day of a period."""
    if isinstance(value, datetime):
        return value.date(), value.date()
    if isinstance(value, date):
        return value, value
    parts = _PERIOD.fullmatch(value.strip())
    try:
        if parts is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in parts.groups())
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise ArgumentError(
            f"{name} is not a date: {value}. "
            "Write a year, a month or a day, such as 2018, 2018-03 or 2018-03-14.",
            name=name,
            value=value,
        ) from None
    if day:
        return first, first
    last_month = month or 12
    return first, date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])
