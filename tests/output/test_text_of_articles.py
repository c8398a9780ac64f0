from __future__ import annotations

from searchkit.article import Article, Span
from searchkit.output import (
    ARTICLE_FORMATS,
    Style,
)
from searchkit.results import (
    MarkedArticle,
)

PLAIN = Style(width=60)
COLOUR = Style(width=60, colour=True)


def marked(flood: Article) -> MarkedArticle:
    spans = (Span(17, 23), Span(24, 28), Span(178, 182))
    return MarkedArticle(flood, "spring tide", spans, (Span(0, 6), Span(7, 11)))


def test_an_article_is_shown_with_its_facts_and_matches(flood: Article) -> None:
    drawn = ARTICLE_FORMATS["text"](marked(flood), PLAIN)

    assert (
        drawn
        == """\
**Spring** **tide** floods the market
By Ann Lee, Bo Ek
The Marram Post (header) · 2021-03-14 (path)
post/2021/flood.md#2 · https://marram.example/flood
en (detected) · headline (front matter)
5 matches for: spring tide

Read article
The **spring** **tide** came over the wall at four, and by
six the fish market stood in water to the height of a crate.

“Nobody was hurt,” said the harbour master. A high **tide**
is due at noon.
"""
    )


def test_authors_with_commas_in_their_names_are_parted_by_semicolons(flood: Article) -> None:
    article = flood.replace(authors=("Doe, Jane", "Bo Ek"))

    assert ARTICLE_FORMATS["text"](marked(article), PLAIN).split("\n")[1] == "By Doe, Jane; Bo Ek"


def test_an_article_in_colour_has_dim_furniture(flood: Article) -> None:
    body = ARTICLE_FORMATS["text"](marked(flood), COLOUR).split("\n\n", 1)[1]

    assert body == (
        "\x1b[2mRead article\x1b[0m\n"
        "The \x1b[1;31mspring\x1b[0m \x1b[1;31mtide\x1b[0m came over the wall at four, "
        "and by six the\n"
        "fish market stood in water to the height of a crate.\n"
        "\n"
        "“Nobody was hurt,” said the harbour master. A high \x1b[1;31mtide\x1b[0m is\n"
        "due at noon.\n"
    )


def test_an_article_of_which_little_is_known_says_so(harbour: Article) -> None:
    drawn = ARTICLE_FORMATS["text"](MarkedArticle(harbour, "tide", (), (Span(3, 7),)), PLAIN)

    assert (
        drawn
        == """\
港口 **tide**
no source · undated
港口.txt
1 match for: tide

潮汐表已經沒有用處了。
"""
    )


def test_an_article_without_text_ends_with_its_facts() -> None:
    empty = Article(key="a.txt", title="Tide", text=" \n", path="a.txt")

    assert (
        ARTICLE_FORMATS["text"](MarkedArticle(empty), PLAIN) == "Tide\nno source · undated\na.txt\n"
    )


def test_a_key_too_long_for_a_line_stays_whole() -> None:
    key = "a/" * 20 + "tide tables.txt"
    article = Article(key=key, title="Tide", text="x", path=key)

    assert (
        ARTICLE_FORMATS["text"](MarkedArticle(article), Style(width=20))
        == f"Tide\nno source · undated\n{key}\n\nx\n"
    )


def test_a_key_without_anything_printable_is_left_out() -> None:
    article = Article(key="\x07", title="Tide", text="x", path="\x07")

    assert (
        ARTICLE_FORMATS["text"](MarkedArticle(article), PLAIN) == "Tide\nno source · undated\n\nx\n"
    )
