from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article
from searchkit.output import RESULTS_FORMATS, Style
from searchkit.results import Hit, Results

STYLE = Style()


def key_cell(key: str) -> str:
    """Return what a spreadsheet reads for an article of that key."""
    article = Article(key=key, title="t", text="", path="p")
    hit = Hit(rank=1, article=article, score=1.0, snippets=())
    text = RESULTS_FORMATS["csv"](Results(query="q", total=1, took=0.0, hits=(hit,)), STYLE)
    return next(csv.DictReader(io.StringIO(text, newline="")))["key"]


def test_hits_are_rows_under_a_header(results: Results) -> None:
    assert RESULTS_FORMATS["csv"](results, STYLE).split("\r\n") == [
        (
            "rank,key,title,source,date,date_precision,path,url,authors,language,language_origin,"
            "score,lacks,snippets"
        ),
        (
            "9,post/2021/flood.md#2,Spring tide floods the market,The Marram Post,2021-03-14,day,"
            "post/2021/flood.md,https://marram.example/flood,Ann Lee; Bo Ek,en,detected,12.3456,,"
            "The **spring** **tide** came over the wall at four… | A high **tide** is due at noon."
        ),
        "10,港口.txt,港口 tide,,,,港口.txt,,,,,3.0,spring; moon,**潮汐**表已經沒有用處了。",
        "",
    ]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("\t =1", "'  =1"),
        ("\x1b[0m=1", "'=1"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("two\nlines", "two\nlines"),
        ('a "quoted", part', 'a "quoted", part'),
        ("caf\udce9", "caf\ufffd"),
    ],
)
def test_no_cell_is_run_as_a_formula(key: str, expected: str) -> None:
    assert key_cell(key) == expected


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n")))
def test_printable_text_reads_back(key: str) -> None:
    guard = "'" if key.lstrip()[:1] in set("=+-@＝＋－＠") else ""

    assert key_cell(key) == guard + key
