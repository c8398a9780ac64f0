"""Terms of a query -> which articles of a segment have them, how often, and where.

Every term becomes *entries*: terms of a field, whole or cut down to some of their
forms, everywhere or in the articles of some languages. Words that mean several
entries count as one word, their occurrences added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from searchkit.local.searching.intersection import members, united
from searchkit.local.searching.matching.token_addresses import SHIFT, articles_of, counted
from searchkit.local.searching.meanings.expansion import FieldForms
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.meanings.vocabulary import FieldTerms
    from searchkit.local.searching.segments import Flags, Integers, Segment, SegmentField
    from searchkit.local.segment.field_reader import Postings

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
the postings there."""

_FEW = 6  # forms: to read the terms of each takes less time than to find which lie together


class Entry(NamedTuple):
    """A part of what a term of a query means in a field.

    Attributes:
        postings: A term of the index.
        forms: The forms of it that count, by their numbers; None: all.
        articles: The articles in which it counts, (n_articles,); None: all.
    """

    postings: Postings
    forms: Array | None = None
    articles: Flags | None = None

    def read(self) -> FieldPostings:
        """Return the postings of the entry."""
        articles, frequencies = self.postings.articles, self.postings.frequencies
        if self.forms is not None:
            return FieldPostings(*counted(articles_of(self.addresses_at(articles))))
        if self.articles is None:
            return FieldPostings(articles, frequencies)
        kept = self.articles[articles]
        return FieldPostings(articles[kept], frequencies[kept])

    def addresses_in(self, candidates: Integers, n_articles: int) -> Integers:
        """Return the addresses in some articles of a segment that has so many, ascending."""
        is_in, at = members(candidates, self.postings.articles, n_articles)
        return self.addresses_at(candidates[is_in], at)

    def addresses_at(self, articles: Integers, at: Array | None = None) -> Integers:
        """Return the addresses in articles that have it, given where the postings have these."""
        occurrences = self.postings.occurrences(at, with_forms=self.forms is not None)
        addresses: Integers = np.repeat(articles << SHIFT, occurrences.counts)
        addresses += occurrences.positions
        if self.forms is not None and occurrences.forms is not None:
            addresses = addresses[np.isin(occurrences.forms, self.forms)]
        if self.articles is not None:
            addresses = addresses[self.articles[articles_of(addresses)]]
        return addresses


def postings_of(where: FieldTerms | FieldForms) -> FieldPostings:
    """Return the postings of a term in a field that has it; deleted articles are left out."""
    field = where.field
    if isinstance(where, FieldForms):
        return _live(field.segment, _read_forms(field, where.forms))
    term, languages = where.terms[0]
    if len(where.terms) > 1 or languages is not None:
        return read_entries(field.segment, entries_of(where))
    return _live(field.segment, FieldPostings(*field.reader.counted(term)))


def entries_of(where: FieldTerms | FieldForms) -> Sequence[Entry]:
    """Return what a term means in a field that has it."""
    field = where.field
    if isinstance(where, FieldForms):
        return _entries_of_forms(field, where.forms)
    return [
        Entry(
            field.reader.postings(number),
            articles=None if languages is None else field.segment.in_languages(languages),
        )
        for number, languages in where.terms
    ]


def read_entries(segment: Segment, entries: Sequence[Entry]) -> FieldPostings:
    """Return the postings of entries as those of one term; deleted articles are left out."""
    return _live(segment, _read(entries))


def addresses_in(segment: Segment, entries: Sequence[Entry], candidates: Integers) -> Integers:
    """Return the addresses of entries in some articles, ascending, none twice.

    Args:
        segment: The segment of the entries.
        entries: The entries, 1 or more.
        candidates: The articles, ascending, of which none is deleted.
    """
    parts = [entry.addresses_in(candidates, segment.n_articles) for entry in entries]
    return united(parts)


def _live(segment: Segment, postings: FieldPostings) -> FieldPostings:
    if segment.live is None:
        return postings
    kept = segment.live[postings.articles]
    return FieldPostings(postings.articles[kept], postings.frequencies[kept])


def _entries_of_forms(field: SegmentField, forms: Array) -> list[Entry]:
    """Return the terms of some forms, cut down to these forms where they have others."""
    forms_of: dict[int, list[int]] = {}
    terms = field.reader.form_terms[forms]
    for form, term in zip(forms.tolist(), terms.tolist(), strict=True):
        forms_of.setdefault(term, []).append(form)
    return [
        Entry(
            field.reader.postings(term),
            forms=None if len(of_term) == len(field.reader.forms_of(term)) else np.array(of_term),
        )
        for term, of_term in sorted(forms_of.items())
    ]


def _read_forms(field: SegmentField, forms: Array) -> FieldPostings:
    """Return the postings of some forms as those of one term.

    A prefix means very many terms, most of them with all their forms and side by
    side in the field: what lies together is read together.
    """
    if len(forms) <= _FEW:
        return _read(_entries_of_forms(field, forms))
    reader = field.reader
    terms, of, counts = np.unique(reader.form_terms[forms], return_inverse=True, return_counts=True)
    is_whole = counts == reader.form_counts_of(terms)
    whole = terms[is_whole].astype(np.int64)
    lists = [
        FieldPostings(*reader.counted_of_terms(side_by_side.item(0), side_by_side.item(-1) + 1))
        for side_by_side in np.split(whole, (np.diff(whole) != 1).nonzero()[0] + 1)
        if len(side_by_side)
    ]
    lists += [entry.read() for entry in _entries_of_forms(field, forms[~is_whole[of]])]
    return lists[0] if len(terms) == 1 else _united(lists)


def _read(entries: Sequence[Entry]) -> FieldPostings:
    """Return the postings of entries as those of one term."""
    lists = [entry.read() for entry in entries]
    return lists[0] if len(lists) == 1 else _united(lists)


def _united(lists: Sequence[FieldPostings]) -> FieldPostings:
    """Return several lists as one, the frequencies in an article added."""
    frequencies = np.bincount(
        np.concatenate([postings.articles for postings in lists]),
        np.concatenate([postings.frequencies for postings in lists]),
    )
    articles = (frequencies > 0).nonzero()[0]  # of flags it takes an eighth of the time
    return FieldPostings(articles, frequencies[articles].astype(np.int64))
