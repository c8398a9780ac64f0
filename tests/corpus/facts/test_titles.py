"""The title of an article whose file declares none."""

from __future__ import annotations

import pytest

from searchkit.article import UTF_8, Article, Origin, Origins
from tests.corpus.conftest import PROSE, ReadFile, only


def test_a_first_line_that_stands_alone_is_the_title_and_leaves_the_text(
    read_file: ReadFile,
) -> None:
    article = only(read_file("Us Weekly/a.txt", f"\n\nWhy the tide came\n\n{PROSE}\nRead more\n"))

    assert article == Article(
        key="Us Weekly/a.txt",
        title="Why the tide came",
        text=f"{PROSE}\nRead more",
        path="Us Weekly/a.txt",
        source="Us Weekly",
        furniture=article.furniture,
        origins=Origins(title=Origin.FIRST_LINE, source=Origin.PATH, encoding=UTF_8),
    )
    assert [article.text[start:end] for start, end in article.furniture] == ["Read more"]


def test_a_headline_may_be_followed_by_a_single_line_end(read_file: ReadFile) -> None:
    assert only(read_file("a.text", f"Why, O'Brien?\nPhoto: Ada\n{PROSE}")).title == "Why, O'Brien?"


def test_a_first_line_that_goes_on_in_the_next_one_is_no_title(read_file: ReadFile) -> None:
    prose = (
        "NORFOLK - The harbour master said on Tuesday that the tide\n"
        "would be the highest for 35 years. He was\nright, and it came.\n"
    )
    article = only(read_file("a.txt", prose))

    assert article.title == (
        "NORFOLK - The harbour master said on Tuesday that the tide would be the highest "
        "for 35 years."
    )
    assert article.origins.title is Origin.FIRST_SENTENCE
    assert article.text == prose.strip()


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("Why the tide came", "and went, nobody knows."),
        ("Why the tide came in twice on the coast of Norfolk", "by Ada Winther\n\nIt did."),
        ("Why the tide came in twice on the coast of Norfolk", "\nand went, nobody knows."),
        ("why the tide came in twice on the coast of norfolk", "nobody knows."),
    ],
)
def test_a_short_line_one_above_a_byline_or_a_gap_or_without_capitals_may_be_a_title(
    read_file: ReadFile, title: str, rest: str
) -> None:
    assert only(read_file("a.txt", f"{title}\n{rest}")).title == title


def test_furniture_at_the_head_is_no_title(read_file: ReadFile) -> None:
    article = only(read_file("a.txt", f"Advertisement\n\nWhy the tide came\n\n{PROSE}"))

    assert (article.title, article.origins.title) == ("Why the tide came", Origin.FIRST_SENTENCE)
    assert [article.text[start:end] for start, end in article.furniture] == ["Advertisement"]


def test_a_long_first_sentence_is_cut_between_words(read_file: ReadFile) -> None:
    title = only(read_file("a.txt", "Water rises and " * 40 + "falls. It stops.")).title

    assert title == "Water rises and " * 9 + "Water rises and…"


def test_a_first_sentence_does_not_end_at_an_abbreviation(read_file: ReadFile) -> None:
    assert only(
        read_file("a.txt", "Dr. Winther left the U.S. Navy at 9 p.m. on Friday. She slept.")
    ).title == ("Dr. Winther left the U.S. Navy at 9 p.m. on Friday.")
