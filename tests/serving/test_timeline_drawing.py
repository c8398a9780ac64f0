"""A survey as bars that are links."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit.index import Index
from searchkit.results.surveys import Unit
from searchkit.serving.page_address import Asked
from searchkit.serving.timeline_drawing import timeline_of
from tests.conftest import write_files


def test_bars_are_as_high_as_their_periods_have_articles(served_index: Index) -> None:
    asked = Asked(q="tide OR marée OR otters OR budget", source=("A",))
    survey = served_index.survey("tide OR marée OR otters OR budget", by="year")
    timeline = timeline_of(survey, asked)
    counts = [bar.articles for bar in timeline.bars]

    assert [bar.height for bar in timeline.bars] == [
        pytest.approx(100 * count / max(counts)) for count in counts
    ]
    assert timeline.bars[0].address == (
        "/search?q=tide+OR+mar%C3%A9e+OR+otters+OR+budget&source=A&since=2018&until=2018"
    )
    assert timeline.bars[0].says.startswith("2018: ")
    assert sum(bar.room for bar in timeline.bars) == pytest.approx(100, abs=0.1)
    assert timeline.undated == survey.undated


def test_bars_may_be_shares_of_all_articles(served_index: Index) -> None:
    survey = served_index.survey("otters", by="year", share=True)
    timeline = timeline_of(survey, Asked(q="otters", share=True))
    otters = [bar for bar in timeline.bars if bar.articles]

    assert [(bar.share, bar.says) for bar in otters] == [
        (100.0, "2020: 1 article, 100.0% of all"),
    ]
    assert timeline.other_address == "/search?q=otters"


@pytest.mark.parametrize(
    ("asked", "crumbs"),
    [
        (Asked(), []),
        (Asked(since="2016", until="2016"), ["All dates", "2016"]),
        (Asked(since="2016-03", until="2016-03"), ["All dates", "2016", "2016-03"]),
        (Asked(since="2016-Q1", until="2016-Q1"), ["All dates", "2016", "2016-Q1"]),
        (Asked(since="2016-03-14", until="2016-03-14"),
         ["All dates", "2016", "2016-03", "2016-03-14"]),
        (Asked(since="last-week", until="last-week"), ["All dates", "last-week"]),
        (Asked(since="2016"), ["All dates", "2016 to …"]),
        (Asked(undated=True), ["All dates", "Undated"]),
    ],
)  # fmt: skip
def test_a_period_leads_back_to_those_around_it(
    served_index: Index, asked: Asked, crumbs: list[str]
) -> None:
    timeline = timeline_of(served_index.survey(""), asked)

    assert [name for name, _ in timeline.crumbs] == crumbs


@pytest.mark.parametrize(
    ("first", "last", "by", "names", "within"),
    [
        ("2016-03-04", "2016-03-31", "day",
         ["4 Mar", "8 Mar", "12 Mar", "16 Mar", "20 Mar", "24 Mar", "28 Mar"],
         "4–31 Mar 2016"),
        ("2016-03-04", "2016-05-05", "day", ["Apr 2016", "May 2016"],
         "4 Mar – 5 May 2016"),
        ("2016-03-04", "2016-03-04", "day", ["4 Mar"], "4 Mar 2016"),
        ("2016-02-01", "2016-11-30", "month",
         ["Feb 2016", "Apr 2016", "Jun 2016", "Aug 2016", "Oct 2016"], ""),
        ("2015-11-01", "2017-02-01", "month", ["2016", "2017"], ""),
        ("2016-01-01", "2017-12-31", "week",
         ["Jan 2016", "Apr 2016", "Jul 2016", "Oct 2016", "Jan 2017", "Apr 2017", "Jul 2017",
          "Oct 2017"], "28 Dec 2015 – 31 Dec 2017"),
        ("2001", "2016", "year",
         ["2001", "2003", "2005", "2007", "2009", "2011", "2013", "2015"], ""),
    ],
)  # fmt: skip
def test_every_timeline_names_its_time(
    tmp_path: Path, first: str, last: str, by: Unit, names: list[str], within: str
) -> None:
    write_files(
        tmp_path / "corpus",
        {f"{n}.md": f"---\ndate: {day}\n---\n\nTide" for n, day in enumerate((first, last))},
    )
    with searchkit.create(tmp_path / "index") as index:
        index.update(tmp_path / "corpus")
        timeline = timeline_of(index.survey("", by=by), Asked())

    assert [tick.name for tick in timeline.ticks] == names
    assert timeline.within == within
    assert [tick.is_minor for tick in timeline.ticks] == [
        len(names) > 4 and number % 2 == 1 for number in range(len(names))
    ]
