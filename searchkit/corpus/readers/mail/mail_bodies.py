"""The body of a message as text: the richest of several versions, and no attachment.

A message may be parts within parts. Of versions of one text the HTML one counts, since the plain
one is often no more than an address; of parts one after another all that are text do. What is
attached is not read, nor is what is encrypted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Encoding, Known
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.codec_names import usual_name, wider_codec
from searchkit.corpus.encoding.recognising import Decoded, recognise
from searchkit.corpus.markup.html import html_to_text
from searchkit.corpus.markup.html_evidence import without_html
from searchkit.corpus.readers.mail.mail_headers import header
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from email.message import Message

_PLAIN = frozenset(("text/plain", "text/markdown"))
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_DEEPEST = 30  # parts within parts
_TOO_SHORT = 0.25  # of the plain text; HTML with less has only pictures
_LONGEST_SIGNATURE = 30  # lines

# Characters that are not seen, and which newsletters put behind a hidden beginning by the dozen.
_UNSEEN = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\ufeff\u2007"
_UNSEEN_ALONE = re.compile(rf"[\s\xa0{_UNSEEN}]+")
_PREHEADER = re.compile(rf"[^\n]*(?:[{_UNSEEN}][ \t\xa0]*){{8}}")
_LINES_OF_PREHEADER = 6
_ESCAPING = re.compile("iso2022|hz|utf.?7")  # codecs whose bytes are all ASCII
_NARROWEST, _WIDEST = 45, 82  # characters of lines at whose ends a program goes on in the next
_BEGINNING = re.compile(r"[^\W_]|[\"'“‘«„¿¡(\[]")  # of a line of prose
_CUT_TAG = re.compile(r"</?[a-z][a-z0-9]{0,10}\s*\Z", re.IGNORECASE)  # where a message was cut off
_QUOTES = re.compile(r">+ ?")


class Body(NamedTuple):
    """The text of a message, and how it was read."""

    text: str
    encoding: Encoding


def body_of(message: Message) -> Body:
    """Return the text of a message.

    Raises:
        ContentError: There is none.
    """
    bodies = [body for body in _bodies(message, 0) if body.text.strip()]
    if not bodies:
        if message.get_content_type() == "multipart/encrypted":
            raise ContentError("is encrypted")
        raise ContentError("has no text")
    return Body("\n\n".join(body.text.strip("\n") for body in bodies), bodies[0].encoding)


def _bodies(part: Message, depth: int) -> Iterator[Body]:
    """Yield the texts of a part and of those in it, in order."""
    if depth > _DEEPEST or (depth and _is_attached(part)):
        return
    kind = part.get_content_type()
    if not part.is_multipart():
        if body := _leaf(part, kind):
            yield body
        return
    inner = [each for each in part.get_payload() if not isinstance(each, str)]
    if kind == "multipart/alternative":
        yield from _richest([list(_bodies(each, depth + 1)) for each in inner])
    elif kind in ("multipart/related", "multipart/signed"):
        yield from _bodies(inner[0], depth + 1)
    elif kind == "message/rfc822":
        for each in inner:
            if subject := header(each, "subject"):
                yield Body(subject, UTF_8)
            yield from _bodies(each, depth + 1)
    elif kind.startswith("multipart/") and kind != "multipart/encrypted":
        for each in inner:
            yield from _bodies(each, depth + 1)


def _richest(versions: Sequence[list[Body]]) -> list[Body]:
    """Return the last of several versions of a text, unless it has next to nothing to read."""
    longest = max((_size(version) for version in versions), default=0)
    for version in reversed(versions):
        if _size(version) > _TOO_SHORT * longest:
            return version
    return []


def _size(bodies: list[Body]) -> int:
    return sum(len(body.text) for body in bodies)


def _is_attached(part: Message) -> bool:
    """Whether a part is a file, and no text of the message."""
    disposition = (part.get_content_disposition() or "").lower()
    if disposition == "attachment":
        return True
    is_text = part.get_content_type() in _PLAIN | _HTML or part.is_multipart()
    return not is_text and part.get_filename() is not None


def _leaf(part: Message, kind: str) -> Body | None:
    """Return the text of a part without others, or None if it is no text to read."""
    if kind not in _PLAIN and kind not in _HTML:
        return None
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content.strip():
        return None
    decoded = _decoded(content, part)
    if decoded is None:
        return None
    text = decoded.text
    if kind in _HTML:
        text = without_preheader(html_to_text(_CUT_TAG.sub("", text)))
    else:
        text = _without_breaks(text.replace("\r\n", "\n"), part)
        if kind not in str(part.get("content-type", "")).lower():  # it is what it is by default
            text = without_html(text)
    return Body(text, decoded.encoding)


def _decoded(content: bytes, part: Message) -> Decoded | None:
    """Return the text of a part in the encoding that it names, if that can be; else as a file's."""
    try:
        named = part.get_content_charset()
    except (LookupError, UnicodeError, ValueError):
        named = None
    codec = wider_codec(named) if named else None
    if b"\0" not in content and not (codec and content.isascii() and _ESCAPING.match(codec)):
        try:
            return Decoded(content.decode("utf-8"), UTF_8)
        except UnicodeDecodeError:
            pass
    if codec:
        try:
            return Decoded(content.decode(codec), Encoding(usual_name(codec), Known.DECLARED))
        except (UnicodeDecodeError, LookupError):
            pass
    return recognise(content)


