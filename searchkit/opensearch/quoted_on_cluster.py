"""Which articles on a cluster have the shingles of a quotation, and which shingles they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.engine import COMMON, FEW, RARE, SharedShingles
from searchkit.local.searching.quoted_articles import NO_OUTLET, shared_shingles
from searchkit.opensearch.cluster_pages import MOST_AT_ONCE, counting, total_of
from searchkit.records import NamedTuple
from searchkit.schema import NO_SOURCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from searchkit.opensearch.cluster_queries import Query
    from searchkit.opensearch.cluster_view import ClusterView

_PAGE = 5000
_COUNTS = """
int n = 0;
boolean isRare = false;
for (shingle in doc['quotations']) {
  if (params.told.containsKey(shingle)) {
    n++;
    if (params.told[shingle]) { isRare = true; }
  }
}
return n >= params.least || isRare ? n : 0;
"""
"""How many of some shingles an article has; 0 where these are too few."""


class QuotedOnCluster(NamedTuple):
    """Looks articles up by the shingles of their quotations.

    Attributes:
        view: The index.
        identify: Tells what the terms of one outlet have in common.
    """

    view: ClusterView
    identify: Callable[[str], str]

    def quoting(self, shingles: Sequence[int], among: Query, *, limit: int) -> list[str]:
        """Return what :meth:`searchkit.engine.View.quoting` describes.

        Args:
            shingles: The shingles.
            among: What finds the articles that may be returned.
            limit: How many to return at most.
        """
        names = list(map(str, shingles))
        if not names or not limit:
            return []
        bodies: list[object] = [counting({"term": {"quotations": name}}) for name in names]
        counts = dict(zip(names, map(total_of, self.view.searches(bodies)), strict=True))
        if min(counts.values()) <= COMMON:
            counts = {name: n for name, n in counts.items() if n <= COMMON}
        parameters = {
            "told": {name: n <= RARE for name, n in counts.items()},
            "least": 1 if len(names) <= FEW else 2,
        }
        having = {"bool": {"filter": [{"terms": {"quotations": list(counts)}}, among]}}
        script = {"source": _COUNTS, "params": parameters}
        body = {
            "size": min(limit, MOST_AT_ONCE),
            "query": {"script_score": {"query": having, "script": script, "min_score": 0.5}},
            "sort": ["_score", "key"],
            "_source": False,
        }
        (answer,) = self.view.searches([body])
        return [hit["_id"] for hit in answer["hits"]["hits"]]

    def shared(self, among: Query, *, limit: int) -> list[SharedShingles]:
        """Return what :meth:`searchkit.engine.View.shared_shingles` describes.

        All articles with quotations that count are asked for their shingles.

        Args:
            among: What finds the articles that count.
            limit: How many groups of shingles to return at most.
        """
        names: list[str] = []
        outlets: list[int] = []
        order: list[tuple[str, str]] = []
        shingles: list[Any] = [np.zeros(0, np.int64)]
        number_of = {NO_SOURCE: NO_OUTLET}
        for hit in self._quoting(among):
            fields = hit["fields"]
            term = fields["source"][0]
            outlet = term if term == NO_SOURCE else self.identify(term)
            names.append(hit["_id"])
            outlets.append(number_of.setdefault(outlet, len(number_of)))
            order.append((fields["fingerprint"][0], fields["key"][0]))
            shingles.append(np.array(fields["quotations"], np.int64))
        articles = np.repeat(np.arange(len(names)), [len(one) for one in shingles[1:]])
        values = np.concatenate(shingles)
        by_value = np.argsort(values, kind="stable")
        ranks = np.empty(len(names), np.int64)
        ranks[sorted(range(len(names)), key=order.__getitem__)] = np.arange(len(names))
        found = shared_shingles(
            values[by_value], articles[by_value], np.array(outlets, np.int64), ranks, limit
        )
        return [group._replace(first=names[group.first]) for group in found]

    def _quoting(self, among: Query) -> Iterator[Any]:
        """Yield the articles with quotations that a query finds, by their keys."""
        body: dict[str, object] = {
            "size": _PAGE,
            "query": {"bool": {"filter": [among, {"exists": {"field": "quotations"}}]}},
            "_source": False,
            "docvalue_fields": ["source", "fingerprint", "key", "quotations"],
            "sort": ["key"],
        }
        while True:
            (answer,) = self.view.searches([body])
            hits = answer["hits"]["hits"]
            yield from hits
            if len(hits) < _PAGE:
                return
            body["search_after"] = hits[-1]["sort"]
