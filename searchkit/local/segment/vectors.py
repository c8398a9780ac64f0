"""Vectors: the terms of one article in one field, each with a weight and bytes.

Few schemas ask for them; they are kept as Whoosh gives them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile, ArrayFileWriter

    Array = npt.NDArray[Any]


class VectorArrays(Record):
    """The vectors of one field.

    Attributes:
        starts: Where the terms of each article begin, and the end, (n_articles + 1,).
        terms: The terms, one article after another.
        weights: Their weights, float32, (n_terms,).
        values: What else Whoosh keeps of them.
    """

    starts: Array
    terms: Sequence[bytes]
    weights: Array
    values: Sequence[bytes]


def write_vectors(file: ArrayFileWriter, name: str, vectors: VectorArrays) -> None:
    """Write the vectors of a field."""
    prefix = f"vectors/{name}/"
    file.add(f"{prefix}starts", np.asarray(vectors.starts).astype(np.uint32))
    file.add(f"{prefix}weights", vectors.weights.astype(np.float32))
    file.add_strings(f"{prefix}terms", vectors.terms)
    file.add_strings(f"{prefix}values", vectors.values)


class VectorReader:
    """Reads the vectors of a field."""

    def __init__(self, file: ArrayFile, name: str, *, n_articles: int) -> None:
        self._file = file
        self._prefix = f"vectors/{name}/"
        self._starts = file.array(f"{self._prefix}starts")
        self._weights = file.array(f"{self._prefix}weights")
        if len(self._starts) != n_articles + 1 or self._starts[-1] != len(self._weights):
            raise file.damaged(f"the vectors of {name} do not fit its articles")

    def __contains__(self, article: int) -> bool:
        return bool(self._starts[article] < self._starts[article + 1])

    def vector(self, article: int) -> tuple[list[bytes], list[float], list[bytes]]:
        """Return the terms, weights and other bytes of an article."""
        start, end = self._starts.item(article), self._starts.item(article + 1)
        weights = self._weights[start:end].tolist()
        terms = self._file.strings(f"{self._prefix}terms", start, end)
        return terms, weights, self._file.strings(f"{self._prefix}values", start, end)


def merged_vectors(vectors: Sequence[tuple[VectorReader | None, Array]]) -> VectorArrays:
    """Return the vectors of several segments as one.

    Args:
        vectors: The vectors of each segment, None where it has none, and the
            articles of it that are kept, int64.
    """
    counts: list[int] = []
    terms: list[bytes] = []
    weights: list[float] = []
    values: list[bytes] = []
    for reader, articles in vectors:
        for article in articles.tolist():
            its = reader.vector(article) if reader else ([], [], [])
            counts.append(len(its[0]))
            terms += its[0]
            weights += its[1]
            values += its[2]
    starts = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    return VectorArrays(starts, terms, np.array(weights, np.float32), values)
