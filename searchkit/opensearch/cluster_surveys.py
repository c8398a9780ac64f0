"""What a query finds on a cluster -> how many articles are of which time, outlet and so on.

All of it is counted exactly: where there may be many values, the cluster hands them out page
by page. A moment that no place is known of has a day only in a zone, so such dates are counted by
quarters of an hour, and put into days here.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from searchkit.engine import SurveyCounts
from searchkit.local.segment.date_columns import PRECISIONS
from searchkit.opensearch.cluster_counts import buckets_of, coded_date, field_of, together
from searchkit.opensearch.kept_records import asked_for
from searchkit.query.dates.periods import around, fitting_unit, is_too_coarse
from searchkit.results import SourceCount
from searchkit.results.surveys import AuthorCount
from searchkit.schema import NO_SOURCE, author_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import tzinfo

    from searchkit.article import Precision
    from searchkit.engine import SurveyRequest
    from searchkit.opensearch.cluster_queries import Query
    from searchkit.opensearch.cluster_state import ClusterStore
    from searchkit.results.surveys import Unit

_PAGE = 10_000
_QUARTER = 15 * 60  # seconds; clocks of zones differ by some of these
_EPOCH = date(1970, 1, 1)
_MOMENT: Query = {"term": {"date_offset": 0}}


class ClusterSurveyor:
    """Counts articles of a generation.

    Args:
        store: The cluster.
        index: The index of articles.
        identify: Tells what the terms of one outlet have in common.
        outlet_name: Gives the name of an outlet, by its term.
    """

    def __init__(
        self,
        store: ClusterStore,
        index: str,
        *,
        identify: Callable[[str], str],
        outlet_name: Callable[[str], str],
    ) -> None:
        self._store = store
        self._index = index
        self._identify = identify
        self._outlet_name = outlet_name

    def survey(self, found: Query, of_sources: Query, request: SurveyRequest) -> SurveyCounts:
        """Return of which time, outlets and so on some articles are.

        Args:
            found: What finds the articles.
            of_sources: What finds those of which outlets are counted.
            request: What is counted.
        """
        ends = {name: {name: {"field": "date_code"}} for name in ("min", "max")}
        dated = {"filter": {"exists": {"field": "date_from"}}, "aggs": ends}
        body = {
            "size": 0,
            "track_total_hits": True,
            "query": _filter(found),
            "aggs": {"dated": dated},
        }
        answer = self._store.search(self._index, body)
        total = int(answer["hits"]["total"]["value"])
        dates = answer["aggregations"]["dated"]
        unit, periods, apart = _by_time(self._days(found, request.timezone), request.by)
        outlets = self._outlets(of_sources)
        counted = self._authors(found)
        return SurveyCounts(
            total=total,
            undated=total - int(dates["doc_count"]),
            first=coded_date(dates["min"]["value"]),
            last=coded_date(dates["max"]["value"]),
            unit=unit,
            periods=periods,
            apart=apart,
            sources=tuple(count for _, count in outlets[: request.sources]),
            n_sources=sum(term != NO_SOURCE for term, _ in outlets),
            languages=dict(_ranked(self._values(found, "language"))),
            authors=tuple(
                AuthorCount(self._author_name(found, term), n)
                for term, n in counted[: request.authors]
            ),
            n_authors=len(counted),
        )

    def _days(self, found: Query, zone: tzinfo) -> Counter[tuple[date, Precision]]:
        """Return how many articles have each day and precision."""
        counts: Counter[tuple[date, Precision]] = Counter()
        placed = {"bool": {"filter": [found], "must_not": [_MOMENT]}}
        by_day = {"day": {"terms": {"field": "shown_day"}}}
        for key, count in self._composite(placed, by_day):
            day = _EPOCH + timedelta(days=int(key["day"]))
            counts[day, PRECISIONS[int(key["precision"])]] += count
        moments = {"bool": {"filter": [found, _MOMENT]}}
        by_quarter = {"day": {"histogram": {"field": "date_from", "interval": _QUARTER}}}
        for key, count in self._composite(moments, by_quarter):
            day = _day_in(int(key["day"]), zone)
            counts[day, PRECISIONS[int(key["precision"])]] += count
        return counts

    def _composite(
        self, query: Query, by: Mapping[str, object]
    ) -> Iterator[tuple[Mapping[str, Any], int]]:
        """Yield days with precisions, and how many of the articles that a query finds have them."""
        sources = [dict(by), {"precision": {"terms": {"field": "precision"}}}]
        composite: dict[str, Any] = {"size": _PAGE, "sources": sources}
        while True:
            body = {"size": 0, "query": query, "aggs": {"of": {"composite": composite}}}
            found = self._store.search(self._index, body)["aggregations"]["of"]
            for bucket in found["buckets"]:
                yield bucket["key"], int(bucket["doc_count"])
            if len(found["buckets"]) < _PAGE:
                return
            composite["after"] = found["after_key"]

    def _outlets(self, found: Query) -> list[tuple[str, SourceCount]]:
        """Return the outlets of the articles that a query finds, each by a term, in order."""
        ends = {
            "first": {"min": {"field": "date_code"}},
            "last": {"max": {"field": "date_code"}},
        }
        by_outlet: dict[str, list[tuple[str, SourceCount]]] = {}
        for bucket in buckets_of(self._store, self._index, _filter(found), "source", ends):
            term = bucket["key"]["source"]
            dates = [coded_date(bucket[end]["value"]) for end in ends]
            outlet = term if term == NO_SOURCE else self._identify(term)
            count = SourceCount(term, bucket["doc_count"], *dates)
            by_outlet.setdefault(outlet, []).append((term, count))
        outlets = []
        for spellings in by_outlet.values():
            term = max(spellings, key=lambda pair: pair[1].articles)[0]
            count = together([one for _, one in spellings])
            outlets.append((term, count))
        outlets.sort(key=lambda pair: (-pair[1].articles, pair[0] == NO_SOURCE, pair[0]))
        return [
            (term, count.replace(source=None if term == NO_SOURCE else self._outlet_name(term)))
            for term, count in outlets
        ]

    def _authors(self, found: Query) -> list[tuple[str, int]]:
        return _ranked(self._values(found, "authors"))

    def _values(self, found: Query, name: str) -> dict[str, int]:
        buckets = buckets_of(self._store, self._index, _filter(found), name, {})
        return {bucket["key"][name]: int(bucket["doc_count"]) for bucket in buckets}

    def _author_name(self, found: Query, term: str) -> str:
        """Return the name of an author, by the term, as the article with the least key has it."""
        body = {
            "size": 1,
            "query": {"term": {"authors": term}},
            "sort": ["key"],
            **asked_for(has_texts=False),
        }
        del found
        (hit,) = self._store.search(self._index, body)["hits"]["hits"]
        authors: list[str] = field_of(self._store, self._index, hit, "authors")
        return next(name for name in authors if author_term(name) == term)


def _by_time(
    days: Mapping[tuple[date, Precision], int], by: Unit | str
) -> tuple[Unit, Mapping[date, int], Mapping[Precision, int]]:
    """Return the unit, the articles of each period, and those whose dates are too coarse."""
    known: Counter[Precision] = Counter()
    for (_, precision), count in days.items():
        known[precision] += count
    unit: Unit = by if by != "auto" else "year"  # type: ignore[assignment] # the other names
    if by == "auto" and days:
        unit = fitting_unit(min(days)[0], max(day for day, _ in days), known)
    apart = {one: known[one] for one in PRECISIONS if known[one] and is_too_coarse(one, unit)}
    periods: Counter[date] = Counter()
    for (day, precision), count in days.items():
        if precision not in apart:
            periods[around(day, unit).first.date()] += count
    return unit, dict(sorted(periods.items())), apart


def _day_in(second: int, zone: tzinfo) -> date:
    """Return the day that clocks of a zone show."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()


def _filter(query: Query) -> Query:
    return {"bool": {"filter": [query]}}


def _ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
