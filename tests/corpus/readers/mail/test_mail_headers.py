"""Headers: words in other encodings, senders, dates."""

from __future__ import annotations

from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.mail.mail_headers import (
    address_in,
    date_of,
    decoded,
    header,
    sender_of,
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Low tide", "Low tide"),
        ("Low\r\n\ttide", "Low tide"),
        ("=?utf-8?q?The_Marr=C3=A1m?= =?utf-8?b?IFBvc3Q=?=", "The Marrám Post"),
        ("=?iso-8859-1?Q?Caf=E9_?= =?utf-8?b?0YfQsNC5?= at noon", "Café чай at noon"),
        ("=?x-unknown?q?caf=E9_at_the_quay?=", "café at the quay"),
        ("=?utf-8?b?###?=", "=?utf-8?b?###?="),
    ],
)
def test_words_of_other_encodings_are_decoded(raw: str, expected: str) -> None:
    assert decoded(raw) == expected


def test_raw_bytes_are_read_as_those_of_a_file_are() -> None:
    latin = message_from_bytes("Subject: café am Hafen, schön".encode("cp1252"))
    utf8 = message_from_bytes("Subject: café".encode())

    assert header(latin, "subject") == "café am Hafen, schön"
    assert header(utf8, "subject") == "café"


@given(st.text(alphabet='=?utf8bqQ_-é \n\udce9<>@"', max_size=60))
def test_any_header_becomes_one_line(raw: str) -> None:
    assert "\n" not in decoded(raw)


LIST = "List-Id: The Weekly <weekly.post.example>\n"
RECEIVED = "Received: by a; Mon, 4 May 2020 12:"
POSTS = "List-Post: <mailto:weekly@post.example>\n"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("From: Ada Marsh <ada@post.example>", ("Ada Marsh", ("Ada Marsh",))),
        ("From: ada@post.example (Ada Marsh)", ("Ada Marsh", ("Ada Marsh",))),
        ('From: "Marsh, Ada" <ada@post.example>', ("Marsh, Ada", ("Marsh, Ada",))),
        ("From: ada@post.example", ("post.example", ())),
        ("From: <ada@mail.post.example>", ("post.example", ())),
        ("From: No-Reply <no-reply@post.example>", ("post.example", ())),
        (LIST + "From: The Post <news@post.example>", ("The Post", ())),
        (LIST + "From: newsletter <news@post.example>", ("The Weekly", ())),
        (LIST + "From: Ada Marsh from The Post <a@s.example>", ("The Post", ("Ada Marsh",))),
        (LIST + POSTS + "From: Ada Marsh <ada@post.example>", ("The Weekly", ("Ada Marsh",))),
        ("List-Id: <weekly.post.example>\nFrom: info <i@post.example>", ("weekly", ())),
        ("Subject: none", (None, ())),
    ],
)
def test_the_sender_or_the_list_is_the_outlet(
    headers: str, expected: tuple[str | None, tuple[str, ...]]
) -> None:
    assert sender_of(message_from_bytes(f"{headers}\n\nEbb.".encode())) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("Date: Mon, 4 May 2020 12:30:00 +0000 (UTC)", "2020-05-04T12:30:00Z"),
        ("Date: 4 May 2020", "2020-05-04"),
        ("Date: yesterday", None),
        (f"{RECEIVED}31:00 +0000\n{RECEIVED}30:00 +0000", "2020-05-04T12:30:00Z"),
        ("Subject: none", None),
    ],
)
def test_a_message_is_dated_by_its_header_or_by_who_received_it_first(
    headers: str, expected: str | None
) -> None:
    found = date_of(message_from_bytes(f"{headers}\n\nEbb.".encode()))

    assert (found and str(found)) == expected


def test_only_an_address_of_the_web_is_one() -> None:
    web = message_from_bytes(b"Archived-At: <https://post.example/1>\n\n")
    mail = message_from_bytes(b"Archived-At: <mid:1@post.example>\n\n")

    assert (address_in(web), address_in(mail)) == ("https://post.example/1", None)
