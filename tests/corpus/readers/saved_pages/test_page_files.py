"""Saved pages become articles with the facts that they tell, or one line that says why not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from searchkit.article import Article, Origin
from searchkit.limits import ReadingLimits
from tests.corpus.readers.conftest import ReadAs, read_file, read_one

pytest.importorskip("trafilatura")

FIRST = (
    "The harbour master said on Tuesday that the café at the end of the pier would stay open"
    " through the winter, “whatever the weather”."
)
SECOND = (
    "It has been run by one family since the year of the great flood, and the council has now"
    " extended the lease by another twenty years."
)
THIRD = (
    "Fishermen who start before dawn had signed a petition that gathered four thousand names in"
    " a week, more than the town has people."
)
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
BARE = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Pier café stays open | The Marram Post</title>
<meta property="og:title" content="Pier café stays open">
<meta property="og:site_name" content="The Marram Post">
<meta property="og:updated_time" content="2021-03-20T10:00:00+01:00">
<link rel="canonical" href="https://marram-post.example/news/pier-cafe">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
  {{"@type": "Organization", "@id": "#site", "name": "Marram Media Ltd"}},
  {{"@type": "Person", "@id": "#nell", "name": "Nell Wick"}},
  {{"@type": "NewsArticle", "headline": "Pier caf&eacute; stays open", "author": {{"@id": "#nell"}},
    "datePublished": "2021-03-14T23:30:00+01:00", "publisher": {{"@id": "#site"}}}}]}}</script>
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies, as all do. <button>Accept all</button></p></div>
<main><article><header><p class="rubric">Local news</p><h1>Pier café stays open</h1>
<p class="byline">By Nell Wick</p></header>
{BARE}</article>
<aside class="related"><h2>More from the pier</h2><a href="/a">Low tide</a></aside></main>
<footer><p>© 2021 Marram Media Ltd. All rights reserved.</p></footer></body></html>"""


def test_a_page_is_the_article_on_it_and_what_it_declares(tmp_path: Path) -> None:
    article = read_one(tmp_path, "pier.html", PAGE.encode())

    assert article.text == TEXT
    assert (article.title, article.source) == ("Pier café stays open", "The Marram Post")
    assert (article.authors, article.language) == (("Nell Wick",), "en")
    assert article.url == "https://marram-post.example/news/pier-cafe"
    assert str(article.date).startswith("2021-03-14T")
    found = article.origins
    assert (found.title, found.date, found.source, found.language) == (
        Origin.HEADING,
        Origin.JSON_LD,
        Origin.META,
        Origin.META,
    )


@pytest.mark.parametrize("name", ["a.htm", "a.HTML", "a.xhtml"])
def test_pages_have_several_suffixes(tmp_path: Path, name: str) -> None:
    assert read_one(tmp_path, name, f"<body>{BARE}</body>".encode()).text == TEXT


def test_what_a_page_says_gives_way_to_a_better_place_and_nothing_is_made_up(
    read_as: ReadAs,
) -> None:
    assert read_as("a.html", f"<html><body>{BARE}</body></html>") == [
        ("", f"{FIRST}", None, None, (), TEXT)
    ]


@pytest.mark.parametrize(
    "content",
    [
        f"<html><body>{BARE}</body></html>".encode(),
        f"<html><body>{BARE}</body></html>".encode("utf-16"),
        f'<html><head><meta charset="iso-8859-1"></head><body>{BARE}</body></html>'.encode(),
        f'<html><head><meta charset="latin1"></head><body>{BARE}</body></html>'.encode("cp1252"),
        f"<html><head><!--{'-' * 3000}--><meta charset=utf-8></head><body>{BARE}</body>".encode(),
        f"<html><body>{BARE}</body></html>".replace("flood", "fl\0ood").encode(),
        f'<?xml version="1.0" encoding="utf-8"?><html><body>{BARE}</body></html>'.encode(),
        f"<!DOCTYPE html/><html/><body>{BARE}</body></html>".encode(),
        gzip.compress(f"<html><body>{BARE}</body></html>".encode()),
    ],
)
def test_a_page_is_read_from_its_bytes_whatever_it_says_of_them(
    tmp_path: Path, content: bytes
) -> None:
    assert read_one(tmp_path, "a.html", content).text == TEXT


