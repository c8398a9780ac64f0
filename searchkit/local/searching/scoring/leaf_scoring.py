"""Where a leaf occurs -> what it adds to the scores of articles.

Occurrences in the title are turned into as many occurrences in the text as they
are worth, so that a leaf has one list of articles and one weight in each, and
the rest of the evaluation knows no fields. What a word and what its relatives add are one
score as well.

Statistics are those of the whole index, deleted articles left out.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import ranking
from searchkit.local.searching.intersection import located
from searchkit.local.searching.scoring.choices import ASKING
from searchkit.local.searching.scoring.scored_leaves import ListedLeaf
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.matching.segment_postings import InSegments
    from searchkit.local.searching.segments import Array, Articles, Integers, Segment

    Floats = NDArray[np.float32]

_NO_ARTICLES = np.zeros(0, np.int64)
_NO_FREQUENCIES = np.zeros(0, np.float32)
_NOWHERE: Mapping[str, InSegments] = MappingProxyType({})


class _Occurrences(NamedTuple):
    """How often something occurs, in as many occurrences in the text as it is worth.

    Attributes:
        articles: Article numbers, ascending in two parts: those with it in the first field asked
            for, and then those with it only in the other one, int64, (n,).
        frequencies: How often in each, above 0, float32, (n,).
        n_first: How many articles are in the first part.
    """

    articles: Integers
    frequencies: Floats
    n_first: int


class LeafScorer:
    """Scores the leaves of queries in an index.

    Args:
        articles: The articles of the index.
    """

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._of_all: dict[tuple[str, ...], Floats] = {}
        self._asked: Counter[tuple[str, ...]] = Counter()

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

    def score(
        self,
        fields: Sequence[str],
        postings: Mapping[str, InSegments],
        n_words: int = 1,
        related: Mapping[str, InSegments] = _NOWHERE,
    ) -> ListedLeaf:
        """Return what a leaf adds to scores.

        Args:
            fields: The one or two fields that it was looked for in; none: it occurs nowhere.
            postings: Where it occurs, by field.
            n_words: Of how many words it is.
            related: Where relatives of a word occur, by field.
        """
        if not fields:
            return ListedLeaf(_NO_ARTICLES, _NO_FREQUENCIES, 0, 0, self._rarity(0, n_words))
        own = self._occurrences(fields, postings)
        n, halfway = len(own.articles), self._halfway_of(fields[0], own.articles)
        rarity = self._rarity(n, n_words)
        others = self._occurrences(fields, related) if related else own
        if not related or not len(others.articles):
            scores = _scored(own.frequencies, halfway, rarity)
            return ListedLeaf(own.articles, scores, own.n_first, n, rarity)
        both, alone = self._with_related(own, others)
        rarity_of_both = self._rarity(n + len(alone.articles), n_words) * ranking.STEM_SHARE
        scores = _scored(own.frequencies, halfway, rarity * ranking.INFLECTIONS_SHARE)
        scores += _scored(both, halfway, rarity_of_both)
        halfway = self._halfway_of(fields[0], alone.articles)
        of_alone = _scored(alone.frequencies, halfway, rarity_of_both)
        return ListedLeaf(
            np.concatenate((own.articles, alone.articles)),
            np.concatenate((scores, of_alone)),
            own.n_first,
            n,
            rarity,
        )

    def _occurrences(
        self, fields: Sequence[str], postings: Mapping[str, InSegments]
    ) -> _Occurrences:
        """Return how often something occurs, in all fields taken together."""
        articles, frequencies = self._joined(postings.get(fields[0], ()))
        n_first = len(articles)
        if len(fields) > 1:
            others, added = self._joined(postings.get(fields[1], ()))
            if len(others):
                added *= self._worth_of(fields[1], fields[0], others)
                at, known = located(others, articles)
                if known.all():
                    frequencies[at] += added
                else:
                    frequencies[at[known]] += added[known]
                    alone = ~known
                    articles = np.concatenate((articles, others[alone]))
                    frequencies = np.concatenate((frequencies, added[alone]))
        return _Occurrences(articles, frequencies, n_first)

    def _with_related(self, own: _Occurrences, others: _Occurrences) -> tuple[Floats, _Occurrences]:
        """Return how often a word and its relatives occur.

        Returns:
            The occurrences of both in the articles of the word, (n_own,), and those in the
            articles that have only relatives, ascending.
        """
        table = np.zeros(self._articles.n_numbers, np.float32)
        table[others.articles] = others.frequencies
        both = table.take(own.articles)
        both += own.frequencies
        table[own.articles] = 0
        articles = others.articles[table.take(others.articles) > 0]
        if others.n_first < len(others.articles):
            articles.sort()
        return both, _Occurrences(articles, table.take(articles), len(articles))

    def lengths(self, name: str, segment: Segment) -> Array:
        """Return the length of a field in each article of a segment, in tokens, (n_articles,)."""
        return _lengths(name, segment)

    def occurrence_weights(self, name: str, articles: Integers) -> NDArray[np.float64]:
        """Return what one occurrence counts in a field of some articles, (n,)."""
        return self._weights(name, self._articles.take(partial(_lengths, name), articles))

    def _rarity(self, df: int, n_words: int) -> float:
        """Return the idf of a leaf of some words that so many articles have."""
        return ranking.idf(df, self.n_articles) * n_words

    def _joined(self, lists: InSegments) -> tuple[Integers, Floats]:
        """Return the articles of a leaf in all segments, and how often each has it."""
        n = sum(len(postings.articles) for _, postings in lists)
        articles, frequencies = np.empty(n, np.int64), np.empty(n, np.float32)
        end = 0
        for segment, postings in lists:
            start, end = end, end + len(postings.articles)
            first = self._articles.starts[segment]
            np.add(postings.articles, first, out=articles[start:end], dtype=np.int64)
            frequencies[start:end] = postings.frequencies
        return articles, frequencies

    def _halfway_of(self, name: str, articles: Integers) -> Floats:
        """Return how many occurrences in a field count half in some articles, float32, (n,)."""
        return self._per_article((name,), ranking.halfway, articles)

    def _worth_of(self, name: str, other: str, articles: Integers) -> Floats:
        """Return how many occurrences in another field one is worth, float32, (n,)."""
        return self._per_article((name, other), np.divide, articles)

    def _per_article(
        self,
        fields: tuple[str, ...],
        function: Callable[..., NDArray[np.floating[Any]]],
        articles: Integers,
    ) -> Floats:
        """Return a function of the occurrence weights of some fields in each article.

        It is computed for all articles once so many were asked for that it pays.

        Args:
            fields: The fields.
            function: Computes it, of an array for each field.
            articles: The articles.
        """

        def computed(lengths_of: Callable[[str], Array]) -> Floats:
            weights = [self._weights(name, lengths_of(name)) for name in fields]
            return function(*weights).astype(np.float32)

        of_all = self._of_all.get(fields)
        if of_all is None:
            self._asked[fields] += len(articles) + ASKING * len(self._articles.segments)
            if self._asked[fields] < self._articles.n_numbers:
                return computed(lambda name: self._articles.take(partial(_lengths, name), articles))
            of_all = self._of_all[fields] = self._articles.array(
                lambda segment: computed(lambda name: _lengths(name, segment))
            )
        return of_all.take(articles)

    def _weights(self, name: str, lengths: Array) -> NDArray[np.float64]:
        """Return what one occurrence counts in a field of each of some lengths, (n,)."""
        return ranking.occurrence_weights(
            lengths, mean_length=self.mean_lengths[name], field=ranking.FIELD_WEIGHTS[name]
        )


def _scored(frequencies: Floats, halfway: Floats, rarity: float) -> Floats:
    """Return the scores of occurrences of something that is so rare, float32, (n,)."""
    scores: Floats = ranking.saturate(frequencies, halfway)
    scores *= np.float32(rarity)
    return scores


def _lengths(name: str, segment: Segment) -> Array:
    """Return the length of a field in each article of a segment, (n_articles,)."""
    lengths = segment.arrays.lengths(name)
    return np.zeros(segment.n_articles, np.uint8) if lengths is None else lengths


def _total_length(segment: Segment, name: str) -> int:
    total = segment.arrays.length_statistics(name).total
    lengths = segment.arrays.lengths(name) if len(segment.deleted) else None
    if lengths is None:
        return total
    return total - int(lengths[segment.deleted].sum(dtype=np.int64))
