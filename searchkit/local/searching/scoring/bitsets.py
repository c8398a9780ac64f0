"""Sets of articles as bits: quick to join and to count, and an eighth of the memory of flags.

A set knows how many articles of it come before any other, so that what belongs to them
can be in one array in their order and be found by an article's number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit.local.searching.popcount import bit_counts
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchkit.local.searching.segments import Flags, Integers

    Words = NDArray[np.uint64]

_SHIFT = 6  # a word has 64 bits
_ONE, _WITHIN = np.uint64(1), np.uint64(63)


class Bits(NamedTuple):
    """Some of all articles.

    Attributes:
        words: Article ``64 * w + b`` is bit ``b`` of word ``w``, (n_words,).
        up_to: How many articles there are in each word and those before, int32, (n_words,).
    """

    words: Words
    up_to: NDArray[np.int32]

    @classmethod
    def of(cls, flags: Flags) -> Bits:
        """Return the set of the articles that are marked, (n_numbers,)."""
        words = packed(flags)
        return cls(words, bit_counts(words).cumsum(dtype=np.int32))

    def find(self, articles: Integers) -> tuple[Flags, Integers]:
        """Return which of some articles are in the set, and how many of the set are before each."""
        at = articles >> _SHIFT
        rest = self.words.take(at)
        rest >>= articles.view(np.uint64) & _WITHIN  # the article's bit is the lowest now
        before = self.up_to.take(at) - bit_counts(rest)
        rest &= _ONE
        return rest.astype(np.bool_), before

    def has(self, articles: Integers) -> Flags:
        """Return which of some articles are in the set."""
        rest = self.words.take(articles >> _SHIFT)
        rest >>= articles.view(np.uint64) & _WITHIN
        rest &= _ONE
        return rest.astype(np.bool_)


def packed(flags: Flags) -> Words:
    """Return flags as the words of a set."""
    padded = np.zeros(-(-len(flags) >> 3) + 7 & ~7, np.uint8)
    bits = np.packbits(flags, bitorder="little")
    padded[: len(bits)] = bits
    return padded.view("<u8")


def articles_of(words: Words) -> Integers:
    """Return the articles of a set, ascending, int64."""
    numbers: Integers = flags_of(words).nonzero()[0]
    return numbers


def flags_of(words: Words) -> Flags:
    """Return a set as flags, with those of the rest of the last word, (64 * n_words,)."""
    return np.unpackbits(words.view(np.uint8), bitorder="little").view(np.bool_)


def count(words: Words) -> int:
    """Return how many articles are in a set."""
    return int(bit_counts(words).sum())
