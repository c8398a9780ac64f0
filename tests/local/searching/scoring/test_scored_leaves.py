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
    """A leaf that scores in a share of all articles, in three runs, some with equal scores."""
    articles = chance.choice(n_numbers, max(int(share * n_numbers), 1), replace=False)
    n_scored = len(articles)
    n = n_scored if chance.integers(2) else int(chance.integers(n_scored + 1))
    turn = int(chance.integers(n + 1))
    for run in (articles[:turn], articles[turn:n], articles[n:]):
        run.sort()
    scores = chance.choice(chance.random(n_scored // 2 + 1) + 0.01, n_scored)
    return ListedLeaf(articles, scores.astype(np.float32), turn, n, 1.0)


def marked(one: ScoredLeaf, n_numbers: int) -> NDArray[np.bool_]:
    flags = np.zeros(n_numbers, np.bool_)
    one.mark(flags)
    return flags


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
    expected, has = spread(listing, n_numbers), marked(listing, n_numbers)
    some = np.sort(chance.choice(n_numbers, 100, replace=False))

    assert isinstance(again, FrequentLeaf)
    assert (again.n, again.n_scored) == (listing.n, listing.n_scored)
    assert again.listed().articles.tolist() == sorted(listing.articles[: listing.n].tolist())
    for one in (listing, again):
        articles, scores = one.listed()
        assert scores.tolist() == expected[articles].tolist()
        related, scores = one.related() or (articles[:0], scores[:0])
        assert sorted(related.tolist()) == sorted(listing.articles[listing.n :].tolist())
        assert scores.tolist() == expected[related].tolist()
        assert one.at(some, n_numbers).tolist() == expected[some].tolist()
        assert one.has(some, n_numbers).tolist() == has[some].tolist()
    assert spread(again, n_numbers).tolist() == expected.tolist()
    assert marked(again, n_numbers).tolist() == has.tolist()
