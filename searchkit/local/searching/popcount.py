"""How many bits are set in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_OF_BYTES = np.array([byte.bit_count() for byte in range(256)], np.uint8)


def bit_counts(numbers: NDArray[Any]) -> NDArray[np.uint8]:
    """Return how many bits are set in each of some unsigned numbers, (n,)."""
    if hasattr(np, "bitwise_count"):  # from NumPy 2 on
        counts: NDArray[np.uint8] = np.bitwise_count(numbers)
    else:
        of_bytes = _OF_BYTES.take(numbers.view(np.uint8)).reshape(-1, numbers.itemsize)
        counts = of_bytes.sum(axis=1, dtype=np.uint8)
    return counts
