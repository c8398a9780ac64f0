"""Many names as their bytes, against lists of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.segment.packed_strings import Names

some_names = st.lists(st.binary(max_size=4).map(lambda name: name.replace(b"\n", b"")))


@given(st.lists(some_names, max_size=4))
def test_joined_names_are_those_of_the_parts(parts: list[list[bytes]]) -> None:
    names = Names.joined([Names.of(part) for part in parts])

    assert list(names) == [name for part in parts for name in part]


@given(some_names.filter(any), st.data())
def test_names_are_had_by_their_numbers_like_those_of_a_list(
    listed: list[bytes], data: st.DataObject
) -> None:
    names = Names.split(b"\n".join(listed), b"\n")
    start, end = data.draw(st.tuples(st.integers(0, 9), st.integers(0, 9)))
    at = data.draw(st.integers(-len(listed), len(listed) - 1))

    assert len(names) == len(listed)
    assert names[start:end] == listed[start:end]
    assert names[at] == listed[at]


def test_no_data_has_no_names() -> None:
    assert list(Names.split(b"", b"\n")) == []
