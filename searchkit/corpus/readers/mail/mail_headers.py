"""The headers of a message: words in other encodings, senders, and what lists add.

A header is read from its bytes. Words of RFC 2047 are decoded by the encoding that they name, or
by their bytes if there is none such; raw bytes, which no standard allows and many a
program writes, as bytes of any file are.
"""

from __future__ import annotations

import re
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header
from typing import TYPE_CHECKING

from searchkit.corpus.encoding.cleaning import clean
from searchkit.corpus.encoding.codec_names import wider_codec
from searchkit.corpus.encoding.recognising import recognise
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.facts.sources import source_of_url
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from searchkit.article import ArticleDate

_LONGEST = 20_000  # characters of a header that is looked at
_MOST = 1_000  # headers of a message that are looked at

_FOLDED = re.compile(r"\r?\n[ \t]*")
_ADDRESS = r"[^\s<>()@,;\"]+@[^\s<>()@,;\"]+"
_IN_BRACKETS = re.compile(rf"(.*?)<\s*({_ADDRESS})\s*>", re.DOTALL)
_BARE = re.compile(rf"({_ADDRESS})(?:\s*\(([^()]*)\))?")
_QUOTED = re.compile(r'\A"((?:[^"\\]|\\.)*)"\Z', re.DOTALL)
_FROM_AN_OUTLET = re.compile(r"(.{2,60}?)\s+(?:from|at|via|\|)\s+((?:[^\Wa-z_]|\d).{1,80})")
_NO_NAME = re.compile(
    r"(?:no-?_?reply|do-?not-?reply|info|news|newsletters?|hello|mail|mailer|editors?|admin|support"
    r"|contact|team|service|notifications?|updates?)\W*\Z",
    re.IGNORECASE,
)
_MAILERS = re.compile(r"\A(?:e|em|email|mail|mailer|news|newsletters?|info|m|send|bounce|reply)\.")
_LIST_NAME = re.compile(r"\s*(.*?)\s*<\s*([^<>]*?)\s*>", re.DOTALL)
_WEB = re.compile(r"<?\s*(https?://[^\s<>]+)")


class Sender(NamedTuple):
    """Who sent a message.

    Attributes:
        outlet: The outlet, or the name of the person; a domain where there is no name.
        authors: The names of the persons who wrote it, as far as they are named.
    """

    outlet: str | None
    authors: tuple[str, ...]


def header(message: Message, name: str) -> str | None:
    """Return the first header of a name as one line, or None."""
    return next(headers(message, name), None)


def headers(message: Message, name: str) -> Iterator[str]:
    """Yield the headers of a name in order, each as one line, those that are blank aside."""
    for number, (found, value) in enumerate(message.raw_items()):
        if number == _MOST:
            return
        if found.lower() == name and (line := decoded(str(value))):
            yield line


def decoded(raw: str) -> str:
    """Return a header as one line of text.

    Args:
        raw: As it was written; bytes that are not ASCII are surrogate escapes in it.

    >>> decoded("=?utf-8?q?The_Marr=C3=A1m?= =?utf-8?b?IFBvc3Q=?=")
    'The Marrám Post'
    """
    line = _FOLDED.sub(" ", raw[:_LONGEST])
    if not line.isascii():
        found = recognise(line.encode("utf-8", "surrogateescape"))
        line = found.text if found else line.encode("ascii", "replace").decode()
    if "=?" in line:
        with suppress(HeaderParseError, ValueError):  # then it stays as it was written
            words = "".join(_word(part, charset) for part, charset in decode_header(line))
            line = words if words.strip() else line
    return " ".join(clean(line).split())


def _word(part: bytes | str, charset: str | None) -> str:
    """Return a part of a header in the encoding that it names."""
    if isinstance(part, str):
        return part
    if charset is None:  # it is what stood between such words, in Unicode escapes
        return part.decode("raw-unicode-escape", "replace")
    if codec := wider_codec(charset):
        return part.decode(codec, "replace")
    found = recognise(part)
    return found.text if found else part.decode("latin-1")


def date_of(message: Message) -> ArticleDate | None:
    """Return when a message was sent; if it does not say, when it was first received."""
    for line in headers(message, "date"):
        if found := parse_date(line):
            return found
    received = [line.rpartition(";")[2] for line in headers(message, "received")]
    return next(filter(None, map(parse_date, reversed(received))), None)


def sender_of(message: Message) -> Sender:
    """Return who sent a message.

    On a list on which many write, the list is the outlet, and the sender an author. The sender of
    a newsletter is the outlet, or names it behind a person: `Ada Marsh from The Post`.
    """
    name, address = next(filter(any, map(_mailbox, headers(message, "from"))), ("", ""))
    list_name = _list_of(message)
    posts = header(message, "list-post")
    is_bulk = bool(list_name or header(message, "list-unsubscribe"))
    if list_name and posts and posts.upper() != "NO":
        return Sender(list_name, (name,) if name else ())
    if is_bulk and (both := _FROM_AN_OUTLET.fullmatch(name)):
        return Sender(both[2], (both[1],))
    outlet = name if name and not _NO_NAME.match(name) else None
    if outlet and not is_bulk:
        return Sender(outlet, (outlet,))
    return Sender(outlet or list_name or _domain_of(address) or name or None, ())


def address_in(message: Message) -> str | None:
    """Return the address at which a message can be read on the web, if a header says so."""
    line = header(message, "archived-at") or ""
    found = _WEB.match(line)
    return found[1] if found else None


def _mailbox(line: str) -> tuple[str, str]:
    """Return the name and the address of the first sender in a header, either may be empty."""
    if both := _IN_BRACKETS.match(line):
        name = both[1].strip(" ,")
        quoted = _QUOTED.match(name)
        name = re.sub(r"\\(.)", r"\1", quoted[1]) if quoted else name
        name = name.strip(" '\"")
        return ("" if name.lower() == both[2].lower() else name), both[2]
    if bare := _BARE.search(line):
        return (bare[2] or "").strip(), bare[1]
    return line.strip(" \"'<>"), ""


def _domain_of(address: str) -> str | None:
    """Return the domain of an address of mail, without the name of a server for mail."""
    domain = source_of_url(f"https://{address.rpartition('@')[2]}") if "@" in address else None
    return _MAILERS.sub("", domain) if domain and domain.count(".") > 1 else domain


def _list_of(message: Message) -> str | None:
    """Return the name of the list that a message came by, or None."""
    line = header(message, "list-id")
    if line is None:
        return None
    named = _LIST_NAME.match(line)
    if named is None:
        return line
    return named[1].strip(" \"'") or named[2].partition(".")[0] or None
