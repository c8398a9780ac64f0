"""The words of some articles -> the signature of each: the terms that it has most often.

A signature tells roughly what an article is about, in a few bytes, so that many articles can
be compared while a search waits. It depends on the article alone, so that an index has the
same signatures however its articles came into it. Very common words are left out; of terms that
occur equally often the longer ones come first, which tend to be rarer.

A term is three bytes: a hash of it, and how often it occurs, where one in the title counts
twice. A signature has as many terms as take at most about a tenth of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from searchkit.local.segment.columns import VariableColumn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

MOST_TERMS = 32
CHARACTERS_OF_A_TERM = 30
"""How many characters title and text have for each term, at least: a tenth of them."""

_HASH_BITS, _LENGTH_BITS, _COUNT_BITS = 16, 4, 8
_LONGEST = (1 << _LENGTH_BITS) - 1
_MOST = (1 << _COUNT_BITS) - 1


def code_of(term: bytes) -> int:
    """Return what a term is called in signatures: its length, and a hash of it."""
    shortness = _LONGEST - min(len(term), 9)
    return shortness << _HASH_BITS | crc32(term) & 0xFFFF


def signatures(
    tokens: Mapping[str, Array],
    lengths: Mapping[str, Array],
    codes: Array,
    is_common: Array,
    sizes: Sequence[int],
) -> VariableColumn:
    """Return the signatures of some articles.

    Args:
        tokens: By field: the meanings of its tokens, article after article.
        lengths: By field: the tokens of each article, int64, (n_articles,).
        codes: What the term of each meaning is called, uint32, (n_meanings,).
        is_common: Which tokens of a text, and then of a title, are very common words.
        sizes: The characters of title and text of each article.
    """
    n = len(lengths["text"])
    meanings = np.concatenate([tokens["text"], tokens["title"]])
    articles = np.concatenate([np.repeat(np.arange(n), lengths[f]) for f in ("text", "title")])
    worth = np.ones(len(meanings), np.uint8)
    worth[len(tokens["text"]) :] = 2
    kept = (~is_common).nonzero()[0]
    keys = articles.take(kept).astype(np.uint64)
    keys <<= np.uint64(_LENGTH_BITS + _HASH_BITS + 1)
    keys |= codes.take(meanings.take(kept)).astype(np.uint64) << np.uint64(1)
    keys |= worth.take(kept) - np.uint64(1)
    keys.sort()
    return _chosen(
        *_counted(keys), np.minimum(np.array(sizes, np.int64) // CHARACTERS_OF_A_TERM, MOST_TERMS)
    )


def _counted(keys: Array) -> tuple[Array, Array]:
    """Return the articles with their terms, each once, and how often each occurs."""
    worth = (keys & np.uint64(1)).astype(np.int64) + 1
    keys >>= np.uint64(1)
    begins = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=begins[1:])
    firsts = begins.nonzero()[0]
    counts = np.add.reduceat(worth, firsts) if len(firsts) else worth
    return keys.take(firsts), np.minimum(counts, _MOST)


def _chosen(terms: Array, counts: Array, most: Array) -> VariableColumn:
    """Return the signatures of articles, each of so many terms at most."""
    bits = np.uint64(_LENGTH_BITS + _HASH_BITS)
    articles = (terms >> bits).astype(np.int64)
    order = articles.astype(np.uint64) << np.uint64(_COUNT_BITS + _LENGTH_BITS + _HASH_BITS)
    order |= (_MOST - counts).astype(np.uint64) << bits
    order |= terms & np.uint64((1 << (_LENGTH_BITS + _HASH_BITS)) - 1)
    order.sort()
    starts = articles.searchsorted(np.arange(len(most) + 1))
    rank = np.arange(len(articles)) - np.repeat(starts[:-1], np.diff(starts))
    kept = order[rank < np.repeat(most, np.diff(starts))]
    rows = np.empty((len(kept), 3), np.uint8)
    rows[:, 0] = kept & np.uint64(0xFF)
    rows[:, 1] = (kept >> np.uint64(8)) & np.uint64(0xFF)
    rows[:, 2] = _MOST - ((kept >> bits) & np.uint64(_MOST)).astype(np.int64)
    n_terms = np.minimum(np.diff(starts), most)
    return VariableColumn(np.concatenate(([0], np.cumsum(3 * n_terms))), rows.reshape(-1))
