"""Pages of bookmarks: what was written of a page, and how many have nothing to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.article import UTF_8, Article
from searchkit.corpus.open_file import OpenFile
from searchkit.corpus.readers.bookmark_pages import articles_of_bookmarks, is_page_of_bookmarks
from searchkit.corpus.settings.reading_options import NO_OPTIONS
from searchkit.corpus.stripes import WHOLE
from searchkit.limits import DEFAULT_READING_LIMITS

POCKET = (
    "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>"
    '<li><a href="https://a.example" time_added="1589000000" tags="">Low</a></li>'
    '<li><a href="https://b.example" time_added="1589000000" tags="sea">High</a></li></ul></body>'
)
BROWSER = (
    "<!DOCTYPE NETSCAPE-Bookmark-file-1><TITLE>Bookmarks</TITLE><DL><p>\n"
    '<DT><A HREF="https://a.example?b=1&amp;c=2" ADD_DATE="1589000000">Low &amp; high</A>\n'
    "<DD>Says when <b>it</b> ebbs.\n"
    '<DT><A HREF="https://b.example">High</A>\n</DL>'
)


def said(tmp_path: Path, html: str) -> list[tuple[object, ...] | str]:
    path = tmp_path / "a.html"
    path.write_text(html)
    with path.open("rb") as content:
        file = OpenFile(
            content,
            path.stat().st_size,
            "a.html",
            "a.html",
            NO_OPTIONS,
            DEFAULT_READING_LIMITS,
            WHOLE,
            lambda _block, _position: None,
        )
        found = list(articles_of_bookmarks(file, html, UTF_8))
    return [
        (one.key, one.title, one.text, one.url) if isinstance(one, Article) else str(one)
        for one in found
    ]


def test_a_list_to_read_later_is_one_line(tmp_path: Path) -> None:
    assert is_page_of_bookmarks(POCKET)
    assert said(tmp_path, POCKET) == ["is a list of 2 bookmarks, which have no text"]


def test_what_a_person_wrote_of_a_page_is_an_article(tmp_path: Path) -> None:
    address = "https://a.example?b=1&c=2"

    assert is_page_of_bookmarks(BROWSER)
    assert said(tmp_path, BROWSER) == [
        (f"a.html#{address}", "Low & high", "Says when it ebbs.", address),
        "a.html: ignored 1 bookmark, which has no text",
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<title>Instapaper: Export</title>", True),
        ("<title>How to use a Pocket Export</title>", False),
        ("<p>NETSCAPE-Bookmark-file-1</p>", False),
    ],
)
def test_other_pages_are_none(html: str, expected: bool) -> None:
    assert is_page_of_bookmarks(html) == expected
