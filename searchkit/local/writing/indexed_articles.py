"""What an index holds already of the articles that are read.

An article is known by its key, and its content by a fingerprint; both are in the
segments, in sorted dictionaries and columns. They are looked up there, so
that comparing a corpus with its index takes no memory, however large it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.local.store import OpenSegment

    Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article of the index.

    Attributes:
        segment: Which segment, from 0.
        number: Its number there.
        fingerprint: Of its content, 16 bytes.
    """

    segment: int
    number: int
    fingerprint: bytes


class IndexedArticles:
    """The articles of a commit; see :class:`searchkit.syncing.remembered.IndexedFiles`.

    Args:
        segments: Its segments.
    """

    def __init__(self, segments: Sequence[OpenSegment]) -> None:
        self._segments = segments
        self._deleted = []
        for segment in segments:
            deleted = np.zeros(segment.arrays.n_articles, np.bool_)
            deleted[segment.deleted] = True
            self._deleted.append(deleted)

    def paths(self) -> set[str]:
        """Return the paths of the files that articles are of."""
        found: set[str] = set()
        for segment in self._segments:
            terms = segment.arrays.field("path")
            if terms is not None:
                found.update(map(utf8.decode, terms.terms))
        return found

    def articles_of(self, path: str) -> dict[int, Array]:
        """Return the articles of a file: for each segment that has some, their numbers, int64."""
        found = {}
        for number, segment in enumerate(self._segments):
            articles = _articles(segment.arrays, "path", utf8.encode(path))
            articles = articles[~self._deleted[number][articles]]
            if len(articles):
                found[number] = articles
        return found

    def paths_of_sources(self, sources: Iterable[str]) -> set[str]:
        """Return the paths of the files that have articles of some sources, by their terms."""
        found = set()
        for number, segment in enumerate(self._segments):
            column: Any = segment.arrays.column("path")
            values = list(column.values)
            for source in sources:
                articles = _articles(segment.arrays, "source", utf8.encode(source))
                articles = articles[~self._deleted[number][articles]]
                found |= {values[path] for path in np.unique(column.numbers[articles]).tolist()}
        return set(map(utf8.decode, found))

    def keys_of(self, articles: Mapping[int, Array]) -> Iterator[bytes]:
        """Yield the keys of articles: of each segment, their numbers."""
        for segment, numbers in articles.items():
            column: Any = self._segments[segment].arrays.column("key")
            values = list(column.values)
            for number in column.numbers[numbers].tolist():
                yield values[number]

    def count_of(self, paths: Iterable[str]) -> int:
        """Return how many articles some files have together."""
        return sum(len(numbers) for path in paths for numbers in self.articles_of(path).values())

    def with_key(self, key: str, *, within: Sequence[int]) -> list[IndexedArticle]:
        """Return the articles with a key; there can be several after a breakdown.

        Args:
            key: The key.
            within: The segments to look into.
        """
        found = []
        for segment in within:
            arrays = self._segments[segment].arrays
            for number in _articles(arrays, "key", utf8.encode(key)).tolist():
                if not self._deleted[segment][number]:
                    column: Any = arrays.column("fingerprint")
                    row = column.rows[number]
                    found.append(IndexedArticle(segment, number, row.tobytes()))
        return found


def _articles(segment: ArraySegment, field: str, name: bytes) -> Array:
    """Return the articles that have a name in a field, int64, ascending."""
    reader = segment.field(field)
    term = -1 if reader is None else reader.terms.find(name)
    if reader is None or term < 0:
        return np.zeros(0, np.int64)
    return reader.postings(term).articles