def without_preheader(text: str) -> str:
    """Return the text of a letter without a beginning that is there for lists of letters alone.

    Such a beginning is followed by many characters that are not seen.
    """
    lines = text.split("\n")
    head = [line for line in lines[:_LINES_OF_PREHEADER] if not _PREHEADER.match(line)]
    kept = [*head, *lines[_LINES_OF_PREHEADER:]]
    return "\n".join("" if _UNSEEN_ALONE.fullmatch(line) else line for line in kept).strip("\n")


def _without_breaks(text: str, part: Message) -> str:
    """Return a plain text without a signature, its lines joined where a program broke them."""
    is_flowed = str(part.get_param("format", "")).lower() == "flowed"
    deletes = str(part.get_param("delsp", "")).lower() == "yes"
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if line.rstrip("\r") == "-- "]
    if ends and ends[-1] and len(lines) - ends[-1] <= _LONGEST_SIGNATURE:
        lines = lines[: ends[-1]]
    return "\n".join(unflowed(lines, deletes=deletes)) if is_flowed else unwrapped("\n".join(lines))


def unwrapped(text: str) -> str:
    r"""Return a plain text with the lines of its paragraphs joined that a program broke.

    They are of nearly one length, and begin with a letter or as sentences may. Other lines
    stay: of verse, lists, quotations, tables and code.

    >>> unwrapped("The tide came in at noon that day, and the boats went out\nto sea.\n\n- a\n- b")
    'The tide came in at noon that day, and the boats went out to sea.\n\n- a\n- b'
    """
    return "\n\n".join(map(_unwrapped_paragraph, text.split("\n\n")))


def _unwrapped_paragraph(paragraph: str) -> str:
    lines = paragraph.split("\n")
    whole = [line.rstrip() for line in lines[:-1]]
    if not whole or not all(_BEGINNING.match(line) for line in lines):
        return paragraph
    longest = max(map(len, lines))
    if longest > _WIDEST or any(
        len(line) < _NARROWEST or len(line) + len(after.split(" ", 1)[0]) < longest
        for line, after in zip(whole, lines[1:], strict=True)
    ):
        return paragraph  # where the next word had fitted in, the line ended by itself
    return " ".join((*whole, lines[-1]))


def unflowed(lines: Sequence[str], *, deletes: bool = False) -> list[str]:
    """Return lines as they were before they were broken, by RFC 3676.

    Args:
        lines: Lines, of which those that end in a space go on in the next.
        deletes: Whether that space was put there, and is no part of the text.

    >>> unflowed(["A soft ", "line.", " >a sign"])
    ['A soft line.', '>a sign']
    """
    joined: list[str] = []
    depth_before, goes_on = 0, False
    for line in lines:
        quotes = _QUOTES.match(line)
        depth = quotes[0].count(">") if quotes else 0
        rest = line[depth:].removeprefix(" ")
        if goes_on and depth == depth_before and line != "-- ":
            joined[-1] += rest
        else:
            joined.append(f"{'>' * depth} {rest}" if depth else rest)
        goes_on = rest.endswith(" ") and line != "-- "
        if goes_on and deletes:
            joined[-1] = joined[-1][:-1]
        depth_before = depth
    return joined
