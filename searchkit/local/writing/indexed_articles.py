"""What an index holds already of the articles that are read.

An article is known by its key, and its content by a fingerprint; both are in the
segments, in sorted dictionaries and columns. They are looked up there, so
that comparing a corpus with its index takes no memory, however large it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.records import NamedTuple, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.store import Manifest, OpenSegment, Store

    Array = npt.NDArray[Any]


class IndexedArticle(NamedTuple):
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
        found = {n: self._articles(n, "path", path) for n in range(len(self._segments))}
        return {number: articles for number, articles in found.items() if len(articles)}

    def paths_of_sources(self, sources: Iterable[str]) -> set[str]:
        """Return the paths of the files that have articles of some sources, by their terms."""
        found: set[bytes] = set()
        for source in sources:
            for number, segment in enumerate(self._segments):
                column: Any = segment.arrays.column("path")
                found.update(column.of_articles(self._articles(number, "source", source)))
        return set(map(utf8.decode, found))

    def keys_of(self, articles: Mapping[int, Array]) -> Iterator[bytes]:
        """Yield the keys of articles: of each segment, their numbers."""
        for segment, numbers in articles.items():
            column: Any = self._segments[segment].arrays.column("key")
            yield from column.of_articles(numbers)

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
            for number in self._articles(segment, "key", key).tolist():
                column: Any = self._segments[segment].arrays.column("fingerprint")
                found.append(IndexedArticle(segment, number, column.rows[number].tobytes()))
        return found

    def _articles(self, segment: int, field: str, name: str) -> Array:
        """Return the articles of a segment that have a name in a field, int64, ascending."""
        reader = self._segments[segment].arrays.field(field)
        term = -1 if reader is None else reader.terms.find(utf8.encode(name))
        if reader is None or term < 0:
            return np.zeros(0, np.int64)
        articles = reader.postings(term).articles
        return articles[~self._deleted[segment][articles]]


class IndexedAt(Record):
    """The articles of a commit, to be opened in any process.

    Attributes:
        store: The index.
        manifest: The commit.
    """

    store: Store
    manifest: Manifest

    def __call__(self) -> IndexedArticles:
        """Open them."""
        return IndexedArticles(self.store.open_segments(self.manifest))
