"""What is evidently HTML becomes text; what only speaks of it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.markup.html_evidence import without_html


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<h2>Nests</h2><p>The storks&#8217; nest.</p>", "Nests\n\nThe storks’ nest."),
        ("<p>\nThe tide.\n</p>", "The tide."),
        ("<p>One.\n<p>Two.", "One.\n\nTwo."),
        ("The <em>tide</em> came.", "The tide came."),
        ("“<em>Low Water</em>” wins", "“Low Water” wins"),
        ("It was low.<br /><br />The film", "It was low.\n\nThe film"),
        ('<img src="quay.jpg"> The quay', " The quay"),
        (
            'One.\n\nTwo <a href="/quay">at the quay</a>.\n\nThree &amp; four.',
            "One.\n\nTwo at the quay.\n\nThree & four.",
        ),
        ('At <a href="/quay">the quay, it', "At the quay, it"),
        ('The <b>tide</b> and <a href="https://quay.exa', "The tide and "),
        ("AT&amp;T", "AT&T"),
        ("Tides &amp; times", "Tides & times"),
        ("the keeper&#8217;s boat", "the keeper’s boat"),
        ("&quot;Low&quot; water &mdash; again", '"Low" water — again'),
        ("&lt;b&gt; makes text bold", "<b> makes text bold"),
    ],
)
def test_what_is_evidently_html_becomes_text(written: str, text: str) -> None:
    assert without_html(written) == text


@pytest.mark.parametrize(
    "text",
    [
        "a < b and c > d",
        "Use <b> and </b> to make text bold.",
        "Wrap it in <p>, or in <i> and </i>.",
        "A line break (<br>) is one tag.",
        "It is written `<b>low</b>`.",
        "The <title> of a page",
        "```html\n<p>Low</p>\n```",
        "if (i<b && c>d) vector<int> x;",
        "<bob> the tide is low </bob>",
        "I <3 the sea > the land",
        "R&D, Marks & Spencer and &amp;",
        "The entity &nbsp; is a space, and “&amp;” is a sign.",
        "https://gazette.example/?a=1&copy=2",
        "&unknown; things",
        "",
    ],
)
def test_what_only_speaks_of_markup_stays(text: str) -> None:
    assert without_html(text) == text


names = st.sampled_from(["b", "i", "p", "em", "br", "a", "div", "h1", "li"])
mentions = names.map(lambda name: f"<{name}>") | names.map(lambda name: f"</{name}>")


@given(st.lists(mentions | st.sampled_from(["tide", "&", "<", ">", "a<b", "&nbsp;", "“x”"])))
def test_tags_that_stand_apart_like_words_are_words(words: list[str]) -> None:
    text = " ".join(["The", *words, "tide"])

    assert without_html(text) == text


@pytest.mark.parametrize("part", ["<b ", "<b>", "&amp", "&#", "<b>x", "a</b>", "<br> "])
def test_a_megabyte_of_marks_is_judged(part: str) -> None:
    assert without_html(part * (1_000_000 // len(part)))
