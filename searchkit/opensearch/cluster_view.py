"""One commit of an index on a cluster, opened: what searches and look-ups are answered from.

Threads may share it. It names the indices of its generation, so a rebuild shows in another view.
An update of the same generation shows in this one, too, as soon as it is committed: each article
is then as it was or as it is now. An article is called by what its document is called.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from searchkit.caching import Cache
from searchkit.engine import ONLY_COUNTS, USUAL_RANKING
from searchkit.errors import ClusterRefusedError, IndexNotFoundError, IndexUnfinishedError
from searchkit.notes import Note
from searchkit.opensearch.article_documents import document_name
from searchkit.opensearch.client import NotFoundError
from searchkit.opensearch.cluster_finding import Finder
from searchkit.opensearch.cluster_pages import SHOWN_COLUMNS
from searchkit.opensearch.cluster_queries import spellings
from searchkit.opensearch.cluster_words import ClusterWords
from searchkit.opensearch.kept_records import article_of, asked_for, facts_of, size_of
from searchkit.opensearch.later_stages import Newness
from searchkit.query.clues import NO_CLUES
from searchkit.query.outlets import outlets_meant, outlets_of
from searchkit.records import NamedTuple
from searchkit.syncing.evidence import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from searchkit.article import Article, Facts
    from searchkit.engine import (
        AlikePage,
        Page,
        PageRequest,
        SharedShingles,
        SurveyCounts,
        SurveyRequest,
        TellingTerm,
    )
    from searchkit.opensearch.cluster_copies import ClusterCopies
    from searchkit.opensearch.cluster_state import ClusterStore, Commit
    from searchkit.opensearch.like_on_cluster import LikeOnCluster
    from searchkit.opensearch.quoted_on_cluster import QuotedOnCluster
    from searchkit.query.clues import Clues
    from searchkit.query.filters import Filters, Sort
    from searchkit.query.nodes import Node, Pattern, Word
    from searchkit.query.rankings import Ranking
    from searchkit.results import (
        Completion,
        CompletionKind,
        CorpusFolder,
        SourceCount,
        Stats,
        Suggestion,
    )
    from searchkit.results.explanations import ExplainedArticle, ExplainedLeaf

Read = TypeVar("Read")

_KEPT = 1 << 24  # characters of articles that were fetched, compressed
_OVERHEAD = 1000
_FACTS = 1 << 15  # articles whose facts are kept without their texts
_PAGE = 1000
_BELOW = 50  # articles of a page whose texts are fetched together
_SUGGESTIONS = 1 << 10  # words whose suggestions are kept


class _Shown(NamedTuple):
    """What was fetched of an article.

    Attributes:
        hit: What the cluster returned.
        beside: What the articles are called that were fetched together, in order.
        has_texts: Whether it has the texts.
    """

    hit: Any
    beside: tuple[str, ...]
    has_texts: bool


class ClusterView:
    """One commit of an index on a cluster; see :class:`searchkit.engine.View`.

    Args:
        store: The cluster.
        commit: The commit.
    """

    def __init__(self, store: ClusterStore, commit: Commit) -> None:
        self._store = store
        self.commit = commit
        self._index = store.articles(commit.generation)
        self._words_index = store.words(commit.generation)
        self._shown: Cache[str, _Shown] = Cache(_KEPT, _size)
        self._facts: Cache[str, Facts] = Cache(_FACTS)
        self._suggestions: Cache[tuple[str, int], tuple[Suggestion, ...]] = Cache(_SUGGESTIONS)
        self._listed: dict[str, str] = {}  # keys of the references that were given last

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a person should know of it: that others can read what is asked and answered."""
        if not self._store.client.address.is_exposed:
            return ()
        return (Note("What is asked and answered is not encrypted on its way to the cluster."),)

    @property
    def n_articles(self) -> int:
        """How many articles there are."""
        return self.commit.statistics.articles

    @property
    def is_at_hand(self) -> bool:
        """Whether what it answers comes from this machine."""
        return False

    @property
    def generation(self) -> int:
        """The number of this state, another one whenever anything that is in it differs."""
        return self.commit.manifest.generation

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages, by their codes, and how many articles each has, most first."""
        return self.commit.statistics.languages

    @property
    def folders(self) -> Sequence[CorpusFolder]:
        """The folders that the index was made from."""
        corpus = self.commit.manifest.corpus
        return corpus.folders if corpus else ()

    def check_finished(self) -> None:
        """Raise if the index has only a part of its corpus."""
        if not self.commit.manifest.is_finished:
            holder = self._store.holder()
            raise IndexUnfinishedError(
                self._store.address,
                articles=self.n_articles,
                is_running=holder is not None,
                holder=holder,
            )

    @cached_property
    def words(self) -> ClusterWords:
        """What words mean in its articles."""
        return ClusterWords(self._store, self._words_index, self.languages)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(
            self._store,
            self._index,
            self.commit.statistics,
            self.words,
            self._outlets_meant,
            self._keep,
            lambda: self._newness,
        )

    def _identify(self, term: str) -> str:
        return (self.commit.manifest.evidence or NO_EVIDENCE).identify(term)

    def _outlets_meant(self, name: str) -> tuple[str, ...]:
        return outlets_meant(name, outlets_of(self.outlets(), self._identify), self._identify)

    def find(self, node: Node, filters: Filters, request: PageRequest = ONLY_COUNTS) -> Page:
        """Return a page of what a query finds."""
        with self._asking():
            page = self._finder.find(node, filters, request, self._copies if request.fold else None)
        self._foresee(name for names in page.copies for name in names)
        return page

    def count_undated(self, node: Node, filters: Filters) -> int:
        """Return how many articles without a date a query finds, with some of its words."""
        with self._asking():
            return self._finder.count_undated(node, filters)

    def survey(self, node: Node, filters: Filters, request: SurveyRequest) -> SurveyCounts:
        """Return of which time, outlets and so on the articles are that a query finds."""
        from searchkit.opensearch.cluster_surveys import ClusterSurveyor  # late: seldom needed

        surveyor = ClusterSurveyor(
            self._store, self._index, identify=self._identify, outlet_name=self.outlet_name
        )
        with self._asking():
            return surveyor.survey(
                self._finder.matching(node, filters),
                self._finder.matching(node, filters.replace(sources=())),
                request,
            )

    def telling_terms(self, terms: Mapping[str, float], *, most: int) -> Sequence[TellingTerm]:
        """Return the terms of a text that tell most about it."""
        return self._like.telling_terms(terms, most=most)

    def alike(
        self,
        terms: Sequence[tuple[str, float]],
        filters: Filters,
        *,
        least: int,
        leaving_out: Collection[str] = (),
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 0,
        fold: bool = False,
    ) -> AlikePage:
        """Return a page of the articles that have some of the terms of a text."""
        with self._asking():
            page = self._like.page(
                terms,
                filters,
                least=least,
                leaving_out=leaving_out,
                sort=sort,
                offset=offset,
                limit=limit,
                copies=self._copies if fold else None,
            )
        self._foresee(name for names in page.copies for name in names)
        return page

    @cached_property
    def _like(self) -> LikeOnCluster:
        from searchkit.opensearch.like_on_cluster import LikeOnCluster  # late: seldom needed

        return LikeOnCluster(self, self._finder)

    def leaves(self, node: Node) -> tuple[ExplainedLeaf, ...]:
        """Return what each leaf of a query covers, those under `Not` too."""
        from searchkit.opensearch.explained_leaves import explained_leaves  # late: seldom needed

        with self._asking():
            return explained_leaves(self, self._finder, node)

    def explain(
        self,
        node: Node,
        filters: Filters,
        reference: str,
        *,
        ranking: Ranking = USUAL_RANKING,
        clues: Clues = NO_CLUES,
    ) -> ExplainedArticle:
        """Return why a query finds an article, or why not."""
        from searchkit.opensearch.explained_article import ClusterExplainer  # late: seldom needed

        with self._asking():
            return ClusterExplainer(
                self, self._finder, node, filters, reference, ranking=ranking, clues=clues
            ).explained()

    @property
    def has_quotations(self) -> bool:
        """Whether quotations can be looked up."""
        return True

    def quoting(
        self, shingles: Sequence[int], *, limit: int, among: tuple[Node, Filters] | None = None
    ) -> Sequence[str]:
        """Return the articles that may have a quotation, those that are likeliest first."""
        with self._asking():
            asked = {"match_all": {}} if among is None else self._finder.matching(*among)
            return self._quoted.quoting(shingles, asked, limit=limit)

    def shared_shingles(
        self, node: Node, filters: Filters, *, limit: int
    ) -> Sequence[SharedShingles]:
        """Return the shingles that most outlets have in quotations, of what a query finds."""
        with self._asking():
            return self._quoted.shared(self._finder.matching(node, filters), limit=limit)

    @cached_property
    def _quoted(self) -> QuotedOnCluster:
        from searchkit.opensearch.quoted_on_cluster import QuotedOnCluster  # late: seldom needed

        return QuotedOnCluster(self, self._identify)

    @property
    def knows_copies(self) -> bool:
        """Whether copies were looked for among all articles: they always are on a cluster."""
        return True

    def check_copies(self) -> None:
        """Raise if copies were not looked for: an index in which they were not is not opened."""

    @cached_property
    def _copies(self) -> ClusterCopies:
        from searchkit.opensearch.cluster_copies import ClusterCopies  # late: seldom needed

        return ClusterCopies(self.searches)

    def copies(self, node: Node, filters: Filters) -> Sequence[Sequence[str]]:
        """Return the clusters of copies of which a query finds a member."""
        with self._asking():
            query = self._finder.matching_best(node, filters)
        (is_found,) = self._copies.members_found([query], alone=True)
        met = sorted({*self._copies.sets.cluster[is_found].tolist()})
        found = list(map(self._copies.listed, met))
        self._foresee(name for names in found for name in names)
        return found

    def copies_of(self, reference: str) -> Sequence[str]:
        """Return the members of an article's cluster in canonical order; none: it is in none."""
        (cluster,) = self._copies.clusters_of([reference])
        return () if cluster < 0 else self._copies.listed(cluster)

    def _foresee(self, references: Iterable[str]) -> None:
        """Fetch what is known of articles whose facts will be asked for."""
        names = [name for name in references if self._facts.find(name) is None]
        for at in range(0, len(names), _PAGE):
            body = {
                "size": _PAGE,
                "query": {"ids": {"values": names[at : at + _PAGE]}},
                **asked_for(has_texts=False),
            }
            for hit in self._search(body)["hits"]["hits"]:
                if (facts := self._read(facts_of, hit)) is not None:
                    self._facts.put(hit["_id"], facts)

    def forms(self, term: Word | Pattern, language: str) -> frozenset[str]:
        """Return the words, folded, that a word or a pattern covers in articles of a language."""
        with self._asking():
            return self.words.forms(term, language)

    def article(self, reference: str) -> Article:
        """Return an article."""
        return self._read(article_of, self._hit(reference, has_texts=True))

    def facts(self, reference: str) -> Facts:
        """Return what is known of an article besides its text."""
        known = self._facts.find(reference)
        if known is None and "_copies" in self.__dict__:
            # Those of its copies are likely to be asked for next.
            self._foresee(self.copies_of(reference))
            known = self._facts.find(reference)
        if known is None:
            known = self._read(facts_of, self._hit(reference))
        if known is None:
            known = self._read(facts_of, self._hit(reference, has_texts=True))
        assert known is not None
        return known

    def _read(self, reading: Callable[[Any], Read], hit: Any) -> Read:
        """Return what is read of a hit."""
        try:
            return reading(hit)
        except (LookupError, TypeError, ValueError) as error:
            raise self._store.not_understood() from error

    def key(self, reference: str) -> str:
        """Return the key of an article."""
        if (listed := self._listed.get(reference)) is not None:
            return listed
        key: str = self._hit(reference)["fields"]["key"][0]
        return key

    def language(self, reference: str) -> str:
        """Return the language of an article, as the index names it."""
        language: str = self._hit(reference)["fields"]["language"][0]
        return language

    def identities(self, references: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """Return the key of each of many articles, and 16 bytes that change when it does."""
        for at in range(0, len(references), _PAGE):
            names = list(references[at : at + _PAGE])
            body = {
                "size": len(names),
                "query": {"ids": {"values": names}},
                "_source": False,
                "docvalue_fields": ["key", "fingerprint"],
            }
            found = {hit["_id"]: hit["fields"] for hit in self._search(body)["hits"]["hits"]}
            for name in names:
                fields = found[name]
                yield fields["key"][0], bytes.fromhex(fields["fingerprint"][0])

    def reference(self, key: str) -> str | None:
        """Return what an article is called by that has a key, or None."""
        names = list(map(document_name, spellings(key)))
        found = {hit["_id"] for hit in self._fetched({"ids": {"values": names}}, len(names))}
        return next((name for name in names if name in found), None)

    def references(self) -> Iterator[str]:
        """Yield what every article is called by, in the order of their keys."""
        body: dict[str, object] = {
            "size": _PAGE,
            "query": {"match_all": {}},
            "_source": False,
            "sort": ["key"],
        }
        while True:
            hits = self._search(body)["hits"]["hits"]
            self._listed = {hit["_id"]: hit["sort"][0] for hit in hits}
            yield from self._listed
            if len(hits) < _PAGE:
                return
            body["search_after"] = hits[-1]["sort"]

    def of_file(self, name: str) -> Sequence[str]:
        """Return the articles whose key, or else whose file, is spelt so."""
        if (reference := self.reference(name)) is not None:
            return [reference]
        body = {
            "size": 10_000,
            "query": {"terms": {"path": spellings(name)}},
            "_source": False,
            "sort": ["key"],
        }
        return [hit["_id"] for hit in self._search(body)["hits"]["hits"]]

    def file_names(self) -> Iterator[str]:
        """Yield the keys of all articles and the paths of their files."""
        from searchkit.opensearch.compared_articles import columns_of, paths_in

        every: dict[str, object] = {"match_all": {}}
        with self._asking():
            for (key,) in columns_of(self._store, self._index, every, ("key",)):
                yield key
            yield from paths_in(self._store, self._index, every)

    def outlets(self) -> Mapping[str, int]:
        """Return the outlets by their terms, and how many articles each has."""
        return self.commit.statistics.outlets

    def outlet_name(self, term: str) -> str:
        """Return the name of an outlet, by its term, as an article has it."""
        (hit,) = self._fetched({"term": {"source": term}}, 1)
        return self.facts(hit["_id"]).source or ""

    def sources(self) -> tuple[SourceCount, ...]:
        """Return the outlets with most articles first; articles without one are counted too."""
        return self._sources

    @cached_property
    def _sources(self) -> tuple[SourceCount, ...]:
        from searchkit.opensearch.cluster_counts import source_counts  # late: seldom needed

        with self._asking():
            return source_counts(self._store, self._index, self._identify)

    def stats(self) -> Stats:
        """Return counts over the whole index."""
        from searchkit.opensearch.cluster_counts import stats_of  # late: seldom needed

        with self._asking():
            return stats_of(self._store, self.commit, self._sources)

    def complete(
        self, prefix: str, *, kind: CompletionKind | None, limit: int
    ) -> tuple[Completion, ...]:
        """Return how a query that is being typed may go on."""
        from searchkit.opensearch.frequent_words import FrequentWords  # late: seldom needed
        from searchkit.query.completing import completions

        return completions(prefix, FrequentWords(self), kind=kind, limit=limit)

    def suggest(self, word: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Return words of the articles that are spelt almost like a word."""
        from searchkit.opensearch.frequent_words import FrequentWords  # late: seldom needed

        return self._suggestions.get((word, limit), lambda: FrequentWords(self).alike(word, limit))

    def searches(self, bodies: list[object]) -> list[Any]:
        """Return what several searches of the articles find, in one request."""
        with self._asking():
            return self._store.searches(self._index, bodies)

    def found_with_names(self, body: object) -> Any:
        """Return the article that a search finds, with the scores of queries with names."""
        with self._asking():
            answer = self._store.search(self._index, body, include_named_queries_score=True)
        hits = answer["hits"]["hits"]
        if not hits:
            raise self._gone()
        return hits[0]

    def words_found(self, body: object) -> list[Any]:
        """Return what a search of the words finds."""
        with self._asking():
            hits: list[Any] = self._store.search(self._words_index, body)["hits"]["hits"]
            return hits

    def close(self) -> None:
        """Let go of the connections."""
        self._store.client.close()

    def _hit(self, reference: str, *, has_texts: bool = False) -> Any:
        """Return what is shown of an article."""
        known = self._shown.find(reference)
        if known is not None and (known.has_texts or not has_texts):
            return known.hit
        beside = known.beside if known is not None else self._beside(reference)
        at = beside.index(reference)
        # Who reads one article of a page is likely to read those below.
        names = list(beside[at : at + _BELOW])
        hits = self._fetched({"ids": {"values": names}}, len(names), has_texts=has_texts)
        found = next((hit for hit in hits if hit["_id"] == reference), None)
        if found is None:
            raise self._gone()
        return found

    def _beside(self, reference: str) -> tuple[str, ...]:
        """Return an article that was not fetched, with those that were listed beside it."""
        listed = self._listed
        return tuple(listed) if reference in listed else (reference,)

    def _fetched(self, query: object, size: int, *, has_texts: bool = False) -> list[Any]:
        """Return what is shown of some articles that a query finds, and keep it."""
        body = {
            "size": size,
            "query": query,
            **asked_for(*SHOWN_COLUMNS, has_texts=has_texts),
        }
        hits: list[Any] = self._search(body)["hits"]["hits"]
        self._keep(hits, has_texts=has_texts)
        return hits

    def _keep(self, hits: Iterable[Any], *, has_texts: bool) -> None:
        kept = list(hits)
        beside = tuple(hit["_id"] for hit in kept)
        for hit in kept:
            self._shown.put(hit["_id"], _Shown(hit, beside, has_texts=has_texts))

    def _search(self, body: object) -> Any:
        with self._asking():
            return self._store.search(self._index, body)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Tell what it means where the indices of this view are gone."""
        try:
            yield
        except NotFoundError:
            raise self._gone() from None

    def _gone(self) -> ClusterRefusedError | IndexNotFoundError:
        if self._store.commit() is None:
            return IndexNotFoundError(self._store.address)
        reason = "the index has been built again. Open it again"
        return ClusterRefusedError(self._store.address, reason=reason)

    @cached_property
    def _newness(self) -> Newness:
        percents = {"field": "date_from", "percents": [50]}
        body = {
            "size": 0,
            "aggs": {"last": {"max": {"field": "date_from"}}, "middle": {"percentiles": percents}},
        }
        found = self._search(body)["aggregations"]
        if found["last"]["value"] is None:
            return Newness(0, 0)
        now = min(float(found["last"]["value"]), time.time())
        return Newness(now, max(now - float(found["middle"]["values"]["50.0"]), 0))


def _size(shown: _Shown) -> int:
    return size_of(shown.hit) + _OVERHEAD
