"""Terms of a query -> which articles of a segment have them, how often, and where.

Every term becomes *entries*: terms of a field, whole or cut down to some of their
forms, everywhere or in the articles of some languages. Words that stand for
several entries count as one word, their occurrences added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from searchkit.local.searching.intersection import Lookup
from searchkit.local.searching.matching.token_addresses import SHIFT, articles_of, counted
from searchkit.local.searching.meanings.expansion import FormsPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.meanings.vocabulary import WordPlace
    from searchkit.local.searching.segments import Flags, Integers, Segment
    from searchkit.local.segment.field_reader import FieldReader, Postings
    from searchkit.local.segment.positions import Occurrences

    Array = NDArray[Any]


class FieldPostings(NamedTuple):
    """Where a leaf of a query occurs in one field of one segment.

    Attributes:
        articles: Article numbers, ascending, int64 or uint16, (n,).
        frequencies: How often in each, 1 or more, any integers, (n,).
    """

    articles: Integers
    frequencies: Array


InSegments: TypeAlias = "Sequence[tuple[int, FieldPostings]]"
"""Where a leaf occurs in one field: the numbers of segments that may have it, ascending, each with
its postings there."""

_FEW = 6  # forms: to read the terms of each takes less time than to find which lie together

_NO_PLACES = np.zeros(0, np.int64)

NOWHERE = FieldPostings(_NO_PLACES, _NO_PLACES)


class Entry(NamedTuple):
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
        return FieldPostings(*counted(held))

    def places(self, candidates: Integers, lookup: Lookup) -> Integers:
        """Return the places where it stands in some articles, ascending."""
        there, at = lookup.find(candidates, self.postings.articles)
        read = self.postings.occurrences(at, with_forms=self.forms is not None)
        return self._kept(candidates[there], read)

    def all_places(self) -> Integers:
        """Return all places where it stands, ascending."""
        read = self.postings.occurrences(with_forms=self.forms is not None)
        return self._kept(self.postings.articles, read)

    def _kept(self, articles: Integers, read: Occurrences) -> Integers:
        places = np.repeat(articles << SHIFT, read.counts)
        places += read.positions
        if self.forms is not None and read.forms is not None:
            places = places[np.isin(read.forms, self.forms)]
        return places if self.articles is None else places[self.articles[articles_of(places)]]


class SegmentMatching:
    """Finds terms in one segment.

    Args:
        segment: The segment.

    Attributes:
        segment: The segment.
        lookup: Looks for articles in lists; shared with who asks for leaves.
    """

    def __init__(self, segment: Segment) -> None:
        self.segment = segment
        self._languages: dict[frozenset[str], Flags] = {}
        self.lookup = Lookup(segment.n_articles)

    def find(self, there: WordPlace | FormsPlace) -> FieldPostings:
        """Return where a term occurs in a field that has it; deleted articles are left out."""
        field = there.place.field
        if isinstance(there, FormsPlace):
            return self._live(_read_forms(field, there.forms, self.lookup))
        term, languages = there.terms[0]
        if len(there.terms) > 1 or languages is not None:
            return self.postings(self.entries(there))
        return self._live(FieldPostings(*field.counted(term)))

    def entries(self, there: WordPlace | FormsPlace) -> Sequence[Entry]:
        """Return what a term stands for in a field that has it."""
        field = there.place.field
        if isinstance(there, FormsPlace):
            return _entries_of_forms(field, there.forms)
        return [
            Entry(
                field.postings(number),
                articles=None if languages is None else self.in_languages(languages),
            )
            for number, languages in there.terms
        ]

    def postings(self, entries: Sequence[Entry]) -> FieldPostings:
        """Return the postings of entries as those of one term; deleted articles are left out."""
        return self._live(_read(entries, self.lookup)) if entries else NOWHERE

    def places(self, entries: Sequence[Entry], candidates: Integers | None = None) -> Integers:
        """Return the places of entries, ascending, none twice; deleted articles are left out.

        Args:
            entries: What the places are asked of.
            candidates: The articles whose places are asked for, ascending, of which none
                is deleted; None: all.
        """
        if candidates is not None:
            return _joined([entry.places(candidates, self.lookup) for entry in entries])
        places = _joined([entry.all_places() for entry in entries])
        live = self.segment.live
        return places if live is None else places[live[articles_of(places)]]

    def in_languages(self, languages: frozenset[str]) -> Flags:
        """Return which articles are in one of some languages, (n_articles,)."""
        flags = self._languages.get(languages)
        if flags is None:
            flags = np.zeros(self.segment.n_articles, np.bool_)
            for language in languages:
                flags[self.segment.named("language", language)] = True
            self._languages[languages] = flags
        return flags

    def _live(self, postings: FieldPostings) -> FieldPostings:
        live = self.segment.live
        if live is None:
            return postings
        kept = live[postings.articles]
        return FieldPostings(postings.articles[kept], postings.frequencies[kept])


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


def _read_forms(field: FieldReader, forms: Array, lookup: Lookup) -> FieldPostings:
    """Return the postings of some forms as those of one term.

    A prefix stands for very many terms, most of them with all their forms and side
    by side in the field: what lies together is read together.
    """
    if len(forms) <= _FEW:
        return _read(_entries_of_forms(field, forms), lookup)
    terms, of, counts = np.unique(field.form_terms[forms], return_inverse=True, return_counts=True)
    is_whole = counts == field.form_counts_of(terms)
    whole = terms[is_whole].astype(np.int64)
    lists = [
        FieldPostings(*field.counted_of_terms(run.item(0), run.item(-1) + 1))
        for run in np.split(whole, (np.diff(whole) != 1).nonzero()[0] + 1)
        if len(run)
    ]
    lists += [entry.read(lookup) for entry in _entries_of_forms(field, forms[~is_whole[of]])]
    if not lists:
        return NOWHERE
    return lists[0] if len(terms) == 1 else _united(lists)


def _read(entries: Sequence[Entry], lookup: Lookup) -> FieldPostings:
    """Return the postings of entries as those of one term."""
    lists = [entry.read(lookup) for entry in entries]
    return lists[0] if len(lists) == 1 else _united(lists)


def _united(lists: Sequence[FieldPostings]) -> FieldPostings:
    """Return several lists as one, the frequencies in an article added."""
    frequencies = np.bincount(
        np.concatenate([postings.articles for postings in lists]),
        np.concatenate([postings.frequencies for postings in lists]),
    )
    articles = (frequencies > 0).nonzero()[0]  # of flags it takes an eighth of the time
    return FieldPostings(articles, frequencies[articles].astype(np.int64))


def _joined(parts: Sequence[Integers]) -> Integers:
    """Return the places of several parts, ascending, none twice."""
    if not parts:
        return _NO_PLACES
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))
