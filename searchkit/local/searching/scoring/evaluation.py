"""A query tree -> every article of the index that it finds, with its score.

A node is evaluated in one of two ways. *Finding* gives all articles that a node
finds: *listed*, one after another, as leaves are, or *spread* over all article
numbers. Lists are cheap where few articles are found; to be in any of several
lists is cheapest found out by adding their scores into an array of all articles.
*Asking* tells which of some given articles a node finds. Where all of several
nodes are needed, the one with the fewest articles is found, and the others are
asked for these, so that what is common costs little beside what is rare.

Scores are float32 and always added in the order of the tree, so that two
articles with the same words have the same score to the last bit, wherever
they lie and whichever way was taken. How the index is cut into segments is not
known here: an article number is one of all :class:`Articles`.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial, reduce
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from searchkit.local.searching.intersection import members
from searchkit.local.searching.scoring.top_k import Leading
from searchkit.query.nodes import (
    And,
    AtUrl,
    Boost,
    ByAuthor,
    Constant,
    DateRange,
    Every,
    Field,
    FromSource,
    InLanguage,
    Not,
    Or,
    WithKey,
)
from searchkit.query.trees import narrowed
from searchkit.schema import UNDATED, date_bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from searchkit.local.searching.scoring.scored_leaves import Weighed
    from searchkit.local.searching.scoring.top_k import Lead
    from searchkit.local.searching.segments import Articles, Flags, Integers, Segment
    from searchkit.query.nodes import Node

    Scores: TypeAlias = NDArray[np.float32]
    Where: TypeAlias = Integers | slice

EVERYWHERE = slice(None)

_UNKNOWN = float("inf")
_TESTED = (Every, DateRange, InLanguage)
_NAMED = (FromSource, ByAuthor, AtUrl, WithKey)
_JOINED = 4  # times longer it takes to find what is in any of several lists than to read a list
_SPARSE = 24  # times fewer postings than articles: sorting them is faster than spreading
_TOO_SMALL = 1e-20  # a factor of scores that may make them 0


class Listed(NamedTuple):
    """Some articles, one after another.

    Attributes:
        articles: Article numbers in any order, none twice, int64, (n,).
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
            (n_numbers,); None: all 0.
        is_positive: Whether all scores of articles found are above 0.
    """

    test: Callable[[Where], Flags]
    scores: Scores | None = None
    is_positive: bool = False


Found: TypeAlias = Listed | Spread


class Told(NamedTuple):
    """Which of some articles are found.

    Attributes:
        flags: Whether each is, (n,).
        scores: Their scores, 0 where it is not found, float32, (n,); None: all 0.
    """

    flags: Flags
    scores: Scores | None = None


class Evaluation(NamedTuple):
    """Evaluates query trees.

    Attributes:
        articles: The articles of the index.
        leaves: What each leaf adds to scores, by its identity, and in each choice of fields.
    """

    articles: Articles
    leaves: Mapping[tuple[int, tuple[str, ...]], Weighed]

    def find(self, node: Node, fields: tuple[str, ...]) -> Found:
        """Return what a node finds in some fields; no deleted article is among it."""
        leaf = self.leaves.get((id(node), fields))
        if leaf is not None:
            return Listed(*leaf.listed(), is_positive=True)
        match node:
            case And():
                return self._all(node.parts, fields)
            case Or():
                return self._any(node.parts, fields)
            case Not():
                flags = ~self.everywhere(self.find(node.part, fields))
                return Spread(self.articles.without_deleted(flags).__getitem__)
            case Field():
                return self.find(node.part, narrowed(fields, node.name))
            case Boost():
                return _scaled(self.find(node.part, fields), node.factor)
            case Constant():
                return self._constant(self.find(node.part, fields), node.score)
            case FromSource() | ByAuthor() | AtUrl() | WithKey():
                return Listed(self._named(node))
            case Every() | DateRange() | InLanguage():
                return Spread(self._test(node))
            case _:
                raise TypeError(f"{node} is neither settled nor looked for")

    def lead(self, node: Node, fields: tuple[str, ...], limit: int) -> Lead | None:
        """Return what comes first of what a node finds, or None if it takes all to tell.

        Args:
            node: The node.
            fields: Where it looks.
            limit: How many articles are wanted, 1 or more.
        """
        parts = node.parts if isinstance(node, And | Or) else (node,)
        leaves = self._leaves(parts, fields)
        if not leaves:
            return None
        leading = Leading(self.articles.n_numbers)
        of = leading.of_all if isinstance(node, And) else leading.of_any
        return of(leaves, limit)

    def ask(self, node: Node, fields: tuple[str, ...], articles: Integers) -> Told:
        """Return which of some articles, none of them deleted, a node finds in some fields."""
        leaf = self.leaves.get((id(node), fields))
        if leaf is not None:
            its = leaf.at(articles, self.articles.n_numbers)
            return Told(its > 0, its)
        match node:
            case And():
                return self._ask_all(node.parts, fields, articles)
            case Or():
                leaves = self._leaves(node.parts, fields)
                if leaves:
                    added = reduce(
                        np.add, [its.at(articles, self.articles.n_numbers) for its in leaves]
                    )
                    return Told(added > 0, added)
                told = [self.ask(part, fields, articles) for part in node.parts]
                flags = np.zeros(len(articles), np.bool_)
                for one in told:
                    flags |= one.flags
                return Told(flags, _added(scores for _, scores in told))
            case Not():
                return Told(~self.ask(node.part, fields, articles).flags)
            case Field():
                return self.ask(node.part, narrowed(fields, node.name), articles)
            case Boost():
                flags, scores = self.ask(node.part, fields, articles)
                return Told(flags, None if scores is None else scores * np.float32(node.factor))
            case Constant():
                flags, _ = self.ask(node.part, fields, articles)
                return Told(flags, flags * np.float32(node.score))
            case Every() | DateRange() | InLanguage():
                return Told(self._test(node)(articles))
            case _:
                return self._ask_found(self.find(node, fields), articles)

    def _leaves(self, parts: Sequence[Node], fields: tuple[str, ...]) -> Sequence[Weighed]:
        """Return what is known of some parts, if all of them are leaves, or nothing."""
        found = [self.leaves.get((id(part), fields)) for part in parts]
        leaves = [leaf for leaf in found if leaf is not None]
        return leaves if len(leaves) == len(found) else ()

    def everywhere(self, found: Found) -> Flags:
        """Return which of all articles were found, (n_numbers,)."""
        if isinstance(found, Spread):
            return found.test(EVERYWHERE)
        flags = np.zeros(self.articles.n_numbers, np.bool_)
        flags[found.articles] = True
        return flags

    def _all(self, parts: Sequence[Node], fields: tuple[str, ...]) -> Found:
        sizes = [
            self._size(part, fields) * (_JOINED if isinstance(part, Or) else 1) for part in parts
        ]
        first = min(range(len(parts)), key=sizes.__getitem__, default=None)
        if first is None or sizes[first] == _UNKNOWN:
            return self._all_spread(parts, fields)
        others = [number for number in range(len(parts)) if number != first]
        if isinstance(parts[first], _NAMED):
            tests = [part for part in parts if isinstance(part, _TESTED)]
            articles, known = self._passing(parts[first], tests), None
            others = [at for at in others if not isinstance(parts[at], _TESTED)]
        else:
            articles, known = self._candidates(parts[first], fields)
        column = {first: known}  # the scores of the articles, by the number of a part
        # Facts that need no list are the cheapest to ask for, and then the rarest words.
        others.sort(key=lambda number: (not isinstance(parts[number], _TESTED), sizes[number]))
        for number in others:
            flags, column[number] = self.ask(parts[number], fields, articles)
            kept = flags.nonzero()[0]
            if len(kept) < len(articles):
                articles = articles.take(kept)
                column = {of: its if its is None else its.take(kept) for of, its in column.items()}
        return Listed(
            articles,
            _added(column.get(number) for number in range(len(parts))),
            any((id(part), fields) in self.leaves for part in parts),
        )

    def _passing(self, named: Node, tests: Sequence[Node]) -> Integers:
        """Return the articles of a fact that has a list of which other facts are true, too."""

        def passing() -> Integers:
            articles, _ = self._candidates(named, ())
            for test in tests:
                articles = articles[self._test(test)(articles)]
            return articles

        return self.articles.passing(tuple(map(_fact_key, (named, *tests))), passing)

    def _candidates(self, node: Node, fields: tuple[str, ...]) -> tuple[Integers, Scores | None]:
        """Return all articles that a node finds, and their scores."""
        found = self.find(node, fields)
        if isinstance(found, Listed):
            return found.articles, found.scores
        articles = found.test(EVERYWHERE).nonzero()[0]
        return articles, None if found.scores is None else found.scores.take(articles)

    def _all_spread(self, parts: Sequence[Node], fields: tuple[str, ...]) -> Found:
        flags = self.articles.without_deleted(np.ones(self.articles.n_numbers, np.bool_))
        found = [self.find(part, fields) for part in parts]
        for its in found:
            flags &= self.everywhere(its)
        scores = _added(its.scores for its in found)
        return Spread(
            flags.__getitem__,
            None if scores is None else scores * flags,
            any(its.is_positive for its in found),
        )

    def _ask_all(self, parts: Sequence[Node], fields: tuple[str, ...], articles: Integers) -> Told:
        flags = np.ones(len(articles), np.bool_)
        told = [self.ask(part, fields, articles) for part in parts]
        for its, _ in told:
            flags &= its
        scores = _added(scores for _, scores in told)
        return Told(flags, None if scores is None else scores * flags)

    def _ask_found(self, found: Found, articles: Integers) -> Told:
        if isinstance(found, Spread):
            flags = found.test(articles)
            return Told(flags, None if found.scores is None else found.scores[articles] * flags)
        there, at = members(articles, found.articles, self.articles.n_numbers)
        if found.scores is None:
            return Told(there)
        scores = np.zeros(len(articles), np.float32)
        scores[there] = found.scores[at]
        return Told(there, scores)

    def _size(self, node: Node, fields: tuple[str, ...]) -> float:
        """Return how many articles a node finds at most; `_UNKNOWN` if it is no list's business."""
        weighed = self.leaves.get((id(node), fields))
        if weighed is not None:
            return weighed.n
        match node:
            case FromSource() | ByAuthor() | AtUrl() | WithKey():
                return len(self._named(node))
            case And():
                return min((self._size(part, fields) for part in node.parts), default=_UNKNOWN)
            case Or():
                return sum(self._size(part, fields) for part in node.parts)
            case Field():
                return self._size(node.part, narrowed(fields, node.name))
            case Boost() | Constant():
                return self._size(node.part, fields)
            case _:
                return _UNKNOWN

    def _any(self, parts: Sequence[Node], fields: tuple[str, ...]) -> Found:
        leaves = self._leaves(parts, fields)
        if leaves:
            return self._any_leaf(leaves)
        return self._any_found([self.find(part, fields) for part in parts])

    def _any_leaf(self, leaves: Sequence[Weighed]) -> Found:
        """Return the articles of any of some leaves."""
        if sum(its.n for its in leaves) * _SPARSE < self.articles.n_numbers:
            lists = [its.listed() for its in leaves]
            articles = np.concatenate([articles for articles, _ in lists])
            scores = np.concatenate([scores for _, scores in lists])
            return _merged(articles, scores, is_positive=True)
        added = np.zeros(self.articles.n_numbers, np.float32)
        for its in leaves:
            its.add(added)
        return Spread(lambda where: added[where] > 0, added, is_positive=True)

    def _any_found(self, parts: Sequence[Found]) -> Found:
        n = self.articles.n_numbers
        lists = [found for found in parts if isinstance(found, Listed)]
        is_positive = all(found.is_positive for found in parts)
        if len(lists) == len(parts) and sum(len(f.articles) for f in lists) * _SPARSE < n and parts:
            return _merged(
                np.concatenate([found.articles for found in lists]),
                np.concatenate([_scores_of(found) for found in lists]),
                is_positive=is_positive,
            )
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

    def _constant(self, found: Found, score: float) -> Found:
        value = np.float32(score)
        if isinstance(found, Listed):
            scores = np.full(len(found.articles), value)
            return Listed(found.articles, scores, bool(value > 0))
        flags = found.test(EVERYWHERE)
        return Spread(flags.__getitem__, flags * value, bool(value > 0))

    def _named(self, node: FromSource | ByAuthor | AtUrl | WithKey) -> Integers:
        """Return the articles of a fact that has a list."""
        match node:
            case FromSource():
                return self.articles.of_outlet(node.name)
            case ByAuthor():
                return self.articles.listed(lambda segment: segment.by_author(node.name))
            case AtUrl():
                return self.articles.listed(lambda segment: segment.at_url(node.url))
            case WithKey():
                return self.articles.spelt("key", node.key)

    def _test(self, node: Node) -> Callable[[Where], Flags]:
        """Return what tests articles for a fact that has no list."""
        match node:
            case InLanguage():
                flags = self._flags(
                    node, lambda segment: segment.in_languages(frozenset({node.code}))
                )
            case DateRange():
                flags = self.articles.flags(
                    _fact_key(node), partial(_are_within, node, self.articles)
                )
            case _:
                flags = self._flags(Every, _is_there)
        return flags.__getitem__

    def _flags(self, key: Hashable, of: Callable[[Segment], Flags]) -> Flags:
        """Return which articles a fact is true of that is told for each segment."""
        return self.articles.flags(key, lambda: self.articles.array(of, np.bool_))


