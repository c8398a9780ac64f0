"""Surveys as text for people: a bar for each period, as wide as the terminal.

Several queries are side by side, on one scale; where there is no room for that, one is below the
other, still on one scale. A long time without any article is one line.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from searchkit.output.bars import bar, stretches
from searchkit.output.display import padded, shortened
from searchkit.output.phrasing import counted, period
from searchkit.output.safe_text import line
from searchkit.output.style import DOT, Ink, Style, draw, ink
from searchkit.output.text_of_results import like_heading, notes_as_text, results_as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.results.similar_articles import Story
    from searchkit.results.surveys import PeriodCount, Survey, SurveyedResults

EVERY_ARTICLE = "all articles"
"""What a query without words is called."""

_UNBROKEN_WIDTH = 80  # columns where lines are not broken: in a file, or in a pipe
_LEAST_BAR = 8  # cells, for queries side by side
_GAP = "  "
_LONG = 4  # periods without any article that are one line
_SMALL = 0.001  # a share that one digit behind the point hardly tells
MOST_TOP = 12
"""How many periods are shown below hits."""

_TOP_OUTLETS = 5
_NO_SOURCE = "(no source)"


def timeline_as_text(surveys: Sequence[Survey], style: Style) -> str:
    """Return from when the articles of some queries are, all on one scale."""
    style = _with_an_edge(style)
    blocks = [_noted(one, style, is_named=len(surveys) > 1) for one in surveys if one.notes]
    columns = [survey.periods for survey in surveys]
    if len(surveys) > 1 and columns[0] and _room(columns, style) >= _LEAST_BAR:
        blocks.append("\n".join(_side_by_side(surveys, style)))
    else:
        largest = _largest(columns)
        blocks += ["\n".join(_timeline(survey, largest, style)) for survey in surveys]
    return "\n\n".join(blocks) + "\n"


def surveyed_results_as_text(surveyed: SurveyedResults, style: Style) -> str:
    """Return the hits of a search, and below them the most of what all that it found is."""
    shown = results_as_text(surveyed.results, style)
    return f"{shown}\n{top_as_text(surveyed.survey, style)}" if surveyed.survey.total else shown


def story_as_text(story: Story, style: Style) -> str:
    """Return an article, a bar for each period of its story, and the articles of that."""
    blocks = [like_heading(story.article, style)]
    if story.periods:
        blocks.append("\n".join(bar_lines([story.periods], _with_an_edge(style))))
    return "\n\n".join([*blocks, results_as_text(story, style)])


def top_as_text(survey: Survey, style: Style) -> str:
    """Return the periods and the outlets that have most, briefly, to be shown below hits."""
    style = _with_an_edge(style)
    shown: Sequence[PeriodCount] = survey.periods
    if len(shown) > MOST_TOP:
        most = sorted(shown, key=lambda one: -one.articles)[:MOST_TOP]
        firsts = {one.first for one in most if one.articles}
        shown = [one for one in shown if one.first in firsts]
    n_fewer = sum(one.articles > 0 for one in survey.periods if one not in shown)
    fewer = f"{counted(n_fewer, f'other {survey.unit}')} with fewer" if n_fewer else ""
    lines = [
        *draw(_heading(survey), style, kind=Ink.HEADING),
        *bar_lines([shown], style),
        *_dim(DOT.join(filter(None, [fewer, _rest(survey)])), style),
    ]
    if survey.sources:
        lines += draw(_top_outlets(survey), style, first="Outlets: ", indent=" " * 9)
    return "\n".join(lines) + "\n"


def bar_lines(
    columns: Sequence[Sequence[PeriodCount]], style: Style, *, largest: float | None = None
) -> list[str]:
    """Return a line for each period: its name, and a bar with its number in each column.

    Args:
        columns: Periods in order of time, the same ones in each column.
        style: How to draw.
        largest: What the longest bar is drawn for; None: the most that a period has.
    """
    labels, scale = _width_of_labels(columns), _largest(columns) if largest is None else largest
    room, column = max(1, _room(columns, style)), _width_of_column(columns, style)
    rows = list(zip(*columns, strict=True))
    gaps = dict(stretches([sum(one.articles for one in row) for row in rows], _LONG))
    lines, number = [], 0
    while number < len(rows):
        if number in gaps:
            lines.append(_stretch(rows[number][0], rows[gaps[number] - 1][0], style))
            number = gaps[number]
        else:
            cells = [padded(_cell(one, scale, room, style), column) for one in rows[number]]
            label = rows[number][0].label.ljust(labels)
            lines.append(_GAP.join([label, *cells]).rstrip(" "))
            number += 1
    return lines


def query_name(survey: Survey) -> str:
    """Return what a query is called where it is shown."""
    return line(survey.query).strip() or EVERY_ARTICLE


def value_of(one: PeriodCount) -> float:
    """Return what is drawn of a period: its share where that was asked for, or its articles."""
    return (one.share or 0) if one.all_articles is not None else one.articles


def number_of(one: PeriodCount) -> str:
    """Return what is written beside a bar.

    >>> from datetime import date
    >>> from searchkit.results.surveys import PeriodCount
    >>> number_of(PeriodCount("2018", date(2018, 1, 1), date(2018, 12, 31), 3, 40))
    '7.5% of 40'
    """
    if one.all_articles is None:
        return f"{one.articles:,}"
    if one.share is None:
        return "no articles"
    form = ".1f" if one.share >= _SMALL or not one.share else ".1g"
    return f"{one.share * 100:{form}}% of {one.all_articles:,}"


def rest_of(survey: Survey) -> list[str]:
    """Return how many articles are in no period, and why."""
    apart = [f"{one.label} {one.articles:,}" for one in survey.apart]
    return [*apart, *([f"undated {survey.undated:,}"] if survey.undated else [])]


def _with_an_edge(style: Style) -> Style:
    """Return a style in which bars end somewhere."""
    return style.replace(width=_UNBROKEN_WIDTH) if style.width == sys.maxsize else style


def _largest(columns: Sequence[Sequence[PeriodCount]]) -> float:
    return max((value_of(one) for periods in columns for one in periods), default=0)


def _width_of_labels(columns: Sequence[Sequence[PeriodCount]]) -> int:
    return max((len(one.label) for one in columns[0]), default=0)


def _width_of_column(columns: Sequence[Sequence[PeriodCount]], style: Style) -> int:
    return (style.width - _width_of_labels(columns)) // len(columns) - len(_GAP)


def _room(columns: Sequence[Sequence[PeriodCount]], style: Style) -> int:
    """Return how long bars can be, so that a number fits behind the longest."""
    numbers = max((len(number_of(one)) for periods in columns for one in periods), default=0)
    return _width_of_column(columns, style) - numbers - 1


def _timeline(survey: Survey, largest: float, style: Style) -> Iterator[str]:
    """Yield the lines of one query."""
    yield from draw(_heading(survey), style, kind=Ink.HEADING)
    yield from bar_lines([survey.periods], style, largest=largest)
    yield from _dim(_rest(survey), style)


def _noted(survey: Survey, style: Style, *, is_named: bool) -> str:
    """Return the notes on a query, below its name where there are several."""
    notes = notes_as_text(survey.notes, survey.query, style)
    name = "\n".join(draw(query_name(survey), style, kind=Ink.HEADING))
    return f"{name}\n{notes}" if is_named else notes


def _side_by_side(surveys: Sequence[Survey], style: Style) -> Iterator[str]:
    """Yield the lines of several queries, the name of each above its bars."""
    columns = [survey.periods for survey in surveys]
    indent = " " * _width_of_labels(columns)
    width = _width_of_column(columns, style)
    for heads in (
        [query_name(survey) for survey in surveys],
        [counted(survey.total, "article") for survey in surveys],
    ):
        cells = [padded(shortened(head, width), width) for head in heads]
        yield ink(_GAP.join([indent, *cells]).rstrip(" "), Ink.HEADING, style)
    yield from bar_lines(columns, style)
    for survey in surveys:
        if rest := _rest(survey):
            yield from _dim(f"{query_name(survey)}: {rest}", style)


def _heading(survey: Survey) -> str:
    articles = counted(survey.total, "article")
    found = articles if survey.query.strip() == "" else f"{query_name(survey)}: {articles}"
    if not survey.dated:
        return found
    return f"{found} by {survey.unit}, {period(survey.first, survey.last)}"


def _stretch(first: PeriodCount, last: PeriodCount, style: Style) -> str:
    """Return the line of a long time without an article."""
    dots = "..." if style.is_ascii else "…"
    return ink(f"{dots} none from {first.label} to {last.label}", Ink.DIM, style)


def _cell(one: PeriodCount, scale: float, room: int, style: Style) -> str:
    drawn = bar(value_of(one), scale, room, is_ascii=style.is_ascii)
    return f"{drawn} {number_of(one)}" if drawn else number_of(one)


def _rest(survey: Survey) -> str:
    return DOT.join(rest_of(survey))


def _dim(text: str, style: Style) -> Iterator[str]:
    if text:
        yield from draw(text, style, kind=Ink.DIM)


def _top_outlets(survey: Survey) -> str:
    """Return the outlets that have most articles."""
    top = survey.sources[:_TOP_OUTLETS]
    named = [
        f"{_NO_SOURCE if one.source is None else line(one.source)} {one.articles:,}" for one in top
    ]
    n_others = survey.n_sources - sum(one.source is not None for one in top)
    return DOT.join([*named, *([counted(n_others, "other")] if n_others else [])])
