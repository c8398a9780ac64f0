"""Which articles are copies of which others, as it was found when they were written.

An *edge* belongs to an article of this segment and names the other one, in whichever segment that
is, by what does not change: its fingerprint, and what of it was taken for furniture. So an edge
holds as long as there is such an article, and nothing is written when one comes or goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from zlib import crc32

import numpy as np

from searchkit.local.segment.columns import FixedColumn, ReferenceColumn
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile
    from searchkit.local.segment.array_file_writer import ArrayFileWriter
    from searchkit.local.segment.columns import Column

    Array = npt.NDArray[Any]

PREFIX = "copies/"
"""What the names of the arrays begin with."""

_KINDS = {"articles": np.uint32, "fingerprints": np.uint64, "furniture": np.uint32}


class CopyEdges(NamedTuple):
    """The edges of the articles of a segment.

    Attributes:
        articles: The article that each belongs to, uint32, ascending, (n_edges,).
        fingerprints: The first 8 bytes of the fingerprint of the other one, uint64, (n_edges,).
        furniture: A checksum of what is furniture of that by evidence; 0: nothing, uint32.
    """

    articles: Array
    fingerprints: Array
    furniture: Array

    @classmethod
    def of(cls, articles: Array, fingerprints: Array, furniture: Array) -> Self:
        """Return edges that are given in any order, each once."""
        order = np.lexsort((furniture, fingerprints, articles))
        given = zip((articles, fingerprints, furniture), _KINDS.values(), strict=True)
        columns = [column[order].astype(kind) for column, kind in given]
        is_new = np.ones(len(order), np.bool_)
        if len(order):
            is_new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
        return cls(*(column[is_new] for column in columns))

    @classmethod
    def read(cls, file: ArrayFile) -> Self:
        """Return the edges in a file."""
        articles = file.array(f"{PREFIX}articles")
        return cls(*(file.array(f"{PREFIX}{name}", len(articles)) for name in cls._fields))

    def write(self, file: ArrayFileWriter) -> None:
        """Write them."""
        for name, array in self._asdict().items():
            file.add(f"{PREFIX}{name}", array.astype(_KINDS[name]))

    def disagreements(self, n_articles: int) -> Iterator[str]:
        """Yield what in it does not agree, in words.

        Args:
            n_articles: How many articles the segment has.
        """
        if np.any(self.articles[1:] < self.articles[:-1]):
            yield "they are not sorted"
        if self.articles.max(initial=0) >= max(n_articles, 1):
            yield "one is of an article that is not there"


def merged_edges(sources: Sequence[tuple[CopyEdges, Array]]) -> CopyEdges:
    """Return the edges of the surviving articles of several segments.

    Args:
        sources: The edges of each segment, and the new number of each of its articles, -1 for a
            deleted one, int64.
    """
    kept = []
    for edges, renumbered in sources:
        articles = renumbered[edges.articles]
        alive = articles >= 0
        kept.append((articles[alive], edges.fingerprints[alive], edges.furniture[alive]))
    return CopyEdges(*map(np.concatenate, zip(*kept, strict=True)))


def heads_of(column: Column | None, articles: Array) -> Array:
    """Return what edges know of the fingerprint of some articles, uint64, (n,)."""
    assert isinstance(column, FixedColumn)
    heads: Array = np.ascontiguousarray(column.rows[articles, :8]).view("<u8").reshape(-1)
    return heads


def with_heads(column: Column | None, wanted: Array) -> Array:
    """Return which articles have one of some beginnings of fingerprints, int64, (n,).

    Args:
        column: The fingerprints.
        wanted: The beginnings, ascending, each once, at least one, uint64.
    """
    assert isinstance(column, FixedColumn)
    # Of nearly all articles no more than two bytes are looked at.
    is_wanted = np.zeros(1 << 16, np.bool_)
    is_wanted[wanted.astype(np.uint16)] = True
    lowest = np.ascontiguousarray(column.rows).view("<u2")[:, 0]
    maybe = is_wanted[lowest].nonzero()[0]
    heads = heads_of(column, maybe)
    places = np.minimum(wanted.searchsorted(heads), len(wanted) - 1)
    found: Array = maybe[wanted[places] == heads]
    return found


def furniture_of(column: Column | None, articles: Array) -> Array:
    """Return what edges know of the furniture of some articles, uint32, (n,)."""
    if not isinstance(column, ReferenceColumn):
        return np.zeros(len(articles), np.uint32)
    numbers, where = np.unique(column.numbers[articles], return_inverse=True)
    known = np.array(list(map(crc32, column.numbered(numbers))), np.uint32)
    return known[where]
