"""Pairs of words -> what they add to the scores of the best articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit import ranking
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.rescoring.pair_positions import PairFinder
    from searchkit.local.searching.scoring.leaf_scoring import LeafScorer
    from searchkit.local.searching.segments import Integers
    from searchkit.query.pairs import Pair

    Floats = NDArray[np.float64]


class ScoredPair(NamedTuple):
    """What a pair adds to the scores of some articles.

    Attributes:
        pair: The pair.
        df: How many of the articles have it.
        idf: How rare it is among them; 0 where none has it.
        occurrences: How often each has it, in the text or worth as much, (n,).
        scores: What it adds to the score of each, float64, (n,).
    """

    pair: Pair
    df: int
    idf: float
    occurrences: Floats
    scores: Floats


class PairScorer(NamedTuple):
    """Scores pairs.

    Attributes:
        finder: Finds where they are.
        scorer: Knows what an occurrence counts.
    """

    finder: PairFinder
    scorer: LeafScorer

    def score(self, pairs: Sequence[Pair], candidates: Integers) -> Iterator[ScoredPair]:
        """Yield what pairs add to the scores of the articles that are looked at.

        Args:
            pairs: The pairs.
            candidates: The articles, ascending, of which none is deleted, int64, (n,).
        """
        found = self.finder.frequencies(pairs, candidates)
        weights = {
            name: self.scorer.occurrence_weights(name, candidates)
            for name in dict.fromkeys(name for of_pair in found for name in of_pair)
        }
        for pair, of_pair in zip(pairs, found, strict=True):
            added = np.zeros(len(candidates))
            for name, frequencies in of_pair.items():
                added += frequencies * weights[name]
            df = int(np.count_nonzero(added))
            idf = ranking.idf(df, len(candidates)) if df else 0.0
            share = ranking.PAIRS * pair.weight * idf
            yield ScoredPair(pair, df, idf, added, share * added / (added + ranking.K1))
