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
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from searchkit.local.searching.scoring.evaluation import EVERYWHERE, Listed
from searchkit.local.searching.scoring.top_k import Lead
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.schema import UNDATED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.scoring.evaluation import Found, Scores, Where
    from searchkit.local.searching.segments import Articles, Integers
    from searchkit.query import Sort

    Numbers: TypeAlias = NDArray[Any]

_BLOCK = 64  # articles
_FEW = 4  # times the limit: so many are put in order as they are

_LAST = 2**62  # seconds: later than any date


class Selected(NamedTuple):
    """One article of a page."""

    article: int  # its number among all articles
    score: float


def shown(
    lead: Lead, articles: Articles, *, sort: Sort, offset: int, limit: int
) -> tuple[Selected, ...]:
    """Return a page of what was found, in order.

    Args:
        lead: Of what was found, what comes first, ``offset + limit`` articles or more.
        articles: The articles of the index.
        sort: ``relevance``: best first; ``newest`` and ``oldest``: by date,
            undated articles last.
        offset: How many to pass over, 0 or more.
        limit: How many to return at most, 0 or more.
    """
    if not limit or not lead.total:
        return ()
    places = _Order(articles, lead, sort).first(offset + limit)[offset:]
    numbers = lead.articles.take(places).tolist()
    return tuple(map(Selected, numbers, lead.scores.take(places).tolist()))


def leading(found: Found, sort: Sort, limit: int) -> Lead:
    """Return how many articles were found, and those that may be among the first of them.

    Args:
        found: What was found.
        sort: As for :func:`shown`.
        limit: How many articles are wanted, 0 or more.
    """
    if isinstance(found, Listed):
        return _lead(len(found.articles), found.articles, found.scores)
    flags = found.test(EVERYWHERE)
    total = int(np.count_nonzero(flags))
    scores = found.scores
    if scores is None or sort != "relevance" or total <= limit * _BLOCK or not limit:
        numbers = flags.nonzero()[0]
    else:
        # So many articles lie in more than `limit` blocks: if all of them score above 0,
        # so does the worst of those that are reached, and none is reached that is not found.
        numbers = reaching(scores, limit)
        if not found.is_positive:
            numbers = numbers[flags[numbers]]
    return _lead(total, numbers, None if scores is None else scores.take(numbers))


def _lead(total: int, articles: Integers, scores: Scores | None) -> Lead:
    return Lead(total, articles, np.zeros(len(articles), np.float32) if scores is None else scores)


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


def _descending(values: Numbers, limit: int) -> Integers:
    """Return where the ``limit`` largest values are, and any others, the largest first."""
    if len(values) > _FEW * limit:
        near = reaching(values, limit)
        return near.take(values.take(near).argsort()[::-1])
    order: Integers = values.argsort()[::-1]
    return order


class _Order:
    """The order of some articles: by one value after another, the largest first, then by key.

    Args:
        articles: The articles of the index.
        found: Those that are put in order.
        sort: What comes first.
    """

    def __init__(self, articles: Articles, found: Lead, sort: Sort) -> None:
        self._articles = articles
        self._numbers = found.articles
        self._scores = found.scores
        if sort == "relevance":
            self._values: Sequence[Callable[[Where], Numbers]] = self._score, self._newness
        else:
            by_date = self._newness if sort == "newest" else self._oldness
            self._values = by_date, self._score

    def first(self, limit: int) -> Integers:
        """Return the places of the first articles in the list, in order, int64."""
        values = self._values[0](EVERYWHERE)
        order = _descending(values, limit)
        return self._told_apart(order, values.take(order), 1, limit)

    def _first(self, places: Integers, level: int, limit: int) -> Integers:
        """Return the first of some places, in order, which are equal in all values before."""
        if level == len(self._values):
            return self._first_by_key(places, limit)
        values = self._values[level](places)
        order = _descending(values, limit)
        return self._told_apart(places.take(order), values.take(order), level + 1, limit)

    def _told_apart(self, places: Integers, values: Numbers, level: int, limit: int) -> Integers:
        """Return the first of some places, given in the order of values that may be equal."""
        turns = (values[1:] != values[:-1]).nonzero()[0]
        if len(turns) + 1 == len(places):
            return places[:limit]
        chosen = []
        for start, end in pairwise((0, *(turns + 1).tolist(), len(places))):
            if limit <= 0:
                break
            run = places[start:end]
            chosen.append(run if len(run) == 1 else self._first(run, level, limit))
            limit -= len(run)
        return np.concatenate(chosen)

    def _score(self, places: Where) -> Numbers:
        return self._scores[places]

    def _newness(self, places: Where) -> Numbers:
        return self._articles.dates[self._numbers[places]]  # UNDATED is the least

    def _oldness(self, places: Where) -> Numbers:
        dates = self._articles.dates[self._numbers[places]]
        return np.where(dates == UNDATED, -_LAST, -dates)

    def _first_by_key(self, places: Integers, limit: int) -> Integers:
        """Return the first of some places by key, in order."""
        numbers = self._numbers.take(places)
        segments = np.searchsorted(self._articles.starts, numbers, "right") - 1
        held = np.unique(segments).tolist()
        firsts: list[tuple[bytes, int]] = []
        for segment in held:
            of_segment = (segments == segment).nonzero()[0]
            its = numbers.take(of_segment) - self._articles.starts[segment]
            column = self._articles.segments[segment].arrays.column("key")
            if isinstance(column, ReferenceColumn):
                its = column.numbers[its].astype(np.int64)
            order = _descending(-its, limit)[:limit]
            if len(held) == 1:
                return places.take(order)
            names = (
                [column.values[key] for key in its.take(order).tolist()]
                if isinstance(column, ReferenceColumn)
                else [b""] * len(order)
            )
            firsts += zip(names, places.take(of_segment.take(order)).tolist(), strict=True)
        return np.array([place for _, place in sorted(firsts)[:limit]])
