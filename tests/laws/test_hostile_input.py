"""Whatever strangers wrote, only text and our own colours reach a terminal."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import output
from searchkit.article import Article, Span
from searchkit.cli import main
from searchkit.errors import UnreadableFileError
from searchkit.notes import Note, Remark
from searchkit.output import Style
from searchkit.output.style import Ink
from searchkit.results import (
    CheckReport,
    Completion,
    Hit,
    MarkedArticle,
    RepairReport,
    Results,
    Snippet,
    SourceCount,
    Stats,
    Suggestion,
    UpdateReport,
)
from tests.output.conftest import some_report, some_stats

HOSTILE = (
    "\x1b[2J", "\x1b]0;title\x07", "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "\x1b[31m", "\x1bP1;2q\x1b\\", "\x1bc", "\x9b2J", "\x9d0;t\x9c", "\x1b", "\r",
    "\b\b\b", "\x07", "\x0e", "\t", "\v", "\f", "\x85", "\u2028", "\u2029", "\u202e",
    "\u2066", "\u2069", "\0", "\x7f", "\udcff", "\n", "=cmd()", "+1", "-1", "@x", "＝1",
    '"', ",", ";", "tide", "潮汐", "e\u0301", "🌊", "  ", "**", "<b>",
)  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), max_size=8).map("".join)
COLOURS = re.compile("|".join(re.escape(ink.value) for ink in Ink if ink.value) + r"|\x1b\[0m")
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@st.composite
def articles(draw: st.DrawFn) -> Article:
    text = draw(texts)
    return Article(
        key=draw(texts),
        title=draw(texts),
        text=text,
        path=draw(texts),
        source=draw(st.none() | texts),
        authors=tuple(draw(st.lists(texts, max_size=2))),
        url=draw(st.none() | texts),
        language=draw(st.none() | texts),
        furniture=(Span(0, len(text) // 2),),
    )


@st.composite
def results(draw: st.DrawFn) -> Results:
    article = draw(articles())
    quoted = Snippet(article.text, (Span(0, len(article.text)),) if article.text else ())
    hit = Hit(
        rank=1, score=1.5, article=article, snippets=(quoted,), title_spans=whole(article.title)
    )
    query = draw(texts)
    note = Note(draw(texts), span=Span(0, len(query)), suggestion=draw(texts))
    return Results(query=query, total=1, took=0.1, hits=(hit,), notes=(note,))


def whole(text: str) -> tuple[Span, ...]:
    return (Span(0, len(text)),) if text else ()


@st.composite
def marked(draw: st.DrawFn) -> MarkedArticle:
    article = draw(articles())
    return MarkedArticle(article, draw(texts), whole(article.text), whole(article.title))


RECORDS: dict[str, tuple[Mapping[str, Any], st.SearchStrategy[Any]]] = {
    "results": (output.RESULTS_FORMATS, results()),
    "article": (output.ARTICLE_FORMATS, marked()),
    "sources": (
        output.SOURCES_FORMATS,
        st.lists(st.builds(SourceCount, st.none() | texts, st.just(3), st.none(), st.none())),
    ),
    "completions": (
        output.COMPLETIONS_FORMATS,
        st.lists(st.builds(Completion, texts, st.just("source"), st.just(3))),
    ),
    "suggestions": (
        output.SUGGESTIONS_FORMATS,
        st.lists(st.builds(Suggestion, texts, st.just(1), st.just(3))),
    ),
    "stats": (
        output.STATS_FORMATS,
        texts.map(
            lambda text: Stats(
                articles=1,
                dated=0,
                sources=0,
                languages={text: 1},
                terms=1,
                size=1,
                first=None,
                last=None,
                updated=datetime(2021, 3, 14, tzinfo=UTC),
                segments=1,
            )
        ),
    ),
    "report": (
        output.REPORT_FORMATS,
        texts.map(
            lambda text: UpdateReport(
                added=1,
                replaced=0,
                removed=0,
                unchanged=0,
                files=1,
                skipped={text: 1},
                problems=(UnreadableFileError(text, text),),
                remarks=(Remark(text, text),),
                doubtful={text: text},
                took=0.1,
            )
        ),
    ),
    "check": (
        output.CHECK_FORMATS,
        texts.map(
            lambda text: CheckReport(articles=1, segments=1, faults=(text,), deep=True, took=0.1)
        ),
    ),
    "repair": (
        output.REPAIR_FORMATS,
        texts.map(
            lambda text: RepairReport(
                kept=1, indexed=1, lost=(text,), faults=(text,), aside=(text,), took=0.1
            )
        ),
    ),
}


@pytest.mark.parametrize("name", RECORDS)
@settings(max_examples=25)
@given(data=st.data(), colour=st.booleans(), width=st.integers(1, 120))
def test_text_holds_no_control_character_but_our_colours(
    name: str, data: st.DataObject, colour: bool, width: int
) -> None:
    formats, records = RECORDS[name]
    text = formats["text"](data.draw(records), Style(width=width, colour=colour))

    assert UNSAFE.search(COLOURS.sub("", text) if colour else text) is None
    assert text.encode().decode() == text


@pytest.mark.parametrize("name", RECORDS)
@settings(max_examples=25)
@given(data=st.data())
def test_json_is_valid_and_each_text_of_it_one_printable_line(
    name: str, data: st.DataObject
) -> None:
    formats, records = RECORDS[name]
    record = data.draw(records)
    for form in formats.keys() & {"json", "jsonl"}:
        for line in formats[form](record, Style()).splitlines():
            assert isinstance(json.loads(line), dict)
            assert UNSAFE.search(line) is None
            assert line.encode().decode() == line


@given(found=results())
def test_csv_has_a_row_a_hit_and_no_cell_that_a_spreadsheet_runs(found: Results) -> None:
    text = output.RESULTS_FORMATS["csv"](found, Style())
    rows = list(csv.reader(io.StringIO(text)))

    assert [len(row) for row in rows] == [13, 13]
    assert UNSAFE.search(text.replace("\r\n", "\n")) is None
    assert [
        cell for cell in rows[1] if cell.lstrip()[:1] in {*"=+-@＝＋－＠"} and cell.strip()
    ] == []


@given(found=results(), width=st.integers(20, 120))
def test_a_hit_stays_where_it_is_put(found: Results, width: int) -> None:
    """Nothing that it says begins a line at the margin, where ranks and totals stand."""
    lines = output.RESULTS_FORMATS["text"](found, Style(width=width)).split("\n")
    at_margin = [line.split(" ")[0] for line in lines if line[:1] not in {"", " "}]

    assert at_margin == ["Note:", "1.", "1"]


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
    plain = Style(width=60)
    drawn = [
        output.RESULTS_FORMATS["text"](
            Results(query=evil, total=1, took=0.0, hits=(hit,), notes=(note,)), plain
        ),
        output.ARTICLE_FORMATS["text"](MarkedArticle(article, evil, (Span(5, 13),)), plain),
        output.SOURCES_FORMATS["text"]([SourceCount(evil, 1, None, None)], plain),
        output.STATS_FORMATS["text"](some_stats(languages={evil: 1}), plain),
        output.REPORT_FORMATS["text"](some_report(skipped={evil: 1}, problems=(problem,)), plain),
    ]

    assert set("".join(drawn)) & set("\x1b\x07\x9b\u202e\u2066\udcff") == set()
    assert all("tide2Jedit\ufffd" in text.replace("*", "") for text in drawn)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--\x1b[2J"],
        ["\x1b]0;title\x07"],
        ["search", "--\x1b[2J"],
        ["search", "--sort", "\x9b2J"],
        ["index", "--max-file-size", "\x1b[31m"],
        ["--index\u202e", "x"],
    ],
)
def test_what_was_typed_wrong_does_nothing_to_the_terminal(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments, color=True)

    assert result.exit_code == 2
    assert not {*"\x1b\x07\x9b\u202e"} & {*result.output}
