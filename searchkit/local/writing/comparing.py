"""What an index holds already of the articles that are read.

An article is known by its key, and its content by a fingerprint; both stand in
the segments, in sorted dictionaries and columns. They are looked up there, so
that comparing a corpus with its index takes no memory, however large it is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.article import Origin
from searchkit.local.writing.runs import FINGERPRINT_LENGTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.local.store import OpenSegment

    Array = npt.NDArray[Any]


def fingerprint(article: Article) -> bytes:
    """Return 16 bytes that differ wherever anything about two articles does, but their keys.

    What was detected follows from the rest, so an article is the same before and after.
    """
    origins = article.origins
    is_declared = origins.language is not Origin.DETECTED
    facts = (
        article.title,
        str(article.date),
        article.source,
        article.authors,
        article.url,
        (article.language, origins.language) if is_declared else (None, Origin.NONE),
        article.furniture,
        origins.title,
        origins.date,
        origins.source,
        str(origins.encoding),
    )
    head = json.dumps(facts).encode("ascii")  # its end cannot be taken for the text's beginning
    text = utf8.encode(article.text)
    return hashlib.blake2b(head + text, digest_size=FINGERPRINT_LENGTH).digest()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article of the index stands.

    Attributes:
        segment: Which segment, from 0.
        number: Its number there.
        fingerprint: What tells its content from another, 16 bytes.
    """

    segment: int
    number: int
    fingerprint: bytes


class Indexed:
    """The articles of a commit.

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

    def places_of(self, key: str, *, within: Sequence[int]) -> list[Place]:
        """Return where the articles with a key stand; there can be several after a breakdown.

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
                    found.append(Place(segment, number, column.rows[number].tobytes()))
        return found


def _articles(segment: ArraySegment, field: str, name: bytes) -> Array:
    """Return the articles that have a name in a field, int64, ascending."""
    reader = segment.field(field)
    term = -1 if reader is None else reader.terms.find(name)
    if reader is None or term < 0:
        return np.zeros(0, np.int64)
    return reader.postings(term).articles
