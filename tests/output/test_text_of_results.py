from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from searchkit.article import Article, ArticleDate, Span
from searchkit.errors import UnreadableFileError
from searchkit.notes import Remark
from searchkit.output import (
    ARTICLE_FORMATS,
    REPORT_FORMATS,
    RESULTS_FORMATS,
    SOURCES_FORMATS,
    STATS_FORMATS,
    Style,
)
from searchkit.results import (
    CorpusFolder,
    Hit,
    MarkedArticle,
    Note,
    Results,
    Snippet,
    SourceCount,
    Stats,
    UpdateReport,
)

PLAIN = Style(width=60)
COLOUR = Style(width=60, colour=True)
JANUARY = ArticleDate.of_month(2019, 1)
YEAR = ArticleDate.of_year(2021)


def marked(flood: Article) -> MarkedArticle:
    spans = (Span(17, 23), Span(24, 28), Span(178, 182))
    return MarkedArticle(flood, "spring tide", spans, (Span(0, 6), Span(7, 11)))


def test_hits_show_headline_facts_and_snippets(results: Results) -> None:
    drawn = RESULTS_FORMATS["text"](results, PLAIN)

    assert (
        drawn
        == """\
Note: Nothing follows AND, so it was left out.
      spring tide AND
                  ^^^
 Try: spring tide
Note: No article has all the words.

 9. **Spring** **tide** floods the market
    The Marram Post · 2021-03-14 · 12.35
    post/2021/flood.md#2
    - The **spring** **tide** came over the wall at four…
    - A high **tide** is due at noon.

10. 港口 tide
    undated · 3.00 · 港口.txt
    - **潮汐**表已經沒有用處了。

9-10 of 27 articles (4 ms)
"""
    )


def test_hits_are_wrapped_to_a_narrow_terminal(results: Results) -> None:
    drawn = RESULTS_FORMATS["text"](replace(results, notes=()), Style(width=30))

    assert (
        drawn
        == """\
 9. **Spring** **tide** floods
    the market
    The Marram Post
    2021-03-14 · 12.35
    post/2021/flood.md#2
    - The **spring** **tide**
      came over the wall at
      four…
    - A high **tide** is due
      at noon.

10. 港口 tide
    undated · 3.00 · 港口.txt
    - **潮汐**表已經沒有用處
      了。

9-10 of 27 articles (4 ms)
"""
    )


def test_colour_marks_matches_and_dims_facts(results: Results) -> None:
    drawn = RESULTS_FORMATS["text"](replace(results, notes=()), COLOUR)

    assert drawn == (
        " 9. \x1b[1;31mSpring\x1b[0m\x1b[1m \x1b[0m\x1b[1;31mtide\x1b[0m"
        "\x1b[1m floods the market\x1b[0m\n"
        "    \x1b[2mThe Marram Post · 2021-03-14 · 12.35\x1b[0m\n"
        "    \x1b[2mpost/2021/flood.md#2\x1b[0m\n"
        "    - The \x1b[1;31mspring\x1b[0m \x1b[1;31mtide\x1b[0m came over the wall at four…\n"
        "    - A high \x1b[1;31mtide\x1b[0m is due at noon.\n"
        "\n"
        "10. \x1b[1m港口 tide\x1b[0m\n"
        "    \x1b[2mundated · 3.00 · 港口.txt\x1b[0m\n"
        "    - \x1b[1;31m潮汐\x1b[0m表已經沒有用處了。\n"
        "\n"
        "\x1b[2m9-10 of 27 articles (4 ms)\x1b[0m\n"
    )


def test_a_match_over_two_lines_is_marked_on_both() -> None:
    article = Article(key="k", title="t", text="x", path="k")
    hit = Hit(
        rank=1,
        article=article,
        score=1.0,
        snippets=(Snippet("seen at New York harbour", (Span(8, 16),)),),
    )
    drawn = RESULTS_FORMATS["text"](
        Results(query="q", total=1, took=0.0, hits=(hit,)), Style(width=17, colour=True)
    )

    assert drawn.splitlines()[3:5] == [
        "   - seen at \x1b[1;31mNew\x1b[0m",
        "     \x1b[1;31mYork\x1b[0m harbour",
    ]


def test_the_last_line_counts_what_is_shown(results: Results) -> None:
    first_page = replace(results, offset=0, notes=(), total=1200)
    nothing = Results(query="q", total=0, took=0.25, hits=())
    too_far = Results(query="q", total=1, took=1.5, hits=(), offset=5)
    last_lines = [
        RESULTS_FORMATS["text"](found, PLAIN).splitlines()[-1]
        for found in (first_page, nothing, too_far)
    ]

    assert last_lines == [
        "2 of 1,200 articles (4 ms)",
        "No articles found (250 ms)",
        "0 of 1 article (1.5 s)",
    ]


