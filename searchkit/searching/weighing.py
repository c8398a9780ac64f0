"""Where a leaf occurs -> what it adds to the scores of articles, before its rarity.

Occurrences in the title are turned into as many occurrences in the text as they
are worth, so that a leaf has one list of articles and one weight in each, and
the rest of the evaluation knows no fields.

Statistics are those of the whole index, deleted articles left out.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit import ranking
from searchkit.schema import TEXT_FIELDS
from searchkit.searching.lookup import located

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.searching.matching import FieldPostings
    from searchkit.searching.segments import Integers, Segment

    Floats = NDArray[np.float32]


class Weights(NamedTuple):
    """What a leaf adds to the scores of articles of a segment, before its rarity.

    Article numbers ascend in two *runs*: the articles that have the leaf in the first
    of the fields asked for, and then those that have it only in the other one.

    Attributes:
        articles: Article numbers, none twice, int64, (n,).
        weights: From 0 to 1, float32, (n,).
        turn: Where the second run begins.
    """

    articles: Integers
    weights: Floats
    turn: int

    def runs(self) -> list[tuple[Integers, Floats]]:
        """Return the runs, each as articles and weights; the first may be empty."""
        turn = self.turn
        if turn == len(self.articles):
            return [(self.articles, self.weights)]
        return [
            (self.articles[:turn], self.weights[:turn]),
            (self.articles[turn:], self.weights[turn:]),
        ]


_NO_ARTICLES = np.zeros(0, np.int64)
_NO_FREQUENCIES = np.zeros(0, np.float32)


class Weighing:
    """Weighs occurrences in all segments of an index.

    Args:
        segments: The whole index.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._halfway: dict[tuple[int, str], Floats] = {}
        self._worth: dict[tuple[int, str, str], Floats] = {}

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

    def weigh(
        self, number: int, fields: Sequence[str], postings: Sequence[Sequence[FieldPostings]]
    ) -> list[Weights]:
        """Return what some leaves weigh in a segment, each looked for in one or two fields.

        All leaves are handled in one go, since most words are rare and it is the
        number of operations that takes time.

        Args:
            number: The number of the segment.
            fields: The fields; none: the leaves occur nowhere.
            postings: By field: where each leaf occurs.
        """
        articles, frequencies, starts = _joined(postings[0])
        first = fields[0] if fields else TEXT_FIELDS[0]
        alone = [start for start in starts[-1:] for _ in starts]
        if len(fields) > 1:
            others, added, other_starts = _joined(postings[1])
            if len(others):
                added *= self._worth_of(number, fields[1], first).take(others)
                n_articles = self._segments[number].n_articles
                at, known = located(
                    _keys(others, other_starts, n_articles), _keys(articles, starts, n_articles)
                )
                there = known.nonzero()[0]
                frequencies[at.take(there)] += added.take(there)
                if len(there) < len(others):
                    unknown = (~known).nonzero()[0]
                    alone = [len(articles) + bisect_left(unknown, start) for start in other_starts]
                    articles = np.concatenate((articles, others.take(unknown)))
                    frequencies = np.concatenate((frequencies, added.take(unknown)))
        weights = ranking.saturate(frequencies, self._halfway_of(number, first).take(articles))
        return [
            _cut(articles, weights, *runs)
            for runs in zip(starts, starts[1:], alone, alone[1:], strict=False)
        ]

    def _halfway_of(self, number: int, name: str) -> Floats:
        """Return how many occurrences in a field count half, float32, (n_articles,)."""
        halfway = self._halfway.get((number, name))
        if halfway is None:
            weights = self._occurrence_weights(number, name)
            halfway = self._halfway[number, name] = ranking.halfway(weights).astype(np.float32)
        return halfway

    def _worth_of(self, number: int, name: str, other: str) -> Floats:
        """Return how many occurrences in another field one is worth, float32, (n_articles,)."""
        worth = self._worth.get((number, name, other))
        if worth is None:
            one, another = (self._occurrence_weights(number, field) for field in (name, other))
            worth = self._worth[number, name, other] = (one / another).astype(np.float32)
        return worth

    def _occurrence_weights(self, number: int, name: str) -> NDArray[np.float64]:
        """Return what one occurrence counts in a field of each article, (n_articles,)."""
        segment = self._segments[number]
        lengths = segment.arrays.lengths(name)
        if lengths is None:
            lengths = np.zeros(segment.n_articles, np.int64)
        return ranking.occurrence_weights(
            lengths, mean_length=self.mean_lengths[name], field=ranking.FIELD_WEIGHTS[name]
        )


def _total_length(segment: Segment, name: str) -> int:
    total = segment.arrays.length_statistics(name).total
    lengths = segment.arrays.lengths(name)
    if lengths is None or not len(segment.deleted):
        return total
    return total - int(lengths[segment.deleted].sum(dtype=np.int64))


def _joined(lists: Sequence[FieldPostings]) -> tuple[Integers, Floats, list[int]]:
    """Return the articles and the frequencies of several lists, and where each begins."""
    starts = list(accumulate((len(articles) for articles, _ in lists), initial=0))
    if not starts[-1]:
        return _NO_ARTICLES, _NO_FREQUENCIES, starts
    return (
        np.concatenate([articles for articles, _ in lists]).astype(np.int64),
        np.concatenate([frequencies for _, frequencies in lists]).astype(np.float32),
        starts,
    )


def _cut(
    articles: Integers, weights: Floats, start: int, end: int, more: int, most: int
) -> Weights:
    """Return the part of one leaf: two runs, in arrays of their own."""
    if more == most:
        return Weights(articles[start:end].copy(), weights[start:end].copy(), end - start)
    return Weights(
        np.concatenate((articles[start:end], articles[more:most])),
        np.concatenate((weights[start:end], weights[more:most])),
        end - start,
    )


def _keys(articles: Integers, starts: Sequence[int], n_articles: int) -> Integers:
    """Return numbers that ascend from list to list, and tell apart the articles of each."""
    if len(starts) == 2:
        return articles
    keys = articles.copy()
    for leaf in range(1, len(starts) - 1):
        keys[starts[leaf] : starts[leaf + 1]] += leaf * n_articles
    return keys
