"""Results as plain values, those that JSON knows: what programs in other languages read.

The object of a search has a ``version`` that tells how it is laid out. Fields may be
added to a version; one that is renamed, removed or changed in meaning makes a new one.
Spans are pairs of offsets in characters (code points) of the string that they belong
to, the end excluded. `docs/results.schema.json` says the same to programs.

1: the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchkit.errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from searchkit.article import Article, ArticleDate, Span
    from searchkit.notes import Note
    from searchkit.results import Hit, Results

VERSION = 1


def plain_results(results: Results, fields: Sequence[str] | None = None) -> dict[str, object]:
    """Return what a search found.

    Args:
        results: What it found, as records.
        fields: Which of :data:`HIT_FIELDS` each hit has; None: the usual ones.

    Raises:
        ArgumentError: There is no such field.
    """
    return {
        "version": VERSION,
        "query": results.query,
        "total": results.total,
        "offset": results.offset,
        "took_ms": milliseconds(results.took),
        "notes": plain_notes(results.notes),
        "hits": [plain_hit(hit, fields) for hit in results],
    }


def plain_hit(hit: Hit, fields: Sequence[str] | None = None) -> dict[str, object]:
    """Return a hit as plain values; for the arguments see :func:`plain_results`."""
    unknown = [field for field in fields or () if field not in HIT_FIELDS]
    if unknown:
        raise ArgumentError(
            f"There is no field {unknown[0]}. Choose from: {', '.join(HIT_FIELDS)}.",
            name="fields",
            value=fields,
        )
    return {field: HIT_FIELDS[field](hit) for field in fields or USUAL_FIELDS}


def plain_notes(notes: Iterable[Note]) -> list[dict[str, object]]:
    """Return notes, each as an object."""
    return [
        {
            "kind": note.kind.value,
            "message": note.message,
            "span": None if note.span is None else list(note.span),
            "suggestion": note.suggestion,
            "argument": note.argument,
        }
        for note in notes
    ]


def plain_facts(article: Article) -> dict[str, object]:
    """Return the facts about an article, except its text and where each fact came from."""
    return {
        "key": article.key,
        "title": article.title,
        "source": article.source,
        "date": plain_date(article.date),
        "date_precision": _precision(article.date),
        "path": article.path,
        "url": article.url,
        "authors": list(article.authors),
        "language": article.language,
    }


def plain_origins(article: Article) -> dict[str, object]:
    """Return where each fact of an article came from."""
    origins = article.origins
    return {
        "title": origins.title.value,
        "date": origins.date.value,
        "source": origins.source.value,
        "language": origins.language.value,
        "encoding": None
        if origins.encoding is None
        else {"name": origins.encoding.name, "known": origins.encoding.known.value},
    }


def plain_date(date: ArticleDate | None) -> str | None:
    """Return a date in ISO 8601, no more precise than it is known."""
    return None if date is None else str(date)


def pairs(spans: Iterable[Span]) -> list[list[int]]:
    """Return spans as pairs of numbers."""
    return [list(span) for span in spans]


def milliseconds(seconds: float) -> float:
    """Return a time in milliseconds, to the microsecond."""
    return round(seconds * 1000, 3)


def _precision(date: ArticleDate | None) -> str | None:
    return None if date is None else date.precision.value


def _snippets(hit: Hit) -> list[dict[str, object]]:
    return [{"text": snippet.text, "spans": pairs(snippet.spans)} for snippet in hit.snippets]


HIT_FIELDS: Final[Mapping[str, Callable[[Hit], object]]] = {
    "rank": lambda hit: hit.rank,
    "key": lambda hit: hit.article.key,
    "title": lambda hit: hit.article.title,
    "title_spans": lambda hit: pairs(hit.title_spans),
    "source": lambda hit: hit.article.source,
    "date": lambda hit: plain_date(hit.article.date),
    "date_precision": lambda hit: _precision(hit.article.date),
    "path": lambda hit: hit.article.path,
    "url": lambda hit: hit.article.url,
    "authors": lambda hit: list(hit.article.authors),
    "language": lambda hit: hit.article.language,
    "score": lambda hit: hit.score,
    "origins": lambda hit: plain_origins(hit.article),
    "snippets": _snippets,
    "text": lambda hit: hit.article.text,
    "furniture": lambda hit: pairs(hit.article.furniture),
}
"""The fields that a hit may have."""

USUAL_FIELDS: Final = tuple(field for field in HIT_FIELDS if field not in {"text", "furniture"})
"""The fields of a hit where no others are asked for."""
