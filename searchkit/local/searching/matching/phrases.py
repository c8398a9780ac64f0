"""Leaves of several words -> the articles where these words are next to or near each other.

Only the addresses of tokens decide that, and they are compared in all segments and
fields at once: the articles of each field of each segment are numbered on from those
of the field before it.

Reading positions is what takes time. So the articles that have all words come first,
and the positions of a word are read in these alone. Where each word must follow another
directly, the rarest comes first, and each further one is read only in the articles that
are left.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit.local.searching.intersection import common, members
from searchkit.local.searching.matching.segment_postings import (
    FieldPostings,
    addresses_in,
    entries_of,
    read_entries,
)
from searchkit.local.searching.matching.token_addresses import (
    SHIFT,
    articles_of,
    counted,
    distinct,
    following,
    near,
)
from searchkit.query.nodes import Before, Near, Phrase, terms
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.local.searching.matching.segment_postings import Entry, InSegments
    from searchkit.local.searching.meanings.vocabulary import Vocabulary
    from searchkit.local.searching.segments import Integers
    from searchkit.query.nodes import Leaf, Term

_NOTHING = np.zeros(0, np.int64)


class TermEntries(NamedTuple):
    """What a term of a query means in each field of each segment.

    Attributes:
        n_postings: How many postings that has in all.
        by_field: The entries in each field, in the order of the vocabulary's fields.
    """

    n_postings: int
    by_field: Sequence[Sequence[Entry]]


class PhraseMatcher:
    """Finds leaves of several words in all segments of an index.

    Args:
        vocabulary: The words of the index.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    @cached_property
    def _bounds(self) -> Integers:
        """The number of the first article of each field, and one more than the last of all."""
        counts = [field.segment.n_articles for field in self._vocabulary.fields]
        return np.cumsum([0, *counts])

    def find(self, leaf: Leaf) -> Mapping[str, InSegments]:
        """Return where a leaf occurs, by field; deleted articles are left out."""
        words = [self._entries(term) for term in terms(leaf)]
        candidates = self._having_all(words)
        if isinstance(leaf, Phrase) and not leaf.slop:
            articles, frequencies = counted(articles_of(self._in_a_row(words, candidates)))
        else:
            chain = [self._addresses(word, candidates) for word in words]
            articles, frequencies = _summed(*_chained(leaf, chain))
        found: dict[str, list[tuple[int, FieldPostings]]] = {}
        for number, first, part in self._by_field(articles):
            field = self._vocabulary.fields[number]
            postings = FieldPostings(articles[part] - first, frequencies[part])
            found.setdefault(field.reader.name, []).append((field.number, postings))
        return found

    def _by_field(self, articles: Integers) -> Iterator[tuple[int, int, slice]]:
        """Yield the number and the first article of each field, and which articles are in it."""
        ends = articles.searchsorted(self._bounds).tolist()
        for number, first in enumerate(self._bounds[:-1].tolist()):
            if ends[number] < ends[number + 1]:
                yield number, first, slice(ends[number], ends[number + 1])

    def _entries(self, term: Term) -> TermEntries:
        of_field = {where.field: entries_of(where) for where in self._vocabulary.where(term)}
        by_field = [of_field.get(field, ()) for field in self._vocabulary.fields]
        n_postings = sum(len(entry.postings) for entries in by_field for entry in entries)
        return TermEntries(n_postings, by_field)

    def _having_all(self, words: Sequence[TermEntries]) -> Integers:
        """Return the articles that have all of some words in one field, ascending."""
        parts = [_NOTHING]
        of_fields = zip(self._vocabulary.fields, *(word.by_field for word in words), strict=True)
        for first, (field, *entries) in zip(self._bounds.tolist(), of_fields, strict=False):
            if not all(entries):
                continue
            lists = [read_entries(field.segment, each).articles for each in entries]
            lists.sort(key=len)
            articles = lists[0]
            for longer in lists[1:]:
                is_in, _ = members(articles, longer, field.segment.n_articles)
                articles = articles[is_in]
            parts.append(articles + first)
        return np.concatenate(parts)

    def _in_a_row(self, words: Sequence[TermEntries], candidates: Integers) -> Integers:
        """Return the addresses of the rarest of some words where each follows the one before."""
        first, *others = sorted(range(len(words)), key=lambda at: words[at].n_postings)
        addresses = self._addresses(words[first], candidates)
        for at in others:
            theirs = self._addresses(words[at], distinct(articles_of(addresses)))
            distance = at - first
            addresses = common(addresses + distance, theirs) - distance
        return addresses

    def _addresses(self, word: TermEntries, candidates: Integers) -> Integers:
        """Return the addresses of a word in some articles that have it, ascending."""
        parts = [_NOTHING]
        for number, first, part in self._by_field(candidates):
            segment = self._vocabulary.fields[number].segment
            found = addresses_in(segment, word.by_field[number], candidates[part] - first)
            parts.append(found + (first << SHIFT))
        return np.concatenate(parts)


def _chained(leaf: Leaf, words: Sequence[Integers]) -> tuple[Integers, Integers]:
    """Return where the last of some words goes on from those before as a leaf asks, and how often.

    Each way counts: two words before one that follows are two.
    """
    addresses, counts = words[0], None
    for after in words[1:]:
        match leaf:
            case Near():
                ways = near(addresses, after, leaf.distance)
            case Before():
                ways = following(addresses, counts, after, leaf.distance)
            case Phrase():
                ways = following(addresses, counts, after, leaf.slop + 1)
            case _:
                raise TypeError(leaf)
        is_one = ways > 0
        addresses, counts = after[is_one], ways[is_one]
    return addresses, np.ones_like(addresses) if counts is None else counts


def _summed(addresses: Integers, counts: Integers) -> tuple[Integers, Integers]:
    """Return the articles of addresses, ascending, each once, and the sum of their counts."""
    articles, n_addresses = counted(articles_of(addresses))
    if not len(articles):
        return articles, articles
    starts = np.cumsum(n_addresses) - n_addresses
    return articles, np.add.reduceat(counts, starts)
