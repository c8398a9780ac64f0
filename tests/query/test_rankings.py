from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from searchkit.errors import ArgumentError
from searchkit.query.rankings import Ranking, make_ranking, read_half_life


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("30d", 30),
        ("1 day", 1),
        ("12 hours", 0.5),
        ("2w", 14),
        ("2 weeks", 14),
        ("a week", 7),
        ("Two  Weeks", 14),
        ("week", 7),
        ("1.5 years", 547.875),
        ("6 months", 182.625),
        ("6mo", 182.625),
        ("1y", 365.25),
        ("half a year", 182.625),
        (timedelta(hours=36), 1.5),
    ],
)
def test_a_half_life_is_read_as_people_write_it(typed: str | timedelta, days: float) -> None:
    assert read_half_life(typed) == pytest.approx(days)


@pytest.mark.parametrize("typed", ["", "soon", "30", "6m", "-3 days", "3 fortnights", "1e3 d"])
def test_what_is_no_length_of_time_is_refused_with_what_to_write(typed: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_half_life(typed)

    assert str(caught.value) == (
        f"recent is {typed!r}, which is no length of time. "
        "Write days, weeks, months or years: 30d, 2 weeks, 6 months, 1 year."
    )


@pytest.mark.parametrize("typed", ["0d", "0.0 weeks", "9999999 days", timedelta(days=-1)])
def test_no_time_and_more_than_a_million_days_are_refused(typed: str | timedelta) -> None:
    with pytest.raises(ArgumentError) as caught:
        read_half_life(typed)

    assert str(caught.value) == (
        f"recent is {str(typed)!r}. It must be more than no time, and a million days at most."
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"ranking": "best"},
            "There is no ranking best. Choose one of: full, first, bm25.",
        ),
        ({"ranking": 3}, "ranking is 3, an int. It must be text, or a searchkit.Ranking."),
        (
            {"ranking": Ranking("bm25", k1=0)},
            "k1 is 0. It must be above 0, and 1,000 at most.",
        ),
        ({"ranking": Ranking("bm25", b=1.5)}, "b is 1.5. It must be from 0 to 1."),
        (
            {"ranking": Ranking("bm25", b=float("nan"))},
            "b is nan. It must be from 0 to 1.",
        ),
        (
            {"ranking": Ranking(half_life=0)},
            "half_life is 0. It must be above 0, and a million days at most.",
        ),
        (
            {"ranking": Ranking(half_life=float("nan"))},
            "half_life is nan. It must be above 0, and a million days at most.",
        ),
        ({"recent": 30}, "recent is 30, an int. It must be text such as 30d, or a timedelta."),
    ],
)
def test_what_no_ranking_can_be_is_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        make_ranking(**options)

    assert str(caught.value) == message


def test_a_half_life_is_added_to_a_ranking() -> None:
    assert make_ranking("first", "30d") == Ranking("first", half_life=30)
