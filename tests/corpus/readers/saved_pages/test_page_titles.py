"""The title of a page."""

from __future__ import annotations

import pytest

from searchkit.article import Origin
from searchkit.corpus.readers.saved_pages.page_declarations import declarations
from searchkit.corpus.readers.saved_pages.page_titles import (
    PageTitle,
    bare_names,
    headings,
    names_of_page,
    page_title,
)
from searchkit.corpus.readers.saved_pages.page_trees import parse_page
from searchkit.limits import DEFAULT_READING_LIMITS

pytest.importorskip("lxml")

SITES = ["The Marram Post", "marram-post.example"]


def titled(head: str, body: str = "") -> PageTitle | None:
    source = f"<html><head>{head}</head><body>{body}</body></html>"
    tree = parse_page(source, DEFAULT_READING_LIMITS).tree
    said = declarations(tree)
    names = names_of_page(tree, said)
    return page_title(headings(tree, names), said, names, SITES)


TITLE = "<title>Low tide at noon: a diary | The Marram Post</title>"


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("<h1>Guides</h1><h1>Low tide at <br>noon, a diary</h1>", "Low tide at noon, a diary"),
        ("<h1>The Marram Post</h1><h1>Low tide <i>at</i> noon</h1>", "Low tide at noon"),
        ("<h2>More</h2><h2>Low tide at noon</h2>", "Low tide at noon"),
    ],
)
def test_the_headline_is_a_heading_that_the_page_is_called_by(body: str, title: str) -> None:
    assert titled(TITLE, body) == PageTitle(title, Origin.HEADING)


@pytest.mark.parametrize(
    "body", ["", "<h1>2 comments</h1>", "<h1>The Marram Post: The Marram Post</h1>", "<h1></h1>"]
)
def test_without_such_a_heading_the_headline_that_is_declared_counts(body: str) -> None:
    script = (
        '<script type="application/ld+json">{"@type": "Article", "headline": "Ebb &#8217;21"}'
        "</script>"
    )

    assert titled(TITLE + script, body) == PageTitle("Ebb ’21", Origin.JSON_LD)
    assert titled(TITLE, body) == PageTitle("Low tide at noon: a diary", Origin.META)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Low tide - Marram Post", "Low tide"),
        ("The Marram Post » Low tide", "Low tide"),
        ("Low tide | News | marram-post.example", "Low tide | News"),
        ("Low tide: what it means", "Low tide: what it means"),
        ("Pre-war tides – a list", "Pre-war tides – a list"),
    ],
)
def test_the_name_of_the_site_is_no_part_of_a_title(name: str, bare: str) -> None:
    assert bare_names([name], SITES)[-1] == bare
    assert titled(f'<meta property="og:title" content="{name}">') == PageTitle(bare, Origin.META)


def test_a_page_that_is_called_by_its_site_alone_has_no_title() -> None:
    assert titled("<title>The Marram Post</title>") is None
    assert titled("") is None
