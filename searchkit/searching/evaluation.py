"""A query tree and filters over all segments -> every article found, with its score.

Statistics are those of the whole index: how an index was cut into segments
never shows in a score. Deleted articles count nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit import ranking
from searchkit.query import And, Every, Or, Phrase, Word, leaves
from searchkit.schema import TEXT_FIELDS, UNDATED, seconds, source_term
from searchkit.searching.matching import find

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.query import Filters, Leaf, Node
    from searchkit.searching.matching import FieldPostings
    from searchkit.searching.segments import Flags, Integers, Segment


@dataclass(frozen=True, slots=True)
class Found:
    """The articles of one segment that a query finds.

    Attributes:
        articles: Article numbers, ascending, int64, (n,).
        scores: Their scores, 0 or more, float64, (n,).
    """

    articles: Integers
    scores: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a query finds in an index.

    Attributes:
        found: By segment.
        rarity: The idf of each word and phrase of the query, in the order typed.
    """

    found: tuple[Found, ...]
    rarity: tuple[float, ...]

    @property
    def total(self) -> int:
        """How many articles were found."""
        return sum(len(found.articles) for found in self.found)


def evaluate(
    node: Node, filters: Filters, segments: Sequence[Segment], *, languages: tuple[str, ...]
) -> Evaluation:
    """Return every article that a query finds.

    Args:
        node: The query.
        filters: What may be returned.
        segments: The whole index.
        languages: The languages that it holds.
    """
    statistics = _Statistics(segments)
    postings = {
        leaf: tuple(find(leaf, segment, languages) for segment in segments) for leaf in leaves(node)
    }
    rarity = {
        leaf: ranking.idf(sum(map(_article_count, found)), statistics.articles)
        * (len(leaf.words) if isinstance(leaf, Phrase) else 1)
        for leaf, found in postings.items()
    }
    found = []
    for number, segment in enumerate(segments):
        leaf_scores = {
            leaf: _score(of_segment[number], rarity[leaf], segment, statistics.mean_lengths)
            for leaf, of_segment in postings.items()
        }
        found.append(_keep(_combine(node, leaf_scores, segment), _mask(filters, segment)))
    return Evaluation(tuple(found), tuple(rarity.values()))


class _Statistics:
    """Counts over the whole index, deleted articles left out."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    @cached_property
    def articles(self) -> int:
        return sum(
            segment.articles if segment.live is None else int(segment.live.sum())
            for segment in self._segments
        )

    @cached_property
    def mean_lengths(self) -> Mapping[str, float]:
        return {
            field: sum(_total_length(segment, field) for segment in self._segments)
            / max(self.articles, 1)
            for field in TEXT_FIELDS
        }


def _total_length(segment: Segment, field: str) -> int:
    lengths = segment.lengths(field)
    return int((lengths if segment.live is None else lengths[segment.live]).sum())


def _article_count(postings: Mapping[str, FieldPostings]) -> int:
    return len(_union([of_field.articles for of_field in postings.values()]))


def _union(lists: Sequence[Integers]) -> Integers:
    return np.unique(np.concatenate(lists))


def _score(
    postings: Mapping[str, FieldPostings],
    rarity: float,
    segment: Segment,
    mean_lengths: Mapping[str, float],
) -> Found:
    """Return the articles that have a word or a phrase, with its part of their score."""
    articles = _union([of_field.articles for of_field in postings.values()])
    occurrences = np.zeros(len(articles))
    for field, of_field in postings.items():
        weights = ranking.occurrence_weights(
            segment.lengths(field)[of_field.articles],
            mean_length=mean_lengths[field],
            field=ranking.FIELD_WEIGHTS[field],
        )
        at = np.searchsorted(articles, of_field.articles)
        occurrences[at] += of_field.frequencies * weights
    return Found(articles, rarity * ranking.saturate(occurrences))


def _combine(node: Node, leaf_scores: Mapping[Leaf, Found], segment: Segment) -> Found:
    match node:
        case Word() | Phrase():
            return leaf_scores[node]
        case Every():
            live = segment.live
            articles = np.arange(segment.articles) if live is None else np.flatnonzero(live)
            return Found(articles.astype(np.int64), np.zeros(len(articles)))
        case And() | Or():
            parts = [_combine(part, leaf_scores, segment) for part in node.parts]
            articles, counts = np.unique(
                np.concatenate([part.articles for part in parts]), return_counts=True
            )
            if isinstance(node, And):
                articles = articles[counts == len(parts)]
            return Found(articles, _sum_scores(articles, parts))


def _sum_scores(articles: Integers, parts: Sequence[Found]) -> NDArray[np.float64]:
    scores = np.zeros(len(articles))
    for part in parts:
        among = np.isin(part.articles, articles, assume_unique=True)
        scores[np.searchsorted(articles, part.articles[among])] += part.scores[among]
    return scores


def _keep(found: Found, mask: Flags | None) -> Found:
    if mask is None:
        return found
    kept = mask[found.articles]
    return Found(found.articles[kept], found.scores[kept])


def _mask(filters: Filters, segment: Segment) -> Flags | None:
    """Return which articles pass the filters, (articles,); None where all do."""
    if not filters:
        return None
    mask = np.ones(segment.articles, dtype=np.bool_)
    if filters.sources:
        mask[:] = False
        for source in filters.sources:
            mask[segment.postings("source", source_term(source))[0]] = True
    first, last = segment.dates
    if filters.since or filters.until:
        mask &= first != UNDATED
    if filters.since:
        mask &= last >= seconds(datetime.combine(filters.since, time.min))
    if filters.until:
        mask &= first <= seconds(datetime.combine(filters.until, time.max))
    if filters.undated:
        mask &= first == UNDATED
    return mask
