"""Paragraphs, tables and notes become one text, in which exports of archives are recognized."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest

from searchkit.article import Article
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.readers.block_text import BlockText
from searchkit.corpus.readers.export_parts import blocks_of, paragraph_of
from searchkit.limits import ReadingLimits
from tests.corpus.readers.conftest import read_file
from tests.corpus.readers.test_text_files import EXPORTS
from tests.helpers.office_making import docx_paragraph, make_docx, make_odt

TIDE = "The tide came in at noon. "


def docx(lines: Sequence[str]) -> bytes:
    return make_docx("".join(docx_paragraph(escape(line)) for line in lines))


def odt(lines: Sequence[str]) -> bytes:
    return make_odt("".join(f"<text:p>{escape(line)}</text:p>" for line in lines))


def rtf(lines: Sequence[str]) -> bytes:
    text = "\\par\n".join(lines)
    return ("{\\rtf1\\uc0 " + "".join(map(_rtf_character, text)) + "}").encode()


def _rtf_character(character: str) -> str:
    return character if character.isascii() else f"\\u{ord(character)} "


def facts(found: Sequence[object]) -> list[tuple[object, ...]]:
    return [
        (one.title, one.date, one.source, one.authors) for one in found if isinstance(one, Article)
    ]


@pytest.mark.parametrize("make", [docx, odt, rtf])
@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_of_an_archive_has_the_articles_that_it_has_as_text(
    tmp_path: Path, kind: str, make: Callable[[Sequence[str]], bytes]
) -> None:
    for folder in ("text", "office"):
        (tmp_path / folder).mkdir()
    expected = read_file(tmp_path / "text", "a.txt", EXPORTS[kind].encode())
    lines = []
    for block in blocks_of(EXPORTS[kind]):
        lines += [*paragraph_of(block).split("\n"), ""]
    found = read_file(tmp_path / "office", f"a.{make.__name__}", make(lines))

    assert len(found) > 1
    assert facts(found) == facts(expected)


def built(limits: ReadingLimits | None = None) -> BlockText:
    return BlockText(limits or ReadingLimits())


def test_paragraphs_of_prose_in_a_cell_stay_paragraphs() -> None:
    text = built()
    text.begin_table()
    for paragraph in (TIDE * 10, "It went."):
        text.add(paragraph)
        text.end_paragraph()
    text.end_cell()
    text.end_row()
    text.end_table()

    assert text.whole() == f"{(TIDE * 10).strip()}\n\nIt went."


def test_what_was_begun_and_not_ended_is_kept() -> None:
    text = built()
    text.add("around")
    text.begin_aside()
    text.begin_table()
    text.add("box")

    assert text.whole() == "around\n\nbox"


def test_a_text_that_is_too_long_is_an_error() -> None:
    with pytest.raises(ContentError, match=r"^has an article of more than 10 characters"):
        built(ReadingLimits(article_size=10)).add(TIDE)
