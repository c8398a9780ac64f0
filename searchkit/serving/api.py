"""The API: what each address answers, as JSON.

A route is a row of :data:`ROUTES`: its address, its parameters and what answers it. The answers are
those of the command with `--format json`, and of `to_dict()` in the library.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from searchkit import __version__
from searchkit.limits import Limits
from searchkit.output import as_json
from searchkit.output.safe_text import escape
from searchkit.query.dates.periods import UNITS
from searchkit.records import NamedTuple
from searchkit.results.plain import (
    VERSION,
    plain,
    plain_copies,
    plain_results,
    plain_similar,
    plain_survey,
)
from searchkit.serving.parameters import (
    FILTERS,
    KEY,
    LIMIT,
    MOST_CHARACTERS,
    QUERY,
    SORT,
    Parameter,
    filters_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from searchkit.index import Index

    Answer = Callable[[Index, Mapping[str, Any]], str]

SECONDS = 2.0
"""How long a request may take the index."""

LIMITS = Limits(length=MOST_CHARACTERS, clauses=128, time=SECONDS)
"""The largest query that is read."""

PREFIX = "/api/v1"
"""What the addresses of the API begin with."""


class Route(NamedTuple):
    """An address of the API.

    Attributes:
        name: The address, without what all begin with.
        about: What it answers, a sentence.
        parameters: What it takes.
        answer: What answers, in JSON.
        schema: What the answer is, by its name in the description of the API.
        is_slow: Whether the answer takes long, whatever is asked.
    """

    name: str
    about: str
    parameters: tuple[Parameter, ...]
    answer: Answer
    schema: str
    is_slow: bool = False

    @property
    def path(self) -> str:
        """The whole address."""
        return f"{PREFIX}/{self.name}"


def _search(index: Index, given: Mapping[str, Any]) -> str:
    results = index.search(
        given["q"],
        **filters_of(given),
        sort=given["sort"],
        limit=given["limit"],
        offset=given["offset"],
        snippets=given["snippets"],
        all_words=given["all_words"],
        some_words=given["some_words"],
        strict=given["strict"],
        join_matches=given["join_matches"],
        fold=given["fold"],
        limits=LIMITS,
    )
    return _written(plain_results(results))


def _survey(index: Index, given: Mapping[str, Any]) -> str:
    survey = index.survey(
        given["q"],
        **filters_of(given),
        by=given["by"],
        share=given["share"],
        sources=given["sources"],
        authors=given["authors"],
    )
    return _written(plain_survey(survey))


def _article(index: Index, given: Mapping[str, Any]) -> str:
    return as_json.article_as_json(index.marked(given["key"], given["q"]))


def _similar(index: Index, given: Mapping[str, Any]) -> str:
    similar = index.similar(
        given["key"],
        **filters_of(given),
        sort=given["sort"],
        limit=given["limit"],
        offset=given["offset"],
    )
    return _written(plain_similar(similar))


def _copies(index: Index, given: Mapping[str, Any]) -> str:
    copies = index.copies(
        given["q"],
        article=given["key"] or None,
        limit=given["limit"],
        offset=given["offset"],
        **filters_of(given),
    )
    return _written(plain_copies(copies))


def _quotations(index: Index, given: Mapping[str, Any]) -> str:
    quotations = index.quotations(
        given["text"] or None,
        article=given["key"] or None,
        about=given["q"] or None,
        limit=given["limit"],
        **filters_of(given),
    )
    return _written(quotations.to_dict())


def _saved(index: Index, _: Mapping[str, Any]) -> str:
    return as_json.searches_as_json(index.saved)


def _complete(index: Index, given: Mapping[str, Any]) -> str:
    kind = given["kind"] or None
    found = index.complete(given["prefix"], kind=kind, limit=given["limit"], limits=LIMITS)
    return as_json.completions_as_json(found)


def _suggest(index: Index, given: Mapping[str, Any]) -> str:
    found = index.suggest(given["word"], limit=given["limit"], limits=LIMITS)
    return as_json.suggestions_as_json(found)


def _explain(index: Index, given: Mapping[str, Any]) -> str:
    explanation = index.explain(
        given["q"],
        article=given["key"] or None,
        **filters_of(given),
        strict=given["strict"],
        limits=LIMITS,
    )
    return as_json.explanation_as_json(explanation)


def _sources(index: Index, _: Mapping[str, Any]) -> str:
    return as_json.sources_as_json(index.sources())


def _stats(index: Index, _: Mapping[str, Any]) -> str:
    # Where the articles lie on this machine is nobody's business.
    stats = {name: value for name, value in index.stats().as_dict().items() if name != "corpus"}
    return _written({"version": VERSION, **plain(stats)})


def _health(index: Index, _: Mapping[str, Any]) -> str:
    counts = {"articles": len(index), "generation": index.generation}
    return _written({"version": VERSION, "status": "ok", "searchkit": __version__, **counts})


def _written(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False)) + "\n"


def error_as_json(kind: str, message: str, name: str | None = None) -> str:
    """Return an error as JSON.

    Args:
        kind: What kind of error.
        message: What is wrong, a sentence.
        name: The parameter at fault, or None.
    """
    error = {"kind": kind, "message": message, "name": name}
    return _written({"version": VERSION, "error": error})


_STRICT = Parameter(
    "strict", "Refuse a query that would need guessing.", "flag", default=False, example=False
)

_OFFSET = Parameter(
    "offset", "How many hits to skip.", "number", default=0, most=10_000, example=10
)

ROUTES: Final = (
    Route(
        "search",
        "Find articles.",
        (
            QUERY,
            *FILTERS,
            SORT,
            LIMIT,
            _OFFSET,
            Parameter(
                "snippets",
                "Passages of each article, at most.",
                "number",
                default=3,
                most=10,
                example=1,
            ),
            Parameter(
                "all_words", "Leave out articles that lack any of the words.", "flag", default=False
            ),
            Parameter(
                "some_words",
                "Count, and sort by date, articles with only some of the words, too.",
                "flag",
                default=False,
            ),
            Parameter("join_matches", "Make matches side by side one span.", "flag", default=False),
            Parameter("fold", "Make copies of one text one hit.", "flag", default=False),
            _STRICT,
        ),
        _search,
        "Results",
    ),
    Route(
        "survey",
        "Count what a query finds, by time, outlet, language and author.",
        (
            QUERY,
            *FILTERS,
            Parameter(
                "by",
                "How long a period is.",
                default="auto",
                choices=("auto", *UNITS),
                example="month",
            ),
            Parameter(
                "share",
                "Count all articles of each period, too.",
                "flag",
                default=False,
                example=True,
            ),
            Parameter("sources", "Outlets, at most.", "number", default=20, most=10_000, example=5),
            Parameter("authors", "Authors, at most.", "number", default=20, most=10_000),
        ),
        _survey,
        "Survey",
    ),
    Route(
        "article",
        "One article, whole, with what a query matches in it.",
        (KEY, QUERY),
        _article,
        "MarkedArticle",
    ),
    Route(
        "complete",
        "How a query that is being typed may go on.",
        (
            Parameter(
                "prefix",
                "What was typed: the beginning of a word, a field, a source.",
                default="",
                example="ti",
            ),
            Parameter(
                "kind",
                "Only this kind.",
                default="",
                choices=("", "field", "source", "language", "word"),
                example="word",
            ),
            LIMIT.replace(most=50),
        ),
        _complete,
        "Completions",
    ),
    Route(
        "suggest",
        "Words of the articles that are spelt almost like a word.",
        (
            Parameter("word", "The word.", is_required=True, example="tdie"),
            LIMIT.replace(default=5, most=20),
        ),
        _suggest,
        "Suggestions",
    ),
    Route(
        "explain",
        "How a query is understood, and why it finds an article or not.",
        (QUERY, KEY.replace(is_required=False, default=""), *FILTERS, _STRICT),
        _explain,
        "Explanation",
    ),
    Route(
        "similar",
        "The articles that are like one.",
        (KEY, *FILTERS, SORT, LIMIT, _OFFSET),
        _similar,
        "SimilarArticles",
    ),
    Route(
        "copies",
        "Articles with the same text: the clusters in which a query finds an article, or the one "
        "of an article.",
        (
            QUERY,
            KEY.replace(is_required=False, default="", example=None),
            *FILTERS,
            LIMIT,
            _OFFSET,
        ),
        _copies,
        "Copies",
    ),
    Route(
        "quotations",
        "Who printed a quotation, and when: one that is given, those of an article, or those that "
        "most outlets share among the articles of a query.",
        (
            Parameter("text", "A quotation.", most=MOST_CHARACTERS),
            KEY.replace(is_required=False, default="", example=None),
            QUERY,
            *FILTERS,
            LIMIT,
        ),
        _quotations,
        "Quotations",
        is_slow=True,
    ),
    Route("saved", "The searches that are saved.", (), _saved, "SavedSearches"),
    Route("sources", "The outlets, those with most articles first.", (), _sources, "Sources"),
    Route("stats", "What the index holds.", (), _stats, "Stats"),
    Route("health", "Whether the server answers, and from which commit.", (), _health, "Health"),
)
"""All addresses of the API but its description."""
