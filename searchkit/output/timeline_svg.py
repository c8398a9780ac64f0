"""Surveys as a picture: SVG, which browsers and word processors show at any size.

The periods are from left to right, with a bar for each query. Where bars would be too thin to be
told apart, each query is a line of steps. Colours follow the light or dark mode of the reader;
they can be told apart by people who see few of them, and each bar shows the number to a pointer.
"""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from searchkit.output.display import display_width, shortened
from searchkit.output.phrasing import counted
from searchkit.output.safe_text import line
from searchkit.output.style import DOT
from searchkit.output.text_of_timelines import number_of, query_name, rest_of, value_of
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from searchkit.results.surveys import PeriodCount, Survey, Unit

_LIGHT = ("#3b6ea8", "#c4571a", "#23805d", "#8a4fa3", "#8f6a12", "#b5385f", "#5b6770", "#00747d")
_DARK = ("#7fb0e6", "#f2a065", "#6cc7a0", "#c79be0", "#e0bb5e", "#f08bab", "#aab4bd", "#5cc9d3")
MOST_QUERIES = len(_LIGHT)
"""How many queries a picture shows at most."""

_WIDTH, _PLOT = 720, 200  # of the picture, and how high the highest bar is at most
_LEFT, _RIGHT = 56, 16  # of what is not bars
_TOP, _ROW = 40, 20
_CHAR = 7  # about how wide a column of text is
_THINNEST = 2.5  # a bar
_BETWEEN = 0.14  # of the room of a period, what is free beside its bars
_LOWEST = _NARROWEST = 1  # a bar of anything, which would be too pale to be seen otherwise
_MOST_TICKS = 4  # above 0
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")

_ESCAPED = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}

_STEPS: dict[Unit, tuple[int, ...]] = {
    "day": (1, 7, 14, 28, 91, 182, 364),
    "week": (1, 2, 4, 13, 26, 52, 104),
    "month": (1, 3, 6, 12, 24, 60, 120, 240),
    "quarter": (1, 2, 4, 8, 20, 40, 80),
    "year": (1, 2, 5, 10, 20, 50, 100),
}
"""Every how many periods one may have its name below it."""

_YEARLY = {"month": 12, "quarter": 4}  # in these steps the name of the year is enough


class _Frame(NamedTuple):
    """Where things are in the picture, in its units from its upper left corner."""

    top: float  # of the plot
    step: float  # from one period to the next
    largest: float  # at the upper end of the plot

    @property
    def base(self) -> float:
        return self.top + _PLOT

    def y(self, value: float) -> float:
        return self.base - _PLOT * value / self.largest

    def x(self, number: float) -> float:
        return _LEFT + self.step * number


