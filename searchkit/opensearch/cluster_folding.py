"""What a query finds on a cluster, in order -> a page of it, copies of one text folded.

It is folded as in any engine (:mod:`searchkit.exploring.copy_folding`). More is asked for than is
shown, so that one question for the best articles is enough unless very many are copies. Where all
that is found is known by then, nothing more is asked of the members of clusters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.copy_folding import folded_page
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.opensearch.cluster_copies import ClusterCopies

    Array = npt.NDArray[Any]
    Scored = Sequence[tuple[str, float]]


class FoldedHits(NamedTuple):
    """A page of hits, copies folded.

    Attributes:
        hits: What the documents of the hits are called, and their scores.
        copies: For each hit the other members of its cluster that are found, in canonical order.
    """

    hits: Scored
    copies: Sequence[Sequence[str]]


class Folding:
    """Folds what a query finds.

    Args:
        copies: The clusters of the index.
        first: Returns the first so many articles with their scores, or more, or all.
        scores: Returns the scores of those of some articles that are found.
        total: How many are found in all.
        by_score: Whether they are in the order of their scores.
    """

    def __init__(
        self,
        copies: ClusterCopies,
        first: Callable[[int], Scored],
        scores: Callable[[Sequence[str]], Mapping[str, float]],
        *,
        total: int,
        by_score: bool,
    ) -> None:
        self._copies = copies
        self._first = first
        self._scores = scores
        self._total = total
        self._by_score = by_score
        self._known: Scored = ()
        self._others: list[str] = []  # the names of articles that are in no cluster
        self._number_of_other: dict[str, int] = {}

    def page(self, *, offset: int, limit: int) -> FoldedHits:
        """Return a page.

        Args:
            offset: How many folded hits to skip, 0 or more.
            limit: How many to return at most, 1 or more.
        """
        found = folded_page(
            self._listed, self._copies.sets, self._asked, offset=offset, limit=limit
        )
        return FoldedHits(
            [(self._name(number), score) for number, score in found.hits],
            [tuple(map(self._name, numbers)) for numbers in found.copies],
        )

    def _listed(self, n: int) -> Sequence[tuple[int, float]]:
        if len(self._known) < min(n, self._total):
            self._known = self._first(n + n // 2)
        return [(self._number(name), score) for name, score in self._known[:n]]

    def _asked(self, numbers: Array) -> tuple[Array, Array | None]:
        names = list(map(self._name, numbers.tolist()))
        found = dict(self._known)
        if len(found) < self._total:
            found = {**self._scores(names), **found}
        flags = np.array([name in found for name in names], np.bool_)
        if not self._by_score:
            return flags, None
        return flags, np.array([found.get(name, 0) for name in names], np.float32)

    def _number(self, name: str) -> int:
        known = self._copies.number_of.get(name)
        if known is not None:
            return known
        if name not in self._number_of_other:
            self._number_of_other[name] = len(self._copies.names) + len(self._others)
            self._others.append(name)
        return self._number_of_other[name]

    def _name(self, number: int) -> str:
        n_known = len(self._copies.names)
        return self._copies.names[number] if number < n_known else self._others[number - n_known]
