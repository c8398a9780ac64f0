"""A query -> a page of what the articles of a cluster have of it.

It takes these requests, each of all shards or none:

1. what the words mean, unless that is known from queries before;
2. how many articles have each leaf, and all words side by side, unless all leaves are known: then
   the next request counts, too;
3. the best articles, with what later stages need of them: how often pairs of words occur, and
   signatures;
4. the records of those that are shown, and what each lacks. Without later stages 3 brings them.

The later stages are those of any engine (:mod:`searchkit.opensearch.later_stages`).
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from searchkit import ranking as formulas
from searchkit.engine import USUAL_RANKING, FoundLeaf, Page
from searchkit.opensearch.cluster_folding import Folding
from searchkit.opensearch.cluster_pages import (
    MOST_AT_ONCE,
    SHOWN_COLUMNS,
    AskedPage,
    ClusterPages,
    counting,
    page_request,
    total_of,
)
from searchkit.opensearch.cluster_queries import CountedLeaf, Queries, boolean, either
from searchkit.opensearch.kept_records import asked_for
from searchkit.opensearch.later_stages import (
    LOOKED_AT,
    Candidate,
    LaterStages,
    Newness,
    in_order,
    newer_first,
    with_pairs,
)
from searchkit.opensearch.leaf_counts import LeafCounts
from searchkit.query.all_or_some import has_groups, lacks, with_all, with_some
from searchkit.query.nodes import And, DateRange, Not, Word, facts, mapped, terms
from searchkit.query.trees import asked_leaves, filtered
from searchkit.ranking import BEST
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from searchkit.engine import PageRequest
    from searchkit.opensearch.cluster_copies import ClusterCopies
    from searchkit.opensearch.cluster_queries import Query
    from searchkit.opensearch.cluster_state import ClusterStore, Statistics
    from searchkit.opensearch.cluster_words import ClusterWords
    from searchkit.query.filters import Filters
    from searchkit.query.nodes import Node
    from searchkit.query.pairs import Pair
    from searchkit.query.rankings import Ranking
    from searchkit.query.trees import AskedLeaf


class Finder:
    """Finds articles of a generation; threads may share it.

    Args:
        store: The cluster.
        index: The name of the index of articles.
        statistics: What is known of all of them.
        words: What words mean there.
        outlets: Gives the terms of the outlets that a name means.
        keep: Takes what was fetched of the articles that are shown, and whether that has the texts.
        newness: Gives what newness is measured by.

    Attributes:
        later: The later stages of scoring.
        pages: What fetches articles.
    """

    def __init__(
        self,
        store: ClusterStore,
        index: str,
        statistics: Statistics,
        words: ClusterWords,
        outlets: Callable[[str], Sequence[str]],
        keep: Callable[..., None],
        newness: Callable[[], Newness],
    ) -> None:
        self._store = store
        self._index = index
        self._statistics = statistics
        self._words = words
        self._outlets = outlets
        self.keep = keep
        self._newness = newness
        self.later = LaterStages(statistics)
        self.pages = ClusterPages(store, index)
        self._leaf_counts = LeafCounts(words)

    def find(
        self,
        node: Node,
        filters: Filters,
        request: PageRequest,
        copies: ClusterCopies | None = None,
    ) -> Page:
        """Return a page of what a query finds; see :meth:`searchkit.engine.View.find`.

        It is given the clusters of copies where these are folded.
        """
        asked, ranking, clues = asked_leaves(node), request.ranking, request.clues
        wanted = filtered(as_ranked(node, ranking), filters)
        acronyms = clues.acronyms if ranking.name != "bm25" else ()
        is_grouped = has_groups(wanted)
        some = with_some(wanted) if is_grouped else wanted
        every = with_all(wanted) if is_grouped else wanted
        pairs = clues.pairs if request.limit and ranking.pairs and ranking.name == "full" else ()
        self._prepare(asked, acronyms, pairs)
        is_by_date = request.sort != "relevance"
        expected = None
        if request.limit and copies is None and not (is_by_date and is_grouped):
            expected = AskedPage(some, request, pairs, acronyms)
        undated = self._undated(node, filters) if expected else None
        queries, totals, begun = self._count(
            [(as_ranked(one.leaf, ranking), one.fields) for one in asked],
            acronyms,
            [every, some] if is_grouped else [some],
            ranking,
            expected,
            undated,
        )
        n_every, n_some = totals[0], totals[-1]
        shown = every if is_by_date and n_every and not request.some_words else some
        page = _NO_PAGE
        more = n_some - n_every
        if request.limit and n_some:
            page = self._page(
                queries,
                node if more else None,
                AskedPage(shown, request, pairs, acronyms),
                None if copies is None else (copies, n_every if shown is every else n_some),
                begun,
            )
        groups, more_groups = None, 0
        if copies is not None:
            counted = [(some, n_some)]
            if n_every and more and not request.some_words:
                counted.append((every, n_every))
            all_groups, *of_every = self._groups(queries, copies, counted)
            groups = of_every[0] if of_every else all_groups
            more_groups = all_groups - groups
        return Page(
            total=n_every,
            hits=page.hits,
            more=more,
            lacks=page.lacks,
            copies=page.copies,
            groups=groups,
            more_groups=more_groups,
            undated=None if begun is None else begun.undated(has_all=n_every > 0, request=request),
            leaves=[
                FoundLeaf(
                    one.leaf,
                    one.fields,
                    counted.own,
                    formulas.idf(counted.own, self._statistics.articles) * len(terms(one.leaf)),
                )
                for one in asked
                if one.is_sought
                for counted in [queries.count_of(as_ranked(one.leaf, ranking), one.fields)]
            ],
        )

    def count(self, node: Node, filters: Filters) -> int:
        """Return how many articles a query finds, with some of its words."""
        self._prepare(asked_leaves(node), (), ())
        return self._totals([with_some(filtered(node, filters))])[0]

    def count_undated(self, node: Node, filters: Filters) -> int:
        """Return how many articles without a date a query finds, with some of its words."""
        if not self._n_undated:
            return 0
        return self.count(And((filtered(node, filters), Not(DateRange()))), filters)

    def _undated(self, node: Node, filters: Filters) -> Node | None:
        """Return what finds the articles that a filter by date keeps out since they have no date.

        Returns:
            The query; None: there are none, or the query asks for dates itself.
        """
        is_by_date = filters.since is not None or filters.until is not None
        if not is_by_date or filters.undated or not self._n_undated:
            return None
        if any(isinstance(fact, DateRange) for fact in facts(node)):
            return None
        others = filters.replace(since=None, until=None)
        return And((filtered(node, others), Not(DateRange())))

    @cached_property
    def _n_undated(self) -> int:
        """How many articles of the whole index have no date."""
        return self._totals([Not(DateRange())])[0]

    def matching(self, node: Node, filters: Filters) -> Query:
        """Return what finds the articles that a query finds, with some of its words."""
        self._prepare(asked_leaves(node), (), ())
        return self.queries().finding(with_some(filtered(node, filters)))

    def matching_best(self, node: Node, filters: Filters) -> Query:
        """Return what finds those with all words of a query; if there is none, with some."""
        self._prepare(asked_leaves(node), (), ())
        wanted = filtered(node, filters)
        every, some = with_all(wanted), with_some(wanted)
        return self.queries().finding(every if self._totals([every])[0] else some)

    def counts_of(self, node: Node) -> Iterable[tuple[AskedLeaf, CountedLeaf]]:
        """Return the leaves of a query, those under `Not` too, and how many articles have each."""
        asked = asked_leaves(node, TEXT_FIELDS)
        self._prepare(asked, (), ())
        leaves = [(one.leaf, one.fields) for one in asked]
        queries, *_ = self._count(leaves, (), [], USUAL_RANKING)
        return [(one, queries.count_of(one.leaf, one.fields)) for one in asked]

    def counted_queries(
        self,
        asked: Sequence[AskedLeaf],
        acronyms: Sequence[Word],
        pairs: Sequence[Pair],
        ranking: Ranking,
    ) -> Queries:
        """Return what makes queries, knowing how many articles have each of some leaves."""
        self._prepare(asked, acronyms, pairs)
        ranked = [(as_ranked(one.leaf, ranking), one.fields) for one in asked]
        return self._count(ranked, acronyms, [], ranking)[0]

    def queries(self, counts: Mapping[Hashable, CountedLeaf] | None = None) -> Queries:
        """Return what makes queries, with what is known of how many articles have leaves."""
        return Queries(self._words, self._statistics, self._outlets, counts or {})

    def _prepare(
        self, asked: Sequence[AskedLeaf], acronyms: Sequence[Word], pairs: Sequence[Pair]
    ) -> None:
        of_leaves = [term for one in asked for term in terms(one.leaf)]
        of_pairs = [word for pair in pairs for word in (pair.first, pair.second)]
        self._words.prepare([*of_leaves, *acronyms, *of_pairs])

    def _totals(self, nodes: Sequence[Node]) -> list[int]:
        queries = self.queries()
        answers = self._store.searches(
            self._index, [counting(queries.finding(node)) for node in nodes]
        )
        return list(map(total_of, answers))

    def _count(
        self,
        asked: Sequence[tuple[Any, tuple[str, ...]]],
        acronyms: Sequence[Word],
        nodes: Sequence[Node],
        ranking: Ranking,
        expected: AskedPage | None = None,
        undated: Node | None = None,
    ) -> tuple[Queries, list[int], _Begun | None]:
        """Count leaves that were not counted before, and what nodes find, all in one request.

        Args:
            asked: The leaves, each with the fields where it is looked for.
            acronyms: Words that count as acronyms.
            nodes: The nodes.
            ranking: How scores are made.
            expected: The page of what the last node finds that is asked for next.
            undated: What finds articles that are counted only where the page comes along.

        Returns:
            What makes queries, knowing these counts; how many articles each node finds; and
            where all leaves were known, the beginning of the page, which came along. Else None.
        """
        plain = self.queries()
        leaves = self._leaf_counts.looked_up(plain, asked, acronyms)
        if expected is not None and not leaves.missing:
            queries = self._ranked(leaves.counts, ranking)
            begun = self._beginning(queries, expected)
            if begun is not None:
                return self._counted_with_page(begun, queries, nodes, undated)
        bodies = [*leaves.requests, *(counting(plain.finding(node)) for node in nodes)]
        totals = list(map(total_of, self._store.searches(self._index, bodies)))
        counts = self._leaf_counts.counted(leaves, totals)
        return self._ranked(counts, ranking), totals[len(leaves.requests) :], None

    def _counted_with_page(
        self,
        begun: _Begun,
        queries: Queries,
        nodes: Sequence[Node],
        undated: Node | None,
    ) -> tuple[Queries, list[int], _Begun]:
        """Ask for the beginning of a page of what the last node finds; the others find less."""
        others = {str(at): {"filter": queries.finding(one)} for at, one in enumerate(nodes[:-1])}
        body: dict[str, object] = {**begun.request, "track_total_hits": True, "aggs": others}
        if undated is not None:
            # They are found, too, so that they are counted, but not among the hits.
            others["undated"] = {"filter": queries.finding(Not(DateRange()))}
            if has_groups(undated):
                others["undated with all"] = {"filter": queries.finding(with_all(undated))}
            body["query"] = either(begun.request["query"], queries.finding(with_some(undated)))
            body["post_filter"] = queries.finding(DateRange())
        answer = self.pages.scored(body)
        try:
            found = {name: int(answer["aggregations"][name]["doc_count"]) for name in others}
        except (LookupError, TypeError, ValueError) as error:
            raise self._store.not_understood() from error
        totals = [*(found[str(at)] for at in range(len(nodes) - 1)), total_of(answer)]
        begun = begun._replace(
            answer=answer,
            n_undated=found.get("undated"),
            n_undated_all=found.get("undated with all", found.get("undated")),
        )
        return queries, totals, begun

    def _ranked(self, counts: Mapping[Hashable, CountedLeaf], ranking: Ranking) -> Queries:
        """Return what makes queries of which scores are made as a ranking says."""
        queries = self.queries(counts)
        if ranking.name == "bm25":
            queries.plain = ranking
        return queries

    def _groups(
        self, queries: Queries, copies: ClusterCopies, counted: Sequence[tuple[Node, int]]
    ) -> list[int]:
        """Return how many clusters and single articles each of some nodes finds.

        Args:
            queries: What makes queries.
            copies: The clusters.
            counted: The nodes, each with how many articles it finds.
        """
        found = copies.members_found([queries.finding(node) for node, _ in counted])
        return [
            copies.sets.n_groups(total, flags)
            for (_, total), flags in zip(counted, found, strict=True)
        ]

    def _page(
        self,
        queries: Queries,
        lacking: Node | None,
        asked: AskedPage,
        folded: tuple[ClusterCopies, int] | None,
        begun: _Begun | None,
    ) -> _FoundPage:
        """Return a page of what was found, in order, and what each article lacks.

        Args:
            queries: What makes queries.
            lacking: The query, if some of what it finds lacks words.
            asked: What is asked.
            folded: The clusters, where copies are folded, and how many articles are in the list.
            begun: The beginning of the page, if that is there.
        """
        request = asked.request
        query, newness = self.scored_first(queries, asked) if begun is None else begun.scored
        answer = None if begun is None else begun.answer
        parts = _parts_of_groups(lacking) if lacking is not None else []
        named = [
            {"bool": {"filter": [queries.finding(with_some(part), within)], "_name": f"part{at}"}}
            for at, (part, within) in enumerate(parts)
        ]
        copies: Sequence[Sequence[str]] = ()
        if folded is not None:
            folding = self._folding(queries, query, asked, newness, *folded)
            hits, copies = folding.page(offset=request.offset, limit=request.limit)
            shown = self.pages.shown([name for name, _ in hits], named, has_texts=request.quoted)
        elif asked.is_looked_at:
            best = self._best(queries, query, asked, newness, answer)
            chosen = best[request.offset : request.offset + request.limit]
            hits = [(one.name, one.score) for one in chosen]
            shown = self.pages.shown([name for name, _ in hits], named, has_texts=request.quoted)
        else:
            query = boolean(query, named) if named and answer is None else query
            body = asked_for(*SHOWN_COLUMNS, has_texts=request.quoted)
            chosen = self.pages.ordered(
                query, request.sort, request.offset, request.limit, body, answer=answer
            )
            hits = [(one.name, one.score) for one in chosen]
            shown = {one.name: one.hit for one in chosen}
        self.keep(shown.values(), has_texts=request.quoted)
        if lacking is not None and answer is not None and not asked.is_looked_at:
            shown = self.pages.shown([name for name, _ in hits], named, has_texts=None)
        if lacking is None:
            return _FoundPage(hits, (), copies)

        def which(part: Node, within: tuple[str, ...]) -> list[bool]:
            name = f"part{parts.index((part, within))}"
            return [name in shown[hit].get("matched_queries", ()) for hit, _ in hits]

        return _FoundPage(hits, lacks(lacking, TEXT_FIELDS, len(hits), which), copies)

    def scored_first(self, queries: Queries, asked: AskedPage) -> tuple[Query, Newness | None]:
        """Return what finds articles with the scores of the first stage.

        Returns:
            The query, and what newness is measured by; None: it counts nothing.
        """
        query = queries.scoring(asked.node)
        by_score = asked.request.sort == "relevance"
        if asked.acronyms and by_score:
            extra = [queries.acronym(word) for word in asked.acronyms]
            query = {"bool": {"must": [query], "should": extra}}
        half_life = asked.request.ranking.half_life
        if half_life is None or not by_score:
            return query, None
        newness = self._newness()
        return newer_first(query, newness, half_life), newness

    def _beginning(self, queries: Queries, asked: AskedPage) -> _Begun | None:
        """Return what is asked first for a page; None: it lies too far behind for one request."""
        request = asked.request
        if request.offset + request.limit > MOST_AT_ONCE:
            return None
        query, newness = self.scored_first(queries, asked)
        if asked.is_looked_at:
            of_pairs = with_pairs(queries, query, asked.pairs)
            body = page_request(of_pairs, "relevance", 0, asked.depth, LOOKED_AT)
        else:
            shown = asked_for(*SHOWN_COLUMNS, has_texts=request.quoted)
            body = page_request(query, request.sort, request.offset, request.limit, shown)
        return _Begun((query, newness), body)

    def _folding(
        self,
        queries: Queries,
        query: Query,
        asked: AskedPage,
        newness: Newness | None,
        copies: ClusterCopies,
        total: int,
    ) -> Folding:
        """Return what folds what is found."""

        def first(n: int) -> list[tuple[str, float]]:
            of_all = asked._replace(request=asked.request._replace(offset=0, limit=n))
            if of_all.is_looked_at:
                found = self._best(queries, query, of_all, newness)
            else:
                found = self.pages.ordered(query, asked.request.sort, 0, n, {"_source": False})
            return [(one.name, one.score) for one in found]

        return Folding(
            copies,
            first,
            lambda names: self.pages.scores(query, names),
            total=total,
            by_score=asked.request.sort == "relevance",
        )

    def _best(
        self,
        queries: Queries,
        query: Query,
        asked: AskedPage,
        newness: Newness | None,
        answer: Any = None,
    ) -> list[Candidate]:
        """Return what may be on a page, in order, after all stages."""
        found = self.candidates(queries, query, asked, answer)
        first, rest = found[:BEST], found[BEST:]
        looked_at = self.later.looked_at(first, asked.pairs, asked.request.ranking, newness)
        return [*in_order(first, looked_at.last.scores), *rest]

    def candidates(
        self, queries: Queries, query: Query, asked: AskedPage, answer: Any = None
    ) -> list[Candidate]:
        """Return the first articles of the first stage, with what later ones need of them.

        Args:
            queries: What makes queries.
            query: What finds and scores them.
            asked: What is asked.
            answer: The answer to that, if it is there.
        """
        if answer is None:
            query = with_pairs(queries, query, asked.pairs)
        return self.pages.ordered(query, "relevance", 0, asked.depth, LOOKED_AT, answer=answer)


class _FoundPage(NamedTuple):
    """A page of what was found.

    Attributes:
        hits: What the documents of the hits are called, and their scores.
        lacks: What each lacks of the words of the query.
        copies: Where copies are folded, those of each hit.
    """

    hits: Sequence[tuple[str, float]]
    lacks: Sequence[tuple[Node, ...]]
    copies: Sequence[Sequence[str]]


_NO_PAGE = _FoundPage((), (), ())


class _Begun(NamedTuple):
    """The beginning of a page.

    Attributes:
        scored: What it is of, and what newness is measured by, as for `scored_first`.
        request: What is asked first.
        answer: The answer to that, once it is there.
        n_undated: How many articles without a date there are beside; None: they were not counted.
        n_undated_all: How many of these have all words.
    """

    scored: tuple[Query, Newness | None]
    request: Mapping[str, Any]
    answer: Any = None
    n_undated: int | None = None
    n_undated_all: int | None = None

    def undated(self, *, has_all: bool, request: PageRequest) -> int | None:
        """Return how many articles without a date there are beside what answers a query."""
        return self.n_undated_all if has_all and not request.some_words else self.n_undated


def as_ranked(node: Node, ranking: Ranking) -> Any:
    """Return a query as a ranking reads it: plain BM25 reads each word as its whole stem."""
    if ranking.name != "bm25":
        return node
    return mapped(node, lambda one: one.replace(whole_stem=True) if isinstance(one, Word) else one)


def _parts_of_groups(node: Node) -> list[tuple[Node, tuple[str, ...]]]:
    """Return the parts of a query that decide what an article lacks, and where each looks."""
    asked: list[tuple[Node, tuple[str, ...]]] = []

    def which(part: Node, within: tuple[str, ...]) -> list[bool]:
        asked.append((part, within))
        return [True]

    lacks(node, TEXT_FIELDS, 1, which)
    return asked
