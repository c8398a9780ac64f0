"""Leaves of several words -> the articles where these stand together.

Whether words stand together is told by their places alone, which are compared in
all segments and fields at once: each field of each segment is a *stretch*, and its
articles are numbered on from those of the stretch before it.

Of a word that is asked for the first time, only the places in the articles of the
other words are read, which takes a third of the time that it takes to read them
all. When it is asked for again, all its places are read and remembered: a phrase
of such words is a search of one array in another. Those of the commonest words
are never read all.
"""

from __future__ import annotations

from functools import partial, reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.local.searching.caching import Cache
from searchkit.local.searching.matching.segment_postings import FieldPostings
from searchkit.local.searching.matching.token_addresses import (
    SHIFT,
    articles_of,
    common,
    counted,
    distinct,
    following,
)
from searchkit.local.searching.matching.token_addresses import near as near_to
from searchkit.query.nodes import Before, ExactWord, Near, Phrase, Word, terms
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.local.searching.matching.segment_postings import (
        Entry,
        InSegments,
        SegmentMatching,
    )
    from searchkit.local.searching.meanings.vocabulary import Vocabulary
    from searchkit.local.searching.segments import Integers
    from searchkit.query.nodes import Leaf, Term

AT_ONCE = 1 << 15
"""Postings: of a word with more, not all places are read at once."""

_REMEMBERED = 1 << 22  # places, 8 bytes each: once full, the words of fifty phrases or more

_NOTHING = np.zeros(0, np.int64)


class Stretch(NamedTuple):
    """A field of a segment.

    Attributes:
        matching: Finds terms in the segment.
        segment: The number of the segment.
        field: The name of the field.
        first: The number that the first article has here.
        end: The number behind that of the last article.
    """

    matching: SegmentMatching
    segment: int
    field: str
    first: int
    end: int


class Standing(NamedTuple):
    """A term of a query, to be compared with others.

    Attributes:
        weight: How many places it has, or postings if they are not read.
        places: All its places in articles that are not deleted, ascending, int64,
            (n_places,); empty if they are not read.
        is_read: Whether they are.
        entries: What it stands for on each stretch; nothing if they are.
    """

    weight: int
    places: Integers
    is_read: bool = True
    entries: tuple[Sequence[Entry], ...] = ()


