"""Articles that are written, and others that are there -> which of them are copies.

Sketches propose pairs, and the stored texts decide (:mod:`searchkit.exploring.copy_rule`). What is
found belongs to the articles that are written; nothing of the others is changed. Since an
edge names articles by what is in them, articles that are the same but for their keys are one
here: they are copies without being read, and have the same edges.
"""

from __future__ import annotations

from collections import OrderedDict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.copy_candidates import (
    Pairs,
    as_table,
    days_apart,
    sharing,
    worth_comparing,
)
from searchkit.exploring.copy_rule import ComparedArticle, are_copies, compared_article
from searchkit.exploring.sketches import Sketches
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from searchkit.article import Article

    Array = npt.NDArray[Any]

_MOST_COMPARED = 64  # others that one article is compared with
_KEPT = 4 * _MOST_COMPARED  # articles whose words are kept: several megabytes
_BATCH = 1 << 13  # articles whose hashes are looked up at a time
_PART_BITS = 4  # of hashes: those that begin alike are sorted together
_AT_ONCE = 100  # pairs whose articles are announced together


class ComparedFacts(NamedTuple):
    """What of some articles is compared before their texts are.

    Attributes:
        fingerprints: The first 8 bytes of the fingerprint of each, uint64, (n,).
        furniture: A checksum of what is furniture of it by evidence; 0: nothing, uint32.
        first_days: The first day of its date, counted from 1970, int64, or UNDATED.
        last_days: The last one.
    """

    fingerprints: Array
    furniture: Array
    first_days: Array
    last_days: Array


class ArticlesThere(NamedTuple):
    """Some articles that are written, or that may have copies among these, numbered from 0.

    Attributes:
        n_articles: How many numbers they have.
        having: Returns which articles have some hashes, these ascending, and which each has.
        sketches: Returns the articles and hashes of the sketches of some articles, ascending.
        facts: Returns what is known of some articles, ascending.
        article: Returns an article, all furniture being known.
        announce: Is told which articles will be asked for, ascending.
    """

    n_articles: int
    having: Callable[[Array], tuple[Array, Array]]
    sketches: Callable[[Array], tuple[Array, Array]]
    facts: Callable[[Array], ComparedFacts]
    article: Callable[[int], Article]
    announce: Callable[[Array], None] = lambda _: None


class FoundEdges(NamedTuple):
    """Which of the articles that are written are copies of which others.

    Attributes:
        articles: One of those that are written, int64, (n_edges,).
        fingerprints: The beginning of the fingerprint of the other, uint64.
        furniture: The checksum of the furniture of that, uint32.
    """

    articles: Array
    fingerprints: Array
    furniture: Array


def having(sketches: Sketches, hashes: Array) -> tuple[Array, Array]:
    """Return which articles have some hashes, these ascending, and which each has."""
    order = np.argsort(sketches.hashes, kind="stable")
    ascending = sketches.hashes[order]
    starts, ends = (ascending.searchsorted(hashes, side) for side in ("left", "right"))
    articles, found = _in_ranges(starts, ends, sketches.articles[order], ascending)
    return articles, found


def sketches_of(sketches: Sketches, articles: Array) -> tuple[Array, Array]:
    """Return the articles and hashes of the sketches of some articles, ascending."""
    asked = articles.astype(sketches.articles.dtype)  # else all the others are made as wide
    starts, ends = (sketches.articles.searchsorted(asked, side) for side in ("left", "right"))
    found, hashes = _in_ranges(starts, ends, *sketches)
    return found, hashes


def _in_ranges(starts: Array, ends: Array, *columns: Array) -> tuple[Array, ...]:
    """Return what stands in some ranges of columns, one range after another."""
    counts = ends - starts
    places = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    return tuple(column[places] for column in columns)


def _repeated(sketches: Sketches) -> tuple[Array, Array]:
    """Return the hashes that several articles have, ascending, and the article of each."""
    articles, hashes = sketches
    found, having_them = [hashes[:0]], [articles[:0]]
    for part in range(1 << _PART_BITS):  # sorted part by part, which takes less memory
        some = (hashes >> np.uint32(32 - _PART_BITS) == part).nonzero()[0]
        some = some[np.argsort(hashes[some], kind="stable")]
        ascending = hashes[some]
        is_again = np.zeros(len(some) + 1, np.bool_)
        np.equal(ascending[1:], ascending[:-1], out=is_again[1 : len(some)])
        is_again = is_again[:-1] | is_again[1:]
        found.append(ascending[is_again])
        having_them.append(articles[some[is_again]])
    return np.concatenate(found), np.concatenate(having_them)


