"""Pages of what a query finds on a cluster: how they are asked for, and what is made of answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchkit.local.searching.rescoring.stages import is_looked_at_again
from searchkit.opensearch.cluster_queries import boolean
from searchkit.opensearch.kept_records import asked_for
from searchkit.opensearch.later_stages import Candidate
from searchkit.ranking import BEST
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchkit.engine import PageRequest
    from searchkit.opensearch.cluster_queries import Query
    from searchkit.opensearch.cluster_state import ClusterStore
    from searchkit.query.filters import Sort
    from searchkit.query.nodes import Node, Word
    from searchkit.query.pairs import Pair

MOST_AT_ONCE = 10_000
"""How many articles a cluster returns for one request, what is skipped included."""

SHOWN_COLUMNS = ("key", "language")
"""What is shown of an article besides the record."""

_DATE = {"missing": "_last"}
_SORTS: Mapping[str, list[object]] = {
    "relevance": ["_score", {"date_from": {"order": "desc", **_DATE}}, "key"],
    "newest": [{"date_from": {"order": "desc", **_DATE}}, "_score", "key"],
    "oldest": [{"date_from": {"order": "asc", **_DATE}}, "_score", "key"],
}


class AskedPage(NamedTuple):
    """What is asked of a page."""

    node: Node
    request: PageRequest
    pairs: Sequence[Pair]
    acronyms: Sequence[Word]

    @property
    def depth(self) -> int:
        """How many articles the later stages look at, at least."""
        return max(BEST, self.request.offset + self.request.limit)

    @property
    def is_looked_at(self) -> bool:
        """Whether later stages decide anything of it."""
        request = self.request
        return request.sort == "relevance" and is_looked_at_again(request.ranking, request.offset)


class ClusterPages:
    """Fetches articles that queries find, in order; threads may share it.

    Args:
        store: The cluster.
        index: The name of the index of articles.
    """

    def __init__(self, store: ClusterStore, index: str) -> None:
        self._store = store
        self._index = index

    def scored(self, body: object) -> Any:
        """Return what a search finds, with the scores of the queries in it that have a name."""
        return self._store.search(self._index, body, include_named_queries_score=True)

    def ordered(
        self,
        query: Query,
        sort: Sort,
        offset: int,
        limit: int,
        body: Mapping[str, object],
        *,
        answer: Any = None,
    ) -> list[Candidate]:
        """Return some of what a query finds, in order.

        Args:
            query: The query.
            sort: The order.
            offset: How many articles to skip.
            limit: How many to return at most.
            body: What else is asked of each.
            answer: The answer to the first request, if that is there.
        """
        score_at = 0 if sort == "relevance" else 1
        after: list[Any] | None = None
        skipped = 0
        while offset - skipped > MOST_AT_ONCE - limit and limit <= MOST_AT_ONCE:
            size = min(MOST_AT_ONCE, offset - skipped)
            skip = page_request(query, sort, 0, size, {"_source": False}) | _from(after)
            hits = self._store.search(self._index, skip)["hits"]["hits"]
            if len(hits) < size:
                return []
            skipped += size
            after = hits[-1]["sort"]
        found: list[Candidate] = []
        while len(found) < limit:
            size = min(MOST_AT_ONCE, limit - len(found))
            if answer is None:
                start = offset if after is None else 0
                page = page_request(query, sort, start, size, body) | _from(after)
                answer = self.scored(page)
            hits, answer = answer["hits"]["hits"], None
            found += [_candidate(hit, score_at) for hit in hits]
            if len(hits) < size:
                break
            after = hits[-1]["sort"]
        return found

    def scores(self, query: Query, names: Sequence[str]) -> dict[str, float]:
        """Return the scores of those of some articles that a query finds, by their names."""
        among = {"bool": {"must": [query], "filter": [{"ids": {"values": list(names)}}]}}
        found = self.ordered(among, "relevance", 0, len(names), {"_source": False})
        return {one.name: one.score for one in found}

    def shown(
        self, names: Sequence[str], named: Sequence[Query], *, has_texts: bool | None
    ) -> dict[str, Any]:
        """Return what is shown of articles, by their names.

        Args:
            names: What their documents are called.
            named: Queries of which it is told which articles they find.
            has_texts: Whether the texts are fetched, too; None: nothing is, as it is known.
        """
        query: Query = {"ids": {"values": list(names)}}
        body = {
            "query": boolean(query, named) if named else query,
            "size": len(names),
            **(
                {"_source": False}
                if has_texts is None
                else asked_for(*SHOWN_COLUMNS, has_texts=has_texts)
            ),
        }
        hits = self._store.search(self._index, body)["hits"]["hits"] if names else ()
        return {hit["_id"]: hit for hit in hits}


def page_request(
    query: Query, sort: Sort, offset: int, size: int, body: Mapping[str, object]
) -> dict[str, object]:
    """Return what asks for some of what a query finds, in order."""
    return {
        "query": query,
        "sort": _SORTS[sort],
        "track_total_hits": False,
        "from": offset,
        "size": size,
        **body,
    }


def counting(query: Query) -> dict[str, object]:
    """Return what counts the articles that a query finds."""
    return {"size": 0, "track_total_hits": True, "query": {"bool": {"filter": [query]}}}


def total_of(answer: Mapping[str, Any]) -> int:
    """Return how many articles a search found."""
    return int(answer["hits"]["total"]["value"])


def _from(after: object) -> dict[str, object]:
    return {} if after is None else {"search_after": after, "from": 0}


def _candidate(hit: Mapping[str, Any], score_at: int) -> Candidate:
    sort = hit["sort"]
    return Candidate(
        name=hit["_id"],
        score=float(sort[score_at]),
        key=sort[2],
        date=hit.get("fields", {}).get("date_from", [None])[0],
        hit=hit,
    )
