"""The options of an order by relevance: how scores are made, and how much newness counts."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Literal, TypeAlias, get_args

from searchkit.arguments import check_kind
from searchkit.errors import ArgumentError
from searchkit.query.dates.date_forms import COUNTS, form
from searchkit.records import Record

RankingName: TypeAlias = Literal["full", "first", "bm25"]
"""How scores are made: in all stages, in the first one alone, or by one plain BM25."""

RANKINGS: tuple[RankingName, ...] = get_args(RankingName)

_DAYS = {
    "h": 1 / 24,
    "hour": 1 / 24,
    "d": 1,
    "day": 1,
    "w": 7,
    "week": 7,
    "mo": 365.25 / 12,
    "month": 365.25 / 12,
    "y": 365.25,
    "year": 365.25,
}
_LENGTH = rf"(?P<count>\d+(?:\.\d+)?|{'|'.join(COUNTS)}|half an?)? *(?P<unit>{'|'.join(_DAYS)})s?"
_MOST_DAYS = 1e6


class Ranking(Record):
    """How articles are put in order by relevance.

    Attributes:
        name: How scores are made: ``full``, in all stages; ``first``, in the first one alone;
            ``bm25``, of titles and texts as one field, by BM25 and nothing else.
        half_life: In how many days what newness adds to a score halves, above 0; None:
            newness counts nothing.
        k1: How slowly repeats stop counting in ``bm25``, above 0.
        b: How much long articles are marked down in ``bm25``, from 0 (not) to 1 (fully).
        pairs: Whether words that stand side by side count in ``full``.
        likeness: Whether the best articles are compared with each other in ``full``.
    """

    name: RankingName = "full"
    half_life: float | None = None
    k1: float = 1.5
    b: float = 0.6
    pairs: bool = True
    likeness: bool = True


_NAMED = {name: Ranking(name) for name in RANKINGS}


def make_ranking(
    ranking: RankingName | Ranking = "full", recent: str | timedelta | None = None
) -> Ranking:
    """Return the ranking that these options ask for.

    Args:
        ranking: The name of a ranking, or one with settings of its own.
        recent: The half-life of newness, as :func:`read_half_life` reads it.

    Raises:
        ArgumentError: There is no such ranking, or a value is out of its range.
    """
    if recent is None and isinstance(ranking, str) and ranking in _NAMED:
        return _NAMED[ranking]
    check_kind("ranking", ranking, (str, Ranking), "text, or a searchkit.Ranking")
    chosen = Ranking(ranking) if isinstance(ranking, str) else ranking
    if chosen.name not in RANKINGS:
        raise ArgumentError(
            f"There is no ranking {chosen.name}. Choose one of: {', '.join(RANKINGS)}.",
            name="ranking",
            value=chosen.name,
        )
    _check_number("k1", chosen.k1, 1000, "above 0, and 1,000 at most", above=0)
    _check_number("b", chosen.b, 1, "from 0 to 1")
    if chosen.half_life is not None:
        what = "above 0, and a million days at most"
        _check_number("half_life", chosen.half_life, _MOST_DAYS, what, above=0)
    if recent is None:
        return chosen
    return chosen.replace(half_life=read_half_life(recent))


def read_half_life(recent: str | timedelta) -> float:
    """Return a half-life in days.

    Args:
        recent: ``30d``, ``2 weeks``, ``6 months``, ``a year``; or a duration.

    Raises:
        ArgumentError: It cannot be understood, or is not above 0.

    >>> read_half_life("2 weeks")
    14.0
    """
    check_kind("recent", recent, (str, timedelta), "text such as 30d, or a timedelta")
    if isinstance(recent, timedelta):
        days = recent / timedelta(days=1)
    else:
        found = form(_LENGTH).fullmatch(" ".join(recent.split()))
        if found is None:
            raise ArgumentError(
                f"recent is {recent!r}, which is no length of time. "
                "Write days, weeks, months or years: 30d, 2 weeks, 6 months, 1 year.",
                name="recent",
                value=recent,
            )
        days = _count(found["count"]) * _DAYS[found["unit"].lower()]
    if not 0 < days <= _MOST_DAYS:
        raise ArgumentError(
            f"recent is {str(recent)!r}. It must be more than no time, and a million days at most.",
            name="recent",
            value=recent,
        )
    return days


def _count(typed: str | None) -> float:
    """Return a number of units as it was typed; none means one."""
    if typed is None:
        return 1
    word = typed.lower()
    if word.startswith("half"):
        return 0.5
    return COUNTS[word] if word in COUNTS else float(word)


def _check_number(
    name: str, value: object, most: float, what: str, *, above: float = -math.inf
) -> None:
    """Raise unless a value is a number from 0, and above a bound, to the most."""
    kinds = () if isinstance(value, bool) else (int, float)
    check_kind(name, value, kinds, f"a number {what}")
    if not (0 <= value <= most and value > above):  # type: ignore[operator] # looked at just now
        raise ArgumentError(f"{name} is {value}. It must be {what}.", name=name, value=value)