def timeline_as_svg(surveys: Sequence[Survey]) -> str:
    """Return from when the articles of some queries are, as an SVG picture.

    Args:
        surveys: One or more, :data:`MOST_QUERIES` at most, by the same periods.
    """
    legend = list(_legend(surveys)) if len(surveys) > 1 else []
    rest = _rest(surveys)
    top = _TOP + 8 + _ROW * len({y for _, _, y, _ in legend})
    largest = max((value_of(one) for survey in surveys for one in survey.periods), default=0)
    frame = _Frame(
        top,
        (_WIDTH - _LEFT - _RIGHT) / max(len(surveys[0].periods), 1),
        _ticks(largest, are_shares=_has_shares(surveys))[-1],
    )
    height = frame.base + 36 + _ROW * len(rest)
    parts = [
        *_head(surveys, height),
        *(_entry(number, x, y, name) for number, x, y, name in legend),
        *_axis(surveys, frame),
        *_plotted(surveys, frame),
        *_names(surveys[0].periods, surveys[0].unit, frame),
        *_foot(rest, frame),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _head(surveys: Sequence[Survey], height: float) -> Iterator[str]:
    """Yield what a picture begins with: what it shows, in words too, and how it looks."""
    title = _title(surveys)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title summary" '
        f'viewBox="0 0 {_WIDTH} {height:g}" width="{_WIDTH}" height="{height:g}">'
    )
    yield f'<title id="title">{_text(": ".join(title))}</title>'
    yield f'<desc id="summary">{_text(_summary(surveys))}</desc>'
    yield f"<style>{_css()}</style>"
    yield f'<rect class="ground" width="{_WIDTH}" height="{height:g}"/>'
    names, what = title
    shown = _ending(names, f": {what}", (_WIDTH - _LEFT - _RIGHT) // (_CHAR + 2))
    yield f'<text class="title" x="{_LEFT}" y="24">{_text(shown)}</text>'


def _text(text: str) -> str:
    """Return a text from a stranger as a picture can have it."""
    return _NO_XML.sub("", line(text)).translate(_ESCAPED)


def _ending(name: str, end: str, width: int) -> str:
    """Return a name and what is said of it, which stays whole where the name is too long.

    >>> _ending("spring tide at the quay", " (15)", 16)
    'spring tid… (15)'
    """
    return shortened(name, max(width - display_width(end), 1)) + end


def _title(surveys: Sequence[Survey]) -> tuple[str, str]:
    """Return the names of the queries, and what is shown of them."""
    what = "share of articles" if _has_shares(surveys) else "articles"
    names = ", ".join(query_name(survey) for survey in surveys)
    return names, f"{what} per {surveys[0].unit}"


def _has_shares(surveys: Sequence[Survey]) -> bool:
    return any(survey.has_shares for survey in surveys)


def _summary(surveys: Sequence[Survey]) -> str:
    """Return what somebody should know who does not see the picture."""
    texts = []
    for survey in surveys:
        most = max(survey.periods, key=value_of, default=None)
        peak = f", most in {most.label}: {number_of(most)}" if most and value_of(most) else ""
        texts.append(f"{query_name(survey)}: {counted(survey.total, 'article')}{peak}.")
    return " ".join(texts)


def _css() -> str:
    """Return how things look, in light and in dark mode."""

    def colours(names: Sequence[str]) -> str:
        return "".join(
            f".s{number}{{fill:{colour}}}.l{number}{{stroke:{colour}}}"
            for number, colour in enumerate(names)
        )

    return (
        "svg{color-scheme:light dark}"
        "text{font:12px 'DejaVu Sans',Verdana,Arial,sans-serif;fill:#3c4043}"
        ".title{font-size:14px;font-weight:bold}.end{text-anchor:end}.middle{text-anchor:middle}"
        ".quiet{fill:#5f6368}.ground{fill:#fff}.grid{stroke:#e3e5e8}.base{stroke:#80868b}"
        f".line{{fill:none;stroke-width:1.5}}{colours(_LIGHT)}"
        "@media (prefers-color-scheme:dark){"
        "text{fill:#e3e5e8}.quiet{fill:#a9b0b7}.ground{fill:#1b1e22}.grid{stroke:#33383e}"
        f".base{{stroke:#80868b}}{colours(_DARK)}}}"
    )


def _legend(surveys: Sequence[Survey]) -> Iterator[tuple[int, float, float, str]]:
    """Yield the number of each query, where its name stands, and the name."""
    x, y = float(_LEFT), float(_TOP)
    most = (_WIDTH - _LEFT - _RIGHT) // _CHAR - 4
    for number, survey in enumerate(surveys):
        name = _ending(query_name(survey), f" ({survey.total:,})", most)
        width = display_width(name) * _CHAR + 32
        if x > _LEFT and x + width > _WIDTH - _RIGHT:
            x, y = float(_LEFT), y + _ROW
        yield number, x, y, name
        x += width


def _entry(number: int, x: float, y: float, name: str) -> str:
    return (
        f'<rect class="s{number}" x="{x:g}" y="{y:g}" width="12" height="12"/>'
        f'<text x="{x + 18:g}" y="{y + 10:g}">{_text(name)}</text>'
    )


def _ticks(largest: float, *, are_shares: bool = False) -> list[float]:
    """Return the numbers beside the axis, from 0 to one that is not less than the largest.

    >>> _ticks(365), _ticks(1), _ticks(0.07, are_shares=True)
    ([0, 100, 200, 300, 400], [0, 1], [0.0, 0.02, 0.04, 0.06, 0.08])
    """
    powers = range(-4, 1) if are_shares else range(12)
    steps = (round(first * 10**power, 4) for power in powers for first in (1, 2, 5))
    step = next(step for step in steps if step * _MOST_TICKS >= largest)
    return [round(step * number, 4) for number in range(max(1, ceil(largest / step)) + 1)]


def _axis(surveys: Sequence[Survey], frame: _Frame) -> Iterator[str]:
    """Yield the lines behind the bars, each with its number, and the one below them."""
    are_shares = _has_shares(surveys)
    for tick in _ticks(frame.largest, are_shares=are_shares):
        y = frame.y(tick)
        name = f"{round(tick * 100, 2):g}%" if are_shares else f"{tick:,.0f}"
        kind = "grid" if tick else "base"
        yield f'<path class="{kind}" d="M{_LEFT} {y:g}H{_WIDTH - _RIGHT}"/>'
        yield f'<text class="end" x="{_LEFT - 8}" y="{y + 4:g}">{name}</text>'
    if not surveys[0].periods:
        text = "No period has an article"
        yield f'<text class="quiet" x="{_LEFT + 8}" y="{frame.base - 10:g}">{text}</text>'


def _plotted(surveys: Sequence[Survey], frame: _Frame) -> Iterator[str]:
    """Yield the bars of all queries, or a line for each where these would be too thin."""
    width = frame.step * (1 - _BETWEEN) / len(surveys)
    if len(surveys) > 1 and width < _THINNEST:
        for number, survey in enumerate(surveys):
            yield _steps(number, survey, frame)
        return
    shown = max(width, _NARROWEST)
    for number, survey in enumerate(surveys):
        for at, one in enumerate(survey.periods):
            if value := value_of(one):
                x = frame.x(at) + frame.step * _BETWEEN / 2 + width * number
                y = min(frame.y(value), frame.base - _LOWEST)
                text = f"{one.label}: {number_of(one)}"
                text += f" ({query_name(survey)})" if len(surveys) > 1 else ""
                yield (
                    f'<rect class="s{number}" x="{x:.2f}" y="{y:.2f}" width="{shown:.2f}" '
                    f'height="{frame.base - y:.2f}"><title>{_text(text)}</title></rect>'
                )


def _steps(number: int, survey: Survey, frame: _Frame) -> str:
    """Return a line over the periods of a query."""
    path = "".join(
        f"V{frame.y(value_of(one)):.1f}H{frame.x(at + 1):.1f}"
        for at, one in enumerate(survey.periods)
    )
    name = _text(query_name(survey))
    return (
        f'<path class="line l{number}" d="M{_LEFT} {frame.base:g}{path}V{frame.base:g}">'
        f"<title>{name}</title></path>"
    )


def _names(periods: Sequence[PeriodCount], unit: Unit, frame: _Frame) -> Iterator[str]:
    """Yield the names below the bars, as many as have room."""
    longest = max((len(one.label) for one in periods), default=0) * _CHAR + 2 * _CHAR
    steps = _STEPS[unit]
    fitting = (step for step in steps if step * frame.step >= longest)
    step = next(fitting, ceil(longest / frame.step / steps[-1]) * steps[-1])
    is_yearly = step % _YEARLY.get(unit, step + 1) == 0
    for at, one in enumerate(periods):
        x = frame.x(at + 0.5)
        if _ordinal(one.first, unit) % step and len(periods) > step:
            continue
        if len(periods) > 1 and not _LEFT / 2 < x - longest / 2 < x + longest / 2 < _WIDTH + _CHAR:
            continue
        name = one.label[:4] if is_yearly else one.label
        yield f'<text class="middle" x="{x:.1f}" y="{frame.base + 18:g}">{name}</text>'


def _ordinal(day: date, unit: Unit) -> int:
    """Return the number of the unit that begins with a day, in the calendar."""
    if unit in ("day", "week"):
        return day.toordinal() // (7 if unit == "week" else 1)
    return (day.year * 12 + day.month - 1) // {"month": 1, "quarter": 3, "year": 12}[unit]


def _rest(surveys: Sequence[Survey]) -> list[str]:
    """Return, for each query that has some, how many articles are in no period."""
    rests = [(query_name(survey), DOT.join(rest_of(survey))) for survey in surveys]
    room = (_WIDTH - _LEFT - _RIGHT) // _CHAR
    return [
        _ending(name, f": {rest}", room) if len(surveys) > 1 else rest
        for name, rest in rests
        if rest
    ]


def _foot(rest: Sequence[str], frame: _Frame) -> Iterator[str]:
    for number, text in enumerate(rest):
        y = frame.base + 44 + _ROW * number
        yield f'<text class="quiet" x="{_LEFT}" y="{y:g}">{_text(text)}</text>'
