from __future__ import annotations

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from searchkit.errors import ArgumentError
from searchkit.notes import Note
from searchkit.query import Filters, make_filters
from tests.conftest import set_machine_zone

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2018, 3, 14, 10, 30, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2018", (2018, 1, 1), (2018, 12, 31, 23, 59, 59)),
        (" 2018-03-14 ", (2018, 3, 14), (2018, 3, 14, 23, 59, 59)),
        ("last week", (2018, 3, 5), (2018, 3, 11, 23, 59, 59)),
        (date(2018, 3, 14), (2018, 3, 14), (2018, 3, 14, 23, 59, 59)),
        (datetime(2018, 3, 14, 9, 30), (2018, 3, 14, 9, 30), (2018, 3, 14, 9, 30)),  # noqa: DTZ001
        (
            datetime(2018, 3, 14, 9, 30, 0, 5, UTC),
            (2018, 3, 14, 10, 30),
            (2018, 3, 14, 10, 30),
        ),
    ],
)
def test_a_date_is_a_whole_period_in_the_zone_asked_for(
    value: str | date, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    since, until = (datetime(*end, tzinfo=BERLIN) for end in (first, last))

    filters = make_filters(since=value, until=value, timezone=BERLIN, now=NOW)

    assert filters == Filters(since=since, until=until)
    assert filters.notes == ()


def test_the_zone_of_the_machine_is_the_usual_one() -> None:
    filters = make_filters(since="today")

    assert filters.since is not None
    assert filters.since <= datetime.now(UTC)


@pytest.mark.usefixtures("machine_zone_as_before")
def test_a_date_is_read_in_the_zone_that_the_machine_has_by_now() -> None:
    moments = []
    for zone in ("America/Sao_Paulo", "Europe/Berlin", "America/Sao_Paulo"):
        set_machine_zone(zone)
        until = make_filters(until="2018-02-17").until  # clocks showed its last hour twice
        assert isinstance(until, datetime)
        moments.append(until.astimezone(UTC).isoformat())

    assert moments == ["2018-02-18T02:59:59+00:00", "2018-02-17T22:59:59+00:00", moments[0]]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2018-02-30", "February 2018 has the days 1 to 28. Write 2018-02-28."),
        (
            "03/04/2021",
            (
                "it could be 2021-04-03 or 2021-03-04. "
                "Write a date such as 2018, 2018-03-14, yesterday or past 3 days."
            ),
        ),
    ],
)
def test_what_is_not_a_date_is_an_error_that_says_why(value: str, reason: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{re.escape(f'since {value}: {reason}')}$") as raised:
        make_filters(since=value)

    assert (raised.value.name, raised.value.value) == ("since", value)


def test_since_after_until_is_turned_round_and_said() -> None:
    filters = make_filters(since="2019-02", until="2018", timezone=UTC)

    assert filters == make_filters(since="2018", until="2019-02", timezone=UTC)
    assert filters.notes == (Note("since 2019-02 is after until 2018, so they were swapped."),)


def test_since_and_until_may_be_one_period_in_another() -> None:
    filters = make_filters(since="2018-03", until="2018", timezone=UTC)

    assert filters == make_filters(since="2018-03-01", until="2018-12-31", timezone=UTC)
    assert filters.notes == ()


def test_undated_goes_with_no_dates() -> None:
    expected = "undated cannot be combined with since or until. Leave out one of them."

    with pytest.raises(ArgumentError, match=f"^{re.escape(expected)}$"):
        make_filters(since="2019", undated=True)


def test_an_empty_source_is_an_error() -> None:
    expected = "source is empty. Name an outlet, or none for articles without one."

    with pytest.raises(ArgumentError, match=f"^{re.escape(expected)}$"):
        make_filters(source=["Harbour Gazette", " "])


def test_one_source_or_several_can_be_given() -> None:
    assert make_filters(source="BBC") == Filters(sources=("BBC",))
    assert make_filters(source=["BBC", "AP"]) == Filters(sources=("BBC", "AP"))
    assert make_filters(source=[]) == Filters()


def test_no_filter_is_false() -> None:
    assert not make_filters()
    assert make_filters(undated=True)
