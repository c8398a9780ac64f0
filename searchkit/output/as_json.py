"""Results, articles and reports as JSON and JSON lines.

Every JSON text is one object with a ``version``, the number of its layout, which
:mod:`searchkit.results.plain` explains.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from searchkit.gaps import by_cause
from searchkit.output.safe_text import escape
from searchkit.results.plain import (
    SIMILAR_FIELDS,
    VERSION,
    milliseconds,
    plain,
    plain_facts,
    plain_hit,
    plain_notes,
    plain_origins,
    plain_results,
    plain_search,
    plain_survey,
    usual_fields,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.article import Article
    from searchkit.evaluation import Evaluation
    from searchkit.output.style import Style
    from searchkit.results import (
        CheckReport,
        Completion,
        CorpusReport,
        FileReading,
        MarkedArticle,
        RepairReport,
        Results,
        SourceCount,
        Stats,
        Suggestion,
        TransferReport,
        UpdateReport,
    )
    from searchkit.results.explanations import Explanation
    from searchkit.results.found_copies import Copies
    from searchkit.results.printings import Quotations
    from searchkit.results.saved_searches import NewHits, SavedSearch
    from searchkit.results.similar_articles import SimilarArticles
    from searchkit.results.surveys import NamedSurvey, Survey, SurveyedResults


def results_as_json(results: Results, style: Style) -> str:
    """Return what a search found as one object."""
    return _text(plain_results(results, style.fields))


def results_as_json_lines(results: Results, style: Style) -> str:
    """Return the hits of a search, an object on each line and nothing else."""
    fields = style.fields or usual_fields(results)
    return "".join(_text(plain_hit(hit, fields)) for hit in results)


def copies_as_json(copies: Copies) -> str:
    """Return clusters of copies as one object."""
    return _text(copies.to_dict())


def copies_as_json_lines(copies: Copies) -> str:
    """Return clusters of copies, an object on each line and nothing else."""
    return "".join(_text(cluster.to_dict()) for cluster in copies)


def similar_as_json(similar: SimilarArticles, style: Style) -> str:
    """Return the articles that are like one as one object."""
    return _text(similar.to_dict(style.fields))


def similar_as_json_lines(similar: SimilarArticles, style: Style) -> str:
    """Return the articles that are like one, an object on each line and nothing else."""
    fields = style.fields or SIMILAR_FIELDS
    return "".join(_text(plain_hit(hit, fields)) for hit in similar)


def article_as_json(marked: MarkedArticle) -> str:
    """Return one article whole, with what matched in it."""
    article = marked.article
    return _object(
        query=marked.query,
        article=_whole_article(article),
        title_spans=plain(marked.title_spans),
        spans=plain(marked.spans),
    )


def reading_as_json(reading: FileReading) -> str:
    """Return what is made of a file, its articles whole."""
    return _object(
        path=reading.path,
        articles=[_whole_article(article) for article in reading.articles],
        problems=[{"path": problem.path, "reason": problem.reason} for problem in reading.problems],
        remarks=plain(reading.remarks),
        took_ms=milliseconds(reading.took),
    )


def _whole_article(article: Article) -> dict[str, object]:
    return {
        **plain_facts(article),
        "origins": plain_origins(article.origins),
        "text": article.text,
        "furniture": plain(article.furniture),
    }


def sources_as_json(sources: Sequence[SourceCount]) -> str:
    """Return the sources with their counts and dates."""
    return _object(sources=plain(tuple(sources)))


def quotations_as_json(quotations: Quotations) -> str:
    """Return quotations and who printed them as one object."""
    return _text(quotations.to_dict())


def quotations_as_json_lines(quotations: Quotations) -> str:
    """Return quotations and who printed them, an object on each line and nothing else."""
    return "".join(_text(quotation.to_dict()) for quotation in quotations)


def completions_as_json(completions: Sequence[Completion]) -> str:
    """Return the ways to complete what was typed."""
    return _object(completions=plain(tuple(completions)))


def suggestions_as_json(suggestions: Sequence[Suggestion]) -> str:
    """Return the words that may have been meant."""
    return _object(suggestions=plain(tuple(suggestions)))


def searches_as_json(searches: Sequence[SavedSearch]) -> str:
    """Return the saved searches."""
    return _object(searches=[plain_search(search) for search in searches])


def new_hits_as_json_lines(found: Sequence[NewHits]) -> str:
    """Return the new hits of saved searches, an object on each line, each with its search."""
    return "".join(
        _text(
            {
                "search": one.search.name,
                "has_changed": hit.key in one.changed,
                **plain_hit(hit),
            }
        )
        for one in found
        for hit in one.hits
    )


def explanation_as_json(explanation: Explanation) -> str:
    """Return how a query was understood, and why it finds an article or not."""
    explained = explanation.article
    return _object(
        query=explanation.query,
        understood=explanation.understood,
        total=explanation.total,
        more=explanation.more,
        notes=plain_notes(explanation.notes),
        leaves=plain(explanation.leaves),
        copies=plain(explanation.copies),
        article=explained
        and {
            **plain_facts(explained.article),
            "is_found": explained.is_found,
            "score": plain(explained.score),
            "failures": plain(explained.failures),
            "lacks": plain(explained.lacks),
        },
    )


def stats_as_json(stats: Stats) -> str:
    """Return what an index holds."""
    elsewhere = dict.fromkeys(("shards", "replicas", "health"))
    held = {name: value for name, value in plain(stats).items() if name not in elsewhere}
    return _object(**held, **on_cluster(stats))


def on_cluster(stats: Stats) -> dict[str, object]:
    """Return what is said of an index on a cluster alone; nothing of one in a directory."""
    if stats.shards is None:
        return {}
    return {"shards": stats.shards, "replicas": stats.replicas, "health": stats.health}


def report_as_json(report: UpdateReport) -> str:
    """Return what an update did, or would do."""
    return _object(
        dry_run=report.dry_run,
        added=report.added,
        replaced=report.replaced,
        removed=report.removed,
        unchanged=report.unchanged,
        files=report.files,
        skipped=plain(report.skipped),
        missing=plain(report.missing),
        problems=[{"path": problem.path, "reason": problem.reason} for problem in report.problems],
        remarks=plain(report.remarks),
        doubtful=[{"path": path, "encoding": name} for path, name in report.doubtful.items()],
        notes=plain_notes(report.notes),
        took_ms=milliseconds(report.took),
    )


def corpus_report_as_json(report: CorpusReport) -> str:
    """Return what is missing in an index and its corpus."""
    causes = by_cause(report.update.problems)
    return _object(
        articles=report.gaps.articles,
        origins=plain(report.gaps.origins),
        undated=plain(report.gaps.undated),
        without_source=plain(report.gaps.without_source),
        encoding_in_doubt=plain(report.gaps.doubtful),
        language_in_doubt=plain(report.gaps.in_doubtful_language),
        skipped=plain(report.update.skipped),
        missing=plain(report.update.missing),
        passed_over=plain(report.update.passed_over),
        causes=[{"cause": cause, "paths": plain(paths)} for cause, paths in causes.items()],
        problems=[
            {"path": problem.path, "reason": problem.reason} for problem in report.update.problems
        ],
        remarks=plain(report.update.remarks),
    )


def check_as_json(report: CheckReport) -> str:
    """Return what a check found."""
    return _object(
        deep=report.deep,
        articles=report.articles,
        segments=report.segments,
        faults=plain(report.faults),
        took_ms=milliseconds(report.took),
    )


def transfer_as_json(report: TransferReport) -> str:
    """Return what moving an index did."""
    return _object(articles=report.articles, took_ms=milliseconds(report.took))


def repair_as_json(report: RepairReport) -> str:
    """Return what a repair did."""
    return _object(
        kept=report.kept,
        indexed=report.indexed,
        lost=plain(report.lost),
        faults=plain(report.faults),
        aside=plain(report.aside),
        took_ms=milliseconds(report.took),
    )


def evaluation_as_json(evaluation: Evaluation) -> str:
    """Return how well an index answers queries that were judged."""
    return _text(evaluation.to_dict())


def timeline_as_json(surveys: Sequence[Survey]) -> str:
    """Return an object for each query, each on a line."""
    return "".join(_text(plain_survey(survey)) for survey in surveys)


def surveyed_results_as_json(surveyed: SurveyedResults, style: Style) -> str:
    """Return what a search found as one object, with the survey of all that it found."""
    survey = plain_survey(surveyed.survey)
    told = {name: survey[name] for name in survey if name not in {"version", "query", "notes"}}
    return _text({**plain_results(surveyed.results, style.fields), "survey": told})


def batch_row_as_json(named: NamedSurvey) -> str:
    """Return a query of a list with how many articles it finds, and of when and whom."""
    survey = named.survey
    return _object(
        name=named.name,
        query=survey.query,
        total=survey.total,
        more=survey.more,
        dated=survey.dated,
        undated=survey.undated,
        first=plain(survey.first),
        last=plain(survey.last),
        n_sources=survey.n_sources,
        sources=plain(survey.sources),
        notes=plain_notes(survey.notes),
    )


def _object(**fields: object) -> str:
    """Return the line of one versioned object."""
    return _text({"version": VERSION, **fields})


def _text(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False)) + "\n"
