from __future__ import annotations

from functools import reduce
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from searchkit.local.searching.scoring.bitsets import Bits, articles_of, count
from searchkit.local.searching.scoring.scored_leaves import (
    FrequentLeaf,
    ListedLeaf,
    ScoredLeaf,
    for_repeats,
)
from searchkit.local.searching.scoring.top_k import TopK

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


@given(st.lists(st.booleans(), min_size=1, max_size=300))
def test_a_set_of_bits_tells_its_articles_and_how_many_are_before_each(marks: list[bool]) -> None:
    flags = np.array(marks)
    bits = Bits.of(flags)
    there, before = bits.find(np.arange(len(flags)))

    assert articles_of(bits.words).tolist() == flags.nonzero()[0].tolist()
    assert count(bits.words) == sum(marks)
    assert there.tolist() == marks
    assert before.tolist() == [sum(marks[:number]) for number in range(len(marks))]


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
    parts = [spread(one, n_numbers) for one in leaves]
    scores = reduce(np.add, parts)
    if is_all:
        scores[reduce(np.minimum, parts) == 0] = 0
    top_k = TopK(n_numbers)
    lead = (top_k.of_all if is_all else top_k.of_any)(leaves, limit)
    if lead is None:
        return
    first = np.sort(scores[scores > 0])[::-1][:limit]
    reached = (scores >= first[-1]).nonzero()[0] if len(first) else np.zeros(0, np.int64)

    assert lead.total == np.count_nonzero(scores)
    assert lead.scores.tolist() == scores[lead.articles].tolist()
    assert set(reached.tolist()) <= set(lead.articles.tolist())
