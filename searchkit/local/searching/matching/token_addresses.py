"""Where words occur in articles, as numbers that compare.

An address is one number: the article in its upper half and the position, in tokens,
in the lower one. So the addresses of a word in all articles are one ascending array, the
word that follows another has the next number, and one comparison of two arrays compares
two words in all articles at once.

    article 7, position 41  ->  7 << 32 | 41
    article 7, position 42  ->  one more
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from searchkit.local.searching.segments import Flags, Integers

SHIFT = 32  # bits of a position


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


def following(
    first: Integers, counts: Integers | None, second: Integers, distance: int
) -> Integers:
    """Return how many of ``first`` are at most so far before each of ``second``, int64.

    Args:
        first: Addresses, ascending.
        counts: As how many each of them counts; None: as one.
        second: Addresses, ascending.
        distance: How far, in tokens, 1 or more.
    """
    ends = first.searchsorted(second)
    starts = first.searchsorted(second - distance)
    if counts is None:
        return ends - starts
    upto = np.concatenate(([0], counts.cumsum()))
    found: Integers = upto[ends] - upto[starts]
    return found


def near(first: Integers, second: Integers, distance: int) -> Integers:
    """Return how many of ``first`` are so near each of ``second``, before it or after, int64."""
    before = following(first, None, second, distance)
    after = first.searchsorted(second + distance, "right") - first.searchsorted(second, "right")
    return before + after


def _changes(numbers: Integers) -> Flags:
    """Return which of some numbers differ from the one before them."""
    flags = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=flags[1:])
    return flags
