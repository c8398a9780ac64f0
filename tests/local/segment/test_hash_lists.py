from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.segment import hash_lists, merging
from searchkit.local.segment.consistency import disagreements
from searchkit.local.segment.hash_lists import HashBlock, hash_blocks
from searchkit.local.segment.merging import Source, merged
from searchkit.local.segment.segment_reader import ArraySegment
from searchkit.local.segment.segment_writer import SegmentArrays
from tests.helpers.inverting import opened

hashes = st.sets(st.sampled_from([0, 1, 5, 9, 1 << 31, (1 << 32) - 1]))
articles = st.lists(hashes, max_size=9)


def segment_of(articles: list[set[int]], *, name: str = "sketches") -> ArraySegment:
    pairs = [(number, one) for number, some in enumerate(articles) for one in sorted(some)]
    numbers = np.array([number for number, _ in pairs], np.int64)
    values = np.array([one for _, one in pairs], np.uint32)
    blocks = hash_blocks(numbers, values, n_articles=len(articles))
    return opened(SegmentArrays(n_articles=len(articles), hashes={name: blocks}))


def read(segment: ArraySegment) -> list[set[int]]:
    """The hashes of each article, found by looking all of them up."""
    lists = segment.hashes("sketches")
    assert lists is not None
    asked = np.array([0, 1, 2, 5, 9, 1 << 31, (1 << 32) - 1], np.uint32)
    places, numbers = lists.find(asked)
    found: list[set[int]] = [set() for _ in range(segment.n_articles)]
    for place, number in zip(places.tolist(), numbers.tolist(), strict=True):
        found[number].add(int(asked[place]))
    return found


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hash_lists, "BLOCK", 4)


@given(articles=articles)
def test_hashes_find_the_articles_that_have_them(articles: list[set[int]]) -> None:
    segment = segment_of(articles)

    assert read(segment) == articles
    assert list(disagreements(segment)) == []


@given(data=st.data(), parts=st.lists(articles, min_size=1, max_size=3))
def test_merging_keeps_the_hashes_of_the_survivors(
    data: st.DataObject, parts: list[list[set[int]]]
) -> None:
    gone = [data.draw(st.sets(st.sampled_from(range(len(p))))) if p else set() for p in parts]
    both = list(zip(parts, gone, strict=True))
    survivors = [one for part, out in both for n, one in enumerate(part) if n not in out]
    sources = [Source(segment_of(part), np.array(sorted(out), np.int64)) for part, out in both]

    assert read(opened(merged(sources))) == survivors


def test_merging_drops_hashes_that_not_all_segments_have() -> None:
    without = opened(SegmentArrays(n_articles=2))
    none = np.zeros(0, np.int64)

    found = opened(merging.merged([Source(segment_of([{1}]), none), Source(without, none)]))

    assert found.hash_names == []
    assert found.hashes("sketches") is None


def test_hashes_that_are_not_sorted_or_name_no_article_are_faults() -> None:
    block = HashBlock(np.array([5, 1], np.uint32), np.array([0, 3], np.uint16))

    segment = opened(SegmentArrays(n_articles=2, hashes={"sketches": [block]}))

    assert list(disagreements(segment)) == [
        "hashes sketches: the hashes of articles 0 on are not sorted",
        "hashes sketches: the hashes of articles 0 on name one that is not there",
    ]
