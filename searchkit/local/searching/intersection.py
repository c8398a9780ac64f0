"""Where some articles stand in a list of articles.

A binary search for each takes long where there are many: it waits for memory
at every step. Then it is faster to write down for every article of the list
where it stands, in an array of all articles, and to look there. That array is
kept for the next time, and what was written is wiped out again, so that it costs
nothing to clear.
"""

from __future__ import annotations

from threading import local
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.segments import Flags, Integers

    Values = NDArray[np.float32]

_MANY = 8  # times fewer than the list: a binary search for each is faster


def located(sought: Integers, among: Integers) -> tuple[Integers, Flags]:
    """Return where numbers stand or would stand in an ascending array, and which are in it."""
    at = among.searchsorted(sought)
    if not len(among):
        return at, np.zeros(len(sought), np.bool_)
    return at, among.take(at, mode="clip") == sought


class Lookup(local):
    """Looks for articles of one segment in lists; each thread has an array of its own.

    Args:
        n_articles: Article numbers in the segment.
    """

    def __init__(self, n_articles: int) -> None:
        self._n_articles = n_articles
        self._places: NDArray[np.int32] | None = None  # one more than the place; 0: not there
        self._values: Values | None = None

    def find(self, articles: Integers, among: Integers) -> tuple[Flags, NDArray[np.integer]]:
        """Return which articles are in a list, and where those that are stand in it.

        Args:
            articles: Article numbers, ascending, (n,).
            among: Article numbers, ascending, (n_listed,).

        Returns:
            Flags, (n,), and places, any integers, (n_found,).
        """
        if not len(among):
            return np.zeros(len(articles), np.bool_), among
        if len(articles) * _MANY < len(among):
            at, there = located(articles, among)
            return there, at[there]
        if self._places is None:
            self._places = np.zeros(self._n_articles, np.int32)
        self._places[among] = np.arange(1, len(among) + 1, dtype=np.int32)
        places = self._places[articles]
        self._places[among] = 0
        there = places > 0
        return there, places[there] - 1

    def values(self, articles: Integers, runs: Sequence[tuple[Integers, Values]]) -> Values:
        """Return the values that some articles have in a list, 0 where they are not in it.

        Args:
            articles: Article numbers in any order, (n,).
            runs: The articles of the list, ascending in each run and in no two, and their
                values.

        Returns:
            float32, (n,).
        """
        if len(articles) * _MANY < len(runs[0][0]):
            return _searched(articles, runs)
        if self._values is None:
            self._values = np.zeros(self._n_articles, np.float32)
        for listed, values in runs:
            self._values[listed] = values
        found = self._values.take(articles)
        for listed, _ in runs:
            self._values[listed] = 0
        return found


def _searched(articles: Integers, runs: Sequence[tuple[Integers, Values]]) -> Values:
    """Return the same, by a search for each of the articles."""
    found = np.zeros(len(articles), np.float32)
    for listed, values in runs:
        if len(listed):
            at, there = located(articles, listed)
            found[there] = values[at[there]]
    return found
