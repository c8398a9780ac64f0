from __future__ import annotations

import sys

import pytest

from searchkit.notes import Note
from searchkit.output import Style
from searchkit.output.display import display_width
from searchkit.output.text_of_results import results_as_text
from searchkit.output.text_of_timelines import (
    bar_lines,
    surveyed_results_as_text,
    timeline_as_text,
    top_as_text,
)
from searchkit.results import Results, SourceCount
from searchkit.results.surveys import SurveyedResults
from tests.output.surveys import APART, POST, some_survey

NARROW = Style(width=24)


def test_each_period_has_a_bar_as_long_as_it_has_articles() -> None:
    survey = some_survey(apart=APART, undated=1234)

    assert timeline_as_text([survey], Style(width=40)) == (
        "tide: 15 articles by year, 2018-01-01 to\n"
        "2020-12-31\n"
        "2018  ███████▊ 3\n"
        "2019  0\n"
        "2020  ███████████████████████████████ 12\n"
        "known to the year 2 · undated 1,234\n"
    )


def test_where_an_encoding_lacks_blocks_bars_are_drawn_in_ascii() -> None:
    survey = some_survey(articles=(1, 0, 0, 0, 0, 4))

    assert timeline_as_text([survey], NARROW.replace(is_ascii=True)).splitlines()[3:] == [
        "2018  #### 1",
        "... none from 2019 to 2022",
        "2023  ################ 4",
    ]


def test_a_long_time_without_an_article_is_one_line() -> None:
    lines = bar_lines([some_survey(articles=(1, *[0] * 50, 2, 0, 0, 0, 2)).periods], NARROW)

    assert lines == [
        "2018  ████████ 1",
        "… none from 2019 to 2068",
        "2069  ████████████████ 2",
        "2070  0",
        "2071  0",
        "2072  0",
        "2073  ████████████████ 2",
    ]


def test_a_share_is_shown_of_all_articles_of_the_period() -> None:
    survey = some_survey(articles=(3, 0, 0, 1), every=(4, 0, 9, 5000))

    assert bar_lines([survey.periods], Style(width=32)) == [
        "2018  ███████████ 75.0% of 4",
        "2019  no articles",
        "2020  0.0% of 9",
        "2021  ▏ 0.02% of 5,000",
    ]


def test_queries_are_side_by_side_on_one_scale() -> None:
    surveys = [
        some_survey("spring tide", (2, 8)),
        some_survey("neap tide that is a very long query", (1, 0), undated=3),
    ]

    assert timeline_as_text(surveys, Style(width=50)) == (
        "      spring tide            neap tide that is a…\n"
        "      10 articles            1 article\n"
        "2018  ████▊ 2                ██▍ 1\n"
        "2019  ███████████████████ 8  0\n"
        "neap tide that is a very long query: undated 3\n"
    )


def test_queries_without_room_beside_each_other_are_below_each_other_on_one_scale() -> None:
    surveys = [some_survey("spring", (2, 8)), some_survey("neap", (1, 4))]

    assert timeline_as_text(surveys, NARROW) == (
        "spring: 10 articles by\n"
        "year, 2018-01-01 to\n"
        "2019-12-31\n"
        "2018  ████ 2\n"
        "2019  ████████████████ 8\n"
        "\n"
        "neap: 5 articles by\n"
        "year, 2018-01-01 to\n"
        "2019-12-31\n"
        "2018  ██ 1\n"
        "2019  ████████ 4\n"
    )


def test_what_was_not_dated_or_not_found_has_no_bars() -> None:
    assert timeline_as_text([some_survey(articles=(), total=3, undated=3)], Style()) == (
        "tide: 3 articles\nundated 3\n"
    )
    assert timeline_as_text([some_survey(articles=())], Style()) == "tide: 0 articles\n"
    both = [some_survey("tide", ()), some_survey("moon", ())]
    assert timeline_as_text(both, Style(width=30)) == ("tide: 0 articles\n\nmoon: 0 articles\n")


def test_a_query_without_words_is_every_article() -> None:
    one, other = some_survey("", (1,)), some_survey("tide", (1,))

    assert timeline_as_text([one], Style()).startswith("1 article by year, 2018-01-01")
    assert timeline_as_text([one, other], Style()).startswith("      all articles  ")


def test_notes_come_first_and_name_their_query_where_there_are_several() -> None:
    noted = some_survey("moon AND", (1,), notes=(Note("Nothing follows AND."),))

    alone = timeline_as_text([noted], Style())
    beside = timeline_as_text([noted, noted], Style())

    assert alone.startswith("Note: Nothing follows AND.\n\nmoon AND: 1 article")
    assert beside.startswith("moon AND\nNote: Nothing follows AND.\n\nmoon AND\nNote: ")


@pytest.mark.parametrize("width", [1, 10, 40, 80, 120, 300])
@pytest.mark.parametrize("n_queries", [1, 2, 5])
def test_bars_fit_into_every_width_that_numbers_fit_into(width: int, n_queries: int) -> None:
    surveys = [some_survey(articles=(999, 1, 0, 0, 0, 0, 1000))] * n_queries

    lines = timeline_as_text(surveys, Style(width=width)).splitlines()

    assert max(map(display_width, lines)) <= max(width, 26)


def test_bars_end_somewhere_in_a_file_whose_lines_are_not_broken() -> None:
    lines = timeline_as_text([some_survey()], Style(width=sys.maxsize)).splitlines()

    assert max(map(display_width, lines)) == 80


def test_a_query_from_a_stranger_moves_no_cursor() -> None:
    surveys = [some_survey("\x1b[31mred\u202e\n")] * 2

    assert "\x1b" not in timeline_as_text(surveys, Style())
    assert "\u202e" not in timeline_as_text(surveys, Style())


def test_below_hits_there_are_the_periods_and_outlets_that_have_most() -> None:
    survey = some_survey(
        articles=(*range(1, 15), 0),
        undated=2,
        sources=(POST, SourceCount(None, 4, None, None)),
        n_sources=8,
    )

    lines = top_as_text(survey, Style(width=30)).splitlines()

    assert [line[:4] for line in lines[2:14]] == [str(year) for year in range(2020, 2032)]
    assert lines[14:] == [
        "2 other years with fewer ·",
        "undated 2",
        "Outlets: The Marram Post 9 ·",
        "         (no source) 4 · 7",
        "         others",
    ]


def test_a_survey_is_below_the_hits_unless_nothing_was_found(results: Results) -> None:
    style = Style(width=60)
    found, nothing = some_survey(), some_survey(articles=())

    assert surveyed_results_as_text(SurveyedResults(results, found), style) == (
        f"{results_as_text(results, style)}\n{top_as_text(found, style)}"
    )
    assert surveyed_results_as_text(SurveyedResults(results, nothing), style) == (
        results_as_text(results, style)
    )
