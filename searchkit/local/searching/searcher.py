"""A query tree over all segments of an index -> a page of the best articles.

Statistics are those of the whole index: how it was cut into segments never
shows in a score. Deleted articles count nowhere. So every leaf is first looked
for in all segments, which shows how rare it is and what it adds to scores, and then the
tree is evaluated over all articles at once.

A searcher is made for one commit and may be shared among threads. It remembers
within bounds what many searches need: what an occurrence counts in each
article, what the words and patterns asked for last mean, and what they add to scores.
"""

from __future__ import annotations

from functools import cached_property, partial
from itertools import starmap
from typing import TYPE_CHECKING

import numpy as np

from searchkit import deadlines
from searchkit.caching import Cache
from searchkit.engine import ONLY_COUNTS, USUAL_RANKING, FoundLeaf, Page, PageRequest
from searchkit.errors import SearchTimeoutError
from searchkit.exploring.copy_folding import folded_page
from searchkit.local.searching.copy_sets import copy_sets
from searchkit.local.searching.like_articles import LikeArticles
from searchkit.local.searching.listing import Listing
from searchkit.local.searching.matching.article_facts import Facts
from searchkit.local.searching.matching.phrases import PhraseMatcher
from searchkit.local.searching.matching.segment_postings import postings_of
from searchkit.local.searching.meanings.vocabulary import Vocabulary
from searchkit.local.searching.rescoring.newest_first import Newness, times
from searchkit.local.searching.rescoring.pair_positions import PairFinder
from searchkit.local.searching.rescoring.pair_scoring import PairScorer
from searchkit.local.searching.rescoring.stages import Stages, is_looked_at_again
from searchkit.local.searching.scoring.leaf_scoring import LeafScorer
from searchkit.local.searching.scoring.plain_bm25 import Bm25Scorer
from searchkit.local.searching.scoring.scored_leaves import for_repeats
from searchkit.local.searching.scoring.selection import (
    Selected,
    candidates_of,
    found_articles,
)
from searchkit.local.searching.scoring.tree_scoring import Evaluation
from searchkit.local.searching.segments import Articles
from searchkit.notes import Note
from searchkit.query.all_or_some import has_groups, lacks, with_all, with_some
from searchkit.query.clues import NO_CLUES
from searchkit.query.filters import Filters
from searchkit.query.nodes import (
    Before,
    Every,
    Leaf,
    Near,
    Or,
    Pattern,
    Phrase,
    Word,
    terms,
)
from searchkit.query.trees import AskedLeaf, asked_leaves, filtered, leaf_key
from searchkit.query.unparsing import to_text
from searchkit.ranking import BEST
from searchkit.results.explanations import ExplainedArticle
from searchkit.schema import TEXT_FIELDS, UNDATED
from searchkit.schema.outlet_identity import outlet_identity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.article import Article
    from searchkit.engine import AlikePage, TellingTerm
    from searchkit.exploring.copy_clusters import CopySets
    from searchkit.local.searching.explaining import PlainFigures
    from searchkit.local.searching.matching.segment_postings import FieldPostings, InSegments
    from searchkit.local.searching.meanings.expansion import FieldForms
    from searchkit.local.searching.meanings.vocabulary import FieldTerms
    from searchkit.local.searching.scoring.scored_leaves import ScoredLeaf
    from searchkit.local.searching.segments import Integers, Segment
    from searchkit.query.clues import Clues
    from searchkit.query.filters import Sort
    from searchkit.query.nodes import Node
    from searchkit.query.rankings import Ranking
    from searchkit.results.explanations import ExplainedLeaf

_NO_FILTERS = Filters()
_CACHED = 11 << 23  # bytes of leaves: all words of a hundred queries or more
_CACHED_SCORERS = 4
_LARGE_ARRAY = 1 << 24  # bytes, more than any array of a search; it is never touched
_OVERHEAD = 500  # bytes that a leaf takes beside its arrays


