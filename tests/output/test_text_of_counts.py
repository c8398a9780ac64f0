from __future__ import annotations

from pathlib import Path

from searchkit.article import ArticleDate
from searchkit.output import (
    SOURCES_FORMATS,
    STATS_FORMATS,
    Style,
)
from searchkit.results import (
    CorpusFolder,
    SourceCount,
    Stats,
)
from tests.output.conftest import some_stats

PLAIN = Style(width=60)
JANUARY = ArticleDate.of_month(2019, 1)
YEAR = ArticleDate.of_year(2021)


def test_sources_are_a_table_with_the_names_last() -> None:
    rows = [
        SourceCount("The Marram Post", 1204, JANUARY, YEAR),
        SourceCount("The Quarterly Review of Harbours and Havens", 3, YEAR, YEAR),
        SourceCount(None, 2, None, None),
    ]

    assert (
        SOURCES_FORMATS["text"](rows, Style(width=50))
        == """\
Articles  First    Last  Source
   1,204  2019-01  2021  The Marram Post
       3  2021     2021  The Quarterly Review of
                         Harbours and Havens
       2                 (no source)

2 sources
"""
    )


def test_sources_have_their_dates_under_them_where_a_table_leaves_no_room_for_names() -> None:
    rows = [
        SourceCount("The Quarterly Review of Harbours and Havens", 1204, JANUARY, YEAR),
        SourceCount("The Marram Post", 3, YEAR, YEAR),
        SourceCount(None, 2, None, None),
    ]

    assert (
        SOURCES_FORMATS["text"](rows, Style(width=40))
        == """\
Articles  Source
   1,204  The Quarterly Review of
          Harbours and Havens
          2019-01 to 2021
       3  The Marram Post
          2021
       2  (no source)

2 sources
"""
    )


def test_no_sources_are_no_table() -> None:
    assert SOURCES_FORMATS["text"]([], PLAIN) == "No articles found\n"


def test_stats_are_a_line_for_each_thing() -> None:
    assert (
        STATS_FORMATS["text"](some_stats(), PLAIN)
        == """\
Articles   1,209
Dated      1,204, 2019-01 to 2021
Sources    2
Languages  en 1,200 · de 7 · unknown 2
Terms      12,345
Size       23.5 MB in 1 segment
Updated    2024-05-06 07:08:09+00:00
"""
    )


def test_stats_name_the_folders_of_the_corpus_whole() -> None:
    long = Path(f"/home/me/{'articles of the harbour ' * 4}".strip())
    corpus = (CorpusFolder(long), CorpusFolder(Path("/b"), "b/", "The Post", "cp1252"))

    drawn = STATS_FORMATS["text"](some_stats(corpus=corpus), PLAIN)

    assert drawn.splitlines()[-2:] == [
        f"Corpus     {long}",
        "           /b (keys begin with b/, source The Post, encoding cp1252)",
    ]


def test_stats_say_when_a_rebuild_would_change_what_is_furniture() -> None:
    assert "Furniture" not in STATS_FORMATS["text"](some_stats(drift=0.01), PLAIN)
    drawn = STATS_FORMATS["text"](some_stats(drift=0.034), PLAIN)

    assert "Furniture  --rebuild would change 3% of the lines" in drawn.splitlines()


def test_stats_of_an_empty_index_have_no_dates() -> None:
    empty = Stats(
        articles=0,
        dated=0,
        sources=0,
        languages={},
        terms=0,
        size=0,
        first=None,
        last=None,
        updated=None,
        segments=0,
    )

    assert (
        STATS_FORMATS["text"](empty, PLAIN)
        == """\
Articles   0
Dated      0
Sources    0
Languages  -
Terms      0
Size       0 bytes in 0 segments
Updated    -
"""
    )
