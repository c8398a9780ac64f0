"""Time zones by their names, and the one of the machine."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from searchkit.errors import ArgumentError
from searchkit.query import read_dates, read_timezone
from searchkit.query.dates.timezones import changes
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


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_the_changes_of_a_zone_tell_what_clocks_show_at_any_moment(zone: ZoneInfo) -> None:
    first, last = -1_600_000_000, 1_900_000_000  # 1919 to 2030
    begins, ahead = zip(*changes(zone, first, last), strict=True)

    for second in (*range(first, last, 997_331), *begins, *(at - 1 for at in begins[1:])):
        shown = datetime.fromtimestamp(second, zone).utcoffset()
        assert shown == timedelta(seconds=ahead[bisect_right(begins, second) - 1])


def test_moments_at_the_ends_of_the_calendar_have_an_offset_too() -> None:
    zone = ZoneInfo("Pacific/Kiritimati")

    assert changes(zone, -(2**60), -(2**59)) == [(-(2**33), -37_760)]
    assert changes(zone, 2**59, 2**60) == [(2**37, 50_400)]


@pytest.mark.usefixtures("machine_zone_as_before")
def test_the_zone_of_the_machine_changes_as_that_of_its_name_does() -> None:
    set_machine_zone("Europe/Berlin")

    local = changes(read_timezone(None), 1_300_000_000, 1_500_000_000)

    assert local == changes(BERLIN, 1_300_000_000, 1_500_000_000)
    assert len(local) > 10
