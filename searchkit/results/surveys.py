"""How many articles a query finds, and of which time, outlets, languages and authors they are.

Records alone, as in `results`: they know nothing of engines, and every engine can
fill them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal, TypeAlias

from searchkit.article import ArticleDate, Precision
from searchkit.notes import Note
from searchkit.records import Record
from searchkit.results import Results, SourceCount

Unit: TypeAlias = Literal["day", "week", "month", "quarter", "year"]
"""How long the periods of a survey are."""


class PeriodCount(Record):
    """How many articles are of a period: a whole day, week, month, quarter or year.

    Attributes:
        label: The name of the period; a query and the options of dates understand it.
        first: The first day.
        last: The last day.
        articles: How many articles that the query finds are of the period.
        all_articles: How many articles of the period pass the filters, whatever the query;
            None: nobody asked for shares.

    >>> PeriodCount("2018", dt.date(2018, 1, 1), dt.date(2018, 12, 31), 3, 12).share
    0.25
    """

    label: str
    first: dt.date
    last: dt.date
    articles: int
    all_articles: int | None = None

    @property
    def share(self) -> float | None:
        """The share of all articles of the period, 0 to 1; None: there are none, or not asked."""
        return self.articles / self.all_articles if self.all_articles else None


class ApartCount(Record):
    """How many articles have a date that may lie in several periods.

    Attributes:
        label: How exactly it is known: ``known to the year``, ``known to the month``.
        precision: The same, as an article has it.
        articles: How many articles.
    """

    label: str
    precision: Precision
    articles: int


class AuthorCount(Record):
    """How many of the articles are by an author.

    Attributes:
        author: The name, as an article has it. Names that differ in case and accents alone are
            of one author.
        articles: How many articles.
    """

    author: str
    articles: int


class Survey(Record, kw_only=True):
    """How many articles a query finds, and of which time, outlets, languages and authors.

    Attributes:
        query: The query as it was typed.
        total: How many articles were found: those that have all words side by side, as
            :class:`searchkit.Results` counts them.
        more: How many others have only some of the words.
        dated: How many of ``total`` have a date.
        undated: How many have none.
        first: The earliest date, or None if all are undated.
        last: The latest date, or None.
        unit: How long a period is.
        periods: All periods from the first to the last that has an article, in order of time,
            those without any among them.
        apart: The dated articles that are in no period, since their date is known less exactly.
        sources: The outlets with most articles first, articles without one among them; counted
            without the filter for sources, so that their sum may exceed ``total``.
        n_sources: How many outlets there are, shown or not; articles without one are none.
        languages: How many articles each language has, by ISO 639-1 code or "unknown", most first.
        authors: The authors with most articles first.
        n_authors: How many authors there are, shown or not.
        has_shares: Whether shares were asked for.
        took: How long it took, in seconds.
        timed_out: Whether words that match a pattern were left out for want of time.
        notes: What the reader should know.
    """

    query: str
    total: int
    more: int = 0
    dated: int
    undated: int
    first: ArticleDate | None
    last: ArticleDate | None
    unit: Unit
    periods: tuple[PeriodCount, ...]
    apart: tuple[ApartCount, ...] = ()
    sources: tuple[SourceCount, ...]
    n_sources: int
    languages: Mapping[str, int]
    authors: tuple[AuthorCount, ...]
    n_authors: int
    has_shares: bool = False
    took: float
    timed_out: bool = False
    notes: tuple[Note, ...] = ()

    def __repr__(self) -> str:
        return f"Survey({self.query!r}, {self.total:,} by {self.unit})"

    def to_dict(self) -> dict[str, object]:
        """Return the survey as plain values: what the command prints as JSON."""
        from searchkit.results.plain import plain_survey  # late: it imports this module's room

        return plain_survey(self)


class SurveyedResults(Record):
    """The hits of a search, and the survey of all that it found.

    Attributes:
        results: The hits.
        survey: The survey.
    """

    results: Results
    survey: Survey


class NamedSurvey(Record):
    """A query of a list of queries, and what it finds.

    Attributes:
        name: What the list calls it; None: nothing.
        survey: How many articles it finds, and so on.
    """

    name: str | None
    survey: Survey
