from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measures import Latency, Ratio, growth, latency, percentile, ratio

times = st.floats(min_value=1e-6, max_value=1e3)


@given(values=st.lists(times, min_size=1), share=st.floats(min_value=0.01, max_value=1))
def test_a_percentile_is_one_of_the_values_and_enough_of_them_stay_within(
    values: list[float], share: float
) -> None:
    found = percentile(values, share)

    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


def test_a_latency_is_made_of_each_query_s_median() -> None:
    rounds = [[9.0, 1.0, 1.0], [2.0, 2.0, 8.0], [3.0, 3.0, 3.0]]

    assert latency(rounds) == Latency(queries=3, mean=2.0, p50=2.0, p95=3.0)


def test_a_machine_that_slows_down_for_both_engines_leaves_their_ratio() -> None:
    ours = [[1.0, 10.0, 100.0], [2.0, 20.0, 200.0]]
    theirs = [[2.0, 20.0, 200.0], [4.0, 40.0, 400.0]]

    assert ratio(ours, theirs) == Ratio(typical=0.5, overall=0.5)


def test_one_slow_query_weighs_in_the_ratio_of_sums_alone() -> None:
    ours = [[1.0], [1.0], [100.0]]
    theirs = [[2.0], [2.0], [10.0]]

    assert ratio(ours, theirs) == Ratio(typical=0.5, overall=102 / 14)


@given(small=times, factor=st.floats(min_value=1.5, max_value=100))
def test_what_grows_as_the_corpus_does_grows_with_its_first_power(
    small: float, factor: float
) -> None:
    assert growth(small, factor * small, factor=factor) == pytest.approx(1)
