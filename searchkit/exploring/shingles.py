"""Words in a row as numbers: a hash of each word, and of it one of each *shingle*.

A shingle is some words that follow one another. The hash of a word is made once for each
distinct word; those of shingles are made of them, for the words of many articles at a time.
They are the same in every process and in every index.

In scripts without spaces a word is one letter, and five letters are soon the same by chance.
So such a letter counts there together with the two behind it (:func:`widened`); the lowest bit
of its hash tells that it is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import analysis, utf8
from searchkit.hashing import blake2b

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    Array = npt.NDArray[Any]

_ONE, _OTHERS = np.uint64(1), ~np.uint64(1)
_STEP = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no word of a shingle loses bits


def word_hashes(words: Iterable[bytes]) -> Array:
    """Return the hash of each word, uint64, (n_words,).

    Args:
        words: Words, folded, in UTF-8.
    """
    known = list(words)
    hashes = np.frombuffer(b"".join(map(_digest, known)), "<u8") & _OTHERS
    unspaced = [number for number, word in enumerate(known) if _is_unspaced(word)]
    hashes[unspaced] |= _ONE
    return hashes


def word_hash(word: bytes) -> bytes:
    """Return the hash of one word, 8 bytes, of which the lowest comes first."""
    digest = _digest(word)
    low = digest[0] | 1 if _is_unspaced(word) else digest[0] & ~1
    return bytes((low,)) + digest[1:]


def _digest(word: bytes) -> bytes:
    return blake2b(word, digest_size=8).digest()


def _is_unspaced(word: bytes) -> bool:
    return not word.isascii() and analysis.is_unspaced(utf8.decode(word))


def widened(words: Array, lengths: Array) -> Array:
    """Return the words of articles, letters without spaces together with the two behind them.

    Args:
        words: The hashes of words, article after article, uint64, (n_words,).
        lengths: How many each article has, int64, (n_articles,).
    """
    is_letter = (words & _ONE).astype(np.bool_)
    if not is_letter.any():
        return words
    both_follow = is_letter[:-2] & is_letter[1:-1] & is_letter[2:]
    ends = np.cumsum(lengths)
    for back in (1, 2):
        last = ends[lengths >= back] - back
        both_follow[last[last < len(both_follow)]] = False
    at = both_follow.nonzero()[0]
    found = words.copy()
    found[at] = shingle_hashes(words, 3)[at]
    return found


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
