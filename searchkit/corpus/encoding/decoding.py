r"""Bytes of a file, turned into clean text.

Which encoding they are in, `recognising` tells. Text leaves here with ``\n`` line
ends, in Unicode normal form C, without NULs and lone surrogates, so that nothing
behind this part needs to know how its file was stored.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from searchkit import utf8
from searchkit.article import UTF_8, Encoding, Known
from searchkit.corpus.encoding.recognising import Decoded, recognise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_DROPPED = re.compile("[\0\ufeff]")  # NULs and stray byte order marks stand for nothing
_NOTHING = " \n\0\ufeff"
_STEP = 128  # marks upon one letter that are too many
_MARKS_KEPT = 30
_UNTIDY = "\r\x0b\x0c\x85\u2028\u2029\ufeff"


class ContentError(Exception):
    """What is wrong with the content of a file; its text is the reason."""


def decode(content: bytes, *, encoding: str | None = None) -> Decoded:
    """Return the text that bytes stand for, clean.

    Args:
        content: The bytes.
        encoding: Their encoding, if a person says it.

    Raises:
        ContentError: They are not text, or there is none.
    """
    found = decode_raw(content, encoding=encoding)
    return Decoded(clean(found.text), found.encoding)


def decode_raw(content: bytes, *, encoding: str | None = None) -> Decoded:
    """Return the text that bytes stand for as it is, for what has rules of its own, as JSON has.

    Raises:
        ContentError: They are not text, or there is none.
    """
    found = recognise(content, told=encoding)
    if found is None:
        raise ContentError("is binary, not text")
    if not found.text.strip(_NOTHING).strip():
        raise ContentError("is empty")
    return found


def decode_lines(lines: Sequence[bytes], *, encoding: Encoding | None) -> Iterator[Decoded | None]:
    """Yield the texts that lines of one stream stand for, as they are; None: it is no text.

    Each line that is valid UTF-8 is read so; the others are judged together, since
    one alone may tell little.

    Args:
        lines: The lines.
        encoding: What all of the stream was read in, if that is known; the lines are UTF-8 then.
    """
    known = encoding or UTF_8
    found: list[Decoded | None] = []
    others: list[int] = []
    for line in lines:
        try:
            found.append(_of_line(line.decode("utf-8"), known))
        except UnicodeDecodeError:
            found.append(None)
        if found[-1] is None or (encoding is None and (b"\x1b" in line or b"~{" in line)):
            others.append(len(found) - 1)
    together = recognise(b"\n".join([lines[number] for number in others])) if others else None
    texts = together.text.split("\n") if together else []
    for place, number in enumerate(others):
        if together and len(texts) == len(others):
            found[number] = Decoded(texts[place], together.encoding)
        else:
            found[number] = recognise(lines[number])
    yield from found


def _of_line(text: str, known: Encoding) -> Decoded:
    """Return a line of a stream, and in doubt if what somebody said does not fit it."""
    if known.known is Known.DECLARED and "\ufffd" in text:
        known = Encoding(known.name, Known.DOUBTFUL)
    return Decoded(text, known)


def clean(text: str) -> str:
    r"""Return text with ``\n`` line ends, in normal form C, and valid to store.

    >>> clean("low\r\nna\u0069\u0308ve")
    'low\nnaïve'
    """
    try:
        stored = text.encode()
    except UnicodeEncodeError:  # a lone surrogate, from an escape in JSON
        text = utf8.encode(text).decode("utf-8", "replace")
        stored = text.encode()
    # Hardly any text has one of these, and looking for single characters is many
    # times faster than any expression; for NUL that is so among bytes only.
    untidy = b"\0" in stored
    for sign in _UNTIDY:
        untidy = untidy or sign in text
    if untidy:
        text = _DROPPED.sub("", _LINE_ENDS.sub("\n", text))
    return composed(text)


def composed(text: str) -> str:
    """Return text in normal form C.

    Of hundreds of marks upon one letter, which no writing has, the first thirty
    are kept: the time that it takes to put marks in order grows with the square
    of their number. Source: Unicode Standard Annex 15, section 13, "Stream-Safe
    Text Format".
    """
    if text.isascii():
        return text
    # A run as long as two steps holds a character that is looked at here.
    if any(map(unicodedata.combining, text[::_STEP])):
        text = _without_heaps(text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _without_heaps(text: str) -> str:
    """Return a text with no more than thirty marks where there are hundreds in a row."""
    pieces = []
    done = place = 0
    while place < len(text):
        start = end = place
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if end > place:
            while start > done and unicodedata.combining(text[start - 1]):
                start -= 1
            if end - start > _STEP:
                pieces.append(text[done : start + _MARKS_KEPT])
                done = end
        place = end + _STEP
    return "".join([*pieces, text[done:]])
