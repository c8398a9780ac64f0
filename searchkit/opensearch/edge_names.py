"""What edges call articles on a cluster: by what is in them, whatever their keys are.

It is the beginning of the fingerprint, and behind it a checksum of what is furniture by evidence,
where there is any; both in hexadecimal digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    Array = npt.NDArray[Any]

_DIGITS = 16  # of the fingerprint


def edge_names(fingerprints: Array, furniture: Array) -> list[str]:
    """Return what edges call some articles.

    Args:
        fingerprints: The first 8 bytes of the fingerprint of each, uint64, (n,).
        furniture: The checksum of the furniture of each; 0: none, uint32, (n,).
    """
    return [
        f"{fingerprint:016x}{checksum:08x}" if checksum else f"{fingerprint:016x}"
        for fingerprint, checksum in zip(fingerprints.tolist(), furniture.tolist(), strict=True)
    ]


def as_numbers(names: Iterable[str]) -> Array:
    """Return the fingerprint and the checksum of each name, uint64, (n, 2)."""
    rows = [(int(name[:_DIGITS], 16), int(name[_DIGITS:] or "0", 16)) for name in names]
    return np.array(rows, np.uint64).reshape(-1, 2)
