"""Measures of a ranking: how early it has the articles that were judged to be good.

A *ranking* is the keys of articles, best first. *Grades* are the judgments of one query: a
number for each article that was judged. An article is relevant if its grade is above 0; its
grade is what it is worth. One that was not judged counts as if its grade were 0, and so does
one with a grade below 0.

All of these are from 0 to 1, and all but :func:`unjudged` are better the higher they are. They
agree with `trec_eval`, which has decided since 1992 how these are computed:
https://github.com/usnistgov/trec_eval. A query without any relevant article has 0.
"""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FIRST_PAGE = 10
"""How many articles a reader looks at: of :func:`ndcg` and :func:`unjudged`."""

RECALLED = 100
"""How many articles are looked at for :func:`recall`."""


def ndcg(ranking: Sequence[str], grades: Mapping[str, int], *, cutoff: int = FIRST_PAGE) -> float:
    """Return the normalised discounted cumulative gain of the first articles, nDCG@10.

    What an article is worth counts less the later it comes; 1 is the best order that there is:

        DCG = sum over ranks i = 1 to cutoff of  grade(i) / log2(i + 1)
        nDCG = DCG / DCG of all judged articles, those with the highest grades first

    Source: Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", 2002,
    doi:10.1145/582415.582418; with the discount of Burges and others, "Learning to Rank
    using Gradient Descent", 2005, doi:10.1145/1102351.1102363, and the grades as gains.

    >>> round(ndcg(["a", "b"], {"a": 1, "b": 2}), 3)
    0.86
    """
    best = _dcg(sorted(grades.values(), reverse=True)[:cutoff])
    return _dcg(grades.get(key, 0) for key in ranking[:cutoff]) / best if best else 0.0


def _dcg(gains: Iterable[int]) -> float:
    return sum(max(gain, 0) / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def average_precision(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the average precision; its mean over queries is MAP.

    The precision at a rank is the share of relevant articles among those up to it:

        AP = sum over ranks i with a relevant article of  precision(i) / number of relevant articles

    Relevant articles that the ranking lacks add nothing to the sum.

    Source: Buckley and Voorhees, "Retrieval System Evaluation", in "TREC", 2005, chapter 3.

    >>> average_precision(["a", "x", "b"], {"a": 1, "b": 1})
    0.8333333333333333
    """
    relevant = _relevant(grades)
    ranks = (rank for rank, key in enumerate(ranking, start=1) if key in relevant)
    precisions = sum(number / rank for number, rank in enumerate(ranks, start=1))
    return precisions / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return 1 / the rank of the first relevant article, 0 without one; its mean is MRR.

    Source: Voorhees, "The TREC-8 Question Answering Track Report", 1999.

    >>> reciprocal_rank(["x", "a"], {"a": 1})
    0.5
    """
    relevant = _relevant(grades)
    return next((1 / rank for rank, key in enumerate(ranking, start=1) if key in relevant), 0.0)


def recall(ranking: Sequence[str], grades: Mapping[str, int], *, cutoff: int = RECALLED) -> float:
    """Return the share of all relevant articles that is among the first ones, recall@100.

    >>> recall(["x", "a"], {"a": 1, "b": 2})
    0.5
    """
    relevant = _relevant(grades)
    return len(relevant.intersection(ranking[:cutoff])) / len(relevant) if relevant else 0.0


def unjudged(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the share of the first ten articles that nobody judged; 0 without any article.

    Where it is high, the other measures say too little: unjudged articles may be good ones.

    >>> unjudged(["x", "a", "b", "y"], {"a": 1, "b": 0})
    0.5
    """
    first = ranking[:FIRST_PAGE]
    return sum(key not in grades for key in first) / len(first) if first else 0.0


def _relevant(grades: Mapping[str, int]) -> set[str]:
    return {key for key, grade in grades.items() if grade > 0}
