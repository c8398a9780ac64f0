"""Sorted dictionaries on disk: which number has this term, and which term this number.

Three arrays hold a dictionary: the bytes of all terms one after another, the
offset of each, and the *heads*, which make a look-up touch few pages: the first
eight bytes of every 16th term as one big-endian number. Numbers compare as the
bytes do, so a binary search over the heads finds the few terms that are then
compared byte by byte. Nothing is loaded.

Terms are any bytes and are ordered as bytes. The same bytes may occur several
times in a row, where entries differ in what is kept beside them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile
    from searchkit.local.segment.array_file_writer import ArrayFileWriter

    Array = npt.NDArray[Any]

HEAD_EVERY = 16  # terms: a look-up compares about four of them byte by byte
HEAD_LENGTH = 8  # bytes

_ITERATED = 4096  # terms decoded at a time
_NEAR = 64  # terms decoded for one that is looked for
_OFFSET_LIMIT = 1 << 32  # bytes


class TermDictionary:
    """A sorted sequence of terms in a file.

    Args:
        file: The file.
        name: The prefix of the three arrays.

    Attributes:
        heads: The first bytes of every 16th term as numbers, uint64.
    """

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = name
        self._data = file.lazy(f"{name}/data")
        self._offsets = file.lazy(f"{name}/offsets")
        self.heads = file.array(f"{name}/heads")
        count = len(self._offsets) - 1
        if (
            count < 0
            or self._offsets.item(0) != 0
            or self._offsets.item(count) != len(self._data)
            or len(self.heads) != -(-count // HEAD_EVERY)
        ):
            raise file.damaged(f"the arrays of {name} do not fit together")
        self._count = count
        # An element of a memoryview is had in a third of the time that one of an array takes.
        # It must be of this machine's byte order, where only another one makes a copy.
        self._native_heads = self.heads.astype(np.uint64, copy=False).data

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < self._count:
            raise IndexError(number)
        start, end = self._offsets[number : number + 2].tolist()
        if not start <= end <= len(self._data):
            raise self._file.damaged(f"{self._name} {number} lies outside of its array")
        return self._data[start:end].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        return self.iterate(0, self._count)

    def iterate(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the terms with the numbers from ``start`` to ``end``, excluded."""
        for first in range(start, end, _ITERATED):
            yield from self.slice(first, min(first + _ITERATED, end))

    def slice(self, start: int, end: int) -> list[bytes]:
        """Return the terms with the numbers from ``start`` to ``end``, excluded."""
        if start >= end:
            return []
        offsets = self._offsets_of(start, end)
        first = offsets[0]
        data = self._data[first : offsets[-1]].tobytes()
        return [data[a - first : b - first] for a, b in pairwise(offsets)]

    def joined(self, start: int, end: int) -> tuple[Array, Array]:
        """Return the terms with the numbers from ``start`` to ``end``, excluded, as one array.

        Returns:
            Their bytes one after another, uint8, and where each begins, and the
            end, int64, (end - start + 1,).
        """
        offsets = self._offsets[start : end + 1].astype(np.int64)
        if offsets[-1] > len(self._data) or np.any(np.diff(offsets) < 0):
            raise self._file.damaged(f"{self._name} {start} to {end} lie outside of their array")
        return self._data[int(offsets[0]) : int(offsets[-1])], offsets - offsets[0]

    def take(self, numbers: Array) -> list[bytes]:
        """Return the terms with the given numbers."""
        if len(numbers) > len(self) // 2:
            every = self.slice(0, len(self))
            return [every[number] for number in numbers.tolist()]
        starts, ends = self._offsets.take(numbers), self._offsets.take(numbers + 1)
        filled = ends > starts
        self._data.compare(starts[filled], ends[filled] - 1)
        data = self._data.raw.data
        return [data[a:b].tobytes() for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]

    def repeated(self, numbers: Array) -> Array:
        """Return which terms are the same as the one before them, bool, (n,).

        Args:
            numbers: The numbers of terms, ascending, (n,).
        """
        ends = self._offsets.take(numbers + 1).astype(np.int64)
        lengths = ends - self._offsets.take(numbers)
        flags = np.zeros(len(numbers), np.bool_)
        flags[1:] = (lengths[1:] == 0) & (lengths[:-1] == 0)
        # Neighbours of one length differ at their ends, nearly all of them.
        alike = ((lengths[1:] == lengths[:-1]) & (lengths[1:] > 0)).nonzero()[0] + 1
        alike = alike[self._data.take(ends[alike] - 1) == self._data.take(ends[alike - 1] - 1)]
        terms, before = self.take(numbers[alike]), self.take(numbers[alike - 1])
        flags[alike] = [a == b for a, b in zip(terms, before, strict=True)]
        return flags

    def rank(self, term: bytes) -> int:
        """Return how many terms come before ``term``, whether it is in the dictionary or not."""
        first, near = self._near(term)
        return first + bisect_left(near, term)

    def find(self, term: bytes) -> int:
        """Return the number of the first entry that is ``term``, or -1."""
        start, end = self.equal_range(term)
        return start if start < end else -1

    def find_each(self, terms: Sequence[bytes]) -> Array:
        """Return the number of the first entry that is each of some terms, or -1, int64, (n,).

        Of some hundreds it takes a third of the time of finding one after another.
        """
        numbers = np.full(len(terms), -1)
        if not self._count:
            return numbers
        heads = np.array([head(term) for term in terms], np.uint64)
        lengths = np.array([len(term) for term in terms], np.int64)
        after = np.searchsorted(self._native_heads, heads)
        is_plain = heads != np.append(self._native_heads, np.uint64(0)).take(after)
        is_plain &= lengths > 0
        for at in (~is_plain).nonzero()[0].tolist():  # several heads may be the same
            numbers[at] = self.find(terms[at])
        sought = (is_plain & (after > 0)).nonzero()[0]
        entries = (after[sought, None] - 1) * HEAD_EVERY + np.arange(HEAD_EVERY)
        entries = entries.reshape(-1)
        in_order = np.minimum(entries, self._count - 1)
        starts, ends = (
            self._offsets.take(each).astype(np.int64) for each in (in_order, in_order + 1)
        )
        of = np.repeat(sought, HEAD_EVERY)
        alike = ((ends - starts == lengths[of]) & (entries < self._count)).nonzero()[0]
        alike = alike[self._heads_at(starts[alike], lengths[of[alike]]) == heads[of[alike]]]
        data = self._data.raw.data
        self._data.compare(starts[alike], ends[alike] - 1)
        for at, entry, start, end in zip(
            *(each[alike].tolist() for each in (of, entries, starts, ends)), strict=True
        ):
            if numbers[at] < 0 and (end - start <= HEAD_LENGTH or data[start:end] == terms[at]):
                numbers[at] = entry
        return numbers

    def _heads_at(self, starts: Array, lengths: Array) -> Array:
        """Return the first bytes of terms of some lengths that begin somewhere, uint64, (n,)."""
        places = starts[:, None] + np.arange(HEAD_LENGTH)
        inside = np.minimum(places, len(self._data) - 1)
        read = self._data.take(inside.reshape(-1)).reshape(inside.shape)
        read[np.arange(HEAD_LENGTH) >= lengths[:, None]] = 0
        return np.ascontiguousarray(read).view(">u8").reshape(-1).astype(np.uint64)

    def equal_range(self, term: bytes) -> tuple[int, int]:
        """Return the numbers (start, end; end excluded) of the entries that are ``term``.

        Start and end are the same where none is.
        """
        start, end = self._around(term)
        if start == end:
            return start, start
        first, after = self._offsets.item(start), self._offsets.item(end)
        data = self._data[first:after].tobytes()
        at = data.find(term)
        if at < 0:  # most are not in the dictionary
            return start, start
        offsets = self._offsets_of(start, end)
        while at >= 0:
            # Terms without a byte come first of all.
            found = after = bisect_right(offsets, first + at) - 1 if term else 0
            while (
                after < end - start
                and data[offsets[after] - first : offsets[after + 1] - first] == term
            ):
                after += 1
            if found < after:
                return start + found, start + after
            at = data.find(term, at + 1) if term else -1  # where it was is a part of others
        return start, start

    def _offsets_of(self, start: int, end: int) -> list[int]:
        """Return where the terms with the numbers from ``start`` to ``end`` begin, and the end."""
        offsets: list[int] = self._offsets[start : end + 1].tolist()
        if offsets[-1] > len(self._data) or offsets != sorted(offsets):
            raise self._file.damaged(f"{self._name} {start} to {end} lie outside of their array")
        return offsets

    def _near(self, term: bytes) -> tuple[int, list[bytes]]:
        """Return entries among which a term is if it is any, and the number of the first."""
        start, end = self._around(term)
        return start, self.slice(start, end)

    def _around(self, term: bytes) -> tuple[int, int]:
        """Return the numbers (start, end; end excluded) of entries among which a term would be.

        Those before them are less than the term, and those behind them greater.
        """
        begin = head(term)
        heads = self._native_heads
        low = high = bisect_left(heads, begin)
        if low < len(heads) and heads[low] == begin:
            high = bisect_right(heads, begin, low)
        start = max(low - 1, 0) * HEAD_EVERY
        end = min(high * HEAD_EVERY, self._count)
        if end - start > _NEAR:  # very many begin alike
            start = bisect_left(self, term, start, end - 1)
            end = max(bisect_right(self, term, start, end), start + 1)
        return start, end

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        """Return the numbers (start, end; end excluded) of the terms that begin so."""
        after = prefix.rstrip(b"\xff")
        if not after:
            return self.rank(prefix), self._count
        return self.rank(prefix), self.rank(after[:-1] + bytes([after[-1] + 1]))


