"""Caches stay within their bounds, and never change an answer."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.caching import Cache
from searchkit.engine import Page, PageRequest
from searchkit.local.searching import searcher as searching
from searchkit.local.searching.scoring import scored_leaves
from searchkit.local.searching.searcher import Searcher
from searchkit.query.filters import Filters
from searchkit.query.nodes import Node
from tests.helpers.inverting import Shelf
from tests.helpers.trees import days, shelves, trees

N_THREADS = 4

filters = st.builds(Filters, st.sampled_from([(), ("Tern",)]), st.none() | days, st.none() | days)
asked_for = st.lists(st.tuples(trees, filters), min_size=1, max_size=4)


def test_the_least_recently_used_is_dropped() -> None:
    cache: Cache[str, str] = Cache(8, size_of=lambda _: 2)
    for key in ("neap", "tide", "moon", "ebb"):
        cache.put(key, key.upper())
    used = cache.find("neap")
    cache.put("flood", "FLOOD")

    assert used == "NEAP"
    assert cache.find("tide") is None
    assert [cache.find(key) for key in ("neap", "moon", "ebb", "flood")] == [
        *("NEAP", "MOON", "EBB", "FLOOD")
    ]


def test_what_would_take_most_of_the_capacity_is_not_kept() -> None:
    cache: Cache[str, str] = Cache(8, len)

    assert cache.put("tide", "high") == "high"
    assert cache.find("tide") is None


def answers(searcher: Searcher, asked: Sequence[tuple[Node, Filters]]) -> list[Page]:
    """The articles, scores and notes of some searches."""
    return [searcher.find(node, filters, PageRequest(limit=10)) for node, filters in asked]


@settings(max_examples=20)
@given(
    shelf=shelves(),
    asked=asked_for,
    order=st.permutations(range(N_THREADS)),
    capacity=st.sampled_from([0, 4_000, 1 << 30]),
    is_any_frequent=st.booleans(),
)
def test_caches_never_change_an_answer_of_threads_that_ask_one_searcher(
    shelf: Shelf,
    asked: list[tuple[Node, Filters]],
    order: list[int],
    capacity: int,
    is_any_frequent: bool,
) -> None:
    def uncached(_: Cache[Hashable, object], _key: Hashable, value: object) -> object:
        return value

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cache, "put", uncached)
        expected = answers(Searcher(shelf.segments(), shelf.languages), asked)
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(N_THREADS) as threads:
        patch.setattr(searching, "_CACHED", capacity)
        patch.setattr(scored_leaves, "FREQUENT", 1 << 20 if is_any_frequent else 64)
        searcher = Searcher(shelf.segments(), shelf.languages)
        turns = [[*asked[at % len(asked) :], *asked[: at % len(asked)]] * 2 for at in order]
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            found = list(threads.map(lambda turn: answers(searcher, turn), turns))
        finally:
            sys.setswitchinterval(interval)

    pages = dict(zip(asked, expected, strict=True))
    wanted = [pages[one] for one in chain.from_iterable(turns)]

    assert list(chain.from_iterable(found)) == wanted
