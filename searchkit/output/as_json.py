"""Results, articles and reports as JSON and JSON lines.

Every JSON text is one object whose ``version`` tells how it is laid out. Fields
may be added to a version; one that is renamed, removed or changed in meaning
makes a new one. Spans are pairs of offsets in characters (code points) of the
string that they belong to, the end excluded.

1: the first.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from searchkit.output.cleaning import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from searchkit.article import Article, ArticleDate, Span
    from searchkit.explanations import Explanation
    from searchkit.notes import Note
    from searchkit.output.style import Style
    from searchkit.results import (
        CheckReport,
        Completion,
        Hit,
        MarkedArticle,
        RepairReport,
        Results,
        SourceCount,
        Stats,
        Suggestion,
        UpdateReport,
    )

VERSION = 1


def results_as_json(results: Results, style: Style) -> str:
    """Return what a search found as one object."""
    return _object(
        query=results.query,
        total=results.total,
        offset=results.offset,
        took_ms=_milliseconds(results.took),
        notes=_notes(results.notes),
        hits=[_hit(hit, style) for hit in results],
    )


def results_as_json_lines(results: Results, style: Style) -> str:
    """Return the hits of a search, an object on each line and nothing else."""
    return "".join(_text(_hit(hit, style)) for hit in results)


def article_as_json(marked: MarkedArticle) -> str:
    """Return one article whole, with what matched in it."""
    article = marked.article
    return _object(
        query=marked.query,
        article={
            **_name(article),
            **_facts(article),
            "origins": _origins(article),
            "text": article.text,
            "furniture": _pairs(article.furniture),
        },
        title_spans=_pairs(marked.title_spans),
        spans=_pairs(marked.spans),
    )


def sources_as_json(sources: Sequence[SourceCount]) -> str:
    """Return the sources with their counts and dates."""
    return _object(
        sources=[
            {
                "source": row.source,
                "articles": row.articles,
                "first": _date(row.first),
                "last": _date(row.last),
            }
            for row in sources
        ]
    )


def completions_as_json(completions: Sequence[Completion]) -> str:
    """Return how something may go on."""
    return _object(
        completions=[
            {"text": one.text, "kind": one.kind, "count": one.count} for one in completions
        ]
    )


def suggestions_as_json(suggestions: Sequence[Suggestion]) -> str:
    """Return the words that may have been meant."""
    return _object(
        suggestions=[
            {"word": one.word, "distance": one.distance, "count": one.count} for one in suggestions
        ]
    )


def explanation_as_json(explanation: Explanation) -> str:
    """Return how a query was understood, and why it finds an article or not."""
    told = explanation.article
    return _object(
        query=explanation.query,
        understood=explanation.understood,
        total=explanation.total,
        notes=_notes(explanation.notes),
        leaves=[asdict(leaf) for leaf in explanation.leaves],
        article=None
        if told is None
        else {
            **_name(told.article),
            **_facts(told.article),
            "is_found": told.is_found,
            "score": asdict(told.score),
            "failures": [asdict(failure) for failure in told.failures],
        },
    )


def stats_as_json(stats: Stats) -> str:
    """Return what an index holds."""
    return _object(
        articles=stats.articles,
        dated=stats.dated,
        sources=stats.sources,
        languages=dict(stats.languages),
        terms=stats.terms,
        size=stats.size,
        first=_date(stats.first),
        last=_date(stats.last),
        updated=None if stats.updated is None else stats.updated.isoformat(),
        segments=stats.segments,
        corpus=[
            {
                "path": str(folder.path),
                "prefix": folder.prefix,
                "source": folder.source,
                "encoding": folder.encoding,
            }
            for folder in stats.corpus
        ],
    )


def report_as_json(report: UpdateReport) -> str:
    """Return what an update did, or would do."""
    return _object(
        dry_run=report.dry_run,
        added=report.added,
        replaced=report.replaced,
        removed=report.removed,
        unchanged=report.unchanged,
        files=report.files,
        skipped=dict(report.skipped),
        problems=[{"path": problem.path, "reason": problem.reason} for problem in report.problems],
        remarks=[{"path": remark.path, "text": remark.text} for remark in report.remarks],
        doubtful=[{"path": path, "encoding": name} for path, name in report.doubtful.items()],
        notes=_notes(report.notes),
        took_ms=_milliseconds(report.took),
    )


def check_as_json(report: CheckReport) -> str:
    """Return what a check found."""
    return _object(
        deep=report.deep,
        articles=report.articles,
        segments=report.segments,
        faults=list(report.faults),
        took_ms=_milliseconds(report.took),
    )


def repair_as_json(report: RepairReport) -> str:
    """Return what a repair did."""
    return _object(
        kept=report.kept,
        indexed=report.indexed,
        lost=list(report.lost),
        faults=list(report.faults),
        aside=list(report.aside),
        took_ms=_milliseconds(report.took),
    )


def _notes(notes: Iterable[Note]) -> list[dict[str, object]]:
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


def _hit(hit: Hit, style: Style) -> dict[str, object]:
    return {field: HIT_FIELDS[field](hit) for field in style.fields or USUAL_FIELDS}


def _snippets(hit: Hit) -> list[dict[str, object]]:
    return [{"text": snippet.text, "spans": _pairs(snippet.spans)} for snippet in hit.snippets]


def _name(article: Article) -> dict[str, object]:
    return {"key": article.key, "title": article.title}


def _facts(article: Article) -> dict[str, object]:
    return {
        "source": article.source,
        "date": _date(article.date),
        "date_precision": _precision(article.date),
        "path": article.path,
        "url": article.url,
        "authors": list(article.authors),
        "language": article.language,
    }


def _origins(article: Article) -> dict[str, object]:
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


def _date(date: ArticleDate | None) -> str | None:
    return None if date is None else str(date)


def _precision(date: ArticleDate | None) -> str | None:
    return None if date is None else date.precision.value


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [list(span) for span in spans]


def _object(**fields: object) -> str:
    """Return the line of one versioned object."""
    return _text({"version": VERSION, **fields})


def _text(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False)) + "\n"


HIT_FIELDS: Final[Mapping[str, Callable[[Hit], object]]] = {
    "rank": lambda hit: hit.rank,
    "key": lambda hit: hit.article.key,
    "title": lambda hit: hit.article.title,
    "title_spans": lambda hit: _pairs(hit.title_spans),
    "source": lambda hit: hit.article.source,
    "date": lambda hit: _date(hit.article.date),
    "date_precision": lambda hit: _precision(hit.article.date),
    "path": lambda hit: hit.article.path,
    "url": lambda hit: hit.article.url,
    "authors": lambda hit: list(hit.article.authors),
    "language": lambda hit: hit.article.language,
    "score": lambda hit: hit.score,
    "origins": lambda hit: _origins(hit.article),
    "snippets": _snippets,
    "text": lambda hit: hit.article.text,
    "furniture": lambda hit: _pairs(hit.article.furniture),
}
"""What may be told of a hit."""

USUAL_FIELDS: Final = tuple(field for field in HIT_FIELDS if field not in {"text", "furniture"})
"""What is told where nothing else is asked for."""
