"""The sketches of the articles of runs, of their texts without furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.sketches import Sketches, sketches
from searchkit.local.writing.token_pieces import token_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from searchkit.local.writing.runs import Run

    Array = npt.NDArray[Any]


def run_sketches(runs: Sequence[Run]) -> Sketches:
    """Return the sketches of the articles of some runs, which are numbered through all runs."""
    tables = list(map(_hash_of_meaning, runs))
    articles, hashes = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)]
    for piece in token_pieces(runs, "text"):
        found = sketches(tables[piece.run].take(piece.tokens), piece.lengths)
        articles.append((found.articles + piece.first).astype(np.uint32))
        hashes.append(found.hashes)
    return Sketches(np.concatenate(articles), np.concatenate(hashes))


def _hash_of_meaning(run: Run) -> Array:
    """Return the hash of the form of each meaning by which tokens of a run name it, uint64."""
    table = np.zeros(int(run.numbers.max(initial=0)) + 1, np.uint64)
    table[run.numbers] = run.hashes
    return table
