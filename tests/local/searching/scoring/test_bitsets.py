"""Sets of articles, one bit each."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.searching.scoring.bitsets import Bits, articles_of, count


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_a_set_of_bits_has_its_articles_and_how_many_are_before_each(marks: list[bool]) -> None:
    flags = np.array(marks)
    bits = Bits.of(flags)
    is_in, before = bits.find(np.arange(len(flags)))

    assert articles_of(bits.words).tolist() == flags.nonzero()[0].tolist()
    assert count(bits.words) == sum(marks)
    assert is_in.tolist() == marks
    assert before.tolist() == [sum(marks[:number]) for number in range(len(marks))]
