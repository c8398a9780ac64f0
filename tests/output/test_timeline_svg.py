from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.output.timeline_svg import MOST_QUERIES, timeline_as_svg
from searchkit.results.surveys import Unit
from tests.output.surveys import APART, some_survey

NAMES = "{http://www.w3.org/2000/svg}"


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in drawn(svg).iter(f"{NAMES}text")]


def bars(svg: str) -> list[ET.Element]:
    """The bars, which tell their numbers."""
    return [one for one in drawn(svg).iter(f"{NAMES}rect") if one.find(f"{NAMES}title") is not None]


def test_a_picture_has_a_title_an_axis_and_a_name_for_each_period() -> None:
    svg = timeline_as_svg([some_survey(articles=(3, 0, 365))])

    assert texts(svg) == [
        "tide: articles per year",
        *("0", "100", "200", "300", "400"),
        *("2018", "2019", "2020"),
    ]


def test_a_picture_tells_those_who_do_not_see_it_what_it_shows() -> None:
    root = drawn(timeline_as_svg([some_survey(), some_survey("moon", (1, 2, 0))]))

    assert root.get("role") == "img"
    names = [root.find(f"{NAMES}title"), root.find(f"{NAMES}desc")]
    assert [one.get("id") for one in names if one is not None] == ["title", "summary"]
    assert root.get("aria-labelledby") == "title summary"
    assert [one.text for one in names if one is not None] == [
        "tide, moon: articles per year",
        "tide: 15 articles, most in 2020: 12. moon: 3 articles, most in 2019: 2.",
    ]


def test_a_bar_is_as_high_as_it_has_articles_and_tells_how_many() -> None:
    low, high = bars(timeline_as_svg([some_survey(articles=(1, 0, 4))]))

    assert [one.findtext(f"{NAMES}title") for one in (low, high)] == ["2018: 1", "2020: 4"]
    assert float(high.get("height", 0)) == 4 * float(low.get("height", 0)) == 200


def test_several_queries_have_a_colour_each_and_a_legend() -> None:
    svg = timeline_as_svg([some_survey(), some_survey("moon", (1, 1, 1), undated=7)])

    assert texts(svg)[1:3] == ["tide (15)", "moon (3)"]
    assert {one.get("class") for one in bars(svg)} == {"s0", "s1"}
    assert bars(svg)[-1].findtext(f"{NAMES}title") == "2020: 1 (moon)"
    assert texts(svg)[-1] == "moon: undated 7"


def test_a_long_query_leaves_room_for_what_is_said_of_it() -> None:
    long = "the night on which the water came over the walls " * 4
    svg = timeline_as_svg([some_survey(), some_survey(long, (1, 1, 1), undated=7)])

    title, _, name, *_, rest = texts(svg)
    assert title.endswith("…: articles per year")
    assert name.endswith("… (3)")
    assert rest.endswith("…: undated 7")


def test_bars_of_several_queries_that_would_be_too_thin_are_lines() -> None:
    many = tuple(range(1, 200))
    svg = timeline_as_svg([some_survey("tide", many), some_survey("moon", many)])

    lines = [one for one in drawn(svg).iter(f"{NAMES}path") if "line" in one.get("class", "")]
    assert [one.findtext(f"{NAMES}title") for one in lines] == ["tide", "moon"]
    assert bars(svg) == []


def test_a_bar_of_very_many_periods_is_wide_enough_to_be_seen() -> None:
    svg = timeline_as_svg([some_survey(articles=(1, 0) * 2000, unit="day")])

    assert {float(one.get("width", 0)) for one in bars(svg)} == {1}


def test_shares_have_an_axis_in_per_cent() -> None:
    svg = timeline_as_svg([some_survey(articles=(1, 2), every=(100, 60))])

    assert texts(svg)[:6] == [
        "tide: share of articles per year",
        *("0%", "1%", "2%", "3%", "4%"),
    ]
    assert bars(svg)[1].findtext(f"{NAMES}title") == "2019: 3.3% of 60"


def test_what_is_in_no_period_is_told_below() -> None:
    assert texts(timeline_as_svg([some_survey(apart=APART, undated=3)]))[-1] == (
        "known to the year 2 · undated 3"
    )


def test_where_there_are_no_periods_the_picture_says_so() -> None:
    assert texts(timeline_as_svg([some_survey(articles=())])) == [
        "tide: articles per year",
        *("0", "1"),
        "No period has an article",
    ]


@pytest.mark.parametrize(
    ("unit", "n", "first", "named"),
    [
        ("month", 60, date(2015, 3, 1), ["2015-07", "2016-01", "2016-07"]),
        ("month", 90, date(2015, 3, 1), ["2016", "2017", "2018"]),
        ("quarter", 80, date(2000, 1, 1), ["2000", "2002", "2004"]),
        ("year", 120, date(1900, 1, 1), ["1900", "1910", "1920"]),
        ("year", 5, date(1900, 1, 1), ["1900", "1901", "1902"]),
        ("day", 1, date(2018, 3, 14), ["2018-03-14"]),
    ],
)
def test_as_many_periods_have_names_as_there_is_room_for(
    unit: Unit, n: int, first: date, named: list[str]
) -> None:
    svg = timeline_as_svg([some_survey(articles=(1,) * n, unit=unit, first=first)])

    names = [one.text for one in drawn(svg).iter(f"{NAMES}text") if one.get("class") == "middle"]
    assert names[:3] == named


HOSTILE = '</title><script>alert("1")</script>&amp;\x00\x1b[31m\u202e\ud800\ufffe]]>'


def test_a_query_from_a_stranger_stays_text() -> None:
    svg = timeline_as_svg([some_survey(HOSTILE), some_survey("moon")])

    root = drawn(svg)
    assert list(root.iter(f"{NAMES}script")) == []
    assert (root.findtext(f"{NAMES}title") or "").startswith('</title><script>alert("1")</script>')
    svg.encode()


def test_a_long_query_is_shortened_where_it_is_drawn_and_whole_in_the_title() -> None:
    svg = timeline_as_svg([some_survey("tide " * 100), some_survey("潮" * 200)])

    assert drawn(svg).findtext(f"{NAMES}title", "").count("tide") == 100
    assert all(len(text) < 100 for text in texts(svg))


def test_dark_mode_gives_every_query_another_colour() -> None:
    css = drawn(timeline_as_svg([some_survey()])).findtext(f"{NAMES}style", "")
    light, _, dark = css.partition("@media (prefers-color-scheme:dark)")

    of_light, of_dark = (
        dict(re.findall(r"\.(s\d)\{fill:(#\w+)\}", part)) for part in (light, dark)
    )
    assert len({*of_light.values()}) == len({*of_dark.values()}) == MOST_QUERIES
    assert {*of_light.values()}.isdisjoint(of_dark.values())


counts = st.lists(st.integers(0, 10**9), max_size=40)


@settings(max_examples=30)
@given(st.text(), counts, st.integers(1, MOST_QUERIES))
def test_any_survey_is_a_picture_whose_bars_are_within_it(
    query: str, articles: list[int], n: int
) -> None:
    svg = timeline_as_svg([some_survey(query, tuple(articles))] * n)

    root = drawn(svg)
    height = float(root.get("height", 0))
    for one in bars(svg):
        x, y, w, h = (float(one.get(name, -1)) for name in ("x", "y", "width", "height"))
        assert 56 <= x < x + w <= 704.02
        assert 0 < y < y + h <= height
