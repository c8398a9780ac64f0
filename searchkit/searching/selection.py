"""What was found in a segment -> the few articles that come first, in order.

Order never depends on how the index was cut into segments: articles of equal
score come newest first, undated ones last, and those of one moment by their
keys. Within a segment keys are compared by their numbers in its column of keys.

Sorting everything would take longer than finding it. The best of an array are
had from the maxima of its blocks: the best ``limit`` blocks have each an
article at least as good as the worst of them, so nothing below that can be
among the best ``limit`` articles, and few blocks need to be looked through.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from searchkit.codec.columns import ReferenceColumn
from searchkit.schema import UNDATED
from searchkit.searching.evaluation import EVERYWHERE, Listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from searchkit.query import Sort
    from searchkit.searching.evaluation import Found, Scores
    from searchkit.searching.segments import Flags, Integers, Segment

    Numbers: TypeAlias = NDArray[Any]

_BLOCK = 64  # articles
_FEW = 4  # times the limit: so many are put in order one by one

_LAST = 2**62  # seconds: later than any date
_NOTHING = np.zeros(0, np.int64)


class Selected(NamedTuple):
    """One article of a page."""

    segment: int  # number of its segment
    article: int  # its number there
    score: float


class Leading(NamedTuple):
    """The best articles of one segment, in any order; there may be some more.

    Attributes:
        total: How many articles were found in the segment.
        articles: Their numbers, int64, (n,).
        scores: Their scores, float32, (n,).
    """

    total: int
    articles: Integers
    scores: Scores


def leading(found: Found, segment: Segment, *, sort: Sort, limit: int) -> Leading:
    """Return the best ``limit`` articles of a segment, or all where there are no more."""
    if isinstance(found, Listed):
        kept = _kept(found, segment.live)
        return _best_of(kept, segment, sort, limit, total=len(kept.articles))
    flags = found.test(EVERYWHERE)
    if segment.live is not None:
        flags = flags & segment.live
    total = int(np.count_nonzero(flags))
    scores = found.scores
    # So many articles lie in more than `limit` blocks, none of which is then empty.
    if scores is not None and sort == "relevance" and total > limit * _BLOCK > 0:
        articles = reaching(scores if segment.live is None else scores * flags, limit)
    else:
        articles = flags.nonzero()[0]
    its = None if scores is None else scores[articles]
    return _best_of(Listed(articles, its), segment, sort, limit, total=total)


def select(
    found: Sequence[Leading],
    segments: Sequence[Segment],
    *,
    sort: Sort,
    offset: int,
    limit: int,
) -> tuple[Selected, ...]:
    """Return a page of what leads in the segments, in order.

    Args:
        found: The best ``offset + limit`` articles of each segment.
        segments: Those segments.
        sort: ``relevance``: best first; ``newest`` and ``oldest``: by date,
            undated articles last.
        offset: How many to pass over, 0 or more.
        limit: How many to return at most, 0 or more.
    """
    candidates = [
        (score, number, article)
        for number, part in enumerate(found)
        for article, score in zip(part.articles.tolist(), part.scores.tolist(), strict=True)
    ]
    if sort == "relevance" and len({score for score, _, _ in candidates}) == len(candidates):
        candidates.sort(reverse=True)
    else:
        orders = [_Order(segment) for segment in segments]
        candidates.sort(key=lambda one: orders[one[1]].place(one[2], one[0], sort))
    return tuple(
        Selected(number, article, score)
        for score, number, article in candidates[offset : offset + limit]
    )


def reaching(values: Numbers, limit: int) -> Integers:
    """Return where values are that may be among the ``limit`` largest, and few others.

    Args:
        values: Any numbers, (n,).
        limit: 1 or more.
    """
    columns = len(values) // _BLOCK
    if columns < 2 * limit:
        few: Integers = (values >= _least_of(values, limit)).nonzero()[0]
        return few
    # A block is a column of this table: its values do not lie side by side, which makes
    # the maxima of all blocks the maxima of whole rows.
    table = values[: _BLOCK * columns].reshape(_BLOCK, columns)
    maxima = table.max(axis=0)
    bound = _least_of(maxima, limit)
    blocks = (maxima >= bound).nonzero()[0]
    row, block = (table[:, blocks] >= bound).nonzero()
    rest = (values[_BLOCK * columns :] >= bound).nonzero()[0]
    places: Integers = np.concatenate((row * columns + blocks[block], rest + _BLOCK * columns))
    return places


def _least_of(values: Numbers, limit: int) -> Any:
    """Return the least of the ``limit`` largest of some values, or of all."""
    place = max(len(values) - limit, 0)
    parted = values.copy()
    parted.partition(place)
    return parted[place]


def _kept(found: Listed, live: Flags | None) -> Listed:
    if live is None:
        return found
    kept = live[found.articles]
    scores = None if found.scores is None else found.scores[kept]
    return Listed(found.articles[kept], scores)


def _best_of(found: Listed, segment: Segment, sort: Sort, limit: int, *, total: int) -> Leading:
    """Return the best of a list: by the first key alone, and where that ties, by the next."""
    n = len(found.articles)
    scores = np.zeros(n, np.float32) if found.scores is None else found.scores
    if limit == 0:
        return Leading(total, _NOTHING, scores[:0])
    if n <= _FEW * limit:
        return Leading(total, found.articles, scores)
    order = _Order(segment)
    chosen: list[Integers] = []
    left = np.arange(n)  # places in the list
    for key in order.keys(found.articles, scores, sort):
        values = key(left)
        places = reaching(values, limit)
        its = values[places]
        bound = _least_of(its, limit)
        above = places[its > bound]
        chosen.append(left[above])
        limit -= len(above)
        left = left[places[its == bound]]
        if len(left) == limit:
            break
    best = np.concatenate((*chosen, left[:limit]))
    return Leading(total, found.articles[best], scores[best])


class _Order:
    """What articles of one segment are ordered by."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    @cached_property
    def _dates(self) -> Integers:
        return self._segment.dates()

    @cached_property
    def _keys(self) -> ReferenceColumn | None:
        column = self._segment.arrays.column("key")
        return column if isinstance(column, ReferenceColumn) else None

    def keys(self, articles: Integers, its_scores: Scores, sort: Sort) -> Any:
        """Return what gives the values to order places of a list by, the largest first."""

        def scores(at: Integers) -> Numbers:
            return its_scores[at]

        def newness(at: Integers) -> Numbers:
            return self._dates[articles[at]]  # UNDATED is the least

        def oldness(at: Integers) -> Numbers:
            dates = self._dates[articles[at]]
            return np.where(dates == UNDATED, -_LAST, -dates)

        def names(at: Integers) -> Numbers:
            its = articles[at]
            return -its if self._keys is None else -self._keys.numbers[its].astype(np.int64)

        if sort == "relevance":
            return scores, newness, names
        return (newness if sort == "newest" else oldness), scores, names

    def place(self, article: int, score: float, sort: Sort) -> tuple[float, float, bytes]:
        """Return what sorts articles of any segments, ascending."""
        date = self._dates.item(article)
        undated = date == UNDATED
        newest, oldest = (_LAST, _LAST) if undated else (-date, date)
        key = b"" if self._keys is None else self._keys.values[self._keys.numbers.item(article)]
        if sort == "relevance":
            return -score, newest, key
        return (newest if sort == "newest" else oldest), -score, key
