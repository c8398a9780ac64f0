"""What is like a text, found by looking at every word of every article."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence

from searchkit.engine import AlikePage, TellingTerm
from searchkit.query.filters import Sort
from tests.helpers.copied import Hit
from tests.helpers.inverting import Piece
from tests.helpers.oracle import WEIGHTS, in_order


def telling_terms(
    articles: Sequence[Piece], terms: Mapping[str, float], *, most: int
) -> list[TellingTerm]:
    """The terms that weigh most, of those that two articles have."""
    counts = {term: sum(_occurrences(term, a) > 0 for a in articles) for term in terms}
    told = [TellingTerm(t, n, _idf(n, len(articles))) for t, n in counts.items() if n > 1]
    return sorted(told, key=lambda one: (-terms[one.term] * one.idf, one.term))[:most]


def alike(
    articles: Sequence[Piece], terms: Sequence[tuple[str, float]], *, least: int
) -> dict[str, tuple[float, tuple[int, ...]]]:
    """The articles that have so many of some terms, each with its score and with which it has."""
    found: dict[str, tuple[float, tuple[int, ...]]] = {}
    dfs = [sum(_occurrences(term, a) > 0 for a in articles) for term, _ in terms]
    for article in articles:
        worth = [_worth(term, article, articles) for term, _ in terms]
        shared = tuple(number for number, x in enumerate(worth) if x)
        if len(shared) >= least:
            score = sum(
                terms[n][1] * _idf(dfs[n], len(articles)) * worth[n] / (worth[n] + 1.5)
                for n in shared
            )
            found[article.key] = score, shared
    return found


def alike_page(
    articles: Mapping[str, Piece],
    terms: Sequence[tuple[str, float]],
    passing: Collection[str],
    *,
    least: int,
    leaving_out: Collection[str] = (),
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 0,
    fold: bool = False,
    listed: Callable[..., tuple[list[Hit], tuple[int | None, int]]],
) -> AlikePage:
    """A page of the articles that have so many of some terms, and pass the filters."""
    found = alike([*articles.values()], terms, least=least)
    scores = {k: found[k][0] for k in found if k in passing and k not in leaving_out}
    order = in_order(scores, articles, sort)
    hits, (groups, _) = listed(order, scores, (order, order), sort=sort, fold=fold)
    page = hits[offset : offset + limit]
    shown, shared = [(k, scores[k]) for k, _ in page], [found[k][1] for k, _ in page]
    return AlikePage(len(scores), shown, shared, [copies for _, copies in page], groups)


def _occurrences(term: str, article: Piece, names: Collection[str] = WEIGHTS) -> int:
    return sum(found == term for name in names for found, _ in article.tokens(name))


def _worth(term: str, article: Piece, articles: Sequence[Piece]) -> float:
    worth = 0.0
    for name, (weight, b) in WEIGHTS.items():
        mean = sum(len(a.tokens(name)) for a in articles) / len(articles) or 1
        relative = len(article.tokens(name)) / mean
        worth += weight * _occurrences(term, article, [name]) / (1 - b + b * relative)
    return worth


def _idf(n: int, of: int) -> float:
    return math.log1p((of - n + 0.5) / (n + 0.5))
