"""Which numbers are in a list, in every way that it may be found out."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.searching.intersection import common, distinct, members, united, values_at

N_ARTICLES = 200

# Up to 60, so that one list can be many times longer than the other.
articles = st.lists(st.integers(0, N_ARTICLES - 1), unique=True, max_size=60).map(sorted)


def array(numbers: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(numbers, np.int64)


@given(articles, articles)
def test_common_numbers_are_those_in_both(one: list[int], other: list[int]) -> None:
    found = common(array(one), array(other))

    assert found.tolist() == sorted({*one} & {*other})


@given(articles, articles)
def test_members_are_found_where_the_list_has_them(sought: list[int], among: list[int]) -> None:
    is_in, at = members(array(sought), array(among), N_ARTICLES)

    assert is_in.tolist() == [one in among for one in sought]
    assert at.tolist() == [among.index(one) for one in sought if one in among]


@given(st.lists(articles, min_size=1, max_size=4))
def test_united_numbers_are_those_in_any(lists: list[list[int]]) -> None:
    found = united([array(listed) for listed in lists])

    assert found.tolist() == sorted(set().union(*lists))


@given(st.lists(st.integers(0, 2**64 - 1)))
def test_distinct_numbers_are_each_there_once_and_ascend(numbers: list[int]) -> None:
    found = distinct(np.array(numbers, np.uint64))

    assert found.dtype == np.uint64
    assert found.tolist() == sorted(set(numbers))


@given(st.permutations(range(N_ARTICLES)).map(lambda order: order[:20]), articles, articles)
def test_values_are_those_of_the_list_that_has_an_article(
    sought: list[int], one: list[int], other: list[int]
) -> None:
    others = [article for article in other if article not in one]
    lists = [(array(listed), array(listed).astype(np.float32) + 1) for listed in (one, others)]

    values = values_at(array(sought), lists, N_ARTICLES)

    assert values.tolist() == [n + 1 if n in one or n in others else 0 for n in sought]
