"""Leaves of a query -> which articles of a segment have them, and how often.

Every term becomes *entries*: terms of a field, whole or cut down to some of their
forms, everywhere or in the articles of some languages. Words that stand for
several entries count as one word, their occurrences added.

Places are compared as single numbers, the article in the upper half and the
position in the lower, so that one search over arrays compares the places in
all articles at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit import analysis
from searchkit.query.nodes import Before, ExactWord, Near, Phrase, Word, terms
from searchkit.searching.expanding import as_bytes
from searchkit.searching.lookup import Lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from searchkit.codec.fieldreading import FieldReader, Postings
    from searchkit.query.nodes import Leaf, Term
    from searchkit.searching.segments import Flags, Integers, Segment
    from searchkit.searching.vocabulary import Vocabulary

    Array = NDArray[Any]

_SHIFT = 32  # bits of a position


class FieldPostings(NamedTuple):
    """Where a leaf occurs in one field of one segment.

    Attributes:
        articles: Article numbers, ascending, int64, (n,).
        frequencies: How often in each, 1 or more, any integers, (n,).
    """

    articles: Integers
    frequencies: Array


NOWHERE = FieldPostings(np.zeros(0, np.int64), np.zeros(0, np.int64))


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of what a term of a query stands for in a field.

    Attributes:
        postings: A term of the index.
        forms: The forms of it that count, by their numbers; None: all.
        articles: The articles in which it counts, (n_articles,); None: all.
    """

    postings: Postings
    forms: Array | None = None
    articles: Flags | None = None

    def read(self, lookup: Lookup) -> FieldPostings:
        """Return its postings."""
        articles, frequencies = self.postings.articles, self.postings.frequencies
        if self.articles is not None:
            kept = self.articles[articles]
            articles, frequencies = articles[kept], frequencies[kept]
        if self.forms is None:
            return FieldPostings(articles, frequencies)
        held = articles_of(self.places(articles, lookup))
        return FieldPostings(*_counted(held))

    def places(self, candidates: Integers, lookup: Lookup) -> Integers:
        """Return the places where it stands in some articles, ascending."""
        if self.articles is not None:
            candidates = candidates[self.articles[candidates]]
        there, at = lookup.find(candidates, self.postings.articles)
        read = self.postings.occurrences(at, with_forms=self.forms is not None)
        places = np.repeat(candidates[there] << _SHIFT, read.counts)
        places += read.positions
        if self.forms is None or read.forms is None:
            return places
        return places[np.isin(read.forms, self.forms)]


class SegmentMatching:
    """Finds leaves in one segment.

    Args:
        segment: The segment.
        vocabulary: The words of the whole index.
    """

    def __init__(
        self,
        segment: Segment,
        vocabulary: Vocabulary,
    ) -> None:
        self._segment = segment
        self._vocabulary = vocabulary
        self._languages: dict[frozenset[str], Flags] = {}
        self.lookup = Lookup(segment.n_articles)  # shared with who asks for leaves

    def find(self, leaf: Leaf, name: str) -> FieldPostings:
        """Return where a leaf occurs in a field; deleted articles are left out."""
        field = self._segment.arrays.field(name)
        if field is None:
            return NOWHERE
        operands = [self._entries(term, field) for term in terms(leaf)]
        if not all(operands):
            return NOWHERE
        lists = [self._live(_read(entries, self.lookup)) for entries in operands]
        if len(operands) == 1:
            return lists[0]
        candidates = reduce(self._in_both, sorted((p.articles for p in lists), key=len))
        if not len(candidates):
            return NOWHERE
        together = _places(operands[0], candidates, self.lookup)
        for entries in operands[1:]:
            if not len(together):
                return NOWHERE
            candidates = _distinct(articles_of(together))
            places = _places(entries, candidates, self.lookup)
            together = _together(leaf, together, places)
        return FieldPostings(*_counted(articles_of(together)))

    def in_languages(self, languages: frozenset[str]) -> Flags:
        """Return which articles are in one of some languages, (n_articles,)."""
        flags = self._languages.get(languages)
        if flags is None:
            flags = np.zeros(self._segment.n_articles, np.bool_)
            for language in languages:
                flags[self._segment.named("language", language)] = True
            self._languages[languages] = flags
        return flags

    def _in_both(self, fewer: Integers, more: Integers) -> Integers:
        there, _ = self.lookup.find(fewer, more)
        return fewer[there]

    def _live(self, postings: FieldPostings) -> FieldPostings:
        live = self._segment.live
        if live is None:
            return postings
        kept = live[postings.articles]
        return FieldPostings(postings.articles[kept], postings.frequencies[kept])

    def _entries(self, term: Term, field: FieldReader) -> list[Entry]:
        if isinstance(term, Word):
            return [
                Entry(
                    field.postings(number),
                    articles=None if languages is None else self.in_languages(languages),
                )
                for name, languages in self._vocabulary.terms(term.text).items()
                if (number := field.terms.find(name)) >= 0
            ]
        if field.forms is None:
            return []
        if isinstance(term, ExactWord):
            start, end = field.forms.equal_range(as_bytes(analysis.fold(term.text)))
            return _entries_of_forms(field, np.arange(start, end))
        return _entries_of_forms(field, self._vocabulary.expansion(term).forms[id(field)])


