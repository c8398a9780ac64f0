"""Which articles are copies of which -> clusters: an article and its direct copies.

Articles are gone through in *canonical order*: by date, undated ones last, then the longest
first, then by key. The first is a *leader* and takes all of its copies; the next that was not
taken is a leader, and takes those of its copies that were not; and so on. So no chain of small
changes joins what has nothing in common, and clusters depend on nothing but the articles that
there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_NOTHING = np.zeros(0, np.int64)


class NamedEdges(NamedTuple):
    """The articles that edges are about, and the edges between them as twin sets.

    A *twin set* is of articles that are the same but for their keys.

    Attributes:
        articles: The articles by their numbers, ascending, int64, (n,).
        twins: Which twin set each is in, from 0, int64, (n,).
        ones: One twin set of each edge, int64, (n_edges,).
        others: The other one.
    """

    articles: Array
    twins: Array
    ones: Array
    others: Array

    @classmethod
    def of(cls, articles: Array, names: Array, owners: Array, targets: Array) -> Self:
        """Return edges that name articles by what is in them; those of others are left out.

        Args:
            articles: The articles, ascending, int64, (n,).
            names: What edges call each: its fingerprint and its furniture, uint64, (n, 2).
            owners: The article that each edge belongs to, int64, (n_edges,).
            targets: What each edge calls the other one, uint64, (n_edges, 2).
        """
        twins = _numbered(np.concatenate((names, targets)))
        of_article, of_target = twins[: len(articles)], twins[len(articles) :]
        is_there = np.zeros(len(twins), np.bool_)
        is_there[of_article] = True
        ones = of_article[articles.searchsorted(owners)]
        kept = is_there[of_target]
        return cls(articles, of_article, ones[kept], of_target[kept])


NO_EDGES = NamedEdges(_NOTHING, _NOTHING, _NOTHING, _NOTHING)


class CopySets:
    """The clusters of copies among the articles of an index.

    Args:
        named: The edges.
        order: The canonical order of their articles, int64, (n,).

    Attributes:
        members: The articles that are in a cluster, ascending, int64, (n_members,).
        cluster: Which cluster each is in, from 0, int64, (n_members,).
        n_clusters: How many clusters there are.
    """

    def __init__(self, named: NamedEdges, order: Array) -> None:
        ordered, leader = named.articles[order], _led(named, order)
        sizes = np.bincount(leader, minlength=len(leader))
        is_member = sizes[leader] > 1
        numbers, leading = ordered[is_member], leader[is_member]
        by_number = np.argsort(numbers)
        self.members: Array = numbers[by_number]
        kept = np.flatnonzero(sizes > 1)
        self.cluster: Array = np.searchsorted(kept, leading[by_number])
        self.n_clusters = len(kept)
        # Of each cluster its members in canonical order, one cluster after another.
        self._listed = numbers[np.argsort(leading, kind="stable")]
        self._starts = np.concatenate(([0], np.cumsum(sizes[kept])))

    def clusters_of(self, articles: Array) -> Array:
        """Return the cluster of each of some articles, int64; -1: it is in none."""
        if not self.n_clusters:
            return np.full(len(articles), -1)
        at = np.minimum(self.members.searchsorted(articles), len(self.members) - 1)
        return np.where(self.members[at] == articles, self.cluster[at], -1)

    def listed(self, cluster: int) -> Array:
        """Return the members of a cluster in canonical order, int64."""
        return self._listed[self._starts[cluster] : self._starts[cluster + 1]]

    def n_groups(self, n_articles: int, found: Array) -> int:
        """Return how many clusters and single articles some articles are.

        Args:
            n_articles: How many articles.
            found: Which of the members of clusters are among them, bool, (n_members,).
        """
        is_met = np.zeros(self.n_clusters, np.bool_)
        is_met[self.cluster[found]] = True
        return n_articles - int(np.count_nonzero(found)) + int(np.count_nonzero(is_met))


def _numbered(names: Array) -> Array:
    """Return a number for each name, from 0, the same for the same names, int64, (n,)."""
    order = np.lexsort((names[:, 1], names[:, 0]))
    is_new = (names[order][1:] != names[order][:-1]).any(axis=1)
    numbers = np.zeros(len(order), np.int64)
    numbers[order[1:]] = np.cumsum(is_new)
    return numbers


def _led(named: NamedEdges, order: Array) -> Array:
    """Return the place of the leader of each article in canonical order, int64."""
    twins = named.twins[order]
    n = len(twins)
    # A twin set comes where the first of its articles does, and leads or follows as a whole.
    first = np.full(int(max(twins.max(initial=0), named.others.max(initial=0))) + 1, n)
    np.minimum.at(first, twins, np.arange(n))
    found: Array = leaders(n, first[named.ones], first[named.others])[first[twins]]
    return found


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
