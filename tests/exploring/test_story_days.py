from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from searchkit.exploring.story_days import LONGEST_GAP, days_of_story

some_days = st.lists(
    st.integers(0, 400).map(lambda number: date(2019, 1, 1) + timedelta(days=number)), max_size=12
)


@given(start=st.dates(date(2019, 1, 1), date(2020, 3, 1)), days=some_days)
def test_a_story_goes_as_far_as_its_days_lead_from_one_to_the_next(
    start: date, days: list[date]
) -> None:
    first, last = days_of_story(start, days)

    inside = sorted({day for day in [start, *days] if first <= day <= last})
    assert first == inside[0] <= start <= inside[-1] == last
    assert all(b - a <= LONGEST_GAP for a, b in pairwise(inside))
    assert not any(timedelta(0) < first - day <= LONGEST_GAP for day in days)
    assert not any(timedelta(0) < day - last <= LONGEST_GAP for day in days)
