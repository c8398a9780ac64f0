from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.searching.rescoring.second_look import second_look
from searchkit.local.searching.segments import Articles, Segment
from searchkit.local.segment.columns import VariableColumn
from searchkit.local.segment.segment_writer import SegmentArrays
from tests.helpers.inverting import opened

Terms = dict[int, int]
"""The hashes of a signature, and how often each occurs."""


def segment_of(signatures: list[Terms]) -> Segment:
    strings = [
        b"".join(code.to_bytes(2, "little") + bytes([n]) for code, n in terms.items())
        for terms in signatures
    ]
    column = VariableColumn(
        np.cumsum([0, *map(len, strings)]), np.frombuffer(b"".join(strings), np.uint8)
    )
    arrays = SegmentArrays(n_articles=len(strings), columns={"signature": column})
    return Segment(opened(arrays), np.zeros(0, np.int64))


def by_the_book(signatures: list[Terms], scores: list[float]) -> tuple[list[float], list[float]]:
    """Feedback and smoothing, article by article."""
    n = len(signatures)
    dfs = {code: sum(code in one for one in signatures) for one in signatures for code in one}
    vectors = []
    for terms in signatures:
        weights = {c: (1 + math.log(tf)) * math.log(1 + n / dfs[c]) for c, tf in terms.items()}
        length = math.sqrt(sum(w * w for w in weights.values())) or 1
        vectors.append({c: w / length for c, w in weights.items() if dfs[c] > 1})
    shares = [min(len(terms) / 16, 1) for terms in signatures]
    meant: dict[int, float] = {}
    for rank, vector in enumerate(vectors[:10], start=1):
        for code, weight in vector.items():
            meant[code] = meant.get(code, 0) + weight / rank
    length = math.sqrt(sum(w * w for w in meant.values())) or 1

    def likeness(one: dict[int, float], other: dict[int, float]) -> float:
        return sum(weight * other.get(code, 0) for code, weight in one.items())

    feedback = [
        0.25 * scores[0] * share * likeness(vector, meant) / length
        for vector, share in zip(vectors, shares, strict=True)
    ]
    raised = [score + more for score, more in zip(scores, feedback, strict=True)]
    smoothing = []
    for at, vector in enumerate(vectors):
        near = [likeness(vector, other) ** 4 if to != at else 0 for to, other in enumerate(vectors)]
        mean = (
            sum(w * s for w, s in zip(near, raised, strict=True)) / sum(near)
            if sum(near) > 1e-9
            else raised[at]
        )
        smoothing.append(0.25 * shares[at] * (mean - raised[at]))
    return feedback, smoothing


signatures_st = st.lists(
    st.dictionaries(st.integers(0, 40), st.integers(1, 255), max_size=32), min_size=1, max_size=15
)


@given(signatures=signatures_st, cut=st.integers(0, 15))
def test_it_is_what_the_formulas_say_however_the_index_is_cut(
    signatures: list[Terms], cut: int
) -> None:
    scores = [10 - 0.5 * rank for rank in range(len(signatures))]
    best = np.arange(len(signatures))
    segments = [segment_of(part) for part in (signatures[:cut], signatures[cut:]) if part]

    found = second_look(Articles(segments), best, np.array(scores, np.float32))

    feedback, smoothing = by_the_book(signatures, scores)
    assert found.feedback.tolist() == pytest.approx(feedback, abs=1e-4)
    assert found.smoothing.tolist() == pytest.approx(smoothing, abs=1e-4)
    whole = second_look(Articles([segment_of(signatures)]), best, np.array(scores, np.float32))
    assert found.feedback.tolist() == whole.feedback.tolist()
    assert found.smoothing.tolist() == whole.smoothing.tolist()


@given(signatures=signatures_st)
def test_no_score_falls_below_the_least_one(signatures: list[Terms]) -> None:
    scores = np.linspace(9, 3, len(signatures), dtype=np.float32)

    found = second_look(Articles([segment_of(signatures)]), np.arange(len(signatures)), scores)

    assert (scores + found.feedback + found.smoothing).min() >= 3 - 1e-4


def test_an_article_like_the_best_is_raised_above_others() -> None:
    tides = dict.fromkeys(range(20), 3)
    birds = dict.fromkeys(range(50, 70), 3)
    articles = Articles([segment_of([tides, tides, birds, birds | {90: 1}, tides])])
    scores = np.array([5, 4.9, 3, 2.9, 2.9], np.float32)

    found = second_look(articles, np.arange(5), scores)

    last = scores + found.feedback + found.smoothing
    assert last[4] > last[2] > last[3]


def test_without_signatures_every_score_stays() -> None:
    arrays = SegmentArrays(n_articles=3)
    segment = Segment(opened(arrays), np.zeros(0, np.int64))

    found = second_look(Articles([segment]), np.arange(3), np.array([3, 2, 1], np.float32))

    assert not found.feedback.any()
    assert not found.smoothing.any()
