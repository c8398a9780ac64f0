"""Pages of bookmarks: what was written of a page, and how many have nothing to read."""

from __future__ import annotations

import pytest

from searchkit.article import Article
from searchkit.corpus.readers.bookmark_pages import is_page_of_bookmarks
from tests.corpus.conftest import ReadFile

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


def test_a_list_to_read_later_is_one_line(read_file: ReadFile) -> None:
    assert read_file("a.html", POCKET) == ["a.html: is a list of 2 bookmarks, which have no text"]


def test_what_a_person_wrote_of_a_page_is_an_article(read_file: ReadFile) -> None:
    address = "https://a.example?b=1&c=2"

    found, remark = read_file("a.html", BROWSER)

    assert isinstance(found, Article)
    assert (found.key, found.url) == (f"a.html#{address}", address)
    assert (found.title, found.text) == ("Low & high", "Says when it ebbs.")
    assert remark == "a.html: ignored 1 bookmark, which has no text"


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
