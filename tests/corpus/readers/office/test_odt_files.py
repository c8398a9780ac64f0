"""ODT files become articles: what the page shows, and what they state of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.article import Origin
from tests.corpus.readers.conftest import ReadAs, read_one
from tests.helpers.office_making import make_odt, make_zip

TIDE = "The tide came in at noon."


def paragraph(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_the_author_is_who_began_the_file_and_its_days_are_not_when_it_was_published(
    read_as: ReadAs,
) -> None:
    properties = (
        "<dc:title>High water</dc:title><dc:creator>Hugo Wend</dc:creator>"
        "<meta:initial-creator>Ada Marsh</meta:initial-creator>"
        "<dc:date>2018-03-14T10:00:00</dc:date><dc:language>en-GB</dc:language>"
    )
    content = make_odt(paragraph(TIDE) + paragraph("It\n went."), properties=properties)

    assert read_as("a.odt", content) == [
        ("", "High water", None, None, ("Ada Marsh",), f"{TIDE}\n\nIt went.")
    ]


def test_a_paragraph_in_the_style_of_a_title_is_the_title(tmp_path: Path) -> None:
    content = make_odt(
        paragraph("High water", style="P1") + paragraph(TIDE),
        styles='<style:style style:name="P1" style:parent-style-name="Title"/>',
    )
    article = read_one(tmp_path, "a.odt", content)

    assert (article.title, article.text) == ("High water", TIDE)
    assert article.origins.title is Origin.HEADING


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            "<table:table><table:table-row>"
            f"<table:table-cell>{paragraph('Noon')}</table:table-cell>"
            f"<table:table-cell>{paragraph('4')}{paragraph('m')}</table:table-cell>"
            "</table:table-row></table:table>",
            "Noon\t4 m",
            id="a table",
        ),
        pytest.param(
            f"<text:tracked-changes>{paragraph('out')}</text:tracked-changes>" + paragraph("in"),
            "in",
            id="tracked changes",
        ),
        pytest.param(
            paragraph('in<text:span text:style-name="T1">out</text:span>'), "in", id="hidden text"
        ),
        pytest.param(
            f'<text:section text:display="none">{paragraph("out")}</text:section>', "", id="hidden"
        ),
        pytest.param(
            paragraph('one<text:s text:c="2"/>two<text:tab/>three<text:line-break/>four'),
            "one  two\tthree\nfour",
            id="signs",
        ),
        pytest.param(
            "<text:list>"
            + "".join(
                f"<text:list-item>{paragraph(bird)}</text:list-item>" for bird in ("Heron", "Egret")
            )
            + "</text:list>",
            "Heron\nEgret",
            id="a list",
        ),
        pytest.param(
            paragraph(
                "Four metres.<text:note><text:note-citation>1</text:note-citation>"
                f"<text:note-body>{paragraph('By the gauge.')}</text:note-body></text:note>"
            )
            + paragraph("It went."),
            "Four metres.\n\nIt went.\n\nBy the gauge.",
            id="a footnote",
        ),
        pytest.param(
            paragraph(
                f"<draw:frame><draw:text-box>{paragraph('box')}</draw:text-box></draw:frame>around"
            ),
            "around\n\nbox",
            id="a text box",
        ),
        pytest.param(
            f"<text:table-of-content>{paragraph('High water 4')}</text:table-of-content>",
            "",
            id="a table of contents",
        ),
        pytest.param(
            paragraph(f"<office:annotation>{paragraph('out')}</office:annotation>in"),
            "in",
            id="a comment",
        ),
    ],
)
def test_what_the_page_shows_is_read(tmp_path: Path, body: str, text: str) -> None:
    hidden = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    )
    content = make_odt(paragraph(TIDE) + body, styles=hidden)

    assert read_one(tmp_path, "a.odt", content).text.removeprefix(TIDE).strip() == text


ENCRYPTED = {"content.xml": "?", "META-INF/manifest.xml": "<manifest:encryption-data/>"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_zip({"a.txt": "High water"}), "is not an ODT file, but something else"),
        (make_zip(ENCRYPTED), "is encrypted and needs a password"),
        (make_odt("<text:p>"), "is not valid ODT, line 1"),
        (make_odt(""), "has no text"),
    ],
)
def test_what_is_no_article_is_one_line(read_as: ReadAs, content: bytes, reason: str) -> None:
    assert read_as("a.odt", content) == [f"a.odt: {reason}"]
