"""Pairs of words -> how often they are near each other in some articles.

Reading positions is what takes time. So they are read only in the articles that have
both words of a pair, each word once for all pairs.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from searchkit import ranking
from searchkit.local.searching.intersection import located, united
from searchkit.local.searching.matching.segment_postings import entries_of
from searchkit.local.searching.matching.token_addresses import articles_of
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.matching.segment_postings import Entry
    from searchkit.local.searching.meanings.vocabulary import Vocabulary
    from searchkit.local.searching.segments import Articles, Flags, Integers
    from searchkit.query.pairs import Pair

    Floats = NDArray[np.float64]


class PairFinder(NamedTuple):
    """Finds where the words of pairs are near each other.

    Attributes:
        articles: The articles of the index.
        vocabulary: Its words.
    """

    articles: Articles
    vocabulary: Vocabulary

    def frequencies(
        self, pairs: Sequence[Pair], candidates: Integers
    ) -> Sequence[Mapping[str, Floats]]:
        """Return for each pair how often its words are near each other, by field, (n,) each.

        Args:
            pairs: The pairs.
            candidates: The articles, ascending, of which none is deleted, int64, (n,).
        """
        words = list(dict.fromkeys(word for pair in pairs for word in (pair.first, pair.second)))
        of_word = [
            {where.field: entries_of(where) for where in self.vocabulary.where(word)}
            for word in words
        ]
        numbers = {word: number for number, word in enumerate(words)}
        ends = candidates.searchsorted([*self.articles.starts, self.articles.n_numbers]).tolist()
        found: list[dict[str, Floats]] = [{} for _ in pairs]
        for field in self.vocabulary.fields:
            start, end = ends[field.number], ends[field.number + 1]
            if start == end:
                continue
            name = field.reader.name
            asked = [
                (at, numbers[pair.first], numbers[pair.second])
                for at, pair in enumerate(pairs)
                if pair.field in {None, name}
            ]
            local = candidates[start:end] - self.articles.starts[field.number]
            entries = [of_field.get(field, ()) for of_field in of_word]
            for at, counts in _in_field(asked, entries, local):
                whole = found[at].setdefault(name, np.zeros(len(candidates)))
                whole[start:end] = counts
        return found


def _in_field(
    asked: Sequence[tuple[int, int, int]],
    entries: Sequence[Sequence[Entry]],
    candidates: Integers,
) -> Iterator[tuple[int, Floats]]:
    """Yield pairs that occur in a field of a segment, each with how often it does, (n,).

    Args:
        asked: Pairs: the number of each, and those of its words.
        entries: What each word means in the field.
        candidates: The articles, by their numbers in the segment, ascending, (n,).
    """
    wanted = [(at, a, b) for at, a, b in asked if entries[a] and entries[b]]
    places = {
        word: _places(entries[word], candidates)
        for word in dict.fromkeys(word for _, a, b in wanted for word in (a, b))
    }
    read: dict[int, Flags] = {}  # by word: in which articles a pair may have it
    kept = []
    for at, a, b in wanted:
        both = _has(places[a]) & _has(places[b])
        if both.any():
            kept.append((at, a, b))
            for word in (a, b):
                read[word] = read[word] | both if word in read else both
    addresses = {
        word: _addresses(entries[word], places[word], candidates, flags)
        for word, flags in read.items()
    }
    for at, a, b in kept:
        articles, weights = _near(addresses[a], addresses[b])
        found = candidates.searchsorted(articles)
        yield at, np.bincount(found, weights, len(candidates)).astype(np.float64)


def _places(entries: Sequence[Entry], candidates: Integers) -> list[Integers]:
    """Return where the postings of entries have articles, -1 where they do not, (n,) each."""
    places = []
    for entry in entries:
        articles = entry.postings.articles
        # A search among numbers of another type would convert all of them first.
        at, is_in = located(candidates.astype(articles.dtype), articles)
        at[~is_in] = -1
        places.append(at)
    return places


def _has(places: Sequence[Integers]) -> Flags:
    """Return which articles have any of some entries, (n,)."""
    return reduce(np.logical_or, [at >= 0 for at in places])


def _addresses(
    entries: Sequence[Entry], places: Sequence[Integers], candidates: Integers, asked: Flags
) -> Integers:
    """Return the addresses of entries in the articles asked for, ascending, none twice."""
    parts = []
    for entry, at in zip(entries, places, strict=True):
        which = (asked & (at >= 0)).nonzero()[0]
        parts.append(entry.addresses_at(candidates.take(which), at.take(which)))
    return united(parts)


def _near(first: Integers, second: Integers) -> tuple[Integers, Floats]:
    """Return the article of each occurrence of a pair, and how much it counts."""
    second = second[: second.size if first.size else 0]  # it may mean the word elsewhere only
    at = first.searchsorted(second) - 1  # the last occurrence before each
    distances = second - first.take(at, mode="clip")
    near = ((distances > 0) & (distances <= ranking.GAP + 1)).nonzero()[0]
    return articles_of(second.take(near)), ranking.nearness(distances.take(near))
