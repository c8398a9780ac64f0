"""What a cluster holds of the files of a corpus, asked for by their paths.

An article is called by a hash of its key, so that all processes of an update call it the same.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.local.writing.batching import key_hash
from searchkit.local.writing.indexed_articles import IndexedArticle
from searchkit.opensearch.article_documents import document_name
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.opensearch.cluster_state import ClusterStore

    Array = npt.NDArray[Any]

_AT_ONCE = 200  # files whose articles are asked for together
_PAGE = 5000
_SOME = 1000  # paths in one question


class Kept(NamedTuple):
    """An article of the index.

    Attributes:
        name: What its document is called.
        number: A hash of its key.
        fingerprint: Of its content, 16 bytes.
    """

    name: str
    number: int
    fingerprint: bytes


class ClusterArticles:
    """The articles of a generation; see `searchkit.local.writing.batching.Compared`, too.

    Args:
        store: The cluster.
        index: The name of the index of articles; empty: there is none.
        known: The paths of all files that articles are of.
    """

    def __init__(self, store: ClusterStore, index: str, known: Iterable[str]) -> None:
        self._store = store
        self._index = index
        self._paths = sorted(known)
        self._fetched: dict[str, dict[str, Kept]] = {}  # by path and key
        self._keys: dict[str, Kept] = {}  # of the files that were asked for last

    def __reduce__(self) -> tuple[type[ClusterArticles], tuple[ClusterStore, str, list[str]]]:
        return ClusterArticles, (self._store, self._index, self._paths)

    def __call__(self) -> ClusterArticles:
        """Return itself: nothing is open before something is asked."""
        return self

    def paths(self) -> set[str]:
        """Return the paths of the files that articles are of."""
        return set(self._paths)

    def count_of(self, paths: Iterable[str]) -> int:
        """Return how many articles some files have together."""
        asked = list(paths)
        parts = [asked[at : at + _SOME] for at in range(0, len(asked), _SOME)]
        bodies: list[object] = [
            {"size": 0, "track_total_hits": True, "query": {"terms": {"path": part}}}
            for part in parts
        ]
        answers = self._store.searches(self._index, bodies) if self._index else []
        return sum(answer["hits"]["total"]["value"] for answer in answers)

    def paths_of_sources(self, sources: Iterable[str]) -> set[str]:
        """Return the paths of the files that have articles of some sources, by their terms."""
        query = {"terms": {"source": sorted(sources)}}
        return set(paths_in(self._store, self._index, query)) if self._index else set()

    def of_file(self, path: str) -> Mapping[str, Kept]:
        """Return the articles of a file by their keys."""
        if path not in self._fetched:
            at = bisect_left(self._paths, path)
            if at == len(self._paths) or self._paths[at] != path:
                return {}
            # Files come in the order of their paths, so the next ones are asked for soon.
            self._fetched = self._fetch(self._paths[at : at + _AT_ONCE])
        return self._fetched[path]

    def articles_of(self, path: str) -> dict[int, Array]:
        """Return the articles of a file, all as of one segment: their hashes, ascending."""
        self._keys = dict(self.of_file(path))
        numbers = np.array(sorted({kept.number for kept in self._keys.values()}), np.int64)
        return {0: numbers} if len(numbers) else {}

    def with_key(self, key: str, *, within: Sequence[int]) -> list[IndexedArticle]:
        """Return the article with a key, of the file that was asked for last."""
        kept = self._keys.get(key) if within else None
        return [] if kept is None else [IndexedArticle(0, kept.number, kept.fingerprint)]

    def keys_of(self, path: str, articles: Mapping[int, Array]) -> Iterator[bytes]:
        """Yield the keys of articles of a file, by their numbers."""
        wanted = {number for numbers in articles.values() for number in numbers.tolist()}
        for key, kept in self.of_file(path).items():
            if kept.number in wanted:
                yield utf8.encode(key)

    def names(self, path: str, numbers: Iterable[int]) -> list[str]:
        """Return what the documents of some articles of a file are called."""
        wanted = set(numbers)
        return [kept.name for kept in self.of_file(path).values() if kept.number in wanted]

    def _fetch(self, paths: Sequence[str]) -> dict[str, dict[str, Kept]]:
        found: dict[str, dict[str, Kept]] = {path: {} for path in paths}
        query = {"terms": {"path": list(paths)}}
        for row in columns_of(self._store, self._index, query, ("path", "key", "fingerprint")):
            path, key, fingerprint = row
            kept = Kept(document_name(key), number_of(key), bytes.fromhex(fingerprint))
            found[path][key] = kept
        return found


def number_of(key: str) -> int:
    """Return a hash of a key, of 63 bits."""
    return int.from_bytes(key_hash(utf8.encode(key)), "little") >> 1


def count_of(store: ClusterStore, index: str) -> int:
    """Return how many articles an index has."""
    answer = store.search(index, {"size": 0, "track_total_hits": True})
    return int(answer["hits"]["total"]["value"])


def columns_of(
    store: ClusterStore, index: str, query: object, names: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Yield the values of some columns for all articles that a query finds, by their keys."""
    body: dict[str, object] = {
        "size": _PAGE,
        "query": query,
        "sort": [{"key": "asc"}],
        "stored_fields": "_none_",  # not even names, which lie packed with the texts
        "docvalue_fields": list(names),
    }
    while True:
        hits = store.search(index, body)["hits"]["hits"]
        for hit in hits:
            fields = hit.get("fields", {})
            yield tuple(fields[name][0] if name in fields else None for name in names)
        if len(hits) < _PAGE:
            return
        body["search_after"] = hits[-1]["sort"]


def paths_in(store: ClusterStore, index: str, query: object) -> Iterator[str]:
    """Yield the paths of the files of all articles that a query finds, each once."""
    for row in values_of(store, index, query, "path"):
        yield row[0]


def values_of(
    store: ClusterStore, index: str, query: object, name: str
) -> Iterator[tuple[str, int]]:
    """Yield the values of a column among all articles that a query finds, and their counts."""
    composite: dict[str, Any] = {"size": _PAGE, "sources": [{name: {"terms": {"field": name}}}]}
    while True:
        body = {"size": 0, "query": query, "aggs": {"values": {"composite": composite}}}
        found = store.search(index, body)["aggregations"]["values"]
        for bucket in found["buckets"]:
            yield bucket["key"][name], bucket["doc_count"]
        if "after_key" not in found or len(found["buckets"]) < _PAGE:
            return
        composite["after"] = found["after_key"]
