"""Which articles can be among the first."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.searching.scoring.selection import reaching


@given(values=st.lists(st.integers(0, 9), min_size=1, max_size=3000), limit=st.integers(1, 9))
def test_the_largest_values_are_among_those_that_are_looked_at(
    values: list[int], limit: int
) -> None:
    reached = reaching(np.array(values, np.float32), limit).tolist()

    largest = sorted(values, reverse=True)[:limit]
    assert sorted((values[at] for at in reached), reverse=True)[:limit] == largest
    assert len(set(reached)) == len(reached)
