"""The addresses of a page."""

from __future__ import annotations

import pytest

from searchkit.corpus.readers.saved_pages.page_addresses import page_addresses
from searchkit.corpus.readers.saved_pages.page_declarations import declarations
from searchkit.corpus.readers.saved_pages.page_trees import parse_page
from searchkit.limits import DEFAULT_READING_LIMITS

pytest.importorskip("lxml")

TIDE = "https://marram.example/tide"


def addresses(source: str, saved_from: str | None = None) -> list[str]:
    page = parse_page(source, DEFAULT_READING_LIMITS)
    return page_addresses(page.source, page.tree, declarations(page.tree), saved_from)


@pytest.mark.parametrize(
    "source",
    [
        f'<link rel="canonical" href="{TIDE}"><p>Low',
        f'<meta property="og:url" content=" {TIDE}"><p>Low',
        f"<!-- saved from url=(0027){TIDE} --><html><p>Low",
        f"<html><!--\n Page saved with SingleFile \n url: {TIDE} \n saved date: x\n--><p>Low",
        f'<html data-scrapbook-source="{TIDE}"><p>Low',
        f'<meta name="savepage-url" content="{TIDE}"><p>Low',
        f'<script type="application/ld+json">{{"@type": "Article", "url": "{TIDE}"}}</script>Low',
    ],
)
def test_an_address_is_where_pages_have_it(source: str) -> None:
    assert addresses(source) == [TIDE]


def test_an_address_may_be_relative_to_where_the_page_was_saved_from() -> None:
    source = '<link rel="canonical" href="/tide"><p>Low'

    assert addresses(source) == []
    assert addresses(source, f"{TIDE}?from=letter") == [TIDE, f"{TIDE}?from=letter"]


def test_the_home_page_of_a_site_is_the_last_to_be_believed() -> None:
    source = f'<link rel="canonical" href="https://marram.example/"><p>Low<!--{TIDE}-->'

    assert addresses(source, TIDE) == [TIDE, "https://marram.example/"]
    assert addresses('<link rel="canonical" href="http://[bad"><p>Low') == []
