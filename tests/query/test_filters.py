from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import ArgumentError
from searchkit.query import Filters, make_filters


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        ("2018-3", date(2018, 3, 1), date(2018, 3, 31)),
        ("2018-12", date(2018, 12, 1), date(2018, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        (" 2018-03-14 ", date(2018, 3, 14), date(2018, 3, 14)),
        (date(2018, 3, 14), date(2018, 3, 14), date(2018, 3, 14)),
        (datetime(2018, 3, 14, 9, 30), date(2018, 3, 14), date(2018, 3, 14)),  # noqa: DTZ001
    ],
)
def test_a_date_is_a_whole_period(value: str | date, first: date, last: date) -> None:
    assert make_filters(since=value, until=value) == Filters(since=first, until=last)


@pytest.mark.parametrize(
    "value", ["", "18", "2018-13", "2018-02-30", "0000", "yesterday", "14/03/2018", "２０１８"]
)
def test_what_is_not_a_date_is_an_error_that_says_how_to_write_one(value: str) -> None:
    expected = (
        f"since is not a date: {value}. "
        "Write a year, a month or a day, such as 2018, 2018-03 or 2018-03-14."
    )

    with pytest.raises(ArgumentError, match=f"^{re.escape(expected)}$") as raised:
        make_filters(since=value)

    assert (raised.value.name, raised.value.value) == ("since", value)


def test_since_after_until_is_an_error() -> None:
    expected = "since 2019-02 is after until 2018. Exchange them."

    with pytest.raises(ArgumentError, match=f"^{re.escape(expected)}$"):
        make_filters(since="2019-02", until="2018")


def test_undated_goes_with_no_dates() -> None:
    expected = "undated cannot be combined with since or until. Leave out one of them."

    with pytest.raises(ArgumentError, match=f"^{re.escape(expected)}$"):
        make_filters(since="2019", undated=True)


def test_an_empty_source_is_an_error() -> None:
    expected = "source is empty. Name an outlet; searchkit sources lists them."

    with pytest.raises(ArgumentError, match=f"^{re.escape(expected)}$"):
        make_filters(source=["Harbour Gazette", " "])


def test_one_source_or_several_can_be_given() -> None:
    assert make_filters(source="BBC") == Filters(sources=("BBC",))
    assert make_filters(source=["BBC", "AP"]) == Filters(sources=("BBC", "AP"))
    assert make_filters(source=[]) == Filters()


def test_no_filter_is_false() -> None:
    assert not make_filters()
    assert make_filters(undated=True)


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_an_argument_error(text: str) -> None:
    try:
        filters = make_filters(since=text, until=text)
    except ArgumentError:
        return

    assert filters.since is not None
    assert filters.until is not None
    assert filters.since <= filters.until
