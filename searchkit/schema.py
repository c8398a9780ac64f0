"""The fields of an article in the index.

Titles and texts are analysed by :mod:`searchkit.analysis`, each in the
language of its article, and handed to Whoosh as terms. The analyzer that the
schema carries is for people who open the index with Whoosh alone and parse
queries with it: it analyses in the language that most articles have.

What searching reads for many articles at once (dates, lengths, languages)
stands in columns; what it reads for the few that it shows is stored.
"""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from whoosh.analysis import Analyzer
from whoosh.analysis import Token as WhooshToken
from whoosh.fields import ID, NUMERIC, STORED, TEXT, Schema

from searchkit import analysis
from searchkit.article import Article, ArticleDate, Origin, Origins, Precision, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCHEMA_VERSION = 1
"""Raised whenever a field is added, removed or given another meaning.

1: the first.
"""

NO_SOURCE = "none"
"""The source that stands for articles without one, in filters and in the index."""

UNDATED = -(2**62)
"""What the date columns hold for an article without a date, in seconds."""

UNKNOWN_LANGUAGE = "unknown"
"""What the language field holds where no language could be told."""

DEFAULT_LANGUAGE = "en"
"""The language in which words are stemmed where none could be told."""

TEXT_FIELDS = ("text", "title")
"""The fields whose words are searched."""


class ArticleAnalyzer(Analyzer):
    """Whoosh's view of the analysis of one language.

    Attributes:
        language: ISO 639-1 code.
    """

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self.language = language

    def __call__(
        self, value: str, *, positions: bool = False, chars: bool = False, **_: object
    ) -> Iterator[WhooshToken]:
        """Yield Whoosh's tokens of ``value``; the same object over and over, as Whoosh asks."""
        out = WhooshToken(positions, chars, removestops=False)
        for number, token in enumerate(analysis.tokenise(value)):
            out.text = analysis.stem(token.word, self.language)
            out.boost = 1.0
            out.stopped = False
            out.pos = number
            out.startchar, out.endchar = token.start, token.end
            yield out


def article_schema(language: str = DEFAULT_LANGUAGE) -> Schema:
    """Return the schema of an index.

    Args:
        language: The language that plain Whoosh parses queries in.
    """
    analyzer = ArticleAnalyzer(language)
    return Schema(
        key=ID(unique=True, stored=True, sortable=True),
        path=ID(sortable=True),
        fingerprint=ID(sortable=True),
        title=TEXT(analyzer=analyzer, phrase=True, stored=True),
        text=TEXT(analyzer=analyzer, phrase=True, stored=True),
        source=ID(sortable=True),
        language=ID(sortable=True),
        date_from=NUMERIC(int, bits=64, sortable=True, default=UNDATED),
        date_to=NUMERIC(int, bits=64, sortable=True, default=UNDATED),
        # Whoosh keeps the length of a long field to within a tenth; ranking wants it exact.
        **{
            length_column(field): NUMERIC(int, bits=32, sortable=True, default=0)
            for field in TEXT_FIELDS
        },
        facts=STORED,
    )


def length_column(field: str) -> str:
    """Return the name of the column of a field's lengths, in tokens."""
    return f"{field}_length"


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


def to_fields(
    article: Article, *, language: str | None, terms: Mapping[str, list[str]], fingerprint: str
) -> dict[str, Any]:
    """Return the keyword arguments with which Whoosh adds an article.

    Args:
        article: The article.
        language: The language that was declared or told, or None.
        terms: The terms of each of :data:`TEXT_FIELDS`, in order.
        fingerprint: What tells this content from another, as :mod:`searchkit.indexing` makes it.
    """
    first, last = period(article.date)
    return {
        "key": article.key,
        "path": article.path,
        "fingerprint": fingerprint,
        "title": terms["title"],
        "_stored_title": article.title,
        "text": terms["text"],
        "_stored_text": article.text,
        "source": source_term(article.source),
        "language": language or UNKNOWN_LANGUAGE,
        "date_from": first,
        "date_to": last,
        **{length_column(field): len(terms[field]) for field in TEXT_FIELDS},
        "facts": _facts(article, language),
    }


def from_fields(stored: Mapping[str, Any]) -> Article:
    """Return the article that :func:`to_fields` stored.

    Raises:
        KeyError, TypeError, ValueError: The stored fields are not an article's.
    """
    facts = json.loads(stored["facts"])
    date = facts["date"]
    return Article(
        key=stored["key"],
        title=stored["title"],
        text=stored["text"],
        path=facts["path"],
        date=date and ArticleDate(datetime.fromisoformat(date[0]), Precision(date[1]), date[2]),
        source=facts["source"],
        authors=tuple(facts["authors"]),
        url=facts["url"],
        language=facts["language"],
        furniture=tuple(Span(*span) for span in facts["furniture"]),
        origins=Origins(**{name: Origin(value) for name, value in facts["origins"].items()}),
    )


def stored_language(stored: Mapping[str, Any]) -> str:
    """Return the language that a stored article was analysed in."""
    language: str = json.loads(stored["facts"])["analysed"]
    return language


def _facts(article: Article, language: str | None) -> str:
    """Return what is stored of an article beside its key, title and text, as JSON."""
    date = article.date
    facts = {
        "path": article.path,
        "date": date and (date.start.isoformat(), date.precision, date.utc),
        "source": article.source,
        "authors": article.authors,
        "url": article.url,
        "language": article.language,
        "analysed": language or DEFAULT_LANGUAGE,
        "furniture": article.furniture,
        "origins": {
            "title": article.origins.title,
            "date": article.origins.date,
            "source": article.origins.source,
        },
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
