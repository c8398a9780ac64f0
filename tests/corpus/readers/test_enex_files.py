"""Notes of Evernote become articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.limits import ReadingLimits
from tests.corpus.readers.conftest import ReadAs, read_file, read_one

HEAD = '<!DOCTYPE en-export SYSTEM "http://xml.evernote.com/pub/evernote-export4.dtd"><en-export>'
CONTENT = '<!DOCTYPE en-note SYSTEM "http://xml.evernote.com/pub/enml2.dtd"><en-note>{}</en-note>'


def note(content: str = "<div>It came.</div>", *, title: str = "High water", more: str = "") -> str:
    inner = CONTENT.format(content)
    return (
        f"<note><title>{title}</title><created>20180618T160708Z</created>"
        f"<content><![CDATA[{inner}]]></content>{more}</note>"
    )


def test_each_note_is_an_article_and_the_days_it_was_saved_are_no_date(read_as: ReadAs) -> None:
    clip = note(
        "<div>They are <b>back</b>.</div><div><en-todo checked='true'/>Count&nbsp;them</div>",
        title="Terns",
        more="<note-attributes><author>Ada Marsh</author>"
        "<source-url>https://post.example/2019/04/02/terns</source-url></note-attributes>"
        "<resource><data>aGk=</data><resource-attributes><source-url>https://x.example</source-url>"
        "</resource-attributes></resource>",
    )

    assert read_as("a.enex", f"{HEAD}{note()}{clip}</en-export>") == [
        ("#20180618T160708Z", "High water", None, None, (), "It came."),
        (
            "#20180618T160708Z~2",
            "Terns",
            "2019-04-02",
            "post.example",
            ("Ada Marsh",),
            "They are back.\n\nCount them",
        ),
    ]


def test_the_address_of_a_clipped_page_is_that_of_its_note(tmp_path: Path) -> None:
    attributes = (
        "<note-attributes><source-url>https://post.example/a</source-url></note-attributes>"
    )
    content = f"{HEAD}{note(more=attributes)}</en-export>".encode()

    assert read_one(tmp_path, "a.enex", content).url == "https://post.example/a"


def test_newer_versions_have_the_address_in_the_content(tmp_path: Path) -> None:
    clip = '<div style="--en-clipped-source-url:https://post.example/a?b=1&amp;c=2;">It came.</div>'
    content = f"{HEAD}{note(clip)}</en-export>".encode()

    assert read_one(tmp_path, "a.enex", content).url == "https://post.example/a?b=1&c=2"


def test_a_note_without_text_costs_no_other_one(read_as: ReadAs) -> None:
    encrypted = '<note><title>Secret</title><content encoding="base64:aes">RU5D</content></note>'
    crypt = note("<en-crypt hint='x'>RU5DMPvQ</en-crypt>", title="Also")
    found = read_as("a.enex", f"{HEAD}{encrypted}{crypt}{note()}</en-export>")

    assert found[:2] == ["a.enex: note Secret: is encrypted", "a.enex: note Also: has no text"]
    assert len(found) == 3


def test_notes_before_the_end_of_a_file_that_is_cut_off_are_read(read_as: ReadAs) -> None:
    found = read_as("a.enex", f"{HEAD}{note()}<note><title>x")

    assert [each if isinstance(each, str) else each[1] for each in found] == [
        "High water",
        "a.enex: is not valid ENEX, line 1",
    ]


def test_a_note_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    content = f"{HEAD}{note('x' * 900)}{note('y')}</en-export>".encode()

    assert read_file(tmp_path, "a.enex", content, limits=ReadingLimits(article_size=800))[0] == (
        "a.enex: note High water: has an article of more than 800 characters (limits.article_size)"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (f"{HEAD}</en-export>", "is an ENEX file without notes"),
        ("<html></html>", "is no ENEX file"),
        ("High water", "is not valid ENEX, line 1"),
        ("", "is not valid ENEX, line 1"),
        (
            '<!DOCTYPE x [<!ENTITY a "aaaa">]><en-export/>',
            "declares entities of its own, which are not read",
        ),
    ],
)
def test_what_is_no_export_is_one_line(read_as: ReadAs, content: str, reason: str) -> None:
    assert read_as("a.enex", content) == [f"a.enex: {reason}"]
