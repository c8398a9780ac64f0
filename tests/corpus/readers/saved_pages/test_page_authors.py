"""The authors of a page."""

from __future__ import annotations

import pytest

from searchkit.corpus.readers.saved_pages.page_authors import page_authors
from searchkit.corpus.readers.saved_pages.page_declarations import declarations
from searchkit.corpus.readers.saved_pages.page_trees import parse_page
from searchkit.limits import DEFAULT_READING_LIMITS

pytest.importorskip("lxml")


def authors(head: str, body: str = "") -> tuple[str, ...]:
    source = f"<html><head>{head}</head><body>{body}</body></html>"
    tree = parse_page(source, DEFAULT_READING_LIMITS).tree
    return page_authors(tree, declarations(tree), ["The Marram Post", "marram-post.example"])


BYLINE = '<p class="byline">By Ada Marsh | 14 March 2021</p>'


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        ('<meta name="author" content="Nell Wick">', BYLINE, ("Nell Wick",)),
        ('<meta name="author" content="https://social.example/nell">', BYLINE, ("Ada Marsh",)),
        ('<meta name="author" content="The Marram Post">', BYLINE, ("Ada Marsh",)),
        ('<meta name="author" content="Nell Wick, MS, RD">', "", ("Nell Wick",)),
        ("", '<a rel="author" href="/nell">Nell Wick</a>', ("Nell Wick",)),
        ("", '<p class="byline">Nell Wick and Ada Marsh Monday</p>', ("Nell Wick", "Ada Marsh")),
        (
            "",
            '<p itemprop="author"><span itemprop="name">Nell Wick</span></p>',
            ("Nell Wick",),
        ),
        ("", '<p class="byline">April May Wick, Aug. 9</p>', ("April May Wick",)),
        ("", '<p class="byline">Updated: Dec 6, 2020</p>', ()),
        ('<meta name="author" content="© Marram Media">', "", ()),
        ('<meta name="author" content="Par marram.example">', "", ()),
        ("", '<a rel="author">A One</a>' * 6, ()),
        ("", f'<p class="byline">{"The tide came in. " * 9}</p>', ()),
        ("", "", ()),
    ],
)
def test_authors_are_declared_or_in_a_byline(head: str, body: str, found: tuple[str, ...]) -> None:
    assert authors(head, body) == found


def test_those_in_json_ld_come_first() -> None:
    script = (
        '<script type="application/ld+json">{"@type": "Article", "author":'
        ' [{"@type": "Person", "name": "Nell Wick |"}, {"name": "Ada Marsh"}]}</script>'
    )

    assert authors(script + '<meta name="author" content="Jane Doe">') == ("Nell Wick", "Ada Marsh")
