"""The content of files that are packed, and of whole files, within limits."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

from searchkit.corpus.content_error import ContentError

if TYPE_CHECKING:
    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.limits import ReadingLimits

_SMALL = 1 << 24  # bytes that any file may unpack to, however small it is itself
_USUAL = 1 << 16  # bytes that most files have fewer of; memory for the most is slow to get


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
