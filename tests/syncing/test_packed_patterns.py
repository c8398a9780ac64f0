"""Patterns of outlets stay packed until they are asked for, and come out as they went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import IndexDamagedError
from searchkit.syncing.packed_patterns import PackedPatterns

patterns = st.dictionaries(st.text(max_size=5), st.frozensets(st.integers(0, 2**64 - 1)))


@given(patterns)
def test_patterns_come_out_as_they_went_in(some: dict[str, frozenset[int]]) -> None:
    packed = PackedPatterns.of(some)

    assert packed == some
    assert PackedPatterns(packed.packed) == some
    assert list(packed) == list(some)


def test_packed_patterns_are_not_packed_again() -> None:
    packed = PackedPatterns({"pierpost": "this is never looked at"})

    assert PackedPatterns.of(packed) is packed


def test_what_an_outlet_has_not_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        PackedPatterns.of({"pierpost": frozenset({1})})["otherpost"]


@pytest.mark.parametrize("text", ["AAAA", "?", "AAAAAAAAAA", "é"])
def test_patterns_that_cannot_be_unpacked_are_damage(text: str) -> None:
    packed = PackedPatterns({"pierpost": text}, "here/index")

    with pytest.raises(IndexDamagedError) as caught:
        packed["pierpost"]

    assert str(caught.value) == (
        "The index in here/index is damaged: what recurs in the articles of an outlet is not as "
        "it was written. Check it, then repair or rebuild it."
    )
