"""The tokens of runs, those of some articles at a time: what the caches hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.writing.runs import Run

    Array = npt.NDArray[Any]

_AT_ONCE = 1 << 18  # tokens of a piece, and keys that are sorted at a time


class TokenPiece(NamedTuple):
    """The tokens of some articles of a run.

    Attributes:
        run: The number of the run.
        tokens: Their meanings, uint32.
        first: The number of the first article.
        lengths: The tokens of each article, int64.
    """

    run: int
    tokens: Array
    first: int
    lengths: Array


def token_pieces(runs: Sequence[Run], name: str) -> Iterator[TokenPiece]:
    """Yield the tokens of a field, those of some articles at a time."""
    first_of_run = 0
    for number, run in enumerate(runs):
        lengths, tokens = run.lengths[name], run.tokens[name]
        left_out = run.left_out if name == "text" else run.left_out[:0]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        # Where the tokens are, those that are left out included.
        places = starts + np.searchsorted(left_out - np.arange(len(left_out)), starts)
        for first, last in stretches(lengths):
            begin, end = places[first], places[last]
            gone = left_out[slice(*np.searchsorted(left_out, (begin, end)))] - begin
            some = np.delete(tokens[begin:end], gone) if len(gone) else tokens[begin:end]
            yield TokenPiece(number, some, first_of_run + first, lengths[first:last])
        first_of_run += run.n_articles


def stretches(sizes: Array, *, most: int = 1 << 62) -> Iterator[tuple[int, int]]:
    """Yield stretches of items (first, last; last excluded) with 2**18 tokens at most.

    An item that has more is a stretch of its own.

    Args:
        sizes: The tokens of each item, (n_items,).
        most: How many items a stretch may have, 1 or more.
    """
    ends = np.cumsum(sizes)
    first = before = 0
    while first < len(ends):
        last = max(int(np.searchsorted(ends, before + _AT_ONCE, "right")), first + 1)
        last = min(last, first + most)
        yield first, last
        first, before = last, int(ends[last - 1])
