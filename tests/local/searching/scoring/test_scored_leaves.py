"""The scores of a leaf, however they are kept."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from searchkit.local.searching.scoring.scored_leaves import (
    FrequentLeaf,
    ListedLeaf,
    ScoredLeaf,
    for_repeats,
)

SMALL, LARGE = 2_000, 300_000  # articles: scores are spread, and they are not


Scores: TypeAlias = NDArray[np.float32]
seeds = st.integers(0, 1 << 30)
sizes = st.sampled_from([SMALL, LARGE])


def leaf(chance: np.random.Generator, n_numbers: int, share: float) -> ListedLeaf:
    """A leaf that a share of all articles have, in two runs, some with equal scores."""
    articles = chance.choice(n_numbers, max(int(share * n_numbers), 1), replace=False)
    turn = int(chance.integers(len(articles) + 1))
    articles[:turn].sort()
    articles[turn:].sort()
    scores = chance.choice(chance.random(len(articles) // 2 + 1) + 0.01, len(articles))
    return ListedLeaf(articles, scores.astype(np.float32), turn, 1.0)


def spread(one: ScoredLeaf, n_numbers: int) -> Scores:
    scores = np.zeros(n_numbers, np.float32)
    one.add_to(scores)
    return scores


@given(seed=seeds, n_numbers=sizes, share=st.sampled_from([0.02, 0.3, 1.0]))
def test_a_frequent_leaf_says_the_same_when_it_is_asked_for_again(
    seed: int, n_numbers: int, share: float
) -> None:
    chance = np.random.default_rng(seed)
    listing = leaf(chance, n_numbers, share)
    again = for_repeats(listing, n_numbers)
    expected = spread(listing, n_numbers)
    articles, scores = again.listed()
    some = np.sort(chance.choice(n_numbers, 100, replace=False))

    assert isinstance(again, FrequentLeaf)
    assert articles.tolist() == sorted(listing.articles.tolist())
    assert scores.tolist() == expected[articles].tolist()
    assert again.at(some, n_numbers).tolist() == expected[some].tolist()
    assert spread(again, n_numbers).tolist() == expected.tolist()
