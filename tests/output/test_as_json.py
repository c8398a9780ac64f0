from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

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

STYLE = Style()

HITS = [
    {
        "rank": 9,
        "key": "post/2021/flood.md#2",
        "title": "Spring tide floods the market",
        "title_spans": [[0, 6], [7, 11]],
        "source": "The Marram Post",
        "date": "2021-03-14",
        "date_precision": "day",
        "path": "post/2021/flood.md",
        "url": "https://marram.example/flood",
        "authors": ["Ann Lee", "Bo Ek"],
        "language": "en",
        "score": 12.3456,
        "lacks": [],
        "origins": {
            "title": "front matter",
            "date": "path",
            "source": "header",
            "language": "detected",
            "encoding": {"name": "utf-8", "known": "valid UTF-8"},
        },
        "snippets": [
            {
                "text": "The spring tide came over the wall at four…",
                "spans": [[4, 10], [11, 15]],
            },
            {"text": "A high tide is due at noon.", "spans": [[7, 11]]},
        ],
    },
    {
        "rank": 10,
        "key": "港口.txt",
        "title": "港口 tide",
        "title_spans": [],
        "source": None,
        "date": None,
        "date_precision": None,
        "path": "港口.txt",
        "url": None,
        "authors": [],
        "language": None,
        "score": 3.0,
        "lacks": ["spring", "moon"],
        "origins": {
            "title": "none",
            "date": "none",
            "source": "none",
            "language": "none",
            "encoding": None,
        },
        "snippets": [{"text": "潮汐表已經沒有用處了。", "spans": [[0, 2]]}],
    },
]


def test_results_are_one_versioned_object(results: Results) -> None:
    text = RESULTS_FORMATS["json"](results, STYLE)
    expected = {
        "version": 2,
        "query": "spring tide AND",
        "total": 27,
        "more": 0,
        "offset": 8,
        "took_ms": 4.2,
        "understood": "spring tide",
        "corrected": "spring tide and",
        "generation": 7,
        "timed_out": False,
        "notes": [
            {
                "kind": "reading",
                "message": "Nothing follows AND, so it was left out.",
                "span": [12, 15],
                "suggestion": "spring tide",
                "argument": None,
            },
            {
                "kind": "information",
                "message": "No article has all the words.",
                "span": None,
                "suggestion": None,
                "argument": None,
            },
        ],
        "hits": HITS,
    }

    assert text == json.dumps(expected, ensure_ascii=False) + "\n"


def test_json_lines_are_the_hits_alone(results: Results) -> None:
    lines = RESULTS_FORMATS["jsonl"](results, STYLE).splitlines(keepends=True)

    assert lines == [json.dumps(hit, ensure_ascii=False) + "\n" for hit in HITS]


def test_json_lines_of_nothing_are_empty(results: Results) -> None:
    assert RESULTS_FORMATS["jsonl"](results.replace(hits=()), STYLE) == ""


@given(st.text(st.characters(categories=["C", "Z", "L"]), min_size=1))
def test_any_text_reads_back_from_one_printable_line(text: str) -> None:
    article = Article(key=text, title=text, text=text, path=text, source=text)
    hit = Hit(rank=1, article=article, score=1.0, snippets=(Snippet(text, ()),))
    line = RESULTS_FORMATS["jsonl"](Results(query=text, total=1, took=0.0, hits=(hit,)), STYLE)
    read = json.loads(line)

    assert line.encode().decode().splitlines() == [line[:-1]]
    assert [read["key"], read["source"], read["snippets"][0]["text"]] == [text] * 3


def test_control_and_bidirectional_characters_are_escaped() -> None:
    article = Article(key="\x1b\x9b\u202e\u2066é", title="t", text="", path="p")

    assert r'"key": "\u001b\u009b\u202e\u2066é"' in ARTICLE_FORMATS["json"](
        MarkedArticle(article), STYLE
    )


