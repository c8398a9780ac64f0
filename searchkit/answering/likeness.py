"""An article of a view -> the articles that are like it, the same for every engine."""

from __future__ import annotations

import time
from itertools import repeat
from typing import TYPE_CHECKING

from searchkit.answering.empty_results import what_is_undated, why_nothing
from searchkit.answering.hits import copies_read
from searchkit.answering.value_notes import notes_on_values
from searchkit.exploring.telling_terms import (
    LEAST_SHARED,
    MOST_TERMS,
    boosts,
    shares,
    text_terms,
)
from searchkit.notes import Note
from searchkit.query.nodes import Every, Or, Word
from searchkit.records import NamedTuple
from searchkit.results import Hit
from searchkit.results.similar_articles import SharedTerm, SimilarArticles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.article import Article
    from searchkit.engine import AlikePage, Reference, View
    from searchkit.query.filters import Filters, Sort
    from searchkit.query.nodes import Node


class _Asked(NamedTuple):
    """What is looked for to find articles that are like one.

    Attributes:
        terms: The terms as a view takes them, each with what multiplies its score.
        shown: The same as people see them.
        leaving_out: The article itself and the copies of it.
        fold: Whether copies of one text are one hit.
    """

    terms: Sequence[tuple[str, float]]
    shown: tuple[SharedTerm, ...]
    leaving_out: tuple[Reference, ...]
    fold: bool


def similar_articles(
    view: View,
    reference: Reference,
    filters: Filters,
    *,
    sort: Sort,
    offset: int,
    limit: int,
    fold: bool,
    began: float,
) -> SimilarArticles:
    """Return a page of the articles that are like one, with what a reader should know.

    Args:
        view: The index.
        reference: The article.
        filters: What may be returned.
        sort: The order.
        offset: How many articles to skip, 0 or more.
        limit: How many to return at most, 0 or more.
        fold: Whether copies of one text are one hit.
        began: When this was asked for, as `time.perf_counter` tells it.
    """
    article = view.article(reference)
    asked = _asked(view, article, reference, fold=fold)
    page = _page(view, asked, filters, sort=sort, offset=offset, limit=limit)
    return SimilarArticles(
        query="",
        article=article,
        terms=asked.shown,
        total=page.total,
        groups=page.groups,
        hits=tuple(_hits(view, page, asked, first=offset + 1, is_scored=sort == "relevance")),
        offset=offset,
        generation=view.generation,
        notes=(*_notes(view, asked, filters, page.total), *view.notes),
        took=time.perf_counter() - began,
    )


def _asked(view: View, article: Article, reference: Reference, *, fold: bool) -> _Asked:
    """Return what is looked for to find articles that are like one."""
    terms = text_terms(article, view.language(reference))
    told = view.telling_terms({name: one.weight for name, one in terms.items()}, most=MOST_TERMS)
    idfs = [one.idf for one in told]
    by = boosts([terms[one.term].weight for one in told], idfs)
    return _Asked(
        [(one.term, boost) for one, boost in zip(told, by, strict=True)],
        tuple(
            SharedTerm(terms[one.term].word, one.articles, share)
            for one, share in zip(told, shares(by, idfs), strict=True)
        ),
        (reference, *view.copies_of(reference)),
        fold,
    )


def _page(
    view: View,
    asked: _Asked,
    filters: Filters,
    *,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 0,
) -> AlikePage:
    return view.alike(
        asked.terms,
        filters,
        least=LEAST_SHARED,
        leaving_out=asked.leaving_out,
        sort=sort,
        offset=offset,
        limit=limit,
        fold=asked.fold,
    )


def _hits(
    view: View, page: AlikePage, asked: _Asked, *, first: int, is_scored: bool
) -> Iterator[Hit]:
    """Yield the hits of a page, whose articles are read when they are asked for."""
    several = page.copies or repeat(())
    for rank, ((reference, score), shared, copies) in enumerate(
        zip(page.hits, page.shared, several, strict=False), start=first
    ):
        yield Hit(
            rank=rank,
            score=score if is_scored else None,
            view=view,
            reference=reference,
            shared=tuple(asked.shown[number].word for number in shared),
            copies=copies_read(view, copies),
            copied=copies,
        )


def _notes(view: View, asked: _Asked, filters: Filters, total: int) -> Iterator[Note]:
    """Yield what a reader should know of what is like an article, or why nothing is."""
    yield from filters.notes
    yield from notes_on_values(view, Every(), filters)
    if len(asked.terms) < LEAST_SHARED:
        yield Note(
            f"Nothing is like it: fewer than {LEAST_SHARED} of its words are in other articles, "
            "very common words aside."
        )
        return
    words = Or(tuple(Word(term.word) for term in asked.shown))

    def count(node: Node, others: Filters) -> int:
        is_of_all = node == Every()
        return (view.find(node, others) if is_of_all else _page(view, asked, others)).total

    if not total:
        yield from why_nothing(words, filters, count)

    def count_undated(node: Node, others: Filters) -> int:
        return count(node, others.replace(undated=True))

    yield from what_is_undated(words, filters, total, count_undated)
