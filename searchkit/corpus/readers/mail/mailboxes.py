"""Mailboxes: files of messages one after another, each behind a line that begins with `From `.

A message begins where such a line ends in a date and a header follows it: letters have
lines that begin `From here on`. Files of any size are read in the memory of one message,
and in blocks of whole messages, so that several readers can share one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.readers.mail.mail_files import article_of_message, envelope_date
from searchkit.notes import Remark
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article
    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.corpus.open_file import OpenFile

_READ = 1 << 20  # bytes that are read at a time
_BLOCK = 1 << 20  # bytes of whole messages, about
_MOST = 64_000_000  # bytes of a message that are looked at; the rest are attachments

_ENVELOPE = re.compile(
    rb"From (?=[^\n]{0,300}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b)[^\n]{0,300}\d{1,2}:\d\d[^\n]{0,60}"
    rb"\b(?:19|20)\d\d\b[^\n]{0,20}\n(?=>?From |[!-9;-~]{1,80}[ \t]*:)"
)
_LONGEST_ENVELOPE = 512  # bytes; with the beginning of the header behind it
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


class _Part(NamedTuple):
    """A message of a mailbox.

    Attributes:
        envelope: The line before it.
        content: The message, or as much of it as is looked at.
        is_cut: Whether there is more of it.
    """

    envelope: bytes
    content: bytes
    is_cut: bool


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of a mailbox, and what is wrong with other messages."""
    number = 0
    for block, parts in enumerate(_blocks(file.stream())):
        if file.stripe.has(block):
            for at, part in enumerate(parts, start=number + 1):
                yield from _articles(file, part, at)
        number += len(parts)
        file.block_passed(block, file.content.tell())
    if not number:
        raise ContentError("is not a mailbox: no line begins a message")


def _articles(
    file: OpenFile, part: _Part, number: int
) -> Iterator[Article | ContentError | Remark]:
    """Yield the article of a message, or what is wrong with it."""
    content = _QUOTED_FROM.sub(rb"\1", part.content)
    sent = envelope_date(part.envelope)
    try:
        yield article_of_message(file, content, number=number, sent=sent)
    except ContentError as error:
        yield ContentError(f"message {number}: {error}")
    if part.is_cut:
        yield Remark(file.path, f"ignored what is beyond {_MOST:,} bytes of message {number}")


def _blocks(stream: Stream) -> Iterator[list[_Part]]:
    """Yield the messages of a mailbox, about a megabyte of whole ones at a time."""
    parts: list[_Part] = []
    size = 0
    for part in _parts(stream):
        parts.append(part)
        size += len(part.content)
        if size >= _BLOCK:
            yield parts
            parts, size = [], 0
    if parts:
        yield parts


def _parts(stream: Stream) -> Iterator[_Part]:
    """Yield the messages of a mailbox."""
    envelope: bytes | None = None
    kept, cut = bytearray(), False
    buffer, is_end = b"\n", False  # always with the byte before what was not looked at yet
    while not is_end:
        chunk = stream.read(_READ)
        is_end = not chunk
        buffer += chunk
        # Of a line that begins behind here, the end may not have been read yet.
        sure = len(buffer) if is_end else max(len(buffer) - _LONGEST_ENVELOPE, 1)
        position = 1
        while found := _next_envelope(buffer, position, sure):
            cut |= _keep(kept, buffer[position : found.start()])
            if envelope is not None:
                yield _Part(envelope, bytes(kept), cut)
            envelope, kept, cut = found[0].rstrip(), bytearray(), False
            position = found.end()
        cut |= _keep(kept, buffer[position:sure])
        buffer = buffer[max(position, sure) - 1 :]
    if envelope is not None:
        yield _Part(envelope, bytes(kept), cut)


def _next_envelope(buffer: bytes, start: int, end: int) -> re.Match[bytes] | None:
    """Return the first line between two offsets that begins a message."""
    at = start - 1
    while (at := buffer.find(b"\nFrom ", at, end + 5)) >= 0:
        if at + 1 < end and (found := _ENVELOPE.match(buffer, at + 1)):
            return found
        at += 1
    return None


def _keep(kept: bytearray, content: bytes) -> bool:
    """Add to what is kept of a message; return whether some was too much."""
    left = max(_MOST - len(kept), 0)
    kept += content[:left]
    return len(content) > left
