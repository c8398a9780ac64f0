"""The patterns of what is furniture of outlets, packed until somebody asks for them."""

from __future__ import annotations

from array import array
from binascii import a2b_base64, b2a_base64
from bisect import bisect_left
from typing import TYPE_CHECKING

from searchkit.errors import IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from searchkit.errors import Address

_KIND = "Q"  # 8 bytes


class OutletPatterns:
    """Patterns by the identities of outlets, those of each unpacked when it is asked for.

    Every search opens a commit, and none needs its patterns; an update hands them on, and needs
    those of few outlets.

    Args:
        packed: By the identity of an outlet: its patterns, ascending, 8 bytes each, in base 64.
        address: Where the index is that has them.
    """

    def __init__(self, packed: Mapping[str, str], address: Address = "") -> None:
        self.packed = packed
        self._address = address
        self._unpacked: dict[str, array[int]] = {}

    @classmethod
    def of(cls, patterns: Mapping[str, Iterable[int]]) -> OutletPatterns:
        """Return patterns by the identities of outlets, packed."""
        return cls({outlet: _packed(some) for outlet, some in patterns.items()})

    def of_outlet(self, outlet: str) -> array[int]:
        """Return the patterns of an outlet, ascending, which NumPy takes for uint64.

        Raises:
            IndexDamagedError: They are not as they were packed.
        """
        found = self._unpacked.get(outlet)
        if found is None:
            found = self._unpacked[outlet] = self._unpack(self.packed.get(outlet, ""))
        return found

    def _unpack(self, text: str) -> array[int]:
        patterns = array(_KIND)
        try:
            patterns.frombytes(a2b_base64(text, strict_mode=True))
        except ValueError as error:
            reason = "what recurs in the articles of an outlet is not as it was written"
            raise IndexDamagedError(self._address, reason=reason) from error
        return patterns

    def has(self, outlet: str, pattern: int) -> bool:
        """Whether an outlet has a pattern."""
        known = self.of_outlet(outlet)
        place = bisect_left(known, pattern)
        return place < len(known) and known[place] == pattern

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OutletPatterns) and self.packed == other.packed

    def __hash__(self) -> int:
        return hash(frozenset(self.packed.items()))

    def __repr__(self) -> str:
        return f"OutletPatterns({len(self.packed)} outlets)"


def _packed(patterns: Iterable[int]) -> str:
    return b2a_base64(array(_KIND, sorted(patterns)), newline=False).decode()
