"""The terms of a text -> the articles that share enough of them, with their scores.

The postings of all terms become one list, in the order of the terms, and everything is
computed on that: a few dozen terms have fewer postings together than a frequent word has.
Scores are added in the order of the terms, so how the index is cut into segments
shows in none.
"""

from __future__ import annotations

from bisect import insort
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from searchkit import deadlines, ranking, utf8
from searchkit.engine import AlikePage, TellingTerm
from searchkit.exploring.copy_folding import folded_page
from searchkit.local.searching.intersection import located
from searchkit.local.searching.scoring.selection import page_of
from searchkit.local.searching.scoring.top_k import Candidates
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.exploring.copy_clusters import CopySets
    from searchkit.local.searching.scoring.leaf_scoring import LeafScorer
    from searchkit.local.searching.scoring.selection import Selected
    from searchkit.local.searching.segments import Articles, Flags, Integers
    from searchkit.query.filters import Sort

_Item = TypeVar("_Item")
_Where: TypeAlias = "Sequence[tuple[int, int]]"  # of a term: segments, and its number there

_LEAST_ARTICLES = 2  # that have a term which makes one like another
_ROUNDED = 1 + 1e-9  # no bound is below what it bounds for how NumPy rounds logarithms
_K1 = np.array(ranking.K1)
_NONE = np.zeros(0, np.int64)


class _Shared(NamedTuple):
    """Which articles have which terms.

    Attributes:
        terms: The number of a term, int64, (n,).
        articles: An article that has it, int64, (n,); no pair of both is there twice.
        occurrences: How often it does, in as many occurrences as count alike, (n,).
    """

    terms: Integers
    articles: Integers
    occurrences: NDArray[np.float64]


