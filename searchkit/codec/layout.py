"""One file of named arrays: how it is laid out, written, and opened.

"Here is a file: which arrays are in it, and may I trust where they lie?" This
module knows bytes, dtypes and offsets. It must not know what an array means:
articles, terms and fields are the business of the modules below it.

    offset            length   what
    0                 64       preamble, see ``_PREAMBLE``
    a multiple of 64  any      the arrays, in any order, zeros between them
    a multiple of 64  any      header: JSON in UTF-8, the rest of the file

The header stands at the end because only then are the lengths of arrays that
were written piece by piece known. It is one object: ``description`` belongs to
whoever wrote the file, ``arrays`` is a list of ``[name, dtype, shape, offset,
crc32]``. Everything is little-endian on any machine.

Opening a file checks the preamble, the header and where each array lies, and
reads no array: it costs the same for one article and for a million. The
checksums of the arrays are compared only by :meth:`ArrayFile.verify`.
"""

from __future__ import annotations

import json
import struct
import zlib
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Any, Protocol, Self, cast

import numpy as np

from searchkit.errors import IndexDamagedError, IndexOutdatedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[Any]

MAGIC = b"SKARRAY\x1a"

FORMAT = 1
"""The number of the format. Its history:

1. The first.
"""

ALIGNMENT = 64  # bytes: a cache line, and more than any dtype asks for

DTYPES = frozenset({"|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8"})

# Magic; format; CRC-32 of the header; offset and length of the header and
# length of the file, in bytes; zeros; CRC-32 of the preamble before it.
_PREAMBLE = struct.Struct("<8sIIQQQ20x")
_CHECKSUM = struct.Struct("<I")
_PREAMBLE_LENGTH = _PREAMBLE.size + _CHECKSUM.size

_SPOOL_IN_MEMORY = 1 << 22  # bytes of a growing array that are kept off the disk
_COPY = 1 << 20  # bytes copied at a time
_MAX_DIMENSIONS = 2


class Stream(Protocol):
    """What a file is written to: an open binary file, or one of Whoosh's."""

    def write(self, data: Any, /) -> Any:
        """Write bytes at the current offset."""

    def seek(self, offset: int, /) -> Any:
        """Go to an offset."""


class ArrayFileWriter:
    """Writes a file of arrays.

    Whole arrays go to the file at once. Arrays that are given in pieces wait in
    temporary files, so that any number of them can grow side by side; used as a
    context manager, it leaves none of these behind.

    Args:
        stream: An empty file, open for writing bytes.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._entries: dict[str, list[Any]] = {}
        self._growing: dict[str, _GrowingArray] = {}
        self._offset = 0
        self._write(bytes(_PREAMBLE_LENGTH))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for growing in self._growing.values():
            growing.close()

    def add(self, name: str, array: Array) -> None:
        """Write a whole array of one or two dimensions."""
        array = _little_endian(array)
        self._start(name, array.dtype, array.shape)
        self._write_counted(name, _bytes_of(array))

    def append(self, name: str, piece: Array) -> None:
        """Let an array of one dimension grow by a piece; every piece has its dtype."""
        piece = _little_endian(piece)
        growing = self._growing.get(name)
        if growing is None:
            growing = self._growing[name] = _GrowingArray(piece.dtype)
        growing.append(piece)

    def drop(self, name: str) -> None:
        """Forget an array that was growing."""
        self._growing.pop(name).close()

    def finish(self, description: Mapping[str, Any]) -> None:
        """Write what is left: grown arrays, header and preamble.

        Args:
            description: What the arrays mean, as JSON has it.
        """
        for name, growing in self._growing.items():
            self._start(name, growing.dtype, (growing.length,))
            for data in growing.pieces():
                self._write_counted(name, data)
        self._align()
        header = json.dumps(
            {"description": description, "arrays": [[n, *e] for n, e in self._entries.items()]},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode("utf-8", "surrogatepass")
        offset = self._offset
        self._write(header)
        preamble = _PREAMBLE.pack(
            MAGIC, FORMAT, zlib.crc32(header), offset, len(header), self._offset
        )
        self._stream.seek(0)
        self._stream.write(preamble + _CHECKSUM.pack(zlib.crc32(preamble)))

    def _start(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> None:
        if dtype.str not in DTYPES or not 1 <= len(shape) <= _MAX_DIMENSIONS:
            raise TypeError(f"{name} cannot be written: {dtype} of shape {shape}")
        if name in self._entries:
            raise ValueError(f"{name} was written before")
        self._align()
        self._entries[name] = [dtype.str, list(shape), self._offset, 0]

    def _write_counted(self, name: str, data: bytes | memoryview) -> None:
        entry = self._entries[name]
        entry[3] = zlib.crc32(data, entry[3])
        self._write(data)

    def _align(self) -> None:
        self._write(bytes(-self._offset % ALIGNMENT))

    def _write(self, data: bytes | memoryview) -> None:
        self._stream.write(data)
        self._offset += len(data)


class _GrowingArray:
    """The pieces of one array, in a temporary file once they are many."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self.length = 0  # items
        from tempfile import SpooledTemporaryFile

        self._file = cast("IO[bytes]", SpooledTemporaryFile(_SPOOL_IN_MEMORY))  # noqa: SIM115

    def append(self, piece: Array) -> None:
        if piece.dtype != self.dtype:
            raise TypeError(f"a piece is {piece.dtype}, the pieces before it are {self.dtype}")
        self._file.write(_bytes_of(piece))
        self.length += len(piece)

    def pieces(self) -> Iterator[bytes]:
        self._file.seek(0)
        while data := self._file.read(_COPY):
            yield data

    def close(self) -> None:
        self._file.close()


