"""Surveys to draw."""

from __future__ import annotations

from datetime import date

from searchkit.article import ArticleDate, Precision
from searchkit.query.dates.periods import around, label
from searchkit.results import SourceCount
from searchkit.results.surveys import ApartCount, PeriodCount, Survey, Unit


def some_survey(
    query: str = "tide",
    articles: tuple[int, ...] = (3, 0, 12),
    *,
    every: tuple[int, ...] = (),
    unit: Unit = "year",
    first: date = date(2018, 1, 1),
    **changes: object,
) -> Survey:
    """A survey with so many articles in each period from the first on."""
    periods = []
    day = first
    for number, count in enumerate(articles):
        begin, end = around(day, unit)
        of_all = every[number] if every else None
        periods.append(PeriodCount(label(day, unit), begin.date(), end.date(), count, of_all))
        day = date.fromordinal(end.toordinal() + 1)
    dated = sum(articles)
    return Survey(
        query=query,
        total=dated,
        dated=dated,
        undated=0,
        first=ArticleDate.of_day(periods[0].first) if periods else None,
        last=ArticleDate.of_day(periods[-1].last) if periods else None,
        unit=unit,
        periods=tuple(periods),
        sources=(),
        n_sources=0,
        languages={},
        authors=(),
        n_authors=0,
        has_shares=bool(every),
        took=0.001,
    ).replace(**changes)


APART = (ApartCount("known to the year", Precision.YEAR, 2),)
POST = SourceCount("The Marram Post", 9, ArticleDate.of_year(2018), ArticleDate.of_year(2020))