def test_plain_text_with_the_name_of_a_page_is_read_as_text(read_as: ReadAs) -> None:
    assert read_as("a.html", "Low tide\n\nIt went out & stayed < 3 hours.") == [
        ("", "Low tide", None, None, (), "It went out & stayed < 3 hours.")
    ]


def test_a_page_that_a_script_would_make_has_the_text_that_it_declares(tmp_path: Path) -> None:
    declared = {"@type": "NewsArticle", "headline": "Pier", "articleBody": FIRST}
    script = f'<script type="application/ld+json">{json.dumps(declared)}</script>'
    page = f'<html><head>{script}</head><body><div id="root"></div></body></html>'

    assert read_one(tmp_path, "a.html", page.encode()).text == FIRST


def test_a_page_without_any_text_has_its_description(tmp_path: Path) -> None:
    head = f'<title>Pier</title><meta property="og:description" content="{FIRST}">'
    page = f'<html><head>{head}</head><body><div id="root"></div></body></html>'

    assert read_one(tmp_path, "a.html", page.encode()).text == FIRST


def test_a_page_of_little_text_is_an_article_all_the_same(tmp_path: Path) -> None:
    assert read_one(tmp_path, "a.html", b"<div><a href=x>Low</a> <b>tide</b></div>").text == (
        "Low tide"
    )


DEEP = f"<body>{'<div>' * 251}{BARE}{'</div>' * 251}"
MANY = f"<body>{BARE}<p>{'<b>x</b>' * 300}</p>"
LIMITS = ReadingLimits(elements=300)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body></body></html>", "has no text"),
        ("<script>let tide = 1;</script>", "has no text"),
        ("<p></p>", "has no text"),
        (DEEP, "has elements nested more than 250 deep"),
        (MANY, "has more than 300 elements (limits.elements)"),
        ("\x1f\x8b\x08 nothing", "is not a valid gzip file"),
    ],
)
def test_a_page_that_cannot_be_read_is_one_line(tmp_path: Path, page: str, reason: str) -> None:
    assert read_file(tmp_path, "a.html", page.encode("latin-1", "replace"), limits=LIMITS) == [
        f"a.html: {reason}"
    ]


def test_a_limit_of_nesting_may_be_lower(tmp_path: Path) -> None:
    found = read_file(tmp_path, "a.html", PAGE.encode(), limits=ReadingLimits(nesting=3))

    assert found == ["a.html: has elements nested more than 3 deep (limits.nesting)"]


def test_files_that_were_saved_into_a_page_are_no_part_of_it(tmp_path: Path) -> None:
    picture = f'<img src="data:image/png;base64,{"iVBORw0KGgo" * 50_000}">'
    comment = (
        "<!--\n Page saved with SingleFile \n url: https://marram-post.example/pier \n"
        " saved date: Mon Nov 30 2026\n-->"
    )
    page = f"<html>{comment}<body><article>{picture}{BARE}</article></body></html>"

    article = read_one(tmp_path, "a.html", page.encode())

    assert (article.text, article.url, article.source, article.date) == (
        TEXT,
        "https://marram-post.example/pier",
        "marram-post.example",
        None,
    )


def test_no_entity_is_resolved_and_nothing_that_a_page_names_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    entities = f'<!ENTITY a SYSTEM "{tmp_path}/secret.txt"><!ENTITY b "{"b" * 99}">'
    body = f'<iframe src="secret.txt"></iframe>{BARE}<p>&a;&b;</p>'
    page = f"<!DOCTYPE html [{entities}]><html><body>{body}</body></html>"

    found = read_file(tmp_path, "a.html", page.encode())
    (article,) = (one for one in found if isinstance(one, Article) and one.path == "a.html")

    assert "secret" not in article.text
    assert "bbb" not in article.text
    assert FIRST in article.text
