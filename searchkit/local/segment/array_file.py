"""One file of named arrays: how it is laid out, written, and opened.

"Here is a file: which arrays are in it, and may I trust where they lie?" This
module knows bytes, dtypes and offsets. It must not know what an array means:
articles, terms and fields are the business of the modules below it.

    offset            length   what
    0                 64       preamble, see ``_PREAMBLE``
    a multiple of 64  any      the arrays, in any order, zeros between them
    a multiple of 64  any      checksums: a CRC-32 for each block, uint32
    behind them       any      a CRC-32 for each 1024 of these, uint32
    behind them       any      header: JSON in UTF-8, the rest of the file

A block is 4 KiB, counted from the end of the preamble; the last one ends where
the checksums begin. The header stands at the end because only then are the
lengths of arrays that were written piece by piece known. It is one object:
``description`` belongs to whoever wrote the file, ``arrays`` is a list of
``[name, dtype, shape, offset]``. Everything is little-endian on any machine.

Opening a file checks the preamble, the header and where each array lies, and
reads no array: it costs the same for one article and for a million. A block is
compared with its checksum before anything in it is used for the first time, and
so are the checksums themselves, 1024 at a time. So a damaged byte is an error for
whoever needs it, and nobody gets a wrong answer; :meth:`ArrayFile.faults` looks
at all of them.
"""

from __future__ import annotations

import json
import math
import mmap
import os
import struct
import zlib
from functools import cached_property
from itertools import groupby, pairwise
from typing import IO, TYPE_CHECKING, Any, Protocol, Self, cast

import numpy as np

from searchkit import utf8
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

# Magic; format; CRC-32 of the header; offset of the header, its length, and that
# of the file; offset of the checksums and their CRC-32; zeros; and behind all
# that the CRC-32 of the preamble before it. Offsets and lengths are in bytes; the
# CRC-32 of the checksums is that of what is behind them, the checksums of these.
_PREAMBLE = struct.Struct("<8sIIQQQQI8x")
_CHECKSUM = struct.Struct("<I")
_PREAMBLE_LENGTH = _PREAMBLE.size + _CHECKSUM.size

_BLOCK_BITS = 12
_BLOCK = 1 << _BLOCK_BITS  # bytes: what is read of a rare word seldom takes more
_CHECKSUM_BITS = 10
_CHECKSUMS = 1 << _CHECKSUM_BITS  # of blocks: so many are a block themselves

