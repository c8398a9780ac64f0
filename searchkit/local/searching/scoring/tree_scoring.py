"""A query tree -> every article of the index that it finds, with its score.

A node is evaluated in one of two ways. *Finding* gives all articles that it finds:
`Sparse`, a list, as leaves are, or `Dense`, flags and scores of all article numbers.
*Asking* is about some given articles: which of these does it find? Where all of several nodes are
needed, the one with the fewest articles is found, and the others are asked about these,
so that what is common costs little beside what is rare.

Scores are float32 and always added in the order of the tree, so that two articles with
the same words have the same score to the last bit, wherever they are and whichever way
was taken. How the index is cut into segments is not known here: an article number is one
of all :class:`Articles`.

An article that has only relatives of a word is not found by it. Where another part of an OR
finds the article, they add to the score.

What leaves add to scores is looked up by the identity of the leaf, which costs nothing,
while hashing a tree for each node would take longer than most nodes do. So this holds:
the tree that is evaluated consists of the very leaves that were scored. Another leaf,
however equal, is refused.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from searchkit.local.searching.matching.article_facts import FLAGGED_FACTS, LISTED_FACTS
from searchkit.local.searching.scoring.choices import JOINING, SPARSE
from searchkit.local.searching.scoring.scored_leaves import Listed
from searchkit.local.searching.scoring.top_k import TopK
from searchkit.query.all_or_some import with_some
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
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.matching.article_facts import Facts
    from searchkit.local.searching.scoring.scored_leaves import ScoredLeaf
    from searchkit.local.searching.scoring.top_k import Candidates
    from searchkit.local.searching.segments import Articles, Flags, Integers
    from searchkit.query.nodes import Node

    Fields: TypeAlias = tuple[str, ...]
    Scores: TypeAlias = NDArray[np.float32]

_UNKNOWN = float("inf")
_TOO_SMALL = 1e-20  # a factor of scores that may make them 0


class Sparse(NamedTuple):
    """Some articles, one after another.

    Attributes:
        articles: Article numbers in any order, none twice, int64, (n,).
        scores: Their scores, 0 or more, float32, (n,); None: all 0.
        is_positive: Whether all scores are above 0.
        related: Other articles, which are not found, and what relatives add to their scores
            where another node finds them; None: none.
    """

    articles: Integers
    scores: Scores | None = None
    is_positive: bool = False
    related: Listed | None = None


class Dense(NamedTuple):
    """Some of all articles.

    Attributes:
        flags: Which they are, (n_numbers,).
        scores: The scores of all articles, 0 where it is not found, float32,
            (n_numbers,); None: all 0.
        is_positive: Whether all scores of articles found are above 0.
    """

    flags: Flags
    scores: Scores | None = None
    is_positive: bool = False


Found: TypeAlias = Sparse | Dense


class Answer(NamedTuple):
    """Which of some articles are found.

    Attributes:
        flags: Whether each is, (n,).
        scores: What a node adds to their scores, float32, (n,); None: all 0. Where an article is
            not found, it is what relatives add.
    """

    flags: Flags
    scores: Scores | None = None


class Evaluation(NamedTuple):
    """Evaluates query trees.

    Attributes:
        articles: The articles of the index.
        facts: Finds the articles that facts are true of.
        leaves: What each leaf of the tree adds to scores in some fields, by identity.
    """

    articles: Articles
    facts: Facts
    leaves: Mapping[tuple[int, Fields], ScoredLeaf]

    def top(self, node: Node, fields: Fields, limit: int) -> Candidates | None:
        """Return the best of what a node finds, or None if all scores have to be added up.

        Args:
            node: The node.
            fields: Where it looks.
            limit: How many articles are wanted, 1 or more.
        """
        parts = node.parts if isinstance(node, And | Or) else (node,)
        leaves = self._leaves(parts, fields)
        if not leaves:
            return None
        top_k = TopK(self.articles.n_numbers)
        return (top_k.of_all if isinstance(node, And) else top_k.of_any)(leaves, limit)

    def n_found(self, node: Node, fields: Fields) -> int:
        """Return how many articles a node finds."""
        leaf = self.leaves.get((id(node), fields))
        if leaf is not None:
            return leaf.n
        leaves = self._leaves(node.parts, fields) if isinstance(node, And | Or) else ()
        if leaves:
            top_k = TopK(self.articles.n_numbers)
            return (top_k.count_of_all if isinstance(node, And) else top_k.count_of_any)(leaves)
        if isinstance(node, And) and all(self._is_marked(part, fields) for part in node.parts):
            return int(np.count_nonzero(reduce(np.logical_and, self._marked(node.parts, fields))))
        found = self.find(node, fields)
        if isinstance(found, Sparse):
            return len(found.articles)
        return int(np.count_nonzero(found.flags))

    def _is_marked(self, node: Node, fields: Fields) -> bool:
        """Whether what a node finds is so much that it is soonest had as flags, without scores."""
        if isinstance(node, FLAGGED_FACTS):
            return True
        leaves = self._leaves(node.parts if isinstance(node, Or) else (node,), fields)
        is_known = bool(leaves) or isinstance(node, LISTED_FACTS)
        return is_known and self._size(node, fields) * SPARSE >= self.articles.n_numbers

    def _marked(self, nodes: Iterable[Node], fields: Fields) -> Iterator[Flags]:
        """Yield which of all articles each of some nodes finds, that :meth:`_is_marked`."""
        for node in nodes:
            if isinstance(node, FLAGGED_FACTS):
                yield self.facts.flags(node)
            elif isinstance(node, LISTED_FACTS):
                yield self.facts.marked(node)
            else:
                flags = np.zeros(self.articles.n_numbers, np.bool_)
                for leaf in self._leaves(node.parts if isinstance(node, Or) else (node,), fields):
                    leaf.mark(flags)
                yield flags

    def flags(self, node: Node, fields: Fields) -> Flags:
        """Return which of all articles a node finds, (n_numbers,)."""
        return self._flags(self.find(node, fields))

    def which(self, articles: Integers, node: Node, fields: Fields) -> list[bool]:
        """Return which of some articles, none of them deleted, a node finds with some words."""
        flags: list[bool] = self.ask(with_some(node), fields, articles).flags.tolist()
        return flags

    def find(self, node: Node, fields: Fields) -> Found:
        """Return what a node finds in some fields; no deleted article is among it."""
        leaf = self.leaves.get((id(node), fields))
        if leaf is not None:
            return Sparse(*leaf.listed(), is_positive=True, related=leaf.related())
        match node:
            case And():
                return self._all(node.parts, fields)
            case Or():
                return self._any(node.parts, fields)
            case Not():
                flags = ~self._flags(self.find(node.part, fields))
                return Dense(self.articles.without_deleted(flags))
            case Field():
                return self.find(node.part, narrowed(fields, node.name))
            case Boost():
                return _scaled(self.find(node.part, fields), node.factor)
            case Constant():
                return _constant(self.find(node.part, fields), node.score)
            case FromSource() | ByAuthor() | AtUrl() | WithKey():
                return Sparse(self.facts.listed(node))
            case Every() | DateRange() | InLanguage():
                return Dense(self.facts.flags(node))
            case _:
                raise TypeError(f"{node} was not scored")

    def ask(self, node: Node, fields: Fields, articles: Integers) -> Answer:
        """Return which of some articles, none of them deleted, a node finds in some fields."""
        leaf = self.leaves.get((id(node), fields))
        if leaf is not None:
            n = self.articles.n_numbers
            scores = leaf.at(articles, n)
            return Answer(scores > 0 if leaf.n == leaf.n_scored else leaf.has(articles, n), scores)
        match node:
            case And() | Or():
                answers = [self.ask(part, fields, articles) for part in node.parts]
                return _joined(answers, len(articles), is_all=isinstance(node, And))
            case Not():
                return Answer(~self.ask(node.part, fields, articles).flags)
            case Field():
                return self.ask(node.part, narrowed(fields, node.name), articles)
            case Boost():
                flags, given = self.ask(node.part, fields, articles)
                return Answer(flags, None if given is None else given * np.float32(node.factor))
            case Constant():
                flags, _ = self.ask(node.part, fields, articles)
                return Answer(flags, flags * np.float32(node.score))
            case FromSource() | ByAuthor() | AtUrl() | WithKey():
                return Answer(self.facts.has(node, articles))
            case Every() | DateRange() | InLanguage():
                return Answer(self.facts.flags(node)[articles])
            case _:
                raise TypeError(f"{node} was not scored")

    def _leaves(self, parts: Sequence[Node], fields: Fields) -> Sequence[ScoredLeaf]:
        """Return some parts as leaves, or nothing if not all of them are leaves."""
        found = [self.leaves.get((id(part), fields)) for part in parts]
        leaves = [leaf for leaf in found if leaf is not None]
        return leaves if len(leaves) == len(found) else ()

    def _flags(self, found: Found) -> Flags:
        """Return which of all articles were found, (n_numbers,)."""
        if isinstance(found, Dense):
            return found.flags
        flags = np.zeros(self.articles.n_numbers, np.bool_)
        flags[found.articles] = True
        return flags

    def _all(self, parts: Sequence[Node], fields: Fields) -> Found:
        costs = [self._cost(part, fields) for part in parts]
        first = min(range(len(parts)), key=costs.__getitem__, default=None)
        if first is None or costs[first] == _UNKNOWN:
            return self._all_dense(parts, fields)
        others = [number for number in range(len(parts)) if number != first]
        rarest = parts[first]
        if isinstance(rarest, LISTED_FACTS):
            flagged = [part for part in parts if isinstance(part, FLAGGED_FACTS)]
            found = Sparse(self.facts.filtered(rarest, flagged))
            others = [at for at in others if not isinstance(parts[at], FLAGGED_FACTS)]
        else:
            found = _listed(self.find(rarest, fields))
        articles = found.articles
        scores = {first: found.scores}  # of the articles that are left, by the number of a part
        # Flags are the cheapest to ask, and then the rarest words.
        others.sort(key=lambda at: (not isinstance(parts[at], FLAGGED_FACTS), costs[at]))
        for number in others:
            flags, scores[number] = self.ask(parts[number], fields, articles)
            kept = flags.nonzero()[0]
            if len(kept) < len(articles):
                articles = articles.take(kept)
                scores = {
                    part: None if given is None else given.take(kept)
                    for part, given in scores.items()
                }
        return Sparse(
            articles,
            _added(scores.get(number) for number in range(len(parts))),
            any((id(part), fields) in self.leaves for part in parts),
        )

    def _all_dense(self, parts: Sequence[Node], fields: Fields) -> Found:
        flags = self.articles.without_deleted(np.ones(self.articles.n_numbers, np.bool_))
        found = [self.find(part, fields) for part in parts]
        for part in found:
            flags &= self._flags(part)
        scores = _added(part.scores for part in found)
        is_positive = any(part.is_positive for part in found)
        return Dense(flags, None if scores is None else scores * flags, is_positive)

    def _cost(self, node: Node, fields: Fields) -> float:
        """Return about how many postings it takes to find a node, `_UNKNOWN` if it has none."""
        return self._size(node, fields) * (JOINING if isinstance(node, Or) else 1)

    def _size(self, node: Node, fields: Fields) -> float:
        """Return how many articles a node finds at most, `_UNKNOWN` if nobody has counted."""
        leaf = self.leaves.get((id(node), fields))
        if leaf is not None:
            return leaf.n
        match node:
            case FromSource() | ByAuthor() | AtUrl() | WithKey():
                return len(self.facts.listed(node))
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

    def _any(self, parts: Sequence[Node], fields: Fields) -> Found:
        n = self.articles.n_numbers
        leaves = self._leaves(parts, fields)
        if leaves and sum(leaf.n_scored for leaf in leaves) * SPARSE >= n:
            return self._any_leaf(leaves)
        found = [self.find(part, fields) for part in parts]
        lists = [part for part in found if isinstance(part, Sparse)]
        if len(lists) == len(found) and sum(len(part.articles) for part in lists) * SPARSE < n:
            return _merged(lists)
        return self._any_dense(found)

    def _any_leaf(self, leaves: Sequence[ScoredLeaf]) -> Dense:
        scores = np.zeros(self.articles.n_numbers, np.float32)
        for leaf in leaves:
            leaf.add_to(scores)
        if all(leaf.n == leaf.n_scored for leaf in leaves):
            return Dense(scores > 0, scores, is_positive=True)
        flags = np.zeros(len(scores), np.bool_)
        for leaf in leaves:
            leaf.mark(flags)
        scores *= flags
        return Dense(flags, scores, is_positive=True)

    def _any_dense(self, parts: Sequence[Found]) -> Found:
        scores = np.zeros(self.articles.n_numbers, np.float32)
        for part in parts:
            if isinstance(part, Dense):
                scores += 0 if part.scores is None else part.scores
                continue
            if part.scores is not None:
                np.add.at(scores, part.articles, part.scores)
            if part.related is not None:
                np.add.at(scores, *part.related)
        flags = np.zeros(len(scores), np.bool_)
        for part in parts:
            flags[part.articles if isinstance(part, Sparse) else part.flags] = True
        scores *= flags
        return Dense(flags, scores, all(part.is_positive for part in parts))


def _added(parts: Iterable[Scores | None]) -> Scores | None:
    """Return the sums of the scores that some parts give the same articles, None for all 0."""
    given = [scores for scores in parts if scores is not None]
    return reduce(np.add, given) if given else None


def _joined(answers: Sequence[Answer], n: int, *, is_all: bool) -> Answer:
    """Return what all, or any, of some parts answer about ``n`` articles."""
    join = np.logical_and if is_all else np.logical_or
    flags = reduce(join, (answer.flags for answer in answers), np.full(n, is_all))
    scores = _added(answer.scores for answer in answers)
    return Answer(flags, None if scores is None else scores * flags)


def _listed(found: Found) -> Sparse:
    """Return what was found as a list."""
    if isinstance(found, Sparse):
        return found
    articles = found.flags.nonzero()[0]
    return Sparse(articles, None if found.scores is None else found.scores.take(articles))


def _merged(lists: Sequence[Sparse]) -> Sparse:
    """Return the articles of any of some lists, the scores of each added in their order."""
    scored = [each for part in lists for each in _scored_in(part)]
    if not scored:
        return Sparse(np.zeros(0, np.int64))
    articles = np.concatenate([listed.articles for listed, _ in scored])
    scores = np.concatenate([listed.scores for listed, _ in scored])
    order = articles.argsort(kind="stable")
    articles = articles[order]
    is_first = np.ones(len(articles), np.bool_)
    np.not_equal(articles[1:], articles[:-1], out=is_first[1:])
    added = np.zeros(np.count_nonzero(is_first), np.float32)
    np.add.at(added, is_first.cumsum() - 1, scores[order])
    articles = articles[is_first]
    is_positive = all(part.is_positive for part in lists)
    if all(part.related is None for part in lists):
        return Sparse(articles, added, is_positive)
    has = np.repeat([is_had for _, is_had in scored], [len(one.articles) for one, _ in scored])
    kept = np.logical_or.reduceat(has[order], is_first.nonzero()[0])
    return Sparse(articles[kept], added[kept], is_positive)


def _scored_in(part: Sparse) -> Iterator[tuple[Listed, bool]]:
    """Yield the articles in which a part scores, and whether it finds them."""
    scores = np.zeros(len(part.articles), np.float32) if part.scores is None else part.scores
    yield Listed(part.articles, scores), True
    if part.related is not None:
        yield part.related, False


def _scaled(found: Found, factor: float) -> Found:
    """Return what was found, the scores multiplied."""
    if found.scores is None:
        return found
    # What is so small that it may become 0 no longer shows what was found.
    is_positive = found.is_positive and factor > _TOO_SMALL
    scaled = found._replace(scores=found.scores * np.float32(factor), is_positive=is_positive)
    if isinstance(scaled, Dense) or scaled.related is None:
        return scaled
    articles, scores = scaled.related
    return scaled._replace(related=Listed(articles, scores * np.float32(factor)))


def _constant(found: Found, score: float) -> Found:
    """Return what was found, all scores the same."""
    flags = np.ones(len(found.articles), np.bool_) if isinstance(found, Sparse) else found.flags
    value = np.float32(score)
    same = found._replace(scores=flags * value, is_positive=bool(value > 0))
    return same if isinstance(same, Dense) else same._replace(related=None)
