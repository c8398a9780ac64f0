"""How many articles of a cluster have each leaf of a query: what is known, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchkit.caching import Cache
from searchkit.opensearch.cluster_pages import counting
from searchkit.opensearch.cluster_queries import CountedLeaf
from searchkit.query.nodes import Word
from searchkit.query.trees import leaf_key
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from searchkit.opensearch.cluster_queries import Queries, Query
    from searchkit.opensearch.cluster_words import ClusterWords

_KEPT = 1 << 14  # counts of leaves


class LeavesToCount(NamedTuple):
    """The leaves of a query, of which some were counted before.

    Attributes:
        counts: What is known, by the key of a leaf.
        missing: By the keys of the others, which of the requests count each.
        requests: What counts them.
    """

    counts: dict[Hashable, CountedLeaf]
    missing: dict[tuple[Any, ...], list[int]]
    requests: list[object]


class LeafCounts:
    """Keeps how many articles of a generation have each leaf; threads may share it.

    Args:
        words: What words mean there.
    """

    def __init__(self, words: ClusterWords) -> None:
        self._words = words
        self._counted: Cache[Hashable, CountedLeaf] = Cache(_KEPT)

    def looked_up(
        self,
        queries: Queries,
        asked: Sequence[tuple[Any, tuple[str, ...]]],
        acronyms: Sequence[Word],
    ) -> LeavesToCount:
        """Return what is known of leaves, and what is to be asked of the others.

        Args:
            queries: What makes queries.
            asked: The leaves, each with the fields where it is looked for.
            acronyms: Words that count as acronyms.
        """
        leaves = LeavesToCount({}, {}, [])
        for key, leaf, fields in _keys(asked, acronyms):
            known = self._counted.find(key)
            if known is not None:
                leaves.counts[key] = known
            elif key not in leaves.missing:
                questions = self._questions(queries, leaf, fields, is_whole=key[0] != "acronym")
                first = len(leaves.requests)
                leaves.missing[key] = list(range(first, first + len(questions)))
                leaves.requests.extend(map(counting, questions))
        return leaves

    def counted(self, leaves: LeavesToCount, totals: Sequence[int]) -> dict[Hashable, CountedLeaf]:
        """Return how many articles have each of some leaves, and keep that.

        Args:
            leaves: The leaves.
            totals: How many articles each of the requests found.
        """
        found = dict(leaves.counts)
        for key, places in leaves.missing.items():
            numbers = [totals[place] for place in places]
            own = numbers[0] if numbers else 0
            stem = numbers[1] if len(numbers) > 1 else None
            found[key] = self._counted.put(key, CountedLeaf(own, stem))
        return found

    def _questions(
        self, queries: Queries, leaf: Any, fields: tuple[str, ...], *, is_whole: bool
    ) -> list[Query]:
        """Return what counts a leaf, and then, if that is asked, the whole stem of it."""
        questions = [queries.occurrences(leaf, fields)] if fields else []
        if is_whole and fields and isinstance(leaf, Word) and self._words.has_relatives(leaf):
            questions.append(queries.of_stem(leaf, fields))
        return questions


def _keys(
    asked: Sequence[tuple[Any, tuple[str, ...]]], acronyms: Sequence[Word]
) -> Iterable[tuple[tuple[Any, ...], Any, tuple[str, ...]]]:
    """Yield the key of each leaf, the leaf, and where it is looked for."""
    for leaf, fields in asked:
        yield (leaf_key(leaf), fields), leaf, fields
    for word in acronyms:
        yield ("acronym", leaf_key(word)), word, TEXT_FIELDS
