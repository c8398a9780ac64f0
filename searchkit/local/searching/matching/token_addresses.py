"""Where words stand in articles, as numbers that compare.

A place is one number: the article in its upper half and the position, in tokens,
in its lower one. So places of all articles lie in one ascending array, the word
that follows another stands at the next number, and one search over two arrays
compares the places of two words in all articles at once.

Two arrays of about the same length are compared by merging them, which takes less
than to search one in the other; a short one is looked for in a long one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from searchkit.local.searching.segments import Flags, Integers

SHIFT = 32  # bits of a position

_MANY = 8  # times shorter than the other: an array is looked for in it


def articles_of(places: Integers) -> Integers:
    """Return the article of each place."""
    return places >> SHIFT


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


def common(fewer: Integers, more: Integers) -> Integers:
    """Return the places that are in both of two arrays, of which neither has one twice."""
    found: Integers
    if len(fewer) * _MANY < len(more):
        at = more.searchsorted(fewer)
        found = fewer[more.take(at, mode="clip") == fewer]
    else:
        merged = np.concatenate((fewer, more))
        merged.sort(kind="stable")  # which merges what is in order already
        found = merged[1:][merged[1:] == merged[:-1]]
    return found


def following(first: Integers, second: Integers, distance: int) -> Integers:
    """Return the places of ``second`` that have one of ``first`` at most so far before them."""
    found: Integers
    if not len(first) or not len(second):
        return second[:0]
    if len(first) * _MANY < len(second):
        starts = second.searchsorted(first, "right")
        counts = second.searchsorted(first + distance, "right") - starts
        shift = starts - (counts.cumsum() - counts)
        places = np.repeat(shift, counts)
        places += np.arange(len(places))
        found = second[np.unique(places)]
        return found
    if len(second) * _MANY < len(first):
        at = first.searchsorted(second) - 1
        found = second[(at >= 0) & (second - first[at] <= distance)]
        return found
    # Places of `first` are odd and those of `second` even: of two that are the same
    # place, that of `second` comes before that of `first`, so that a word does not
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
    """Return the places of ``second`` that have one of ``first`` so near, before or after."""
    after = following(first, second, distance)
    before = -following(-first[::-1], -second[::-1], distance)[::-1]
    return np.union1d(after, before)


def _changes(numbers: Integers) -> Flags:
    """Return which of some numbers differ from the one before them."""
    flags = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=flags[1:])
    return flags
