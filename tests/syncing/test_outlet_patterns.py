"""Patterns of outlets stay packed until they are asked for, and come out as they went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import IndexDamagedError
from searchkit.syncing.outlet_patterns import OutletPatterns

patterns = st.dictionaries(st.text(max_size=5), st.frozensets(st.integers(0, 2**64 - 1)))


@given(patterns)
def test_patterns_come_out_ascending_as_they_went_in(some: dict[str, frozenset[int]]) -> None:
    packed = OutletPatterns.of(some)

    assert {name: packed.of_outlet(name).tolist() for name in packed.packed} == {
        name: sorted(every) for name, every in some.items()
    }


@given(patterns, patterns)
def test_patterns_are_equal_where_those_of_each_outlet_are(
    some: dict[str, frozenset[int]], others: dict[str, frozenset[int]]
) -> None:
    assert OutletPatterns.of(some) == OutletPatterns.of(dict(some))
    assert (OutletPatterns.of(some) == OutletPatterns.of(others)) == (some == others)


def test_an_outlet_without_patterns_has_none() -> None:
    assert not OutletPatterns.of({"pierpost": {1}}).of_outlet("otherpost")


@given(st.frozensets(st.integers(0, 20)), st.integers(0, 20))
def test_an_outlet_has_its_own_patterns_alone(some: frozenset[int], pattern: int) -> None:
    packed = OutletPatterns.of({"pierpost": some})

    assert packed.has("pierpost", pattern) == (pattern in some)
    assert not packed.has("otherpost", pattern)


@pytest.mark.parametrize("text", ["AAAA", "?", "AAAAAAAAAA", "é"])
def test_patterns_that_cannot_be_unpacked_are_damage(text: str) -> None:
    packed = OutletPatterns({"pierpost": text}, "here/index")

    with pytest.raises(IndexDamagedError) as caught:
        packed.of_outlet("pierpost")

    assert str(caught.value) == (
        "The index in here/index is damaged: what recurs in the articles of an outlet is not as "
        "it was written. Check it, then repair or rebuild it."
    )
