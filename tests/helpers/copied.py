"""Clusters of copies, and hits folded, pair by pair and hit by hit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from searchkit import analysis
from searchkit.article import Article
from searchkit.engine import PageRequest
from searchkit.exploring.copy_candidates import as_table, days_apart, days_of, worth_comparing
from searchkit.exploring.copy_folding import LEVEL
from searchkit.exploring.copy_rule import are_copies, compared_article
from searchkit.exploring.shingles import word_hashes
from searchkit.exploring.sketches import Sketches, sketches
from searchkit.query.filters import Filters, Sort
from searchkit.query.nodes import Node
from searchkit.schema import UNDATED, period


def sketch_of(article: Article) -> Sketches:
    words = analysis.words(analysis.with_more_words(article.prose))
    hashes = word_hashes(analysis.fold(word).encode() for word in words)
    return sketches(hashes, np.array([len(words)]))


def may_be_copies(one: Article, other: Article) -> bool:
    """Whether sketches and days propose a pair."""
    found = sketch_of(one), sketch_of(other)
    shared = len({*found[0].hashes.tolist()} & {*found[1].hashes.tolist()})
    days = [days_of(np.array([at])) for article in (one, other) for at in period(article.date)]
    if not shared:
        return False
    tables = [as_table(sketch, 1) for sketch in found]
    (worth,) = worth_comparing(tables[0], tables[1], np.array([shared]), days_apart(*days)).tolist()
    return bool(worth)


def clusters(articles: Iterable[Article]) -> list[list[str]]:
    """The clusters of copies: the keys of each in canonical order."""

    def canonical(article: Article) -> tuple[float, int, str]:
        first = period(article.date)[0]
        length = len(analysis.words(analysis.with_more_words(article.prose)))
        return (float("inf") if first == UNDATED else first, -length, article.key)

    order = sorted(articles, key=canonical)
    pairs = [
        {one.key, other.key}
        for one, other in combinations(order, 2)
        if may_be_copies(one, other) and are_copies(compared_article(one), compared_article(other))
    ]
    taken: set[str] = set()
    found = []
    for article in order:
        if article.key not in taken:
            copies = [a.key for a in order if {article.key, a.key} in pairs and a.key not in taken]
            taken |= {article.key, *copies}
            found += [[article.key, *copies]] if copies else []
    return found


Hit = tuple[str, tuple[str, ...]]
"""What is shown, and the copies of it."""


def folded(
    order: Sequence[str], scores: Mapping[str, float] | None, sets: Sequence[Sequence[str]]
) -> list[Hit]:
    """Hits in order, folded; without scores the first of a cluster is shown."""
    found, seen = [], set[str]()
    for key in order:
        cluster = next((one for one in sets if key in one), [key])
        matched = [one for one in cluster if one in order]
        if key not in seen:
            shown = key
            if scores is not None:
                level = np.float32(LEVEL) * np.float32(scores[key])
                shown = next(k for k in matched if np.float32(scores[k]) >= level or k == key)
            seen |= {*cluster}
            found.append((shown, tuple(one for one in matched if one != shown)))
    return found


class CopiedInMemory:
    """What a view of articles in memory knows of copies."""

    knows_copies = True
    _articles: Mapping[str, Article]
    find: Any

    def check_copies(self) -> None:
        """They are looked for when they are asked for."""

    @cached_property
    def clusters(self) -> list[list[str]]:
        return clusters(self._articles.values())

    def listed(
        self,
        order: Sequence[str],
        scores: Mapping[str, float],
        answers: tuple[Iterable[str], Iterable[str]],
        *,
        sort: Sort,
        fold: bool,
    ) -> tuple[list[Hit], tuple[int | None, int]]:
        """Hits in order, how many groups the answer is, and how many others there are."""
        if not fold:
            return [(key, ()) for key in order], (None, 0)
        by_score = scores if sort == "relevance" else None
        groups, all_groups = (len(folded([*keys], None, self.clusters)) for keys in answers)
        return folded(order, by_score, self.clusters), (groups, all_groups - groups)

    def copies(self, node: Node, filters: Filters) -> list[list[str]]:
        found = {
            key for key, _ in self.find(node, filters, PageRequest(limit=len(self._articles))).hits
        }
        return [one for one in self.clusters if found & {*one}]

    def copies_of(self, reference: str) -> list[str]:
        return next((one for one in self.clusters if reference in one), [])
