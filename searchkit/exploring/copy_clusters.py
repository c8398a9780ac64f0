"""Which articles are copies of which -> clusters: an article and its direct copies.

Articles are gone through in *canonical order*: by date, undated ones last, then the longest
first, then by key. The first is a *leader* and takes all of its copies; the next that was not
taken is a leader, and takes those of its copies that were not; and so on. So no chain of small
changes joins what has nothing in common, and clusters depend on nothing but the articles that
there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]


def leaders(n_articles: int, ones: Array, others: Array) -> Array:
    """Return the leader of each article, int64, (n_articles,); itself where it leads.

    Who leads is found in rounds, in each of which all those lead that have no copy before them
    which was not taken yet.

    Args:
        n_articles: How many articles there are, numbered in canonical order.
        ones: One article of each pair of copies, int64, (n_pairs,).
        others: The other one.
    """
    numbers = np.arange(n_articles)
    from_, to = np.concatenate((ones, others)), np.concatenate((others, ones))
    is_free = np.ones(n_articles, np.bool_)
    leads = np.zeros(n_articles, np.bool_)
    while is_free.any():
        first_copy = np.full(n_articles, n_articles)
        is_open = is_free[from_] & is_free[to] & (from_ != to)
        np.minimum.at(first_copy, from_[is_open], to[is_open])
        new = is_free & (numbers < first_copy)
        leads |= new
        is_free[new] = False
        is_free[to[new[from_]]] = False
    found = np.where(leads, numbers, n_articles)
    is_taken = leads[from_] & ~leads[to]
    np.minimum.at(found, to[is_taken], from_[is_taken])
    return found
