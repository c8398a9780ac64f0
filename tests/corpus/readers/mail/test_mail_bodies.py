"""Bodies of messages: versions, parts, encodings, lines that were broken."""

from __future__ import annotations

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.mail.mail_bodies import (
    body_of,
    unflowed,
    unwrapped,
    without_preheader,
)

TEXT = "Content-Type: text/plain; charset=utf-8\n\n"
HTML = "Content-Type: text/html; charset=utf-8\n\n"


def text_of(content: str | bytes) -> str:
    raw = content if isinstance(content, bytes) else content.encode()
    return body_of(message_from_bytes(raw)).text


def parts(kind: str, *inner: str) -> str:
    joined = "".join(f"--b\n{part}\n" for part in inner)
    return f"Content-Type: multipart/{kind}; boundary=b\n\n{joined}--b--\n"


def test_of_several_versions_the_last_counts_that_has_text() -> None:
    plain, html = f"{TEXT}View this in your browser", f"{HTML}<p>Ebb.</p><p>Flow.</p>"
    pictures = f"{HTML}<img src='a.png'>"

    assert text_of(parts("alternative", plain, html)) == "Ebb.\n\nFlow."
    assert text_of(parts("alternative", f"{TEXT}Ebb and flow.", pictures)) == "Ebb and flow."


def test_parts_that_are_text_follow_one_another_and_attachments_are_not_read() -> None:
    attached = "Content-Disposition: attachment; filename=a.txt\n" + TEXT
    named = "Content-Type: text/calendar; name=a.ics\n\nBEGIN"
    forwarded = "Content-Type: message/rfc822\n\nSubject: High\n" + TEXT + "Flow."

    mixed = parts("mixed", f"{TEXT}Ebb.", f"{attached}Not.", named, forwarded, f"{HTML}<b>End.</b>")

    assert text_of(mixed) == "Ebb.\n\nHigh\n\nFlow.\n\nEnd."


def test_of_parts_that_belong_together_the_first_is_the_text() -> None:
    assert text_of(parts("related", f"{HTML}<p>Ebb.</p>", f"{TEXT}style")) == "Ebb."
    assert text_of(parts("signed", f"{TEXT}Ebb.", f"{TEXT}signature")) == "Ebb."


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("windows-1252", "café “quoted”".encode("cp1252")),
        ("us-ascii", "café “quoted”".encode()),
        ("cp-850-unknown", "café “quoted”".encode()),
        ("iso-8859-1", "café “quoted”".encode("cp1252")),
        ("\x00", "café “quoted”".encode()),
    ],
)
def test_a_part_is_read_in_the_encoding_that_it_is_in(charset: str, content: bytes) -> None:
    head = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"

    assert text_of(head.encode() + content) == "café “quoted”"


def test_escapes_of_japanese_are_read_as_their_part_says() -> None:
    head = b"Content-Type: text/plain; charset=iso-2022-jp\n\n"

    assert text_of(head + "潮が満ちた".encode("iso2022_jp")) == "潮が満ちた"


def test_a_text_that_was_cut_off_ends_where_it_was_cut() -> None:
    head = "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"

    assert text_of(head + "PHA+aGVsbG8gd29ybGQ8L3A") == "hello world"


def test_lines_that_a_program_broke_are_joined_and_a_signature_is_cut() -> None:
    flowed = "Content-Type: text/plain; format=flowed\n\nA soft \nline.\n\n-- \nAda\n"

    assert text_of(flowed).strip() == "A soft line."
    assert text_of(TEXT + "Ebb.\n-- \nAda\n") == "Ebb."
    assert text_of(TEXT + "Ebb.\n-- \n" + "Flow.\n" * 40).count("Flow.") == 40


@pytest.mark.parametrize(
    ("lines", "deletes", "expected"),
    [
        (["> a ", "> b", "c"], False, ["> a b", "c"]),
        (["> a ", ">> b"], False, ["> a ", ">> b"]),
        (["潮が ", "満ちた"], True, ["潮が満ちた"]),
        (["a ", "-- ", "b"], False, ["a ", "-- ", "b"]),
        ([" From here"], False, ["From here"]),
    ],
)
def test_quotations_and_separators_are_not_joined(
    lines: list[str], deletes: bool, expected: list[str]
) -> None:
    assert unflowed(lines, deletes=deletes) == expected


@given(st.lists(st.text(alphabet="a >-", max_size=6), max_size=8))
def test_no_word_is_lost_by_joining_lines(lines: list[str]) -> None:
    assert "".join(unflowed(lines)).count("a") == "".join(lines).count("a")


WRAPPED = (
    "The tide came in at noon that day, and all of the boats that had\n"
    "been drawn up on the shingle the night before went out to sea\n"
    "again."
)


@pytest.mark.parametrize(
    "text",
    [
        "Roses are red and so are many of the buoys in bay,\nviolets are blue\nand so on",
        "> The tide came in at noon that day, and all of the boats that had\n> been drawn up",
        "    The tide came in at noon that day, and all of the boats that had\n    been",
        f"{'a tide ' * 7}b\n{'at noon ' * 9}c",  # the next word had had room
        "x" * 200 + "\nyes",
        "",
    ],
)
def test_other_lines_than_those_that_a_program_broke_stay(text: str) -> None:
    assert unwrapped(text) == text


def test_lines_of_one_length_are_of_one_paragraph() -> None:
    assert unwrapped(f"Dear all,\n\n{WRAPPED}") == f"Dear all,\n\n{WRAPPED.replace(chr(10), ' ')}"
    assert text_of(TEXT + WRAPPED) == WRAPPED.replace("\n", " ")


def test_a_beginning_for_lists_of_letters_is_left_out() -> None:
    padding = "\u034f\u200c\xa0" * 20

    assert without_preheader(f"In short {padding}\n\u200b \u200b\nEbb.") == "Ebb."
    assert without_preheader("A co\u00adop\u00ader\u00ada\u00adtive.") == "A co­op­er­a­tive."