def found_edges(
    new: ArticlesThere, sketches: Sketches, others: Sequence[ArticlesThere]
) -> FoundEdges:
    """Return the edges of articles that are written.

    Args:
        new: The articles.
        sketches: Their sketches.
        others: The articles that are there.
    """
    finder = _Finder(new, sketches, others)
    twins = finder.twins()
    found = [twins, *finder.found(twins)]
    articles, copies = map(np.concatenate, zip(*found, strict=True))
    return finder.edges(articles, copies)


class _Facts(NamedTuple):
    """What is known of some articles, in the order of their numbers.

    Attributes:
        numbers: Their numbers, ascending, int64, (n,).
        known: What is known of them.
    """

    numbers: Array
    known: ComparedFacts

    def at(self, numbers: Array) -> ComparedFacts:
        """Return what is known of some of them, in any order."""
        places = np.searchsorted(self.numbers, numbers)
        return ComparedFacts(*(column[places] for column in self.known))


class _Finder:
    """Finds copies of articles that are written.

    The articles that are there are numbered first, and behind them those that are written.
    """

    def __init__(
        self, new: ArticlesThere, sketches: Sketches, others: Sequence[ArticlesThere]
    ) -> None:
        self._parts = [*others, new]
        self._firsts = np.cumsum([0, *(part.n_articles for part in others)])
        self._first_new = int(self._firsts[-1])
        self._sketches = sketches
        firsts = np.arange(new.n_articles + 1, dtype=sketches.articles.dtype)
        n_hashes = np.diff(sketches.articles.searchsorted(firsts))
        self._sketched = n_hashes.nonzero()[0] + self._first_new
        self._of_one_hash = (n_hashes == 1).nonzero()[0] + self._first_new
        self._texts: OrderedDict[int, ComparedArticle] = OrderedDict()

    def twins(self) -> tuple[Array, Array]:
        """Return the articles that are the same as one before them, and these, int64."""
        numbers = self._sketched
        known = self._facts(numbers).known
        order = np.lexsort((numbers, known.furniture, known.fingerprints))
        is_twin = np.zeros(len(order), np.bool_)
        is_twin[1:] = (np.diff(known.fingerprints[order]) == 0) & (
            np.diff(known.furniture[order]) == 0
        )
        firsts = np.maximum.accumulate(np.where(is_twin, 0, np.arange(len(order))))
        return numbers[order[is_twin]], numbers[order[firsts[is_twin]]]

    def found(self, twins: tuple[Array, Array]) -> Iterator[tuple[Array, Array]]:
        """Yield the articles that are copies, and what they are copies of, int64.

        Args:
            twins: Articles that are the same as others, and need not be compared themselves.
        """
        sketches = self._sketches
        if len(twins[0]):
            is_one = np.ones(self._parts[-1].n_articles, np.bool_)
            is_one[twins[0] - self._first_new] = False
            sketches = Sketches(*(column[is_one[sketches.articles]] for column in sketches))
        order = np.argsort(twins[1], kind="stable")
        first_of, twin = twins[1][order], twins[0][order]
        for pairs in self._proposed(sketches):
            copies = self._copies(pairs)
            yield copies
            # An article has the edges of its twin.
            starts = np.searchsorted(first_of, copies[0])
            counts = np.searchsorted(first_of, copies[0], "right") - starts
            at = np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
            yield twin[at], np.repeat(copies[1], counts)

    def _proposed(self, sketches: Sketches) -> Iterator[Pairs]:
        """Yield the pairs of articles that share hashes, a batch of articles after another.

        Args:
            sketches: Those of the articles that are written, but for twins.
        """
        articles, hashes = sketches
        repeated, with_them = _repeated(sketches)
        n_articles = self._parts[-1].n_articles
        bounds = np.arange(0, n_articles + _BATCH, _BATCH).astype(articles.dtype)
        for batch, (start, end) in enumerate(pairwise(articles.searchsorted(bounds).tolist())):
            if start == end:
                continue
            asked = np.unique(hashes[start:end])
            there, theirs = self._there_with(asked)
            # Those behind the batch have them, too: a hash that very many have is left out.
            starts, ends = (repeated.searchsorted(asked, side) for side in ("left", "right"))
            is_alone = (starts == ends)[asked.searchsorted(hashes[start:end])]
            again, of_each = _in_ranges(starts, ends, repeated, with_them)
            here = np.concatenate((of_each, articles[start:end][is_alone])).astype(np.int64)
            first = self._first_new + batch * _BATCH
            yield from sharing(
                np.concatenate((theirs, again, hashes[start:end][is_alone])),
                np.concatenate((there, here + self._first_new)),
                first=first,
                last=first + _BATCH,
            )

    def _there_with(self, hashes: Array) -> tuple[Array, Array]:
        """Return which articles that are there have some hashes, int64, and which they have."""
        numbers, found = [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
        for first, part in zip(self._firsts.tolist(), self._parts[:-1], strict=False):
            articles, of_each = part.having(hashes)
            numbers.append(articles + first)
            found.append(of_each)
        return np.concatenate(numbers), np.concatenate(found)

    def _copies(self, pairs: Pairs) -> tuple[Array, Array]:
        """Return the articles of pairs that are copies, and the others, int64."""
        pairs = pairs.only((pairs.shared > 1) | np.isin(pairs.articles, self._of_one_hash))
        numbers = np.unique(np.concatenate((pairs.articles, pairs.others)))
        facts, table = self._facts(numbers), self._table(numbers)
        ones, others = facts.at(pairs.articles), facts.at(pairs.others)
        apart = days_apart(*ones[2:], *others[2:])
        is_same = ones.fingerprints == others.fingerprints
        is_same &= ones.furniture == others.furniture
        asked = worth_comparing(
            table[numbers.searchsorted(pairs.articles)],
            table[numbers.searchsorted(pairs.others)],
            pairs.shared,
            apart,
        )
        is_copy = is_same.copy()
        compared = _nearest(pairs, apart, asked & ~is_same, others)
        for at in range(0, len(compared), _AT_ONCE):
            some = compared[at : at + _AT_ONCE]
            self._announce(np.concatenate((pairs.articles[some], pairs.others[some])))
            for pair in some.tolist():
                one, other = pairs.articles.item(pair), pairs.others.item(pair)
                is_copy[pair] = are_copies(self._text(one), self._text(other))
        return pairs.articles[is_copy], pairs.others[is_copy]

    def _facts(self, numbers: Array) -> _Facts:
        """Return what is known of articles, by their numbers, ascending."""
        found = [part.facts(here) for _, part, here in self._by_part(numbers)]
        kinds = (np.uint64, np.uint32, np.int64, np.int64)
        empty = [np.zeros(0, kind) for kind in kinds]
        columns = zip(empty, *found, strict=True)
        return _Facts(numbers, ComparedFacts(*map(np.concatenate, columns)))

    def _table(self, numbers: Array) -> Array:
        """Return the sketches of articles, by their numbers, ascending, as a table."""
        found = [(np.zeros(0, np.int64), np.zeros(0, np.uint32))]
        for first, part, here in self._by_part(numbers):
            articles, hashes = part.sketches(here)
            found.append((articles + first, hashes))
        articles, hashes = map(np.concatenate, zip(*found, strict=True))
        order = np.lexsort((hashes, articles))
        places = np.searchsorted(numbers, articles[order])
        return as_table(Sketches(places, hashes[order]), len(numbers))

    def _by_part(self, numbers: Array) -> Iterator[tuple[int, ArticlesThere, Array]]:
        """Yield the parts that articles are in, each with its first number, and theirs there."""
        bounds = [*np.searchsorted(numbers, self._firsts).tolist(), len(numbers)]
        firsts = self._firsts.tolist()
        for first, part, (start, end) in zip(firsts, self._parts, pairwise(bounds), strict=True):
            if start < end:
                yield first, part, numbers[start:end] - first

    def _announce(self, numbers: Array) -> None:
        """Tell the parts which articles will be read."""
        missing = [number for number in set(numbers.tolist()) if number not in self._texts]
        for _, part, here in self._by_part(np.array(sorted(missing), np.int64)):
            part.announce(here)

    def _text(self, number: int) -> ComparedArticle:
        """Return what of an article is compared; that of the last ones is kept."""
        known = self._texts.get(number)
        if known is None:
            ((_, part, here),) = self._by_part(np.array([number]))
            known = self._texts[number] = compared_article(part.article(here.item()))
            if len(self._texts) > _KEPT:
                self._texts.popitem(last=False)
        self._texts.move_to_end(number)
        return known

    def edges(self, articles: Array, others: Array) -> FoundEdges:
        """Return edges of articles that are written to others, by their numbers."""
        known = self._facts(np.unique(others)).at(others)
        return FoundEdges(articles - self._first_new, known.fingerprints, known.furniture)


def _nearest(pairs: Pairs, apart: Array, asked: Array, others: ComparedFacts) -> Array:
    """Return which pairs are compared: of each article those with the others most like it.

    Of others that are the same but for their keys one is enough.
    """
    some = asked.nonzero()[0]
    articles, prints, furniture = pairs.articles, others.fingerprints, others.furniture
    order = np.lexsort(
        (
            pairs.others[some],
            furniture[some],
            prints[some],
            apart[some],
            -pairs.shared[some],
            articles[some],
        )
    )
    some = some[order]
    is_new = np.ones(len(some), np.bool_)
    is_new[1:] = (np.diff(articles[some]) != 0) | (np.diff(prints[some]) != 0)
    is_new[1:] |= np.diff(furniture[some]) != 0
    some = some[is_new]
    ranks = np.arange(len(some)) - np.searchsorted(articles[some], articles[some])
    nearest: Array = some[ranks < _MOST_COMPARED]
    return nearest
