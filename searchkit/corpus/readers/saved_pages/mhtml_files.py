"""MHTML: a page that a browser saved as a message with the page and its pictures as parts.

The date of the message is the day on which it was saved, and says nothing of the article.
"""

from __future__ import annotations

from email import message_from_bytes
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.decoding import decode_raw
from searchkit.corpus.readers.saved_pages.page_files import article_of_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from searchkit.article import Article
    from searchkit.corpus.open_file import OpenFile

_PAGES = frozenset(("text/html", "application/xhtml+xml"))


def read(file: OpenFile) -> Iterator[Article]:
    """Yield the article of a page in a message."""
    try:
        message = message_from_bytes(file.whole())
        pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    except RecursionError as error:
        raise ContentError("has parts nested too deep") from error
    if not pages:
        raise ContentError("has no page: a part of the type text/html is needed")
    page = pages[0]  # the others are frames in it
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        raise ContentError("has no text")
    source, encoding = decode_raw(
        content, encoding=file.options.encoding or page.get_content_charset()
    )
    yield article_of_page(file, source, encoding, saved_from=_address(message, page))


def _address(message: Message, page: Message) -> str | None:
    """Return the address that a page was saved from, or None."""
    said = message["Snapshot-Content-Location"] or page["Content-Location"]
    return "".join(str(said).split()) if said else None
