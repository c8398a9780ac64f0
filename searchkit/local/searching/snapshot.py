"""One commit of an index, opened: what a search, a count or a look-up is answered from.

A snapshot never changes and may be used by many threads. An index holds the
newest one it knows of and exchanges it for another when it is refreshed.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit import utf8
from searchkit.caching import Cache
from searchkit.engine import ONLY_COUNTS, USUAL_RANKING
from searchkit.errors import IndexOutdatedError
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Segment, counts_of
from searchkit.query.clues import NO_CLUES
from searchkit.query.nodes import Word
from searchkit.results import SourceCount, Stats
from searchkit.schema import (
    NO_SOURCE,
    TEXT_FIELDS,
    UNDATED,
    author_term,
    from_record,
    source_term,
)
from searchkit.syncing.evidence import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from searchkit.article import Article, ArticleDate, Facts
    from searchkit.engine import (
        AlikePage,
        Page,
        PageRequest,
        SharedShingles,
        SurveyCounts,
        SurveyRequest,
        TellingTerm,
    )
    from searchkit.local.searching.quoted_articles import QuotedArticles
    from searchkit.local.searching.segments import Articles, Integers
    from searchkit.local.searching.survey_counts import Surveyor
    from searchkit.local.store import OpenCommit, Store
    from searchkit.query import Filters, Node, Sort
    from searchkit.query.clues import Clues
    from searchkit.query.nodes import Pattern
    from searchkit.query.rankings import Ranking
    from searchkit.results import Completion, CompletionKind, CorpusFolder, Suggestion
    from searchkit.results.explanations import ExplainedArticle, ExplainedLeaf

_NAMES = 1 << 13  # of outlets and authors, as articles have them
_FACTS = 1 << 11  # articles that lists show, about a kilobyte each
_TEXTS = 1 << 21  # characters of articles that were read: a thousand short ones
_SUGGESTIONS = 1 << 10  # words whose suggestions are kept; to work one out takes a millisecond


class Snapshot:
    """One commit of an index.

    Args:
        commit: The commit.
        store: The directory that it is of.

    Attributes:
        manifest: What the commit consists of.
        notes: Why it is not the newest commit, if it is not.
        segments: Its segments, in the manifest's order.
    """

    def __init__(self, commit: OpenCommit, store: Store) -> None:
        self._store = store
        self.manifest = commit.manifest
        self.notes = commit.notes
        self._suggestions: Cache[tuple[str, int], tuple[Suggestion, ...]] = Cache(_SUGGESTIONS)
        self._named: Cache[tuple[str, str], str] = Cache(_NAMES)
        self._facts: Cache[int, Facts] = Cache(_FACTS)
        self._read: Cache[int, Article] = Cache(_TEXTS, lambda article: len(article.text) + 1000)
        self.segments = tuple(Segment(opened.arrays, opened.deleted) for opened in commit.segments)

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self.segments, self.languages, identify=self._identify)

    @property
    def _identify(self) -> Callable[[str], str]:
        return (self.manifest.evidence or NO_EVIDENCE).identify

    @property
    def _articles(self) -> Articles:
        return self._searcher.articles

    def close(self) -> None:
        """Let go of the files."""
        for segment in self.segments:
            segment.arrays.close()

    @cached_property
    def n_articles(self) -> int:
        """How many articles there are, without the deleted ones."""
        return self.manifest.articles

    @property
    def is_at_hand(self) -> bool:
        """Whether what it answers comes from this machine."""
        return True

    @property
    def generation(self) -> int:
        """The number of the commit."""
        return self.manifest.generation

    @cached_property
    def languages(self) -> Mapping[str, int]:
        """The languages of the index and how many articles each has, most first."""
        counts = counts_of(self.segments, "language").items()
        return dict(sorted(counts, key=lambda item: (-item[1], item[0])))

    @property
    def folders(self) -> Sequence[CorpusFolder]:
        """The folders that the index was made from."""
        return self.manifest.corpus.folders if self.manifest.corpus else ()

    def check_finished(self) -> None:
        """Raise if the first update of the index has not ended."""
        self._store.check_finished(self.manifest)

    @property
    def n_dated(self) -> int:
        """How many articles have a date."""
        return self.n_articles - len(self._searcher.undated)

    @cached_property
    def _sources(self) -> tuple[SourceCount, ...]:
        by_outlet: dict[str, list[SourceCount]] = {}
        for term in self._names("source"):
            if count := self._source_count(term):
                outlet = term if term == NO_SOURCE else self._identify(term)
                by_outlet.setdefault(outlet, []).append(count)
        counts = map(_together, by_outlet.values())
        return tuple(
            sorted(counts, key=lambda c: (-c.articles, c.source is None, source_term(c.source)))
        )

    def sources(self) -> tuple[SourceCount, ...]:
        """Return the outlets, those with most articles first."""
        return self._sources

    @cached_property
    def n_terms(self) -> int:
        """How many different terms titles and texts have."""
        fields = (segment.arrays.field(name) for segment in self.segments for name in TEXT_FIELDS)
        return len({term for field in fields if field for term in field.terms})

    def stats(self) -> Stats:
        """Return counts over the whole index."""
        sources = self.sources()
        return Stats(
            articles=self.n_articles,
            dated=self.n_dated,
            sources=sum(count.source is not None for count in sources),
            languages=self.languages,
            terms=self.n_terms,
            size=self._store.size(),
            first=min((count.first for count in sources if count.first), default=None),
            last=max((count.last for count in sources if count.last), default=None),
            updated=self.manifest.updated,
            segments=len(self.segments),
            corpus=tuple(self.folders),
            drift=self._drift(),
        )

    def _drift(self) -> float:
        """Return the share of the lines that a rebuild would take for furniture otherwise."""
        from searchkit.local.writing.furniture_drift import furniture_drift  # late: seldom needed

        segments = [
            (one.arrays, np.setdiff1d(np.arange(one.n_articles), one.deleted))
            for one in self.segments
        ]
        evidence = self.manifest.evidence or NO_EVIDENCE
        return furniture_drift(segments, evidence, articles=self.n_articles)

    def find(self, node: Node, filters: Filters, request: PageRequest = ONLY_COUNTS) -> Page:
        """Return a page of what a query finds."""
        return self._searcher.find(node, filters, request)

    @property
    def knows_copies(self) -> bool:
        """Whether copies were looked for among all articles."""
        return all(segment.arrays.copies is not None for segment in self.segments)

    def check_copies(self) -> None:
        """Raise if copies were not looked for among all articles."""
        if not self.knows_copies:
            raise IndexOutdatedError(str(self._store.path), reason="copies were not looked for")

    def copies(self, node: Node, filters: Filters) -> Sequence[Sequence[int]]:
        """Return the clusters of copies of which a query finds a member."""
        return self._searcher.copies(node, filters)

    def copies_of(self, number: int) -> Sequence[int]:
        """Return the members of an article's cluster in canonical order; none: it is in none."""
        sets = self._searcher.copy_sets
        (cluster,) = sets.clusters_of(np.array([number])).tolist()
        return () if cluster < 0 else sets.listed(cluster).tolist()

    def telling_terms(self, terms: Mapping[str, float], *, most: int) -> Sequence[TellingTerm]:
        """Return the terms of a text that tell most about it."""
        return self._searcher.telling_terms(terms, most=most)

    def alike(
        self,
        terms: Sequence[tuple[str, float]],
        filters: Filters,
        *,
        least: int,
        leaving_out: Collection[int] = (),
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 0,
        fold: bool = False,
    ) -> AlikePage:
        """Return a page of the articles that have some of the terms of a text."""
        return self._searcher.alike(
            terms,
            filters,
            least=least,
            leaving_out=leaving_out,
            sort=sort,
            offset=offset,
            limit=limit,
            fold=fold,
        )

    def count_undated(self, node: Node, filters: Filters) -> int:
        """Return how many articles without a date a query finds."""
        return self._searcher.count_undated(node, filters)

    def survey(self, node: Node, filters: Filters, request: SurveyRequest) -> SurveyCounts:
        """Return of which time, outlets and so on the articles are that a query finds."""
        of_sources = self._searcher.matching(node, filters.replace(sources=()))
        found = of_sources
        if filters.sources:
            is_of_one = np.zeros(self._articles.n_numbers, np.bool_)
            for name in filters.sources:
                is_of_one[self._articles.of_outlet(name)] = True
            found = of_sources[is_of_one[of_sources]]
        return self._surveyor.survey(found, of_sources, request)

    @cached_property
    def _surveyor(self) -> Surveyor:
        from searchkit.local.searching.survey_counts import Surveyor  # late: few searches need it

        return Surveyor(
            self._articles,
            identify=self._identify,
            outlet_name=self.outlet_name,
            author_name=self._author_name,
        )

    @property
    def has_quotations(self) -> bool:
        """Whether quotations can be looked up."""
        return self._quoted.is_complete

    def quoting(
        self, shingles: Sequence[int], *, limit: int, among: tuple[Node, Filters] | None = None
    ) -> Sequence[int]:
        """Return the articles that may have a quotation, those that are likeliest first."""
        matching = None if among is None else self._searcher.matching(*among)
        return self._quoted.quoting(shingles, limit=limit, among=matching)

    def shared_shingles(
        self, node: Node, filters: Filters, *, limit: int
    ) -> Sequence[SharedShingles]:
        """Return the shingles that most outlets have in quotations, of what a query finds."""
        return self._quoted.shared(self._searcher.matching(node, filters), limit=limit)

    @cached_property
    def _quoted(self) -> QuotedArticles:
        from searchkit.local.searching.quoted_articles import QuotedArticles  # late: few need it

        return QuotedArticles(self._articles, self._identify)

    def leaves(self, node: Node) -> tuple[ExplainedLeaf, ...]:
        """Return what each leaf of a query covers."""
        return self._searcher.leaves(node)

    def explain(
        self,
        node: Node,
        filters: Filters,
        number: int,
        *,
        ranking: Ranking = USUAL_RANKING,
        clues: Clues = NO_CLUES,
    ) -> ExplainedArticle:
        """Return why a query finds an article, or why not."""
        return self._searcher.explain(
            node,
            filters,
            number=number,
            article=self.article(number),
            language=self.language(number),
            ranking=ranking,
            clues=clues,
        )

    def reference(self, key: str) -> int | None:
        """Return the number of the article with that key, or None."""
        return next(iter(self._articles.spelt("key", key).tolist()), None)

    def references(self) -> Iterator[int]:
        """Yield the number of every article, ascending."""
        for start, segment in zip(self._articles.starts, self.segments, strict=True):
            for article in range(segment.n_articles):
                if segment.live is None or segment.live[article]:
                    yield start + article

    def key(self, number: int) -> str:
        """Return the key of an article."""
        segment, article = self._articles.locate(number)
        return self.segments[segment].key(article)

    def identities(self, references: Sequence[int]) -> Iterator[tuple[str, bytes]]:
        """Yield the key of each of many articles, and its fingerprint."""
        numbers = np.array(references, np.int64)
        segments = np.searchsorted(self._articles.starts, numbers, side="right") - 1
        found: list[tuple[str, bytes]] = [("", b"")] * len(numbers)
        for number, segment in enumerate(self.segments):
            chosen = np.flatnonzero(segments == number)
            within = numbers[chosen] - self._articles.starts[number]
            for at, identity in zip(chosen.tolist(), segment.identities(within), strict=True):
                found[at] = identity
        return iter(found)

    def of_file(self, name: str) -> Sequence[int]:
        """Return the numbers of the articles whose key, or else whose file, is spelt so."""
        found = (self._articles.spelt(field, name).tolist() for field in ("key", "path"))
        return next(filter(None, found), [])

    def file_names(self) -> Iterator[str]:
        """Yield the keys of all articles and the paths of their files."""
        for field in ("key", "path"):
            yield from self._names(field)

    def article(self, number: int) -> Article:
        """Return an article."""
        known = self._read.find(number)
        if known is None:
            segment, article = self._articles.locate(number)
            found = self.segments[segment]
            known = from_record(found.record(article), found.recurring(article))
            self._read.put(number, known)
        return known

    def facts(self, number: int) -> Facts:
        """Return what is known of an article besides its text."""
        known = self._facts.find(number)
        if known is None:
            segment, article = self._articles.locate(number)
            known = self._facts.put(number, self.segments[segment].facts(article))
        return known

    def language(self, number: int) -> str:
        """Return the language of an article, as the index names it."""
        segment, article = self._articles.locate(number)
        return self.segments[segment].language(article)

    def forms(self, term: Word | Pattern, language: str) -> frozenset[str]:
        """Return the words of the index, folded, that a term covers in a language."""
        vocabulary = self._searcher.vocabulary
        if isinstance(term, Word):
            return frozenset(vocabulary.forms_of_word(term, language=language))
        return frozenset(map(utf8.decode, vocabulary.forms(term)))

    def complete(
        self, prefix: str, *, kind: CompletionKind | None, limit: int
    ) -> tuple[Completion, ...]:
        """Return how a query that is being typed may go on."""
        from searchkit.local.searching.meanings.completion import complete  # late: seldom needed

        return complete(
            prefix, self.segments, self._searcher.vocabulary.form_fields, kind=kind, limit=limit
        )

    def suggest(self, word: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Return words of live articles that are spelt nearly like a word."""
        from searchkit.local.searching.meanings.spelling import nearest  # late: seldom needed

        fields = self._searcher.vocabulary.form_fields
        return self._suggestions.get((word, limit), lambda: nearest(word, fields, limit=limit))

    def outlets(self) -> Mapping[str, int]:
        """Return the outlets by their terms, and how many articles each has."""
        return self._articles.outlets

    def outlet_name(self, term: str) -> str:
        """Return the name of an outlet, by its term, as the article with the least key has it."""
        return self._named.get(("source", term), lambda: self._example("source", term).source or "")

    def _author_name(self, term: str) -> str:
        """Return the name of an author, by the term, as the article with the least key has it."""

        def name() -> str:
            authors = self._example("author", term).authors
            return next(name for name in authors if author_term(name) == term)

        return self._named.get(("author", term), name)

    def _example(self, field: str, term: str) -> Facts:
        """Return the facts of the article with the least key of those with a term in a field."""
        least = (
            (segment.key(at), number, at)
            for number, segment in enumerate(self.segments)
            if (at := segment.with_least_key(segment.named(field, term))) is not None
        )
        _, number, at = min(least)
        return self.segments[number].facts(at)

    def _names(self, field: str) -> list[str]:
        return sorted({name for segment in self.segments for name in segment.names(field)})

    def _source_count(self, term: str) -> SourceCount | None:
        """Return what is known of a source, by its term; None if its articles are deleted."""
        count = 0
        dates: list[ArticleDate] = []
        for segment in self.segments:
            articles = segment.named("source", term)
            if not len(articles):
                continue
            count += len(articles)
            dates += _extreme_dates(segment, articles)
        if not count:
            return None
        name = None if term == NO_SOURCE else self.outlet_name(term)
        return SourceCount(name, count, min(dates, default=None), max(dates, default=None))


def _together(spellings: Sequence[SourceCount]) -> SourceCount:
    """Return the spellings of an outlet as one, under the name that most of its articles have."""
    commonest = max(spellings, key=lambda count: count.articles)
    return SourceCount(
        commonest.source,
        sum(count.articles for count in spellings),
        min((count.first for count in spellings if count.first), default=None),
        max((count.last for count in spellings if count.last), default=None),
    )


def _extreme_dates(segment: Segment, articles: Integers) -> Iterator[ArticleDate]:
    """Yield the first and the last date of some articles; none if all are undated."""
    seconds = segment.first_dates[articles]
    dated = seconds != UNDATED
    if not dated.any():
        return
    articles, seconds = articles[dated], seconds[dated]
    for at in (int(seconds.argmin()), int(seconds.argmax())):
        date = segment.facts(articles.item(at)).date
        if date:
            yield date
