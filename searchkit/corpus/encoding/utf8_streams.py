"""The bytes of a file, read one after another: unpacked, and in UTF-8 where that takes it."""

from __future__ import annotations

import codecs
import os
from typing import IO, TYPE_CHECKING, Protocol

from searchkit.article import Encoding, Known
from searchkit.corpus.encoding.codec_names import told_name, wider_codec
from searchkit.corpus.encoding.decoding import ContentError
from searchkit.corpus.encoding.recognising import MARKS
from searchkit.corpus.encoding.unmarked_utf16 import wide_codec

if TYPE_CHECKING:
    from searchkit.limits import ReadingLimits

_SMALL = 1 << 24  # bytes that any file may unpack to, however small it is itself
_HEAD = 1 << 16  # bytes by which it is told whether a stream has wide units
_CHUNK = 1 << 16  # bytes that are made UTF-8 at a time
_USUAL = 1 << 16  # bytes that most files have fewer of; memory for the most is slow to get


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
    content = stream.read(min(_USUAL, most + 1))
    if len(content) == _USUAL:
        content += stream.read(most + 1 - _USUAL)
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


class InUTF8:
    """A stream as UTF-8, whatever it is in.

    What is neither of wide units nor of an encoding that somebody says comes out as it is.

    Args:
        stream: The content of a file, unpacked.
        told: Its encoding, if a person says it.

    Attributes:
        encoding: What all of it was read in; None: what comes out may be in any encoding
            in which line ends are those of ASCII.
    """

    def __init__(self, stream: Stream, *, told: str | None = None) -> None:
        self._stream = stream
        head = stream.read(_HEAD)
        codec, length, self.encoding = _of_stream(head, told)
        self._ahead = head[length:]
        self._decoder = codec and codecs.getincrementaldecoder(codec)("replace")
        if self._decoder:
            self._ahead = self._decoder.decode(self._ahead).encode()

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer; none only at the end."""
        ahead = self._ahead
        if len(ahead) < size:
            ahead += self._more(size - len(ahead))
        self._ahead = ahead[size:]
        return ahead[:size]

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""
        pieces = []
        left = size
        while left > 0 and (self._ahead or self._fill(left)):
            end = self._ahead.find(b"\n", 0, left) + 1
            pieces.append(self._ahead[: end or left])
            self._ahead = self._ahead[end or left :]
            left -= len(pieces[-1])
            if end:
                break
        return b"".join(pieces)

    def _fill(self, size: int) -> bool:
        self._ahead = self._more(_CHUNK) if self._decoder else self._stream.readline(size)
        return bool(self._ahead)

    def _more(self, size: int) -> bytes:
        """Return what comes next in the stream, in UTF-8."""
        if not self._decoder:
            return self._stream.read(size)
        while content := self._stream.read(size):
            if found := self._decoder.decode(content):
                return found.encode()
        return self._decoder.decode(b"", final=True).encode()


def _of_stream(head: bytes, told: str | None) -> tuple[str | None, int, Encoding | None]:
    """Return the codec to read a stream with, the length of its mark, and what to tell of it."""
    for mark, name in MARKS:
        if head.startswith(mark):
            return None if name == "utf-8" else name, len(mark), Encoding(name, Known.MARK)
    if told and (codec := wider_codec(told)):
        return codec, 0, Encoding(told_name(codec), Known.DECLARED)
    if b"\0" in head and (codec := wide_codec(head)):
        return codec, 0, Encoding(codec, Known.GUESSED)
    return None, 0, None
