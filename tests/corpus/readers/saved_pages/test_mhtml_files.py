"""Pages that a browser saved as messages."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from searchkit.article import Origin
from tests.corpus.readers.conftest import read_file, read_one

pytest.importorskip("trafilatura")

PAGE = "<html><meta charset=utf-8><body><p>The café is open at low tide.</p></body></html>"


def saved(page: str, *, charset: bool = False) -> bytes:
    message = EmailMessage(SMTP)
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://marram-post.example/2020/05/04/cafe"
    message["Date"] = "Mon, 30 Nov 2026 07:00:00 -0000"
    message.set_content(page, subtype="html", cte="quoted-printable")
    message.add_related(b"GIF8", "image", "gif", cid="<picture@mhtml.blink>")
    content = message.as_bytes()
    return content if charset else content.replace(b'; charset="utf-8"', b"")


@pytest.mark.parametrize("charset", [True, False])
def test_the_page_in_a_message_is_the_article_and_the_day_of_saving_is_not_its_date(
    tmp_path: Path, charset: bool
) -> None:
    article = read_one(tmp_path, "cafe.mhtml", saved(PAGE, charset=charset))

    assert (article.text, article.url, str(article.date), article.origins.date) == (
        "The café is open at low tide.",
        "https://marram-post.example/2020/05/04/cafe",
        "2020-05-04",
        Origin.URL,
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"From: a\n\nLow tide", "has no page: a part of the type text/html is needed"),
        (b"Content-Type: text/html\n\n", "has no text"),
        (b"Content-Type: text/html\n\n<p></p>", "has no text"),
    ],
)
def test_a_message_without_a_page_is_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    assert read_file(tmp_path, "a.mht", content) == [f"a.mht: {reason}"]
