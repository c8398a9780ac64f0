"""Where words occur in articles, as numbers that compare.

An address is one number: the article in its upper half and the position, in tokens,
in the lower one. So the addresses of a word in all articles are one ascending array, the
word that follows another has the next number, and one comparison of two arrays compares
two words in all articles at once.

    article 7, position 41  ->  7 << 32 | 41
    article 7, position 42  ->  one more

Two arrays of about the same length are compared by merging them, which takes less
than to search one in the other; a short one is searched for in a long one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit.local.searching.intersection import united

if TYPE_CHECKING:
    from searchkit.local.searching.segments import Flags, Integers

SHIFT = 32  # bits of a position

_SEARCHED = 8  # times shorter than the other: an array is searched for in it


def articles_of(addresses: Integers) -> Integers:
    """Return the article of each address."""
    return addresses >> SHIFT


def counted(articles: Integers) -> tuple[Integers, Integers]:
    """Return each of some articles, ascending, once, and how often it is there."""
    if not len(articles):
        return articles, articles
    firsts = _changes(articles).nonzero()[0]
    counts = np.empty_like(firsts)
    np.subtract(firsts[1:], firsts[:-1], out=counts[:-1])
    counts[-1] = len(articles) - firsts[-1]
    return articles[firsts], counts


def distinct(numbers: Integers) -> Integers:
    """Return each of some numbers, ascending, once."""
    return numbers[_changes(numbers)]


def following(first: Integers, second: Integers, distance: int) -> Integers:
    """Return the addresses of ``second`` that have one of ``first`` at most so far before them."""
    found: Integers
    if not len(first) or not len(second):
        return second[:0]
    if len(first) * _SEARCHED < len(second):
        starts = second.searchsorted(first, "right")
        counts = second.searchsorted(first + distance, "right") - starts
        shift = starts - (counts.cumsum() - counts)
        addresses = np.repeat(shift, counts)
        addresses += np.arange(len(addresses))
        found = second[np.unique(addresses)]
        return found
    if len(second) * _SEARCHED < len(first):
        at = first.searchsorted(second) - 1
        found = second[(at >= 0) & (second - first[at] <= distance)]
        return found
    # Addresses of `first` are odd and those of `second` even: of two that are the same
    # address, that of `second` comes before that of `first`, so that a word does not
    # follow itself.
    merged = np.concatenate((2 * first + 1, 2 * second))
    merged.sort(kind="stable")
    is_first = (merged & 1).astype(np.bool_)
    last = np.maximum.accumulate(np.where(is_first, merged, merged[0] - 2 * distance - 2))
    follows = merged - last < 2 * distance
    follows &= ~is_first
    found = merged[follows] >> 1
    return found


def near(first: Integers, second: Integers, distance: int) -> Integers:
    """Return the addresses of ``second`` that have one of ``first`` so near, before or after."""
    after = following(first, second, distance)
    before = -following(-first[::-1], -second[::-1], distance)[::-1]
    return united((after, before))


def _changes(numbers: Integers) -> Flags:
    """Return which of some numbers differ from the one before them."""
    flags = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=flags[1:])
    return flags
