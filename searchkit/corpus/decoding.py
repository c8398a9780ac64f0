r"""Bytes of a file, turned into clean text.

The encoding is the one that a byte order mark names, else UTF-8, else what
charset-normalizer finds likeliest. Text leaves here with ``\n`` line ends, in
Unicode normal form C, without NULs and lone surrogates, so that nothing behind
this part needs to know how its file was stored.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import zlib
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000
SIZE_LIMIT = 256 * MEGABYTE  # bytes that one file, or one line of JSON lines, may unpack to
_SAMPLE = 64 * 1024  # bytes by which an unknown encoding is judged

_MARKS = (  # the marks of UTF-32 begin with those of UTF-16, so they come first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LINE_ENDS = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_DROPPED = re.compile("[\0\ufeff]")  # NULs and stray byte order marks stand for nothing
_UNTIDY = "\r\x0b\x0c\x85\u2028\u2029\ufeff"


class ContentError(Exception):
    """What is wrong with the content of a file; its text is the reason."""


def unpacking(file: IO[bytes]) -> IO[bytes]:
    """Return the content of an open gzip file, unpacked as it is read."""
    import gzip

    return cast("IO[bytes]", gzip.open(file, "rb"))


def read_bytes(path: Path, *, packed: bool) -> bytes:
    """Return the whole of a file, unpacked.

    Raises:
        ContentError: It is empty, larger than :data:`SIZE_LIMIT`, or not gzip.
        OSError: It cannot be opened or read.
    """
    try:
        with path.open("rb") as file:
            stream = unpacking(file) if packed else file
            content = stream.read(SIZE_LIMIT + 1)
    except (EOFError, zlib.error) as error:
        raise ContentError(gzip_reason(error)) from error
    except OSError as error:
        raise ContentError(gzip_reason(error)) from error
    if len(content) > SIZE_LIMIT:
        raise ContentError(size_reason(packed=packed))
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


def size_reason(*, packed: bool) -> str:
    """Return what is said of a file beyond the limit."""
    verb = "unpacks to" if packed else "has"
    return f"{verb} more than {SIZE_LIMIT // MEGABYTE} MB, the limit for one file"


def decode(content: bytes) -> str:
    """Return the text that bytes stand for, clean.

    Raises:
        ContentError: They are not text, or there is none.
    """
    text = clean(_decode(content))
    if not text or text.isspace():
        raise ContentError("is empty")
    return text


def _decode(content: bytes) -> str:
    """Return the text that bytes stand for."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if b"\0" in content:
        raise ContentError("is binary, not text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_unknown(content)


def _decode_unknown(content: bytes) -> str:
    """Return the text of bytes that are not UTF-8, in the likeliest encoding."""
    import charset_normalizer

    best = charset_normalizer.from_bytes(content[:_SAMPLE]).best()
    if best is None:
        raise ContentError("is binary, not text")
    return content.decode(best.encoding, "replace")


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
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text)