def _are_within(period: DateRange, articles: Articles) -> Flags:
    """Return which dates may lie in a period; UNDATED is before every date."""
    first, last = articles.dates, articles.last_dates

    def overlaps(since: int | None, until: int | None) -> Flags:
        flags: Flags = last > UNDATED if since is None else last >= since
        if until is not None:
            flags &= first <= until
        return flags

    by_clocks = date_bounds(period.since, period.until, in_utc=False)
    by_moments = date_bounds(period.since, period.until, in_utc=True)
    in_utc = articles.dated_in_utc
    if in_utc is None or by_clocks == by_moments:
        return overlaps(*by_clocks)
    return np.where(in_utc, overlaps(*by_moments), overlaps(*by_clocks))


def _fact_key(node: Node) -> Hashable:
    """Return what tells a fact from any other."""
    match node:
        case FromSource():
            return FromSource, node.name
        case DateRange():
            return DateRange, _by_letter(node.since), _by_letter(node.until)
        case _:
            return node


def _by_letter(end: date | None) -> object:
    """Return what tells the end of a period from any other, those of other zones too."""
    if isinstance(end, datetime):
        return end.replace(tzinfo=None), end.fold, end.tzinfo
    return end


def _is_there(segment: Segment) -> Flags:
    return np.ones(segment.n_articles, np.bool_)


