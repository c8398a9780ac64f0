"""Words in a row as numbers: a hash of each word, and of it one of each *shingle*.

A shingle is some words that follow one another. The hash of a word is made once for each
distinct word; those of shingles are made of them, for the words of many articles at a time.
They are the same in every process and in every index.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    Array = npt.NDArray[Any]

_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no word of a shingle loses bits


def word_hashes(words: Iterable[bytes]) -> Array:
    """Return the hash of each word, uint64, (n_words,).

    Args:
        words: Words, folded, in UTF-8.
    """
    digests = [blake2b(word, digest_size=8).digest() for word in words]
    return np.frombuffer(b"".join(digests), "<u8")


def shingle_hashes(words: Array, size: int) -> Array:
    """Return the hash of each shingle, uint64, (n_shingles,); of too few words there is none.

    Of the words of several articles, those that go on from one into the next are among them.

    Args:
        words: The hashes of words, in order, uint64, (n_words,).
        size: How many words a shingle has, 1 or more.
    """
    n_shingles = max(len(words) - size + 1, 0)
    found = words[:n_shingles].copy()
    for next_word in range(1, size):
        found *= _STEP
        found += words[next_word : next_word + n_shingles]
    return found
