"""The best articles of several words, without adding up the scores of all that have any.

Every frequent leaf knows in which articles it scores highest, its champions, in order.
An article that is in none of these lists down to some depth scores no more than the
leaves do at that depth, added. As soon as as many articles as are wanted score more
than that, they are the best there are (Fagin's threshold algorithm). Of rare leaves, all
articles are looked at. How many articles have any of the words, or all, is counted from
sets of bits. So a query takes little longer in an index that is ten times as large. An article
with nothing but relatives may be a champion, but none that only has these is found.

Scores are those of `tree_scoring`: float32, added in the order of the leaves. A sum of
float32 never grows when one of its parts is lowered, so that bounds are exact too.
"""

from __future__ import annotations

from functools import reduce
from math import isqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.searching.scoring.bitsets import articles_of, count, packed
from searchkit.local.searching.scoring.choices import RARE
from searchkit.local.searching.scoring.scored_leaves import FrequentLeaf
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.scoring.scored_leaves import ListedLeaf, ScoredLeaf, Scores
    from searchkit.local.searching.segments import Flags, Integers


class Candidates(NamedTuple):
    """The articles that may be on a page.

    Attributes:
        total: How many articles were found.
        articles: Those that score as high as the last of those wanted, and maybe
            others that were found, int64, (n,).
        scores: Their scores, float32, (n,).
    """

    total: int
    articles: Integers
    scores: Scores


class TopK(NamedTuple):
    """Finds the best articles of leaves.

    Attributes:
        n_numbers: How many article numbers there are.
    """

    n_numbers: int

    def of_any(self, leaves: Sequence[ScoredLeaf], limit: int) -> Candidates | None:
        """Return the best articles of those that have any of some leaves.

        Args:
            leaves: One or more.
            limit: How many articles are wanted, 1 or more.

        Returns:
            None where it is faster, or needed, to add up all scores.
        """
        frequent, rare = _parted(leaves)
        if not frequent or any(leaf.n_scored * RARE > self.n_numbers for leaf in rare):
            return None
        best = self._best(leaves, frequent, rare, limit)
        if best is None:
            return None
        return Candidates(self.count_of_any(leaves), *best)

    def of_all(self, leaves: Sequence[ScoredLeaf], limit: int) -> Candidates | None:
        """Return the best articles of those that have all of some leaves.

        Args:
            leaves: One or more.
            limit: How many articles are wanted, 1 or more.

        Returns:
            None where it is faster, or needed, to add up all scores.
        """
        frequent, rare = _parted(leaves)
        if rare:
            return None
        shared = reduce(np.bitwise_and, [leaf.bits.words for leaf in frequent])
        total = count(shared)
        if total > isqrt(self.n_numbers):
            best = self._best(leaves, frequent, rare, limit, is_all=True)
            if best is not None:
                return Candidates(total, *best)
        articles = articles_of(shared)
        return Candidates(total, articles, self._scores(leaves, articles))

    def count_of_any(self, leaves: Sequence[ScoredLeaf]) -> int:
        """Return how many articles have any of some leaves, one or more."""
        frequent, rare = _parted(leaves)
        words = [leaf.bits.words for leaf in frequent]
        if rare:
            flags = np.zeros(self.n_numbers, np.bool_)
            for leaf in rare:
                leaf.mark(flags)
            words.append(packed(flags))
        return count(reduce(np.bitwise_or, words))

    def count_of_all(self, leaves: Sequence[ScoredLeaf]) -> int:
        """Return how many articles have all of some leaves, one or more."""
        frequent, rare = _parted(leaves)
        if not rare:
            return count(reduce(np.bitwise_and, [leaf.bits.words for leaf in frequent]))
        rarest, *others = sorted(rare, key=lambda leaf: leaf.n)
        articles = rarest.listed().articles
        rest: list[ScoredLeaf] = [*others, *frequent]
        for leaf in rest:
            if not len(articles):
                break
            articles = articles[leaf.has(articles, self.n_numbers)]
        return len(articles)

    def _best(
        self,
        leaves: Sequence[ScoredLeaf],
        frequent: Sequence[FrequentLeaf],
        rare: Sequence[ListedLeaf],
        limit: int,
        *,
        is_all: bool = False,
    ) -> tuple[Integers, Scores] | None:
        """Return the best articles of some leaves, given all together and parted."""
        bounds = reduce(np.add, [leaf.champions.bounds for leaf in frequent])
        depth = isqrt(self.n_numbers) // 2
        while depth < len(bounds):
            articles = _union([leaf.champions.articles[:depth] for leaf in frequent], rare)
            scores = self._scores(leaves, articles)
            if is_all or any(leaf.n < leaf.n_scored for leaf in leaves):
                scores *= self._found(leaves, articles, is_all=is_all)
            if len(scores) < limit:
                return None
            least = kth_largest(scores, limit)
            if least > bounds[depth]:
                reached = (scores >= least).nonzero()[0]
                return articles.take(reached), scores.take(reached)
            depth = int(np.count_nonzero(bounds >= least))  # here it is so, and found at once
        return None

    def _scores(self, leaves: Sequence[ScoredLeaf], articles: Integers) -> Scores:
        """Return what some leaves add to the scores of some articles, added."""
        return reduce(np.add, [leaf.at(articles, self.n_numbers) for leaf in leaves])

    def _found(self, leaves: Sequence[ScoredLeaf], articles: Integers, *, is_all: bool) -> Flags:
        """Return which of some articles have all, or any, of some leaves."""
        join = np.logical_and if is_all else np.logical_or
        return reduce(join, [leaf.has(articles, self.n_numbers) for leaf in leaves])


def kth_largest(values: NDArray[Any], k: int) -> Any:
    """Return the k-th largest of k or more values."""
    parted = values.copy()  # `numpy.partition` takes a microsecond longer
    parted.partition(-k)
    return parted[-k]


def _parted(leaves: Sequence[ScoredLeaf]) -> tuple[list[FrequentLeaf], list[ListedLeaf]]:
    """Return the frequent leaves and the rare ones."""
    frequent = [leaf for leaf in leaves if isinstance(leaf, FrequentLeaf)]
    return frequent, [leaf for leaf in leaves if not isinstance(leaf, FrequentLeaf)]


def _union(lists: Sequence[NDArray[np.int32]], rare: Sequence[ListedLeaf]) -> Integers:
    """Return the articles of several lists and of rare leaves, ascending, each once, int64."""
    articles = np.concatenate([*lists, *[leaf.articles for leaf in rare]], dtype=np.int32)
    articles.sort()
    is_first = np.empty(len(articles), np.bool_)
    is_first[:1] = True
    np.not_equal(articles[1:], articles[:-1], out=is_first[1:])
    return articles[is_first].astype(np.int64)
