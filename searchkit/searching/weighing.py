"""Where a leaf occurs -> what it adds to the scores of articles, before its rarity.

Statistics are those of the whole index, deleted articles left out.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit import ranking
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.searching.matching import FieldPostings
    from searchkit.searching.segments import Integers, Segment

    Scores = NDArray[np.float32]

_EMPTY = np.zeros(0, np.int64)
_NO_WEIGHTS = np.zeros(0, np.float32)


class Weighing:
    """Weighs occurrences in all segments of an index.

    Args:
        segments: The whole index.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._weights: dict[tuple[int, str], Scores] = {}

    @cached_property
    def n_articles(self) -> int:
        """How many articles there are."""
        return sum(segment.n_live for segment in self._segments)

    @cached_property
    def mean_lengths(self) -> Mapping[str, float]:
        """The mean length of each field, in tokens."""
        return {
            name: sum(_total_length(segment, name) for segment in self._segments)
            / max(self.n_articles, 1)
            for name in TEXT_FIELDS
        }

    def weigh(self, number: int, postings: Mapping[str, FieldPostings]) -> tuple[Integers, Scores]:
        """Return the articles of a leaf, ascending, and its weight there, from 0 to 1.

        Args:
            number: The number of the segment.
            postings: Where the leaf occurs, by field.
        """
        articles, occurrences = _EMPTY, _NO_WEIGHTS
        for name, (its_articles, frequencies) in postings.items():
            if not len(its_articles):
                continue
            added = self._occurrence_weights(number, name)[its_articles]
            added *= frequencies
            if len(articles):
                articles, occurrences = _added(articles, occurrences, its_articles, added)
            else:
                articles, occurrences = its_articles, added
        return articles, ranking.saturate(occurrences)

    def _occurrence_weights(self, number: int, name: str) -> Scores:
        """Return what one occurrence counts in a field of each article, float32, (n_articles,)."""
        weights = self._weights.get((number, name))
        if weights is None:
            segment = self._segments[number]
            lengths = segment.arrays.lengths(name)
            if lengths is None:
                lengths = np.zeros(segment.n_articles, np.int64)
            weights = ranking.occurrence_weights(
                lengths, mean_length=self.mean_lengths[name], field=ranking.FIELD_WEIGHTS[name]
            ).astype(np.float32)
            self._weights[number, name] = weights
        return weights


def _total_length(segment: Segment, name: str) -> int:
    total = segment.arrays.length_statistics(name).total
    lengths = segment.arrays.lengths(name)
    if lengths is None or not len(segment.deleted):
        return total
    return total - int(lengths[segment.deleted].sum(dtype=np.int64))


def _added(
    articles: Integers, values: Scores, more: Integers, added: Scores
) -> tuple[Integers, Scores]:
    """Return the articles of two lists, ascending, with the sums of their values.

    ``values`` is changed.
    """
    at = articles.searchsorted(more)
    known = articles.take(at, mode="clip") == more
    values[at[known]] += added[known]
    unknown = (~known).nonzero()[0]
    if not len(unknown):
        return articles, values
    # Where those go that are new, and, in between, those that are there.
    places = at[unknown] + np.arange(len(unknown))
    old = np.ones(len(articles) + len(unknown), np.bool_)
    old[places] = False
    all_articles = np.empty(len(old), np.int64)
    all_articles[old], all_articles[places] = articles, more[unknown]
    all_values = np.empty(len(old), np.float32)
    all_values[old], all_values[places] = values, added[unknown]
    return all_articles, all_values
