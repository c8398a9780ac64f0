"""Pages in WARC files become articles."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.corpus.readers.conftest import ReadAs, read_one

pytest.importorskip("warcio")
pytest.importorskip("trafilatura")

ADDRESS = "https://gazette.example/2018/03/14/barrier"
TIDE = "The barrier was shut at four on Tuesday, before the tide had turned at Saltby."
PAGE = (
    "<html><head><title>High water at Saltby</title></head>"
    f"<body><article><h1>High water at Saltby</h1><p>{TIDE}</p></article></body></html>"
)


def record(
    content: bytes | str = PAGE,
    *,
    kind: str = "response",
    address: str = ADDRESS,
    status: str = "200 OK",
    headers: str = "Content-Type: text/html; charset=utf-8",
) -> bytes:
    """A record of a WARC file."""
    body = content if isinstance(content, bytes) else content.encode()
    if kind == "response":
        body = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
        headers = "Content-Type: application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
        "WARC-Date: 2022-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"{headers}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def test_a_page_is_an_article_and_the_day_it_was_fetched_is_no_date(read_as: ReadAs) -> None:
    assert read_as("a.warc", record(address="https://gazette.example/barrier")) == [
        (
            "#https://gazette.example/barrier",
            "High water at Saltby",
            None,
            "gazette.example",
            (),
            TIDE,
        )
    ]


def test_what_was_sent_packed_and_in_an_encoding_of_the_server_is_read(tmp_path: Path) -> None:
    headers = "Content-Type: text/html; charset=windows-1251\r\nContent-Encoding: gzip"
    page = PAGE.replace(TIDE, "Вода пришла в полдень, и ворота закрыли до самого вечера.")
    content = record(gzip.compress(page.encode("cp1251")), headers=headers)

    assert read_one(tmp_path, "a.warc.gz", gzip.compress(content)).text.startswith("Вода пришла")


@pytest.mark.parametrize(
    "other",
    [
        record(kind="revisit"),
        record(kind="request"),
        record(status="301 Moved"),
        record(status="404 Not Found"),
        record(headers="Content-Type: image/png"),
        record(
            "User-agent: *",
            headers="Content-Type: text/plain",
            address="https://a.example/robots.txt",
        ),
    ],
)
def test_what_is_no_page_is_left_out(read_as: ReadAs, other: bytes) -> None:
    assert len(read_as("a.warc", other + record() + other)) == 1
    assert read_as("a.warc", other) == [
        "a.warc: has no pages: answers of the kind text/html or text/plain"
    ]


def test_plain_text_and_resources_are_articles(read_as: ReadAs) -> None:
    text = record(f"High water\n\n{TIDE}", kind="resource", headers="Content-Type: text/plain")

    assert read_as("a.warc", text) == [
        (f"#{ADDRESS}", "High water", "2018-03-14", "gazette.example", (), TIDE)
    ]


def test_pages_without_text_are_counted_and_the_same_address_is_told_apart(
    read_as: ReadAs,
) -> None:
    found = read_as("a.warc", record() + record() + record("<html></html>") + record(""))

    assert [each if isinstance(each, str) else each[0] for each in found] == [
        f"#{ADDRESS}",
        f"#{ADDRESS}~2",
        "a.warc: ignored 2 pages, which have no text",
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.warc", (record() + record())[:-200], "is cut off within record 2"),
        (
            "a.warc.gz",
            gzip.compress(record()) + gzip.compress(record())[:-200],
            "is a truncated gzip file",
        ),
        ("a.warc", record() + b"tide\r\ntide\r\n", "is damaged behind record 1"),
    ],
)
def test_what_is_before_the_damage_is_read(
    read_as: ReadAs, name: str, content: bytes, reason: str
) -> None:
    found = read_as(name, content)

    assert len(found) == 2
    assert found[1] == f"{name}: {reason}"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "is empty"), (b"High water at noon\n" * 9, "is not a WARC file")],
)
def test_what_is_no_warc_file_is_one_line(
    read_as: ReadAs, content: bytes, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert read_as("a.warc", content) == [f"a.warc: {reason}"]
    assert capfd.readouterr() == ("", "")