def _entries_of_forms(field: FieldReader, forms: Array) -> list[Entry]:
    """Return the terms of some forms, cut down to these forms where they have others."""
    of: dict[int, list[int]] = {}
    for form, term in zip(forms.tolist(), field.form_terms[forms].tolist(), strict=True):
        of.setdefault(term, []).append(form)
    return [
        Entry(
            field.postings(term),
            forms=None if len(its) == len(field.forms_of(term)) else np.array(its),
        )
        for term, its in sorted(of.items())
    ]


def articles_of(places: Integers) -> Integers:
    """Return the article of each place."""
    return places >> _SHIFT


def _read(entries: Sequence[Entry], lookup: Lookup) -> FieldPostings:
    """Return the postings of entries as those of one term."""
    lists = [entry.read(lookup) for entry in entries]
    if len(lists) == 1:
        return lists[0]
    frequencies = np.bincount(
        np.concatenate([postings.articles for postings in lists]),
        np.concatenate([postings.frequencies for postings in lists]),
    )
    articles = (frequencies > 0).nonzero()[0]  # of flags it takes an eighth of the time
    return FieldPostings(articles, frequencies[articles].astype(np.int64))


def _places(entries: Iterable[Entry], candidates: Integers, lookup: Lookup) -> Integers:
    """Return the places of entries in some articles, ascending, none twice."""
    parts = [entry.places(candidates, lookup) for entry in entries]
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _counted(articles: Integers) -> tuple[Integers, Integers]:
    """Return each of some articles, ascending, once, and how often it is there."""
    if not len(articles):
        return articles, articles
    first = np.concatenate(([0], (articles[1:] != articles[:-1]).nonzero()[0] + 1))
    return articles[first], np.diff(first, append=len(articles))


def _distinct(articles: Integers) -> Integers:
    is_first = np.ones(len(articles), np.bool_)
    np.not_equal(articles[1:], articles[:-1], out=is_first[1:])
    return articles[is_first]


def _together(leaf: Leaf, first: Integers, second: Integers) -> Integers:
    """Return the places that go on from those before as a leaf asks."""
    match leaf:
        case Phrase():
            return _following(first, second, leaf.slop + 1)
        case Near():
            after = _following(first, second, leaf.distance)
            before = -_following(-first[::-1], -second[::-1], leaf.distance)[::-1]
            return np.union1d(after, before)
        case Before():
            return _following(first, second, leaf.distance)
        case _:
            return second


def _following(first: Integers, second: Integers, distance: int) -> Integers:
    """Return the places of ``second`` that have one of ``first`` at most so far before them.

    Both are merged, which takes less than to search one in the other.
    """
    if not len(first):
        return first
    # Places of `first` are odd and those of `second` even: of two that are the same
    # place, that of `second` comes before that of `first`, so that a word does not
    # follow itself.
    merged = np.concatenate((2 * first + 1, 2 * second))
    merged.sort(kind="stable")
    is_first = (merged & 1).astype(np.bool_)
    last = np.maximum.accumulate(np.where(is_first, merged, merged[0] - 2 * distance - 2))
    follows = merged - last < 2 * distance
    follows &= ~is_first
    found: Integers = merged[follows] >> 1
    return found
