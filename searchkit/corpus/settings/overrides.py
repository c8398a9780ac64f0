"""What a person set for a file, applied to its articles.

It counts more than what an article says of itself: a person who says that a folder is of
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
    """Return an article with what is set for its file."""
    if options is NO_OPTIONS:
        return article
    given = {"source": options.source, "language": options.language}
    given = {name: value for name, value in given.items() if value}
    origins = article.origins.replace(**dict.fromkeys(given, Origin.GIVEN))
    changed = article.replace(**given, origins=origins)
    if changed.source and (name := _names(options).get(spelling_of(changed.source))):
        changed = changed.replace(source=name)
    if changed.date and options.timezone:
        changed = changed.replace(date=_in_zone(changed.date, options.timezone))
    return changed


@lru_cache(maxsize=256)
def _names(options: ReadingOptions) -> Mapping[str, str]:
    """Return the name of the outlet that each spelling means."""
    return dict(options.aliases)


def _in_zone(date: ArticleDate, timezone: str) -> ArticleDate:
    """Return a date whose time, if its zone is not known, is meant in a zone."""
    import zoneinfo  # late: few folders have a time zone set

    if date.precision is not Precision.TIME or date.offset is not None:
        return date
    try:
        return ArticleDate.of_time(date.start.replace(tzinfo=zoneinfo.ZoneInfo(timezone)))
    except OverflowError:  # in the first or the last year
        return date
