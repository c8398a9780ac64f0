from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.evaluation.significance import randomisation_test

differences = st.lists(st.floats(-1, 1), max_size=30)


def test_of_few_queries_every_choice_of_signs_is_looked_at() -> None:
    # Of the eight sums of ±1 ±2 ±3, four are 6, 4, -4 and -6 away or more: |sum| >= 4.
    assert randomisation_test([1, 2, 3]) == 2 / 8
    assert randomisation_test([1, -2, 3]) == 6 / 8
    assert randomisation_test([0.1, 0.1, 0.1, 0.0]) == 2 / 8


def test_without_any_difference_chance_explains_all() -> None:
    assert randomisation_test([]) == randomisation_test([0.0] * 50) == 1


def test_a_large_difference_is_not_chance_and_a_small_one_may_be() -> None:
    chance = random.Random(7)
    noise = [chance.gauss(0, 0.1) for _ in range(60)]

    assert randomisation_test([value + 0.2 for value in noise]) == pytest.approx(1 / 10_001)
    assert randomisation_test(noise) > 0.1


def test_drawing_comes_close_to_looking_at_every_choice() -> None:
    chance = random.Random(3)
    gains = [chance.gauss(0.05, 0.1) for _ in range(12)]

    assert randomisation_test(gains, rounds=4095) == pytest.approx(
        randomisation_test(gains, rounds=4096), abs=0.03
    )


@given(differences)
def test_it_is_a_share_the_same_for_the_same_seed_and_for_either_side(gains: list[float]) -> None:
    first = randomisation_test(gains, rounds=100, seed=5)

    assert 0 < first <= 1
    assert first == randomisation_test(gains, rounds=100, seed=5)
    assert first == randomisation_test([-gain for gain in gains], rounds=100, seed=5)
