"""Where a leaf occurs -> what it adds to the scores of articles.

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
    from searchkit.searching.segments import Articles, Integers, Segment

    Floats = NDArray[np.float32]


class Weighed(NamedTuple):
    """A leaf of a query in the whole index.

    Article numbers ascend in two *runs*: the articles that have the leaf in the first
    of the fields asked for, and then those that have it only in the other one.

    Attributes:
        articles: Article numbers, none twice and none deleted, int64, (n,).
        scores: What it adds to the score of each, above 0, float32, (n,).
        turn: Where the second run begins.
        rarity: Its idf, which the scores have in them.
        spread: Of a common leaf the same scores spread over all article numbers, 0 where
            it is not, float32, (n_numbers,).
    """

    articles: Integers
    scores: Floats
    turn: int
    rarity: float
    spread: Floats | None = None

    @property
    def weight(self) -> int:
        """How much memory it takes, in articles of a list."""
        return len(self.articles) + (0 if self.spread is None else len(self.spread) // 3) + 1

    def runs(self) -> list[tuple[Integers, Floats]]:
        """Return the runs, each as articles and scores; the first may be empty."""
        turn = self.turn
        if turn == len(self.articles):
            return [(self.articles, self.scores)]
        return [
            (self.articles[:turn], self.scores[:turn]),
            (self.articles[turn:], self.scores[turn:]),
        ]


_COMMON = 16  # times fewer articles than all: to spread them is faster than to look for them
_MOST_SPREAD = 1 << 18  # articles of an index: beyond, what is spread takes too much memory

_NO_ARTICLES = np.zeros(0, np.int64)
_NO_FREQUENCIES = np.zeros(0, np.float32)


class Weighing:
    """Weighs occurrences in an index.

    Args:
        articles: The articles of the index.
    """

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._starts = np.array(articles.starts, np.int64)
        self._halfway: dict[str, Floats] = {}
        self._worth: dict[tuple[str, str], Floats] = {}

    @property
    def n_articles(self) -> int:
        """How many articles there are."""
        return self._articles.n_live

    @cached_property
    def mean_lengths(self) -> Mapping[str, float]:
        """The mean length of each field, in tokens."""
        return {
            name: sum(_total_length(segment, name) for segment in self._articles.segments)
            / max(self.n_articles, 1)
            for name in TEXT_FIELDS
        }

    def weigh(
        self,
        fields: Sequence[str],
        postings: Sequence[Sequence[FieldPostings]],
        words: Sequence[int],
    ) -> list[Weighed]:
        """Return what some leaves weigh, each looked for in one or two fields.

        All leaves are handled in one go, in all segments, since most words are rare and
        it is the number of operations that takes time.

        Args:
            fields: The fields; none: the leaves occur nowhere.
            postings: By field: where the first leaf occurs in each segment, then the next.
            words: Of how many words each leaf is.
        """
        if not fields:
            return [Weighed(_NO_ARTICLES, _NO_FREQUENCIES, 0, self._rarity(0, n)) for n in words]
        n_leaves = len(words)
        articles, frequencies, starts = self._joined(postings[0], n_leaves)
        alone = [starts[-1]] * len(starts)
        if len(fields) > 1:
            others, added, other_starts = self._joined(postings[1], n_leaves)
            if len(others):
                added *= self._worth_of(fields[1], fields[0]).take(others)
                n_numbers = self._articles.n_numbers
                at, known = located(
                    _keys(others, other_starts, n_numbers), _keys(articles, starts, n_numbers)
                )
                there = known.nonzero()[0]
                frequencies[at.take(there)] += added.take(there)
                if len(there) < len(others):
                    unknown = (~known).nonzero()[0]
                    alone = [len(articles) + bisect_left(unknown, start) for start in other_starts]
                    articles = np.concatenate((articles, others.take(unknown)))
                    frequencies = np.concatenate((frequencies, added.take(unknown)))
        weights = ranking.saturate(frequencies, self._halfway_of(fields[0]).take(articles))
        runs = zip(starts, starts[1:], alone, alone[1:], strict=False)
        return [
            self._cut(articles, weights, of, n_words)
            for of, n_words in zip(runs, words, strict=True)
        ]

    def _cut(
        self, articles: Integers, weights: Floats, runs: tuple[int, int, int, int], n_words: int
    ) -> Weighed:
        """Return the part of a leaf of so many words: two runs, in arrays of their own."""
        start, end, more, most = runs
        turn = end - start
        rarity = self._rarity(turn + most - more, n_words)
        if more == most:
            its, scores = articles[start:end].copy(), weights[start:end] * np.float32(rarity)
        else:
            its = np.concatenate((articles[start:end], articles[more:most]))
            scores = np.concatenate((weights[start:end], weights[more:most])) * np.float32(rarity)
        return Weighed(its, scores, turn, rarity, self._spread(its, scores))

    def _spread(self, articles: Integers, scores: Floats) -> Floats | None:
        """Return scores spread over all article numbers, None unless there are many."""
        n_numbers = self._articles.n_numbers
        if n_numbers > _MOST_SPREAD or len(articles) * _COMMON <= n_numbers:
            return None
        spread = np.zeros(n_numbers, np.float32)
        spread[articles] = scores
        return spread

    def _rarity(self, df: int, n_words: int) -> float:
        """Return the idf of a leaf of some words that so many articles have."""
        return ranking.idf(df, self.n_articles) * n_words

    def _joined(
        self, lists: Sequence[FieldPostings], n_leaves: int
    ) -> tuple[Integers, Floats, list[int]]:
        """Return the articles and the frequencies of several leaves, and where each begins."""
        n_segments = len(self._starts)
        ends = list(accumulate((len(articles) for articles, _ in lists), initial=0))
        starts = ends[:: n_segments or 1]
        if not ends[-1]:
            return _NO_ARTICLES, _NO_FREQUENCIES, [0] * (n_leaves + 1)
        articles = np.concatenate([articles for articles, _ in lists]).astype(np.int64)
        if n_segments > 1:
            articles += np.tile(self._starts, n_leaves).repeat(np.diff(ends))
        frequencies = np.concatenate([frequencies for _, frequencies in lists])
        return articles, frequencies.astype(np.float32), starts

    def _halfway_of(self, name: str) -> Floats:
        """Return how many occurrences in a field count half, float32, (n_numbers,)."""
        halfway = self._halfway.get(name)
        if halfway is None:

            def halfway_in(segment: Segment) -> Floats:
                return ranking.halfway(self._counts(segment, name)).astype(np.float32)

            halfway = self._halfway[name] = self._articles.array(halfway_in, np.float32)
        return halfway

    def _worth_of(self, name: str, other: str) -> Floats:
        """Return how many occurrences in another field one is worth, float32, (n_numbers,)."""
        worth = self._worth.get((name, other))
        if worth is None:

            def worth_in(segment: Segment) -> Floats:
                one, another = (self._counts(segment, field) for field in (name, other))
                return (one / another).astype(np.float32)

            worth = self._worth[name, other] = self._articles.array(worth_in, np.float32)
        return worth

    def _counts(self, segment: Segment, name: str) -> NDArray[np.float64]:
        """Return what one occurrence counts in a field of each article, (n_articles,)."""
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


def _keys(articles: Integers, starts: Sequence[int], n_numbers: int) -> Integers:
    """Return numbers that ascend from list to list, and tell apart the articles of each."""
    if len(starts) == 2:
        return articles
    keys = articles.copy()
    for leaf in range(1, len(starts) - 1):
        keys[starts[leaf] : starts[leaf + 1]] += leaf * n_numbers
    return keys
