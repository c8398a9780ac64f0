"""Results, articles and reports as JSON and JSON lines.

Every JSON text is one object whose ``version`` tells how it is laid out, as
:mod:`searchkit.results.plain` has it, which makes plain values of what a search found.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from searchkit.output.cleaning import escape
from searchkit.results.plain import (
    VERSION,
    milliseconds,
    pairs,
    plain_date,
    plain_facts,
    plain_hit,
    plain_notes,
    plain_origins,
    plain_results,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.output.style import Style
    from searchkit.results import (
        CheckReport,
        Completion,
        MarkedArticle,
        RepairReport,
        Results,
        SourceCount,
        Stats,
        Suggestion,
        UpdateReport,
    )
    from searchkit.results.explanations import Explanation


def results_as_json(results: Results, style: Style) -> str:
    """Return what a search found as one object."""
    return _text(plain_results(results, style.fields))


def results_as_json_lines(results: Results, style: Style) -> str:
    """Return the hits of a search, an object on each line and nothing else."""
    return "".join(_text(plain_hit(hit, style.fields)) for hit in results)


def article_as_json(marked: MarkedArticle) -> str:
    """Return one article whole, with what matched in it."""
    article = marked.article
    return _object(
        query=marked.query,
        article={
            **plain_facts(article),
            "origins": plain_origins(article),
            "text": article.text,
            "furniture": pairs(article.furniture),
        },
        title_spans=pairs(marked.title_spans),
        spans=pairs(marked.spans),
    )


def sources_as_json(sources: Sequence[SourceCount]) -> str:
    """Return the sources with their counts and dates."""
    return _object(
        sources=[
            {
                "source": row.source,
                "articles": row.articles,
                "first": plain_date(row.first),
                "last": plain_date(row.last),
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
        notes=plain_notes(explanation.notes),
        leaves=[asdict(leaf) for leaf in explanation.leaves],
        article=None
        if told is None
        else {
            **plain_facts(told.article),
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
        first=plain_date(stats.first),
        last=plain_date(stats.last),
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
        notes=plain_notes(report.notes),
        took_ms=milliseconds(report.took),
    )


def check_as_json(report: CheckReport) -> str:
    """Return what a check found."""
    return _object(
        deep=report.deep,
        articles=report.articles,
        segments=report.segments,
        faults=list(report.faults),
        took_ms=milliseconds(report.took),
    )


def repair_as_json(report: RepairReport) -> str:
    """Return what a repair did."""
    return _object(
        kept=report.kept,
        indexed=report.indexed,
        lost=list(report.lost),
        faults=list(report.faults),
        aside=list(report.aside),
        took_ms=milliseconds(report.took),
    )


def _object(**fields: object) -> str:
    """Return the line of one versioned object."""
    return _text({"version": VERSION, **fields})


def _text(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False)) + "\n"
