"""Members of archives are counted as they come, whatever the archive says of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.corpus.readers.office.zip_members import path_within
from searchkit.limits import ReadingLimits
from tests.corpus.readers.conftest import read_file
from tests.helpers.office_making import docx_paragraph, make_docx, make_zip

TIDE = docx_paragraph("The tide came in at noon.")


def test_a_file_that_unpacks_to_very_much_is_one_line(tmp_path: Path) -> None:
    content = make_docx(TIDE + " " * (17 << 20))

    assert read_file(tmp_path, "a.docx", content, limits=ReadingLimits(inflation=1)) == [
        "a.docx: unpacks to more than 1 times its size (limits.inflation)"
    ]


def test_a_member_that_is_larger_than_the_archive_says_is_damage(tmp_path: Path) -> None:
    content = bytearray(make_docx(TIDE * 100))
    central = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 4)
    central = content.index(b"word/document.xml", central) - 46
    content[central + 24 : central + 28] = (100).to_bytes(4, "little")

    assert read_file(tmp_path, "a.docx", bytes(content)) == [
        "a.docx: is a DOCX file that is damaged"
    ]


def test_a_member_that_is_encrypted_needs_a_password(tmp_path: Path) -> None:
    content = bytearray(make_zip({"word/document.xml": TIDE}))
    content[6] |= 1  # in its own head, and in the list at the end
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert read_file(tmp_path, "a.docx", bytes(content)) == [
        "a.docx: is encrypted and needs a password"
    ]


@pytest.mark.parametrize(
    ("address", "member"),
    [
        ("../../../etc/passwd", "etc/passwd"),
        ("/a.xhtml", "a.xhtml"),
        ("", ""),
        ("#top", ""),
        ("caf%C3%A9.xhtml#b", "EPUB/café.xhtml"),
    ],
)
def test_no_address_leads_out_of_an_archive(address: str, member: str) -> None:
    assert path_within("EPUB/content.opf", address) == member
