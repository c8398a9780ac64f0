"""The content of files that are packed, and of whole files, within limits.

What a packed file says of its own size is never believed: bytes are counted as they come.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import TYPE_CHECKING, Protocol, cast

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.formats import packing_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer as Buffer

    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.limits import ReadingLimits

_SMALL = 1 << 24  # bytes that any file may unpack to, however small it is itself
_USUAL = 1 << 16  # bytes that most files have fewer of; memory for the most is slow to get
_WINDOW = 1 << 27  # bytes that unpacking may look back; no usual compressor looks further
_CHUNK = 1 << 12  # packed bytes at a time: they may unpack to 32,768 times as many
_GZIP = zlib.MAX_WBITS | 16  # a window of any size, and the head of gzip
_NAMES = {".gz": "gzip", ".bz2": "bzip2", ".xz": "xz", ".zst": "Zstandard"}


class Unpacked:
    """The content of a packed file, unpacked as it is read, as far as a limit lets it grow.

    Args:
        file: The file as it is stored.
        packing: How it is packed, as the suffix of its name says.
        size: Its size as it is stored, in bytes.
        limits: How much it may grow.

    Raises:
        ContentError: By each method: it is damaged, or unpacks to too much.
    """

    def __init__(self, file: Stream, packing: str, size: int, limits: ReadingLimits) -> None:
        self._packing = packing
        self._stream = io.BufferedReader(_Parts(file, _unpacker(packing)))
        self._limits = limits
        self._left = max(_SMALL, limits.inflation * size)

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where there are no more."""
        return self._counted(self._stream.read, size)

    def read1(self, size: int, /) -> bytes:
        """Return the bytes at hand or the next ones, so many at most; none: there are no more.

        So what is before the damage of a file is read to its last byte.
        """
        return self._counted(self._stream.read1, size)

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""
        return self._counted(self._stream.readline, size)

    def _counted(self, read: Callable[[int], bytes], size: int) -> bytes:
        # One byte more than is left shows that there is more.
        try:
            content = read(min(size, self._left + 1) if size >= 0 else self._left + 1)
        except EOFError as error:
            raise ContentError(f"is a truncated {_NAMES[self._packing]} file") from error
        except _errors() as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise ContentError(f"is not a valid {_NAMES[self._packing]} file") from error
        self._left -= len(content)
        if self._left < 0:
            what = "unpacks to more than {} times its size"
            raise ContentError(self._limits.passed("inflation", what))
        return content


def unpacked(file: Stream, name: str, size: int, limits: ReadingLimits) -> Stream:
    """Return the content of a file, unpacked where its name says that it is packed.

    Args:
        file: The file as it is stored.
        name: Its name.
        size: Its size as it is stored, in bytes.
        limits: How much it may grow.
    """
    packing = packing_of(name)
    return Unpacked(file, packing, size, limits) if packing else file


def read_whole(stream: Stream, *, most: int, reason: str) -> bytes:
    """Return the whole of a file.

    Args:
        stream: The file, unpacked.
        most: Bytes that it may have.
        reason: What is said of one that has more.

    Raises:
        ContentError: It is empty, too large or damaged, or unpacks to too much.
        OSError: It cannot be read.
    """
    content = stream.read(min(_USUAL, most + 1))
    if len(content) == _USUAL:
        content += stream.read(most + 1 - _USUAL)
    if len(content) > most:
        raise ContentError(reason)
    if not content:
        raise ContentError("is empty")
    return content


class _Unpacker(Protocol):
    """What unpacks one part of a file."""

    @property
    def eof(self) -> bool:
        """Whether the part has ended."""

    @property
    def unused_data(self) -> bytes:
        """What follows the end of the part."""

    def decompress(self, data: bytes, /) -> bytes:
        """Return what some more bytes unpack to."""


class _Parts(io.RawIOBase):
    """A file of one or more packed parts, unpacked as it is read.

    As everywhere, what follows the last part and is none is ignored.

    Args:
        file: The file as it is stored.
        begin: Gives what unpacks the next part.
    """

    def __init__(self, file: Stream, begin: Callable[[], _Unpacker]) -> None:
        self._file = file
        self._begin = begin
        self._part: _Unpacker | None = None  # that is being unpacked
        self._is_first = True
        self._rest = b""  # packed
        self._ready = b""  # unpacked

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Buffer, /) -> int:
        """Fill a buffer, and return how many bytes were put in it; 0: there are no more."""
        room = memoryview(buffer).cast("B")
        while not self._ready:
            packed = self._rest or self._file.read(_CHUNK)
            if not packed and self._part:
                raise EOFError
            if not packed:
                return 0
            self._ready, self._rest = self._unpack(packed)
        size = min(len(room), len(self._ready))
        room[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def _unpack(self, packed: bytes) -> tuple[bytes, bytes]:
        """Return what some bytes unpack to, and those behind the end of a part."""
        if not self._part and not self._is_first and not (packed := packed.lstrip(b"\0")):
            return b"", b""  # parts may be padded
        part = self._part or self._begin()
        try:
            content = part.decompress(packed)
        except _errors():
            if self._part or self._is_first:
                raise
            while self._file.read(_USUAL):
                pass
            return b"", b""
        self._part, self._is_first = (None if part.eof else part), False
        return content, part.unused_data if part.eof else b""


def _unpacker(packing: str) -> Callable[[], _Unpacker]:
    """Return what begins to unpack a part."""
    if packing == ".gz":
        return lambda: zlib.decompressobj(_GZIP)
    if packing == ".bz2":
        return bz2.BZ2Decompressor
    if packing == ".xz":
        return lambda: lzma.LZMADecompressor(memlimit=2 * _WINDOW)
    from zstandard import ZstdDecompressor

    return lambda: cast("_Unpacker", ZstdDecompressor(max_window_size=_WINDOW).decompressobj())


def _errors() -> tuple[type[Exception], ...]:
    """Return the errors that say that what is to be unpacked is not packed, or is damaged."""
    from zstandard import ZstdError

    return OSError, ValueError, zlib.error, lzma.LZMAError, ZstdError
