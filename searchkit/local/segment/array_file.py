"""One file of named arrays: how it is laid out, and opened.

"Here is a file: which arrays are in it, and may I trust where they lie?" This
module knows bytes, dtypes and offsets. It must not know what an array means:
articles, terms and fields are known to the modules that import it.

    offset            length   what
    0                 64       preamble, see ``PREAMBLE``
    a multiple of 64  any      the arrays, in any order, zeros between them
    a multiple of 64  any      checksums: a CRC-32 for each block, uint32
    behind them       any      a CRC-32 for each 1024 of these, uint32
    behind them       any      header: JSON in UTF-8, the rest of the file

A block is 4 KiB, counted from the end of the preamble; the last one ends where
the checksums begin. The header is at the end because only then are the lengths of
arrays known that were written piece by piece. It is one object: ``description`` says
what the writer wants to say, ``arrays`` is a list of ``[name, dtype, shape, offset]``.
Everything is little-endian on any machine.

Opening a file checks the preamble, the header and where each array lies, and
reads no array: it costs the same for one article and for a million. A block is
compared with its checksum before anything in it is used for the first time, and
so are the checksums themselves, 1024 at a time. So a damaged byte is an error where
it is needed, and never a wrong answer; :meth:`ArrayFile.faults` looks at all bytes.
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
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from searchkit import utf8
from searchkit.errors import IndexDamagedError, IndexOutdatedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
PREAMBLE = struct.Struct("<8sIIQQQQI8x")
CHECKSUM = struct.Struct("<I")
PREAMBLE_LENGTH = PREAMBLE.size + CHECKSUM.size

_BLOCK_BITS = 12
BLOCK = 1 << _BLOCK_BITS  # bytes: what is read of a rare word seldom takes more
_CHECKSUM_BITS = 10
CHECKSUMS = 1 << _CHECKSUM_BITS  # of blocks: so many are a block themselves

MAX_DIMENSIONS = 2


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
        directory: The index directory, as errors name it.
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
        self._blocks = self._data[PREAMBLE_LENGTH : self._checksums_offset]
        count = -(-len(self._blocks) // BLOCK)
        self.pending = bytearray(count) if trusted else bytearray(b"\1") * count
        self._pending_checksums = bytearray(b"\1") * -(-count // CHECKSUMS)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def array(self, name: str, length: int | None = None) -> Array:
        """Return an array, read-only and compared with its checksums.

        Args:
            name: Its name.
            length: How many items, or rows, it must have; None: any number.

        Raises:
            IndexDamagedError: There is none, it has another length, or it is not as it
                was written.
        """
        array = self._arrays.get(name)
        if array is None:
            array = self._mapped(name, length)
            begin = self._entries[name][2] - PREAMBLE_LENGTH
            self.compare(begin >> _BLOCK_BITS, (begin + array.nbytes - 1 >> _BLOCK_BITS) + 1)
            self._arrays[name] = array
        return array

    def lazy(self, name: str, length: int | None = None) -> LazyArray:
        """Return an array of one dimension that is compared with its checksums where it is used.

        Args:
            name: Its name.
            length: How many items it must have; None: any number.

        Raises:
            IndexDamagedError: There is none, or it has another length.
        """
        array = self._mapped(name, length)
        return LazyArray(self, array, begin=self._entries[name][2] - PREAMBLE_LENGTH)

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
            if crc32(blocks[begin : begin + BLOCK]) != checksums[block]:
                names = self._names_in(block)
                raise self.damaged(f"the checksum of {' or '.join(names) or 'nothing'} differs")
            pending[block] = 0
            block = pending.find(1, block + 1, after)

    def _compare_checksums(self, number: int) -> None:
        """Compare the checksums of ``CHECKSUMS`` blocks with the checksum of these."""
        begin = self._checksums_offset + (number << _CHECKSUM_BITS + 2)
        end = min(begin + 4 * CHECKSUMS, self._of_checksums_offset)
        if zlib.crc32(self._data[begin:end]) != self._of_checksums[number]:
            raise self.damaged("the checksum of its checksums differs")
        self._pending_checksums[number] = 0

    def compare_spans(self, firsts: Array, lasts: Array) -> None:
        """Compare spans of blocks with their checksums.

        Args:
            firsts: The first block of each span, int64, (n,).
            lasts: The last block of each span, int64, (n,).

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
        begin = PREAMBLE_LENGTH + (block << _BLOCK_BITS)
        end = begin + BLOCK
        return [
            name
            for name, (dtype, shape, offset) in self._entries.items()
            if offset < end and begin < offset + _byte_count(dtype, shape)
        ]

    def _mapped(self, name: str, length: int | None) -> Array:
        if name not in self._entries:
            raise self.damaged(f"it has no {name}")
        dtype, shape, offset = self._entries[name]
        if length not in (None, shape[0]):
            raise self.damaged(f"{name} has {shape[0]} items, not {length}")
        return np.frombuffer(self._data, dtype, math.prod(shape), offset).reshape(shape)

    @cached_property
    def _checksums(self) -> memoryview:
        """The checksum of each block."""
        return self._numbers(self._checksums_offset, len(self.pending))

    @cached_property
    def _of_checksums(self) -> memoryview:
        """The checksum of each ``CHECKSUMS`` of these."""
        offset, count = self._of_checksums_offset, len(self._pending_checksums)
        if zlib.crc32(self._data[offset : offset + 4 * count]) != self._of_of_checksums:
            raise self.damaged("the checksum of its checksums differs")
        return self._numbers(offset, count)

    def _numbers(self, offset: int, count: int) -> memoryview:
        """Return some uint32; an element of a memoryview is had sooner than one of an array."""
        return np.frombuffer(self._data, "<u4", count, offset).astype(np.uint32, copy=False).data

    def length_of(self, name: str) -> int:
        """Return how many bytes of the file an array takes."""
        return _byte_count(*self._entries[name][:2])

    def faults(self) -> Iterator[str]:
        """Read the whole file and yield what is not as it was written, in words.

        Raises:
            IndexDamagedError: The checksums themselves are not as they were written.
        """
        for number in range(len(self._pending_checksums)):
            self._compare_checksums(number)
        damaged = (
            self._names_in(block)
            for block, checksum in enumerate(self._checksums)
            if zlib.crc32(self._blocks[block << _BLOCK_BITS :][:BLOCK]) != checksum
        )
        for names, _ in groupby(damaged):
            yield f"the checksum of {' or '.join(names) or 'unused bytes'} differs"

    def damaged(self, reason: str) -> IndexDamagedError:
        """Return the error that says what is wrong with this file."""
        return IndexDamagedError(self._directory, reason=f"{self._name}: {reason}")

    def close(self) -> None:
        """Let go of the file; arrays that are still in use keep it open."""
        self._arrays.clear()

    def _header(self) -> dict[str, Any]:
        data = self._data
        if len(data) < PREAMBLE_LENGTH or bytes(data[: len(MAGIC)]) != MAGIC:
            raise self.damaged("it is not a file of arrays")
        preamble = bytes(data[: PREAMBLE.size])
        (checksum,) = CHECKSUM.unpack_from(data, PREAMBLE.size)
        if zlib.crc32(preamble) != checksum:
            raise self.damaged("the checksum of its first bytes differs")
        _, number, header_checksum, offset, length, total, checksums, last_checksum = (
            PREAMBLE.unpack(preamble)
        )
        if number != FORMAT:
            raise IndexOutdatedError(
                self._directory, reason=f"{self._name} has format {number}, not {FORMAT}"
            )
        if total != len(data) or offset + length != total or offset < PREAMBLE_LENGTH:
            raise self.damaged(f"it is {len(data)} bytes long, not {total}")
        count = -(-(checksums - PREAMBLE_LENGTH) // BLOCK)
        of_checksums = checksums + 4 * count
        if checksums < PREAMBLE_LENGTH or of_checksums + 4 * -(-count // CHECKSUMS) != offset:
            raise self.damaged("its checksums do not fit its length")
        header = bytes(data[offset:])
        if zlib.crc32(header) != header_checksum:
            raise self.damaged("the checksum of its header differs")
        self._checksums_offset, self._of_checksums_offset = checksums, of_checksums
        self._of_of_checksums = last_checksum
        return cast("dict[str, Any]", json.loads(utf8.decode(header)))

    def _checked_entries(
        self, entries: Sequence[Sequence[Any]]
    ) -> dict[str, tuple[str, tuple[int, ...], int]]:
        # An index of a million articles has thousands of entries, all read when it is opened.
        checked = {}
        extents = [(0, PREAMBLE_LENGTH)]
        for name, dtype, shape, offset in entries:
            if dtype not in DTYPES or (length := _byte_count(dtype, shape)) < 0:
                raise self.damaged(f"{name} is {dtype} of shape {shape}")
            if type(offset) is not int or offset % ALIGNMENT:
                raise self.damaged(f"{name} is not aligned")
            extents.append((offset, offset + length))
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
        raw: The array, to be used where it has been compared.
    """

    __slots__ = ("_begin", "_file", "_pending", "_size", "raw")

    # An item never lies in two blocks: arrays are aligned to more than its size.

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
        """Compare spans of items with their checksums.

        Args:
            firsts: The number of the first item of each span, 0 or more, (n,).
            lasts: The number of its last item, (n,).

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
            self._file.compare_spans(self._blocks(firsts), self._blocks(lasts))

    def _blocks(self, numbers: Array) -> Array:
        return (numbers.astype(np.int64) * self._size + self._begin) >> _BLOCK_BITS


def _byte_count(dtype: str, shape: Sequence[int]) -> int:
    """Return how many bytes an array takes, or -1 if it has no such shape."""
    if type(shape) not in {list, tuple} or not 1 <= len(shape) <= MAX_DIMENSIONS:
        return -1
    count = int(dtype[-1])
    for length in shape:
        if type(length) is not int or length < 0:
            return -1
        count *= length
    return count
