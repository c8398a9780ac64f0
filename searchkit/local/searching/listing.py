"""What a query finds, in order: any page of it, and the scores of any articles in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit.local.searching.rescoring.newest_first import times
from searchkit.local.searching.rescoring.stages import is_looked_at_again
from searchkit.local.searching.scoring.selection import candidates_of, page_of
from searchkit.ranking import BEST
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchkit.local.searching.rescoring.stages import Stages
    from searchkit.local.searching.scoring.selection import Selected
    from searchkit.local.searching.scoring.top_k import Candidates
    from searchkit.local.searching.scoring.tree_scoring import Evaluation, Found
    from searchkit.local.searching.segments import Flags, Integers
    from searchkit.query.clues import Clues
    from searchkit.query.filters import Sort
    from searchkit.query.nodes import Node
    from searchkit.query.rankings import Ranking


class Listing:
    """What a query finds, in order.

    Args:
        evaluation: Evaluates the query.
        node: What is in the list, and makes scores.
        stages: The stages after the first one.
        sort: The order.
        newness: What scores are multiplied by, float32, (n_numbers,); None: nothing.
        ranking: How scores are made.
        clues: What the query says of the order alone.

    Attributes:
        total: How many articles it finds; known once a page was asked for.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        node: Node,
        stages: Stages,
        *,
        sort: Sort,
        newness: NDArray[np.float32] | None,
        ranking: Ranking,
        clues: Clues,
    ) -> None:
        self.total = 0
        self._evaluation = evaluation
        self._node = node
        self._stages = stages
        self._sort = sort
        self._newness = newness
        self._ranking = ranking
        self._clues = clues
        self._found: Found | None = None

    def page(self, *, offset: int, limit: int) -> tuple[Selected, ...]:
        """Return a page; of no articles it is in any order."""
        last = limit and offset + limit
        is_looked_at = self._is_looked_at(offset) and limit > 0
        top = self._top(max(last, BEST) if is_looked_at else last)
        self.total = top.total
        if is_looked_at:
            return self._stages.page(
                top, self._clues.pairs, self._newness, self._ranking, offset=offset, limit=limit
            )
        articles = self._evaluation.articles
        return page_of(top, articles, sort=self._sort, offset=offset, limit=limit)

    def first(self, limit: int) -> tuple[Selected, ...]:
        """Return the first articles."""
        return self.page(offset=0, limit=limit)

    def found(self, articles: Integers) -> tuple[Flags, NDArray[np.float32] | None]:
        """Return which of some articles are in the list, and their scores; None: by date."""
        flags, given = self._evaluation.ask(self._node, TEXT_FIELDS, articles)
        if self._sort != "relevance":
            return flags, None
        scores = np.zeros(len(articles), np.float32) if given is None else given
        if self._newness is not None:
            scores = scores * self._newness.take(articles)
        if self._is_looked_at(0):
            last = self._stages.looked_at(
                self._top(BEST), self._clues.pairs, self._newness, self._ranking
            ).last
            best = last.articles  # ascending
            at = np.minimum(best.searchsorted(articles), len(best) - 1)
            scores = np.where(best[at] == articles, last.scores[at], scores)
        return flags, scores

    def _is_looked_at(self, offset: int) -> bool:
        return self._sort == "relevance" and is_looked_at_again(self._ranking, offset)

    def _top(self, depth: int) -> Candidates:
        """Return what may be among the first so many articles."""
        if self._found is None and self._sort == "relevance" and self._newness is None:
            top = self._evaluation.top(self._node, TEXT_FIELDS, max(depth, 1))
            if top is not None:
                return top
        if self._found is None:
            self._found = times(self._evaluation.find(self._node, TEXT_FIELDS), self._newness)
        return candidates_of(self._found, self._sort, depth)
