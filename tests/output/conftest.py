from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from searchkit.article import UTF_8, Article, ArticleDate, Origin, Origins, Span
from searchkit.notes import Note, NoteKind
from searchkit.output import Style
from searchkit.results import Hit, Results, Snippet, Stats, UpdateReport

TEXT = (
    "Read article\n"
    "The spring tide came over the wall at four, and by six the fish market stood in water "
    "to the height of a crate.\n"
    "\n\n"
    "“Nobody was hurt,” said the harbour master. A high tide is due at noon."
)


@pytest.fixture
def flood() -> Article:
    """An article of which everything is known."""
    return Article(
        key="post/2021/flood.md#2",
        title="Spring tide floods the market",
        text=TEXT,
        path="post/2021/flood.md",
        date=ArticleDate.of_day(date(2021, 3, 14)),
        source="The Marram Post",
        authors=("Ann Lee", "Bo Ek"),
        url="https://marram.example/flood",
        language="en",
        furniture=(Span(0, 12),),
        origins=Origins(
            title=Origin.FRONT_MATTER,
            date=Origin.PATH,
            source=Origin.HEADER,
            language=Origin.DETECTED,
            encoding=UTF_8,
        ),
    )


@pytest.fixture
def harbour() -> Article:
    """An article of which next to nothing is known, in a script of wide characters."""
    return Article(
        key="港口.txt", title="港口 tide", text="潮汐表已經沒有用處了。", path="港口.txt"
    )


@pytest.fixture
def results(flood: Article, harbour: Article) -> Results:
    """The second page of a search."""
    return Results(
        query="spring tide AND",
        total=27,
        understood="spring tide",
        corrected="spring tide and",
        generation=7,
        took=0.0042,
        offset=8,
        hits=(
            Hit(
                rank=9,
                article=flood,
                score=12.3456,
                snippets=(
                    Snippet(
                        "The spring tide came over the wall at four…", (Span(4, 10), Span(11, 15))
                    ),
                    Snippet("A high tide is due at noon.", (Span(7, 11),)),
                ),
                title_spans=(Span(0, 6), Span(7, 11)),
            ),
            Hit(
                rank=10,
                article=harbour,
                score=3.0,
                lacks=("spring", "moon"),
                snippets=(Snippet("潮汐表已經沒有用處了。", (Span(0, 2),)),),
            ),
        ),
        notes=(
            Note(
                "Nothing follows AND, so it was left out.",
                Span(12, 15),
                "spring tide",
                NoteKind.READING,
            ),
            Note("No article has all the words."),
        ),
    )


@pytest.fixture
def plain() -> Style:
    return Style(width=60)


def some_stats(**changes: object) -> Stats:
    known = Stats(
        articles=1209,
        dated=1204,
        sources=2,
        languages={"de": 7, "en": 1200, "unknown": 2},
        terms=12345,
        size=23_456_789,
        first=ArticleDate.of_month(2019, 1),
        last=ArticleDate.of_year(2021),
        updated=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        segments=1,
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def some_report(**changes: object) -> UpdateReport:
    known = UpdateReport(
        added=12,
        replaced=3,
        removed=0,
        unchanged=1194,
        files=1100,
        skipped={},
        missing={},
        problems=(),
        remarks=(),
        doubtful={},
        took=1.26,
    )
    return replace(known, **changes)  # type: ignore[arg-type]
