"""Mailboxes: where a message begins, and how a file is shared."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.mail import mailboxes
from searchkit.corpus.readers.mail.mailboxes import _parts
from tests.corpus.conftest import ReadFile, only
from tests.corpus.readers.conftest import ReadAs

FROM = "From ada@post.example Mon May  4 12:30:00 2020\n"
HEAD = "From: The Post <news@post.example>\nDate: Mon, 4 May 2020 12:30:00 +0000\n"


def message(name: str, body: str) -> str:
    return f"{FROM}{HEAD}Subject: {name}\nMessage-ID: <{name}@post>\n\n{body}\n\n"


def facts(name: str, body: str) -> tuple[object, ...]:
    date = "2020-05-04T12:30:00Z"
    return f"#{name}@post", name, date, "The Post", ("The Post",), body


def test_each_message_of_a_mailbox_is_an_article(read_as: ReadAs) -> None:
    box = message("Low", ">From the start it ebbed.\n\nFrom here on it\n>>From x") + message(
        "High", "Flow."
    )

    assert read_as("a.mbox", box) == [
        facts("Low", "From the start it ebbed.\n\nFrom here on it\n>From x"),
        facts("High", "Flow."),
    ]
    assert read_as("a.mbox", box.replace("\n", "\r\n"))[1] == facts("High", "Flow.")


def test_a_mailbox_of_apple_mail_is_a_folder(read_file: ReadFile) -> None:
    assert only(read_file("Inbox.mbox/mbox", message("Low", "Ebb."))).key == (
        "Inbox.mbox/mbox#Low@post"
    )


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("From a@b Mon May  4 23:30:00 2020", 2),
        ("From - Mon May 04 23:30:00 2020", 2),
        ("From 12@xxx Mon May 04 23:30:00 +0000 2020", 2),
        ("From MAILER-DAEMON Mon May  4 23:30:00 PDT 2020", 2),
        ("From ada at post.example  Mon May  4 23:30:00 2020", 2),
        ("From here on, at 23:30 on Mon, 4 May 2020, it was wet and nobody went out any more", 1),
        ("From Monday on", 1),
        (">From a@b Mon May  4 23:30:00 2020", 1),
        (" From a@b Mon May  4 23:30:00 2020", 1),
    ],
)
def test_a_message_begins_behind_a_line_that_ends_in_a_date(line: str, count: int) -> None:
    box = f"{FROM}Subject: Low\n\nEbb.\n{line}\nSubject: High\n\nFlow."

    assert len(list(_parts(io.BytesIO(box.encode())))) == count


def test_such_a_line_with_no_header_behind_it_is_text() -> None:
    box = f"{FROM}Subject: Low\n\nEbb.\n\n{FROM}\nThey quoted it."

    assert [part.content for part in _parts(io.BytesIO(box.encode()))] == [
        f"Subject: Low\n\nEbb.\n\n{FROM}\nThey quoted it.".encode()
    ]


@given(
    bodies=st.lists(st.text(alphabet="From \n>x", max_size=40), min_size=1, max_size=5),
    size=st.integers(1, 700),
)
def test_it_does_not_matter_how_much_is_read_at_a_time(bodies: list[str], size: int) -> None:
    class Slow(io.BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            return super().read(size)

    box = "".join(message(str(number), body) for number, body in enumerate(bodies)).encode()
    whole, slow = (list(_parts(stream)) for stream in (io.BytesIO(box), Slow(box)))

    assert slow == whole
    assert len(whole) == len(bodies)


def test_a_large_message_is_cut_and_said_to_be(
    read_as: ReadAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailboxes, "_MOST", 200)

    assert read_as("a.mbox", message("Low", "x" * 500) + message("High", "Flow."))[1:] == [
        "a.mbox: ignored what is beyond 200 bytes of message 1",
        facts("High", "Flow."),
    ]


def test_what_is_wrong_with_a_message_costs_no_other(read_as: ReadAs) -> None:
    box = f"{FROM}Subject: Low\n\n\n" + message("High", "Flow.")

    assert read_as("a.mbox", box) == ["a.mbox: message 1: has no text", facts("High", "Flow.")]
    assert read_as("a.mbox", "Ebb.") == ["a.mbox: is not a mailbox: no line begins a message"]
