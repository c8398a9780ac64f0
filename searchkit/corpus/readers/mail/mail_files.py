"""Mail: a file of one message, as programs for mail save it or keep it in a Maildir."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.article import Article, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.furniture.newsletters import find_newsletter_furniture
from searchkit.corpus.facts.language_codes import language_code
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.readers.mail.mail_bodies import body_of
from searchkit.corpus.readers.mail.mail_headers import address_in, date_of, header, sender_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from searchkit.article import ArticleDate
    from searchkit.corpus.open_file import OpenFile

_HEAD = 12  # lines at the top of a text in which its headline may be
_COUNT = re.compile(rb"\s*(\d{1,12})[ \t]*\r?\n")  # of bytes, above a message of Apple Mail
_FIELD = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
_WEEKDAY = re.compile(rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_ENVELOPE = re.compile(rb">?From [^\n]*\n")


def read(file: OpenFile) -> Iterator[Article]:
    """Yield the article of a file of one message.

    Raises:
        ContentError: It is no message, or has no text.
    """
    content = file.whole()
    if counted := _COUNT.match(content):
        content = content[counted.end() :][: int(counted[1])]
    yield article_of_message(file, content)


def article_of_message(
    file: OpenFile, content: bytes, *, number: int | None = None, sent: ArticleDate | None = None
) -> Article:
    """Return the article that a message is.

    Args:
        file: The file that it is in.
        content: The message, from its first header on.
        number: Its number in the file, from 1, if there may be others in it.
        sent: When it was sent, if none of its headers says so.

    Raises:
        ContentError: It is no message, or has no text.
    """
    message = _parsed(content)
    body = body_of(message)
    sender = sender_of(message)
    language = header(message, "content-language")
    title = header(message, "subject")
    declared = Declared(
        title=title,
        date=date_of(message) or sent,
        source=sender.outlet,
        authors=sender.authors,
        url=address_in(message),
        language=language_code(language.partition(",")[0]) if language else None,
    )
    id_ = (header(message, "message-id") or "").strip("<> ") or None
    return assemble(
        file,
        without_headline(body.text, title) if title else body.text,
        encoding=body.encoding,
        key=file.key(id_, number) if number else None,
        declared=declared,
        origin=Origin.HEADER,
        more_furniture=find_newsletter_furniture,
    )


def without_headline(text: str, title: str) -> str:
    """Return a text without its headline, above which there may be links of a newsletter.

    Args:
        text: Lines.
        title: The headline, as one line.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines[:_HEAD]):
        if title == " ".join(line.split()):
            return "\n".join(lines[:number] + lines[number + 1 :])
    return text


def _parsed(content: bytes) -> Message:
    """Return a message, taken apart.

    Raises:
        ContentError: It has no headers, or parts within parts without end.
    """
    from email import message_from_bytes
    from email.policy import compat32

    content = content.lstrip(b" \t\r\n\xef\xbb\xbf")
    if envelope := _ENVELOPE.match(content):
        content = content[envelope.end() :]
    if not _FIELD.match(content):
        raise ContentError("is not a message: it does not begin with headers")
    try:
        return message_from_bytes(content, policy=compat32)
    except RecursionError as error:
        raise ContentError("is nested too deeply") from error


def envelope_date(line: bytes) -> ArticleDate | None:
    """Return when a message was delivered, by the line before it in a mailbox.

    >>> str(envelope_date(b"From a@b Mon May  4 23:30:00 2020"))
    '2020-05-04T23:30:00'
    """
    found = _WEEKDAY.search(line)
    return parse_date(line[found.start() :].decode("ascii", "replace")) if found else None
