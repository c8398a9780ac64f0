"""An article in the index: its fields, its columns, and what is stored of it.

A segment keeps an article three ways. *Fields* are searched by their terms:
title and text with the positions and the forms of their words, and one term
each for key, path, source and language. *Columns* hold a value for every
article, which searching reads for many at once: dates, and what names the
article. The *record* is what is shown of one article.

Nothing here knows of Whoosh; :mod:`searchkit.schema.whoosh_fields` says the
same to it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from searchkit import analysis
from searchkit.article import Article, ArticleDate, Origin, Origins, Precision, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION = 1
"""Raised whenever a field is added, removed or given another meaning.

1: the first.
"""

TEXT_FIELDS = ("text", "title")
"""The fields whose words are searched."""

NAME_FIELDS = ("key", "path", "source", "language")
"""The fields of one term an article; each is a column too."""

NO_SOURCE = "none"
"""The source that stands for articles without one, in filters and in the index."""

UNDATED = -(2**62)
"""What the date columns hold for an article without a date, in seconds."""

UNKNOWN_LANGUAGE = "unknown"
"""What the language field holds where no language could be told."""

DEFAULT_LANGUAGE = "en"
"""The language in which words are stemmed where none could be told."""


def source_term(source: str | None) -> str:
    """Return the term that a source is indexed and filtered by: case and accents folded.

    >>> source_term("Le  Courrier de l’Été")
    "le courrier de l'ete"
    """
    if source is None:
        return NO_SOURCE
    return analysis.fold(" ".join(source.replace("’", "'").split()))


def seconds(moment: datetime) -> int:
    """Return a moment as seconds since 1970, for the date columns; may be negative."""
    return int((moment - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - all are naive


def period(date: ArticleDate | None) -> tuple[int, int]:
    """Return the first and the last second of a date, both :data:`UNDATED` for None.

    >>> period(ArticleDate.of_year(1970))
    (0, 31535999)
    """
    if date is None:
        return UNDATED, UNDATED
    if date.precision is Precision.TIME:
        return seconds(date.start), seconds(date.start)
    after = datetime.combine(date.last_day, time()) + timedelta(days=1)
    return seconds(date.start), seconds(after) - 1


def to_record(article: Article, *, language: str | None) -> dict[str, Any]:
    """Return what is stored of an article: JSON values by name.

    Args:
        article: The article.
        language: The language that was declared or told, or None.
    """
    date = article.date
    return {
        "key": article.key,
        "title": article.title,
        "text": article.text,
        "path": article.path,
        "date": date and [date.start.isoformat(), date.precision.value, date.utc],
        "source": article.source,
        "authors": list(article.authors),
        "url": article.url,
        "language": article.language,
        "analysed": language or DEFAULT_LANGUAGE,
        "furniture": [list(span) for span in article.furniture],
        "origins": [
            article.origins.title.value,
            article.origins.date.value,
            article.origins.source.value,
        ],
    }


def from_record(record: Mapping[str, Any]) -> Article:
    """Return the article that :func:`to_record` stored.

    Raises:
        KeyError, TypeError, ValueError: The record is not an article's.
    """
    date = record["date"]
    title_origin, date_origin, source_origin = map(Origin, record["origins"])
    return Article(
        key=record["key"],
        title=record["title"],
        text=record["text"],
        path=record["path"],
        date=date and ArticleDate(datetime.fromisoformat(date[0]), Precision(date[1]), date[2]),
        source=record["source"],
        authors=tuple(record["authors"]),
        url=record["url"],
        language=record["language"],
        furniture=tuple(Span(*span) for span in record["furniture"]),
        origins=Origins(title=title_origin, date=date_origin, source=source_origin),
    )
