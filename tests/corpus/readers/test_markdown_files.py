"""Markdown: fields at its head, and a text with marks."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit.article import UTF_8, Article, ArticleDate, Origin, Origins
from tests.corpus.conftest import PROSE, ReadFile, facts, only


def test_yaml_front_matter_declares_the_facts(read_file: ReadFile) -> None:
    content = (
        "---\ntitle: The *moon* and the sea\nDate: 2021-03-14\nsite_name: Quayside Weekly\n"
        "author: By Ada Marsh and Hugo O'Brien\ncanonical-url: https://a.example/moon\n"
        "lang: en-GB\n---\n"
        "# The moon and the sea\n\nIt [pulls](http://b.example).\n"
    )

    assert read_file("moon.md", content) == [
        Article(
            key="moon.md",
            title="The moon and the sea",
            text="It pulls.",
            path="moon.md",
            date=ArticleDate.of_day(date(2021, 3, 14)),
            source="Quayside Weekly",
            authors=("Ada Marsh", "Hugo O'Brien"),
            url="https://a.example/moon",
            language="en",
            origins=Origins(
                title=Origin.FRONT_MATTER,
                date=Origin.FRONT_MATTER,
                source=Origin.FRONT_MATTER,
                encoding=UTF_8,
                language=Origin.FRONT_MATTER,
            ),
        )
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '+++\ntitle = "Moon"\ndate = 2021-03-14T09:30:00Z\n+++\n' + PROSE,
            ("Moon", "2021-03-14T09:30:00Z"),
        ),
        ("Title: Moon\nDate: March 2021\n\n" + PROSE, ("Moon", "2021-03")),
        ("---\ntitle: Moon\ndate: soon\n---\n" + PROSE, ("Moon", None)),
        ("---\n---\n# Moon\n\n" + PROSE, ("Moon", None)),
        ("# Moon\n" + PROSE, ("Moon", None)),
        ("---\n\nMoon\n\n---\n\n" + PROSE, ("Moon", None)),
        (PROSE, (PROSE, None)),
    ],
)
def test_front_matter_is_yaml_or_toml_or_bare_lines_or_none(
    read_file: ReadFile, content: str, expected: tuple[str, str | None]
) -> None:
    assert facts(only(read_file("moon.md", content)))[1:3] == expected


def test_what_is_ignored_of_a_head_follows_its_article(read_file: ReadFile) -> None:
    article, *remarks = read_file(
        "a.md",
        "---\ntitle: Low: tide\nno field at all\ndate: 2019-02-30\ntitle: High\n"
        "source: {{source}}\n---\n" + PROSE,
    )

    assert facts(article) == ("a.md", "Low: tide", None, None)
    assert remarks == [
        "a.md: ignored line 3 of the front matter: “no field at all” is not a field",
        "a.md: ignored line 4 of the front matter: “2019-02-30” is not a date",
        "a.md: ignored line 5 of the front matter: title is given twice",
        "a.md: ignored line 6 of the front matter: source has not been filled in",
    ]
