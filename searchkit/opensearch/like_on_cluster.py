"""The terms of a text -> the articles on a cluster that share enough of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit import ranking
from searchkit.engine import AlikePage, TellingTerm
from searchkit.opensearch.cluster_folding import FoldedHits, Folding
from searchkit.opensearch.cluster_pages import SHOWN_COLUMNS, counting, total_of
from searchkit.opensearch.cluster_queries import any_of_tokens, boolean, named_query
from searchkit.opensearch.kept_records import asked_for
from searchkit.opensearch.mappings import TERM_MARK
from searchkit.query.nodes import Every
from searchkit.query.trees import filtered
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from searchkit.opensearch.cluster_copies import ClusterCopies
    from searchkit.opensearch.cluster_finding import Finder
    from searchkit.opensearch.cluster_queries import Query
    from searchkit.opensearch.cluster_view import ClusterView
    from searchkit.query.filters import Filters, Sort

_LEAST_ARTICLES = 2  # that have a term which makes one like another
_AT_ONCE = 200  # terms that are counted together


class LikeOnCluster(NamedTuple):
    """Finds the articles that have much in common with a text.

    Attributes:
        view: The index.
        finder: What finds articles in it.
    """

    view: ClusterView
    finder: Finder

    def telling_terms(self, terms: Mapping[str, float], *, most: int) -> Sequence[TellingTerm]:
        """Return what :meth:`searchkit.engine.View.telling_terms` describes."""
        counts = self._counts(list(terms))
        told = [
            TellingTerm(term, n, ranking.idf(n, self.view.n_articles))
            for term, n in counts.items()
            if n >= _LEAST_ARTICLES
        ]
        told.sort(key=lambda one: (-terms[one.term] * one.idf, one.term))
        return told[:most]

    def page(
        self,
        terms: Sequence[tuple[str, float]],
        filters: Filters,
        *,
        least: int,
        leaving_out: Collection[str],
        sort: Sort,
        offset: int,
        limit: int,
        copies: ClusterCopies | None,
    ) -> AlikePage:
        """Return what :meth:`searchkit.engine.View.alike` describes.

        It is given the clusters of copies where these are folded.
        """
        queries = self.finder.queries()
        counts = self._counts([term for term, _ in terms])
        found = [_with_term(term) for term, _ in terms]
        scored = [
            queries.scored(query, by * ranking.idf(counts[term], self.view.n_articles))
            for (term, by), query in zip(terms, found, strict=True)
        ]
        query: Query = {
            "bool": {
                "should": scored,
                "minimum_should_match": least,
                "filter": [queries.finding(filtered(Every(), filters))],
                "must_not": [{"ids": {"values": list(leaving_out)}}],
            }
        }
        (answer,) = self.view.searches([counting(query)])
        total = total_of(answer)
        groups = None
        if copies is not None:
            groups = copies.sets.n_groups(total, *copies.members_found([query]))
        if not limit or not total or not terms:
            return AlikePage(total, (), (), (), groups)
        named = [named_query(one, f"term{at}") for at, one in enumerate(found)]
        if copies is None:
            body = asked_for(*SHOWN_COLUMNS, "date_from", has_texts=True)
            chosen = self.finder.pages.ordered(boolean(query, named), sort, offset, limit, body)
            page = FoldedHits([(one.name, one.score) for one in chosen], ())
            shown = {one.name: one.hit for one in chosen}
        else:
            page = self._folding(query, sort, copies, total).page(offset=offset, limit=limit)
            shown = self.finder.pages.shown([name for name, _ in page.hits], named, has_texts=True)
        self.finder.keep(shown.values(), has_texts=True)
        shared = [
            tuple(at for at in range(len(terms)) if f"term{at}" in shown[name]["matched_queries"])
            for name, _ in page.hits
        ]
        return AlikePage(total, page.hits, shared, page.copies, groups)

    def _folding(self, query: Query, sort: Sort, copies: ClusterCopies, total: int) -> Folding:
        def first(n: int) -> list[tuple[str, float]]:
            found = self.finder.pages.ordered(query, sort, 0, n, {"_source": False})
            return [(one.name, one.score) for one in found]

        return Folding(
            copies,
            first,
            lambda names: self.finder.pages.scores(query, names),
            total=total,
            by_score=sort == "relevance",
        )

    def _counts(self, terms: Sequence[str]) -> Mapping[str, int]:
        """Return how many articles have each of some terms."""
        bodies: list[object] = []
        for at in range(0, len(terms), _AT_ONCE):
            part = terms[at : at + _AT_ONCE]
            filters = {str(number): _with_term(term) for number, term in enumerate(part)}
            bodies.append({"size": 0, "aggs": {"n": {"filters": {"filters": filters}}}})
        counts: dict[str, int] = {}
        for number, answer in enumerate(self.view.searches(bodies)):
            buckets = answer["aggregations"]["n"]["buckets"]
            part = terms[number * _AT_ONCE : (number + 1) * _AT_ONCE]
            counts |= {t: int(buckets[str(n)]["doc_count"]) for n, t in enumerate(part)}
        return counts


def _with_term(term: str) -> Query:
    return any_of_tokens([TERM_MARK + term], TEXT_FIELDS)
