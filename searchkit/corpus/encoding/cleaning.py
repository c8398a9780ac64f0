r"""Text as every part behind this one wants it, however it was stored.

Lines end in ``\n``, characters are in Unicode normal form C, and there are no NULs, byte
order marks and lone surrogates.
"""

from __future__ import annotations

import re
import unicodedata

from searchkit import utf8

_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_DROPPED = re.compile("[\0\ufeff]")  # NULs and stray byte order marks mean nothing
_STEP = 128  # marks upon one letter that are too many
_MARKS_KEPT = 30
_UNTIDY = "\r\x0b\x0c\x85\u2028\u2029\ufeff"


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
    if b"\0" in stored or any(sign in text for sign in _UNTIDY):
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
    # A heap as long as two steps holds a character that is looked at here.
    if any(map(unicodedata.combining, text[::_STEP])):
        text = _without_heaps(text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _without_heaps(text: str) -> str:
    """Return a text with no more than thirty marks where there are hundreds in a row."""
    pieces = []
    done = position = 0
    while position < len(text):
        start = end = position
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if end > position:
            while start > done and unicodedata.combining(text[start - 1]):
                start -= 1
            if end - start > _STEP:
                pieces.append(text[done : start + _MARKS_KEPT])
                done = end
        position = end + _STEP
    return "".join([*pieces, text[done:]])
