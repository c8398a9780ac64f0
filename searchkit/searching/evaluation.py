"""A query tree in one segment -> every article found there, with its score.

What a node finds is either *listed*, the articles one after another, as leaves
are, or *spread* over all article numbers. Lists are cheap where few articles
are found; to be in any of several lists is cheapest found out by adding their
scores into an array of all articles. What needs no list, such as a period of
time, is only tested on the articles that other parts have found.

Scores are float32 and always added in the order of the tree, so that two
articles with the same words have the same score to the last bit, wherever
they lie.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from searchkit.codec.columns import NumberColumn
from searchkit.query.nodes import (
    And,
    Boost,
    Constant,
    DateRange,
    Every,
    Field,
    Foreign,
    FromSource,
    InLanguage,
    Not,
    NumberRange,
    Or,
)
from searchkit.schema import UNDATED, date_bounds, source_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.query.nodes import Leaf, Node
    from searchkit.searching.matching import SegmentMatching
    from searchkit.searching.segments import Flags, Integers, Segment

    Scores: TypeAlias = NDArray[np.float32]
    Where: TypeAlias = Integers | slice

EVERYWHERE = slice(None)

_SPARSE = 24  # times fewer postings than articles: sorting them is faster than spreading


class Listed(NamedTuple):
    """Some articles of a segment.

    Attributes:
        articles: Article numbers, ascending, int64, (n,).
        scores: Their scores, 0 or more, float32, (n,); None: all 0.
        is_positive: Whether all scores are above 0.
    """

    articles: Integers
    scores: Scores | None = None
    is_positive: bool = False


class Spread(NamedTuple):
    """Articles known by asking for each.

    Attributes:
        test: Returns which of some articles, or of all, are among them.
        scores: The scores of all articles, 0 where it is not found, float32,
            (n_articles,); None: all 0.
        is_positive: Whether all scores of articles found are above 0.
    """

    test: Callable[[Where], Flags]
    scores: Scores | None = None
    is_positive: bool = False


Found: TypeAlias = Listed | Spread


class Weighed(NamedTuple):
    """A leaf in the whole index.

    Attributes:
        rarity: Its idf.
        found: Its articles by segment, with what it adds to their scores.
    """

    rarity: float
    found: tuple[Listed, ...]


class SegmentEvaluation(NamedTuple):
    """Evaluates query trees in one segment.

    Attributes:
        segment: The segment.
        matching: What finds leaves in it.
        number: Its number in the index.
        leaves: What was found of each leaf in each choice of fields, by segment.
        foreign: Asks Whoosh: the articles, deleted ones left out, and scores.
    """

    segment: Segment
    matching: SegmentMatching
    number: int
    leaves: Mapping[tuple[Leaf, tuple[str, ...]], Weighed]
    foreign: Callable[[Foreign], Listed]

    def find(self, node: Node, fields: tuple[str, ...]) -> Found:
        """Return what a node finds in some fields; a spread may hold deleted articles."""
        match node:
            case And():
                return self._all(node.parts, fields)
            case Or():
                return self._any([self.find(part, fields) for part in node.parts])
            case Not():
                return self._not(self.find(node.part, fields))
            case Field():
                return self.find(node.part, narrowed(fields, node.name))
            case Boost():
                return _scaled(self.find(node.part, fields), node.factor)
            case Constant():
                return self._constant(self.find(node.part, fields), node.score)
            case Foreign():
                return self.foreign(node)
            case Every() | DateRange() | NumberRange() | FromSource() | InLanguage():
                return self._fact(node)
            case _:
                return self.leaves[node, fields].found[self.number]

    def everywhere(self, found: Found) -> Flags:
        """Return which of all articles were found, (n_articles,)."""
        if isinstance(found, Spread):
            return found.test(EVERYWHERE)
        flags = np.zeros(self.segment.n_articles, np.bool_)
        flags[found.articles] = True
        return flags

    def _all(self, parts: Sequence[Node], fields: tuple[str, ...]) -> Found:
        required = [self.find(part, fields) for part in parts if not isinstance(part, Not)]
        excluded = [self.find(part.part, fields) for part in parts if isinstance(part, Not)]
        lists = [found for found in required if isinstance(found, Listed)]
        if not lists:
            return self._all_spread(required, excluded)
        lists.sort(key=lambda found: len(found.articles))
        first, *others = lists
        articles = first.articles
        scores = {id(first): first.scores}  # of the articles that are left
        for found in others:
            there, at = self.matching.lookup.find(articles, found.articles)
            articles = articles[there]
            scores = {key: its if its is None else its[there] for key, its in scores.items()}
            scores[id(found)] = None if found.scores is None else found.scores[at]
        tests: list[tuple[Found, bool]] = [
            (found, True) for found in required if isinstance(found, Spread)
        ]
        tests += [(found, False) for found in excluded]
        for test, wanted in tests:
            kept = self._test(test, articles) == wanted
            articles = articles[kept]
            scores = {key: its if its is None else its[kept] for key, its in scores.items()}
        return Listed(
            articles,
            _added(
                scores[id(found)] if isinstance(found, Listed) else _at(found.scores, articles)
                for found in required
            ),
            any(found.is_positive for found in required),
        )

    def _test(self, found: Found, articles: Integers) -> Flags:
        if isinstance(found, Spread):
            return found.test(articles)
        there, _ = self.matching.lookup.find(articles, found.articles)
        return there

    def _all_spread(self, required: Sequence[Found], excluded: Sequence[Found]) -> Found:
        flags = np.ones(self.segment.n_articles, np.bool_)
        for found in required:
            flags &= self.everywhere(found)
        for found in excluded:
            flags &= ~self.everywhere(found)
        scores = _added(found.scores for found in required)
        return Spread(
            flags.__getitem__,
            None if scores is None else scores * flags,
            any(found.is_positive for found in required),
        )

    def _any(self, parts: Sequence[Found]) -> Found:
        n = self.segment.n_articles
        lists = [found for found in parts if isinstance(found, Listed)]
        is_positive = all(found.is_positive for found in parts)
        if len(lists) == len(parts) and sum(len(f.articles) for f in lists) * _SPARSE < n and parts:
            return _merged(lists, is_positive=is_positive)
        scores = np.zeros(n, np.float32)
        for found in parts:
            if found.scores is None:
                continue
            if isinstance(found, Listed):
                np.add.at(scores, found.articles, found.scores)
            else:
                scores += found.scores
        if is_positive:
            return Spread(lambda where: scores[where] > 0, scores, is_positive=True)
        flags = np.zeros(n, np.bool_)
        for found in parts:
            if isinstance(found, Listed):
                flags[found.articles] = True
            else:
                flags |= found.test(EVERYWHERE)
        return Spread(flags.__getitem__, scores)

    def _not(self, found: Found) -> Spread:
        if isinstance(found, Spread):
            return Spread(lambda where: ~found.test(where))
        flags = ~self.everywhere(found)
        return Spread(flags.__getitem__)

    def _constant(self, found: Found, score: float) -> Found:
        value = np.float32(score)
        if isinstance(found, Listed):
            scores = np.full(len(found.articles), value)
            return Listed(found.articles, scores, bool(value > 0))
        flags = found.test(EVERYWHERE)
        return Spread(flags.__getitem__, flags * value, bool(value > 0))

    def _fact(self, node: Node) -> Found:
        segment = self.segment
        match node:
            case FromSource():
                articles = segment.named("source", source_term(node.name))
                return Listed(articles)
            case InLanguage():
                return Spread(self.matching.in_languages(frozenset({node.code})).__getitem__)
            case DateRange():
                return Spread(_within(node, segment))
            case NumberRange():
                return Spread(_between(node, segment))
            case _:
                return Spread(np.ones(segment.n_articles, np.bool_).__getitem__)


def narrowed(fields: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return where a node looks that is under a :class:`Field`."""
    return (name,) if name in fields else ()