class LikeArticles:
    """Finds the articles that have much in common with a text.

    Args:
        articles: The articles of the index.
        scorer: Knows what an occurrence counts.
    """

    def __init__(self, articles: Articles, scorer: LeafScorer) -> None:
        self._articles = articles
        self._scorer = scorer

    def telling_terms(self, terms: Mapping[str, float], *, most: int) -> Sequence[TellingTerm]:
        """Return what :meth:`searchkit.engine.View.telling_terms` describes.

        The articles whose texts have a term are counted quickly, deleted ones among them, and no
        term weighs more than that allows. So postings are read, of titles and in an index with
        deletions of texts, only for terms that may be among the weightiest.
        """
        in_texts = self._where("text", [*terms])
        counts = self._counts("text", in_texts)
        n = self._scorer.n_articles
        least = np.maximum(counts - (self._articles.n_numbers - n), 0)
        idfs = np.log1p((n - least + 0.5) / (least + 0.5)) * _ROUNDED
        bounds = [
            (weight * idf, term, n_texts, in_text)
            for (term, weight), idf, n_texts, in_text in zip(
                terms.items(), idfs.tolist(), counts.tolist(), in_texts, strict=True
            )
        ]
        bounds.sort(reverse=True)
        chosen: list[tuple[float, str, TellingTerm]] = []  # the weightiest first
        for some in _batched(bounds, most):
            in_titles = self._where("title", [term for _, term, _, _ in some])
            for (bound, term, n_texts, in_text), in_title in zip(some, in_titles, strict=True):
                if len(chosen) >= most and bound < -chosen[most - 1][0]:
                    return [told for _, _, told in chosen[:most]]
                n = self._n_articles(n_texts, in_text, in_title)
                if n >= _LEAST_ARTICLES:
                    idf = self._idf(n)
                    insort(chosen, (-terms[term] * idf, term, TellingTerm(term, n, idf)))
        return [told for _, _, told in chosen[:most]]

    def page(
        self,
        terms: Sequence[tuple[str, float]],
        passing: Flags | None,
        *,
        least: int,
        leaving_out: Collection[int],
        sort: Sort,
        offset: int,
        limit: int,
        sets: CopySets | None = None,
    ) -> AlikePage:
        """Return what :meth:`searchkit.engine.View.alike` describes.

        Args:
            terms: As there.
            passing: Which articles pass the filters, (n_numbers,); None: all.
            least: As there.
            leaving_out: As there.
            sort: As there.
            offset: As there.
            limit: As there.
            sets: The clusters of copies, where these are folded.
        """
        shared = self._shared([term for term, _ in terms])
        n_numbers = self._articles.n_numbers
        found = np.bincount(shared.articles, minlength=n_numbers) >= least
        if passing is not None:
            found &= passing
        found[list(leaving_out)] = False
        scores = np.bincount(
            shared.articles, self._scores(shared, [by for _, by in terms]), n_numbers
        )
        numbers = found.nonzero()[0]
        scored = scores.astype(np.float32)
        candidates = Candidates(len(numbers), numbers, scored.take(numbers))

        def first(n: int) -> Sequence[Selected]:
            return page_of(candidates, self._articles, sort=sort, offset=0, limit=n)

        def asked(members: Integers) -> tuple[Flags, NDArray[np.float32] | None]:
            return found.take(members), scored.take(members) if sort == "relevance" else None

        copies: Sequence[Sequence[int]] = ()
        hits: Sequence[tuple[int, float]]
        if sets is not None and limit:
            hits, copies = folded_page(first, sets, asked, offset=offset, limit=limit)
        else:
            hits = first(offset + limit)[offset:]
        groups = None if sets is None else sets.n_groups(len(numbers), found.take(sets.members))
        terms_of = _terms_of([article for article, _ in hits], shared, n_numbers)
        return AlikePage(len(numbers), hits, list(terms_of), copies, groups)

    def _scores(self, shared: _Shared, factors: Sequence[float]) -> NDArray[np.float64]:
        """Return what each term adds to the score of an article that has it, (n,)."""
        n_articles = np.bincount(shared.terms, minlength=len(factors)).tolist()
        worth = [by * self._idf(n) for by, n in zip(factors, n_articles, strict=True)]
        scores: NDArray[np.float64] = np.array(worth).take(shared.terms)
        scores *= ranking.saturate(shared.occurrences, _K1)
        return scores

    def _idf(self, n_articles: int) -> float:
        return ranking.idf(n_articles, self._scorer.n_articles)

    def _where(self, name: str, terms: Sequence[str]) -> Sequence[_Where]:
        """Return where a field has each of some terms."""
        return self._articles.field(name)[1].find_each(list(map(utf8.encode, terms)))

    def _counts(self, name: str, where: Sequence[_Where]) -> Integers:
        """Return how many articles have each term in a field, deleted ones too, int64, (n,)."""
        readers, _ = self._articles.field(name)
        found: dict[int, tuple[list[int], list[int]]] = {}  # by segment
        for term, each in enumerate(where):
            for segment, number in each:
                terms, numbers = found.setdefault(segment, ([], []))
                terms.append(term)
                numbers.append(number)
        counts = np.zeros(len(where), np.int64)
        for segment, (terms, numbers) in found.items():
            counts[terms] += readers[segment].posting_counts(np.array(numbers, np.int64))
        return counts

    def _n_articles(self, n_texts: int, in_text: _Where, in_title: _Where) -> int:
        """Return how many articles have a term.

        Args:
            n_texts: How many have it in the text, deleted ones too.
            in_text: Where the texts have it.
            in_title: Where the titles have it.
        """
        if self._articles.live is None and not in_title:
            return n_texts
        texts = self._with_term("text", in_text)
        titles = self._with_term("title", in_title)
        _, has_both = located(titles, texts)
        return len(texts) + len(titles) - int(np.count_nonzero(has_both))

    def _with_term(self, name: str, where: _Where) -> Integers:
        """Return the articles that have a term in a field, ascending."""
        readers, _ = self._articles.field(name)
        lists = [
            readers[segment].articles_of_terms(number, number + 1) + self._articles.starts[segment]
            for segment, number in where
        ]
        articles = lists[0] if len(lists) == 1 else np.concatenate([_NONE, *lists])
        live = self._articles.live
        return articles if live is None else articles[live.take(articles)]

    def _shared(self, terms: Sequence[str]) -> _Shared:
        """Return which articles have which terms, in titles and texts taken together."""
        text, title = (self._in_field(name, terms) for name in TEXT_FIELDS)
        n = self._articles.n_numbers
        at, known = located(title.terms * n + title.articles, text.terms * n + text.articles)
        text.occurrences[at[known]] += title.occurrences[known]
        alone = (~known).nonzero()[0]
        return _Shared(
            *(
                np.concatenate((of_text, of_title.take(alone)))
                for of_text, of_title in zip(text, title, strict=True)
            )
        )

    def _in_field(self, name: str, terms: Sequence[str]) -> _Shared:
        """Return which articles have which terms in a field, both ascending."""
        found = list(self._postings(name, terms))
        numbers = np.repeat(
            np.array([number for number, _, _ in found], np.int64),
            [len(articles) for _, articles, _ in found],
        )
        articles = np.concatenate([_NONE, *(each for _, each, _ in found)])
        counts = np.concatenate([_NONE, *(each for _, _, each in found)])
        if self._articles.live is not None:
            kept = self._articles.live.take(articles).nonzero()[0]
            numbers, articles, counts = (each.take(kept) for each in (numbers, articles, counts))
        return _Shared(numbers, articles, counts * self._scorer.occurrence_weights(name, articles))

    def _postings(
        self, name: str, terms: Sequence[str]
    ) -> Iterator[tuple[int, Integers, Integers]]:
        """Yield the number of a term, the articles of a segment that have it, and how often."""
        readers, _ = self._articles.field(name)
        for number, where in enumerate(self._where(name, terms)):
            deadlines.check()
            for segment, at in where:
                articles, counts = readers[segment].counted(at)
                yield number, articles.astype(np.int64) + self._articles.starts[segment], counts


def _terms_of(
    articles: Sequence[int], shared: _Shared, n_numbers: int
) -> Iterator[tuple[int, ...]]:
    """Yield which terms each of some articles has, ascending."""
    flags = np.zeros(n_numbers, np.bool_)
    flags[list(articles)] = True
    which = flags.take(shared.articles).nonzero()[0]
    terms, of = shared.terms.take(which), shared.articles.take(which)
    for article in articles:
        yield tuple(np.sort(terms[of == article]).tolist())


def _batched(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
