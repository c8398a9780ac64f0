"""What a leaf of a query adds to the scores of articles, and which articles have it.

A word adds to the scores of articles that have an inflection of it, and to those of articles
that have only relatives: these count where another word finds them. So which articles have a
leaf and which it scores in are two questions.

A leaf that is rare, or asked for the first time, is a list of articles. One that is
*frequent* becomes a set of bits when it is asked for again, with its scores in the order
of those articles, or, where an index is small, of all articles: so it takes less memory,
is counted together with others in no time, and has the score of any article at hand. It
also knows in which articles it scores highest.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from searchkit.local.searching.intersection import values_at
from searchkit.local.searching.scoring.bitsets import Bits, articles_of, flags_of
from searchkit.local.searching.scoring.choices import (
    CHAMPION_SHARE,
    CHAMPIONS,
    FREQUENT,
    MOST_DENSE,
)
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchkit.local.searching.scoring.bitsets import Words
    from searchkit.local.searching.segments import Flags, Integers

    Scores: TypeAlias = NDArray[np.float32]


class Listed(NamedTuple):
    """Some articles and what a leaf adds to the score of each.

    Attributes:
        articles: Article numbers, none twice and none deleted, int64, (n,).
        scores: Above 0, float32, (n,).
    """

    articles: Integers
    scores: Scores


class ListedLeaf(NamedTuple):
    """A leaf as a list of the articles in which it scores.

    Article numbers ascend in three parts: the articles that have the leaf in the first
    of the fields asked for, then those that have it only in the other one, and then those
    that have only relatives of it.

    Attributes:
        articles: Article numbers, none twice and none deleted, int64, (n_scored,).
        scores: What it adds to the score of each, above 0, float32, (n_scored,).
        n_first: How many articles are in the first part.
        n: How many articles have it: those of the first two parts.
        rarity: The idf of a leaf that so many articles have.
    """

    articles: Integers
    scores: Scores
    n_first: int
    n: int
    rarity: float

    @property
    def n_scored(self) -> int:
        """In how many articles it scores."""
        return len(self.articles)

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        return self.articles.nbytes + self.scores.nbytes

    def listed(self) -> Listed:
        """Return the articles that have it."""
        return Listed(self.articles[: self.n], self.scores[: self.n])

    def related(self) -> Listed | None:
        """Return the articles that have only relatives of it; None where there is none."""
        n = self.n
        return Listed(self.articles[n:], self.scores[n:]) if n < self.n_scored else None

    def at(self, articles: Integers, n_numbers: int) -> Scores:
        """Return the scores in some articles, 0 where it has none, float32, (n_articles,)."""
        return values_at(articles, self._parts(0, self.n_first, self.n, self.n_scored), n_numbers)

    def has(self, articles: Integers, n_numbers: int) -> Flags:
        """Return which of some articles have it, (n_articles,)."""
        return values_at(articles, self._parts(0, self.n_first, self.n), n_numbers) > 0

    def add_to(self, scores: Scores) -> None:
        """Add the scores to those of all articles, float32, (n_numbers,)."""
        np.add.at(scores, self.articles, self.scores)

    def mark(self, flags: Flags) -> None:
        """Mark the articles that have it among all, (n_numbers,)."""
        flags[self.articles[: self.n]] = True

    def _parts(self, *ends: int) -> list[Listed]:
        """Return the parts between some ends; the first one may be empty, others are not."""
        return [
            Listed(self.articles[start:end], self.scores[start:end])
            for start, end in pairwise(ends)
            if start < end or not start
        ]


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
    """A leaf that scores in many articles of an index.

    Attributes:
        n: How many articles have it.
        bits: These articles, of which none is deleted.
        scored: The articles in which it scores: these and those with relatives alone; the same
            object where there are none of the latter.
        scores: What it adds to the score of each, above 0, float32: in their order, (n_scored,),
            or dense, of all article numbers, 0 where it has none, (n_numbers,).
        is_dense: Which of both.
        champions: In which articles it scores highest.
        rarity: The idf of a leaf that so many articles have.
    """

    n: int
    bits: Bits
    scored: Bits
    scores: Scores
    is_dense: bool
    champions: Champions
    rarity: float

    @property
    def n_scored(self) -> int:
        """In how many articles it scores."""
        return self.n if self.scored is self.bits else int(self.scored.up_to[-1])

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        sets = self.bits if self.scored is self.bits else (*self.bits, *self.scored)
        return sum(array.nbytes for array in (*sets, self.scores, *self.champions))

    def listed(self) -> Listed:
        """Return the articles that have it."""
        return self._of(self.bits.words)

    def related(self) -> Listed | None:
        """Return the articles that have only relatives of it; None where there is none."""
        if self.scored is self.bits:
            return None
        return self._of(self.scored.words & ~self.bits.words)

    def at(self, articles: Integers, _: int) -> Scores:
        """Return the scores in some articles, 0 where it has none, float32, (n_articles,)."""
        if self.is_dense:
            return self.scores.take(articles)
        is_in, at = self.scored.find(articles)
        scores = self.scores.take(at, mode="clip")
        scores *= is_in
        return scores

    def has(self, articles: Integers, _: int) -> Flags:
        """Return which of some articles have it, (n_articles,)."""
        return self.bits.has(articles)

    def add_to(self, scores: Scores) -> None:
        """Add the scores to those of all articles, float32, (n_numbers,)."""
        if self.is_dense:
            scores += self.scores
        else:
            scores[articles_of(self.scored.words)] += self.scores

    def mark(self, flags: Flags) -> None:
        """Mark the articles that have it among all, (n_numbers,)."""
        flags |= flags_of(self.bits.words)[: len(flags)]

    def _of(self, words: Words) -> Listed:
        """Return some of the articles in which it scores, a set of them."""
        articles = articles_of(words)
        if not self.is_dense and words is self.scored.words:
            return Listed(articles, self.scores)
        return Listed(articles, self.at(articles, 0))


ScoredLeaf: TypeAlias = ListedLeaf | FrequentLeaf
"""A leaf of a query in the whole index."""


def for_repeats(leaf: ScoredLeaf, n_numbers: int) -> ScoredLeaf:
    """Return a leaf that is asked for again in the form that is fastest from then on.

    Args:
        leaf: The leaf.
        n_numbers: How many article numbers there are in the index.
    """
    if isinstance(leaf, FrequentLeaf) or leaf.n_scored * FREQUENT <= n_numbers:
        return leaf
    articles, scores, n_first, n, rarity = leaf
    flags = np.zeros(n_numbers, np.bool_)
    flags[articles[:n]] = True
    scored = bits = Bits.of(flags)
    if n < leaf.n_scored:
        flags[articles[n:]] = True
        scored = Bits.of(flags)
    champions = _champions(articles, scores, max(CHAMPIONS, n_numbers // CHAMPION_SHARE))
    is_dense = n_numbers <= MOST_DENSE
    if is_dense:
        kept = np.zeros(n_numbers, np.float32)
        kept[articles] = scores
    else:
        is_ascending = n_first == leaf.n_scored
        kept = scores if is_ascending else scores.take(articles.argsort(kind="stable"))
    return FrequentLeaf(n, bits, scored, kept, is_dense, champions, rarity)


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
