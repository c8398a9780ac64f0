"""A file of named arrays, written; :mod:`.array_file` says how it is laid out."""

from __future__ import annotations

import json
import zlib
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

import numpy as np

from searchkit import utf8
from searchkit.local.segment.array_file import (
    ALIGNMENT,
    BLOCK,
    CHECKSUM,
    CHECKSUMS,
    DTYPES,
    FORMAT,
    MAGIC,
    MAX_DIMENSIONS,
    PREAMBLE,
    PREAMBLE_LENGTH,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[Any]

_IN_MEMORY = 1 << 20  # bytes of a growing array that are kept off the disk
_COPY = 1 << 20  # bytes copied at a time


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
        scratch: The folder of temporary files; None: where the system has them.
    """

    def __init__(self, stream: Stream, *, scratch: Path | None = None) -> None:
        self._stream = stream
        self._scratch = scratch
        self._entries: dict[str, list[Any]] = {}
        self._growing: dict[str, _GrowingArray] = {}
        self._stream.write(bytes(PREAMBLE_LENGTH))
        self._offset = PREAMBLE_LENGTH
        self._checksums: list[int] = []  # of the blocks that were written
        self._unwritten = bytearray()  # what follows them

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for growing in self._growing.values():
            growing.close()

    def add(self, name: str, array: Array) -> None:
        """Write a whole array of one or two dimensions."""
        array = _little_endian(array)
        self._start(name, array.dtype, array.shape)
        self._write(_bytes_of(array))

    def append(self, name: str, piece: Array) -> None:
        """Let an array of one dimension grow by a piece; every piece has its dtype."""
        piece = _little_endian(piece)
        growing = self._growing.get(name)
        if growing is None:
            growing = self._growing[name] = _GrowingArray(piece.dtype, self._scratch)
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
                self._write(data)
            growing.close()
        self._align()
        checksums_offset = self._offset
        self._write_blocks(len(self._unwritten))
        checksums = np.array(self._checksums, "<u4").tobytes()
        of_checksums = _checksums_of(checksums).tobytes()
        entries = [[name, *entry] for name, entry in self._entries.items()]
        described = {"description": description, "arrays": entries}
        header = utf8.encode(json.dumps(described, ensure_ascii=False, separators=(",", ":")))
        self._stream.write(checksums + of_checksums + header)
        offset = checksums_offset + len(checksums) + len(of_checksums)
        preamble = PREAMBLE.pack(
            MAGIC,
            FORMAT,
            zlib.crc32(header),
            offset,
            len(header),
            offset + len(header),
            checksums_offset,
            zlib.crc32(of_checksums),
        )
        self._stream.seek(0)
        self._stream.write(preamble + CHECKSUM.pack(zlib.crc32(preamble)))

    def _start(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> None:
        if dtype.str not in DTYPES or not 1 <= len(shape) <= MAX_DIMENSIONS:
            raise TypeError(f"{name} cannot be written: {dtype} of shape {shape}")
        if name in self._entries:
            raise ValueError(f"{name} was written before")
        self._align()
        self._entries[name] = [dtype.str, list(shape), self._offset]

    def _align(self) -> None:
        self._write(bytes(-self._offset % ALIGNMENT))

    def _write(self, data: bytes | memoryview) -> None:
        self._offset += len(data)
        for begin in range(0, len(data), _COPY):
            self._unwritten += data[begin : begin + _COPY]
            if len(self._unwritten) >= _COPY:
                self._write_blocks(len(self._unwritten) & -BLOCK)

    def _write_blocks(self, length: int) -> None:
        """Write so many bytes of what waits, whole blocks but for the last of all."""
        with memoryview(self._unwritten) as waiting, waiting[:length] as data:
            self._stream.write(data)
            blocks = range(0, length, BLOCK)
            self._checksums += [zlib.crc32(data[begin : begin + BLOCK]) for begin in blocks]
        del self._unwritten[:length]


class _GrowingArray:
    """The pieces of one array, in a temporary file once they are many.

    Few stay in memory: most segments are small and have some sixty such arrays.
    """

    def __init__(self, dtype: np.dtype[Any], scratch: Path | None) -> None:
        self.dtype = dtype
        self.length = 0  # items
        self._scratch = scratch
        self._held: list[bytes] = []
        self._file: IO[bytes] | None = None

    def append(self, piece: Array) -> None:
        if piece.dtype != self.dtype:
            raise TypeError(f"a piece is {piece.dtype}, the pieces before it are {self.dtype}")
        self.length += len(piece)
        if self._file is None:
            self._held.append(piece.tobytes())
            if self.length * self.dtype.itemsize > _IN_MEMORY:
                self._roll_over()
        else:
            self._file.write(_bytes_of(piece))

    def _roll_over(self) -> None:
        from tempfile import TemporaryFile  # late: small segments do without

        self._file = TemporaryFile(dir=self._scratch)  # noqa: SIM115
        self._file.writelines(self._held)
        self._held.clear()

    def pieces(self) -> Iterator[bytes]:
        if self._file is None:
            yield from self._held
            return
        self._file.seek(0)
        while data := self._file.read(_COPY):
            yield data

    def close(self) -> None:
        self._held.clear()
        if self._file is not None:
            self._file.close()


def _checksums_of(checksums: bytes) -> Array:
    """Return the checksum of each ``CHECKSUMS`` checksums, uint32."""
    length = 4 * CHECKSUMS
    parts = [checksums[begin : begin + length] for begin in range(0, len(checksums), length)]
    return np.array(list(map(zlib.crc32, parts)), "<u4")


def _little_endian(array: Array) -> Array:
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))


def _bytes_of(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data
