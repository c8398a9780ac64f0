"""Where a leaf occurs -> how often that is in each article, and what it scores.

Occurrences in the title are turned into as many occurrences in the text as they
are worth, so that a leaf has one list of articles and one frequency in each,
and the rest of the evaluation knows no fields. Scores are made of them last, of
those articles alone that are found.

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

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.searching.matching import FieldPostings
    from searchkit.searching.segments import Integers, Segment

    Floats = NDArray[np.float32]


class Occurrences(NamedTuple):
    """Where some leaves occur in a segment.

    The arrays hold what was found leaf after leaf in the first of the fields that
    were asked for, and then, leaf after leaf again, what only the other one has.
    Either part of a leaf is a *run*: its article numbers ascend.

    Attributes:
        articles: Article numbers, int64, (n,).
        frequencies: In occurrences in the first field, above 0, float32, (n,).
        starts: Where the first runs begin, and their end, (n_leaves + 1,).
        more: Where the second runs begin, and their end, (n_leaves + 1,); None: all are empty.
    """

    articles: Integers
    frequencies: Floats
    starts: Sequence[int]
    more: Sequence[int] | None = None

    def count(self, leaf: int) -> int:
        """Return how many articles have a leaf."""
        count = self.starts[leaf + 1] - self.starts[leaf]
        return count if self.more is None else count + self.more[leaf + 1] - self.more[leaf]

    def runs(self, leaf: int) -> list[tuple[Integers, Floats]]:
        """Return the articles of a leaf and its frequencies there: one run or two."""
        ends = [self.starts] if self.more is None else [self.starts, self.more]
        return [
            (self.articles[start:end], self.frequencies[start:end])
            for start, end in ((starts[leaf], starts[leaf + 1]) for starts in ends)
        ]

    def of(self, leaves: Sequence[int]) -> Occurrences:
        """Return where some of the leaves occur, in the order given."""
        first = [self.runs(leaf)[0] for leaf in leaves]
        second = [] if self.more is None else [self.runs(leaf)[1] for leaf in leaves]
        starts = list(accumulate((len(articles) for articles, _ in first), initial=0))
        more = list(accumulate((len(articles) for articles, _ in second), initial=starts[-1]))
        return Occurrences(
            np.concatenate([articles for articles, _ in (*first, *second)]),
            np.concatenate([frequencies for _, frequencies in (*first, *second)]),
            starts,
            more if second else None,
        )

    def whole(self, leaf: int) -> tuple[Integers, Floats]:
        """Return the same as one."""
        (articles, frequencies), *more = self.runs(leaf)
        if not more or not len(more[0][0]):
            return articles, frequencies
        return (
            np.concatenate((articles, more[0][0])),
            np.concatenate((frequencies, more[0][1])),
        )


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

    def together(
        self, number: int, fields: Sequence[str], postings: Sequence[Sequence[FieldPostings]]
    ) -> Occurrences:
        """Return where some leaves occur in one or two fields of a segment.

        All leaves are handled in one go, since most words are rare and it is the
        number of operations that takes time.

        Args:
            number: The number of the segment.
            fields: The fields; none: the leaves occur nowhere.
            postings: By field: where each leaf occurs.
        """
        articles, frequencies, starts = _joined(postings[0])
        if len(fields) < 2:
            return Occurrences(articles, frequencies, starts)
        others, added, other_starts = _joined(postings[1])
        if not len(others):
            return Occurrences(articles, frequencies, starts)
        added *= self._worth_of(number, fields[1], fields[0]).take(others)
        n_articles = self._segments[number].n_articles
        keys = _keys(articles, starts, n_articles)
        other_keys = _keys(others, other_starts, n_articles)
        at = keys.searchsorted(other_keys)
        known = keys.take(at, mode="clip") == other_keys if len(keys) else np.zeros(len(at), bool)
        if known.all():
            frequencies[at] += added
            return Occurrences(articles, frequencies, starts)
        places = known.nonzero()[0]
        frequencies[at.take(places)] += added.take(places)
        unknown = (~known).nonzero()[0]
        return Occurrences(
            np.concatenate((articles, others.take(unknown))),
            np.concatenate((frequencies, added.take(unknown))),
            starts,
            [len(articles) + bisect_left(unknown, start) for start in other_starts],
        )

    def halfway(self, number: int, name: str) -> Floats:
        """Return how many occurrences in a field count half as much as very many.

        Args:
            number: The number of the segment.
            name: The field.

        Returns:
            One for each article, float32, (n_articles,).
        """
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


def _keys(articles: Integers, starts: Sequence[int], n_articles: int) -> Integers:
    """Return numbers that ascend from list to list, and tell apart the articles of each."""
    if len(starts) == 2:
        return articles
    keys = articles.copy()
    for leaf in range(1, len(starts) - 1):
        keys[starts[leaf] : starts[leaf + 1]] += leaf * n_articles
    return keys
