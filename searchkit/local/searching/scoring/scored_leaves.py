"""What a leaf of a query adds to the scores of the articles that have it.

A leaf that is rare, or asked for the first time, is a list of articles. One that is
*frequent* becomes a set of bits when it is asked for again, with its scores in the order
of those articles, or, where an index is small, of all articles: so it takes less memory,
is counted together with others in no time, and has the score of any article at hand. It
also knows in which articles it scores highest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from searchkit.local.searching.intersection import values_at
from searchkit.local.searching.scoring.bitsets import Bits, articles_of
from searchkit.local.searching.scoring.choices import (
    CHAMPION_SHARE,
    CHAMPIONS,
    FREQUENT,
    MOST_DENSE,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchkit.local.searching.segments import Integers

    Scores: TypeAlias = NDArray[np.float32]


class ListedLeaf(NamedTuple):
    """A leaf as a list of the articles that have it.

    Article numbers ascend in two parts: the articles that have the leaf in the first
    of the fields asked for, and then those that have it only in the other one.

    Attributes:
        articles: Article numbers, none twice and none deleted, int64, (n,).
        scores: What it adds to the score of each, above 0, float32, (n,).
        n_first: How many articles are in the first part.
        rarity: The idf, which the scores have in them.
    """

    articles: Integers
    scores: Scores
    n_first: int
    rarity: float

    @property
    def n(self) -> int:
        """How many articles have it."""
        return len(self.articles)

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        return self.articles.nbytes + self.scores.nbytes

    def listed(self) -> tuple[Integers, Scores]:
        """Return the articles and their scores."""
        return self.articles, self.scores

    def at(self, articles: Integers, n_numbers: int) -> Scores:
        """Return the scores in some articles, 0 where it is not, float32, (n_articles,)."""
        n = self.n_first
        parts = [(self.articles[:n], self.scores[:n]), (self.articles[n:], self.scores[n:])]
        return values_at(articles, parts if n < self.n else parts[:1], n_numbers)

    def add_to(self, scores: Scores) -> None:
        """Add the scores to those of all articles, float32, (n_numbers,)."""
        np.add.at(scores, self.articles, self.scores)


class Champions(NamedTuple):
    """The articles in which a leaf scores highest: a champion list.

    Attributes:
        articles: Article numbers, int32, (n_best,), the highest score first.
        bounds: What it scores at most in the articles after the first 0, 1, 2 ... of these,
            float32, (depth + 1,), as many for all leaves of an index.
    """

    articles: NDArray[np.int32]
    bounds: Scores


class FrequentLeaf(NamedTuple):
    """A leaf that many articles of an index have.

    Attributes:
        n: How many articles have it.
        bits: These articles, of which none is deleted.
        scores: What it adds to the score of each, above 0, float32: in their order, (n,),
            or dense, of all article numbers, 0 where it is not, (n_numbers,).
        is_dense: Which of both.
        champions: In which articles it scores highest.
        rarity: The idf, which the scores have in them.
    """

    n: int
    bits: Bits
    scores: Scores
    is_dense: bool
    champions: Champions
    rarity: float

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        words, up_to = self.bits
        return sum(array.nbytes for array in (words, up_to, self.scores, *self.champions))

    def listed(self) -> tuple[Integers, Scores]:
        """Return the articles and their scores."""
        articles = articles_of(self.bits.words)
        return articles, self.scores.take(articles) if self.is_dense else self.scores

    def at(self, articles: Integers, _: int) -> Scores:
        """Return the scores in some articles, 0 where it is not, float32, (n_articles,)."""
        if self.is_dense:
            return self.scores.take(articles)
        is_in, at = self.bits.find(articles)
        scores = self.scores.take(at, mode="clip")
        scores *= is_in
        return scores

    def add_to(self, scores: Scores) -> None:
        """Add the scores to those of all articles, float32, (n_numbers,)."""
        if self.is_dense:
            scores += self.scores
        else:
            scores[articles_of(self.bits.words)] += self.scores


ScoredLeaf: TypeAlias = ListedLeaf | FrequentLeaf
"""A leaf of a query in the whole index."""


def for_repeats(leaf: ScoredLeaf, n_numbers: int) -> ScoredLeaf:
    """Return a leaf that is asked for again in the form that is fastest from then on.

    Args:
        leaf: The leaf.
        n_numbers: How many article numbers there are in the index.
    """
    if isinstance(leaf, FrequentLeaf) or leaf.n * FREQUENT <= n_numbers:
        return leaf
    articles, scores, n_first, rarity = leaf
    flags = np.zeros(n_numbers, np.bool_)
    flags[articles] = True
    champions = _champions(articles, scores, max(CHAMPIONS, n_numbers // CHAMPION_SHARE))
    is_dense = n_numbers <= MOST_DENSE
    if is_dense:
        kept = np.zeros(n_numbers, np.float32)
        kept[articles] = scores
    else:
        kept = scores if n_first == leaf.n else scores.take(articles.argsort(kind="stable"))
    return FrequentLeaf(leaf.n, Bits.of(flags), kept, is_dense, champions, rarity)


def _champions(articles: Integers, scores: Scores, depth: int) -> Champions:
    """Return the articles with the highest scores, at most so many; of equal ones all or none."""
    bound = np.float32(0)  # of all others
    if len(scores) > depth:
        at = len(scores) - depth - 1
        bound = np.partition(scores, at)[at]
        chosen = (scores > bound).nonzero()[0]
        articles, scores = articles.take(chosen), scores.take(chosen)
    order = scores.argsort()[::-1]
    bounds = np.full(depth + 1, bound)
    bounds[: len(order)] = scores.take(order)
    return Champions(articles.take(order).astype(np.int32), bounds)
