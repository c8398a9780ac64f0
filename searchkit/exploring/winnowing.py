"""Which shingles of a quotation an index keeps: the smallest of each window of five.

The hash of a shingle of four words is 32 bits. Eight words that two quotations have in common,
without a gap between, are five such shingles, a whole window of each. Both keep the smallest of
it, and so share it wherever it stands: that is a promise, at less than a third of all shingles. A
stretch of fewer shingles than a window keeps the smallest of them.

Source: Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document
Fingerprinting", 2003, doi:10.1145/872757.872770.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.shingles import shingle_hashes
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

SHINGLE = 4
"""Words of a shingle."""

WINDOW = 5
"""Shingles of a window."""

_HALF = np.uint64(32)


class Winnowed(NamedTuple):
    """What is kept of some stretches, those of each together, none twice in a row.

    Attributes:
        stretches: Which stretch each hash is of, int64, ascending, (n_hashes,).
        hashes: The hashes, uint32, (n_hashes,).
    """

    stretches: Array
    hashes: Array


def shingles_of(words: Array) -> Array:
    """Return the hash of each shingle of one stretch, uint32, (max(n_words - 3, 0),).

    Args:
        words: The hashes of its words, uint64, (n_words,).
    """
    return (shingle_hashes(words, SHINGLE) >> _HALF).astype(np.uint32)


def winnowed(words: Array, lengths: Array) -> Winnowed:
    """Return what is kept of some stretches, all at once.

    Args:
        words: The hashes of their words, stretch after stretch, uint64, (n_words,).
        lengths: How many words each has, int64, (n_stretches,).
    """
    ends = np.cumsum(lengths)
    counts = np.maximum(lengths - (SHINGLE - 1), 0)  # of shingles
    some = counts.nonzero()[0]
    counts, starts = counts[some], (ends - lengths)[some]
    shingles = shingles_of(words)
    windows = shingles[: max(len(shingles) - WINDOW + 1, 0)].copy()
    for place in range(1, WINDOW):
        np.minimum(windows, shingles[place : place + len(windows)], out=windows)
    # A stretch of few shingles has one window, which is not full.
    is_short = counts < WINDOW
    n_windows = np.where(is_short, 1, counts - WINDOW + 1)
    places = np.repeat(starts - (np.cumsum(n_windows) - n_windows), n_windows)
    places += np.arange(len(places))
    is_full = ~np.repeat(is_short, n_windows)
    kept = np.empty(len(places), np.uint32)
    kept[is_full] = windows[places[is_full]]
    kept[~is_full] = _smallest(shingles, starts[is_short], counts[is_short])
    owners = np.repeat(some, n_windows)
    is_new = np.ones(len(kept), np.bool_)
    is_new[1:] = (kept[1:] != kept[:-1]) | (owners[1:] != owners[:-1])
    return Winnowed(owners[is_new], kept[is_new])


def _smallest(shingles: Array, starts: Array, counts: Array) -> Array:
    """Return the smallest of the few shingles of each of some stretches, uint32, (n,)."""
    rows = starts[:, None] + np.minimum(np.arange(WINDOW - 1), counts[:, None] - 1)
    least: Array = shingles[rows].min(axis=1, initial=np.iinfo(np.uint32).max)
    return least
