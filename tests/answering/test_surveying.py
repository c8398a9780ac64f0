"""How many articles a query finds, by time, outlet, language and author, in every engine."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import searchkit
from searchkit.answering import surveying
from searchkit.article import ArticleDate, Precision
from searchkit.errors import ArgumentError, QueryError
from searchkit.index import Index
from searchkit.query import parse
from searchkit.query.dates.periods import UNITS
from searchkit.results import SourceCount
from searchkit.results.surveys import ApartCount, AuthorCount, PeriodCount, Survey
from tests.conftest import ENGINES, MakeCorpus, kept_in

FLOOD, OTTERS = (ArticleDate.of_day(date(2019, 3, 20)), ArticleDate.of_day(date(2020, 11, 2)))
MOON = ArticleDate.of_month(2021, 3)


def year(number: int, articles: int, all_articles: int | None = None) -> PeriodCount:
    first, last = date(number, 1, 1), date(number, 12, 31)
    return PeriodCount(str(number), first, last, articles, all_articles)


def counts(survey: Survey) -> dict[str, int]:
    """The periods that have an article."""
    return {period.label: period.articles for period in survey.periods if period.articles}


def test_a_survey_counts_the_articles_with_all_words_by_all_that_is_known_of_them(
    index: Index,
) -> None:
    survey = index.survey("spring tide", by="year")

    assert survey == Survey(
        query="spring tide",
        total=2,
        more=1,
        dated=2,
        undated=0,
        first=FLOOD,
        last=MOON,
        unit="year",
        periods=(year(2019, 1), year(2020, 0), year(2021, 1)),
        sources=(
            SourceCount("Harbour Gazette", 1, FLOOD, FLOOD),
            SourceCount("Quayside Weekly", 1, MOON, MOON),
        ),
        n_sources=2,
        languages={"en": 2},
        authors=(AuthorCount("Ada Marsh", 1),),
        n_authors=1,
        took=survey.took,
    )
    assert repr(survey) == "Survey('spring tide', 2 by year)"


def test_articles_with_some_of_the_words_count_where_that_is_asked(index: Index) -> None:
    survey = index.survey("spring tide", by="year", some_words=True)

    assert (survey.total, survey.more) == (3, 0)
    assert counts(survey) == {"2019": 1, "2020": 1, "2021": 1}


def test_where_none_has_all_of_the_words_those_with_some_count_and_a_note_says_so(
    index: Index,
) -> None:
    survey = index.survey("otters bread")

    assert (survey.total, survey.more) == (2, 0)
    assert [note.message for note in survey.notes] == [
        "No article has all of: otters, bread. These have some."
    ]
    assert index.survey("otters bread", all_words=True).total == 0


def test_outlets_are_counted_without_the_filter_for_them_and_all_else_with_it(
    index: Index,
) -> None:
    survey = index.survey("spring tide", by="year", source="harbour gazette")

    assert (survey.total, counts(survey), survey.n_authors) == (1, {"2019": 1}, 0)
    assert [(one.source, one.articles) for one in survey.sources] == [
        ("Harbour Gazette", 1),
        ("Quayside Weekly", 1),
    ]


def test_an_outlet_in_the_query_is_a_part_of_it(index: Index) -> None:
    survey = index.survey('spring tide source:"harbour gazette"')

    assert [one.source for one in survey.sources] == ["Harbour Gazette"]


def test_an_outlet_that_has_none_with_all_words_counts_those_with_some(index: Index) -> None:
    survey = index.survey("spring herring moon", source="harbour gazette")

    assert (survey.total, [(one.source, one.articles) for one in survey.sources]) == (
        2,
        [("Harbour Gazette", 2), ("Quayside Weekly", 1)],
    )


def test_the_outlets_and_authors_asked_for_are_those_with_most_articles(index: Index) -> None:
    survey = index.survey("", sources=1, authors=0)

    assert [one.source for one in survey.sources] == ["Harbour Gazette"]
    assert (survey.n_sources, survey.authors, survey.n_authors) == (3, (), 1)


def test_articles_without_an_outlet_come_last_and_are_no_outlet(index: Index) -> None:
    survey = index.survey("", sources=None)

    assert survey.sources[-1] == SourceCount(None, 1, None, None)
    assert (len(survey.sources), survey.n_sources) == (4, 3)


def test_a_date_counts_where_the_unit_is_as_coarse_and_else_apart(index: Index) -> None:
    apart = {by: index.survey("", by=by).apart for by in UNITS}

    to_month = ApartCount("known to the month", Precision.MONTH, 1)
    to_year = ApartCount("known to the year", Precision.YEAR, 1)
    assert apart == {
        "day": (to_month, to_year),
        "week": (to_month, to_year),
        "month": (to_year,),
        "quarter": (to_year,),
        "year": (),
    }


@pytest.mark.parametrize("by", UNITS)
@pytest.mark.parametrize("query", ["", "tide", "bread", "zyzzyva"])
def test_every_article_is_in_a_period_or_apart_or_undated(
    index: Index, query: str, by: searchkit.Unit
) -> None:
    survey = index.survey(query, by=by)

    in_periods = sum(period.articles for period in survey.periods)
    assert in_periods + sum(one.articles for one in survey.apart) == survey.dated
    assert survey.dated + survey.undated == survey.total == index.search(query).total


def test_nothing_found_has_no_periods(index: Index) -> None:
    survey = index.survey("zyzzyva")

    assert (survey.total, survey.unit, survey.periods) == (0, "year", ())
    assert (survey.first, survey.last, survey.sources) == (None, None, ())
    assert survey.notes == index.search("zyzzyva").notes != ()


def test_shares_are_of_all_articles_of_a_period_that_pass_the_filters(index: Index) -> None:
    every = index.survey("tide OR budget", by="year", share=True)
    of_one = index.survey("tide", by="year", share=True, source="harbour gazette")

    assert every.periods == (year(2018, 1, 2), year(2019, 1, 1), year(2020, 0, 1), year(2021, 1, 1))
    assert [period.share for period in every.periods] == [0.5, 1.0, 0.0, 1.0]
    assert of_one.periods == (year(2019, 1, 1),)


def test_a_period_without_any_article_has_no_share() -> None:
    assert year(2018, 0, 0).share is None
    assert year(2018, 3).share is None


def test_surveys_of_several_queries_have_the_same_periods(index: Index) -> None:
    tide, otters, nothing = index.surveys(["tide", "otters", "zyzzyva"], by="year")

    assert tide.periods == (year(2019, 1), year(2020, 0), year(2021, 1))
    assert otters.periods == (year(2019, 0), year(2020, 1), year(2021, 0))
    assert nothing.periods == (year(2019, 0), year(2020, 0), year(2021, 0))
    assert index.surveys([]) == ()


def test_one_unit_fits_several_queries(index: Index) -> None:
    surveys = index.surveys(["tide", "otters", "budget"])

    alone = [index.survey(query).unit for query in ("tide", "otters", "budget")]
    assert alone == ["month", "day", "year"]
    assert [survey.unit for survey in surveys] == ["year", "year", "year"]


def test_a_query_alone_is_not_read_letter_by_letter(index: Index) -> None:
    message = "queries is 'tide', a str. It must be several queries, such as a list."

    with pytest.raises(ArgumentError, match=f"^{re.escape(message)}$"):
        index.surveys("tide")


def test_a_unit_that_there_is_not_is_an_error(index: Index) -> None:
    message = "There is no unit decade. Choose one of: auto, day, week, month, quarter, year."

    with pytest.raises(ArgumentError, match=f"^{re.escape(message)}$"):
        index.survey("tide", by="decade")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["sources", "authors"])
def test_a_number_below_none_is_an_error(index: Index, name: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{name} is -1. It must be 0 or more.$"):
        index.survey("tide", **{name: -1})  # type: ignore[arg-type]


def test_a_query_that_needs_guessing_is_an_error_where_that_is_asked(index: Index) -> None:
    with pytest.raises(QueryError):
        index.survey("tide AND", strict=True)


def test_a_query_that_was_read_before_is_surveyed(index: Index) -> None:
    assert index.survey(parse("tide", language="en")).total == 2


@pytest.fixture(params=ENGINES)
def odd(request: pytest.FixtureRequest, make_corpus: MakeCorpus, tmp_path: Path) -> Iterator[Index]:
    """Articles of odd dates, and outlets and authors that are spelt in several ways."""
    records = [
        {"date": "2018-03-14T23:30:00+00:00", "source": "The Marram Post", "author": "Ada Marsh"},
        {"date": "2018-03-14T23:30:00-05:00", "source": "Marram Post", "author": "ada marsh"},
        {"date": "2018-03-15T00:30:00+13:00", "source": "Marram Post"},
        {"date": "2018-03-14T23:30:00", "source": "MARRAM POST"},
        {"date": "1961-01-01"},
    ]
    lines = [json.dumps({"text": "The tide came.", "id": n, **r}) for n, r in enumerate(records)]
    searchkit.update(tmp_path / "odd", make_corpus({"odd.jsonl": "\n".join(lines)}))
    with searchkit.open(kept_in(request.param, tmp_path / "odd")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("zone", "of_14", "of_15"), [("UTC", 3, 1), ("Europe/Berlin", 2, 2), ("Pacific/Honolulu", 3, 1)]
)
def test_a_day_is_that_of_the_zone_of_an_article_and_of_a_moment_that_of_the_one_asked_for(
    odd: Index, zone: str, of_14: int, of_15: int
) -> None:
    survey = odd.survey("", by="day", since="2018", timezone=zone)

    assert counts(survey) == {"2018-03-14": of_14, "2018-03-15": of_15}
    for label, articles in counts(survey).items():
        assert odd.search("", since=label, until=label, timezone=zone).total == articles


def test_the_spellings_of_an_outlet_are_one_and_so_are_those_of_an_author(odd: Index) -> None:
    survey = odd.survey("", timezone="UTC", since="2018")

    assert [(one.source, one.articles) for one in survey.sources] == [("Marram Post", 4)]
    assert survey.authors == (AuthorCount("Ada Marsh", 2),)


def test_periods_that_are_far_too_many_are_an_error(
    odd: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surveying, "_MOST_PERIODS", 10_000)
    message = (
        "From 1961-01-01 to 2018-03-15 there are 20,893 periods by day, and 10,000 is the "
        "most. Choose longer ones, or set since and until."
    )

    with pytest.raises(ArgumentError, match=f"^{re.escape(message)}$"):
        odd.survey("", by="day", timezone="Europe/Berlin")
    assert odd.survey("", timezone="UTC").unit == "year"
    assert len(odd.survey("", timezone="UTC").periods) == 58


@pytest.mark.parametrize("by", UNITS)
def test_the_label_of_a_period_is_read_as_that_period(odd: Index, by: searchkit.Unit) -> None:
    survey = odd.survey("", by=by, since="2018", timezone="UTC")

    for period in survey.periods:
        found = odd.search("", since=period.label, until=period.label, timezone="UTC")
        assert found.total == period.articles


def test_counts_are_the_same_however_the_index_came_to_be(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    def lines(numbers: range, word: str) -> dict[str, str]:
        return {
            f"{n % 3}/2018-{n % 12 + 1:02}-{n % 28 + 1:02}-{n}.txt": f"The {word}.\n\nTide {n}.\n"
            for n in numbers
        }

    grown = tmp_path / "grown"
    folder = make_corpus(lines(range(30), "moon"))
    searchkit.update(grown, folder)
    make_corpus(lines(range(20, 50), "sea"))
    searchkit.update(grown, folder)
    for path in sorted(folder.rglob("*-4*.txt")):
        path.unlink()
    searchkit.update(grown, folder)
    searchkit.rebuild(tmp_path / "made", folder)

    with searchkit.open(grown) as one, searchkit.open(tmp_path / "made") as other:
        assert (one.stats().segments or 0) > 1
        for query in ("tide", "moon", ""):
            surveyed = one.survey(query, by="month", timezone="UTC")
            hits = one.search(query, limit=100, all_words=True)
            assert surveyed.replace(took=0) == other.survey(
                query, by="month", timezone="UTC"
            ).replace(took=0)
            assert counts(surveyed) == Counter(
                str(hit.article.date)[:7] for hit in hits if hit.article.date
            )
