"""Numbers in as few bits as they need."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.segment.packing import PADDING, pack, readable, unpack, widths_of


@given(numbers=st.lists(st.tuples(st.integers(0, 32), st.integers(0, 2**32 - 1)), max_size=90))
def test_numbers_come_back_from_as_few_bits_as_they_need(numbers: list[tuple[int, int]]) -> None:
    values = np.array([value & ((1 << width) - 1) for width, value in numbers], np.uint64)
    widths = np.array([width for width, _ in numbers], np.int64)
    offsets = np.cumsum(widths) - widths
    words = pack(values, offsets, int(widths.sum()))

    unpacked = unpack(
        readable(np.concatenate((words, np.zeros(PADDING, np.uint32)))), offsets, widths
    )

    assert len(words) == -(-int(widths.sum()) // 32)
    assert unpacked.tolist() == values.tolist()


@given(largest=st.lists(st.integers(0, 2**40)))
def test_widths_are_bit_lengths(largest: list[int]) -> None:
    widths = widths_of(np.array(largest, np.int64))

    assert widths.tolist() == [number.bit_length() for number in largest]
