"""What a leaf of a query adds to the scores of the articles that have it.

A leaf that is rare, or asked for the first time, is a list of articles. One that is
*frequent* becomes a set of bits when it is asked for again, with its scores in the order
of its articles, or, where an index is small, spread over all of them: so it takes less
memory, is counted together with others in no time, and tells its score in any article
quickly. It also knows in which articles it scores highest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from searchkit.local.searching.intersection import values_at
from searchkit.local.searching.scoring.bitsets import Bits, articles_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.segments import Integers

    Scores: TypeAlias = NDArray[np.float32]

_FREQUENT = 64  # times fewer articles than all: such a leaf is frequent
_MOST_SPREAD = 1 << 18  # articles of an index: beyond, what is spread takes too much memory
_BEST = 1 << 11  # articles of a frequent leaf that are known to score highest
_BEST_SHARE = 64  # times fewer than all articles, where that is more


class Listing(NamedTuple):
    """A leaf as a list of the articles that have it.

    Article numbers ascend in two *runs*: the articles that have the leaf in the first
    of the fields asked for, and then those that have it only in the other one.

    Attributes:
        articles: Article numbers, none twice and none deleted, int64, (n,).
        scores: What it adds to the score of each, above 0, float32, (n,).
        turn: Where the second run begins.
        rarity: Its idf, which the scores have in them.
    """

    articles: Integers
    scores: Scores
    turn: int
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
        """Return its articles and their scores."""
        return self.articles, self.scores

    def at(self, articles: Integers, n_numbers: int) -> Scores:
        """Return its scores in some articles, 0 where it is not, float32, (n_articles,)."""
        return values_at(articles, self._runs(), n_numbers)

    def add(self, scores: Scores) -> None:
        """Add its scores to those of all articles, float32, (n_numbers,)."""
        np.add.at(scores, self.articles, self.scores)

    def _runs(self) -> Sequence[tuple[Integers, Scores]]:
        """Return the runs, each as articles and scores; the first may be empty."""
        turn = self.turn
        if turn == len(self.articles):
            return [(self.articles, self.scores)]
        return [
            (self.articles[:turn], self.scores[:turn]),
            (self.articles[turn:], self.scores[turn:]),
        ]


class Top(NamedTuple):
    """Where a leaf scores highest.

    Attributes:
        articles: Article numbers, int32, (n_best,), the highest score first.
        bounds: What it scores at most in the articles after the first 0, 1, 2 ... of these,
            float32, (depth + 1,), as many for all leaves of an index.
    """

    articles: NDArray[np.int32]
    bounds: Scores


class Frequent(NamedTuple):
    """A leaf that many articles of an index have.

    Attributes:
        n: How many articles have it.
        bits: These articles, of which none is deleted.
        scores: What it adds to the score of each, above 0, float32: in their order, (n,),
            or spread over all article numbers, 0 where it is not, (n_numbers,).
        is_spread: Which of both.
        top: In which articles it scores highest.
        rarity: Its idf, which the scores have in them.
    """

    n: int
    bits: Bits
    scores: Scores
    is_spread: bool
    top: Top
    rarity: float

    @property
    def size(self) -> int:
        """How much memory it takes, in bytes."""
        words, up_to = self.bits
        return sum(array.nbytes for array in (words, up_to, self.scores, *self.top))

    def listed(self) -> tuple[Integers, Scores]:
        """Return its articles and their scores."""
        articles = articles_of(self.bits.words)
        return articles, self.scores.take(articles) if self.is_spread else self.scores

    def at(self, articles: Integers, _: int) -> Scores:
        """Return its scores in some articles, 0 where it is not, float32, (n_articles,)."""
        if self.is_spread:
            return self.scores.take(articles)
        there, places = self.bits.find(articles)
        scores = self.scores.take(places, mode="clip")
        scores *= there
        return scores

    def add(self, scores: Scores) -> None:
        """Add its scores to those of all articles, float32, (n_numbers,)."""
        if self.is_spread:
            scores += self.scores
        else:
            scores[articles_of(self.bits.words)] += self.scores


Weighed: TypeAlias = Listing | Frequent
"""A leaf of a query in the whole index."""


def for_repeats(leaf: Weighed, n_numbers: int) -> Weighed:
    """Return a leaf that is asked for again in the form that is fastest from then on.

    Args:
        leaf: The leaf.
        n_numbers: How many article numbers there are in the index.
    """
    if isinstance(leaf, Frequent) or leaf.n * _FREQUENT <= n_numbers:
        return leaf
    articles, scores, turn, rarity = leaf
    flags = np.zeros(n_numbers, np.bool_)
    flags[articles] = True
    bits = Bits.of(flags)
    top = _top(articles, scores, max(_BEST, n_numbers // _BEST_SHARE))
    is_spread = n_numbers <= _MOST_SPREAD
    if is_spread:
        kept = np.zeros(n_numbers, np.float32)
        kept[articles] = scores
    else:
        kept = scores if turn == len(articles) else scores.take(articles.argsort(kind="stable"))
    return Frequent(len(articles), bits, kept, is_spread, top, rarity)


def _top(articles: Integers, scores: Scores, depth: int) -> Top:
    """Return the articles with the highest scores, at most so many; of equal ones all or none."""
    rest = np.float32(0)
    if len(scores) > depth:
        place = len(scores) - depth - 1
        parted = scores.copy()
        parted.partition(place)
        rest = parted[place]
        chosen = (scores > rest).nonzero()[0]
        articles, scores = articles.take(chosen), scores.take(chosen)
    order = scores.argsort()[::-1]
    bounds = np.full(depth + 1, rest)
    bounds[: len(order)] = scores.take(order)
    return Top(articles.take(order).astype(np.int32), bounds)