def test_a_note_on_a_query_too_long_for_a_line_points_at_a_part_of_it() -> None:
    query = f"{'tide ' * 20}潮汐 {'moon ' * 20}"
    note = Note("Too few tides.", Span(100, 102))
    found = Results(query=query, total=0, took=0.0, hits=(), notes=(note,))

    assert RESULTS_FORMATS["text"](found, PLAIN) == (
        "Note: Too few tides.\n"
        "      …de tide tide tide 潮汐 moon moon moon moon moon moon…\n"
        "                         ^^^^\n"
        "\n"
        "No articles found (0.0 ms)\n"
    )


def test_an_article_is_shown_with_its_facts_and_matches(flood: Article) -> None:
    drawn = ARTICLE_FORMATS["text"](marked(flood), PLAIN)

    assert (
        drawn
        == """\
**Spring** **tide** floods the market
By Ann Lee, Bo Ek
The Marram Post (header) · 2021-03-14 (path)
post/2021/flood.md#2 · https://marram.example/flood
en (detected) · headline (front matter)
5 matches for: spring tide

Read article
The **spring** **tide** came over the wall at four, and by
six the fish market stood in water to the height of a crate.

“Nobody was hurt,” said the harbour master. A high **tide**
is due at noon.
"""
    )


def test_authors_with_commas_in_their_names_are_parted_by_semicolons(flood: Article) -> None:
    article = flood.replace(authors=("Doe, Jane", "Bo Ek"))

    assert ARTICLE_FORMATS["text"](marked(article), PLAIN).split("\n")[1] == "By Doe, Jane; Bo Ek"


def test_an_article_in_colour_has_dim_furniture(flood: Article) -> None:
    body = ARTICLE_FORMATS["text"](marked(flood), COLOUR).split("\n\n", 1)[1]

    assert body == (
        "\x1b[2mRead article\x1b[0m\n"
        "The \x1b[1;31mspring\x1b[0m \x1b[1;31mtide\x1b[0m came over the wall at four, "
        "and by six the\n"
        "fish market stood in water to the height of a crate.\n"
        "\n"
        "“Nobody was hurt,” said the harbour master. A high \x1b[1;31mtide\x1b[0m is\n"
        "due at noon.\n"
    )


def test_an_article_of_which_little_is_known_says_so(harbour: Article) -> None:
    drawn = ARTICLE_FORMATS["text"](MarkedArticle(harbour, "tide", (), (Span(3, 7),)), PLAIN)

    assert (
        drawn
        == """\
港口 **tide**
no source · undated
港口.txt
1 match for: tide

潮汐表已經沒有用處了。
"""
    )


def test_an_article_without_text_ends_with_its_facts() -> None:
    empty = Article(key="a.txt", title="Tide", text=" \n", path="a.txt")

    assert (
        ARTICLE_FORMATS["text"](MarkedArticle(empty), PLAIN) == "Tide\nno source · undated\na.txt\n"
    )


def test_a_key_too_long_for_a_line_stays_whole() -> None:
    key = "a/" * 20 + "tide tables.txt"
    article = Article(key=key, title="Tide", text="x", path=key)

    assert (
        ARTICLE_FORMATS["text"](MarkedArticle(article), Style(width=20))
        == f"Tide\nno source · undated\n{key}\n\nx\n"
    )


def test_a_source_too_long_for_a_line_is_broken_as_text_is() -> None:
    source = "The Quarterly Review of Harbours and Havens"
    article = Article(key="tide.txt", title="Tide", text="x", path="tide.txt", source=source)
    hit = Hit(rank=1, article=article, score=None, snippets=())
    results = Results(query="tide", total=1, took=0.0, hits=(hit,))
    drawn = RESULTS_FORMATS["text"](results, Style(width=24))

    assert drawn.startswith(
        """\
1. Tide
   The Quarterly Review
   of Harbours and
   Havens
   undated · tide.txt
"""
    )


def test_a_key_without_anything_printable_is_left_out() -> None:
    article = Article(key="\x07", title="Tide", text="x", path="\x07")

    assert (
        ARTICLE_FORMATS["text"](MarkedArticle(article), PLAIN) == "Tide\nno source · undated\n\nx\n"
    )