def _added(parts: Iterable[Scores | None]) -> Scores | None:
    """Return the sums of the scores that some parts give the same articles, None for all 0."""
    given = [scores for scores in parts if scores is not None]
    return reduce(np.add, given) if given else None


def _scores_of(found: Listed) -> Scores:
    return np.zeros(len(found.articles), np.float32) if found.scores is None else found.scores


def _merged(articles: Integers, scores: Scores, *, is_positive: bool) -> Listed:
    """Return each of some articles once, its scores added in the order given."""
    order = articles.argsort(kind="stable")
    articles = articles[order]
    is_first = np.ones(len(articles), np.bool_)
    np.not_equal(articles[1:], articles[:-1], out=is_first[1:])
    added = np.zeros(np.count_nonzero(is_first), np.float32)
    np.add.at(added, is_first.cumsum() - 1, scores[order])
    return Listed(articles[is_first], added, is_positive)


def _scaled(found: Found, factor: float) -> Found:
    if found.scores is None:
        return found
    scores = found.scores * np.float32(factor)
    # What is so small that it may become 0 no longer tells what was found.
    is_positive = found.is_positive and factor > _TOO_SMALL
    if isinstance(found, Listed):
        return Listed(found.articles, scores, is_positive)
    flags = found.test(EVERYWHERE)
    return Spread(flags.__getitem__, scores, is_positive)
