"""Whole numbers packed into as many bits as each needs.

Number after number is laid into 32-bit words, lowest bits first; a number may
span two words. Where a number begins and how wide it is must be known from
elsewhere, so any number can be read without reading those before it. This
module knows numbers only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

WORD = 32  # bits of a word, and the widest number
PADDING = 2  # words after the last, which are read but not used

_MASKS = np.array([(1 << width) - 1 for width in range(2 * WORD + 1)], np.uint64)


def widths_of(largest: Array) -> Array:
    """Return the bits that numbers from 0 to each of ``largest`` need, uint8.

    >>> widths_of(np.array([0, 1, 2, 255, 256])).tolist()
    [0, 1, 2, 8, 9]
    """
    _, exponents = np.frexp(largest.astype(np.float64))  # exact below 2 ** 53
    return exponents.astype(np.uint8)


def pack(numbers: Array, offsets: Array, bits: int) -> Array:
    """Pack numbers into words.

    Args:
        numbers: What to pack, any unsigned integers, (n,).
        offsets: The bit at which each number begins, ascending, int64, (n,);
            numbers do not overlap.
        bits: The bit after the last number.

    Returns:
        The words, uint32, (as many as hold ``bits`` bits,).
    """
    # Each slot gathers the numbers that begin in its word, and the half that
    # they have in the next. No two share a bit, so adding them is or-ing them.
    slots = np.zeros(-(-bits // WORD) + 1, np.uint64)
    shifts = offsets.view(np.uint64) & np.uint64(WORD - 1)
    np.add.at(slots, offsets >> 5, np.left_shift(numbers, shifts, dtype=np.uint64))
    words = slots.astype(np.uint32)
    words[1:] |= (slots[:-1] >> np.uint64(WORD)).astype(np.uint32)
    return words[: -(-bits // WORD)]


def readable(words: Array) -> Array:
    """Return packed words as :func:`unpack` reads them.

    Args:
        words: The words, uint32, and ``PADDING`` more after the last.

    Returns:
        The 64 bits from each byte on, uint64, (4 * n_words - 7,), without a copy.
    """
    length = max(words.nbytes - 7, 0)
    return np.ndarray((length,), "<u8", buffer=words, strides=(1,))


def unpack(data: Array, offsets: Array, widths: Array) -> Array:
    """Return numbers that were packed.

    Args:
        data: What :func:`readable` returned.
        offsets: The bit at which each number begins, int64, (n,).
        widths: How many bits it has, 0 to 32, any integers, (n,).

    Returns:
        The numbers, int64, (n,).
    """
    numbers = data[offsets >> 3].astype(np.uint64, copy=False)  # in the machine's byte order
    numbers >>= (offsets & 7).view(np.uint64)
    numbers &= _MASKS[widths]
    unpacked: Array = numbers.view(np.int64)
    return unpacked