class TermDictionaryWriter:
    """Writes a dictionary, some terms at a time.

    Args:
        file: Where the arrays go.
        name: The prefix of their names.
    """

    def __init__(self, file: ArrayFileWriter, name: str) -> None:
        self._file = file
        self._name = name
        self._length = 0  # bytes of all terms so far
        self.count = 0
        file.append(f"{name}/offsets", np.zeros(1, np.uint32))
        file.append(f"{name}/data", np.zeros(0, np.uint8))
        file.append(f"{name}/heads", np.zeros(0, np.uint64))

    def append(self, terms: Sequence[bytes]) -> None:
        """Add terms that follow those before, in the order of their bytes."""
        if not terms:
            return
        data = b"".join(terms)
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        offsets = self._length + np.cumsum(lengths)
        if offsets[-1] >= _OFFSET_LIMIT:
            raise OverflowError(f"{self._name} would hold more than {_OFFSET_LIMIT} bytes")
        heads = [head(term) for term in terms[-self.count % HEAD_EVERY :: HEAD_EVERY]]
        self._file.append(f"{self._name}/data", np.frombuffer(data, np.uint8))
        self._file.append(f"{self._name}/offsets", offsets.astype(np.uint32))
        self._file.append(f"{self._name}/heads", np.array(heads, np.uint64))
        self._length += len(data)
        self.count += len(terms)


def head(term: bytes) -> int:
    """Return the first bytes of a term as a number that compares as they do."""
    return int.from_bytes(term[:HEAD_LENGTH].ljust(HEAD_LENGTH, b"\0"), "big")