def _within(period: DateRange, segment: Segment) -> Callable[[Where], Flags]:
    """Return what tests whether dates may lie in a period; UNDATED is before every date."""
    first, last = segment.dates("from"), segment.dates("to")

    def overlaps(where: Where, since: int | None, until: int | None) -> Flags:
        flags: Flags = last[where] > UNDATED if since is None else last[where] >= since
        if until is not None:
            flags &= first[where] <= until
        return flags

    by_clocks = date_bounds(period.since, period.until, in_utc=False)
    by_moments = date_bounds(period.since, period.until, in_utc=True)
    in_utc = segment.dated_in_utc
    if in_utc is None or by_clocks == by_moments:
        return lambda where: overlaps(where, *by_clocks)
    return lambda where: np.where(
        in_utc[where], overlaps(where, *by_moments), overlaps(where, *by_clocks)
    )


def _between(limits: NumberRange, segment: Segment) -> Callable[[Where], Flags]:
    column = segment.arrays.column(limits.column)
    if not isinstance(column, NumberColumn):
        return np.zeros(segment.n_articles, np.bool_).__getitem__
    numbers: NDArray[Any] = column.numbers

    def test(where: Where) -> Flags:
        its = numbers[where]
        flags = np.ones(len(its), np.bool_)
        if limits.least is not None:
            flags &= its >= limits.least
        if limits.most is not None:
            flags &= its <= limits.most
        return flags

    return test


def _at(scores: Scores | None, articles: Integers) -> Scores | None:
    return None if scores is None else scores[articles]


def _added(parts: Iterable[Scores | None]) -> Scores | None:
    """Return the sums of the scores that some parts give the same articles, None for all 0."""
    given = [scores for scores in parts if scores is not None]
    return reduce(np.add, given) if given else None


def _merged(lists: Sequence[Listed], *, is_positive: bool) -> Listed:
    """Return the articles of several lists in one, their scores added in the lists' order."""
    articles = np.concatenate([found.articles for found in lists])
    order = articles.argsort(kind="stable")
    articles = articles[order]
    is_first = np.ones(len(articles), np.bool_)
    np.not_equal(articles[1:], articles[:-1], out=is_first[1:])
    scores = np.zeros(np.count_nonzero(is_first), np.float32)
    added = [
        np.zeros(len(found.articles), np.float32) if found.scores is None else found.scores
        for found in lists
    ]
    np.add.at(scores, is_first.cumsum() - 1, np.concatenate(added)[order])
    return Listed(articles[is_first], scores, is_positive)


def _scaled(found: Found, factor: float) -> Found:
    if found.scores is None:
        return found
    scores = found.scores * np.float32(factor)
    # What is so small that it may become 0 no longer tells what was found.
    is_positive = found.is_positive and factor > 1e-20
    if isinstance(found, Listed):
        return Listed(found.articles, scores, is_positive)
    flags = found.test(EVERYWHERE)
    return Spread(flags.__getitem__, scores, is_positive)
