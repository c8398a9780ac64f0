"""HTML to text: what a page shows apart is apart, and no word of it is lost."""

from __future__ import annotations

import html as standard_html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.markup.html import html_to_text, is_element, unescaped


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("The tide.", "The tide."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<p>One.\n<p>Two.", "One.\n\nTwo."),
        ("<P CLASS=a>One.</P >", "One."),
        ("<div>One.<div>Two.</div></div>Three.", "One.\n\nTwo.\n\nThree."),
        ("One.<br>Two.<br /><br/>Three.", "One.\nTwo.\n\nThree."),
        ("<ul>\n  <li>Heron</li>\n  <li>Egret</li>\n</ul>", "Heron\nEgret"),
        ("<ol><li>Heron<li>Egret</ol>", "Heron\nEgret"),
        (
            "<table><tr><th>Bird</th><th>Nests</th></tr><tr><td>Heron<td>3</table>",
            "Bird\tNests\nHeron\t3",
        ),
        ("un<em>believ</em>able H<sub>2</sub>O 1<sup>st</sup>", "unbelievable H2O 1st"),
        ("Wen<wbr>low", "Wenlow"),
        ("quay<img src=a.png>side <button>Go</button>there", "quay side Go there"),
        ('the keeper<sup><a href="#n1">1</a></sup>', "the keeper 1"),
        ('the keeper<a href="#n1"><sup>1</sup></a>', "the keeper 1"),
        ("met&nbsp;at \n\t noon<p>&nbsp;</p>", "met at noon"),
        ("<pre>if low:\n    wait()\n</pre>Then.", "if low:\n    wait()\n\nThen."),
        ("AT&amp;T, caf&eacute;, keeper&#8217;s, &#x201C;so&#x201D;", "AT&T, café, keeper’s, “so”"),
        ("<o:p></o:p>Low<my-widget>tide</my-widget>", "Low tide"),
        ("<body.content><block>Low</block></body.content>", "Low"),
    ],
)
def test_what_a_page_shows_apart_is_apart_and_the_rest_together(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Low<!-- not <b> shown -->tide", "Lowtide"),
        ("<!DOCTYPE html><html><head><title>Page</title></head><body>Low</body></html>", "Low"),
        ("<?xml version='1.0'?><p>Low</p>", "Low"),
        ("Low<script>if (a < b) { x('</p>') }</script>tide", "Low tide"),
        ("Low<style type='text/css'>p > a {}</STYLE>tide", "Low tide"),
        ("Low <script>let tide = 1;", "Low"),
        ('Low <a class="x" href="https://quay.exa', "Low"),
        ("Low <video><p>Too old a browser.</p></video> tide", "Low tide"),
        ("<svg><title>Logo</title><path d='M0'/></svg>Low", "Low"),
        ("<img alt='a > b' src=\"x?a=1&b=2\">Low", "Low"),
        ("<![CDATA[<p>Low</p>]]>", "Low"),
        ("<div hidden><div>Menu</div></div><p>Low</p>", "Low"),
        ('Low<span style="DISPLAY : none !important">secret</span> tide', "Low tide"),
        ("<div style='max-height:0; overflow:hidden'>Preview</div><p>Low</p>", "Low"),
        ("<p hidden>Menu<p>Low", "Low"),
    ],
)
def test_what_a_page_does_not_show_is_gone(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "text",
    [
        "a < b and b > c",
        "a<b",
        "I <3 the sea > the land",
        "1 <! 2 > 0",
        "<",
        "<>",
        "Low <!-- tide",
        "Low <p tide",
        "write to <nell@saltby.example> or <https://saltby.example/>",
        "p <alpha and q> beta",
        "x <a and b> y",
        "git push <branch-name> <source> <title>, then </alpha>",
        "<?why> and <!not>",
        "vector<int> and a[b[0]]>c",
        "Marks & Spencer, R&D, &unknown;",
        f"&#{'9' * 5000};",
    ],
)
def test_what_is_no_markup_is_text(text: str) -> None:
    assert html_to_text(text) == text


def test_a_quotation_mark_that_is_missing_costs_no_more_than_its_tag() -> None:
    assert html_to_text('Low <a href="x>tide</a> at <b>noon</b>.') == "Low tide at noon."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p class=hidden title='display:none'>Low</p>", "Low"),
        ('<td style="max-height: 0.5em; overflow: hidden">Low</td>', "Low"),
        ("<div hidden>Low <div>tide</div>", "Low\n\ntide"),
        ("<img hidden src=a.png>Low", "Low"),
        ('<body style="visibility:hidden"><p>Low</p></body>', "Low"),
        ('<div style="display:none"><p>Low</p></div>', "Low"),
    ],
)
def test_what_may_be_shown_is_kept(html: str, text: str) -> None:
    assert html_to_text(html) == text


@given(st.text())
def test_text_that_is_written_as_html_comes_back(text: str) -> None:
    assert html_to_text(standard_html.escape(text)).split() == text.split()


marks = '<p> </p> <b > " = <!-- --> <pre> </pre> &# <svg> </svg> <sup> <a ]]> <![CDATA[ x'


@given(st.lists(st.sampled_from([*marks.split(), " "])))
def test_words_at_the_end_are_kept_whatever_stands_before_them(parts: list[str]) -> None:
    assert html_to_text("".join(parts) + " tide").endswith("tide")


@pytest.mark.parametrize(
    "part",
    [
        "<p hidden>",
        "<ul hidden>",
        "<",
        "<a",
        "<a ",
        '<a b=">" ',
        "<a b='",
        "<a b=  ",
        "<!--x>",
        "<!",
        "&#",
        "<svg>",
        "<pre>",
    ],
)
def test_a_megabyte_of_broken_markup_is_read(part: str) -> None:
    assert html_to_text(part * (1_000_000 // len(part)) + ">tide").endswith("tide")


def test_entities_are_characters_and_elements_have_names() -> None:
    assert unescaped("&lt;b&gt; &amp;amp;") == "<b> &amp;"
    assert (is_element("P"), is_element("marquee"), is_element("alpha")) == (True, True, False)
