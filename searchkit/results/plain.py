"""Results as plain values, those that JSON has: what programs in other languages read.

The object of a search has a ``version``, the number of its layout. A field may be
added within a version; renaming, removing or redefining one makes a new version.
Spans are pairs of offsets in characters (code points) of the string that they belong
to, the end excluded. `docs/results.schema.json` says the same to programs.

1: the first.
2: ``total`` counts the articles with all words, ``more`` those with only some, and ``hits``
   may have both; a hit has ``lacks``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from searchkit.article import ArticleDate, Span
from searchkit.errors import ArgumentError
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from searchkit.article import Article, Origins
    from searchkit.notes import Note
    from searchkit.results import Hit, Results
    from searchkit.results.found_copies import Copies
    from searchkit.results.saved_searches import SavedSearch
    from searchkit.results.similar_articles import SimilarArticles, Story
    from searchkit.results.surveys import PeriodCount, Survey

VERSION = 2

_PLAIN = frozenset({str, int, float, bool, type(None)})


def plain_results(results: Results, fields: Sequence[str] | None = None) -> dict[str, object]:
    """Return what a search found.

    Args:
        results: What it found, as records.
        fields: Which of :data:`HIT_FIELDS` each hit has; None: the usual ones.

    Raises:
        ArgumentError: There is no such field.
    """
    folded = {}
    if results.groups is not None:
        folded = {"groups": results.groups, "more_groups": results.more_groups}
    fields = fields or usual_fields(results)
    return {
        "version": VERSION,
        "query": results.query,
        "total": results.total,
        **folded,
        "more": results.more,
        "offset": results.offset,
        "took_ms": milliseconds(results.took),
        "understood": results.understood,
        "corrected": results.corrected,
        "generation": results.generation,
        "timed_out": results.timed_out,
        "notes": plain_notes(results.notes),
        "hits": [plain_hit(hit, fields) for hit in results],
    }


def usual_fields(results: Results) -> tuple[str, ...]:
    """Return the fields of each hit where no others are asked for."""
    return USUAL_FIELDS if results.groups is None else (*USUAL_FIELDS, "copies")


def plain_copies(copies: Copies) -> dict[str, object]:
    """Return clusters of copies."""
    return {
        "version": VERSION,
        "query": copies.query,
        "total": copies.total,
        "articles": copies.articles,
        "offset": copies.offset,
        "took_ms": milliseconds(copies.took),
        "notes": plain_notes(copies.notes),
        "clusters": [cluster.to_dict() for cluster in copies],
    }


def plain_survey(survey: Survey) -> dict[str, object]:
    """Return how many articles a query finds, by time, outlet, language and author."""
    return {
        "version": VERSION,
        "query": survey.query,
        "total": survey.total,
        "more": survey.more,
        "dated": survey.dated,
        "undated": survey.undated,
        "first": plain(survey.first),
        "last": plain(survey.last),
        "unit": survey.unit,
        "periods": [_plain_period(one) for one in survey.periods],
        "apart": plain(survey.apart),
        "sources": plain(survey.sources),
        "n_sources": survey.n_sources,
        "languages": plain(survey.languages),
        "authors": plain(survey.authors),
        "n_authors": survey.n_authors,
        "took_ms": milliseconds(survey.took),
        "timed_out": survey.timed_out,
        "notes": plain_notes(survey.notes),
    }


def _plain_period(period: PeriodCount) -> dict[str, object]:
    """Return a period, with what it is a share of where that was asked for."""
    counted: dict[str, object] = {
        "label": period.label,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "articles": period.articles,
    }
    if period.all_articles is not None:
        counted |= {"all_articles": period.all_articles, "share": period.share}
    return counted


def plain_similar(
    similar: SimilarArticles, fields: Sequence[str] | None = None
) -> dict[str, object]:
    """Return the articles that are like one; for the arguments see :func:`plain_results`."""
    return {
        "version": VERSION,
        "article": plain_facts(similar.article),
        "terms": plain(similar.terms),
        "total": similar.total,
        **({} if similar.groups is None else {"groups": similar.groups}),
        "offset": similar.offset,
        "took_ms": milliseconds(similar.took),
        "generation": similar.generation,
        "notes": plain_notes(similar.notes),
        "hits": [plain_hit(hit, fields or SIMILAR_FIELDS) for hit in similar],
    }


def plain_story(story: Story, fields: Sequence[str] | None = None) -> dict[str, object]:
    """Return a story in time; for the arguments see :func:`plain_results`."""
    similar = plain_similar(story, fields)
    hits = similar.pop("hits")
    periods = [_plain_period(one) for one in story.periods]
    return {**similar, "unit": story.unit, "periods": periods, "hits": hits}


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
            "kind": plain(note.kind),
            "message": note.message,
            "span": plain(note.span),
            "suggestion": note.suggestion,
            "argument": note.argument,
        }
        for note in notes
    ]


def plain_search(search: SavedSearch) -> dict[str, object]:
    """Return a saved search."""
    fields: dict[str, object] = plain(search)
    del fields["id"]
    return fields


def plain_facts(article: Article) -> dict[str, object]:
    """Return the facts about an article, except its text and where each fact came from."""
    return {
        "key": article.key,
        "title": article.title,
        "source": article.source,
        "date": plain(article.date),
        "date_precision": article.date and article.date.precision.value,
        "path": article.path,
        "url": article.url,
        "authors": plain(article.authors),
        "language": article.language,
    }


def plain_origins(origins: Origins) -> dict[str, object]:
    """Return where facts came from, as :func:`plain` does; every hit has them, so this is fast."""
    encoding = origins.encoding
    return {
        "title": origins.title.value,
        "date": origins.date.value,
        "source": origins.source.value,
        "language": origins.language.value,
        "encoding": encoding and {"name": encoding.name, "known": encoding.known.value},
    }


def plain(value: object) -> Any:
    """Return a record, or whatever a record consists of, as plain values.

    >>> from searchkit.results import Snippet, SourceCount, Span
    >>> plain(Snippet("The tide turned.", (Span(4, 8),)))
    {'text': 'The tide turned.', 'spans': [[4, 8]]}
    >>> plain(SourceCount("The Post", 2, ArticleDate.of_year(2019), None))
    {'source': 'The Post', 'articles': 2, 'first': '2019', 'last': None}
    """
    if type(value) in _PLAIN:
        return value
    match value:
        case StrEnum():
            return value.value
        case Span():
            return list(value)
        case tuple():
            return [plain(one) for one in value]
        case ArticleDate() | Path():
            return str(value)
        case Record():
            return {name: plain(one) for name, one in value.as_dict().items()}
        case date():
            return value.isoformat()
        case Mapping():
            return {name: plain(one) for name, one in value.items()}
    raise TypeError(f"{type(value).__name__} has no plain value")


def milliseconds(seconds: float) -> float:
    """Return a time in milliseconds, to the microsecond."""
    return round(seconds * 1000, 3)


HIT_FIELDS: Final[Mapping[str, Callable[[Hit], object]]] = {
    "rank": lambda hit: hit.rank,
    "key": lambda hit: hit.key,
    "title": lambda hit: hit.title,
    "title_spans": lambda hit: plain(hit.title_spans),
    "source": lambda hit: hit.source,
    "date": lambda hit: plain(hit.date),
    "date_precision": lambda hit: hit.date and hit.date.precision.value,
    "path": lambda hit: hit.facts.path,
    "url": lambda hit: hit.url,
    "authors": lambda hit: list(hit.authors),
    "language": lambda hit: hit.facts.language,
    "score": lambda hit: hit.score,
    "lacks": lambda hit: list(hit.lacks),
    "shared": lambda hit: list(hit.shared),
    "copies": lambda hit: plain(hit.copies),
    "origins": lambda hit: plain_origins(hit.facts.origins),
    "snippets": lambda hit: plain(hit.snippets),
    "text": lambda hit: hit.article.text,
    "furniture": lambda hit: plain(hit.article.furniture),
}
"""The fields that a hit may have."""

_SELDOM = {"shared", "copies", "text", "furniture"}
USUAL_FIELDS: Final = tuple(field for field in HIT_FIELDS if field not in _SELDOM)
"""The fields of a hit where no others are asked for."""

_OF_QUERIES = {"title_spans", "lacks", "snippets"}
SIMILAR_FIELDS: Final = (
    *(field for field in USUAL_FIELDS if field not in _OF_QUERIES),
    "shared",
    "copies",
)
"""The fields of an article that is like another, where no others are asked for."""
