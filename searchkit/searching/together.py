"""Leaves of several words -> the articles where these stand together.

Whether words stand together is told by their places alone, which are compared in
all segments and fields at once: each field of each segment is a *stretch*, and its
articles are numbered on from those of the stretch before it.

All places of a word are read at once and remembered. To read those in a few
articles would take a third of the time, but every time; a phrase of words that
were asked for before is then a search of one array in another. Only the places of
the commonest words are read for the articles in which the other words stand, and
not remembered.
"""

from __future__ import annotations

from functools import partial, reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchkit.query.nodes import Before, ExactWord, Near, Phrase, Word, terms
from searchkit.schema import TEXT_FIELDS
from searchkit.searching.matching import FieldPostings
from searchkit.searching.places import SHIFT, articles_of, common, counted, distinct, following
from searchkit.searching.places import near as near_to
from searchkit.searching.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.query.nodes import Leaf, Term
    from searchkit.searching.matching import Entry, SegmentMatching
    from searchkit.searching.segments import Integers

AT_ONCE = 1 << 15
"""Postings: of a word with more, not all places are read at once."""

_REMEMBERED = 1 << 23  # places, 8 bytes each: once full, the words of a hundred phrases or more

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
        weight: How many places it has, or postings if it is common.
        places: All its places in articles that are not deleted, ascending, int64,
            (n_places,); empty if it is common.
        is_common: Whether it has too many places to read them at once.
        entries: What it stands for on each stretch; nothing unless it is common.
    """

    weight: int
    places: Integers
    is_common: bool = False
    entries: tuple[Sequence[Entry], ...] = ()


class Together:
    """Finds leaves of several words in all segments of an index.

    Args:
        matchings: What finds terms in each segment.
        at_once: The most postings of a word whose places are all read.
    """

    def __init__(self, matchings: Sequence[SegmentMatching], *, at_once: int = AT_ONCE) -> None:
        self._matchings = matchings
        self._stretches = tuple(_stretches(matchings))
        self._bounds = np.array([0, *(stretch.end for stretch in self._stretches)])
        self._at_once = at_once
        self._remembered: Recent[tuple[type[Term], str], Standing] = Recent(
            _REMEMBERED, lambda word: word.weight + 1
        )

    def find(self, leaf: Leaf) -> Sequence[Mapping[str, FieldPostings]]:
        """Return where a leaf occurs in each segment, by field; deleted articles are left out."""
        words = [self._standing(term) for term in terms(leaf)]
        if isinstance(leaf, Phrase) and not leaf.slop:
            places = self._in_a_row(words)
        else:
            places = self._in_a_chain(leaf, words)
        if not len(places):
            return [{} for _ in self._matchings]
        articles, frequencies = counted(articles_of(places))
        bounds = articles.searchsorted(self._bounds).tolist()
        found: list[dict[str, FieldPostings]] = []
        for stretch, start, end in zip(self._stretches, bounds, bounds[1:], strict=False):
            if stretch.segment == len(found):
                found.append({})
            if start < end:
                its = articles[start:end] - stretch.first
                found[-1][stretch.field] = FieldPostings(its, frequencies[start:end])
        return found

    def _in_a_row(self, words: Sequence[Standing]) -> Integers:
        """Return the places of the rarest of some words, where each follows the one before."""
        order = sorted((word.is_common, word.weight, at) for at, word in enumerate(words))
        (is_common, _, first), *others = order
        places = (
            self._places(words[first], self._in_all(words)) if is_common else words[first].places
        )
        for is_common, _, at in others:
            if not len(places):
                break
            word, distance = words[at], at - first
            its = self._places(word, distinct(articles_of(places))) if is_common else word.places
            places = common(places + distance, its) - distance
        return places

    def _in_a_chain(self, leaf: Leaf, words: Sequence[Standing]) -> Integers:
        """Return the places of the last of some words, which stand together as a leaf asks."""
        rarest = min(words, key=lambda word: (word.is_common, word.weight))
        if any(word.is_common for word in words):
            if rarest.is_common:
                candidates = self._in_all(words)
            else:
                candidates = distinct(articles_of(rarest.places))
            every = [self._places(w, candidates) if w.is_common else w.places for w in words]
        else:
            every = [word.places for word in words]
        return reduce(partial(_next, leaf), every)

    def _standing(self, term: Term) -> Standing:
        if isinstance(term, Word | ExactWord):
            return self._remembered.get((type(term), term.text), lambda: self._stands(term))
        return self._stands(term)

    def _stands(self, term: Term) -> Standing:
        entries = tuple(
            stretch.matching.entries(term, stretch.field) for stretch in self._stretches
        )
        n_postings = sum(len(entry.postings) for its in entries for entry in its)
        if n_postings > self._at_once:
            return Standing(n_postings, _NOTHING, is_common=True, entries=entries)
        parts = [
            stretch.matching.places(its) + (stretch.first << SHIFT)
            for stretch, its in zip(self._stretches, entries, strict=True)
            if its
        ]
        places = np.concatenate(parts) if parts else _NOTHING
        return Standing(len(places), places)

    def _places(self, word: Standing, candidates: Integers) -> Integers:
        """Return the places of a common word in some articles."""
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
        """Return the articles that have all of some words, which all are common."""
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
