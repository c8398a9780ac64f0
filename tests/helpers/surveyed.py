"""A survey made by looking at one article after another: what every engine must agree with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, tzinfo

from searchkit.article import Article, ArticleDate, Precision
from searchkit.engine import SurveyCounts, SurveyRequest
from searchkit.query.dates.periods import around, fitting_unit, is_too_coarse
from searchkit.results import SourceCount
from searchkit.results.surveys import AuthorCount, Unit
from searchkit.schema import NO_SOURCE, UNKNOWN_LANGUAGE, author_term, source_term
from searchkit.schema.outlet_identity import outlet_identity


def day_of(dated: ArticleDate, zone: tzinfo) -> date:
    """The day on which an article was published, or the first of those that are possible."""
    if dated.offset == 0 and dated.precision is Precision.TIME:
        return dated.start.replace(tzinfo=UTC).astimezone(zone).date()
    return dated.start.date()


def outlet(article: Article) -> str:
    """What all spellings of an outlet have in common."""
    term = source_term(article.source)
    return NO_SOURCE if term == NO_SOURCE else outlet_identity(term)


def surveyed(
    articles: Iterable[Article],
    of_sources: Iterable[Article],
    every: Iterable[Article],
    request: SurveyRequest,
) -> SurveyCounts:
    """Count some articles, and others by their outlets.

    Args:
        articles: The articles.
        of_sources: Those of which the outlets are counted.
        every: All articles that there are, which name outlets and authors.
        request: What is counted.
    """
    by, timezone, sources, authors = request
    held = sorted(every, key=lambda article: article.key)
    found = list(articles)
    dates = [article.date for article in found if article.date]
    known = Counter(dated.precision for dated in dates)
    days = [day_of(dated, timezone) for dated in dates]
    unit: Unit = by if by != "auto" else "year"
    if by == "auto" and dates:
        unit = fitting_unit(min(days), max(days), known)
    periods = Counter(
        around(day, unit).first.date()
        for day, dated in zip(days, dates, strict=True)
        if not is_too_coarse(dated.precision, unit)
    )
    apart = {one: n for one, n in known.items() if is_too_coarse(one, unit)}
    outlets = by_outlet(list(of_sources), held)
    languages = Counter(article.language or UNKNOWN_LANGUAGE for article in found)
    of_authors = Counter(
        term for article in found for term in {*map(author_term, article.authors)} - {""}
    )
    ranked = sorted(of_authors.items(), key=lambda item: (-item[1], item[0]))
    names = {author_term(n): n for article in reversed(held) for n in reversed(article.authors)}
    return SurveyCounts(
        total=len(found),
        undated=len(found) - len(dates),
        first=min(dates, default=None),
        last=max(dates, default=None),
        unit=unit,
        periods=dict(sorted(periods.items())),
        apart=apart,
        sources=outlets[:sources],
        n_sources=sum(one.source is not None for one in outlets),
        languages=dict(sorted(languages.items(), key=lambda item: (-item[1], item[0]))),
        authors=tuple(AuthorCount(names[term], n) for term, n in ranked[:authors]),
        n_authors=len(ranked),
    )


def by_outlet(articles: Sequence[Article], held: Sequence[Article]) -> tuple[SourceCount, ...]:
    """Count articles by outlet, each named as most of its articles name it."""
    counts = []
    for identity in {*map(outlet, articles)}:
        own = [article for article in articles if outlet(article) == identity]
        terms = Counter(source_term(a.source) for a in held if outlet(a) == identity)
        common = min(terms, key=lambda term: (-terms[term], term))
        name = next(a.source for a in held if source_term(a.source) == common)
        dates = [article.date for article in own if article.date]
        last = max(dates, default=None)
        counts.append((common, SourceCount(name, len(own), min(dates, default=None), last)))
    counts.sort(key=lambda one: (-one[1].articles, one[1].source is None, one[0]))
    return tuple(count for _, count in counts)
