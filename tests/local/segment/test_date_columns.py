"""Which dates may be of a stretch of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import ArticleDate
from searchkit.local.segment.date_columns import date_codes, date_of, dated_within
from searchkit.schema import offset, period

BERLIN = timezone(timedelta(hours=1))


def date_of_year(year: int) -> datetime:
    return datetime(year, 1, 1)  # noqa: DTZ001


def is_within(dated: ArticleDate | None, since: date | None, until: date | None) -> bool:
    first, last = (np.array([second]) for second in period(dated))
    offsets = np.array([offset(dated)], np.int16)
    (found,) = dated_within(first, last, offsets, since=since, until=until).tolist()
    return bool(found)


def day(number: int, zone: timezone = BERLIN) -> tuple[datetime, datetime]:
    """The first and the last second of a day of March 2018, as clocks of a zone show it."""
    first = datetime(2018, 3, number, tzinfo=zone)
    return first, first + timedelta(days=1) - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("written", "in_berlin"),
    [
        ("2018-03-14T23:30:00-05:00", 14),  # there it was 14 March, in Berlin 15 March
        ("2018-03-15T00:30:00+13:00", 15),  # in Berlin 14 March
        ("2018-03-14T23:30:00+00:00", 15),  # a moment
        ("2018-03-14T23:30:00", 14),  # as clocks showed it, wherever that was
    ],
)
def test_a_time_is_of_the_day_of_its_offset_and_a_moment_of_the_day_of_the_search(
    written: str, in_berlin: int
) -> None:
    dated = ArticleDate.of_time(datetime.fromisoformat(written))

    assert [number for number in (13, 14, 15, 16) if is_within(dated, *day(number))] == [in_berlin]


def test_an_end_that_is_a_time_of_a_day_is_compared_with_the_moment_of_a_time_with_an_offset() -> (
    None
):
    dated = ArticleDate.of_time(datetime.fromisoformat("2018-03-14T23:30:00-05:00"))
    moment = datetime(2018, 3, 15, 4, 30, tzinfo=UTC)
    second = timedelta(seconds=1)

    assert is_within(dated, moment, None)
    assert not is_within(dated, moment + second, None)
    assert is_within(dated, None, moment)
    assert not is_within(dated, None, moment - second)


def test_what_is_undated_is_in_no_stretch_of_time() -> None:
    assert not is_within(None, None, None)
    assert is_within(ArticleDate.of_year(2018), None, None)


ANY_DATE = st.none() | st.one_of(
    st.builds(ArticleDate.of_year, st.integers(1, 9999)),
    st.builds(ArticleDate.of_month, st.integers(1, 9999), st.integers(1, 12)),
    st.builds(ArticleDate.of_day, st.dates()),
    st.builds(ArticleDate.of_time, st.datetimes(date_of_year(2), date_of_year(9999))),
    st.builds(
        ArticleDate.of_time,
        st.datetimes(
            date_of_year(2),
            date_of_year(9999),
            timezones=st.integers(-1439, 1439).map(lambda m: timezone(timedelta(minutes=m))),
        ),
    ),
)


@given(st.lists(ANY_DATE))
def test_the_code_of_a_date_tells_the_date_and_sorts_as_it_does(
    dates: list[ArticleDate | None],
) -> None:
    first, last = np.array([period(dated) for dated in dates], np.int64).reshape(-1, 2).T
    offsets = np.array([offset(dated) for dated in dates], np.int16)

    codes = date_codes(first, last, offsets).tolist()

    assert [date_of(code) for code in codes] == dates
    known = [dated for dated in dates if dated]
    assert [date_of(code) for code in sorted(codes)][len(dates) - len(known) :] == sorted(known)
