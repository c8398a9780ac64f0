"""The patterns of outlets as a commit keeps them: packed, until somebody asks for them."""

from __future__ import annotations

from array import array
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from typing import TYPE_CHECKING

from searchkit.errors import IndexDamagedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.errors import Address


class PackedPatterns(Mapping[str, frozenset[int]]):
    """Sets of patterns by the identities of outlets, each unpacked when it is asked for.

    Every search opens a commit, and none needs its patterns; an update hands them on, and needs
    those of few outlets.

    Args:
        packed: By the identity of an outlet: its patterns in base 64, ascending.
        address: Where the index is that has them.
    """

    def __init__(self, packed: Mapping[str, str], address: Address = "") -> None:
        self.packed = packed
        self._address = address
        self._unpacked: dict[str, frozenset[int]] = {}

    @classmethod
    def of(cls, patterns: Mapping[str, frozenset[int]]) -> PackedPatterns:
        """Return patterns packed, as they are if they are packed already."""
        if isinstance(patterns, cls):
            return patterns
        ordered = {outlet: array("Q", sorted(some)) for outlet, some in patterns.items()}
        return cls(
            {outlet: b2a_base64(some, newline=False).decode() for outlet, some in ordered.items()}
        )

    def __getitem__(self, outlet: str) -> frozenset[int]:
        """Return the patterns of an outlet.

        Raises:
            IndexDamagedError: They are not as they were packed.
        """
        found = self._unpacked.get(outlet)
        if found is None:
            found = self._unpacked[outlet] = self._unpack(self.packed[outlet])
        return found

    def _unpack(self, text: str) -> frozenset[int]:
        patterns = array("Q")
        try:
            patterns.frombytes(a2b_base64(text, strict_mode=True))
        except ValueError as error:
            reason = "what recurs in the articles of an outlet is not as it was written"
            raise IndexDamagedError(self._address, reason=reason) from error
        return frozenset(patterns)

    def __iter__(self) -> Iterator[str]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)
