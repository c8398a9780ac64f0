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
from typing import TYPE_CHECKING

import numpy as np

from searchkit import analysis
from searchkit.schema import DEFAULT_LANGUAGE, TEXT_FIELDS, UNKNOWN_LANGUAGE
from searchkit.searching.expanding import Expansion, FormField, as_bytes, expand
from searchkit.searching.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.query.nodes import Pattern
    from searchkit.searching.segments import Segment

_REMEMBERED = 4096  # words
_REMEMBERED_PATTERNS = 64


class Vocabulary:
    """The words of all segments of an index.

    Args:
        segments: The whole index.
        languages: The languages of its articles, as the index names them.

    Attributes:
        languages: The same.
    """

    def __init__(self, segments: Sequence[Segment], languages: Sequence[str]) -> None:
        self._segments = segments
        self.languages = tuple(languages)
        self._patterns: Recent[Pattern, Expansion] = Recent(_REMEMBERED_PATTERNS)
        self._terms: Recent[str, Mapping[bytes, frozenset[str] | None]] = Recent(_REMEMBERED)

    def terms(self, word: str) -> Mapping[bytes, frozenset[str] | None]:
        """Return the terms that a word stands for.

        Args:
            word: As :func:`searchkit.analysis.tokenise` gives it.

        Returns:
            The terms, each with the languages in whose articles it counts; None: in all.
        """
        return self._terms.get(word, lambda: self._worked_out(word))

    def expansion(self, pattern: Pattern) -> Expansion:
        """Return the forms that a pattern stands for.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        return self._patterns.get(pattern, lambda: expand(pattern, self.form_fields))

    def forms(self, pattern: Pattern) -> tuple[bytes, ...]:
        """Return the words that a pattern stands for, in order.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        numbers = self.expansion(pattern).forms
        return tuple(
            sorted(
                {
                    form
                    for place in self.form_fields
                    if place.field.forms is not None
                    for form in place.field.forms.take(numbers[id(place.field)])
                }
            )
        )

    def forms_of_word(self, word: str, *, language: str) -> Iterator[bytes]:
        """Yield the words that a word stands for in articles of a language of the index."""
        counting = [
            term
            for term, languages in self.terms(word).items()
            if not languages or language in languages
        ]
        for place in self.form_fields:
            for number in map(place.field.terms.find, counting):
                if number >= 0 and place.field.forms is not None:
                    yield from place.field.forms.take(place.field.forms_of(number))

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
        stemmed_in = {_stemmed_in(language) for language in self.languages}
        if len(named) == 1 or (named and len(stemmed_in) < 2):
            return dict.fromkeys(sorted(named))
        if len(stemmed_in) < 2:
            return dict.fromkeys(sorted(map(as_bytes, analysis.stems(word, stemmed_in))))
        found: dict[bytes, set[str]] = {}
        for language in self.languages:
            for term in analysis.stems(word, (_stemmed_in(language),)):
                found.setdefault(as_bytes(term), set()).add(language)
        return {
            term: frozenset(of) if len(of) < len(self.languages) else None
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


def _stemmed_in(language: str) -> str:
    return DEFAULT_LANGUAGE if language == UNKNOWN_LANGUAGE else language