class Searcher:
    """Answers queries over one commit of an index.

    Args:
        segments: The whole index.
        languages: The languages of the articles, as the index names them, and how many
            articles each has.
        identify: Tells what the terms of one outlet have in common.

    Attributes:
        articles: The articles of the index.
        vocabulary: Its words.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        languages: Mapping[str, int],
        *,
        identify: Callable[[str], str] = outlet_identity,
    ) -> None:
        # glibc fetches memory for arrays of more than 128 KB from the system and gives it back
        # each time, until it sees a larger one freed. First prefix queries take a sixth less so.
        np.empty(_LARGE_ARRAY, np.uint8)
        self.articles = Articles(segments, identify=identify)
        self.vocabulary = Vocabulary(segments, languages)
        self._phrases = PhraseMatcher(self.vocabulary)
        self._facts = Facts(self.articles)
        self._scorer = LeafScorer(self.articles)
        self._bm25: Cache[Ranking, Bm25Scorer] = Cache(_CACHED_SCORERS)
        self._newness = Newness(self.articles)
        pair_scorer = PairScorer(PairFinder(self.articles, self.vocabulary), self._scorer)
        self._stages = Stages(self.articles, pair_scorer)
        self._like_articles = LikeArticles(self.articles, self._scorer)
        self._leaves: Cache[Hashable, ScoredLeaf] = Cache(
            _CACHED, lambda leaf: leaf.size + _OVERHEAD
        )

    def find(
        self,
        node: Node,
        filters: Filters = _NO_FILTERS,
        request: PageRequest = ONLY_COUNTS,
    ) -> Page:
        """Return a page of what a query finds; see :meth:`searchkit.engine.View.find`."""
        asked, ranking = asked_leaves(node), request.ranking
        added = self._added(request.clues, ranking) if request.limit else ()
        scored = self._scored(asked, ranking) | self._scored_added(added, ranking)
        self._check_excluded(asked)
        evaluation = self._evaluation(scored)
        wanted = filtered(node, filters)
        is_grouped = has_groups(node)
        some = with_some(wanted) if is_grouped else wanted
        every = with_all(wanted) if is_grouped else wanted
        n_every = evaluation.n_found(every, TEXT_FIELDS) if is_grouped else 0
        hits: Sequence[Selected] = ()
        copies: Sequence[Sequence[int]] = ()
        counted = None
        if request.limit:
            is_by_date = request.sort != "relevance"
            shown = every if is_by_date and n_every and not request.some_words else some
            listing = Listing(
                evaluation,
                shown if is_by_date else _with_added(shown, added),
                self._stages,
                sort=request.sort,
                newness=None if is_by_date else self._newness_of(ranking),
                ranking=ranking,
                clues=request.clues,
            )
            if request.fold:
                page, copies = folded_page(
                    listing.first,
                    self.copy_sets,
                    listing.found,
                    offset=request.offset,
                    limit=request.limit,
                )
                hits = list(starmap(Selected, page))
            else:
                hits = listing.page(offset=request.offset, limit=request.limit)
            counted = listing.total if shown is some else None
        n_some = evaluation.n_found(some, TEXT_FIELDS) if counted is None else counted
        total = n_every if is_grouped else n_some
        more = n_some - total
        groups, more_groups = None, 0
        if request.fold:
            groups = all_groups = self._n_groups(evaluation, some, n_some)
            if total and more and not request.some_words:
                groups = self._n_groups(evaluation, every, total)
            more_groups = all_groups - groups
        return Page(
            total=total,
            hits=hits,
            more=more,
            copies=copies,
            groups=groups,
            more_groups=more_groups,
            lacks=self._lacks(node, evaluation, hits) if more else (),
            leaves=[
                FoundLeaf(leaf, fields, found.n, found.rarity)
                for leaf, fields, is_sought in asked
                if is_sought
                for found in [scored[id(leaf), fields]]
            ],
            notes=tuple(dict.fromkeys(self._notes_on_patterns(asked))),
        )

    @cached_property
    def copy_sets(self) -> CopySets:
        """The clusters of copies."""
        return copy_sets(self.articles)

    def _n_groups(self, evaluation: Evaluation, node: Node, n_articles: int) -> int:
        """Return how many clusters and single articles are what a node finds."""
        sets = self.copy_sets
        if not sets.n_clusters:
            return n_articles
        return sets.n_groups(n_articles, evaluation.ask(node, TEXT_FIELDS, sets.members).flags)

    def copies(self, node: Node, filters: Filters) -> list[list[int]]:
        """Return the clusters in which a query finds a member; see `View.copies`."""
        sets = self.copy_sets
        wanted = filtered(node, filters)
        evaluation = self._evaluation(self._scored(asked_leaves(node)))
        every, some = with_all(wanted), with_some(wanted)
        asked = every if evaluation.n_found(every, TEXT_FIELDS) else some
        flags = evaluation.ask(asked, TEXT_FIELDS, sets.members).flags
        met = sorted({*sets.cluster[flags].tolist()})
        return [sets.listed(cluster).tolist() for cluster in met]

    def _newness_of(self, ranking: Ranking) -> NDArray[np.float32] | None:
        """Return what scores are multiplied by for being new; None where that counts nothing."""
        return None if ranking.half_life is None else self._newness.factors(ranking.half_life)

    def _lacks(
        self, node: Node, evaluation: Evaluation, hits: Sequence[Selected]
    ) -> Sequence[tuple[Node, ...]]:
        """Return what each of some articles that a query finds lacks of its words."""
        articles = np.array([hit.article for hit in hits], np.int64)
        return lacks(node, TEXT_FIELDS, len(hits), partial(evaluation.which, articles))

    def count_undated(self, node: Node, filters: Filters) -> int:
        """Return how many articles without a date a query finds, with some of its words."""
        undated = self.undated
        if filters and len(undated):  # few pass, as a rule
            passing = filtered(Every(), filters)
            undated = undated[self._evaluation({}).ask(passing, TEXT_FIELDS, undated).flags]
        if not len(undated):
            return 0
        evaluation = self._evaluation(self._scored(asked_leaves(node)))
        asked = evaluation.ask(with_some(node), TEXT_FIELDS, undated)
        return int(np.count_nonzero(asked.flags))

    def matching(self, node: Node, filters: Filters) -> Integers:
        """Return the articles that a query finds, with some of its words, int64, (n,).

        They are in any order, none twice, none deleted.
        """
        evaluation = self._evaluation(self._scored(asked_leaves(node)))
        return found_articles(evaluation.find(with_some(filtered(node, filters)), TEXT_FIELDS))

    def telling_terms(self, terms: Mapping[str, float], *, most: int) -> Sequence[TellingTerm]:
        """Return the terms that tell most; see :meth:`searchkit.engine.View.telling_terms`."""
        return self._like_articles.telling_terms(terms, most=most)

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
        """Return a page of like articles; see :meth:`searchkit.engine.View.alike`."""
        passing = None
        if filters:
            passing = self._evaluation({}).flags(filtered(Every(), filters), TEXT_FIELDS)
        return self._like_articles.page(
            terms,
            passing,
            least=least,
            leaving_out=leaving_out,
            sort=sort,
            offset=offset,
            limit=limit,
            sets=self.copy_sets if fold else None,
        )

    @cached_property
    def undated(self) -> Integers:
        """The articles without a date, none of them deleted, int64, ascending."""
        return self.articles.without_deleted(self.articles.first_dates == UNDATED).nonzero()[0]

    def leaves(self, node: Node) -> tuple[ExplainedLeaf, ...]:
        """Return what the leaves of a query cover, those under ``Not`` too."""
        from searchkit.local.searching.explaining import explained_leaf  # late: seldom needed

        asked = asked_leaves(node, TEXT_FIELDS)
        scored = self._scored(asked)
        return tuple(
            explained_leaf(one.leaf, one.fields, scored[id(one.leaf), one.fields], self.vocabulary)
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
        ranking: Ranking = USUAL_RANKING,
        clues: Clues = NO_CLUES,
    ) -> ExplainedArticle:
        """Return why a query finds an article, or why not.

        Args:
            node: The query.
            filters: What may be returned.
            number: The number of the article.
            article: The article.
            language: Its language, as the index names it.
            ranking: How scores are made.
            clues: What the query says of the order alone.
        """
        from searchkit.local.searching.explaining import ArticleExplainer  # late: seldom needed
        from searchkit.local.searching.rescoring.explaining_stages import (
            with_later_stages,
            with_newness,
        )

        scored = self._scored(asked_leaves(node, TEXT_FIELDS), ranking)
        added = self._added(clues, ranking)
        scored |= self._scored_added(added, ranking)
        explainer = ArticleExplainer(
            evaluation=self._evaluation(scored),
            number=number,
            article=article,
            language=language,
            n_articles=self.articles.n_live,
            lengths=self._lengths_of(number),
            occurrences=partial(self._occurrences_in, number),
            leaves=scored,
            plain=self._plain_figures(ranking, number),
        )
        failures = tuple(explainer.failures(filtered(node, filters), TEXT_FIELDS))
        score = explainer.whole(node, added, TEXT_FIELDS)
        if not failures:
            newness = self._newness_of(ranking)
            score = with_newness(score, newness, number)
            if is_looked_at_again(ranking, 0):
                some = _with_added(with_some(filtered(node, filters)), added)
                found = times(explainer.evaluation.find(some, TEXT_FIELDS), newness)
                best = candidates_of(found, "relevance", BEST)
                looked_at = self._stages.looked_at(best, clues.pairs, newness, ranking)
                score = with_later_stages(score, looked_at, newness, number)
        absent = () if failures else explainer.lacks(node, TEXT_FIELDS)
        return ExplainedArticle(article, not failures, score, failures, absent)

    def _evaluation(self, scored: Mapping[tuple[int, tuple[str, ...]], ScoredLeaf]) -> Evaluation:
        """Return what evaluates queries whose leaves have been looked for."""
        return Evaluation(self.articles, self._facts, scored)

    def _scored(
        self, asked: Sequence[AskedLeaf], ranking: Ranking = USUAL_RANKING
    ) -> dict[tuple[int, tuple[str, ...]], ScoredLeaf]:
        """Return what is known of leaves, by their identity, in the fields asked for."""
        found = {}
        bm25 = self._bm25_of(ranking)
        for leaf, fields, _ in asked:
            key = leaf_key(leaf), fields, bm25 and (ranking.k1, ranking.b)
            score = partial(self._score, leaf, fields, bm25)
            deadlines.check()
            found[id(leaf), fields] = self._remembered(key, score)
        return found

    def _added(self, clues: Clues, ranking: Ranking) -> tuple[Word, ...]:
        """Return the words that add to scores and decide nothing."""
        bm25 = self._bm25_of(ranking)
        return clues.acronyms if bm25 is None else bm25.counting(clues.left_out)

    def _scored_added(
        self, added: Sequence[Word], ranking: Ranking
    ) -> dict[tuple[int, tuple[str, ...]], ScoredLeaf]:
        """Return what words add to scores that decide nothing, by their identity."""
        bm25 = self._bm25_of(ranking)
        score = self._score_acronym if bm25 is None else bm25.score_added
        settings = bm25 and (ranking.k1, ranking.b)
        return {
            (id(word), TEXT_FIELDS): self._remembered(
                ("added", leaf_key(word), settings), partial(score, word)
            )
            for word in added
        }

    def _remembered(self, key: Hashable, score: Callable[[], ScoredLeaf]) -> ScoredLeaf:
        """Return what is known of a leaf, scored when it is first asked for."""
        cached = self._leaves.find(key)
        scored = score() if cached is None else for_repeats(cached, self.articles.n_numbers)
        if scored is not cached and not deadlines.has_cut():
            self._leaves.put(key, scored)
        return scored

    def _score_acronym(self, word: Word) -> ScoredLeaf:
        related = self._in_segments(self.vocabulary.where(word), TEXT_FIELDS)
        return self._scorer.score(TEXT_FIELDS, {}, related=related)

    def _bm25_of(self, ranking: Ranking) -> Bm25Scorer | None:
        """Return what scores by plain BM25, if that is the ranking."""
        if ranking.name != "bm25":
            return None
        return self._bm25.get(
            ranking,
            lambda: Bm25Scorer(
                self.articles, self._scorer, self.vocabulary, self._postings, ranking
            ),
        )

    def _score(self, leaf: Leaf, fields: tuple[str, ...], bm25: Bm25Scorer | None) -> ScoredLeaf:
        if bm25 is not None:
            return bm25.score(leaf, fields)
        postings = self._postings(leaf, fields)
        if not isinstance(leaf, Word) or leaf.whole_stem:
            return self._scorer.score(fields, postings, len(terms(leaf)))
        related = self._in_segments(self.vocabulary.fields_of_relatives(leaf), fields)
        return self._scorer.score(fields, postings, related=related)

    def _postings(self, leaf: Leaf, fields: tuple[str, ...]) -> Mapping[str, InSegments]:
        """Return where a leaf occurs, in some fields at least."""
        if isinstance(leaf, Phrase | Near | Before):
            return self._phrases.find(leaf)
        return self._in_segments(self.vocabulary.where(leaf), fields)

    def _in_segments(
        self, found_in: Sequence[FieldTerms] | Sequence[FieldForms], fields: tuple[str, ...]
    ) -> Mapping[str, InSegments]:
        """Return the postings of terms or forms in some fields, by field."""
        found: dict[str, list[tuple[int, FieldPostings]]] = {name: [] for name in fields}
        for where in found_in:
            deadlines.check()
            in_field = found.get(where.field.reader.name)
            if in_field is not None:
                in_field.append((where.field.number, postings_of(where)))
        return found

    def _occurrences_in(
        self, number: int, leaf: Leaf, fields: tuple[str, ...]
    ) -> Mapping[str, int]:
        """Return how often a leaf occurs in those of some fields of an article that have it."""
        segment, article = self.articles.locate(number)
        found = {}
        for name, lists in self._postings(leaf, fields).items():
            for there, (articles, frequencies) in lists:
                at = int(articles.searchsorted(article))
                if there == segment and at < len(articles) and articles[at] == article:
                    found[name] = int(frequencies[at])
        return {name: found[name] for name in fields if name in found}

    def _lengths_of(self, number: int) -> dict[str, tuple[int, float]]:
        """Return the length of each field of an article, and the mean of these lengths."""
        segment, article = self.articles.locate(number)
        lengths = {
            name: self._scorer.lengths(name, self.articles.segments[segment])
            for name in TEXT_FIELDS
        }
        means = self._scorer.mean_lengths
        return {name: (int(of_all[article]), means[name]) for name, of_all in lengths.items()}

    def _plain_figures(self, ranking: Ranking, number: int) -> PlainFigures | None:
        """Return what plain BM25 knows of an article, if that is the ranking."""
        from searchkit.local.searching.explaining import PlainFigures  # late: seldom needed

        bm25 = self._bm25_of(ranking)
        if bm25 is None:
            return None

        def times(leaf: Leaf, fields: tuple[str, ...]) -> int:
            articles, frequencies = bm25.occurrences(leaf, fields)
            return int(frequencies[articles == number].sum())

        return PlainFigures(bm25.chosen, int(bm25.lengths[number]), bm25.mean_length, times)

    def _notes_on_patterns(self, asked: Sequence[AskedLeaf]) -> Iterator[Note]:
        for term in (term for leaf, _, _ in asked for term in terms(leaf)):
            if isinstance(term, Pattern):
                expansion = self.vocabulary.expansion(term)
                if expansion.is_cut:
                    yield Note(
                        "Time was up (limits.time) before every word had been compared with "
                        f"{to_text(term)}; articles may be missing.",
                        term.span,
                    )
                elif expansion.left_out:
                    left_out = f"{expansion.left_out:,} rarest were left out"
                    yield Note(f"Too many words match; the {left_out}.", term.span)

    def _check_excluded(self, asked: Sequence[AskedLeaf]) -> None:
        """Raise if time was up before every word had been found that is to be left out.

        Raises:
            SearchTimeoutError: Articles would be shown that the query leaves out.
        """
        deadline = deadlines.current()
        if deadline is None or not deadline.has_cut:
            return
        excluded = (leaf for leaf, _, is_sought in asked if not is_sought)
        patterns = (term for leaf in excluded for term in terms(leaf) if isinstance(term, Pattern))
        if any(self.vocabulary.expansion(pattern).is_cut for pattern in patterns):
            raise SearchTimeoutError(deadline.seconds)


def _with_added(node: Node, added: Sequence[Word]) -> Node:
    """Return what finds the same, and scores by words that decide nothing, too."""
    if not added:
        return node
    return Or((*(node.parts if isinstance(node, Or) else (node,)), *added))
