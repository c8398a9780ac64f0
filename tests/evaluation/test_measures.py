"""The measures, beside those of `ir_measures`, which are those of `trec_eval`."""

from __future__ import annotations

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import AP, RR, Judged, R, nDCG

from searchkit.evaluation.evaluating import judged_query
from searchkit.evaluation.evaluations import Scores
from searchkit.evaluation.measures import (
    average_precision,
    ndcg,
    recall,
    reciprocal_rank,
    unjudged,
)

KEYS = [f"a{number}" for number in range(130)]
REFEREE = (nDCG @ 10, AP, RR, R @ 100, Judged @ 10)

rankings = st.permutations(KEYS).flatmap(
    lambda keys: st.integers(1, len(keys)).map(lambda length: keys[:length])
)
grades = st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3), min_size=1)


@given(rankings, grades)
def test_each_measure_is_that_of_trec_eval(ranking: list[str], grades: dict[str, int]) -> None:
    run = {key: float(len(ranking) - place) for place, key in enumerate(ranking)}
    measured = {
        one.measure: one.value for one in ir_measures.iter_calc(REFEREE, {"q": grades}, {"q": run})
    }
    scores = judged_query("q", "", ranking, grades).scores

    assert [*scores.as_dict().values()][:4] == pytest.approx([measured[m] for m in REFEREE[:4]])
    assert 1 - scores.unjudged == pytest.approx(measured[REFEREE[4]])


@given(rankings, grades)
def test_every_measure_is_from_0_to_1(ranking: list[str], grades: dict[str, int]) -> None:
    scores = judged_query("q", "", ranking, grades).scores

    assert all(0 <= value <= 1 for value in scores.as_dict().values())


@given(grades.filter(lambda grades: any(grades.values())))
def test_the_best_order_has_1_and_an_empty_ranking_0(grades: dict[str, int]) -> None:
    best = sorted(grades, key=lambda key: -grades[key])

    assert ndcg(best, grades) == average_precision(best, grades) == 1
    assert reciprocal_rank(best, grades) == 1
    assert judged_query("q", "", [], grades).scores == Scores(
        ndcg=0, average_precision=0, reciprocal_rank=0, recall=0, unjudged=0
    )


def test_a_query_without_any_relevant_article_has_0() -> None:
    scores = judged_query("q", "", ["a", "b"], {"a": 0}).scores

    assert scores == Scores(ndcg=0, average_precision=0, reciprocal_rank=0, recall=0, unjudged=0.5)


def test_a_grade_below_0_is_no_gain_and_an_unjudged_article_none_either() -> None:
    assert ndcg(["spam", "x", "a"], {"spam": -2, "a": 1}) == ndcg(["x", "y", "a"], {"a": 1}) == 0.5
    assert reciprocal_rank(["spam", "a"], {"spam": -2, "a": 1}) == 0.5


def test_only_what_a_cutoff_leaves_counts() -> None:
    late = [*KEYS[:100], "good"]

    assert (ndcg(late, {"good": 1}), recall(late, {"good": 1})) == (0, 0)
    assert average_precision(late, {"good": 1}) == reciprocal_rank(late, {"good": 1}) == 1 / 101
    assert unjudged(["good", *KEYS], {"good": 1}) == 0.9
