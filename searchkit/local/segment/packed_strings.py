"""Many names, held as their bytes.

A list of the names of a million words takes ten times the memory of what the
names have in them, and so does every number that Python makes an object of. Here
the bytes of all names lie one after another, and the names that are asked for
are made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, overload

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

JOINT = b"\0"
"""The byte between the parts of the name of a meaning; no word has it."""


class Names(Sequence[bytes]):
    """Names that never change, by their numbers.

    Attributes:
        data: The names one after another, with as many bytes between any two.
        starts: Where each begins, and where another would, int64, (n_names + 1,).
        between: The bytes between two.
    """

    def __init__(self, data: bytes, starts: Array, *, between: int = 0) -> None:
        self.data = data
        self.starts = starts
        self.between = between

    @classmethod
    def of(cls, names: Sequence[bytes]) -> Names:
        """Return some names."""
        lengths = np.fromiter(map(len, names), np.int64, len(names))
        return cls(b"".join(names), np.concatenate(([0], lengths.cumsum())))

    @classmethod
    def joined(cls, parts: Sequence[Names]) -> Names:
        """Return the names of parts that have no bytes between them, one part after another."""
        *firsts, size = np.cumsum([0, *(len(part.data) for part in parts)]).tolist()
        starts = [part.starts[:-1] + first for part, first in zip(parts, firsts, strict=True)]
        return cls(b"".join([part.data for part in parts]), np.concatenate([*starts, [size]]))

    @classmethod
    def split(cls, data: bytes, separator: bytes) -> Names:
        """Return the names that a byte separates which none of them has; none of no data."""
        if not data:
            return cls.of([])
        ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(separator)) + 1
        return cls(data, np.concatenate(([0], ends, [len(data) + 1])), between=1)

    def some(self, numbers: Array) -> list[bytes]:
        """Return some of the names, by their numbers, int64, (n,)."""
        begins = self.starts[numbers].tolist()
        ends = (self.starts[numbers + 1] - self.between).tolist()
        return [self.data[a:b] for a, b in zip(begins, ends, strict=True)]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> list[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | list[bytes]:
        if isinstance(at, int):
            at = range(len(self))[at]
            return self[at : at + 1][0]
        start, end, _ = at.indices(len(self))
        data, between = self.data, self.between
        starts = self.starts[start : end + 1].tolist()
        return [data[a : b - between] for a, b in pairwise(starts)]
