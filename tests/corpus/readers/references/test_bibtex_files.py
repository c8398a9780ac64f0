"""BibTeX files: each reference with an abstract or notes is an article."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Origin
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.readers.references.bibtex_entries import entries_of
from tests.corpus.readers.conftest import ReadAs, read_one

# As Zotero writes it.
BIBTEX = r"""
@article{marsh_barrier_2018,
	title = {Barrier shut for the {Highest} {Water} in years},
	url = {https://gazette.example/2018/03/14/barrier{\_}shut},
	abstract = {The barrier was shut at four on Tuesday, wrote {Caf{\'e}} owners.},
	language = {en-GB},
	urldate = {2020-01-02},
	journal = {Harbour Gazette},
	author = {Marsh, Ada and Wend, Jr., Hugo and {Marram and Sons}},
	month = mar,
	year = {2018},
	note = {Section: News},
	annote = {Quoted in the council.},
}
"""
# As Better BibTeX writes it for BibLaTeX.
BIBLATEX = r"""@online{wendTerns2019,
  title = {Terns Are Back},
  author = {Wend, Hugo},
  date = {2019-04-02/2019-04-05},
  url = {https://post.example/terns},
  organization = {{The Marram Post}},
  abstract = "Terns " # {are back.},
  langid = {ngerman}
}"""


def test_an_entry_of_bibtex_is_an_article(tmp_path: Path) -> None:
    article = read_one(tmp_path, "a.bib", BIBTEX.encode())

    assert article.key == "a.bib#marsh_barrier_2018"
    assert article.title == "Barrier shut for the Highest Water in years"
    assert article.text == (
        "The barrier was shut at four on Tuesday, wrote Café owners.\n\nQuoted in the council."
    )
    assert str(article.date) == "2018-03"
    assert article.source == "Harbour Gazette"
    assert article.authors == ("Ada Marsh", "Hugo Wend, Jr.", "Marram and Sons")
    assert article.url == "https://gazette.example/2018/03/14/barrier_shut"
    assert article.language == "en"
    assert article.origins.title is article.origins.date is Origin.REFERENCE


def test_an_entry_of_biblatex_is_an_article(read_as: ReadAs) -> None:
    assert read_as("a.bib", BIBLATEX) == [
        (
            "#wendTerns2019",
            "Terns Are Back",
            "2019-04-02",
            "The Marram Post",
            ("Hugo Wend",),
            "Terns are back.",
        )
    ]


def test_references_without_text_are_counted_in_one_remark(read_as: ReadAs) -> None:
    found = read_as("a.bib", BIBLATEX + "@book{a, title={A}}\n@book{b, title={B}}")

    assert found[1:] == ["a.bib: ignored 2 references that have neither an abstract nor notes"]


def test_abbreviations_comments_and_brackets_are_read(read_as: ReadAs) -> None:
    entries = """% a comment with an @ sign
    @comment{jabref-meta: {x}} @preamble{"\\newcommand" # {x}}
    @string{hg = "Harbour Gazette"}
    @misc(one, journal = hg, title = "High {"} water", abstract = {It came.}, year = 2018)"""

    assert read_as("a.bib", entries) == [
        ("#one", 'High " water', "2018", "Harbour Gazette", (), "It came.")
    ]


def test_a_damaged_entry_costs_no_other_one(read_as: ReadAs) -> None:
    damaged = "@article{a,\n title = {High {water},\n}\n"

    assert read_as("a.bib", damaged + BIBLATEX)[0] == "a.bib: line 1: the entry is damaged"
    assert len(read_as("a.bib", damaged + BIBLATEX)) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("High water", "has no references"),
        ("@book{a, title={A}}", "has references without abstracts and notes, and so no text"),
    ],
)
def test_what_has_no_article_is_one_line(read_as: ReadAs, content: str, reason: str) -> None:
    assert read_as("a.bib", content) == [f"a.bib: {reason}"]


@given(st.text(alphabet='@{}()="#, \nab1'))
def test_any_text_can_be_read(text: str) -> None:
    for entry in entries_of(text):
        assert isinstance(entry, ContentError) or entry.kind
