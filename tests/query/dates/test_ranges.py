"""Dates, by a table that people can read, and by laws."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from searchkit.errors import DateError
from searchkit.query import DateSpan, read_dates, read_period

TABLE = Path(__file__).with_name("dates.txt").read_text()
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2018, 3, 14, 10, 30, tzinfo=BERLIN)


def sections() -> Iterator[tuple[datetime, tzinfo, str]]:
    """The clock of each row of the table, and the row."""
    now, zone = NOW, ZoneInfo("UTC")
    for line in TABLE.splitlines():
        if line.startswith("clock: "):
            _, moment, name = line.split()
            now, zone = datetime.fromisoformat(moment), ZoneInfo(name)
        elif line and not line.startswith("#"):
            yield now, zone, line


def parsed(row: str, by: str) -> list[str]:
    return [cell.strip() for cell in row.split(by)]


DATES = [(now, zone, parsed(row, " | ")) for now, zone, row in sections() if " | " in row]
ERRORS = [(now, zone, parsed(row, " ! ")) for now, zone, row in sections() if " ! " in row]
# A day of the week beside a day of a month is only right in some years.
WRITTEN = sorted({cells[0] for _, _, cells in DATES} - {"wednesday 14 march"})


def end(moment: datetime | None) -> str:
    return "open" if moment is None else str(moment)


@pytest.mark.parametrize(("now", "zone", "row"), DATES, ids=str)
def test_a_date_is_read_as_the_table_says(now: datetime, zone: tzinfo, row: list[str]) -> None:
    written, since, until, *notes = row

    span = read_dates(written, now=now, timezone=zone)

    assert (end(span.since), end(span.until)) == (since, until)
    assert [note.message for note in span.notes] == notes


@pytest.mark.parametrize(("now", "zone", "row"), ERRORS, ids=str)
def test_what_is_not_a_date_is_an_error_that_says_why(
    now: datetime, zone: tzinfo, row: list[str]
) -> None:
    written, position, message = row

    with pytest.raises(DateError) as raised:
        read_dates(written, now=now, timezone=zone)

    assert (str(raised.value), raised.value.position) == (message, int(position))


def test_the_table_has_more_than_enough_rows() -> None:
    assert len(DATES) >= 240
    assert len(ERRORS) >= 50


@pytest.mark.parametrize(("now", "zone", "row"), ERRORS, ids=str)
def test_what_an_error_suggests_is_a_date(now: datetime, zone: tzinfo, row: list[str]) -> None:
    with pytest.raises(DateError) as raised:
        read_dates(row[0], now=now, timezone=zone)

    suggestion = raised.value.suggestion or "2018"
    assert read_dates(suggestion, now=now, timezone=zone) is not None


ZONES = [
    ZoneInfo(name)
    for name in (
        "UTC Europe/Berlin America/New_York America/Sao_Paulo America/Havana Pacific/Apia "
        "Australia/Lord_Howe Asia/Kathmandu Pacific/Auckland Africa/Monrovia"
    ).split()
]
zones = st.sampled_from(ZONES)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
days = st.dates(date(1850, 1, 1), date(2150, 1, 1))
written = st.one_of(
    st.sampled_from(WRITTEN),
    days.map(str),
    days.map(lambda day: f"{day:%Y-%m}"),
    days.map(lambda day: f"{day.day} {day:%B %Y}"),
    days.map(lambda day: "{}-W{:02}".format(*day.isocalendar())),
    st.tuples(days, st.integers(0, 23)).map(lambda drawn: f"{drawn[0]}T{drawn[1]:02}:30"),
    st.tuples(st.integers(0, 99), st.sampled_from("hour day week month quarter year".split())).map(
        lambda drawn: f"{drawn[0]} {drawn[1]}s ago"
    ),
)


def in_utc(span: DateSpan) -> tuple[datetime | None, datetime | None]:
    return (
        span.since and span.since.astimezone(UTC),
        span.until and span.until.astimezone(UTC),
    )


@given(written, moments, zones)
def test_a_span_is_never_empty(text: str, now: datetime, zone: tzinfo) -> None:
    since, until = in_utc(read_dates(text, now=now, timezone=zone))

    assert since is None or until is None or since <= until


@given(written, moments, zones)
def test_a_span_can_be_written_and_read_again(text: str, now: datetime, zone: tzinfo) -> None:
    span = read_dates(text, now=now, timezone=zone)

    again = read_dates(str(span), now=now, timezone=zone)

    assert again == span
    assert in_utc(again) == in_utc(span)
    assert str(again) == str(span)


def is_one_date(text: str) -> bool:
    return not any(sign in text for sign in ("..", "…", "/", "<", ">", "=", "*", " TO ", " to "))


@given(written, written, moments, zones)
def test_a_range_goes_from_the_beginning_of_one_period_to_the_end_of_another(
    left: str, right: str, now: datetime, zone: tzinfo
) -> None:
    assume(is_one_date(left) and is_one_date(right))
    first, last = (read_period(text, now=now, timezone=zone) for text in (left, right))
    (begins, _), (_, ends) = in_utc(first), in_utc(last)
    assert begins is not None
    assert ends is not None
    if begins > ends:
        first, last = last, first

    span = read_dates(f"{left}..{right}", now=now, timezone=zone)

    assert span == DateSpan(first.since, last.until)
    assert span == read_dates(f"[{left} TO {right}]", now=now, timezone=zone)


@given(written, moments, zones)
def test_comparisons_part_all_of_time(text: str, now: datetime, zone: tzinfo) -> None:
    assume(is_one_date(text))
    period = read_dates(text, now=now, timezone=zone)
    second = timedelta(seconds=1)

    before, after, until, since = (
        read_dates(sign + text, now=now, timezone=zone) for sign in ("<", ">", "<=", ">=")
    )

    assert (since, until) == (DateSpan(period.since, None), DateSpan(None, period.until))
    assert in_utc(before)[1] == (in_utc(period)[0] or NOW) - second
    assert in_utc(after)[0] == (in_utc(period)[1] or NOW) + second


@given(days, zones)
def test_days_follow_one_another_without_gap_or_overlap(day: date, zone: tzinfo) -> None:
    left_out = date(2011, 12, 30)  # in Samoa there was no such day
    assume(not (zone.__str__() == "Pacific/Apia" and abs((day - left_out).days) <= 1))
    one, next_one = (
        read_dates(str(each), now=NOW, timezone=zone) for each in (day, day + timedelta(days=1))
    )

    assert in_utc(next_one)[0] == (in_utc(one)[1] or NOW) + timedelta(seconds=1)


@given(written, moments, zones)
def test_case_and_spaces_around_do_not_matter(text: str, now: datetime, zone: tzinfo) -> None:
    span = read_dates(text, now=now, timezone=zone)

    assert read_dates(f" \t{text.upper()}\u00a0", now=now, timezone=zone) == span
    assert read_dates(text.lower(), now=now, timezone=zone) == span


@given(
    st.text(max_size=40) | st.text("0123456789-/.:TWQPZ+ agodsyearlastnext[]{}*<>=", max_size=24)
)
def test_any_text_is_a_date_or_an_error_about_a_place_in_it(text: str) -> None:
    try:
        position = 0
        assert read_dates(text, now=NOW, timezone=BERLIN) is not None
    except DateError as error:
        position = error.position

    assert 0 <= position <= len(text)


@pytest.mark.parametrize(
    "text", ["2018..2019", "..2018", "P1Y/2018", "[2017 TO 2018]", ">2018", "*"]
)
def test_a_period_is_no_range(text: str) -> None:
    with pytest.raises(DateError, match=r": a range cannot be used here\. "):
        read_period(text, now=NOW, timezone=BERLIN)


def test_a_very_long_text_is_quoted_in_part() -> None:
    expected = f"{'x' * 40}…: it is not a date. "

    with pytest.raises(DateError, match=f"^{expected}"):
        read_dates("x" * 10_000, now=NOW, timezone=BERLIN)
