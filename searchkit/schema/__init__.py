"""An article in the index: its fields, its columns, and what is stored of it.

A segment keeps an article three ways. *Fields* are searched by their terms:
title and text with the positions and the forms of their words, and one term
each for key, path, source and language. *Columns* hold a value for every
article, which searching reads for many at once: dates, and what names the
article. The *record* is what is shown of one article.

Nothing here knows of Whoosh; :mod:`searchkit.local.whoosh.fields` says the
same to it.
"""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from searchkit import analysis
from searchkit.article import (
    Article,
    ArticleDate,
    Encoding,
    Facts,
    Known,
    Origin,
    Origins,
    Precision,
    Span,
)
from searchkit.schema.urls import url_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SCHEMA_VERSION = 7
"""Raised whenever a field is added, removed or given another meaning.

1: the first.
2: authors and addresses are searched.
3: the record has the encoding that the article was read in, and its language also where
   that was detected.
4: addresses have no user name, no usual port and no needless escapes, and the two spellings
   of a host with letters beyond ASCII are one.
5: the term of a word is its inflection class; the stems of terms are beside them.
6: a time of a day keeps its offset from UTC.
7: an article has a signature, the terms that it has most often.
"""

TEXT_FIELDS = ("text", "title")
"""The fields whose words are searched."""

NAME_FIELDS = ("key", "path", "source", "language")
"""The fields of one term an article; each is a column too."""

LABEL_FIELDS = ("author", "url")
"""The fields of any number of terms an article, which have no column."""

LABEL_SEPARATOR = "\n"
"""What stands in no term of such a field, and may part several of an article."""

NO_SOURCE = "none"
"""The source of articles without one, in filters and in the index."""

RECURRING = "recurring"
"""The column of what is furniture by evidence: numbers where each span starts and ends."""

QUOTATIONS = "quotations"
"""The hashes by which quotations are found."""

SKETCHES = "sketches"
"""The hashes by which articles that share much text are found."""

UNDATED = -(2**62)
"""What the date columns hold for an article without a date, in seconds."""

NO_OFFSET = -(2**15)
"""What the date columns hold for an article whose date has no offset from UTC, in minutes."""

_LAST_SECOND = time(23, 59, 59)

UNKNOWN_LANGUAGE = "unknown"
"""What the language field holds where the language is not known."""

DEFAULT_LANGUAGE = "en"
"""The language in which words are stemmed where none is known."""


def source_term(source: str | None) -> str:
    """Return the term that a source is indexed and filtered by: case and accents folded.

    >>> source_term("Le  Courrier de l’Été")
    "le courrier de l'ete"
    """
    if source is None:
        return NO_SOURCE
    return analysis.fold(" ".join(source.replace("’", "'").split()))


def author_term(name: str) -> str:
    """Return the term of an author: the words of the name, case and accents folded.

    >>> author_term("Mary  O’Brien-Łuk")
    "mary o'brien luk"
    """
    return " ".join(map(analysis.fold, analysis.words(name)))


def has_words(author: str, words: str) -> bool:
    """Whether the term of an author has some words, side by side and in order.

    >>> has_words("ada mary marsh", "mary marsh"), has_words("ada marshall", "ada marsh")
    (True, False)
    """
    return not words or f" {words} " in f" {author} "


def labels(article: Article) -> dict[str, tuple[str, ...]]:
    """Return the terms that an article has in each of :data:`LABEL_FIELDS`, each once."""
    authors = dict.fromkeys(filter(None, map(author_term, article.authors)))
    address = url_term(article.url) if article.url else ""
    return {"author": tuple(authors), "url": (address,) if address else ()}


