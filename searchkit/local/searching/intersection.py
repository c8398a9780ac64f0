"""Which of these numbers are in that list, and where, and which are in any list.

Numbers are articles, or addresses of tokens, and lists ascend. There are three ways,
and the lengths decide:

- few numbers: a binary search for each;
- lists of addresses of about the same length: merging both, since sorting finds them
  in order already;
- many articles: a table of all articles is filled with where the list has each. It costs
  nothing to look there, while a binary search waits for memory at every step; but the
  table has to be made first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.segments import Flags, Integers

    Values = NDArray[np.float32]

_SEARCHED = 8
"""Entries of a list that are put into a table in the time of one binary search. At half and at
twice of it, all queries are level."""

_CLEARED = 128
"""Entries of a new table that are cleared in that time."""


def located(sought: Integers, among: Integers) -> tuple[Integers, Flags]:
    """Return where numbers are or would be in an ascending array, and which are in it."""
    at = among.searchsorted(sought)
    if not len(among):
        return at, np.zeros(len(sought), np.bool_)
    return at, among.take(at, mode="clip") == sought


def _is_searched(n_sought: int, n_listed: int, n_articles: int) -> bool:
    """Whether a binary search for each is faster than a table of all articles."""
    return n_sought < n_listed // _SEARCHED + n_articles // _CLEARED


def members(
    articles: Integers, among: Integers, n_articles: int
) -> tuple[Flags, NDArray[np.integer]]:
    """Return which articles are in a list, and where in it those are.

    Args:
        articles: Article numbers, ascending, (n,).
        among: Article numbers, ascending, (n_listed,).
        n_articles: How many article numbers there are.

    Returns:
        Flags, (n,), and indices into the list, any integers, (n_found,).
    """
    at: NDArray[np.integer]
    if _is_searched(len(articles), len(among), n_articles) or not len(among):
        at, is_in = located(articles, among)
    else:
        table = np.zeros(n_articles, np.int32)  # one more than the index; 0: not in the list
        table[among] = np.arange(1, len(among) + 1, dtype=np.int32)
        at = table[articles] - 1
        is_in = at >= 0
    return is_in, at[is_in]


def common(one: Integers, other: Integers) -> Integers:
    """Return the numbers that are in both of two lists, of which neither has one twice."""
    found: Integers
    if len(one) * _SEARCHED < len(other):
        found = one[located(one, other)[1]]
    elif len(other) * _SEARCHED < len(one):
        found = other[located(other, one)[1]]
    else:
        merged = np.concatenate((one, other))
        merged.sort(kind="stable")  # which merges what is in order already
        found = merged[1:][merged[1:] == merged[:-1]]
    return found


def united(lists: Sequence[Integers]) -> Integers:
    """Return the numbers that are in any of some lists, of which none has one twice, ascending."""
    return lists[0] if len(lists) == 1 else distinct(np.concatenate(lists))


def distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """Return numbers ascending, each once.

    `np.unique` does the same, and loads a part of NumPy that takes longer than most searches.
    """
    ascending = np.sort(numbers, kind="stable")
    is_first = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=is_first[1:])
    return ascending[is_first]


def values_at(
    articles: Integers, lists: Sequence[tuple[Integers, Values]], n_articles: int
) -> Values:
    """Return the values that some articles have in lists, 0 where they are in none.

    Args:
        articles: Article numbers in any order, (n,).
        lists: The articles of each list, ascending and in no two, and their values.
        n_articles: How many article numbers there are.

    Returns:
        float32, (n,).
    """
    if not _is_searched(len(articles), len(lists[0][0]), n_articles):
        table = np.zeros(n_articles, np.float32)
        for listed, values in lists:
            table[listed] = values
        return table.take(articles)
    found = np.zeros(len(articles), np.float32)
    for listed, values in lists:
        at, is_in = located(articles, listed)
        found[is_in] = values[at[is_in]]
    return found