def test_nothing_an_article_carries_reaches_the_terminal() -> None:
    evil = "\x1b[31mti\x1b[0mde\x07\x9b2J\u202eedit\u2066\x1b]0;owned\x07\udcff"
    article = Article(
        key=evil,
        title=evil,
        text=f"{evil}\n{evil}",
        path=evil,
        source=evil,
        authors=(evil,),
        url=evil,
        language=evil,
    )
    hit = Hit(rank=1, article=article, score=1.0, snippets=(Snippet(evil, (Span(5, 13),)),))
    note = Note(evil, Span(0, 5), evil)
    problem = UnreadableFileError(evil, evil)
    drawn = [
        RESULTS_FORMATS["text"](
            Results(query=evil, total=1, took=0.0, hits=(hit,), notes=(note,)), PLAIN
        ),
        ARTICLE_FORMATS["text"](MarkedArticle(article, evil, (Span(5, 13),)), PLAIN),
        SOURCES_FORMATS["text"]([SourceCount(evil, 1, None, None)], PLAIN),
        STATS_FORMATS["text"](stats(languages={evil: 1}), PLAIN),
        REPORT_FORMATS["text"](report(skipped={evil: 1}, problems=(problem,)), PLAIN),
    ]

    assert set("".join(drawn)) & set("\x1b\x07\x9b\u202e\u2066\udcff") == set()
    assert all("tide2Jedit\ufffd" in text.replace("*", "") for text in drawn)


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


def test_no_sources_are_an_empty_table() -> None:
    assert SOURCES_FORMATS["text"]([], PLAIN) == "Articles  First  Last  Source\n\n0 sources\n"


def stats(**changes: object) -> Stats:
    known = Stats(
        articles=1209,
        dated=1204,
        sources=2,
        languages={"de": 7, "en": 1200, "unknown": 2},
        terms=12345,
        size=23_456_789,
        first=JANUARY,
        last=YEAR,
        updated=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        segments=1,
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def test_stats_are_a_line_for_each_thing() -> None:
    assert (
        STATS_FORMATS["text"](stats(), PLAIN)
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

    drawn = STATS_FORMATS["text"](stats(corpus=corpus), PLAIN)

    assert drawn.splitlines()[-2:] == [
        f"Corpus     {long}",
        "           /b (keys begin with b/, source The Post, encoding cp1252)",
    ]


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


def report(**changes: object) -> UpdateReport:
    known = UpdateReport(
        added=12,
        replaced=3,
        removed=0,
        unchanged=1194,
        files=1100,
        skipped={},
        problems=(),
        remarks=(),
        doubtful={},
        took=1.26,
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def test_a_report_says_what_was_done_and_what_could_not_be_read() -> None:
    drawn = REPORT_FORMATS["text"](
        report(
            skipped={".pdf": 3, ".docx": 1},
            problems=(UnreadableFileError("a/b.json", "not JSON: line 3 ends too soon"),),
        ),
        Style(width=80),
    )

    assert (
        drawn
        == """\
Articles: 12 added, 3 replaced, 1,194 unchanged (1,100 files, 1.3 s)
Skipped: .pdf 3 · .docx 1
Unreadable: 1 file
  a/b.json: not JSON: line 3 ends too soon
"""
    )


def test_a_report_names_some_files_whose_encoding_is_in_doubt() -> None:
    doubtful = {f"{number}.txt": "windows-1252" for number in range(10, 1_245)}

    drawn = REPORT_FORMATS["text"](report(doubtful=doubtful), Style(width=80))

    named = "".join(f"  {number}.txt: read as windows-1252\n" for number in range(10, 20))
    assert drawn == (
        "Articles: 12 added, 3 replaced, 1,194 unchanged (1,100 files, 1.3 s)\n"
        "Encoding in doubt: 1,235 files (--encoding NAME sets it for all)\n"
        f"{named}  and 1,225 more\n"
    )


def test_a_report_names_files_that_were_read_in_part_and_what_was_passed_over() -> None:
    two = (Remark("a.md", "ignored line 3"), Remark("a.md", "ignored line 4"))
    many = tuple(Remark(f"{number}.md", "ignored line 2") for number in range(10, 1_245))

    assert [
        REPORT_FORMATS["text"](report(remarks=remarks), Style(width=80)).split("\n", 1)[1]
        for remarks in (two, many)
    ] == [
        "Read in part: 1 file\n  a.md: ignored line 3\n  a.md: ignored line 4\n",
        "Read in part: 1,235 files\n"
        + "".join(f"  {number}.md: ignored line 2\n" for number in range(10, 30))
        + "  and 1,215 more\n",
    ]


def test_a_dry_run_says_so() -> None:
    dry = report(added=0, replaced=0, unchanged=0, files=0, took=61.0, dry_run=True)

    assert (
        REPORT_FORMATS["text"](dry, Style(width=80))
        == "Dry run, nothing written. Articles: none (0 files, 1 min 1 s)\n"
    )
