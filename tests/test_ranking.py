from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.ranking import K1, FieldWeight, halfway, idf, occurrence_weights, saturate

counts = st.integers(1, 10_000)
fields = st.builds(FieldWeight, st.floats(0.1, 10), st.floats(0, 1))


@given(df=counts, others=st.integers(0, 10_000))
def test_rarity_is_above_zero_and_falls_with_every_article(df: int, others: int) -> None:
    articles = df + others + 1

    assert idf(df, articles) > idf(df + 1, articles) > 0


@given(length=counts, mean=st.floats(1, 10_000), field=fields)
def test_an_occurrence_never_counts_more_in_a_longer_field(
    length: int, mean: float, field: FieldWeight
) -> None:
    shorter, longer = occurrence_weights(
        np.array([length, length + 1]), mean_length=mean, field=field
    )

    assert 0 < longer <= shorter


@given(mean=st.integers(1, 10_000), field=fields)
def test_an_occurrence_counts_the_fields_weight_in_a_field_of_mean_length(
    mean: int, field: FieldWeight
) -> None:
    weights = occurrence_weights(np.array([mean]), mean_length=mean, field=field)

    assert np.allclose(weights, field.weight)


def test_a_field_that_is_always_empty_divides_nothing_by_zero() -> None:
    weights = occurrence_weights(np.array([0]), mean_length=0, field=FieldWeight(1, 0.6))

    assert np.allclose(weights, 1 / (1 - 0.6))


def test_occurrences_count_half_at_k1_and_never_whole() -> None:
    one_each = halfway(np.ones(3))
    none, half, nearly = saturate(np.array([0.0, K1, 1e9]), one_each)

    assert (none, half) == (0, 0.5)
    assert 0.999 < nearly < 1
