from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.exploring.copy_clusters import leaders


def one_by_one(n: int, pairs: set[tuple[int, int]]) -> list[int]:
    """The leader of each article, gone through in order."""
    found: dict[int, int] = {}
    for number in range(n):
        if number not in found:
            found[number] = number
            copies = [b for a, b in [*pairs, *((b, a) for a, b in pairs)] if a == number]
            found |= {copy: number for copy in copies if copy not in found}
    return [found[number] for number in range(n)]


@given(data=st.data(), n=st.integers(1, 12))
def test_a_leader_has_its_direct_copies_that_none_before_it_has(
    data: st.DataObject, n: int
) -> None:
    numbers = st.integers(0, n - 1)
    pairs = data.draw(st.sets(st.tuples(numbers, numbers), max_size=25))
    arrays = np.array(sorted(pairs), np.int64).reshape(-1, 2)

    assert leaders(n, arrays[:, 0], arrays[:, 1]).tolist() == one_by_one(n, pairs)


def test_no_chain_joins_what_has_nothing_in_common() -> None:
    chain = np.array([[0, 1], [1, 2], [2, 3]])

    assert leaders(4, chain[:, 0], chain[:, 1]).tolist() == [0, 0, 2, 2]
