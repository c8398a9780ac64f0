from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.segment.consistency import disagreements
from searchkit.local.segment.copy_edges import CopyEdges
from searchkit.local.segment.merging import Source, merged
from searchkit.local.segment.segment_reader import ArraySegment
from searchkit.local.segment.segment_writer import SegmentArrays
from tests.helpers.inverting import opened

Edge = tuple[int, int, int]

edges = st.lists(st.tuples(st.integers(0, 4), st.integers(0, (1 << 64) - 1), st.integers(0, 3)))


def segment_of(edges: list[Edge], *, n_articles: int = 5) -> ArraySegment:
    columns = [np.array([edge[at] for edge in edges], np.uint64) for at in range(3)]
    return opened(SegmentArrays(n_articles=n_articles, copies=lambda: CopyEdges.of(*columns)))


def read(segment: ArraySegment) -> list[Edge]:
    assert segment.copies is not None
    return list(zip(*(column.tolist() for column in segment.copies), strict=True))


@given(edges=edges)
def test_edges_are_read_as_they_were_written_each_once(edges: list[Edge]) -> None:
    segment = segment_of(edges)

    assert read(segment) == sorted(set(edges))
    assert list(disagreements(segment)) == []


@given(parts=st.lists(edges, min_size=1, max_size=3), gone=st.sets(st.integers(0, 4)))
def test_merging_keeps_the_edges_of_the_survivors(parts: list[list[Edge]], gone: set[int]) -> None:
    left = [article for article in range(5) if article not in gone]
    sources = [Source(segment_of(part), np.array(sorted(gone), np.int64)) for part in parts]

    found = read(opened(merged(sources)))

    assert found == [
        (number * len(left) + left.index(edge[0]), *edge[1:])
        for number, part in enumerate(parts)
        for edge in sorted(set(part))
        if edge[0] in left
    ]


def test_merging_keeps_none_where_they_were_not_looked_for_everywhere() -> None:
    without = Source(opened(SegmentArrays(n_articles=1)), np.zeros(0, np.int64))
    found = opened(merged([Source(segment_of([(0, 1, 2)]), np.zeros(0, np.int64)), without]))

    assert found.copies is None


def test_edges_that_are_not_sorted_or_of_no_article_are_faults() -> None:
    copies = CopyEdges(*(np.array([2, 1], kind) for kind in (np.uint32, np.uint64, np.uint32)))

    segment = opened(SegmentArrays(n_articles=2, copies=lambda: copies))

    assert list(disagreements(segment)) == [
        "copies: they are not sorted",
        "copies: one is of an article that is not there",
    ]
