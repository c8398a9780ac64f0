r"""Bytes of a file, turned into clean text.

The encoding is the one that a byte order mark names, else UTF-8, else what
charset-normalizer finds likeliest. Text leaves here with ``\n`` line ends, in
Unicode normal form C, without NULs and lone surrogates, so that nothing behind
this part needs to know how its file was stored.
"""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

from searchkit.article import UTF_8, Encoding, Known

if TYPE_CHECKING:
    from searchkit.limits import ReadingLimits

_SAMPLE = 64 * 1024  # bytes by which an unknown encoding is judged
_SMALL = 1 << 24  # bytes that any file may unpack to, however small it is itself

_MARKS = (  # the marks of UTF-32 begin with those of UTF-16, so they come first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_DROPPED = re.compile("[\0\ufeff]")  # NULs and stray byte order marks stand for nothing
_STEP = 128  # marks upon one letter that are too many
_MARKS_KEPT = 30
_UNTIDY = "\r\x0b\x0c\x85\u2028\u2029\ufeff"


class ContentError(Exception):
    """What is wrong with the content of a file; its text is the reason."""


class Stream(Protocol):
    """Bytes that are read one after another."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where there are no more."""

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""


class Unpacked:
    """The content of an open gzip file, unpacked as it is read, as far as a limit lets it grow.

    Args:
        file: The file.
        limits: How much it may grow.
    """

    def __init__(self, file: IO[bytes], limits: ReadingLimits) -> None:
        import gzip

        self._stream = gzip.GzipFile(fileobj=file)
        self._limits = limits
        self._left = max(_SMALL, limits.inflation * os.fstat(file.fileno()).st_size)

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where there are no more."""
        return self._counted(self._stream.read(size))

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""
        return self._counted(self._stream.readline(size))

    def _counted(self, content: bytes) -> bytes:
        self._left -= len(content)
        if self._left < 0:
            what = "unpacks to more than {} times its size"
            raise ContentError(self._limits.passed("inflation", what))
        return content


def read_whole(stream: Stream, *, most: int, reason: str) -> bytes:
    """Return the whole of a file.

    Args:
        stream: The file, unpacked.
        most: Bytes that it may have.
        reason: What is said of one that has more.

    Raises:
        ContentError: It is empty or too large, or unpacks to too much.
        EOFError, OSError, zlib.error: It cannot be unpacked, or not be read.
    """
    content = stream.read(most + 1)
    if len(content) > most:
        raise ContentError(reason)
    if not content:
        raise ContentError("is empty")
    return content


def gzip_reason(error: Exception) -> str:
    """Return what an error of unpacking or reading means for the file."""
    if isinstance(error, EOFError):
        return "is a truncated gzip file"
    if isinstance(error, OSError) and error.errno is not None:
        return f"cannot be read: {error.strerror}"
    return "is not a valid gzip file"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding that it was read in."""

    text: str
    encoding: Encoding


def decode(content: bytes, *, encoding: str | None = None) -> Decoded:
    """Return the text that bytes stand for, clean.

    Args:
        content: The bytes.
        encoding: Their encoding, if somebody says it.

    Raises:
        ContentError: They are not text, or there is none.
    """
    found = _decode(content, encoding)
    text = clean(found.text)
    if not text or text.isspace():
        raise ContentError("is empty")
    return Decoded(text, found.encoding)


def _decode(content: bytes, encoding: str | None) -> Decoded:
    """Return the text that bytes stand for."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(name, "replace")
            return Decoded(text, Encoding(name, Known.MARK))
    if encoding:
        return Decoded(content.decode(encoding, "replace"), Encoding(encoding, Known.DECLARED))
    if b"\0" in content:
        raise ContentError("is binary, not text")
    try:
        return Decoded(content.decode("utf-8"), UTF_8)
    except UnicodeDecodeError:
        return _decode_unknown(content)


def _decode_unknown(content: bytes) -> Decoded:
    """Return the text of bytes that are not UTF-8, in the likeliest encoding."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(content[:_SAMPLE]).best()
    if best is None:
        raise ContentError("is binary, not text")
    text = content.decode(best.encoding, "replace")
    return Decoded(text, Encoding(best.encoding, Known.GUESSED))


def clean(text: str) -> str:
    r"""Return text with ``\n`` line ends, in normal form C, and valid to store.

    >>> clean("low\r\nna\u0069\u0308ve")
    'low\nnaïve'
    """
    try:
        stored = text.encode()
    except UnicodeEncodeError:  # a lone surrogate, from an escape in JSON
        text = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
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
