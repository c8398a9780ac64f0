"""The words of an index: which terms a word of a query stands for.

An index knows the words that stood in its articles, as *forms*, and which term
analysis made of each. So most words need no stemmer, and the library that has
one is not imported:

1. A word that stands in a live article, in title or text of any segment, stands
   for the terms that were made of it there.
2. Where that is not exactly one term and the index has articles in several
   languages, and where the word stands in no article, stemmers decide. A term
   then counts only in the articles of the languages whose stemmer gave it: the
   French stem of ``news`` is ``new``, and must not find English articles.

Forms that only deleted articles have are passed over, so that a deletion means
the same before a merge has removed them and after it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit import analysis
from searchkit.schema import DEFAULT_LANGUAGE, TEXT_FIELDS, UNKNOWN_LANGUAGE
from searchkit.searching.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.codec.fieldreading import FieldReader
    from searchkit.searching.segments import Integers, Segment

    Array = NDArray[Any]

_REMEMBERED = 4096  # words


class FormField(NamedTuple):
    """A field of a segment, as far as its forms go.

    Attributes:
        field: Its terms, forms and postings.
        deleted: The deleted articles of the segment, ascending, int64.
    """

    field: FieldReader
    deleted: Integers

    def live_counts(self, forms: Array) -> Integers:
        """Return how often forms, by their numbers, stand in articles that are there, int64."""
        counts: Integers = self.field.form_counts[forms].astype(np.int64)
        if len(self.deleted):
            terms = self.field.form_terms[forms]
            for term in set(terms.tolist()):
                its = np.flatnonzero(terms == term)
                counts[its] -= self._deleted_counts(term, forms[its])
        return counts

    def _deleted_counts(self, term: int, forms: Array) -> Integers:
        postings = self.field.postings(term)
        deleted = np.flatnonzero(_members(postings.articles, self.deleted))
        stood = postings.occurrences(deleted).forms
        if stood is None:
            return np.zeros(len(forms), np.int64)
        return np.array([np.count_nonzero(stood == form) for form in forms], np.int64)


class Vocabulary:
    """The words of all segments of an index.

    Args:
        segments: The whole index.
        languages: The languages of its articles, as the index names them.
    """

    def __init__(self, segments: Sequence[Segment], languages: Sequence[str]) -> None:
        self._segments = segments
        self._languages = tuple(languages)
        self._terms: Recent[str, Mapping[bytes, frozenset[str] | None]] = Recent(_REMEMBERED)

    def terms(self, word: str) -> Mapping[bytes, frozenset[str] | None]:
        """Return the terms that a word stands for.

        Args:
            word: As :func:`searchkit.analysis.tokenise` gives it.

        Returns:
            The terms, each with the languages in whose articles it counts; None: in all.
        """
        return self._terms.get(word, lambda: self._worked_out(word))

    @cached_property
    def form_fields(self) -> tuple[FormField, ...]:
        """The fields of all segments that have forms."""
        return tuple(
            FormField(field, segment.deleted)
            for segment in self._segments
            for name in TEXT_FIELDS
            if (field := segment.arrays.field(name)) is not None and field.forms is not None
        )

    def _worked_out(self, word: str) -> Mapping[bytes, frozenset[str] | None]:
        named = set(self._named(as_bytes(analysis.fold(word))))
        stemmed_in = {_stemmed_in(language) for language in self._languages}
        if len(named) == 1 or (named and len(stemmed_in) < 2):
            return dict.fromkeys(sorted(named))
        if len(stemmed_in) < 2:
            return dict.fromkeys(sorted(map(as_bytes, analysis.stems(word, stemmed_in))))
        found: dict[bytes, set[str]] = {}
        for language in self._languages:
            for term in analysis.stems(word, (_stemmed_in(language),)):
                found.setdefault(as_bytes(term), set()).add(language)
        return {
            term: frozenset(of) if len(of) < len(self._languages) else None
            for term, of in sorted(found.items())
        }

    def _named(self, form: bytes) -> Iterator[bytes]:
        """Yield the terms that a form stands for in live articles."""
        for place in self.form_fields:
            forms = place.field.forms
            assert forms is not None
            start = forms.find(form)
            if start < 0:
                continue
            end = start + 1
            while end < len(forms) and forms[end] == form:
                end += 1
            numbers = np.arange(start, end)
            if len(place.deleted):
                numbers = numbers[place.live_counts(numbers) > 0]
            for term in place.field.form_terms[numbers].tolist():
                yield place.field.terms[term]


def as_bytes(word: str) -> bytes:
    """Return a term or a form as segments hold it."""
    return word.encode("utf-8", "surrogatepass")


def _stemmed_in(language: str) -> str:
    return DEFAULT_LANGUAGE if language == UNKNOWN_LANGUAGE else language


def _members(articles: Integers, among: Integers) -> NDArray[np.bool_]:
    """Return which of ``articles`` are in ``among``, both ascending."""
    if not len(among):
        return np.zeros(len(articles), np.bool_)
    members: NDArray[np.bool_] = among.take(among.searchsorted(articles), mode="clip") == articles
    return members
