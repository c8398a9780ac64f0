from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.exploring import copy_candidates
from searchkit.exploring.copy_candidates import as_table, sharing, worth_comparing
from searchkit.exploring.sketches import MOST, Sketches

sketches = st.lists(st.sets(st.integers(0, 9), max_size=4), max_size=7)


def as_sketches(rows: list[set[int]]) -> Sketches:
    pairs = [(article, one) for article, row in enumerate(rows) for one in sorted(row)]
    return Sketches(
        np.array([article for article, _ in pairs], np.int64),
        np.array([one for _, one in pairs], np.uint32),
    )


@given(rows=sketches, first=st.integers(0, 7), at_once=st.sampled_from([1, 3, 1 << 21]))
def test_pairs_are_those_of_new_articles_with_all_before_that_share_hashes(
    rows: list[set[int]], first: int, at_once: int
) -> None:
    given_as = as_sketches(rows)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copy_candidates, "_PAIRS", at_once)
        found = [
            pair
            for pairs in sharing(given_as.hashes, given_as.articles, first=first, last=1 << 31)
            for pair in zip(*(column.tolist() for column in pairs), strict=True)
        ]

    assert sorted(found) == sorted(
        (late, early, len(rows[early] & rows[late]))
        for early, late in combinations(range(len(rows)), 2)
        if late >= first and rows[early] & rows[late]
    )


def test_a_hash_that_very_many_articles_have_proposes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copy_candidates, "COMMON", 2)
    rows = as_sketches([{1, 5}, {1, 5}, {1, 7}])

    (found,) = sharing(rows.hashes, rows.articles, first=0, last=1 << 31)

    assert [column.tolist() for column in found] == [[1], [0], [1]]


def is_compared(one: set[int], other: set[int], apart: int = 0) -> bool:
    table = as_table(as_sketches([one, other]), 2)
    shared = np.array([len(one & other)])
    (found,) = worth_comparing(table[:1], table[1:], shared, np.array([apart])).tolist()
    assert isinstance(found, bool)
    return found


FULL = set(range(10, 10 + MOST))


def test_texts_are_compared_where_sketches_have_a_third_in_common_and_two_hashes() -> None:
    assert is_compared({1, 2, 3, 4, 5, 6}, {1, 2, 13, 14, 15, 16})
    assert not is_compared({1, 2, 3, 4, 5, 6, 7}, {1, 2, 13, 14, 15, 16, 17})
    assert not is_compared({1, 3}, {1, 4})
    assert is_compared({1}, {1})


def test_of_a_long_text_and_a_short_one_that_counts_which_both_have_to_have() -> None:
    # The long one has so many hashes that its sketch ends at 17; of the other one 10 and 12 are
    # below that, and both are there.
    assert is_compared(FULL, {10, 12, 30, 31, 32, 33, 34, 35})
    assert not is_compared(FULL, {0, 1, 2, 3, 4, 10, 12, 35})


def test_articles_of_other_days_have_to_share_more() -> None:
    assert is_compared(FULL, FULL, apart=4)
    assert is_compared({1, 2, 3}, {1, 2, 3}, apart=3)
    assert not is_compared({1, 2, 3}, {1, 2, 3}, apart=4)
