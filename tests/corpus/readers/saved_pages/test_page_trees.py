"""Trees of pages."""

from __future__ import annotations

import pytest

from searchkit.corpus.readers.saved_pages.page_trees import is_page, parse_page
from searchkit.limits import DEFAULT_READING_LIMITS

pytest.importorskip("lxml")


@pytest.mark.parametrize("source", ["<p>Low", "<HTML lang=en>", "Low<br/>tide", "<!-- --><div\n>"])
def test_a_tag_of_html_makes_a_page(source: str) -> None:
    assert is_page(source)


@pytest.mark.parametrize("source", ["", "a < b > c", "<alpha> and <nell@saltby.example>"])
def test_other_signs_do_not(source: str) -> None:
    assert not is_page(source)


def test_files_in_a_page_and_characters_that_are_none_are_gone() -> None:
    source = f'<p>Low\x0b\ud800 <img src="data:image/gif;base64,{"R0lG" * 100}">tide</p>'
    page = parse_page(source, DEFAULT_READING_LIMITS)

    assert page.tree.text_content() == "Low tide"
    assert page.tree.xpath("//img/@src") == ["data:,"]
    assert len(page.source) < 60


@pytest.mark.parametrize(
    "source",
    [
        "<html><body><p>Low</p></body></html><p>tide</p>",
        "<p>Low</p></html><html><body><p>tide</p></body></html>",
        "<body><p>Low</p></body\n><p>tide</BODY>",
    ],
)
def test_a_page_goes_on_behind_its_end(source: str) -> None:
    assert parse_page(source, DEFAULT_READING_LIMITS).tree.text_content() == "Lowtide"


def test_a_page_of_very_many_elements_loses_those_without_a_meaning() -> None:
    page = parse_page(f"<p>{'<span>x</span>' * 25_000}</p>", DEFAULT_READING_LIMITS)

    assert page.tree.xpath("count(//*)") == 3
    assert page.tree.text_content() == "x" * 25_000


def test_an_element_of_very_many_others_loses_those_within_its_lines() -> None:
    links = "<a href=x>low</a> <b>tide</b> " * 3_000
    page = parse_page(f"<p>{links}</p><p>A <a href=x>link</a></p>", DEFAULT_READING_LIMITS)

    assert [len(one) for one in page.tree.iter("p")] == [0, 1]
    assert page.tree.text_content() == "low tide " * 3_000 + "A link"
    assert len(page.tree.xpath("//text()")) == 3  # each in one piece
