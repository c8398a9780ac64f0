"""The best articles, found without adding up the scores of all."""

from __future__ import annotations

from functools import reduce

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.local.searching.scoring.scored_leaves import (
    for_repeats,
)
from searchkit.local.searching.scoring.top_k import TopK
from tests.local.searching.scoring.test_scored_leaves import (
    LARGE,
    leaf,
    marked,
    seeds,
    sizes,
    spread,
)


@pytest.mark.parametrize("is_all", [False, True])
@given(
    seed=seeds,
    n_numbers=sizes,
    shares=st.lists(st.sampled_from([0.001, 0.01, 0.03, 0.2, 0.7]), min_size=1, max_size=3),
    limit=st.integers(1, 30),
)
@example(seed=0, n_numbers=LARGE, shares=[0.2, 0.2, 0.2], limit=10)
@example(seed=0, n_numbers=LARGE, shares=[0.7, 0.001], limit=10)
def test_what_leads_is_what_adding_all_scores_puts_first(
    *, is_all: bool, seed: int, n_numbers: int, shares: list[float], limit: int
) -> None:
    chance = np.random.default_rng(seed)
    leaves = [for_repeats(leaf(chance, n_numbers, share), n_numbers) for share in shares]
    scores = reduce(np.add, [spread(one, n_numbers) for one in leaves])
    join = np.logical_and if is_all else np.logical_or
    scores *= reduce(join, [marked(one, n_numbers) for one in leaves])
    top_k = TopK(n_numbers)
    counted = (top_k.count_of_all if is_all else top_k.count_of_any)(leaves)
    assert counted == np.count_nonzero(scores)
    lead = (top_k.of_all if is_all else top_k.of_any)(leaves, limit)
    if lead is None:
        return
    first = np.sort(scores[scores > 0])[::-1][:limit]
    reached = (scores >= first[-1]).nonzero()[0] if len(first) else np.zeros(0, np.int64)

    assert lead.total == np.count_nonzero(scores)
    assert lead.scores.tolist() == scores[lead.articles].tolist()
    assert set(reached.tolist()) <= set(lead.articles.tolist())
