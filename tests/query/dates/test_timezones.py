"""Time zones by their names, and the one of the machine."""

from __future__ import annotations

from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from searchkit.errors import ArgumentError
from searchkit.query import read_dates, read_timezone
from tests.conftest import set_machine_zone
from tests.query.dates.test_ranges import BERLIN, DATES, NOW, ZONES, in_utc


@pytest.mark.parametrize("name", ["Europe/Berlin", "europe/berlin", "EUROPE/BERLIN"])
def test_a_time_zone_is_known_by_its_name_in_any_case(name: str) -> None:
    assert read_timezone(name) == BERLIN


ADVICE = "Name one of the IANA database, such as Europe/Berlin, or UTC."


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("Berlin", "Did you mean Europe/Berlin?"),
        ("new york", "Did you mean America/New_York?"),
        ("Europe/Brlin", "Did you mean Europe/Berlin?"),
        ("../../etc/passwd", ADVICE),
        ("Europe", ADVICE),
        ("", ADVICE),
        ("x\0", ADVICE),
    ],
)
def test_an_unknown_time_zone_is_an_error_that_names_one(name: str, advice: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        read_timezone(name)

    assert str(raised.value) == f"There is no time zone {name}. {advice}"
    assert (raised.value.name, raised.value.value) == ("timezone", name)


@pytest.mark.usefixtures("machine_zone_as_before")
@pytest.mark.parametrize("machine_zone", ZONES[1:8], ids=str)
def test_the_zone_of_the_machine_is_read_like_that_of_its_name(machine_zone: ZoneInfo) -> None:
    set_machine_zone(machine_zone.key)
    recent = [
        (text, now)
        for now, _, (text, since, *_) in DATES
        if since > "1960"  # the C library may know less of older times
    ]
    named = [read_dates(text, now=now, timezone=machine_zone) for text, now in recent]

    local = [read_dates(text, now=now, timezone=read_timezone(None)) for text, now in recent]

    assert list(map(str, local)) == list(map(str, named))
    assert list(map(in_utc, local)) == list(map(in_utc, named))


def test_the_zone_of_the_machine_is_shown_as_local_time() -> None:
    assert str(read_timezone(None)) == "local time"


def test_an_offset_is_a_zone_too() -> None:
    span = read_dates("2018", now=NOW, timezone=timezone(timedelta(hours=5)))

    assert str(span.since) == "2018-01-01 00:00:00+05:00"
