"""A survey as bars that are links."""

from __future__ import annotations

import pytest

from searchkit.index import Index
from searchkit.serving.page_address import Asked
from searchkit.serving.timeline_drawing import timeline_of


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
