"""What an engine counts of several queries -> their surveys, on one scale of time.

An engine counts the periods that have an article. Here the unit is chosen that fits all of the
queries, and the periods without any are put between, so that what is compared has the same periods.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Precision
from searchkit.errors import ArgumentError
from searchkit.query.dates.periods import (
    UNITS,
    around,
    fitting_unit,
    label,
    number_of_units,
    units_between,
)
from searchkit.query.nodes import Every
from searchkit.records import NamedTuple
from searchkit.results.surveys import ApartCount, PeriodCount, Survey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from searchkit.engine import SurveyCounts, SurveyRequest, View
    from searchkit.query.filters import Filters
    from searchkit.query.nodes import Node
    from searchkit.results.surveys import Unit

_MOST_PERIODS = 100_000


class SurveyOptions(NamedTuple):
    """What is asked of a survey.

    Attributes:
        request: What is counted of each query.
        share: Whether to count all articles of each period, too.
        some_words: Whether articles that lack some of the words count, too.
    """

    request: SurveyRequest
    share: bool
    some_words: bool


class Timeline(NamedTuple):
    """The periods of several queries.

    Attributes:
        unit: How long they are.
        first_days: The first day of each, in order.
        all_articles: How many articles each has, whatever the query, by its first day; None:
            nobody asked.
    """

    unit: Unit
    first_days: Sequence[date]
    all_articles: Mapping[date, int] | None


def counts_of(
    view: View, nodes: Sequence[Node], filters: Filters, options: SurveyOptions
) -> list[SurveyCounts]:
    """Return what a view counts of some queries, all by one unit."""
    request = options.request
    found = [view.survey(node, filters, request) for node in nodes]
    if request.by != "auto" or len(nodes) < 2:
        return found
    unit = _common_unit(found)
    return [
        one if one.unit == unit else view.survey(node, filters, request._replace(by=unit))
        for node, one in zip(nodes, found, strict=True)
    ]


def _common_unit(found: Sequence[SurveyCounts]) -> Unit:
    """Return the unit that fits several queries, each of which has one that fits it alone."""
    dated = [one for one in found if one.periods or one.apart]
    units: list[Unit] = [one.unit for one in dated]
    days = [day for one in found for day in one.periods]
    if days:
        units.append(fitting_unit(min(days), max(days), {}))
    return max(units, key=UNITS.index, default="year")


def timeline_of(
    view: View, counts: Sequence[SurveyCounts], filters: Filters, options: SurveyOptions
) -> Timeline:
    """Return the periods from the first to the last in which a query finds an article.

    Raises:
        ArgumentError: They are far too many.
    """
    unit = counts[0].unit
    days = [day for one in counts for day in one.periods]
    first_days: Sequence[date] = ()
    if days:
        _check_number(min(days), max(days), unit)
        first_days = tuple(units_between(min(days), max(days), unit))
    every = None
    if options.share:
        request = options.request._replace(by=unit, sources=0, authors=0)
        every = view.survey(Every(), filters, request).periods
    return Timeline(unit, first_days, every)


def _check_number(first: date, last: date, unit: Unit) -> None:
    number = number_of_units(first, last, unit)
    if number > _MOST_PERIODS:
        raise ArgumentError(
            f"From {first} to {last} there are {number:,} periods by {unit}, and "
            f"{_MOST_PERIODS:,} is the most. Choose longer ones, or set since and until.",
            name="by",
            value=unit,
        )


def periods_of(counts: SurveyCounts, timeline: Timeline) -> tuple[PeriodCount, ...]:
    """Return how many articles of a query are of each period."""
    every = timeline.all_articles
    unit = timeline.unit
    return tuple(
        PeriodCount(
            label(day, unit),
            day,
            around(day, unit).last.date(),
            counts.periods.get(day, 0),
            None if every is None else every.get(day, 0),
        )
        for day in timeline.first_days
    )


def apart_of(counts: SurveyCounts) -> tuple[ApartCount, ...]:
    """Return how many dates lie in no period, the less exact ones last."""
    return tuple(
        ApartCount(f"known to the {precision}", precision, counts.apart[precision])
        for precision in (Precision.MONTH, Precision.YEAR)
        if precision in counts.apart
    )


def survey_of(counts: SurveyCounts, timeline: Timeline, *, query: str, more: int) -> Survey:
    """Return the survey of a query, without what a reader should know of it."""
    return Survey(
        query=query,
        total=counts.total,
        more=more,
        dated=counts.total - counts.undated,
        undated=counts.undated,
        first=counts.first,
        last=counts.last,
        unit=timeline.unit,
        periods=periods_of(counts, timeline),
        apart=apart_of(counts),
        sources=counts.sources,
        n_sources=counts.n_sources,
        languages=counts.languages,
        authors=counts.authors,
        n_authors=counts.n_authors,
        has_shares=timeline.all_articles is not None,
        took=0,
    )
