"""Candidates -> exactly the best of them, for later stages to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit.local.searching.scoring.selection import page_of
from searchkit.local.searching.scoring.top_k import Candidates, kth_largest

if TYPE_CHECKING:
    from searchkit.local.searching.segments import Articles


def best_of(candidates: Candidates, articles: Articles, limit: int) -> Candidates:
    """Return the first articles in the order of relevance, by their numbers.

    Args:
        candidates: All articles that may be among the first, none twice.
        articles: The articles of the index.
        limit: How many to return at most, 1 or more.
    """
    if len(candidates.articles) > limit:
        candidates = _cut(candidates, articles, limit)
    order = candidates.articles.argsort()
    return candidates._replace(
        articles=candidates.articles.take(order), scores=candidates.scores.take(order)
    )


def _cut(candidates: Candidates, articles: Articles, limit: int) -> Candidates:
    """Return the first candidates, of which there are more."""
    total, numbers, scores = candidates
    bound = kth_largest(scores, limit)
    above = (scores > bound).nonzero()[0]
    level = (scores == bound).nonzero()[0]
    n_level = limit - len(above)
    if n_level < len(level):
        level_ones = Candidates(len(level), numbers.take(level), scores.take(level))
        first = page_of(level_ones, articles, sort="relevance", offset=0, limit=n_level)
        chosen = np.isin(numbers, [hit.article for hit in first]).nonzero()[0]
    else:
        chosen = level
    kept = np.concatenate((above, chosen))
    return Candidates(total, numbers.take(kept), scores.take(kept))