class Together:
    """Finds leaves of several words in all segments of an index.

    Args:
        matchings: What finds terms in each segment.
        vocabulary: The words of the index.
        at_once: The most postings of a word whose places are ever all read.
    """

    def __init__(
        self,
        matchings: Sequence[SegmentMatching],
        vocabulary: Vocabulary,
        *,
        at_once: int = AT_ONCE,
    ) -> None:
        self._matchings = matchings
        self._vocabulary = vocabulary
        self._stretches = tuple(_stretches(matchings))
        self._bounds = np.array([0, *(stretch.end for stretch in self._stretches)])
        self._at_once = at_once
        self._remembered: Cache[object, Standing] = Cache(_REMEMBERED, lambda word: word.weight + 1)

    def find(self, leaf: Leaf) -> Mapping[str, InSegments]:
        """Return where a leaf occurs, by field; deleted articles are left out."""
        words = [self._standing(term) for term in terms(leaf)]
        if isinstance(leaf, Phrase) and not leaf.slop:
            places = self._in_a_row(words)
        else:
            places = self._in_a_chain(leaf, words)
        found: dict[str, list[tuple[int, FieldPostings]]] = {}
        if not len(places):
            return found
        articles, frequencies = counted(articles_of(places))
        bounds = articles.searchsorted(self._bounds).tolist()
        for stretch, start, end in zip(self._stretches, bounds, bounds[1:], strict=False):
            if start < end:
                its = FieldPostings(articles[start:end] - stretch.first, frequencies[start:end])
                found.setdefault(stretch.field, []).append((stretch.segment, its))
        return found

    def _in_a_row(self, words: Sequence[Standing]) -> Integers:
        """Return the places of the rarest of some words, where each follows the one before."""
        order = sorted((not word.is_read, word.weight, at) for at, word in enumerate(words))
        first = order[0][-1]
        word = words[first]
        places = word.places if word.is_read else self._places(word, self._in_all(words))
        for _, _, at in order[1:]:
            if not len(places):
                break
            word, distance = words[at], at - first
            its = word.places
            if not word.is_read:
                its = self._places(word, distinct(articles_of(places)))
            places = common(places + distance, its) - distance
        return places

    def _in_a_chain(self, leaf: Leaf, words: Sequence[Standing]) -> Integers:
        """Return the places of the last of some words, which stand together as a leaf asks."""
        if all(word.is_read for word in words):
            return reduce(partial(_next, leaf), [word.places for word in words])
        rarest = min(words, key=lambda word: (not word.is_read, word.weight))
        candidates = distinct(articles_of(rarest.places)) if rarest.is_read else self._in_all(words)
        every = [w.places if w.is_read else self._places(w, candidates) for w in words]
        return reduce(partial(_next, leaf), every)

    def _standing(self, term: Term) -> Standing:
        if not isinstance(term, Word | ExactWord):
            return self._read(self._found(term))
        key = type(term), term.text, term.language if isinstance(term, Word) else None
        word = self._remembered.find(key)
        if word is None:
            return self._remembered.put(key, self._found(term))
        return word if word.is_read else self._remembered.put(key, self._read(word))

    def _found(self, term: Term) -> Standing:
        """Return a term of which nothing is read yet."""
        of_stretches: dict[tuple[int, str], Sequence[Entry]] = {}
        for there in self._vocabulary.where(term):
            segment, field, _ = there.place
            of_stretches[segment, field.name] = self._matchings[segment].entries(there)
        entries = tuple(of_stretches.get((s.segment, s.field), ()) for s in self._stretches)
        n_postings = sum(len(entry.postings) for its in entries for entry in its)
        return Standing(n_postings, _NOTHING, is_read=False, entries=entries)

    def _read(self, word: Standing) -> Standing:
        """Return a term with all its places read, unless it is too common."""
        if word.weight > self._at_once:
            return word
        parts = [
            stretch.matching.places(its) + (stretch.first << SHIFT)
            for stretch, its in zip(self._stretches, word.entries, strict=True)
            if its
        ]
        places = np.concatenate(parts) if parts else _NOTHING
        return Standing(len(places), places)

    def _places(self, word: Standing, candidates: Integers) -> Integers:
        """Return the places in some articles of a word of which not all are read."""
        bounds = candidates.searchsorted(self._bounds).tolist()
        parts = [_NOTHING]
        for stretch, its, start, end in zip(
            self._stretches, word.entries, bounds, bounds[1:], strict=False
        ):
            if its and start < end:
                of_stretch = candidates[start:end] - stretch.first
                parts.append(stretch.matching.places(its, of_stretch) + (stretch.first << SHIFT))
        return np.concatenate(parts)

    def _in_all(self, words: Sequence[Standing]) -> Integers:
        """Return the articles that have all of some words, of none of which places are read."""
        parts = [_NOTHING]
        for number, stretch in enumerate(self._stretches):
            lists = [stretch.matching.postings(word.entries[number]).articles for word in words]
            lists.sort(key=len)
            articles = lists[0]
            for more in lists[1:]:
                there, _ = stretch.matching.lookup.find(articles, more)
                articles = articles[there]
            parts.append(articles + stretch.first)
        return np.concatenate(parts)


def _stretches(matchings: Sequence[SegmentMatching]) -> Iterator[Stretch]:
    first = 0
    for number, matching in enumerate(matchings):
        for name in TEXT_FIELDS:
            end = first + matching.segment.n_articles
            yield Stretch(matching, number, name, first, end)
            first = end


def _next(leaf: Leaf, first: Integers, second: Integers) -> Integers:
    """Return the places that go on from those before as a leaf asks."""
    match leaf:
        case Near():
            return near_to(first, second, leaf.distance)
        case Before():
            return following(first, second, leaf.distance)
        case Phrase():
            return following(first, second, leaf.slop + 1)
        case _:
            raise TypeError(leaf)
