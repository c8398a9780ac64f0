"""How often terms occur in articles: a number of 1 or more for each posting of a field.

Few are large: of a hundred, some sixty are 1 and two are 15 or more. So each takes
four bits, and 15 means that the number is among the large ones, which are an array of
their own; for every 256th posting the file says how many of those come before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile
    from searchkit.local.segment.array_file_writer import ArrayFileWriter

    Array = npt.NDArray[Any]

LARGE = 15
"""The least number that does not fit four bits."""

_GROUP = 256  # postings


class FrequencyWriter:
    """Writes the frequencies of a field, some postings at a time.

    Args:
        file: Where the arrays go.
        prefix: What their names begin with.
    """

    def __init__(self, file: ArrayFileWriter, prefix: str) -> None:
        self._file = file
        self._prefix = prefix
        self._rest = np.zeros(0, np.int64)  # of a group that is not full
        self._n_large = 0
        self._all_once = True
        self._append("frequencies", np.zeros(0, np.uint8))
        self._append("large_frequencies", np.zeros(0, np.uint32))
        self._append("large_frequency_starts", np.zeros(0, np.uint32))

    def append(self, frequencies: Array) -> None:
        """Write the frequencies of the postings that follow."""
        self._all_once = self._all_once and bool(np.all(frequencies == 1))
        frequencies = np.concatenate((self._rest, frequencies))
        full = len(frequencies) & -_GROUP
        self._rest = frequencies[full:]
        self._write(frequencies[:full])

    def finish(self) -> None:
        """Write what is left; nothing at all where each term occurs once in every article."""
        self._write(self._rest)
        if self._all_once:
            for name in ("frequencies", "large_frequencies", "large_frequency_starts"):
                self._file.drop(self._prefix + name)

    def _write(self, frequencies: Array) -> None:
        """Write whole groups, or the last one."""
        is_large = frequencies >= LARGE
        counts = np.add.reduceat(is_large, np.arange(0, len(frequencies), _GROUP), dtype=np.int64)
        starts = self._n_large + np.cumsum(counts) - counts
        self._n_large += int(counts.sum())
        low = np.minimum(frequencies, LARGE).astype(np.uint8)
        if len(low) % 2:
            low = np.append(low, np.uint8(0))
        self._append("frequencies", low[0::2] | low[1::2] << 4)
        self._append("large_frequencies", frequencies[is_large].astype(np.uint32))
        self._append("large_frequency_starts", starts.astype(np.uint32))

    def _append(self, name: str, piece: Array) -> None:
        self._file.append(self._prefix + name, piece)


class FrequencyReader:
    """Reads the frequencies of a field.

    Args:
        file: The file of the segment.
        prefix: What the names of the arrays begin with.
        n_postings: The postings of the field.

    Raises:
        IndexDamagedError: The arrays do not fit the postings.
    """

    def __init__(self, file: ArrayFile, prefix: str, *, n_postings: int) -> None:
        self._file = file
        self._prefix = prefix
        self._all_once = f"{prefix}frequencies" not in file
        if self._all_once:
            return
        self._packed = file.lazy(f"{prefix}frequencies")
        self._large = file.lazy(f"{prefix}large_frequencies")
        self._large_starts = file.lazy(f"{prefix}large_frequency_starts")
        if (len(self._packed), len(self._large_starts)) != (
            -(-n_postings // 2),
            -(-n_postings // _GROUP),
        ):
            raise self._damaged()

    def read(self, start: int, end: int) -> Array:
        """Return the frequencies of the postings from ``start`` to ``end``, excluded.

        Returns:
            uint8, or uint32 where one is large, (end - start,).
        """
        if self._all_once or start >= end:
            return np.ones(end - start, np.uint8)
        before = start % _GROUP
        first = start - before
        pairs = self._packed[first >> 1 : end + 1 >> 1].astype("<u2")
        pairs |= pairs << 4
        pairs &= 0x0F0F  # the first of two in the low byte, the second in the high one
        group = pairs.view(np.uint8)
        frequencies = group[before : end - first]
        is_large = frequencies == LARGE
        n_large = np.count_nonzero(is_large)
        if not n_large:
            return frequencies
        at = self._large_starts.item(first // _GROUP) + np.count_nonzero(group[:before] == LARGE)
        large = self._large[at : at + n_large]
        if len(large) != n_large or large.min() < LARGE:
            raise self._damaged()
        frequencies = frequencies.astype(np.uint32)
        frequencies[is_large] = large
        return frequencies

    def _damaged(self) -> Exception:
        return self._file.damaged(f"{self._prefix}frequencies do not fit the postings")
