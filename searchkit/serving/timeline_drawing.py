"""A survey as bars that are links, for SVG without a viewBox: all numbers are percents.

Nothing of that is distorted when the page is wider or narrower, and nothing needs a `style`
attribute, which the policy of the page forbids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from searchkit.results.surveys import PeriodCount, Survey
    from searchkit.serving.page_address import Asked

_TICKS = 8  # under the bars, at most
_TICKS_NARROW = 4  # on a narrow page, which leaves out every second one beyond that
_LEAST = 2.0  # percents that a bar is high that counts anything
_WIDTH = 0.82  # of the room of a bar, that the bar takes
_WIDEST = 9.0  # percents that a bar is wide, at most
_SHOWN: Final[Mapping[str, str]] = {
    "day": "%-d %b %Y", "week": "%-d %b %Y", "month": "%b %Y", "quarter": "%b %Y", "year": "%Y",
}  # fmt: skip


class Bar(Record):
    """A period of a timeline.

    Attributes:
        name: The period, for people.
        says: The period and its numbers, for those who listen.
        address: Where a click leads.
        articles: How many articles are of it.
        share: Which share of all articles of the period that is, in percent; None: not asked.
        x: Where its room begins.
        room: How wide its room is.
        left: Where the bar begins.
        width: How wide it is.
        top: Where it begins, from above.
        height: How high it is.
    """

    name: str
    says: str
    address: str
    articles: int
    share: float | None
    x: float
    room: float
    left: float
    width: float
    top: float
    height: float


class Tick(Record):
    """A name under the bars: where it stands, and whether a narrow page leaves it out."""

    name: str
    x: float
    is_minor: bool


class Timeline(Record):
    """A timeline.

    Attributes:
        unit: How long a period is.
        within: The days from the first to the last, where the ticks do not name the year.
        bars: The periods.
        ticks: The names under them.
        most: The highest number, as it is written.
        crumbs: The periods around what is shown, from the widest: each name and address.
        undated: How many articles have no date.
        undated_address: Where these are.
        apart: What is in no bar, since its date is known less exactly: each a sentence's part.
        is_share: Whether the bars are shares.
        other_address: The same with shares, or without.
    """

    unit: str
    within: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    most: str
    crumbs: tuple[tuple[str, str], ...]
    undated: int
    undated_address: str
    apart: tuple[str, ...]
    is_share: bool
    other_address: str


def timeline_of(survey: Survey, asked: Asked) -> Timeline:
    """Return the timeline of what a query finds."""
    heights = [_height(period, is_share=asked.share) for period in survey.periods]
    most = max(heights, default=0.0)
    room = 100 / max(1, len(heights))
    within = asked.at(since="", until="", undated=False)  # put together once, not for each bar
    within += "&" if "?" in within else "?"
    bars = [
        _bar(period, height / most if most else 0.0, at * room, room, within, survey.unit)
        for at, (period, height) in enumerate(zip(survey.periods, heights, strict=True))
    ]
    return Timeline(
        unit=survey.unit,
        within=_within(survey.periods) if survey.unit in {"day", "week"} else "",
        bars=tuple(bars),
        ticks=tuple(_ticks(survey.periods, room, survey.unit)),
        most=f"{most:.1%}" if asked.share else f"{most:,.0f}",
        crumbs=tuple(_crumbs(asked)),
        undated=survey.undated,
        undated_address=asked.at(undated=True, since="", until=""),
        apart=tuple(f"{one.articles:,} {one.label}" for one in survey.apart),
        is_share=asked.share,
        other_address=asked.at(share=not asked.share),
    )


def _height(period: PeriodCount, *, is_share: bool) -> float:
    return (period.share or 0.0) if is_share else float(period.articles)


def _bar(period: PeriodCount, height: float, x: float, room: float, within: str, unit: str) -> Bar:
    name = period_name(period, unit)
    percent = max(_LEAST, 100 * height) if height else 0.0
    width = min(room * _WIDTH, _WIDEST)
    share = None if period.all_articles is None else period.share or 0.0
    articles = f"{period.articles:,} article{'' if period.articles == 1 else 's'}"
    says = f"{name}: {articles}"
    if share is not None:
        says += f", {share:.1%} of all"
    when = quote(period.label)
    return Bar(
        name=name,
        says=says,
        address=f"{within}since={when}&until={when}",
        articles=period.articles,
        share=None if share is None else 100 * share,
        x=round(x, 3),
        room=round(room, 3),
        left=round(x + (room - width) / 2, 3),
        width=round(width, 3),
        top=round(100 - percent, 2),
        height=round(percent, 2),
    )


def period_name(period: PeriodCount, unit: str) -> str:
    """Return the name of a period for people."""
    if unit == "quarter":
        return f"{period.first:%b}–{period.last:%b %Y}"
    if unit == "week":
        return f"week from {_day(period.first)}"
    return _day(period.first) if unit == "day" else f"{period.first:{_SHOWN[unit]}}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _within(periods: Sequence[PeriodCount]) -> str:
    """Return the days from the first of some periods to the last of them."""
    if not periods:
        return ""
    first, last = periods[0].first, periods[-1].last
    if first == last:
        return _day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    start = f"{first.day} {first:%b}" if first.year == last.year else _day(first)
    return f"{start} – {_day(last)}"


def _ticks(periods: Sequence[PeriodCount], room: float, unit: str) -> list[Tick]:
    """Return the names under the bars: where larger units begin, if several do, or under each."""
    named = [] if len(periods) <= _TICKS else list(_beginnings(periods, unit))
    if len(named) < 2:
        named = [(at, _tick_name(one.first, unit)) for at, one in enumerate(periods)]
    shown = named[:: max(1, -(-len(named) // _TICKS))]
    is_many = len(shown) > _TICKS_NARROW
    return [
        Tick(name, round((at + 0.5) * room, 3), is_minor=is_many and number % 2 == 1)
        for number, (at, name) in enumerate(shown)
    ]


def _beginnings(periods: Sequence[PeriodCount], unit: str) -> Iterator[tuple[int, str]]:
    """Yield the periods in which a larger unit begins, and the name of that."""
    for at, one in enumerate(periods):
        if unit in {"month", "quarter"} and one.first.month == 1:
            yield at, f"{one.first.year}"
        elif unit in {"day", "week"} and one.first.day <= (7 if unit == "week" else 1):
            yield at, f"{one.first:%b %Y}"


def _tick_name(first: date, unit: str) -> str:
    if unit == "year":
        return str(first.year)
    return f"{first:%b %Y}" if unit in {"month", "quarter"} else f"{first.day} {first:%b}"


def _crumbs(asked: Asked) -> list[tuple[str, str]]:
    """Return the way back from a period to all dates."""
    if not (asked.since or asked.until or asked.undated):
        return []
    crumbs = [("All dates", asked.at(since="", until="", undated=False))]
    if asked.undated:
        return [*crumbs, ("Undated", "")]
    if asked.since != asked.until:
        return [*crumbs, (f"{asked.since or '…'} to {asked.until or '…'}", "")]
    parts = asked.since.split("-")
    around = ["-".join(parts[:n]) for n in range(1, len(parts))]
    crumbs += [(one, asked.at(since=one, until=one)) for one in around if _is_period(one)]
    return [*crumbs, (asked.since, "")]


def _is_period(text: str) -> bool:
    return text.replace("-", "").isdigit() and len(text) in {4, 7}
