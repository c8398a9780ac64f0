"""The clusters of copies of an index on a cluster, and which of their members a query finds.

The edges are read once, when they are first needed, and clusters made of them as in any engine.
Articles of clusters are *numbered* here, by their places among all that edges are about. All else
would be too much to number: what is in no cluster has no number.

Which members a query finds is asked in two steps, unless they are few, so that no request names
them all: those that have edges, which are marked in the index; and of their clusters those that
have none, their *roots*.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.copy_clusters import CopySets, NamedEdges
from searchkit.opensearch.edge_names import as_numbers
from searchkit.records import NamedTuple
from searchkit.schema import UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import numpy.typing as npt

    from searchkit.opensearch.cluster_queries import Query

    Array = npt.NDArray[Any]
    Searches = Callable[[list[object]], list[Any]]

_PAGE = 5000  # articles of one answer
_NAMES = 10_000  # names in one question
_FEW_ROOTS = 500  # of all clusters, up to which all are named at once
_HAS_EDGES: Query = {"exists": {"field": "copies"}}
_COLUMNS = ("content", "copies", "key", "date_from", "text_length")


class _Row(NamedTuple):
    """An article that edges are about.

    Attributes:
        name: What its document is called.
        content: What edges call it.
        copies: What its edges call others.
        order: Its place in canonical order.
    """

    name: str
    content: str
    copies: Sequence[str]
    order: tuple[bool, int, int, str]


class ClusterCopies:
    """The clusters of copies of an index.

    Args:
        searches: Answers several searches of its articles.

    Attributes:
        names: What the documents of articles of clusters are called, by their numbers.
        number_of: The numbers by these names.
        sets: The clusters.
    """

    def __init__(self, searches: Searches) -> None:
        self._searches = searches
        rows = self._rows()
        self.names = [row.name for row in rows]
        self.number_of = {row.name: number for number, row in enumerate(rows)}
        owners = [number for number, row in enumerate(rows) for _ in row.copies]
        targets = chain.from_iterable(row.copies for row in rows)
        named = NamedEdges.of(
            np.arange(len(rows)),
            as_numbers(row.content for row in rows),
            np.array(owners, np.int64),
            as_numbers(targets),
        )
        order = sorted(range(len(rows)), key=lambda number: rows[number].order)
        self.sets = CopySets(named, np.array(order, np.int64))
        has_edges = np.array([bool(row.copies) for row in rows], np.bool_)
        self._is_root = ~has_edges[self.sets.members]
        n_roots = np.bincount(self.sets.cluster[self._is_root], minlength=self.sets.n_clusters)
        self._has_roots = (
            n_roots > 1
        )  # so they may be found together, without a copy that names both

    def _rows(self) -> list[_Row]:
        """Return the articles that have edges, and those that edges name."""
        rows = {row.name: row for row in self._found(_HAS_EDGES)}
        targets = sorted({name for row in rows.values() for name in row.copies})
        for at in range(0, len(targets), _NAMES):
            some = targets[at : at + _NAMES]
            rows.update((row.name, row) for row in self._found({"terms": {"content": some}}))
        return list(rows.values())

    def _found(self, query: Query) -> Iterator[_Row]:
        for hit in self._hits([query], _COLUMNS)[0]:
            fields = hit["fields"]
            date = fields.get("date_from", [UNDATED])[0]
            yield _Row(
                hit["_id"],
                fields["content"][0],
                fields.get("copies", ()),
                (date == UNDATED, date, -fields["text_length"][0], fields["key"][0]),
            )

    def members_found(self, queries: Sequence[Query], *, alone: bool = False) -> list[Array]:
        """Return which members of clusters each of some queries finds, bool, (n_members,).

        Args:
            queries: The queries.
            alone: Whether a member counts that has no edges and is the only one of its cluster
                that is found; it makes no difference to how many clusters and articles there are.
        """
        flags = [np.zeros(len(self.sets.members), np.bool_) for _ in queries]
        if self.sets.n_clusters:
            roots = self._named_roots(np.ones(self.sets.n_clusters, np.bool_))
            if len(roots) <= _FEW_ROOTS:
                either: Query = {"bool": {"should": [_HAS_EDGES, _called(roots)]}}
                self._mark(flags, list(enumerate(_both(query, either) for query in queries)))
            else:
                self._mark(flags, list(enumerate(_both(query, _HAS_EDGES) for query in queries)))
                self._mark(flags, list(self._questions_of_roots(queries, flags, alone=alone)))
        return flags

    def _questions_of_roots(
        self, queries: Sequence[Query], flags: Sequence[Array], *, alone: bool
    ) -> Iterator[tuple[int, Query]]:
        """Yield the place of a query, and what finds those of its roots that may matter."""
        for number, query in enumerate(queries):
            is_met = np.full(self.sets.n_clusters, alone) | self._has_roots
            is_met[self.sets.cluster[flags[number]]] = True
            names = self._named_roots(is_met)
            for at in range(0, len(names), _NAMES):
                yield number, _both(query, _called(names[at : at + _NAMES]))

    def _named_roots(self, which: Array) -> list[str]:
        """Return what the roots of some clusters are called, bool, (n_clusters,)."""
        chosen = self._is_root & which[self.sets.cluster]
        return [self.names[number] for number in self.sets.members[chosen].tolist()]

    def clusters_of(self, names: Iterable[str]) -> list[int]:
        """Return the cluster of each of some articles; -1: it is in none."""
        numbers = np.array([self.number_of.get(name, -1) for name in names], np.int64)
        found: list[int] = self.sets.clusters_of(numbers).tolist()
        return found

    def listed(self, cluster: int) -> list[str]:
        """Return the members of a cluster in canonical order."""
        return [self.names[number] for number in self.sets.listed(cluster).tolist()]

    def _mark(self, flags: Sequence[Array], questions: Sequence[tuple[int, Query]]) -> None:
        """Note which members some queries find, each in the flags at its place."""
        every = self._hits([query for _, query in questions])
        for (place, _), hits in zip(questions, every, strict=True):
            numbers = [self.number_of.get(hit["_id"], -1) for hit in hits]
            flags[place][np.isin(self.sets.members, numbers)] = True

    def _hits(self, queries: Sequence[Query], columns: Sequence[str] = ()) -> list[list[Any]]:
        """Return all that each of some queries finds, with some columns."""
        if not queries:
            return []
        bodies: list[dict[str, Any]] = [
            {
                "size": _PAGE,
                "query": {"bool": {"filter": [query]}},
                "_source": False,
                "docvalue_fields": list(columns),
                "sort": ["key"],
            }
            for query in queries
        ]
        first = [answer["hits"]["hits"] for answer in self._searches([*bodies])]
        return [[*hits, *self._rest(body, hits)] for body, hits in zip(bodies, first, strict=True)]

    def _rest(self, body: dict[str, Any], hits: Sequence[Any]) -> Iterator[Any]:
        """Yield what a search finds beyond its first page."""
        while len(hits) == _PAGE:
            (answer,) = self._searches([{**body, "search_after": hits[-1]["sort"]}])
            hits = answer["hits"]["hits"]
            yield from hits


def _called(names: Sequence[str]) -> Query:
    """Return what finds articles by what their documents are called."""
    return {"ids": {"values": list(names)}}


def _both(query: Query, other: Query) -> Query:
    return {"bool": {"filter": [query, other]}}
