"""From when to when a story goes: days that lead from one to the next.

Articles that are alike and of one time tell one story; a year later there is another, of the same
people and places. Of days in order, those belong together between which no longer gap lies.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_GAP: Final = timedelta(days=30)
"""How long a story may rest."""


def days_of_story(start: date, days: Iterable[date]) -> tuple[date, date]:
    """Return the first and the last day of a story.

    Args:
        start: A day of it.
        days: The days on which there is something that may belong to it.

    >>> some = [date(2019, 3, 1), date(2019, 3, 20), date(2019, 6, 1)]
    >>> [day.isoformat() for day in days_of_story(date(2019, 4, 2), some)]
    ['2019-03-01', '2019-04-02']
    """
    ordered = sorted({start, *days})
    first = last = bisect_left(ordered, start)
    while first > 0 and ordered[first] - ordered[first - 1] <= LONGEST_GAP:
        first -= 1
    while last + 1 < len(ordered) and ordered[last + 1] - ordered[last] <= LONGEST_GAP:
        last += 1
    return ordered[first], ordered[last]
