"""A query tree over all segments of an index -> a page of the best articles.

Statistics are those of the whole index: how it was cut into segments never
shows in a score. Deleted articles count nowhere. So every leaf is first looked
for in all segments, which tells how rare it is and what it weighs, and then the
tree is evaluated over all articles at once.

A searcher is made for one commit and may be shared among threads. It remembers
within bounds what many searches need: what an occurrence counts in each
article, what the words and patterns asked for last stand for, and what they weigh.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.answering.empty_results import what_is_undated, why_nothing
from searchkit.answering.missing_words import MissingWords
from searchkit.local.searching.caching import Cache
from searchkit.local.searching.intersection import Lookup
from searchkit.local.searching.matching.phrases import Together
from searchkit.local.searching.matching.segment_postings import SegmentMatching
from searchkit.local.searching.meanings.vocabulary import Vocabulary
from searchkit.local.searching.scoring.evaluation import Evaluation
from searchkit.local.searching.scoring.leaf_scoring import Weighing
from searchkit.local.searching.scoring.scored_leaves import for_repeats
from searchkit.local.searching.scoring.selection import Selected, leading, shown
from searchkit.local.searching.segments import Articles
from searchkit.notes import Note
from searchkit.query.filters import Filters
from searchkit.query.nodes import (
    AllOrSome,
    Before,
    Leaf,
    Near,
    Pattern,
    Phrase,
    terms,
)
from searchkit.query.settling import is_open, is_plain, settle
from searchkit.query.trees import AskedLeaf, asked_leaves, filtered, leaf_key
from searchkit.query.unparsing import to_text
from searchkit.results.explanations import ExplainedArticle
from searchkit.schema import TEXT_FIELDS, UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

    from searchkit.article import Article
    from searchkit.local.searching.matching.segment_postings import FieldPostings, InSegments
    from searchkit.local.searching.scoring.scored_leaves import Weighed
    from searchkit.local.searching.segments import Integers, Segment
    from searchkit.query.filters import Sort
    from searchkit.query.nodes import Node
    from searchkit.results.explanations import ExplainedLeaf

_NO_FILTERS = Filters()
_CACHED = 11 << 23  # bytes of leaves: all words of a hundred queries or more
_OVERHEAD = 500  # bytes that a leaf takes beside its arrays


class Page(NamedTuple):
    """A part of what a query finds.

    Attributes:
        total: How many articles were found, exactly.
        selected: The articles of the page, in order.
        rarity: The idf of each leaf that is sought; the highest, if in several fields.
        rarest: How many articles have the rarest leaf that is sought.
        notes: What a reader should know of how the query was understood.
    """

    total: int
    selected: tuple[Selected, ...]
    rarity: Mapping[Leaf, float]
    rarest: int
    notes: tuple[Note, ...] = ()


class Searcher:
    """Answers queries over one commit of an index.

    Args:
        segments: The whole index.
        languages: The languages of its articles, as the index names them, and how many
            articles each has.

    Attributes:
        articles: The articles of the index.
        vocabulary: Its words.
    """

    def __init__(self, segments: Sequence[Segment], languages: Mapping[str, int]) -> None:
        self.articles = Articles(segments)
        self.vocabulary = Vocabulary(segments, languages)
        self._matchings = [SegmentMatching(segment) for segment in segments]
        self._together = Together(self._matchings, self.vocabulary)
        self._weighing = Weighing(self.articles)
        self._lookup = Lookup(self.articles.n_numbers)
        self._leaves: Cache[tuple[Hashable, tuple[str, ...]], Weighed] = Cache(
            _CACHED, lambda weighed: weighed.size + _OVERHEAD
        )

    def search(
        self,
        node: Node,
        filters: Filters = _NO_FILTERS,
        *,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 10,
    ) -> Page:
        """Return a page of what a query finds, and how much there is in all.

        Args:
            node: The query.
            filters: What may be returned.
            sort: ``relevance``: best first; ``newest`` and ``oldest``: by date,
                undated articles last.
            offset: How many articles to pass over, 0 or more.
            limit: How many to return at most, 0 or more; 0 only counts.

        Raises:
            QueryError: A regular expression cannot be read.
        """
        page_of = partial(self._page, sort=sort, offset=offset, limit=limit)
        settled, unmet, page = self._answer(node, lambda settled: page_of(settled, filters))
        notes = list(page.notes)
        if page.rarest <= self._missing.few:
            sought = [(leaf, fields) for leaf, fields, is_sought in asked_leaves(node) if is_sought]
            notes += self._missing.notes(node, filters, sought, page.total)
        if page.total:
            notes += map(_note_on_unmet, unmet)
        else:
            notes += why_nothing(settled, filters, self._count)
        if len(self._undated):
            notes += what_is_undated(settled, filters, page.total, self._n_undated)
        return page._replace(notes=tuple(dict.fromkeys(notes)))

    def _answer(
        self, node: Node, page_of: Callable[[Node], Page]
    ) -> tuple[Node, tuple[AllOrSome, ...], Page]:
        """Return a query as it is settled, what no article has all parts of, and a page."""
        if not is_open(node):
            return node, (), page_of(node)
        if is_plain(node):  # then an article that is found at all settles it
            settled, _ = settle(node, TEXT_FIELDS, lambda _node, _fields: True)
            page = page_of(settled)
            if page.total:
                return settled, (), page
        settled, unmet = self._settled(node)
        return settled, unmet, page_of(settled)

    def _count(self, node: Node, filters: Filters) -> int:
        """Return how many articles a query finds, which need not be settled."""
        return self._answer(node, lambda settled: self._page(settled, filters, limit=0))[2].total

    @cached_property
    def _missing(self) -> MissingWords:
        return MissingWords(self.vocabulary, self.articles.n_live, self._n_found, self._count)

    def _n_found(self, leaf: Leaf, fields: tuple[str, ...]) -> int:
        """Return how many articles have a leaf in some fields."""
        return self._weighed([AskedLeaf(leaf, fields, is_sought=True)])[id(leaf), fields].n

    def _n_undated(self, node: Node, filters: Filters) -> int:
        """Return how many articles without a date a settled query finds."""
        evaluation = self._evaluation(self._weighed(asked_leaves(node)))
        asked = evaluation.ask(filtered(node, filters), TEXT_FIELDS, self._undated)
        return int(np.count_nonzero(asked.flags))

    @cached_property
    def _undated(self) -> Integers:
        """The articles without a date, none of them deleted, int64, ascending."""
        return self.articles.without_deleted(self.articles.dates == UNDATED).nonzero()[0]

    def _settled(self, node: Node) -> tuple[Node, tuple[AllOrSome, ...]]:
        """Return a query as this index evaluates it, and what no article has all parts of."""
        return settle(node, TEXT_FIELDS, self._has_any)

    def _has_any(self, node: Node, fields: tuple[str, ...]) -> bool:
        return self._page(node, _NO_FILTERS, fields, limit=0).total > 0

    def _page(
        self,
        node: Node,
        filters: Filters,
        fields: tuple[str, ...] = TEXT_FIELDS,
        *,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int,
    ) -> Page:
        """Return a page of what a settled query finds in some fields."""
        asked = asked_leaves(node, fields)
        weighed = self._weighed(asked)
        evaluation = self._evaluation(weighed)
        wanted = filtered(node, filters)
        last = limit and offset + limit
        lead = evaluation.lead(wanted, fields, last) if last and sort == "relevance" else None
        if lead is None:
            lead = leading(evaluation.find(wanted, fields), sort, last)
        sought = [(leaf, weighed[id(leaf), its]) for leaf, its, is_sought in asked if is_sought]
        rarity: dict[Leaf, float] = {}
        for leaf, its in sought:
            rarity[leaf] = max(its.rarity, rarity.get(leaf, 0.0))
        return Page(
            total=lead.total,
            selected=shown(lead, self.articles, sort=sort, offset=offset, limit=limit),
            rarity=rarity,
            rarest=min([its.n for _, its in sought], default=self.articles.n_numbers),
            notes=tuple(dict.fromkeys(self._notes_on_patterns(asked))),
        )

    def leaves(self, node: Node) -> tuple[ExplainedLeaf, ...]:
        """Return what the leaves of a query stand for, those under ``Not`` too."""
        from searchkit.local.searching.explaining import explained_leaf  # late: seldom needed

        asked = asked_leaves(node, TEXT_FIELDS)
        weighed = self._weighed(asked)
        return tuple(
            explained_leaf(one.leaf, one.fields, weighed[id(one.leaf), one.fields], self.vocabulary)
            for one in asked
        )

    def explain(
        self,
        node: Node,
        filters: Filters,
        *,
        number: int,
        article: Article,
        language: str,
    ) -> ExplainedArticle:
        """Return why a query finds an article, or why not.

        Args:
            node: The query.
            filters: What may be returned.
            number: The number of the article.
            article: The article.
            language: Its language, as the index names it.
        """
        from searchkit.local.searching.explaining import ArticleExplainer  # late: seldom needed

        node, _ = self._settled(node)
        weighed = self._weighed(asked_leaves(node, TEXT_FIELDS))
        segment, there = self.articles.place(number)
        explainer = ArticleExplainer(
            evaluation=self._evaluation(weighed),
            number=number,
            segment=self.articles.segments[segment],
            there=there,
            article=article,
            language=language,
            weighing=self._weighing,
            postings=partial(self._postings_in, segment),
            leaves=weighed,
        )
        failures = tuple(explainer.failures(filtered(node, filters), TEXT_FIELDS))
        score = explainer.part(node, TEXT_FIELDS)
        return ExplainedArticle(article, not failures, score, failures)

    def _evaluation(self, weighed: Mapping[tuple[int, tuple[str, ...]], Weighed]) -> Evaluation:
        """Return what evaluates queries whose leaves have been looked for."""
        return Evaluation(self.articles, self._lookup, weighed)

    def _weighed(self, asked: Sequence[AskedLeaf]) -> dict[tuple[int, tuple[str, ...]], Weighed]:
        """Return what is known of leaves, by their identity, in the fields asked for."""
        found = {}
        for leaf, fields, _ in asked:
            key = leaf_key(leaf), fields
            cached = self._leaves.find(key)
            if cached is None:
                weighed = self._weigh(leaf, fields)
            else:
                weighed = for_repeats(cached, self.articles.n_numbers)
            if weighed is not cached:
                self._leaves.put(key, weighed)
            found[id(leaf), fields] = weighed
        return found

    def _weigh(self, leaf: Leaf, fields: tuple[str, ...]) -> Weighed:
        return self._weighing.weigh(fields, self._postings(leaf, fields), len(terms(leaf)))

    def _postings(self, leaf: Leaf, fields: tuple[str, ...]) -> Mapping[str, InSegments]:
        """Return where a leaf occurs, in some fields at least."""
        if isinstance(leaf, Phrase | Near | Before):
            return self._together.find(leaf)
        found: dict[str, list[tuple[int, FieldPostings]]] = {name: [] for name in fields}
        for there in self.vocabulary.where(leaf):
            segment, field, _ = there.place
            if field.name in found:
                found[field.name].append((segment, self._matchings[segment].find(there)))
        return found

    def _postings_in(
        self, segment: int, leaf: Leaf, fields: tuple[str, ...]
    ) -> Mapping[str, FieldPostings]:
        """Return where a leaf occurs in some fields of a segment."""
        found = self._postings(leaf, fields)
        return {
            name: postings
            for name in fields
            for number, postings in found.get(name, ())
            if number == segment
        }

    def _notes_on_patterns(self, asked: Sequence[AskedLeaf]) -> Iterator[Note]:
        for term in (term for leaf, _, _ in asked for term in terms(leaf)):
            if isinstance(term, Pattern):
                left_out = self.vocabulary.expansion(term).left_out
                if left_out:
                    yield Note(
                        f"Too many words match; the {left_out:,} rarest were left out.", term.span
                    )


def _note_on_unmet(group: AllOrSome) -> Note:
    parts = ", ".join(map(to_text, group.parts))
    return Note(f"No article has all of: {parts}. These have some.")
