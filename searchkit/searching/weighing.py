"""Where a leaf occurs -> what it adds to the scores of articles.

Occurrences in the title are turned into as many occurrences in the text as they
are worth, so that a leaf has one list of articles and one weight in each, and
the rest of the evaluation knows no fields.

Statistics are those of the whole index, deleted articles left out.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit import ranking
from searchkit.schema import TEXT_FIELDS
from searchkit.searching.lookup import located
from searchkit.searching.weighed import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.searching.matching import InSegments
    from searchkit.searching.segments import Articles, Integers, Segment

    Floats = NDArray[np.float32]


_NO_ARTICLES = np.zeros(0, np.int64)
_NO_FREQUENCIES = np.zeros(0, np.float32)


class Weighing:
    """Weighs occurrences in an index.

    Args:
        articles: The articles of the index.
    """

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
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
        self, fields: Sequence[str], postings: Mapping[str, InSegments], n_words: int
    ) -> Listing:
        """Return what a leaf weighs.

        Args:
            fields: The one or two fields that it was looked for in; none: it occurs nowhere.
            postings: Where it occurs, by field.
            n_words: Of how many words it is.
        """
        if not fields:
            return Listing(_NO_ARTICLES, _NO_FREQUENCIES, 0, self._rarity(0, n_words))
        articles, frequencies = self._joined(postings.get(fields[0], ()))
        turn = len(articles)
        if len(fields) > 1:
            others, added = self._joined(postings.get(fields[1], ()))
            if len(others):
                added *= self._worth_of(fields[1], fields[0]).take(others)
                at, known = located(others, articles)
                if known.all():
                    frequencies[at] += added
                else:
                    frequencies[at[known]] += added[known]
                    alone = ~known
                    articles = np.concatenate((articles, others[alone]))
                    frequencies = np.concatenate((frequencies, added[alone]))
        scores = ranking.saturate(frequencies, self._halfway_of(fields[0]).take(articles))
        rarity = self._rarity(len(articles), n_words)
        scores *= np.float32(rarity)
        return Listing(articles, scores, turn, rarity)

    def _rarity(self, df: int, n_words: int) -> float:
        """Return the idf of a leaf of some words that so many articles have."""
        return ranking.idf(df, self.n_articles) * n_words

    def _joined(self, lists: InSegments) -> tuple[Integers, Floats]:
        """Return the articles of a leaf in all segments, and its frequencies."""
        n = sum(len(its.articles) for _, its in lists)
        articles, frequencies = np.empty(n, np.int64), np.empty(n, np.float32)
        end = 0
        for segment, its in lists:
            start, end = end, end + len(its.articles)
            first = self._articles.starts[segment]
            np.add(its.articles, first, out=articles[start:end], dtype=np.int64)
            frequencies[start:end] = its.frequencies
        return articles, frequencies

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
