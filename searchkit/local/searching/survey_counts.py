"""Some articles -> how many are of which time, outlet, language and author.

All is counted over columns, once for all segments. What a column holds is worked out when it is
first asked for: which outlet, language and authors each article has, as numbers of their names,
and its date as one number that sorts as dates do. After that, counting 100,000 articles takes a
few milliseconds, whatever they are.
"""

from __future__ import annotations

import time
from datetime import UTC
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.caching import Cache
from searchkit.engine import SurveyCounts
from searchkit.local.searching.period_counts import counted_by, dates_of
from searchkit.local.searching.segments import as_text
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.local.segment.date_columns import (
    NO_DATE,
    PRECISIONS,
    date_codes,
    date_of,
    precisions_of,
    shown_days,
)
from searchkit.query.dates.periods import fitting_unit, is_too_coarse
from searchkit.records import NamedTuple
from searchkit.results import SourceCount
from searchkit.results.surveys import AuthorCount
from searchkit.schema import NO_SOURCE, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date, tzinfo

    from numpy.typing import NDArray

    from searchkit.article import Precision
    from searchkit.engine import SurveyRequest
    from searchkit.local.searching.segments import Articles, Integers
    from searchkit.results.surveys import Unit

    Array = NDArray[Any]

_ZONES = 4  # zones of which the days are kept


class Named(NamedTuple):
    """Names, and which of them some articles have.

    Attributes:
        names: The names, by their numbers; ascending, so that a number sorts as its name does.
        numbers: Numbers of names, any integers, (n,).
    """

    names: Sequence[str]
    numbers: Array


