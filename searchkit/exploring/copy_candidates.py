"""Sketches -> the pairs of articles whose texts are worth comparing.

Articles that share two hashes of their sketches or more may be copies, or one where there is no
other. How much of one is in the other is estimated from the two sketches: up to the hash where
the sketch ends that ends first, each has all the hashes that its text has there. Where fewer than
a third of these are common, the texts are not compared, nor where both days are known, are far
apart, and fewer than five are common. Which other articles there are makes no difference, but
for hashes that hundreds have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from searchkit.exploring.sketches import MOST
from searchkit.records import NamedTuple
from searchkit.schema import UNDATED

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from searchkit.exploring.sketches import Sketches

    Array = npt.NDArray[Any]

NEAR_DAYS: Final = 3
"""How many days copies may be apart that are not nearly the same word for word."""

COMMON: Final = 512
"""A hash that more articles have proposes nothing: it would take too long to compare them all."""

_SHARED = 2
_SHARED_LATER = 5  # where the days are far apart
_SHARE = 3  # one in so many of the hashes that both have to have is common, at least
_PAIRS = 1 << 17  # that are counted at a time; of each some 200 bytes are in memory
_NO_HASH = np.int64(1 << 32)
_HALF, _LOW = np.uint64(32), np.uint64((1 << 32) - 1)
_DAY = 86_400  # seconds


class Pairs(NamedTuple):
    """Pairs of articles.

    Attributes:
        articles: One of each pair, int64, (n_pairs,).
        others: The other one.
        shared: How many hashes of their sketches are common.
    """

    articles: Array
    others: Array
    shared: Array

    def only(self, those: Array) -> Pairs:
        """Return some of the pairs."""
        return Pairs(*(column[those] for column in self))


def sharing(hashes: Array, articles: Array, *, first: int, last: int) -> Iterator[Pairs]:
    """Yield the pairs of articles that share hashes, some at a time.

    Args:
        hashes: The hashes of sketches, uint32, (n_hashes,).
        articles: The article of each, int64, (n_hashes,).
        first: The pairs are those of the articles from this number on ...
        last: ... up to this one, excluded, with all before each.
    """
    keys = hashes.astype(np.uint64) << _HALF  # sorted much sooner than two arrays
    keys |= articles.astype(np.uint64)
    keys.sort()
    hashes = keys >> _HALF
    articles = (keys & _LOW).astype(np.int64)
    begins = np.ones(len(hashes), np.bool_)
    np.not_equal(hashes[1:], hashes[:-1], out=begins[1:])
    starts = begins.nonzero()[0]
    group = np.cumsum(begins) - 1
    sizes = np.diff(starts, append=len(hashes))
    has_before = (~begins) & (articles >= first) & (articles < last)
    asked = (has_before & (sizes[group] <= COMMON)).nonzero()[0]
    asked = asked[np.argsort(articles[asked], kind="stable")]
    before = asked - starts[group[asked]]  # members of the group before each
    ends = np.cumsum(before)
    last_of_article = np.append(articles[asked][1:] != articles[asked][:-1], True).nonzero()[0]
    begin = 0
    while begin < len(asked):
        limit = (ends[begin - 1] if begin else 0) + _PAIRS
        end = (
            last_of_article[np.searchsorted(ends[last_of_article], limit)] + 1
            if (ends[-1] > limit)
            else len(asked)
        )
        counts = before[begin:end]
        firsts = np.repeat(asked[begin:end] - counts - np.cumsum(counts) + counts, counts)
        others = articles[firsts + np.arange(len(firsts))]
        yield _counted(np.repeat(articles[asked[begin:end]], counts), others)
        begin = end


def _counted(articles: Array, others: Array) -> Pairs:
    """Return pairs each once, and how often each is there."""
    n = int(articles.max(initial=0)) + 1
    keys, shared = np.unique(articles * n + others, return_counts=True)
    return Pairs(keys // n, keys % n, shared)


def as_table(sketches: Sketches, n_articles: int) -> Array:
    """Return sketches as a table, int64, (n_articles, MOST); what is missing is 2**32."""
    table = np.full((n_articles, MOST), _NO_HASH)
    firsts = np.searchsorted(sketches.articles, np.arange(n_articles))
    ranks = np.arange(len(sketches.articles)) - firsts[sketches.articles]
    table[sketches.articles, ranks] = sketches.hashes
    return table


def days_of(seconds: Array) -> Array:
    """Return the days of some seconds, both counted from 1970, int64; UNDATED stays."""
    return np.where(seconds == UNDATED, UNDATED, seconds // _DAY)


def days_apart(first: Array, last: Array, other_first: Array, other_last: Array) -> Array:
    """Return how many days are between stretches of days, 0 where they meet or one is undated."""
    apart = np.maximum(np.maximum(first - other_last, other_first - last), 0)
    return np.where((first == UNDATED) | (other_first == UNDATED), 0, apart)


def worth_comparing(table: Array, other_table: Array, shared: Array, apart: Array) -> Array:
    """Return which pairs of articles are to be compared, bool, (n_pairs,).

    Args:
        table: The sketches of one of each pair, as :func:`as_table` gives them, (n_pairs, MOST).
        other_table: Those of the other one.
        shared: How many hashes are common.
        apart: How many days are between them, 0 where that is not known.
    """
    ends = np.minimum(table[:, -1], other_table[:, -1])[:, None]
    fewest = np.minimum(
        ((table <= ends) & (table < _NO_HASH)).sum(axis=1),
        ((other_table <= ends) & (other_table < _NO_HASH)).sum(axis=1),
    )
    has_one = (table[:, 1] == _NO_HASH) | (other_table[:, 1] == _NO_HASH)
    enough = np.where(has_one, 1, _SHARED)
    enough[apart > NEAR_DAYS] = _SHARED_LATER
    found: Array = (shared >= enough) & (_SHARE * shared >= fewest)
    return found
