from __future__ import annotations

from statistics import fmean

import pytest

from searchkit.errors import ArgumentError
from searchkit.evaluation import Difference, Evaluation, compare
from searchkit.evaluation.evaluating import judged_query
from searchkit.evaluation.evaluations import MEASURES


def evaluation(**rankings: str) -> Evaluation:
    """What is made of the letters found for each query, of which "a" alone is right."""
    return Evaluation(
        queries=tuple(judged_query(name, "", found, {"a": 1}) for name, found in rankings.items())
    )


def test_the_queries_that_both_have_are_compared() -> None:
    before = evaluation(q1="xa", q2="a", q3="xya", gone="x")
    after = evaluation(new="a", q3="xa", q1="a", q2="a")

    compared = compare(before, after)

    assert compared.queries == 3
    assert [one.measure for one in compared.differences] == list(MEASURES)
    assert compared.differences[2] == Difference(
        measure="reciprocal_rank",
        before=fmean([1 / 2, 1, 1 / 3]),
        after=fmean([1, 1, 1 / 2]),
        better=2,
        worse=0,
        p_value=0.5,
    )


def test_without_a_query_in_both_there_is_nothing_to_compare() -> None:
    with pytest.raises(ArgumentError, match="have no query in common"):
        compare(evaluation(q1="a"), evaluation(q2="a"))
