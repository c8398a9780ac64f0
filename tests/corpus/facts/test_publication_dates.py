"""Dates as people write them, and dates in paths."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import ArticleDate
from searchkit.corpus.facts.publication_dates import parse_date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021", "2021"),
        (2021, "2021"),
        ("2021-03", "2021-03"),
        ("2021-03-14", "2021-03-14"),
        ("2021/03/14", "2021-03-14"),
        ("20210314", "2021-03-14"),
        (20210314, "2021-03-14"),
        ("2021-W10-7", "2021-03-14"),
        ("2021W107", "2021-03-14"),
        ("2021-W10-7T09:30:00Z", "2021-03-14T09:30:00Z"),
        (date(2021, 3, 14), "2021-03-14"),
        (datetime(2021, 3, 14, 9, 30), "2021-03-14T09:30:00"),  # noqa: DTZ001 - YAML gives such
        (datetime(2021, 3, 14, 9, 30, tzinfo=UTC), "2021-03-14T09:30:00Z"),
        ("2021-03-14 09:30", "2021-03-14T09:30:00"),
        ("2021-03-14 9:30", "2021-03-14T09:30:00"),
        ("2021-03-14T09:30:15.250Z", "2021-03-14T09:30:15Z"),
        ("2021-03-14T09:30:00+01:00", "2021-03-14T09:30:00+01:00"),
        ("2021-03-14 09:30:00 -0500", "2021-03-14T09:30:00-05:00"),
        ("2021-03-14 09:30 UTC", "2021-03-14T09:30:00Z"),
        ("20210314T093000Z", "2021-03-14T09:30:00Z"),
        ("Sun, 14 Mar 2021 09:30:00 +0100", "2021-03-14T09:30:00+01:00"),
        ("Sun, 14 Mar 2021 09:30:00 GMT", "2021-03-14T09:30:00Z"),
        (1615714200, "2021-03-14T09:30:00Z"),
        (1615714200000, "2021-03-14T09:30:00Z"),
        (1615714200.5, "2021-03-14T09:30:00Z"),
        ("14 March 2021", "2021-03-14"),
        ("Sunday, 14th of March 2021", "2021-03-14"),
        ("March 14, 2021", "2021-03-14"),
        ("Mar. 14th, 2021", "2021-03-14"),
        ("March 2021", "2021-03"),
        ("  14\n MARCH  2021 ", "2021-03-14"),
        ("2021-3-4", "2021-03-04"),
        ("2021/3/14", "2021-03-14"),
        ("2021-3", "2021-03"),
        ("2021-03-14T24:00:00Z", "2021-03-14"),
        ("2021-03-14 24:00", "2021-03-14"),
        ("2021-3-4T9:5:0", "2021-03-04T09:05:00"),
        ("2021-3-4T9:5:0+01:00", "2021-03-04T09:05:00+01:00"),
        ("2021-03-14T9:30", "2021-03-14T09:30:00"),
        ("20210314093000Z", "2021-03-14T09:30:00Z"),
        ("2021-03-14T25:00", "2021-03-14"),
        ("2021-03-14 9:75", "2021-03-14"),
        ("2021-03-14T09:30:00+99:00", "2021-03-14"),
        ("20210314T99", "2021-03-14"),
        ("2021-3-4T", "2021-03-04"),
        ("14 March 2021 at 24:00", "2021-03-14"),
        ("March 14, 2021 9:75 PM", "2021-03-14"),
        ("1615714200", "2021-03-14T09:30:00Z"),
        ("1615714200.5", "2021-03-14T09:30:00Z"),
        ("1615714200000", "2021-03-14T09:30:00Z"),
        (1615714200000000, "2021-03-14T09:30:00Z"),
        ("20210314093000", "2021-03-14T09:30:00"),
        (20210314093000, "2021-03-14T09:30:00"),
        ("/Date(1615714200000+0100)/", "2021-03-14T09:30:00Z"),
        ({"$date": 1615714200000}, "2021-03-14T09:30:00Z"),
        ({"$date": "2021-03-14T09:30:00Z"}, "2021-03-14T09:30:00Z"),
        ({"$date": {"$numberLong": "1615714200000"}}, "2021-03-14T09:30:00Z"),
        ({"_seconds": 1615714200, "_nanoseconds": 0}, "2021-03-14T09:30:00Z"),
        (
            {"date": "2021-03-14 09:30:00.000000", "timezone_type": 3, "timezone": "UTC"},
            "2021-03-14T09:30:00Z",
        ),
        (["2021-03-14"], "2021-03-14"),
        ({"year": 2021, "month": 3, "day": 14}, "2021-03-14"),
        ({"date-parts": [[2021, 3, 14]]}, "2021-03-14"),
        ({"$timestamp": {"t": 1615714200, "i": 1}}, "2021-03-14T09:30:00Z"),
    ],
)
def test_a_date_is_understood_as_precisely_as_it_was_written(
    written: object, expected: str
) -> None:
    assert str(parse_date(written)) == expected


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2021",
        "3.4.2021",
        "2021-02-30",
        "2021-02-30T09:30",
        "2021-02-30T25:00",
        "2021-03-14 2021-03-15",
        "2021-13",
        "2021-W54-1",
        "yesterday",
        "14 Brumaire 2021",
        "14 March 15, 2021",
        "",
        " ",
        "0000",
        "9999-01-01",
        "99:99 99",
        0,
        7,
        -1,
        True,
        None,
        float("nan"),
        float("inf"),
        10**40,
        ["2021", "2022"],
        {"year": 2021},
        {"$date": {"$date": {"$date": {"$date": "2021"}}}},
        "201803142130",  # a day and a time, or thousandths of a second since 1970
        "2021-03-14" * 100,
    ],
)
def test_what_is_no_date_or_could_be_two_is_none(written: object) -> None:
    assert parse_date(written) is None


@given(st.dates(date(1700, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_as_it_is_printed(day: date) -> None:
    expected = ArticleDate.of_day(day)

    assert parse_date(str(expected)) == expected
    assert parse_date(f"{day:%d %B %Y}") == expected
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == expected


@given(
    st.datetimes(datetime(1700, 1, 2), datetime(2100, 12, 31)),  # noqa: DTZ001 - zones come next
    st.integers(-14 * 60, 14 * 60),
)
def test_a_time_keeps_its_moment_and_its_offset(moment: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    written = moment.replace(tzinfo=UTC, microsecond=0).astimezone(zone).isoformat()

    found = parse_date(written)

    assert found is not None
    assert (found.offset, found.moment) == (minutes, moment.replace(microsecond=0))
    assert str(found) == written.replace("+00:00", "Z")


@given(
    st.one_of(st.text(max_size=70), st.floats(), st.integers(), st.binary(), st.none())
    | st.from_regex(r"[0-9]{4}[-/ :TWZ0-9+.,a-z]{0,30}", fullmatch=True)
)
def test_nothing_that_is_given_as_a_date_is_an_error(value: object) -> None:
    found = parse_date(value)

    assert found is None or parse_date(str(found)) == found
