"""What was found -> the few articles that come first, in order.

Order never depends on how the index was cut into segments: articles of equal
score come newest first, undated ones last, and those of one moment by their
keys. Within a segment keys are compared by their numbers in its column of keys.

Sorting everything would take longer than finding it. The best of an array are
had from the maxima of its blocks: the best ``limit`` blocks have each an
article at least as good as the worst of them, so nothing below that can be
among the best ``limit`` articles, and few blocks need to be looked through.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from searchkit.local.searching.scoring.choices import BLOCK, FEW
from searchkit.local.searching.scoring.top_k import Candidates, kth_largest
from searchkit.local.searching.scoring.tree_scoring import Sparse
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.records import NamedTuple
from searchkit.schema import UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.scoring.tree_scoring import Dense, Found
    from searchkit.local.searching.segments import Articles, Integers
    from searchkit.query import Sort

    Numbers: TypeAlias = NDArray[Any]
    Where: TypeAlias = Integers | slice

_LAST = 2**62  # seconds: later than any date


class Selected(NamedTuple):
    """One article of a page."""

    article: int  # its number among all articles
    score: float


def page_of(
    candidates: Candidates, articles: Articles, *, sort: Sort, offset: int, limit: int
) -> tuple[Selected, ...]:
    """Return a page of what was found, in order.

    Args:
        candidates: The articles that may be among the first ``offset + limit``.
        articles: The articles of the index.
        sort: ``relevance``: best first; ``newest`` and ``oldest``: by date,
            undated articles last.
        offset: How many to skip, 0 or more.
        limit: How many to return at most, 0 or more.
    """
    if not limit or not candidates.total:
        return ()
    order = first_places(candidates, articles, sort=sort, limit=offset + limit)[offset:]
    numbers = candidates.articles.take(order).tolist()
    return tuple(map(Selected, numbers, candidates.scores.take(order).tolist()))


def first_places(
    candidates: Candidates, articles: Articles, *, sort: Sort = "relevance", limit: int
) -> Integers:
    """Return where the first candidates are among all of them, in order, int64.

    Args:
        candidates: One or more articles.
        articles: The articles of the index.
        sort: As for :func:`page_of`.
        limit: How many to return at most, 1 or more.
    """
    return _Order(articles, candidates, sort).first(limit)


def candidates_of(found: Found, sort: Sort, limit: int) -> Candidates:
    """Return how many articles were found, and those that may be among the first of them.

    Args:
        found: What was found.
        sort: As for :func:`page_of`.
        limit: How many articles are wanted, 0 or more.
    """
    if isinstance(found, Sparse):
        total, articles, scores = len(found.articles), found.articles, found.scores
    else:
        total, articles = int(np.count_nonzero(found.flags)), _reached(found, sort, limit)
        scores = None if found.scores is None else found.scores.take(articles)
    if scores is None:
        scores = np.zeros(len(articles), np.float32)
    return Candidates(total, articles, scores)


def found_articles(found: Found) -> Integers:
    """Return the articles that were found, in any order, int64, (n,)."""
    return found.articles if isinstance(found, Sparse) else found.flags.nonzero()[0]


def _reached(found: Dense, sort: Sort, limit: int) -> Integers:
    """Return the articles that may be among the first of those found, ascending or not."""
    if found.scores is None or sort != "relevance" or not limit:
        return found.flags.nonzero()[0]
    if np.count_nonzero(found.flags) <= limit * BLOCK:
        return found.flags.nonzero()[0]
    # So many articles are in more than `limit` blocks: if all of them score above 0,
    # so does the worst of those that are reached, and none is reached that is not found.
    reached = reaching(found.scores, limit)
    return reached if found.is_positive else reached[found.flags[reached]]


def reaching(values: Numbers, limit: int) -> Integers:
    """Return where values are that may be among the ``limit`` largest, and few others.

    Args:
        values: Any numbers, (n,).
        limit: 1 or more.
    """
    columns = len(values) // BLOCK
    if columns < 2 * limit:
        few: Integers = (values >= _least_of(values, limit)).nonzero()[0]
        return few
    # A block is a column of this table: its values do not lie side by side, which makes
    # the maxima of all blocks the maxima of whole rows.
    table = values[: BLOCK * columns].reshape(BLOCK, columns)
    maxima = table.max(axis=0)
    bound = _least_of(maxima, limit)
    blocks = (maxima >= bound).nonzero()[0]
    row, block = (table[:, blocks] >= bound).nonzero()
    rest = (values[BLOCK * columns :] >= bound).nonzero()[0]
    reached: Integers = np.concatenate((row * columns + blocks[block], rest + BLOCK * columns))
    return reached


def _least_of(values: Numbers, limit: int) -> Any:
    """Return the least of the ``limit`` largest of some values, or of all."""
    return kth_largest(values, min(limit, len(values)))


def _descending(values: Numbers, limit: int) -> Integers:
    """Return where the ``limit`` largest values are, and any others, the largest first."""
    if len(values) > FEW * limit:
        near = reaching(values, limit)
        return near.take(values.take(near).argsort()[::-1])
    order: Integers = values.argsort()[::-1]
    return order


class _Order:
    """The order of some articles: by one value after another, the largest first, then by key.

    Args:
        articles: The articles of the index.
        candidates: Those that are put in order.
        sort: What comes first.
    """

    def __init__(self, articles: Articles, candidates: Candidates, sort: Sort) -> None:
        self._articles = articles
        self._numbers = candidates.articles
        self._scores = candidates.scores
        if sort == "relevance":
            self._values: Sequence[Callable[[Where], Numbers]] = self._score, self._newness
        else:
            by_date = self._newness if sort == "newest" else self._oldness
            self._values = by_date, self._score

    def first(self, limit: int) -> Integers:
        """Return the indices of the first candidates, in order, int64."""
        values = self._values[0](slice(None))
        order = _descending(values, limit)
        return self._told_apart(order, values.take(order), 1, limit)

    def _first(self, some: Integers, level: int, limit: int) -> Integers:
        """Return the first of some candidates, in order, which are equal in all values before."""
        if level == len(self._values):
            return self._first_by_key(some, limit)
        values = self._values[level](some)
        order = _descending(values, limit)
        return self._told_apart(some.take(order), values.take(order), level + 1, limit)

    def _told_apart(self, some: Integers, values: Numbers, level: int, limit: int) -> Integers:
        """Return the first of some candidates, given in the order of values that may be equal."""
        turns = (values[1:] != values[:-1]).nonzero()[0]
        if len(turns) + 1 == len(some):
            return some[:limit]
        ranks = self._ranks_of_one_segment(some) if level == len(self._values) else None
        if ranks is not None:
            groups = np.zeros(len(some), np.int64)
            groups[turns + 1] = 1
            return some[np.lexsort((ranks, groups.cumsum()))[:limit]]
        chosen = []
        for start, end in pairwise((0, *(turns + 1).tolist(), len(some))):
            if limit <= 0:
                break
            equal = some[start:end]
            chosen.append(equal if len(equal) == 1 else self._first(equal, level, limit))
            limit -= len(equal)
        return np.concatenate(chosen)

    def _score(self, some: Where) -> Numbers:
        return self._scores[some]

    def _newness(self, some: Where) -> Numbers:
        return self._articles.first_dates[self._numbers[some]]  # UNDATED is the least

    def _oldness(self, some: Where) -> Numbers:
        dates = self._newness(some)
        return np.where(dates == UNDATED, -_LAST, -dates)

    def _ranks_of_one_segment(self, some: Integers) -> Integers | None:
        """Return the ranks of candidates by key; None where they are of several segments."""
        numbers = self._numbers.take(some)
        segment, _ = self._articles.locate(int(numbers.min()))
        if segment != self._articles.locate(int(numbers.max()))[0]:
            return None
        return self._ranks(numbers, segment)

    def _ranks(self, numbers: Integers, segment: int) -> Integers:
        """Return the ranks by key, within a segment, of articles that it has, int64, (n,)."""
        ranks = numbers - self._articles.starts[segment]
        column = self._articles.segments[segment].arrays.column("key")
        if isinstance(column, ReferenceColumn):
            ranks = column.numbers[ranks].astype(np.int64)
        return ranks

    def _first_by_key(self, some: Integers, limit: int) -> Integers:
        """Return the first of some candidates by key, in order."""
        numbers = self._numbers.take(some)
        segments = np.searchsorted(self._articles.starts, numbers, "right") - 1
        present = np.bincount(segments).nonzero()[0].tolist()
        firsts: list[tuple[bytes, int]] = []
        for segment in present:
            of_segment = (segments == segment).nonzero()[0]
            column = self._articles.segments[segment].arrays.column("key")
            ranks = self._ranks(numbers.take(of_segment), segment)
            order = _descending(-ranks, limit)[:limit]
            if len(present) == 1:
                return some.take(order)
            keys = (
                [column.values[rank] for rank in ranks.take(order).tolist()]
                if isinstance(column, ReferenceColumn)
                else [b""] * len(order)
            )
            firsts += zip(keys, some.take(of_segment.take(order)).tolist(), strict=True)
        return np.array([index for _, index in sorted(firsts)[:limit]])
