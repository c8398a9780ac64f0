"""A query and an article on a cluster -> what its score is made of, or why it is not found.

The cluster is asked of this article alone: which facts are true of it, what each leaf adds to its
score, and how often each occurs in its fields. With that the tree is evaluated and explained as in
any engine (:mod:`searchkit.local.searching.explaining`), over an index that has one article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from searchkit import ranking as formulas
from searchkit.engine import PageRequest
from searchkit.local.searching.explaining import ArticleExplainer, PlainFigures
from searchkit.local.searching.rescoring.explaining_stages import (
    with_later_stages,
    with_newness,
)
from searchkit.local.searching.rescoring.stages import is_looked_at_again
from searchkit.local.searching.scoring.tree_scoring import Evaluation
from searchkit.opensearch.cluster_finding import as_ranked
from searchkit.opensearch.cluster_pages import AskedPage
from searchkit.opensearch.cluster_queries import TITLE, named_query
from searchkit.opensearch.later_stages import Candidate, factors
from searchkit.query.all_or_some import with_some
from searchkit.query.nodes import Word, facts, terms
from searchkit.query.trees import asked_leaves, filtered, leaf_key
from searchkit.records import NamedTuple
from searchkit.results.explanations import ExplainedArticle
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.opensearch.cluster_finding import Finder
    from searchkit.opensearch.cluster_queries import Queries, Query
    from searchkit.opensearch.cluster_view import ClusterView
    from searchkit.query.clues import Clues
    from searchkit.query.filters import Filters
    from searchkit.query.nodes import Fact, Leaf, Node
    from searchkit.query.rankings import Ranking
    from searchkit.results.explanations import ScorePart

    Array = npt.NDArray[Any]
    Fields = tuple[str, ...]

_OUTSIDE = -1  # the place of an article that is not among the best


class _Leaf(NamedTuple):
    """What a leaf adds to the score of the article.

    Attributes:
        n: How many articles of the index have it.
        n_scored: In how many it scores.
        rarity: The idf of a leaf that n articles have.
        is_there: Whether the article has it.
        score: What it adds to the score; more than 0 where the article has relatives alone.
    """

    n: int
    n_scored: int
    rarity: float
    is_there: bool
    score: np.float32

    def at(self, articles: Array, _: int) -> Array:
        """Return the scores in some articles, of which there is one."""
        return np.full(len(articles), self.score)

    def has(self, articles: Array, _: int) -> Array:
        """Return which of some articles have it."""
        return np.full(len(articles), self.is_there)


class _OneArticle(NamedTuple):
    """An index of one article, and the facts that are true of it."""

    true: frozenset[Fact]
    n_numbers: int = 1

    def has(self, fact: Fact, articles: Array) -> Array:
        """Return which of some articles a fact is true of."""
        return np.full(len(articles), fact in self.true)

    def flags(self, fact: Fact) -> Array:
        """Return which articles a fact is true of."""
        return np.array([fact in self.true])


class ClusterExplainer:
    """Explains the score of an article on a cluster.

    Args:
        view: The index.
        finder: What finds articles in it.
        node: The query.
        filters: What may be returned.
        reference: What the document of the article is called.
        ranking: How scores are made.
        clues: What the query says of the order alone.
    """

    def __init__(
        self,
        view: ClusterView,
        finder: Finder,
        node: Node,
        filters: Filters,
        reference: str,
        *,
        ranking: Ranking,
        clues: Clues,
    ) -> None:
        self._view = view
        self._finder = finder
        self._node = node
        self._wanted = filtered(node, filters)
        self._reference = reference
        self._ranking = ranking
        self._clues = clues
        self._acronyms = clues.acronyms if ranking.name != "bm25" else ()
        self._pairs = clues.pairs if ranking.pairs and ranking.name == "full" else ()
        self._asked = asked_leaves(node, TEXT_FIELDS)
        self._queries: Queries = finder.counted_queries(
            self._asked, self._acronyms, self._pairs, ranking
        )
        self._known: dict[Hashable, float | None] = {}  # scores by question; None: not found
        self._fields: Mapping[str, Sequence[Any]] = {}

    def explained(self) -> ExplainedArticle:
        """Return why the query finds the article, or why not."""
        self._ask({**dict(self._questions_of_leaves()), **dict(self._questions_of_facts())})
        leaves = dict(self._leaves())
        lengths = {name: self._lengths(name) for name in TEXT_FIELDS}
        explainer = ArticleExplainer(
            evaluation=self._evaluation(leaves),
            number=0,
            article=self._view.article(self._reference),
            language=self._view.language(self._reference),
            n_articles=self._view.n_articles,
            lengths=lengths,
            occurrences=self._occurrences,
            leaves=cast("Any", leaves),
            plain=self._plain(lengths),
        )
        failures = tuple(explainer.failures(self._wanted, TEXT_FIELDS))
        score = explainer.whole(self._node, self._acronyms, TEXT_FIELDS)
        if failures:
            return ExplainedArticle(
                article=explainer.article, is_found=False, score=score, failures=failures
            )
        lacks = explainer.lacks(self._node, TEXT_FIELDS)
        score = self._after_all(score)
        return ExplainedArticle(article=explainer.article, is_found=True, score=score, lacks=lacks)

    def _evaluation(self, leaves: Mapping[tuple[int, Fields], _Leaf]) -> Evaluation:
        true = {fact for fact in facts(self._wanted) if self._known[fact] is not None}
        index = _OneArticle(frozenset(true))
        return Evaluation(cast("Any", index), cast("Any", index), cast("Any", leaves))

    def _after_all(self, first: ScorePart) -> ScorePart:
        """Return the score after all stages."""
        request = PageRequest(limit=formulas.BEST, ranking=self._ranking, clues=self._clues)
        some = with_some(as_ranked(self._wanted, self._ranking))
        asked = AskedPage(some, request, self._pairs, self._acronyms)
        query, newness = self._finder.scored_first(self._queries, asked)
        best: list[Candidate] = []
        if is_looked_at_again(self._ranking, 0):
            best = self._finder.candidates(self._queries, query, asked)
        place = next((at for at, one in enumerate(best) if one.name == self._reference), _OUTSIDE)
        by_date = None
        if newness is not None and self._ranking.half_life is not None:
            date = self._fields.get("date_from", [None])[0]
            itself = Candidate(self._reference, 0.0, "", date, {})
            # The last one is the article itself, wherever it stands.
            by_date = factors([*best, itself], newness, self._ranking.half_life).astype(np.float32)
        score = with_newness(first, by_date, place)
        if not is_looked_at_again(self._ranking, 0):
            return score
        looked_at = self._finder.later.looked_at(best, self._pairs, self._ranking, newness)
        return with_later_stages(score, looked_at, by_date, place)

    def _questions_of_leaves(self) -> Iterator[tuple[Hashable, Query]]:
        """Yield what asks for scores of leaves, and how often they and their terms occur."""
        for leaf, fields, _ in self._asked:
            own, related = self._queries.parts_of(as_ranked(leaf, self._ranking), fields)
            yield ("own", id(leaf), fields), own
            for query in related:
                yield ("related", id(leaf), fields), query
            for one in (leaf, *_whole_stems(leaf), *terms(leaf)):
                yield from self._questions_of_occurrences(one, fields)
        for word in self._acronyms:
            yield ("acronym", id(word)), self._queries.acronym(word)
            yield from self._questions_of_occurrences(word, TEXT_FIELDS)

    def _questions_of_occurrences(
        self, leaf: Leaf, fields: Fields
    ) -> Iterator[tuple[Hashable, Query]]:
        for name in fields:
            yield ("times", leaf_key(leaf), name), self._queries.occurrences(leaf, (name,))

    def _questions_of_facts(self) -> Iterator[tuple[Hashable, Query]]:
        for fact in facts(self._wanted):
            yield fact, self._queries.finding(fact)

    def _ask(self, questions: Mapping[Hashable, Query]) -> None:
        """Ask which of some queries find the article, and with what scores."""
        missing = {key: query for key, query in questions.items() if key not in self._known}
        keys = list(missing)
        named = [named_query(missing[key], str(at)) for at, key in enumerate(keys)]
        body = {
            "size": 1,
            "query": {
                "bool": {"filter": [{"ids": {"values": [self._reference]}}], "should": named}
            },
            "_source": False,
            "docvalue_fields": ["text_length", "title_length", "date_from"],
        }
        hit = self._view.found_with_names(body)
        self._fields = hit["fields"]
        matched = hit.get("matched_queries", {})
        self._known.update({key: matched.get(str(at)) for at, key in enumerate(keys)})

    def _leaves(self) -> Iterator[tuple[tuple[int, Fields], _Leaf]]:
        n_articles = self._view.n_articles
        for leaf, fields, _ in self._asked:
            counted = self._queries.count_of(as_ranked(leaf, self._ranking), fields)
            own = self._known["own", id(leaf), fields]
            related = self._known.get(("related", id(leaf), fields))
            yield (
                (id(leaf), fields),
                _Leaf(
                    counted.own,
                    counted.own if counted.stem is None else counted.stem,
                    formulas.idf(counted.own, n_articles) * len(terms(leaf)),
                    own is not None,
                    np.float32(own or 0) + np.float32(related or 0),
                ),
            )
        for word in self._acronyms:
            score = self._known["acronym", id(word)]
            n = self._queries.count_of_acronym(word)
            rarity = formulas.idf(0, n_articles)
            yield (
                (id(word), TEXT_FIELDS),
                _Leaf(0, n, rarity, is_there=False, score=np.float32(score or 0)),
            )

    def _lengths(self, name: str) -> tuple[int, float]:
        """Return the length of a field of the article, and the mean of all."""
        statistics = self._view.commit.statistics
        mean = statistics.lengths[name] / max(statistics.articles, 1)
        return int(self._fields[f"{name}_length"][0]), mean

    def _plain(self, lengths: Mapping[str, tuple[int, float]]) -> PlainFigures | None:
        if self._ranking.name != "bm25":
            return None
        (title, mean_title), (text, mean_text) = (lengths[name] for name in ("title", "text"))
        is_twice = title == text  # the title is taken for the text

        def times(leaf: Leaf, fields: Fields) -> int:
            found = self._occurrences(as_ranked(leaf, self._ranking), fields).values()
            return max(found, default=0) if is_twice else sum(found)

        length = text if is_twice else title + text
        return PlainFigures(self._ranking, length, mean_title + mean_text, times)

    def _occurrences(self, leaf: Leaf, fields: Fields) -> Mapping[str, int]:
        """Return how often a leaf occurs in those of some fields that have it."""
        self._ask_missing(dict(self._questions_of_occurrences(leaf, fields)))
        found = {name: self._known["times", leaf_key(leaf), name] for name in fields}
        return {
            name: round(times / TITLE if name == "title" else times)
            for name, times in found.items()
            if times
        }

    def _ask_missing(self, questions: Mapping[Hashable, Query]) -> None:
        if not questions.keys() <= self._known.keys():
            self._ask(questions)


def _whole_stems(leaf: Leaf) -> tuple[Leaf, ...]:
    """Return a word as its whole stem; nothing of another leaf."""
    return (leaf.replace(whole_stem=True),) if isinstance(leaf, Word) else ()
