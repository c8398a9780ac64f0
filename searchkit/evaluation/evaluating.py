"""Queries and judgments -> how well an index answers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from searchkit.arguments import check_count, check_flags, check_functions
from searchkit.errors import ArgumentError
from searchkit.evaluation import measures
from searchkit.evaluation.evaluations import Evaluation, JudgedQuery, Scores
from searchkit.evaluation.judged_articles import keys_of
from searchkit.notes import Note
from searchkit.progress import Phase, Progress
from searchkit.query.bare_words import plain_query
from searchkit.schema import UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from searchkit.evaluation.evaluations import Judgments, Queries
    from searchkit.index import Index

LIMIT = 1000
"""How many articles of each query are looked at, as at TREC."""


def evaluate(
    index: Index,
    queries: Queries,
    judgments: Judgments,
    *,
    as_typed: bool = False,
    limit: int = LIMIT,
    progress: Callable[[Progress], None] | None = None,
    **options: Any,
) -> Evaluation:
    """Ask an index the queries that were judged, and measure how early it has the good articles.

    Args:
        index: The index.
        queries: The text of each query, by its id.
        judgments: The grades of articles, for each query by its id. An article is named by its key,
            or by what follows a ``#`` in it: ``17`` may be ``articles.jsonl#17``.
        as_typed: Whether queries are read by the query language, as people type them; otherwise
            each is read as plain words, of which an article may have any.
        limit: How many articles of each query to look at, at most.
        progress: Called repeatedly with how many queries were asked.
        options: Further options of :meth:`searchkit.Index.search`, such as ``source``.

    Raises:
        ArgumentError: No query was judged, or no article that was judged is in the index.
        ArticleAmbiguousError: A judgment could mean several articles.
    """
    check_flags(as_typed=as_typed)
    check_count("limit", limit)
    check_functions(progress=progress)
    judged = {name: text for name, text in queries.items() if name in judgments}
    names = {name for query in judged for name in judgments[query]}
    keys = keys_of(names, index.keys())
    _check_judged(queries, judged, names, keys)
    language = None if as_typed else _language(index)
    done: list[JudgedQuery] = []
    took = 0.0
    for name, text in judged.items():
        if progress:
            progress(Progress(phase=Phase.EVALUATING, done=len(done), total=len(judged)))
        query = text if as_typed else plain_query(text, language=language)
        began = time.perf_counter()
        results = index.search(query, limit=limit, snippets=0, **options)
        took += time.perf_counter() - began
        ranking = [hit.key for hit in results]
        # An article that the index lacks still counts: no ranking can have it.
        grades = {keys.get(article, article): n for article, n in judgments[name].items()}
        done.append(judged_query(name, text, ranking, grades))
    notes = tuple(_notes(queries, judgments, names, keys))
    return Evaluation(queries=tuple(done), took=took, notes=notes)


def judged_query(
    name: str, text: str, ranking: Sequence[str], grades: Mapping[str, int]
) -> JudgedQuery:
    """Return the measures of one query, from the keys that were found for it, best first."""
    relevant = {key for key, grade in grades.items() if grade > 0}
    return JudgedQuery(
        id=name,
        text=text,
        scores=Scores(
            ndcg=measures.ndcg(ranking, grades),
            average_precision=measures.average_precision(ranking, grades),
            reciprocal_rank=measures.reciprocal_rank(ranking, grades),
            recall=measures.recall(ranking, grades),
            unjudged=measures.unjudged(ranking, grades),
        ),
        relevant=len(relevant),
        found=len(relevant.intersection(ranking)),
        unjudged=tuple(key for key in ranking[: measures.FIRST_PAGE] if key not in grades),
    )


def _language(index: Index) -> str | None:
    """Return the language that most articles have, whose very common words are left out."""
    return next((code for code in index.stats().languages if code != UNKNOWN_LANGUAGE), None)


def _check_judged(
    queries: Queries,
    judged: Queries,
    names: set[str],
    keys: Mapping[str, str],
) -> None:
    """Raise where there is nothing to measure by."""
    if not judged:
        raise ArgumentError(
            f"None of the {len(queries):,} queries was judged. "
            "Judgments name a query by the id that it has among the queries.",
            name="judgments",
            value=queries,
        )
    if not keys:
        raise ArgumentError(
            f"None of the {len(names):,} articles that were judged is in the index, such as "
            f"{min(names, default='-')}. Judgments name an article by its key, "
            "or by what follows a # in it.",
            name="judgments",
            value=names,
        )


def _notes(
    queries: Queries,
    judgments: Judgments,
    names: set[str],
    keys: Mapping[str, str],
) -> Iterator[Note]:
    """Yield what of queries and judgments does not belong together."""
    if not_judged := len(queries.keys() - judgments.keys()):
        yield Note(f"Left out as never judged: {not_judged:,} of {len(queries):,} queries.")
    if not_asked := len(judgments.keys() - queries.keys()):
        yield Note(f"Without a text: {not_asked:,} of {len(judgments):,} queries with judgments.")
    if absent := len(names) - len(keys):
        yield Note(
            f"Not in the index: {absent:,} of {len(names):,} judged articles; "
            "they count as not found."
        )