_IN_MEMORY = 1 << 22  # bytes of a growing array that are kept off the disk
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
        scratch: The folder of temporary files; None: where the system has them.
    """

    def __init__(self, stream: Stream, *, scratch: Path | None = None) -> None:
        self._stream = stream
        self._scratch = scratch
        self._entries: dict[str, list[Any]] = {}
        self._growing: dict[str, _GrowingArray] = {}
        self._stream.write(bytes(_PREAMBLE_LENGTH))
        self._offset = _PREAMBLE_LENGTH
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
        preamble = _PREAMBLE.pack(
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
        self._stream.write(preamble + _CHECKSUM.pack(zlib.crc32(preamble)))

    def _start(self, name: str, dtype: np.dtype[Any], shape: tuple[int, ...]) -> None:
        if dtype.str not in DTYPES or not 1 <= len(shape) <= _MAX_DIMENSIONS:
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
                self._write_blocks(len(self._unwritten) & -_BLOCK)

    def _write_blocks(self, length: int) -> None:
        """Write so many bytes of what waits, whole blocks but for the last of all."""
        with memoryview(self._unwritten) as waiting, waiting[:length] as data:
            self._stream.write(data)
            blocks = range(0, length, _BLOCK)
            self._checksums += [zlib.crc32(data[begin : begin + _BLOCK]) for begin in blocks]
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


def map_file(path: Path, *, trusted: bool = False) -> ArrayFile:
    """Open a file of arrays, mapped into memory.

    Args:
        path: The file.
        trusted: Whether to take its blocks as they are, without their checksums.

    Raises:
        FileNotFoundError: There is none.
        IndexDamagedError: It is not a file of arrays, or a damaged one.
        IndexOutdatedError: It has a format that this version does not know.
    """
    with path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size == 0:
            raise IndexDamagedError(path.parent, reason=f"{path.name}: it is empty")
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    return ArrayFile(data, name=path.name, directory=path.parent, trusted=trusted)


class ArrayFile:
    """The arrays of an open file, by name.

    It is never written to, and safe to share among threads.

    Args:
        data: The whole file: bytes, or a memory map.
        name: What to call the file in an error.
        directory: The index directory, for the same.
        trusted: Whether to take its blocks as they are, without their checksums.

    Attributes:
        description: What the writer said of the arrays.
        pending: For each block whether it is still to be compared with its checksum.

    Raises:
        IndexDamagedError: The file is not what its preamble and header say.
        IndexOutdatedError: It has a format that this version does not know.
    """

    def __init__(self, data: Any, *, name: str, directory: Path, trusted: bool = False) -> None:
        self._data = memoryview(data)
        self._name = name
        self._directory = directory
        header = self._header()
        try:
            self.description: dict[str, Any] = header["description"]
            self._entries = self._checked_entries(header["arrays"])
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise self.damaged("its header does not describe arrays") from error
        self._arrays: dict[str, Array] = {}
        self._blocks = self._data[_PREAMBLE_LENGTH : self._checksums_offset]
        count = -(-len(self._blocks) // _BLOCK)
        self.pending = bytearray(count) if trusted else bytearray(b"\1") * count
        self._pending_checksums = bytearray(b"\1") * -(-count // _CHECKSUMS)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def array(self, name: str) -> Array:
        """Return an array, read-only and compared with its checksums.

        Raises:
            IndexDamagedError: There is none, or it is not as it was written.
        """
        array = self._arrays.get(name)
        if array is None:
            array = self._mapped(name)
            begin = self._entries[name][2] - _PREAMBLE_LENGTH
            self.compare(begin >> _BLOCK_BITS, (begin + array.nbytes - 1 >> _BLOCK_BITS) + 1)
            self._arrays[name] = array
        return array

    def lazy(self, name: str) -> LazyArray:
        """Return an array of one dimension that is compared with its checksums where it is used.

        Raises:
            IndexDamagedError: There is none.
        """
        return LazyArray(self, self._mapped(name), begin=self._entries[name][2] - _PREAMBLE_LENGTH)

    def compare(self, first: int, after: int) -> None:
        """Compare some blocks, ``after`` excluded, with their checksums.

        Raises:
            IndexDamagedError: They are not as they were written.
        """
        pending, blocks, checksums, crc32 = self.pending, self._blocks, self._checksums, zlib.crc32
        block = pending.find(1, first, after)
        while block >= 0:
            if self._pending_checksums[block >> _CHECKSUM_BITS]:
                self._compare_checksums(block >> _CHECKSUM_BITS)
            begin = block << _BLOCK_BITS
            if crc32(blocks[begin : begin + _BLOCK]) != checksums[block]:
                names = self._names_in(block)
                raise self.damaged(f"the checksum of {' or '.join(names) or 'nothing'} differs")
            pending[block] = 0
            block = pending.find(1, block + 1, after)

    def _compare_checksums(self, number: int) -> None:
        """Compare the checksums of ``_CHECKSUMS`` blocks with the checksum of these."""
        begin = self._checksums_offset + (number << _CHECKSUM_BITS + 2)
        end = min(begin + 4 * _CHECKSUMS, self._of_checksums_offset)
        if zlib.crc32(self._data[begin:end]) != self._of_checksums[number]:
            raise self.damaged("the checksum of its checksums differs")
        self._pending_checksums[number] = 0

    def compare_runs(self, firsts: Array, lasts: Array) -> None:
        """Compare some runs of blocks with their checksums.

        Args:
            firsts: The first block of each, int64, (n,).
            lasts: The last block of each, int64, (n,).

        Raises:
            IndexDamagedError: They are not as they were written.
        """
        low, after = int(firsts.min()), int(lasts.max()) + 1
        used = np.zeros(after - low, np.bool_)
        used[firsts - low] = used[lasts - low] = True
        is_long = lasts - firsts > 1
        for first, last in zip(firsts[is_long].tolist(), lasts[is_long].tolist(), strict=True):
            used[first - low : last - low] = True
        for block in (low + used.nonzero()[0]).tolist():
            if self.pending[block]:
                self.compare(block, block + 1)

    def _names_in(self, block: int) -> list[str]:
        """Return the names of arrays that have bytes in a block."""
        begin = _PREAMBLE_LENGTH + (block << _BLOCK_BITS)
        end = begin + _BLOCK
        return [
            name
            for name, (dtype, shape, offset) in self._entries.items()
            if offset < end and begin < offset + _byte_count(dtype, shape)
        ]

    def _mapped(self, name: str) -> Array:
        if name not in self._entries:
            raise self.damaged(f"it has no {name}")
        dtype, shape, offset = self._entries[name]
        return np.frombuffer(self._data, dtype, math.prod(shape), offset).reshape(shape)

    @cached_property
    def _checksums(self) -> memoryview:
        """The checksum of each block."""
        return self._numbers(self._checksums_offset, len(self.pending))

    @cached_property
    def _of_checksums(self) -> memoryview:
        """The checksum of each ``_CHECKSUMS`` of these."""
        offset, count = self._of_checksums_offset, len(self._pending_checksums)
        if zlib.crc32(self._data[offset : offset + 4 * count]) != self._of_of_checksums:
            raise self.damaged("the checksum of its checksums differs")
        return self._numbers(offset, count)

    def _numbers(self, offset: int, count: int) -> memoryview:
        """Return some uint32, of which an element is had sooner than one of an array."""
        return np.frombuffer(self._data, "<u4", count, offset).astype(np.uint32, copy=False).data

    def length_of(self, name: str) -> int:
        """Return how many bytes of the file an array takes."""
        return _byte_count(*self._entries[name][:2])

    def faults(self) -> Iterator[str]:
        """Read the whole file and yield what is not as it was written, in words.

        Raises:
            IndexDamagedError: The checksums themselves are not.
        """
        for number in range(len(self._pending_checksums)):
            self._compare_checksums(number)
        places = (
            self._names_in(block)
            for block, checksum in enumerate(self._checksums)
            if zlib.crc32(self._blocks[block << _BLOCK_BITS :][:_BLOCK]) != checksum
        )
        for names, _ in groupby(places):
            yield f"the checksum of {' or '.join(names) or 'unused bytes'} differs"

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
        _, number, header_checksum, offset, length, total, checksums, last_checksum = (
            _PREAMBLE.unpack(preamble)
        )
        if number != FORMAT:
            raise IndexOutdatedError(
                self._directory, reason=f"{self._name} has format {number}, not {FORMAT}"
            )
        if total != len(data) or offset + length != total or offset < _PREAMBLE_LENGTH:
            raise self.damaged(f"it is {len(data)} bytes long, not {total}")
        count = -(-(checksums - _PREAMBLE_LENGTH) // _BLOCK)
        of_checksums = checksums + 4 * count
        if checksums < _PREAMBLE_LENGTH or of_checksums + 4 * -(-count // _CHECKSUMS) != offset:
            raise self.damaged("its checksums have no place")
        header = bytes(data[offset:])
        if zlib.crc32(header) != header_checksum:
            raise self.damaged("the checksum of its header differs")
        self._checksums_offset, self._of_checksums_offset = checksums, of_checksums
        self._of_of_checksums = last_checksum
        return cast("dict[str, Any]", json.loads(utf8.decode(header)))

    def _checked_entries(
        self, entries: Sequence[Sequence[Any]]
    ) -> dict[str, tuple[str, tuple[int, ...], int]]:
        checked = {}
        extents = [(0, _PREAMBLE_LENGTH)]
        for name, dtype, shape, offset in entries:
            if dtype not in DTYPES or not _is_shape(shape):
                raise self.damaged(f"{name} is {dtype} of shape {shape}")
            if type(offset) is not int or offset % ALIGNMENT:
                raise self.damaged(f"{name} is not aligned")
            extents.append((offset, offset + _byte_count(dtype, shape)))
            checked[name] = (dtype, tuple(shape), offset)
        extents.append((self._checksums_offset, self._checksums_offset))
        extents.sort()
        if any(end > start for (_, end), (start, _) in pairwise(extents)):
            raise self.damaged("its arrays overlap")
        return checked


class LazyArray:
    """An array of one dimension of which each part is compared with its checksums before use.

    It is read by items and slices, and as a whole where NumPy is given it.

    Args:
        file: The file it is in.
        array: The array, nothing of it compared yet.
        begin: Where it begins, in bytes from the end of the preamble.

    Attributes:
        raw: The array; for who has compared what is used of it.
    """

    __slots__ = ("_begin", "_file", "_pending", "_size", "raw")

    # An item never stands in two blocks: arrays are aligned to more than its size.

    def __init__(self, file: ArrayFile, array: Array, *, begin: int) -> None:
        self._file = file
        self._pending = file.pending
        self._begin = begin
        self._size = array.itemsize
        self.raw = array

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, items: slice) -> Array:
        start, end = items.start or 0, len(self.raw) if items.stop is None else items.stop
        if start < end:
            first = self._begin + start * self._size >> _BLOCK_BITS
            after = (self._begin + end * self._size - 1 >> _BLOCK_BITS) + 1
            if self._pending.find(1, first, after) >= 0:
                self._file.compare(first, after)
        return self.raw[start:end]

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return self[:].astype(dtype or self.raw.dtype, copy=bool(copy))

    def item(self, number: int) -> int:
        """Return one item."""
        block = self._begin + number * self._size >> _BLOCK_BITS
        if self._pending[block]:
            self._file.compare(block, block + 1)
        value: int = self.raw.item(number)
        return value

    def take(self, numbers: Array) -> Array:
        """Return some items, by their numbers, which are 0 or more."""
        self.compare(numbers, numbers)
        taken: Array = self.raw[numbers]
        return taken

    def compare(self, firsts: Array, lasts: Array) -> None:
        """Compare some runs of items with their checksums.

        Args:
            firsts: The number of the first item of each, 0 or more, (n,).
            lasts: That of the last, (n,).

        Raises:
            IndexDamagedError: They are not as they were written, or not there.
        """
        if not len(firsts):
            return
        low, high = int(firsts.min()), int(lasts.max())
        if low < 0 or high >= len(self.raw):
            raise self._file.damaged(f"it names item {high} of {len(self.raw)}")
        first = self._begin + low * self._size >> _BLOCK_BITS
        after = (self._begin + high * self._size >> _BLOCK_BITS) + 1
        if self._pending.find(1, first, after) >= 0:
            self._file.compare_runs(self._blocks(firsts), self._blocks(lasts))

    def _blocks(self, numbers: Array) -> Array:
        return (numbers.astype(np.int64) * self._size + self._begin) >> _BLOCK_BITS


def _checksums_of(checksums: bytes) -> Array:
    """Return the checksum of each ``_CHECKSUMS`` checksums, uint32."""
    length = 4 * _CHECKSUMS
    parts = [checksums[begin : begin + length] for begin in range(0, len(checksums), length)]
    return np.array(list(map(zlib.crc32, parts)), "<u4")


def _is_shape(shape: Any) -> bool:
    return (
        isinstance(shape, list)
        and 1 <= len(shape) <= _MAX_DIMENSIONS
        and set(map(type, shape)) == {int}
        and min(shape) >= 0
    )


def _byte_count(dtype: str, shape: Sequence[int]) -> int:
    return math.prod(shape, start=int(dtype[-1]))


def _little_endian(array: Array) -> Array:
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))


def _bytes_of(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data
