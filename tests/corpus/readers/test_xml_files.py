"""XML: what it is, by its outermost element."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.xml_files import outermost_element
from tests.corpus.readers.conftest import LOW, ReadAs

FEED = "<rss><channel><item><title>Low</title></item></channel></rss>"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<rss>", (0, "rss")),
        ('\ufeff <?xml version="1.0"?>\n<!-- a --> <a:feed>', (0, "feed")),
        ('<!DOCTYPE rss [<!ENTITY a "<b>">]><rss>', (0, "rss")),
        ("<br />\n<b>Warning</b>: low tide<br />\n<rss version='2.0'>", (38, "rss")),
        ("Notice: low tide\n<?xml version='1.0'?><feed>", (17, "feed")),
        ("<html><body>about <rss> and <feed></html>", (0, "html")),
        ("plain", (0, "")),
    ],
)
def test_the_outermost_element_is_found(head: str, expected: tuple[int, str]) -> None:
    assert outermost_element(head) == expected


@given(st.text(alphabet="<>!-?[]DOCTYPE rs\n", max_size=200))
def test_it_begins_within_the_text(text: str) -> None:
    start, _ = outermost_element(text)

    assert 0 <= start <= len(text)


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a.atom", "a.rdf", "a.opml"])
def test_a_feed_is_one_whatever_its_suffix(read_as: ReadAs, name: str) -> None:
    assert read_as(name, FEED) == [("#Low", "Low", None, None, (), "Low")]


def test_a_feed_of_json_is_read_under_any_suffix(read_as: ReadAs) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Post", "items": [LOW]}

    assert read_as("a.xml", feed) == [("#1", "Low", None, "Post", (), LOW["text"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (
            '<?xml version="1.0"?><opml version="2.0"><body/></opml>',
            "is a list of feeds (OPML), in which there are no articles",
        ),
        ("<urlset><url/></urlset>", "is XML of a kind that is not read: <urlset>"),
        ("<html><body>404</body></html>", "is XML of a kind that is not read: <html>"),
        ("low tide", "is not XML"),
        ("", "is empty"),
    ],
)
def test_other_xml_gives_one_line(read_as: ReadAs, content: str, reason: str) -> None:
    assert read_as("a.xml", content) == [f"a.xml: {reason}"]