class ArrayFile:
    """The arrays of an open file, by name.

    It is never written to, and safe to share among threads.

    Args:
        data: The whole file: bytes, or a memory map.
        name: What to call the file in an error.
        directory: The index directory, for the same.

    Attributes:
        description: What the writer said of the arrays.

    Raises:
        IndexDamagedError: The file is not what its preamble and header say.
        IndexOutdatedError: It has a format that this version does not know.
    """

    def __init__(self, data: Any, *, name: str, directory: Path) -> None:
        self._data = memoryview(data)
        self._name = name
        self._directory = directory
        header = self._header()
        self.description: dict[str, Any] = header["description"]
        self._entries = self._checked_entries(header["arrays"])
        self._arrays: dict[str, Array] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def array(self, name: str) -> Array:
        """Return an array; it is read-only, and no byte of it is read before it is used."""
        array = self._arrays.get(name)
        if array is None:
            if name not in self._entries:
                raise self.damaged(f"it has no {name}")
            dtype, shape, offset, _ = self._entries[name]
            count = int(np.prod(shape, dtype=np.int64))
            array = np.frombuffer(self._data, dtype, count, offset).reshape(shape)
            self._arrays[name] = array
        return array

    def length_of(self, name: str) -> int:
        """Return how many bytes of the file an array takes."""
        return _byte_count(*self._entries[name][:2])

    def verify(self) -> None:
        """Compare every array with its checksum, reading the whole file.

        Raises:
            IndexDamagedError: An array is not as it was written.
        """
        for name, (dtype, shape, offset, checksum) in self._entries.items():
            end = offset + _byte_count(dtype, shape)
            if zlib.crc32(self._data[offset:end]) != checksum:
                raise self.damaged(f"the checksum of {name} differs")

    def damaged(self, reason: str) -> IndexDamagedError:
        """Return the error that says what is wrong with this file."""
        return IndexDamagedError(self._directory, reason=f"{self._name}: {reason}")

    def close(self) -> None:
        """Let go of the file; arrays that are still in use keep it open."""
        self._arrays.clear()

    def _header(self) -> dict[str, Any]:
        data = self._data
        if len(data) < _PREAMBLE_LENGTH or bytes(data[: len(MAGIC)]) != MAGIC:
            raise self.damaged("it is not a file of arrays")
        preamble = bytes(data[: _PREAMBLE.size])
        (checksum,) = _CHECKSUM.unpack_from(data, _PREAMBLE.size)
        if zlib.crc32(preamble) != checksum:
            raise self.damaged("the checksum of its first bytes differs")
        _, number, header_checksum, offset, length, total = _PREAMBLE.unpack(preamble)
        if number != FORMAT:
            raise IndexOutdatedError(
                self._directory, reason=f"{self._name} has format {number}, not {FORMAT}"
            )
        if total != len(data) or offset + length != total or offset < _PREAMBLE_LENGTH:
            raise self.damaged(f"it is {len(data)} bytes long, not {total}")
        header = bytes(data[offset:])
        if zlib.crc32(header) != header_checksum:
            raise self.damaged("the checksum of its header differs")
        self._header_offset = offset
        return cast("dict[str, Any]", json.loads(header.decode("utf-8", "surrogatepass")))

    def _checked_entries(
        self, entries: Sequence[Sequence[Any]]
    ) -> dict[str, tuple[str, tuple[int, ...], int, int]]:
        checked = {}
        extents = [(0, _PREAMBLE_LENGTH)]
        for name, dtype, shape, offset, checksum in entries:
            if dtype not in DTYPES or not 1 <= len(shape) <= _MAX_DIMENSIONS or min(shape) < 0:
                raise self.damaged(f"{name} is {dtype} of shape {shape}")
            if offset % ALIGNMENT:
                raise self.damaged(f"{name} is not aligned")
            extents.append((offset, offset + _byte_count(dtype, shape)))
            checked[name] = (dtype, tuple(shape), offset, checksum)
        extents.append((self._header_offset, self._header_offset))
        extents.sort()
        if any(end > start for (_, end), (start, _) in pairwise(extents)):
            raise self.damaged("its arrays overlap")
        return checked


def _byte_count(dtype: str, shape: Sequence[int]) -> int:
    count = np.dtype(dtype).itemsize
    for size in shape:
        count *= size
    return count


def _little_endian(array: Array) -> Array:
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))


def _bytes_of(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data
