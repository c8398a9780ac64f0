"""What a person tells of a file, said of its articles.

What is told counts more than what an article says of itself: who says that a folder is of
one outlet means all of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from searchkit.article import Article, ArticleDate, Origin, Precision
from searchkit.corpus.settings.reading_options import NO_OPTIONS, ReadingOptions
from searchkit.corpus.settings.settings_file import spelling_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def overridden(article: Article, options: ReadingOptions) -> Article:
    """Return an article with what is told of its file."""
    if options is NO_OPTIONS:
        return article
    origins = article.origins
    source, language, date = article.source, article.language, article.date
    if options.source:
        source = options.source
        origins = origins.replace(source=Origin.GIVEN)
    if source:
        source = _names(options).get(spelling_of(source), source)
    if options.language:
        language = options.language
        origins = origins.replace(language=Origin.GIVEN)
    if date and options.timezone:
        date = _in_zone(date, options.timezone)
    return article.replace(source=source, language=language, date=date, origins=origins)


@lru_cache(maxsize=256)
def _names(options: ReadingOptions) -> Mapping[str, str]:
    """Return the name of the outlet that each spelling stands for."""
    return dict(options.aliases)


def _in_zone(date: ArticleDate, timezone: str) -> ArticleDate:
    """Return a date whose time, if its zone is not known, is meant in a zone."""
    import zoneinfo  # late: few times lack a zone that is told

    if date.precision is not Precision.TIME or date.utc:
        return date
    try:
        return ArticleDate.of_time(date.start.replace(tzinfo=zoneinfo.ZoneInfo(timezone)))
    except OverflowError:  # in the first or the last year
        return date
