"""Markdown as the text that a reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.markdown import reduce_markdown


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("It came [twice](http://a.example/b_(c)).", "It came twice."),
        ("It came [twice][1].\n\n[1]: http://a.example 'Title'", "It came twice."),
        ("![A boat](boat.png 'x') went out.", "A boat went out."),
        ("[![A boat](boat.png)](http://a.example) went out.", "A boat went out."),
        (
            "It was **very** *cold*, ***so*** __very__ _cold_ and ~~warm~~.",
            "It was very cold, so very cold and warm.",
        ),
        ("**It was *very* cold**", "It was very cold"),
        ("5 * 3 * 2 is 30, snake_case_name stays", "5 * 3 * 2 is 30, snake_case_name stays"),
        ("Use `tide_at(x)` or ``a`b``.", "Use tide_at(x) or ``a`b``."),
        ("One.\n\n## Two ##\n\nThree.", "One.\n\nTwo\n\nThree."),
        ("One.\n\nTwo\n---\n\nThree.\n\n---\n\nFour.", "One.\n\nTwo\n\nThree.\n\nFour."),
        ("> One\n> two.\n>\n> Three.", "One\ntwo.\n\nThree."),
        ("One.<!-- not\n\nseen --> Two.", "One. Two."),
        ("One <!-- never closed", "One <!-- never closed"),
        ("```python\nx = *y*  # z\n```\nAfter.", "x = *y*  # z\nAfter."),
        ("~~~\n```\n~~~", "```"),
        ('One<br>two <em class="a>b">three</em> 2 < 3', "Onetwo three 2 < 3"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("AT&amp;T &mdash; R&D", "AT&T — R&D"),
        ("Not \\*bold\\*, says {{< figure >}}he.", "Not *bold*, says he."),
        ("A claim.[^1]\n\n[^1]: A note.", "A claim.\n\n: A note."),
        ("* one\n* two", "* one\n* two"),
    ],
)
def test_marks_go_and_words_stay(source: str, expected: str) -> None:
    assert reduce_markdown(source) == (None, expected)


@pytest.mark.parametrize(
    "source",
    [
        "# Spring *tide* #\n\nIt came.",
        "Spring tide\n===\n\nIt came.",
        "\n\n### Spring tide\nIt came.",
    ],
)
def test_a_heading_at_the_head_is_told_apart(source: str) -> None:
    assert reduce_markdown(source) == ("Spring tide", "It came.")


@given(st.text(alphabet="ab *_`~[]()<>!#-=>{}%\\&\n:^.", max_size=200))
def test_no_text_is_too_odd_for_it(source: str) -> None:
    heading, text = reduce_markdown(source)

    assert text == text.strip()
    assert heading is None or "\n" not in heading


@given(
    st.lists(st.from_regex(r"[A-Za-zé]{1,9}( [A-Za-zé]{1,9}){0,8}[.?]", fullmatch=True), min_size=1)
)
def test_prose_without_marks_is_left_as_it_is(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)

    assert reduce_markdown(text) == (None, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# a" + " " * 100_000 + "b", ("a" + " " * 100_000 + "b", "")),
        ("&#" + "1" * 5000 + ";", (None, "&#" + "1" * 5000 + ";")),
    ],
    ids=["spaces in a heading", "a reference to no character"],
)
def test_what_is_very_long_is_read_all_the_same(text: str, expected: tuple[str, str]) -> None:
    assert reduce_markdown(text) == expected
