"""DOCX files become articles: what the page shows, and what they state of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.article import Origin
from tests.corpus.readers.conftest import ReadAs, read_one
from tests.helpers.office_making import docx_paragraph, make_docx, make_zip

TIDE = "The tide came in at noon."
RUN = f"<w:r><w:t>{TIDE}</w:t></w:r>"


def text_of(folder: Path, body: str, **others: str) -> str:
    """What is read of a text behind a paragraph."""
    content = make_docx(docx_paragraph(TIDE) + body, others=others)
    return read_one(folder, "a.docx", content).text.removeprefix(TIDE).strip()


def test_the_title_and_the_author_are_those_that_a_file_states_and_its_days_are_not(
    read_as: ReadAs,
) -> None:
    properties = (
        "<dc:title>High water</dc:title><dc:creator>Ada Marsh; Hugo Wend</dc:creator>"
        "<dcterms:created>2018-03-14T10:00:00Z</dcterms:created>"
    )
    content = make_docx(docx_paragraph(TIDE) + docx_paragraph("It went."), properties=properties)

    assert read_as("a.docx", content) == [
        ("", "High water", None, None, ("Ada Marsh", "Hugo Wend"), f"{TIDE}\n\nIt went.")
    ]


def test_a_paragraph_in_the_style_of_a_title_is_the_title_whatever_the_style_is_called(
    tmp_path: Path,
) -> None:
    content = make_docx(
        docx_paragraph("High water", style="Titel") + docx_paragraph(TIDE),
        properties="<dc:title>Letter to the council</dc:title>",
        others={"styles": '<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'},
    )
    article = read_one(tmp_path, "a.docx", content)

    assert (article.title, article.text) == ("High water", TIDE)
    assert article.origins.title is Origin.HEADING


@pytest.mark.parametrize("title", ["Microsoft Word - tide.doc", "Untitled", "Word Document", "x"])
def test_a_title_that_says_nothing_is_none(tmp_path: Path, title: str) -> None:
    content = make_docx(docx_paragraph(TIDE), properties=f"<dc:title>{title}</dc:title>")

    assert read_one(tmp_path, "a.docx", content).title == TIDE


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Noon</w:t></w:r></w:p></w:tc>"
            "<w:tc><w:p><w:r><w:t>4</w:t></w:r></w:p><w:p><w:r><w:t>m</w:t></w:r></w:p></w:tc></w:tr>"
            "<w:tr><w:tc><w:p/></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
            "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
            "Noon\t4 m\n\ta b",
            id="a table",
        ),
        pytest.param(
            "<w:p><w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText>"
            "<w:t>out</w:t></w:r></w:del><w:moveFrom><w:r><w:t>out</w:t></w:r></w:moveFrom></w:p>",
            "in",
            id="tracked changes",
        ),
        pytest.param(
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>out</w:t></w:r>"
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>in</w:t></w:r></w:p>',
            "in",
            id="hidden text",
        ),
        pytest.param(
            "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t>"
            "<w:br/><w:t>three</w:t><w:noBreakHyphen/><w:t>four</w:t><w:softHyphen/></w:r></w:p>",
            "one\ttwo\nthree-four",
            id="signs",
        ),
        pytest.param(
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>in</w:t></w:r></w:p>",
            "in",
            id="where tabs end",
        ),
        pytest.param(
            "".join(
                f"<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>{bird}</w:t></w:r></w:p>"
                for bird in ("Heron", "Egret")
            ),
            "Heron\nEgret",
            id="a list",
        ),
        pytest.param(
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r>"
            "</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>box</w:t>"
            "</w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
            "<w:r><w:t>around</w:t></w:r></w:p>",
            "around\n\nbox",
            id="a text box",
        ),
        pytest.param(
            '<w:p><w:pPr><w:framePr w:dropCap="drop"/></w:pPr><w:r><w:t>T</w:t></w:r></w:p>'
            + docx_paragraph("he tide."),
            "The tide.",
            id="a large initial",
        ),
        pytest.param(docx_paragraph("High water 4", style="TOC1"), "", id="a table of contents"),
    ],
)
def test_what_the_page_shows_is_read(tmp_path: Path, body: str, text: str) -> None:
    assert text_of(tmp_path, body) == text


def test_footnotes_follow_the_text_if_it_refers_to_them(tmp_path: Path) -> None:
    notes = "".join(
        f'<w:footnote w:id="{number}">{docx_paragraph(text)}</w:footnote>'
        for number, text in enumerate(("---", "By the gauge.", "Unused."))
    )
    body = (
        '<w:p><w:r><w:t>Four metres.</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
        + docx_paragraph("It went.")
    )

    assert text_of(tmp_path, body, footnotes=notes) == "Four metres.\n\nIt went.\n\nBy the gauge."


def test_parts_beside_the_text_that_are_damaged_cost_no_text(read_as: ReadAs) -> None:
    body = f'<w:p><w:r><w:t>{TIDE}</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    others = {"styles": "<w:style>", "footnotes": "<w:footnote>"}
    content = make_docx(body, properties="<dc:title>", others=others)

    assert read_as("a.docx", content) == [
        ("", TIDE, None, None, (), TIDE),
        "a.docx: ignored some of the footnotes: the file is not valid DOCX, line 1",
    ]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"High water", "is not a DOCX file, but something else"),
        (make_zip({"a.txt": "High water"}), "is not a DOCX file, but something else"),
        (
            make_docx(docx_paragraph(TIDE))[:-30],
            "is not a DOCX file, but a damaged or truncated one",
        ),
        (b"\xd0\xcf\x11\xe0", "is not a DOCX file, but encrypted or of an older format"),
        (make_docx("<w:p>"), "is not valid DOCX, line 1"),
        (make_docx(""), "has no text"),
        (make_zip({"word/document.xml": BOMB}), "declares entities of its own, which are not read"),
    ],
)
def test_what_is_no_article_is_one_line(read_as: ReadAs, content: bytes, reason: str) -> None:
    assert read_as("a.docx", content) == [f"a.docx: {reason}"]
