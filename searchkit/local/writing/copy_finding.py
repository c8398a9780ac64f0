"""Articles that become a segment -> which are copies, of each other or of what the index has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.copy_candidates import days_of
from searchkit.exploring.copy_finder import (
    ArticlesThere,
    ComparedFacts,
    found_edges,
    having,
    sketches_of,
)
from searchkit.local.segment.columns import NumberColumn, ReferenceColumn
from searchkit.local.segment.copy_edges import CopyEdges, furniture_of, heads_of
from searchkit.records import NamedTuple
from searchkit.schema import RECURRING, SKETCHES, from_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.exploring.sketches import Sketches
    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.hash_lists import HashLists
    from searchkit.local.store import OpenSegment

    Array = npt.NDArray[Any]


_COMPARED = ("fingerprint", RECURRING, "date_from", "date_to")  # columns


def compared(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Return those of some columns that are compared, by name."""
    return {name: columns[name] for name in _COMPARED if name in columns}


class NewArticles(NamedTuple):
    """The articles that are written.

    Attributes:
        n_articles: How many there are.
        sketches: Their sketches.
        columns: Their columns that are compared, by name.
        record: Returns what is stored of one.
    """

    n_articles: int
    sketches: Sketches
    columns: Mapping[str, Column]
    record: Callable[[int], Mapping[str, Any]]

    def as_there(self) -> ArticlesThere:
        """Return them as articles that are there."""
        return ArticlesThere(
            self.n_articles,
            partial(having, self.sketches),
            partial(sketches_of, self.sketches),
            lambda some: _facts(self.columns.get, some),
            lambda number: _article(self.columns.get, self.record, number),
        )


def find_copies(new: NewArticles, index: Sequence[OpenSegment]) -> CopyEdges:
    """Return the edges of articles that are written.

    Args:
        new: The articles.
        index: The segments of the index, with what of them is deleted. Those that have no
            sketches are left out.
    """
    others = [
        _in_segment(opened, lists)
        for opened in index
        for lists in [opened.arrays.hashes(SKETCHES)]
        if lists is not None and opened.arrays.copies is not None
    ]
    return CopyEdges.of(*found_edges(new.as_there(), new.sketches, others))


def _in_segment(opened: OpenSegment, lists: HashLists) -> ArticlesThere:
    """Return the articles of a segment."""
    arrays, deleted = opened.arrays, opened.deleted

    def of_live(hashes: Array) -> tuple[Array, Array]:
        places, articles = lists.find(hashes)
        is_live = ~np.isin(articles, deleted)
        return articles[is_live], hashes[places[is_live]]

    return ArticlesThere(
        arrays.n_articles,
        of_live,
        lists.of_articles,
        lambda some: _facts(arrays.column, some),
        lambda number: _article(arrays.column, arrays.record, number),
    )


def _facts(column: Callable[[str], Column | None], articles: Array) -> ComparedFacts:
    """Return what is known of some articles."""
    return ComparedFacts(
        heads_of(column("fingerprint"), articles),
        furniture_of(column(RECURRING), articles),
        days_of(_numbers(column("date_from"))[articles]),
        days_of(_numbers(column("date_to"))[articles]),
    )


def _numbers(column: Column | None) -> Array:
    assert isinstance(column, NumberColumn)
    return column.numbers


def _article(
    column: Callable[[str], Column | None],
    record: Callable[[int], Mapping[str, Any]],
    number: int,
) -> Article:
    """Return an article with what of it is furniture by evidence."""
    recurring = column(RECURRING)
    spans = b""
    if isinstance(recurring, ReferenceColumn):
        spans = recurring.values[recurring.numbers.item(number)]
    return from_record(record(number), spans)
