"""Mail: one message, whatever program wrote it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchkit.article import Article, Origin
from searchkit.corpus.readers.mail.mail_files import envelope_date
from tests.corpus.conftest import ReadFile, only
from tests.corpus.readers.conftest import ReadAs

HEAD = "From: The Post <news@post.example>\nSubject: Low\nDate: Mon, 4 May 2020 12:30:00 +0000\n"
LOW = ("", "Low", "2020-05-04T12:30:00Z", "The Post", ("The Post",))


def message(headers: str = "", body: str = "Ebb.") -> str:
    return f"{HEAD}{headers}\n{body}"


def test_a_message_is_an_article(read_file: ReadFile) -> None:
    headers = (
        "Archived-At: <https://post.example/2020/low>\nContent-Language: en-GB, de\n"
        "List-Unsubscribe: <https://post.example/u>\n"
    )

    article = only(read_file("a.eml", message(headers)))

    assert (article.key, article.title, article.text) == ("a.eml", "Low", "Ebb.")
    assert (article.source, article.authors) == ("The Post", ())
    assert (article.url, article.language) == ("https://post.example/2020/low", "en")
    origins = article.origins
    assert (origins.title, origins.date, origins.source) == (Origin.HEADER,) * 3


def test_what_is_around_a_newsletter_is_furniture(read_file: ReadFile) -> None:
    html = (
        '<div style="display:none">In short</div><p><a href="x">View in browser</a></p>'
        "<p>The tide came in at noon.</p><p>© 2020 The Post<br>Unsubscribe</p>"
    )

    article = only(read_file("a.eml", message("Content-Type: text/html\n", html)))

    assert article.text == (
        "View in browser\n\nThe tide came in at noon.\n\n© 2020 The Post\nUnsubscribe"
    )
    assert article.prose.split() == "The tide came in at noon.".split()


def test_a_headline_below_a_link_is_not_in_the_text(read_file: ReadFile) -> None:
    body = "<a>View in browser</a><h1> High\nwater </h1><p>Low</p><p>Ebb.</p>"
    content = message("Content-Type: text/html\n", body).replace(
        "Subject: Low", "Subject: High water"
    )

    article = only(read_file("a.eml", content))

    assert (article.title, article.prose.split()) == ("High water", ["Low", "Ebb."])


@pytest.mark.parametrize(
    "content",
    [
        message(),
        message().replace("\n", "\r\n"),
        "\n\n " + message(),
        "From a@b Mon May  4 23:30:00 2020\n" + message(),
        f"{len(message())}\n{message()}<?xml version='1.0'?><plist/>",
    ],
)
def test_programs_save_a_message_in_several_ways(read_as: ReadAs, content: str) -> None:
    assert read_as("a.eml", content) == [(*LOW, "Ebb.")]


@pytest.mark.parametrize(
    "name", ["cur/1589000000.M1P2.host,S=123:2,S", "Maildir/new/1589000000.5_1.host"]
)
def test_a_file_of_a_maildir_is_a_message(read_file: ReadFile, name: str) -> None:
    assert only(read_file(name, message())).title == "Low"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ("The tide came in.", "is not a message: it does not begin with headers"),
        (message(body=""), "has no text"),
        (message("Content-Type: image/png\n", "x"), "has no text"),
        (message("Content-Type: multipart/encrypted; boundary=b\n", "--b\n\nx\n"), "is encrypted"),
        (
            HEAD + "Content-Type: message/rfc822\n\n" * 3000 + "Subject: y\n\nEbb",
            "is nested too deeply",
        ),
    ],
)
def test_what_is_no_message_gives_one_line(read_as: ReadAs, content: str, reason: str) -> None:
    assert read_as("a.eml", content) == [f"a.eml: {reason}"]


PIECES = st.sampled_from(
    (
        *("\n", "\r\n", " ", "--b", "--", "x", "=", "é", "\x00", "<p>", "From ", "Subject: ", ";"),
        *("Content-Type: multipart/mixed; boundary=b\n", "Content-Type: text/html; charset=q\n"),
        *("Content-Transfer-Encoding: base64\n", "=?utf-8?b?", "?=", "Date: ", "format=flowed"),
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the file is replaced
@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_message_gives_an_article_or_one_line(read_file: ReadFile, body: str) -> None:
    for found in read_file("a.eml", f"From: a@b.example\n{body}"):
        assert isinstance(found, Article) or found.count("\n") == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"From a@b Mon May  4 23:30:00 2020", "2020-05-04T23:30:00"),
        (b"From 12@xxx Mon May 04 23:30:00 +0000 2020", "2020-05-04T23:30:00Z"),
        (b"From ada at post.example  Mon May  4 23:30:00 2020", "2020-05-04T23:30:00"),
        (b"From a@b", None),
    ],
)
def test_the_line_before_a_message_says_when_it_was_delivered(
    line: bytes, expected: str | None
) -> None:
    found = envelope_date(line)

    assert (found and str(found)) == expected
