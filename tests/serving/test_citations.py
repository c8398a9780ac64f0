"""An article as others cite it."""

from __future__ import annotations

from datetime import date

import pytest

pytest.importorskip("markupsafe")

from searchkit.article import Article, ArticleDate
from searchkit.serving.citations import citation_of


def test_an_article_is_cited_with_all_that_is_known() -> None:
    article = Article(
        key="a",
        title="Spring tide: 50% & more",
        text="",
        path="a",
        authors=("Ada Marsh", "Łuk Ek"),
        source="The Post",
        date=ArticleDate.of_day(date(2021, 3, 14)),
        url="https://example.org/a_(b)",
    )

    text, markdown, bibtex = citation_of(article)

    assert text == (
        "Ada Marsh, Łuk Ek. “Spring tide: 50% & more”. The Post. 2021-03-14. "
        "https://example.org/a_(b)"
    )
    assert markdown == (
        "Ada Marsh, Łuk Ek. [Spring tide: 50% & more](https://example.org/a_%28b%29). "
        "*The Post*. 2021-03-14."
    )
    assert bibtex == (
        "@article{Marsh2021Springtide,\n"
        "  author = {{Ada Marsh} and {Łuk Ek}},\n"
        "  title = {{Spring tide: 50\\% \\& more}},\n"
        "  journal = {The Post},\n"
        "  date = {2021-03-14},\n"
        "  year = {2021},\n"
        "  url = {https://example.org/a_(b)},\n"
        "}"
    )


def test_what_is_not_known_is_left_out() -> None:
    article = Article(key="港口.txt", title="", text="", path="a", url="javascript:alert(1)")

    assert citation_of(article) == (
        "“港口.txt”.",
        "“港口.txt”.",
        "@article{txt,\n  title = {{港口.txt}},\n}",
    )


def test_no_title_is_more_than_text_in_a_citation() -> None:
    article = Article(
        key="a", title="[x](javascript:1) \\input{y} *b*", text="", path="a", source="<b>"
    )
    _, markdown, bibtex = citation_of(article)

    assert markdown == "“\\[x\\](javascript:1) \\\\input{y} \\*b\\*”. *\\<b\\>*."
    assert "\\textbackslash{}input\\{y\\}" in bibtex