class Surveyor:
    """Counts articles; safe to share among threads.

    Args:
        articles: The articles of the index.
        identify: Tells what the terms of one outlet have in common.
        outlet_name: Gives the name of an outlet, by its term.
        author_name: Gives the name of an author, by the term.
    """

    def __init__(
        self,
        articles: Articles,
        *,
        identify: Callable[[str], str],
        outlet_name: Callable[[str], str],
        author_name: Callable[[str], str],
    ) -> None:
        self._articles = articles
        self._identify = identify
        self._outlet_name = outlet_name
        self._author_name = author_name
        self._days: Cache[Hashable, Array] = Cache(_ZONES)

    def survey(self, found: Integers, of_sources: Integers, request: SurveyRequest) -> SurveyCounts:
        """Return of which time, outlets and so on some articles are.

        Args:
            found: The articles, none twice, none deleted, int64, (n,).
            of_sources: Those of which outlets are counted, int64, (n,).
            request: What is counted.
        """
        codes = self._codes.take(found)
        is_dated = codes != NO_DATE
        codes, dated = codes[is_dated], found[is_dated]
        is_any = len(codes) > 0
        unit, periods, apart = self._by_time(
            self._days_in(request.timezone).take(dated), codes, request.by
        )
        of_outlets = _counts(self._outlets.numbers.take(of_sources), self._outlets.names)
        of_authors = self._authors_of(found)
        return SurveyCounts(
            total=len(found),
            undated=len(found) - len(codes),
            first=date_of(int(codes.min())) if is_any else None,
            last=date_of(int(codes.max())) if is_any else None,
            unit=unit,
            periods=periods,
            apart=apart,
            sources=tuple(self._dated_outlets(of_sources, _ranked(of_outlets, request.sources))),
            n_sources=int(np.count_nonzero(of_outlets[: self._n_outlets])),
            languages=self._languages_of(found),
            authors=tuple(
                AuthorCount(self._author_name(self._authors.names[number]), count)
                for number, count in _ranked(of_authors, request.authors)
            ),
            n_authors=int(np.count_nonzero(of_authors)),
        )

    def _by_time(
        self, days: Array, codes: Array, by: Unit | str
    ) -> tuple[Unit, Mapping[date, int], Mapping[Precision, int]]:
        """Return the unit, the articles of each period, and those with dates that are too coarse.

        Args:
            days: The day of each article, since 1970, (n,).
            codes: The date of each, (n,).
            by: The unit, or ``auto``.
        """
        numbers = precisions_of(codes)
        counts = np.bincount(numbers, minlength=len(PRECISIONS)).tolist()
        known = {one: count for one, count in zip(PRECISIONS, counts, strict=True) if count}
        unit: Unit = by if by != "auto" else "year"  # type: ignore[assignment] # the other names
        if by == "auto" and len(days):
            first, last = dates_of(np.array([days.min(), days.max()]))
            unit = fitting_unit(first, last, known)
        apart = {one: n for one, n in known.items() if is_too_coarse(one, unit)}
        if apart:
            coarse = np.array([is_too_coarse(one, unit) for one in PRECISIONS])
            days = days[~coarse[numbers]]
        return unit, counted_by(unit, days), apart

    def _languages_of(self, found: Integers) -> Mapping[str, int]:
        names, numbers = self._languages
        ranked = _ranked(_counts(numbers.take(found), names), None)
        return {names[number]: count for number, count in ranked}

    def _dated_outlets(
        self, found: Integers, ranked: Sequence[tuple[int, int]]
    ) -> list[SourceCount]:
        """Return some outlets with their names, their articles, and the dates of these."""
        codes = self._codes.take(found)
        dated = codes != NO_DATE
        codes, outlets = codes[dated], self._outlets.numbers.take(found[dated]).astype(np.int64)
        n = len(self._outlets.names)
        first, last = np.full(n, np.iinfo(np.int64).max), np.full(n, NO_DATE)
        np.minimum.at(first, outlets, codes)
        np.maximum.at(last, outlets, codes)
        counts = []
        for number, count in ranked:
            term = self._outlets.names[number]
            name = None if term == NO_SOURCE else self._outlet_name(term)
            until = date_of(last.item(number))
            since = None if until is None else date_of(first.item(number))
            counts.append(SourceCount(name, count, since, until))
        return counts

    def _authors_of(self, found: Integers) -> Array:
        """Return how many of some articles each author has, (n_authors,)."""
        names, numbers = self._authors
        if not names:
            return np.zeros(0, np.int64)
        is_found = np.zeros(self._articles.n_numbers, np.bool_)
        is_found[found] = True
        return _counts(numbers[is_found[self._authored]], names)

    @cached_property
    def _codes(self) -> Array:
        """The code of the date of each article, (n_numbers,)."""
        articles = self._articles
        return date_codes(articles.first_dates, articles.last_dates, articles.date_offsets)

    def _days_in(self, zone: tzinfo) -> Array:
        """Return the day of each article's date in a zone, (n_numbers,)."""
        first, offsets = self._articles.first_dates, self._articles.date_offsets
        if offsets is None:
            return self._days_shown
        key = zone, time.tzname  # a program may change the zone of the machine
        return self._days.get(key, lambda: shown_days(first, offsets, zone))

    @cached_property
    def _days_shown(self) -> Array:
        """The day of each article's date, where none has an offset, (n_numbers,)."""
        return shown_days(self._articles.first_dates, None, UTC)

    @cached_property
    def _languages(self) -> Named:
        return self._column("language", UNKNOWN_LANGUAGE)

    @property
    def _n_outlets(self) -> int:
        """How many outlets there are; the name behind them is that of articles without one."""
        return len(self._outlets.names) - 1

    @cached_property
    def _outlets(self) -> Named:
        """The outlets, each by the term that most of its articles have, and `NO_SOURCE` at last."""
        terms, numbers = self._column("source", NO_SOURCE)
        live = numbers if self._articles.live is None else numbers[self._articles.live]
        counts = _counts(live, terms).tolist()
        spellings: dict[str, list[int]] = {}
        for number, term in enumerate(terms):
            if term != NO_SOURCE:
                spellings.setdefault(self._identify(term), []).append(number)
        common = {
            terms[max(each, key=lambda number: (counts[number], -number))]: each
            for each in spellings.values()
        }
        names = [*sorted(common), NO_SOURCE]
        of_term = np.full(len(terms), len(common), np.uint32)
        for outlet, name in enumerate(names[:-1]):
            of_term[common[name]] = outlet
        return Named(names, of_term.take(numbers))

    def _column(self, field: str, default: str) -> Named:
        """Return which name of a field each article has, (n_numbers,)."""
        segments = self._articles.segments
        names = sorted({default, *(name for one in segments for name in one.names(field))})
        number_of = {name: number for number, name in enumerate(names)}
        columns = []
        for segment in segments:
            column = segment.arrays.column(field)
            if isinstance(column, ReferenceColumn):
                there = np.array([number_of[as_text(v)] for v in column.values], np.uint32)
                columns.append(there.take(column.numbers))
            else:
                numbers = np.full(segment.n_articles, number_of[default], np.uint32)
                for name in segment.names(field):
                    numbers[segment.named(field, name)] = number_of[name]
                columns.append(numbers)
        return Named(names, np.concatenate([np.zeros(0, np.uint32), *columns]))

    @cached_property
    def _authors(self) -> Named:
        """The authors, and the number of one for each of `_authored`."""
        readers = [segment.arrays.field("author") for segment in self._articles.segments]
        terms = [list(map(as_text, reader.terms)) if reader else [] for reader in readers]
        names = sorted({term for each in terms for term in each})
        number_of = {name: number for number, name in enumerate(names)}
        numbers = [np.zeros(0, np.uint32)]
        for reader, own in zip(readers, terms, strict=True):
            if reader is not None:
                there = np.array([number_of[term] for term in own], np.uint32)
                starts: Array = np.asarray(reader.starts, np.int64)
                numbers.append(np.repeat(there, starts[1:] - starts[:-1]))
        return Named(names, np.concatenate(numbers))

    @cached_property
    def _authored(self) -> Integers:
        """The article of each author of each, int64; one with two authors is there twice."""

        def articles(segment: Any) -> Integers:
            reader = segment.arrays.field("author")
            if reader is None:
                return np.zeros(0, np.int64)
            listed: Integers = reader.articles_of_terms(0, len(reader.terms))
            return listed

        return self._articles.listed(articles)


def _counts(numbers: Array, names: Sequence[str]) -> Array:
    """Return how often each name is meant by a number, (n_names,)."""
    counts: Array = np.bincount(numbers, minlength=len(names))
    return counts


def _ranked(counts: Array, most: int | None) -> list[tuple[int, int]]:
    """Return the numbers that are meant most often, and how often each is.

    Args:
        counts: How often each number is meant, (n,). Of those that are level, the least
            comes first.
        most: How many to return at most; None: all that are meant at all.
    """
    there = counts.nonzero()[0]
    if most is not None and most < len(there):
        order = there - counts[there] * len(counts)  # the more, the less; no two are level
        there = there[np.argpartition(order, most)[:most]]
    there = there[np.lexsort((there, -counts[there]))]
    return list(zip(there.tolist(), counts[there].tolist(), strict=True))
