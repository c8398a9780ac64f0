"""The words of articles -> a sketch of each: the 9 smallest hashes of its shingles of five words.

Two articles that have much text in common have some of these in common, wherever the
text stands in them. So a sketch proposes which articles to compare, and tells nothing more.
Hashes have 32 bits here. A text of fewer than five words is one shingle.

Of the many hashes of a long text few can be among the smallest: those below a bound that
leaves about three times as many as are wanted. The few texts in which it leaves too few are looked
at by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.shingles import shingle_hashes, widened
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

SHINGLE = 5
"""Words of a shingle."""

MOST = 9
"""Hashes of a sketch, at most; a short text has fewer.

Of a text that was cut to a share ``s`` about ``MOST * s`` are in the sketch of the whole, and
two are needed: 7 in 100 texts cut to .4 have fewer, with 8 hashes 11 in 100."""

_LEFT = 3 * MOST  # hashes that the bound leaves of a text, about
_HALF = np.uint64(32)
_LOW = np.uint64((1 << 32) - 1)


class Sketches(NamedTuple):
    """The sketches of some articles, the hashes of each ascending, none twice.

    Attributes:
        articles: Which article each hash is of, any integers, ascending, (n_hashes,).
        hashes: The hashes, uint32, (n_hashes,).
    """

    articles: Array
    hashes: Array


def sketches(words: Array, lengths: Array) -> Sketches:
    """Return the sketches of some articles.

    Args:
        words: The hashes of their words, article after article, uint64, (n_words,).
        lengths: How many words each has, int64, (n_articles,).
    """
    words = widened(words, lengths)
    ends = np.cumsum(lengths)
    starts = ends - lengths
    counts = np.maximum(lengths - SHINGLE + 1, 0)  # of shingles
    bounds = np.minimum((_LEFT << 32) // np.maximum(counts, 1), 1 << 32) - 1
    shingles = (shingle_hashes(words, SHINGLE) >> _HALF).astype(np.uint32)
    is_below = shingles <= np.repeat(bounds.astype(np.uint32), lengths)[: len(shingles)]
    for back in range(1, SHINGLE):  # shingles that go on into the next article
        across = ends[lengths >= back] - back
        is_below[across[across < len(shingles)]] = False
    places = is_below.nonzero()[0]
    keys = np.searchsorted(ends, places, "right").astype(np.uint64) << _HALF
    keys |= shingles.take(places)
    found = _smallest(keys, len(lengths))
    of_article = (found >> _HALF).astype(np.int64)
    n_found = np.bincount(of_article, minlength=len(lengths))
    is_short_of = (n_found < np.minimum(counts, MOST)) & (counts > _LEFT)
    is_one_shingle = (lengths > 0) & (counts == 0)
    alone = [
        _of_one(words[starts[article] : ends[article]], article)
        for article in np.flatnonzero(is_short_of | is_one_shingle).tolist()
    ]
    if alone:
        found = np.sort(np.concatenate([found[~is_short_of[of_article]], *alone]))
    return Sketches((found >> _HALF).astype(np.int64), (found & _LOW).astype(np.uint32))


def _smallest(keys: Array, n_articles: int) -> Array:
    """Return the keys of the smallest hashes of each article, none twice, uint64.

    Args:
        keys: The article and the hash in one number, uint64.
        n_articles: How many articles there are.
    """
    keys.sort()
    is_new = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
    keys = keys[is_new]
    starts = keys.searchsorted(np.arange(n_articles + 1, dtype=np.uint64) << _HALF)
    ranks = np.arange(len(keys)) - np.repeat(starts[:-1], np.diff(starts))
    return keys[ranks < MOST]


def _of_one(words: Array, article: int) -> Array:
    """Return the keys of the sketch of one article."""
    shingles = shingle_hashes(words, min(SHINGLE, len(words))) >> _HALF
    return np.unique(shingles)[:MOST] | (np.uint64(article) << _HALF)