def seconds(moment: datetime) -> int:
    """Return a moment as seconds since 1970, for the date columns; may be negative."""
    return int((moment - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - all are naive


def date_bounds(
    since: date | None, until: date | None, *, in_utc: bool
) -> tuple[int | None, int | None]:
    """Return a stretch of time as the date columns tell it, None for an open end.

    Args:
        since: Its first second, or its first day; in UTC if it has no zone.
        until: Its last second, or its last day; in UTC if it has no zone.
        in_utc: Whether to tell the moments in UTC, or else what clocks of the
            stretch's own zone show then.
    """
    least = None if since is None else _bound(since, time.min, in_utc=in_utc)
    most = None if until is None else _bound(until, _LAST_SECOND, in_utc=in_utc)
    if in_utc or least is None or most is None or least <= most or _zone(since) != _zone(until):
        return least, most
    first, last = date_bounds(since, until, in_utc=True)
    were_put_back = first is not None and last is not None and first <= last  # the clocks
    return (most, least) if were_put_back else (least, most)


def whole_days(since: date | None, until: date | None) -> tuple[bool, bool]:
    """Return whether a stretch of time begins with a day, and whether it ends with one.

    Args:
        since: Its first second, or its first day; None: it has no end there.
        until: Its last second, or its last day.
    """
    begins = not isinstance(since, datetime) or since.time() == time.min
    return begins, not isinstance(until, datetime) or until.time() == _LAST_SECOND


def _zone(end: date | None) -> tzinfo | None:
    return end.tzinfo if isinstance(end, datetime) else None


def _bound(end: date, of_day: time, *, in_utc: bool) -> int:
    moment = end if isinstance(end, datetime) else datetime.combine(end, of_day)
    if moment.tzinfo is None or not in_utc:
        return seconds(moment.replace(tzinfo=None))
    return int(moment.timestamp())


def period(dated: ArticleDate | None) -> tuple[int, int]:
    """Return the first and the last second of a date, both :data:`UNDATED` for None.

    They are in UTC where the date has an offset, and else what clocks showed.

    >>> period(ArticleDate.of_year(1970))
    (0, 31535999)
    """
    if dated is None:
        return UNDATED, UNDATED
    if dated.precision is Precision.TIME:
        return seconds(dated.moment), seconds(dated.moment)
    return seconds(dated.start), seconds(datetime.combine(dated.last_day, _LAST_SECOND))


def offset(dated: ArticleDate | None) -> int:
    """Return the offset of a date from UTC in minutes, :data:`NO_OFFSET` where it has none."""
    return NO_OFFSET if dated is None or dated.offset is None else dated.offset


def to_record(
    article: Article, *, language: str | None, is_doubtful: bool = False
) -> dict[str, Any]:
    """Return what is stored of an article: JSON values by name.

    Args:
        article: The article.
        language: The language that was declared or detected, or None.
        is_doubtful: Whether a language that was detected is only the likeliest of several.
    """
    date = article.date
    origins = article.origins
    encoding = origins.encoding
    language_origin = origins.language
    if article.language is None and language is not None:
        language_origin = Origin.DOUBTFUL if is_doubtful else Origin.DETECTED
    return {
        "key": article.key,
        "title": article.title,
        "text": article.text,
        "path": article.path,
        "date": date and [date.start.isoformat(), date.precision.value, date.offset],
        "source": article.source,
        "authors": list(article.authors),
        "url": article.url,
        "language": language,
        "furniture": [list(span) for span in article.furniture],
        "origins": [
            origins.title.value,
            origins.date.value,
            origins.source.value,
            language_origin.value,
        ],
        "encoding": encoding and [encoding.name, encoding.known.value],
        **({"as_is": True} if article.is_as_is else {}),
    }


def recurring_name(spans: Sequence[Span]) -> bytes:
    """Return spans as the column :data:`RECURRING` has them.

    >>> recurring_name([Span(0, 12), Span(40, 52)])
    b'0 12 40 52'
    """
    return " ".join(f"{start} {end}" for start, end in spans).encode()


def from_record(record: Mapping[str, Any], recurring: bytes = b"") -> Article:
    """Return the article that :func:`to_record` stored.

    Args:
        record: The record.
        recurring: What is furniture by evidence, besides that of the record, as
            :func:`recurring_name` returned it.

    Raises:
        KeyError, TypeError, ValueError: The record is not an article's, or what recurs no spans.
    """
    furniture = [Span(start, end) for start, end in record["furniture"]]
    if recurring:
        numbers = list(map(int, recurring.split()))
        furniture = sorted([*furniture, *map(Span, numbers[::2], numbers[1::2])])
    return Article(
        key=record["key"],
        title=record["title"],
        text=record["text"],
        path=record["path"],
        date=_date(*record["date"]) if record["date"] else None,
        source=record["source"],
        authors=tuple(record["authors"]),
        url=record["url"],
        language=record["language"],
        furniture=tuple(furniture),
        origins=_origins(*record["origins"], *(record["encoding"] or (None, None))),
        is_as_is=record.get("as_is", False),
    )


RECORDED_FACTS = (
    "key",
    "title",
    "path",
    "date",
    "source",
    "authors",
    "url",
    "language",
    "origins",
    "encoding",
)
"""The fields of a record that facts are made of."""


def facts_from_record(record: Mapping[str, Any]) -> Facts:
    """Return the facts about the article that :func:`to_record` stored.

    Args:
        record: The record; :data:`RECORDED_FACTS` of it are enough.

    Raises:
        KeyError, TypeError, ValueError: The record is not an article's.
    """
    return Facts(
        key=record["key"],
        title=record["title"],
        path=record["path"],
        date=_date(*record["date"]) if record["date"] else None,
        source=record["source"],
        authors=tuple(record["authors"]),
        url=record["url"],
        language=record["language"],
        origins=_origins(*record["origins"], *(record["encoding"] or (None, None))),
    )


@lru_cache(maxsize=1 << 12)  # far more days than come together
def _date(start: str, precision: str, offset: int | None) -> ArticleDate:
    return ArticleDate(datetime.fromisoformat(start), Precision(precision), offset)


@lru_cache(maxsize=1 << 12)  # far more than come together
def _origins(
    title: str, date: str, source: str, language: str, encoding: str | None, known: str | None
) -> Origins:
    return Origins(
        title=Origin(title),
        date=Origin(date),
        source=Origin(source),
        language=Origin(language),
        encoding=Encoding(encoding, Known(known)) if encoding and known else None,
    )
