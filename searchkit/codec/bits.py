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

_MASKS = (np.uint64(1) << np.arange(WORD + 1, dtype=np.uint64)) - np.uint64(1)


def width_of(largest: int) -> int:
    """Return the bits that numbers from 0 to ``largest`` need.

    >>> [width_of(n) for n in (0, 1, 2, 255, 256)]
    [0, 1, 2, 8, 9]
    """
    return largest.bit_length()


def widths_of(largest: Array) -> Array:
    """Return :func:`width_of` for each of many numbers, uint8, of the same shape.

    >>> widths_of(np.array([0, 1, 2, 255, 256])).tolist()
    [0, 1, 2, 8, 9]
    """
    _, exponents = np.frexp(largest.astype(np.float64))  # exact below 2 ** 53
    return exponents.astype(np.uint8)


def pack(numbers: Array, offsets: Array, bits: int) -> Array:
    """Pack numbers into words.

    Args:
        numbers: What to pack, any unsigned integers, (n,).
        offsets: The bit at which each number begins, ascending, (n,); numbers
            do not overlap.
        bits: The bit after the last number.

    Returns:
        The words, uint32, (as many as hold ``bits`` bits,).
    """
    # Each slot gathers the numbers that begin in its word, and the half that
    # they have in the next. No two share a bit, so adding them is or-ing them.
    slots = np.zeros(-(-bits // WORD) + 1, np.uint64)
    shifts = (offsets & 31).astype(np.uint64)
    np.add.at(slots, offsets >> 5, np.left_shift(numbers, shifts, dtype=np.uint64))
    words = slots.astype(np.uint32)
    words[1:] |= (slots[:-1] >> np.uint64(WORD)).astype(np.uint32)
    return words[: -(-bits // WORD)]


def unpack(words: Array, offsets: Array, widths: Array) -> Array:
    """Return numbers that were packed.

    Args:
        words: The words, uint32; one more word must follow the last that is used.
        offsets: The bit at which each number begins, int64, (n,).
        widths: How many bits it has, 0 to 32, any integers, (n,).

    Returns:
        The numbers, uint64, (n,).
    """
    first = offsets >> 5
    pairs = words[first + 1].astype(np.uint64)
    pairs <<= np.uint64(WORD)
    pairs |= words[first]
    pairs >>= (offsets & 31).astype(np.uint64)
    pairs &= _MASKS[widths]
    return pairs
