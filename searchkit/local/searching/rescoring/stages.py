"""Candidates of the first stage -> the page that is shown, after the later stages.

The best articles are the same for every page, so that pages fit together: one
that reaches beyond them goes on in the order of the first stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit.caching import Cache
from searchkit.engine import USUAL_RANKING
from searchkit.local.searching.rescoring.best_articles import best_of
from searchkit.local.searching.rescoring.second_look import SecondLook, second_look
from searchkit.local.searching.scoring.selection import first_places, page_of
from searchkit.query.trees import leaf_key
from searchkit.ranking import BEST, LIKE
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.rescoring.pair_scoring import PairScorer, ScoredPair
    from searchkit.local.searching.scoring.selection import Selected
    from searchkit.local.searching.scoring.top_k import Candidates
    from searchkit.local.searching.segments import Articles, Integers
    from searchkit.query.pairs import Pair
    from searchkit.query.rankings import Ranking


_CACHED = 1 << 23  # bytes of what each stage found: a thousand queries or more
_OVERHEAD = 4000


def _key(pair: Pair) -> Hashable:
    """Return what names a pair, wherever it was typed."""
    return leaf_key(pair.first), leaf_key(pair.second), pair.field, pair.weight


def is_looked_at_again(ranking: Ranking, offset: int) -> bool:
    """Whether later stages decide anything of a page that begins so far down."""
    return ranking.name == "full" and (ranking.pairs or ranking.likeness) and offset < BEST


class LookedAt(NamedTuple):
    """The best articles of the first stage, looked at again.

    Attributes:
        first: These, by their numbers, with their scores of the first stage.
        pairs: What pairs of words add.
        likest: The best of these, which were compared with each other, best first.
        second: What comparing them did to their scores.
        last: The same articles, with their last scores.
    """

    first: Candidates
    pairs: Sequence[ScoredPair]
    likest: Integers
    second: SecondLook
    last: Candidates


class _Compared(NamedTuple):
    """The best articles, compared with each other.

    Attributes:
        likest: Those that were compared, best first.
        second: What that did to their scores.
        scores: The last scores of all articles that were looked at, float32, (n,).
    """

    likest: Integers
    second: SecondLook
    scores: NDArray[np.float32]


class Stages:
    """The stages that follow the first one.

    Args:
        articles: The articles of the index.
        pair_scorer: Scores pairs of words.
    """

    def __init__(self, articles: Articles, pair_scorer: PairScorer) -> None:
        self._articles = articles
        self._pair_scorer = pair_scorer
        self._kept: Cache[Hashable, Sequence[ScoredPair]] = Cache(
            _CACHED, lambda scored: sum(one.scores.nbytes for one in scored) + _OVERHEAD
        )
        self._compared: Cache[Hashable, _Compared] = Cache(
            _CACHED, lambda compared: 4 * compared.scores.nbytes + _OVERHEAD
        )

    def _scored(self, pairs: Sequence[Pair], articles: Integers) -> Sequence[ScoredPair]:
        """Return what pairs add to the scores of some articles; reading positions takes long."""
        if not pairs:
            return ()
        key = (*map(_key, pairs), articles.tobytes())
        return self._kept.get(key, lambda: list(self._pair_scorer.score(pairs, articles)))

    def looked_at(
        self,
        candidates: Candidates,
        pairs: Sequence[Pair],
        newness: NDArray[np.float32] | None = None,
        ranking: Ranking = USUAL_RANKING,
    ) -> LookedAt:
        """Return the best articles with their last scores.

        Args:
            candidates: What may be among the best, as the first stage found it.
            pairs: The words of the query that stand side by side.
            newness: What the score of each article of the index was multiplied by, (n_numbers,).
            ranking: Which stages there are.
        """
        first = best_of(candidates, self._articles, BEST)
        scored = self._scored(pairs if ranking.pairs else (), first.articles)
        added = np.zeros(len(first.articles))
        for pair in scored:
            added += pair.scores
        if newness is not None:
            added *= newness.take(first.articles)
        scores = (first.scores + added).astype(np.float32)
        paired = first._replace(scores=scores)
        if not ranking.likeness:
            nothing = np.zeros(0, np.float32)
            return LookedAt(
                first, scored, np.zeros(0, np.int64), SecondLook(nothing, nothing), paired
            )
        key = paired.articles.tobytes(), scores.tobytes()
        likest, second, last = self._compared.get(key, lambda: self._compare(paired))
        return LookedAt(first, scored, likest, second, first._replace(scores=last))

    def _compare(self, paired: Candidates) -> _Compared:
        """Compare the best of some articles with each other, which takes long."""
        if not len(paired.articles):
            return _Compared(
                paired.articles, second_look(self._articles, *paired[1:]), paired.scores
            )
        places = first_places(paired, self._articles, limit=LIKE)
        likest = paired.articles.take(places)
        second = second_look(self._articles, likest, paired.scores.take(places))
        last = paired.scores.copy()
        last[places] += second.feedback
        last[places] += second.smoothing
        return _Compared(likest, second, last)

    def page(
        self,
        candidates: Candidates,
        pairs: Sequence[Pair],
        newness: NDArray[np.float32] | None,
        ranking: Ranking,
        *,
        offset: int,
        limit: int,
    ) -> tuple[Selected, ...]:
        """Return a page of what was found, in order.

        Args:
            candidates: As for :meth:`looked_at`, and what may be on the page.
            pairs: As for :meth:`looked_at`.
            newness: As for :meth:`looked_at`.
            ranking: As for :meth:`looked_at`.
            offset: How many articles to skip, 0 or more.
            limit: How many to return at most, 1 or more.
        """
        if not len(candidates.articles):
            return ()
        last = self.looked_at(candidates, pairs, newness, ranking).last
        page = page_of(last, self._articles, sort="relevance", offset=offset, limit=limit)
        if offset + limit <= BEST:
            return page
        rest = page_of(
            candidates,
            self._articles,
            sort="relevance",
            offset=BEST,
            limit=offset + limit - BEST,
        )
        return page + rest
