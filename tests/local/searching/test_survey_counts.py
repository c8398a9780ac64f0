from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article, ArticleDate
from searchkit.engine import SurveyCounts, SurveyRequest
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Articles, Segment
from searchkit.local.searching.survey_counts import Surveyor
from searchkit.query.filters import Filters
from searchkit.query.nodes import Node
from searchkit.results.surveys import Unit
from searchkit.schema import UNKNOWN_LANGUAGE, author_term, source_term
from searchkit.schema.outlet_identity import outlet_identity
from tests.helpers import trees
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.surveyed import surveyed

KIRITIMATI = timezone(timedelta(hours=14))
SPELLINGS = (None, "Tern", "TERN", "The Marram Post", "Marram Post", "marrampost.com", "Ébb")
DATES = (
    None,
    ArticleDate.of_year(2018),
    ArticleDate.of_year(1969),
    ArticleDate.of_month(2018, 2),
    ArticleDate.of_month(2018, 12),
    ArticleDate.of_day(date(2018, 1, 1)),
    ArticleDate.of_day(date(2018, 3, 14)),
    ArticleDate.of_day(date(2019, 12, 31)),
    ArticleDate.of_day(date(1, 1, 1)),
    ArticleDate.of_day(date(9999, 12, 31)),
    ArticleDate.of_time(datetime(2018, 3, 14, 23, 30, tzinfo=UTC)),
    ArticleDate.of_time(datetime(2018, 3, 15, 1, 30, tzinfo=KIRITIMATI)),
    ArticleDate.of_time(datetime(2018, 10, 28, 0, 30, tzinfo=UTC)),
    ArticleDate.of_time(datetime(2018, 3, 14, 23, 30)),  # noqa: DTZ001
)
UNITS: tuple[Unit | Literal["auto"], ...] = ("auto", "day", "week", "month", "quarter", "year")

zones = st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Honolulu")])
most = st.none() | st.integers(0, 3)


@st.composite
def shelves(draw: st.DrawFn) -> Shelf:
    """Articles of all kinds of dates and outlets in up to three segments, some deleted."""
    every = [
        draw(
            st.builds(
                Piece,
                key=st.just(f"{key:02}.md"),
                text=trees.texts,
                language=st.sampled_from(["en", "fr", UNKNOWN_LANGUAGE]),
                source=st.sampled_from(SPELLINGS),
                authors=st.lists(st.sampled_from(["Ada Marsh", "ADA MARSH", "Łuk"])).map(tuple),
                date=st.sampled_from(DATES),
            )
        )
        for key in draw(st.permutations(range(draw(st.integers(0, 9)))))
    ]
    cuts = sorted(draw(st.tuples(*2 * [st.integers(0, len(every))])))
    parts = [every[: cuts[0]], every[cuts[0] : cuts[1]], every[cuts[1] :]]
    return Shelf(parts, frozenset(draw(st.sets(st.sampled_from(["00.md", "03.md", "04.md"])))))


def as_article(piece: Piece) -> Article:
    return Article(
        key=piece.key,
        title="-",
        text=piece.text,
        path=piece.key,
        date=piece.dated,
        source=piece.source,
        authors=piece.authors,
        language=None if piece.language == UNKNOWN_LANGUAGE else piece.language,
    )


class Counted:
    """What is counted over the columns of segments, and article by article."""

    def __init__(self, shelf: Shelf, segments: Sequence[Segment]) -> None:
        self._live = sorted(map(as_article, shelf.live), key=lambda article: article.key)
        self._articles = Articles(segments)
        self._searcher = Searcher(segments, shelf.languages)
        self._surveyor = Surveyor(
            self._articles,
            identify=outlet_identity,
            outlet_name=lambda term: next(
                a.source or "" for a in self._live if source_term(a.source) == term
            ),
            author_name=lambda term: next(
                name for a in self._live for name in a.authors if author_term(name) == term
            ),
        )

    def over_columns(self, node: Node, request: SurveyRequest) -> SurveyCounts:
        found = self._searcher.matching(node, Filters())
        return self._surveyor.survey(found, found, request)

    def one_by_one(self, node: Node, request: SurveyRequest) -> SurveyCounts:
        keys = {self._key(number) for number in self._searcher.matching(node, Filters()).tolist()}
        found = [article for article in self._live if article.key in keys]
        return surveyed(found, found, self._live, request)

    def _key(self, number: int) -> str:
        segment, article = self._articles.locate(number)
        return self._articles.segments[segment].key(article)


@settings(max_examples=60)
@given(shelves(), trees.trees, st.sampled_from(UNITS), zones, most, most)
def test_counts_over_columns_are_those_made_one_by_one_however_articles_are_cut_into_segments(
    shelf: Shelf,
    node: Node,
    by: Unit | Literal["auto"],
    zone: ZoneInfo,
    sources: int | None,
    authors: int | None,
) -> None:
    request = SurveyRequest(by, zone, sources, authors)
    parted = Counted(shelf, shelf.segments())
    merged = Counted(shelf, shelf.merged())

    counts = parted.over_columns(node, request)

    assert counts == parted.one_by_one(node, request)
    assert counts == merged.over_columns(node, request)
    assert list(counts.periods) == sorted(counts.periods)
    assert list(counts.languages.items()) == sorted(
        counts.languages.items(), key=lambda item: (-item[1], item[0])
    )


@given(shelves(), trees.trees)
def test_the_articles_that_a_query_matches_are_those_that_it_counts(
    shelf: Shelf, node: Node
) -> None:
    searcher = Searcher(shelf.segments(), shelf.languages)

    matching = searcher.matching(node, Filters()).tolist()
    page = searcher.find(node)

    assert len(matching) == len({*matching}) == page.total + page.more


def test_an_index_of_no_segments_has_nothing_to_count() -> None:
    surveyor = Surveyor(Articles([]), identify=str, outlet_name=str, author_name=str)
    nothing = np.zeros(0, np.int64)

    counts = surveyor.survey(nothing, nothing, SurveyRequest("auto", UTC, None, None))

    assert counts == SurveyCounts(0, 0, None, None, "year", {}, {}, (), 0, {}, (), 0)
