"""Texts of strangers as HTML that holds nothing but what is written here."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Span
from searchkit.output.safe_text import clean, clean_line
from searchkit.serving import marking
from searchkit.serving.marking import ArticleText, marked, safe_link

pieces = st.sampled_from(
    ["tide", " ", "\n\n", "\n", "<b>", "&amp;", '"', "\x1b[31m", "\u202e", "ü"]
)
texts = st.lists(pieces, max_size=30).map("".join)


@st.composite
def spanned(draw: st.DrawFn) -> tuple[str, list[Span], list[Span]]:
    text = draw(texts)

    def spans() -> list[Span]:
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
        return [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]

    return text, spans(), spans()


def plain(html: str) -> str:
    return unescape(re.sub(r"</?(?:mark|span)[^<>]*>", "", html))


@given(given=spanned())
def test_a_text_is_what_it_was_but_for_marks(given: tuple[str, list[Span], list[Span]]) -> None:
    text, spans, _ = given

    assert plain(marked(text, spans)) == clean_line(text)[0]


@given(given=spanned())
def test_an_article_is_what_it_was_but_for_marks_and_furniture(
    given: tuple[str, list[Span], list[Span]],
) -> None:
    text, spans, furniture = given
    drawn = ArticleText(text, spans, furniture)
    shown = [plain(paragraph.html) for paragraph in drawn.paragraphs(1)]

    assert shown == [one for one in clean(text)[0].split("\n\n") if one.strip()]


def test_matches_are_numbered_and_furniture_is_set_apart() -> None:
    text = "A tide <x>.\n\nRead more\n\nThe tide, tide. Share"
    spans = [Span(2, 6), Span(28, 32), Span(34, 38)]
    drawn = ArticleText(text, spans, [Span(13, 22), Span(40, 45)])
    first, second, third = drawn.paragraphs(1)

    assert first == ('A <mark id="m1" tabindex="-1">tide</mark> &lt;x&gt;.', False)
    assert second == ('<span class="furniture">Read more</span>', True)
    assert third.html == (
        'The <mark id="m2" tabindex="-1">tide</mark>, <mark id="m3" tabindex="-1">tide</mark>. '
        '<span class="furniture">Share</span>'
    )
    assert [number for number, _ in drawn.where(1)] == [1, 2, 3]


def test_a_long_article_is_shown_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "PART", 20)
    text = "one two\n\nthree four five\n\n" + "x" * 30
    drawn = ArticleText(text, [Span(9, 14), Span(40, 41)], [])
    parts = [[plain(one.html) for one in drawn.paragraphs(part)]
             for part in range(1, drawn.n_parts + 1)]  # fmt: skip

    assert "".join("".join(part) for part in parts) == text.replace("\n\n", "")
    assert drawn.part_of(1) == 1
    assert [number for number, _ in drawn.where(drawn.part_of(2))] == [2]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "//evil.example", "http://",
     "http:///x", "https://a b", "https://a\\b", "https://a\nb", "ftp://a/b", "https://[x", "",
     None, "\u202ehttps://a", "https://post.example@evil.example/", "https://u:p@evil.example/"],
)  # fmt: skip
def test_an_address_that_is_no_page_is_not_linked_to(url: str | None) -> None:
    assert safe_link(url) is None