def test_an_article_is_given_whole(flood: Article) -> None:
    marked = MarkedArticle(flood, "tide", (Span(24, 28),), (Span(7, 11),))

    assert json.loads(ARTICLE_FORMATS["json"](marked, STYLE)) == {
        "version": 2,
        "query": "tide",
        "article": {
            "key": "post/2021/flood.md#2",
            "title": "Spring tide floods the market",
            "source": "The Marram Post",
            "date": "2021-03-14",
            "date_precision": "day",
            "path": "post/2021/flood.md",
            "url": "https://marram.example/flood",
            "authors": ["Ann Lee", "Bo Ek"],
            "language": "en",
            "origins": {
                "title": "front matter",
                "date": "path",
                "source": "header",
                "language": "detected",
                "encoding": {"name": "utf-8", "known": "valid UTF-8"},
            },
            "text": flood.text,
            "furniture": [[0, 12]],
        },
        "title_spans": [[7, 11]],
        "spans": [[24, 28]],
    }


def test_sources_carry_their_counts_and_dates() -> None:
    rows = [
        SourceCount("Post", 3, ArticleDate.of_year(2019), ArticleDate.of_month(2021, 2)),
        SourceCount(None, 1, None, None),
    ]

    assert json.loads(SOURCES_FORMATS["json"](rows, STYLE)) == {
        "version": 2,
        "sources": [
            {"source": "Post", "articles": 3, "first": "2019", "last": "2021-02"},
            {"source": None, "articles": 1, "first": None, "last": None},
        ],
    }


def test_stats_are_given_as_they_are() -> None:
    stats = Stats(
        articles=3,
        dated=2,
        sources=1,
        languages={"en": 3},
        terms=120,
        size=4096,
        first=ArticleDate.of_year(2019),
        last=None,
        updated=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        segments=1,
        corpus=(
            CorpusFolder(Path("/home/me/a")),
            CorpusFolder(Path("/b"), "b/", "The Post", "cp1252"),
        ),
    )

    assert json.loads(STATS_FORMATS["json"](stats, STYLE)) == {
        "version": 2,
        "articles": 3,
        "dated": 2,
        "sources": 1,
        "languages": {"en": 3},
        "terms": 120,
        "size": 4096,
        "first": "2019",
        "last": None,
        "updated": "2024-05-06T07:08:09+00:00",
        "segments": 1,
        "drift": 0.0,
        "corpus": [
            {"path": "/home/me/a", "prefix": "", "source": None, "encoding": None},
            {"path": "/b", "prefix": "b/", "source": "The Post", "encoding": "cp1252"},
        ],
    }


def test_a_report_names_what_could_not_be_read_or_not_for_certain() -> None:
    report = UpdateReport(
        added=1,
        replaced=2,
        removed=3,
        unchanged=4,
        files=5,
        skipped={".pdf": 6},
        missing={"rst": {".rst": 7}},
        problems=(UnreadableFileError("a.json", "empty"),),
        remarks=(Remark("c.md", "ignored line 2"),),
        doubtful={"b.txt": "windows-1252"},
        took=0.0123456,
        dry_run=True,
        notes=(Note("The corpus was moved from /a to /b."),),
    )

    assert json.loads(REPORT_FORMATS["json"](report, STYLE)) == {
        "version": 2,
        "dry_run": True,
        "added": 1,
        "replaced": 2,
        "removed": 3,
        "unchanged": 4,
        "files": 5,
        "skipped": {".pdf": 6},
        "missing": {"rst": {".rst": 7}},
        "problems": [{"path": "a.json", "reason": "empty"}],
        "remarks": [{"path": "c.md", "text": "ignored line 2"}],
        "doubtful": [{"path": "b.txt", "encoding": "windows-1252"}],
        "notes": [
            {
                "kind": "information",
                "message": "The corpus was moved from /a to /b.",
                "span": None,
                "suggestion": None,
                "argument": None,
            }
        ],
        "took_ms": 12.346,
    }
