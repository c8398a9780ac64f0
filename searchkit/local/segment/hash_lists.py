"""Hashes that articles are looked up by: which articles have this one?

It is like the postings of a field whose terms are numbers, but nothing is counted, and all
that is done with it is to look a few hashes up. Hashes are listed for 65,536 articles at
a time, so that the number of an article takes two bytes, and so that a merge never has more
than those of so many in memory.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.postings import BLOCK
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile
    from searchkit.local.segment.array_file_writer import ArrayFileWriter

    Array = npt.NDArray[Any]

PREFIX = "hashes/"
"""What the names of the arrays begin with."""

_HALF = np.uint64(32)


class HashBlock(NamedTuple):
    """The hashes of 65,536 articles, or of the last ones.

    Attributes:
        hashes: Ascending, uint32, (n_pairs,).
        articles: Which article has each, counted from the first of these, ascending within a
            hash, uint16, (n_pairs,).
    """

    hashes: Array
    articles: Array


def hash_blocks(articles: Array, hashes: Array, *, n_articles: int) -> Iterator[HashBlock]:
    """Yield hashes of articles by blocks.

    Args:
        articles: The article of each hash, ascending, any integers, (n_pairs,).
        hashes: The hashes, none twice in an article, uint32, (n_pairs,).
        n_articles: How many articles there are, those without a hash included.
    """
    begins = np.arange(0, n_articles + BLOCK, BLOCK).astype(articles.dtype)
    bounds = np.searchsorted(articles, begins).tolist()
    for start, end in pairwise(bounds):
        yield block_of(pairs_of(articles[start:end] & (BLOCK - 1), hashes[start:end]))


def pairs_of(articles: Array, hashes: Array) -> Array:
    """Return pairs of a hash and an article below 65,536 as one number each, uint64."""
    pairs = hashes.astype(np.uint64)
    pairs <<= _HALF
    pairs |= articles.astype(np.uint64, copy=False)
    return pairs


def block_of(pairs: Array) -> HashBlock:
    """Return the block of some pairs, which are overwritten: there may be millions."""
    pairs.sort()
    articles = pairs.astype(np.uint16)
    pairs >>= _HALF
    return HashBlock(pairs.astype(np.uint32), articles)


def write_hash_lists(file: ArrayFileWriter, name: str, blocks: Iterable[HashBlock]) -> None:
    """Write the hashes of all articles of a segment, block after block."""
    prefix = f"{PREFIX}{name}/"
    file.append(f"{prefix}values", np.zeros(0, np.uint32))
    file.append(f"{prefix}articles", np.zeros(0, np.uint16))
    starts = [0]
    for block in blocks:
        file.append(f"{prefix}values", block.hashes)
        file.append(f"{prefix}articles", block.articles)
        starts.append(starts[-1] + len(block.hashes))
    file.add(f"{prefix}starts", np.array(starts, np.uint32))


class HashLists:
    """The hashes of the articles of a segment; safe to share among threads.

    Args:
        file: The file of the segment.
        name: Their name.
        n_articles: Articles in it.
    """

    def __init__(self, file: ArrayFile, name: str, *, n_articles: int) -> None:
        prefix = f"{PREFIX}{name}/"
        self._values = file.lazy(f"{prefix}values")
        self._articles = file.lazy(f"{prefix}articles", len(self._values))
        self._starts = file.array(f"{prefix}starts", -(-n_articles // BLOCK) + 1).tolist()

    def __len__(self) -> int:
        """Return how many pairs of a hash and an article there are."""
        return len(self._values)

    @property
    def n_blocks(self) -> int:
        """How many blocks of articles there are."""
        return len(self._starts) - 1

    def block(self, number: int) -> HashBlock:
        """Return the hashes of the articles from ``65536 * number`` on."""
        start, end = self._starts[number : number + 2]
        return HashBlock(self._values[start:end], self._articles[start:end])

    def find(self, hashes: Array) -> tuple[Array, Array]:
        """Return which articles have some hashes.

        Args:
            hashes: The hashes, ascending, uint32, (n,).

        Returns:
            Of each pair, which of the hashes, and the article, int64, (n_pairs,).
        """
        places, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for number, (start, end) in enumerate(pairwise(self._starts)):
            firsts = self._values.raw[start:end].searchsorted(hashes) + start
            afters = self._values.raw[start:end].searchsorted(hashes, "right") + start
            if start < end:  # what is beside a place tells whether it is the right one
                lasts = np.minimum(afters, end - 1)
                self._values.compare(np.minimum(np.maximum(firsts - 1, start), lasts), lasts)
            counts = afters - firsts
            places.append(np.repeat(np.arange(len(hashes)), counts))
            pairs = np.repeat(firsts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
            found.append(self._articles.take(pairs).astype(np.int64) + number * BLOCK)
        return np.concatenate(places), np.concatenate(found)

    def of_articles(self, articles: Array) -> tuple[Array, Array]:
        """Return the hashes of some articles, all of their blocks being gone through.

        Args:
            articles: Their numbers, ascending, int64, (n,).

        Returns:
            Of each pair the article, int64, and the hash, uint32, (n_pairs,).
        """
        found, hashes = [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
        for number in np.unique(articles // BLOCK).tolist():
            block = self.block(number)
            is_asked = np.zeros(BLOCK, np.bool_)
            is_asked[articles[articles // BLOCK == number] % BLOCK] = True
            pairs = is_asked[block.articles].nonzero()[0]
            found.append(block.articles[pairs].astype(np.int64) + number * BLOCK)
            hashes.append(block.hashes[pairs])
        return np.concatenate(found), np.concatenate(hashes)

    def disagreements(self, n_articles: int) -> Iterator[str]:
        """Yield what in it does not agree, in words.

        Args:
            n_articles: How many articles the segment has.
        """
        if self._starts[0] or self._starts[-1] != len(self) or self._starts != sorted(self._starts):
            yield "its blocks do not follow one another"
            return
        for number in range(len(self._starts) - 1):
            block = self.block(number)
            keys = block.hashes.astype(np.int64) << 16 | block.articles
            if np.any(np.diff(keys) <= 0):
                yield f"the hashes of articles {number * BLOCK} on are not sorted"
            if block.articles.max(initial=0) >= max(n_articles - number * BLOCK, 1):
                yield f"the hashes of articles {number * BLOCK} on name one that is not there"


def merged_hash_lists(
    sources: Sequence[tuple[HashLists, Array]], *, n_articles: int
) -> Iterator[HashBlock]:
    """Yield the hashes of the surviving articles of several segments.

    Args:
        sources: The hashes of each segment, and the new number of each of its articles, -1 for
            a deleted one, int64; the numbers of each ascend and go on from those before.
        n_articles: How many articles survive.
    """
    for first in range(0, n_articles, BLOCK):
        after = min(first + BLOCK, n_articles)
        articles, hashes = [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
        for lists, renumbered in sources:
            for number, begin in enumerate(range(0, len(renumbered), BLOCK)):
                here = renumbered[begin : begin + BLOCK]
                if here.max() < first or here[here >= 0].min(initial=after) >= after:
                    continue
                block = lists.block(number)
                new = here[block.articles]
                is_kept = (new >= first) & (new < after)
                articles.append(new[is_kept])
                hashes.append(block.hashes[is_kept])
        order = np.argsort(numbers := np.concatenate(articles), kind="stable")
        yield from hash_blocks(
            numbers[order] - first, np.concatenate(hashes)[order], n_articles=after - first
        )
