"""The words of an index: which terms a word of a query stands for.

An index knows the words that stood in its articles, as *forms*, and which term
analysis made of each. So most words need no stemmer, and the library that has
one is not imported:

1. In an index of one language a word that stands in a live article, in title or text of
   any segment, stands for the terms that were made of it there. One that stands in none
   is stemmed.
2. In an index of several languages stemmers decide. A term counts only in the articles
   of the languages whose stemmer gave it: the French stem of ``news`` is ``new``, and must
   not find English articles.
3. Where exactly one term was made of the word there, it counts in the articles of all
   languages, and stemmers of languages that few articles are in are not asked: a Spanish
   word in an English note finds its other forms in Spanish articles, but where only a few
   articles are not English, words that the index has do not cost the import of a library.

A query that is narrowed to one of several languages finds what it would find without
that, in articles of this language alone.

Forms that only deleted articles have are passed over, so that a deletion means
the same before a merge has removed them and after it.
"""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from searchkit import analysis, utf8
from searchkit.local.searching.caching import Cache
from searchkit.local.searching.dictionaries import Dictionaries
from searchkit.local.searching.meanings.expansion import (
    Expansion,
    FormField,
    FormsPlace,
    expand,
)
from searchkit.query.nodes import ExactWord, Word
from searchkit.schema import DEFAULT_LANGUAGE, TEXT_FIELDS, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from searchkit.local.searching.segments import Segment
    from searchkit.query.nodes import Pattern, Term

_REMEMBERED = 4096  # words
# Of the articles, for a language to be asked about a word that has a term. What a stemmer would
# find beside it elsewhere is little, and the import would double the time of a command.
_LEAST_SHARE = 0.05
_REMEMBERED_PATTERNS = 64

Languages: TypeAlias = "frozenset[str] | None"
"""The languages in whose articles a term counts; None: in all."""


class WordPlace(NamedTuple):
    """Where a word of a query stands.

    Attributes:
        place: The field.
        terms: The terms there that the word stands for, by their numbers, 1 or more.
    """

    place: FormField
    terms: Sequence[tuple[int, Languages]]


class Vocabulary:
    """The words of all segments of an index.

    Args:
        segments: The whole index.
        languages: The languages of its articles, as the index names them, and how many
            articles each has.

    Attributes:
        languages: The languages of its articles.
    """

    def __init__(self, segments: Sequence[Segment], languages: Mapping[str, int]) -> None:
        self._segments = segments
        self.languages = tuple(languages)
        least = _LEAST_SHARE * sum(languages.values())
        self._spoken = frozenset(code for code, count in languages.items() if count >= least)
        self._patterns: Cache[Pattern, Expansion] = Cache(_REMEMBERED_PATTERNS)
        self._meanings: Cache[tuple[str, str | None], _Meaning] = Cache(_REMEMBERED)

    def terms(self, word: str, language: str | None = None) -> Mapping[bytes, Languages]:
        """Return the terms that a word stands for.

        Args:
            word: As :func:`searchkit.analysis.tokenise` gives it.
            language: The one language that it is a word of; None: of all.

        Returns:
            The terms, each with the languages in whose articles it counts.
        """
        return self._meaning(word, language).terms

    def places(self, word: str, language: str | None = None) -> Sequence[WordPlace]:
        """Return where the same terms stand: the fields of segments that have any, in order."""
        return self._meaning(word, language).places

    def where(self, term: Term) -> Sequence[WordPlace] | Sequence[FormsPlace]:
        """Return where a term stands: the fields of segments that have it, in order.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        if isinstance(term, Word):
            return self.places(term.text, term.language)
        return self.forms_places(term)

    def expansion(self, pattern: Pattern) -> Expansion:
        """Return the forms that a pattern stands for.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        return self._patterns.get(pattern, lambda: expand(pattern, self._fields, self._all_forms))

    def forms_places(self, term: ExactWord | Pattern) -> Sequence[FormsPlace]:
        """Return where the forms stand that a term stands for.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        if not isinstance(term, ExactWord):
            return self.expansion(term).places
        found = self._all_forms.find(utf8.encode(analysis.fold(term.text)))
        return [
            FormsPlace(self._fields[which], np.array([number for _, number in its]))
            for which, its in groupby(found, key=itemgetter(0))
        ]

    def forms(self, pattern: Pattern) -> tuple[bytes, ...]:
        """Return the words that a pattern stands for, in order.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        places = self.expansion(pattern).places
        return tuple(sorted({form for place, forms in places for form in place.forms.take(forms)}))

    def forms_of_word(
        self, word: str, *, language: str, only: str | None = None
    ) -> Iterator[bytes]:
        """Yield the words that a word stands for in articles of a language of the index.

        Args:
            word: As :func:`searchkit.analysis.tokenise` gives it.
            language: The language of the articles.
            only: The one language that it is a word of; None: of all.
        """
        for place, numbers in self.places(word, only):
            if place.field.forms is None:
                continue
            for number, languages in numbers:
                if not languages or language in languages:
                    yield from place.forms.take(place.field.forms_of(number))

    @cached_property
    def form_fields(self) -> tuple[FormField, ...]:
        """The fields of all segments that have forms."""
        return tuple(place for place in self._fields if place.field.forms is not None)

    @cached_property
    def _fields(self) -> tuple[FormField, ...]:
        """The fields of all segments, with forms or without."""
        return tuple(
            FormField(number, field, segment.deleted)
            for number, segment in enumerate(self._segments)
            for name in TEXT_FIELDS
            if (field := segment.arrays.field(name)) is not None
        )

    @cached_property
    def _all_forms(self) -> Dictionaries:
        """The forms of the fields that have any, by the numbers of these."""
        return Dictionaries(
            {
                number: place.forms
                for number, place in enumerate(self._fields)
                if place.field.forms is not None
            }
        )

    @cached_property
    def _all_terms(self) -> Dictionaries:
        """The terms of the fields, by the numbers of these."""
        return Dictionaries({n: place.field.terms for n, place in enumerate(self._fields)})

    def _meaning(self, word: str, language: str | None) -> _Meaning:
        return self._meanings.get((word, language), lambda: self._worked_out(word, language))

    def _worked_out(self, word: str, language: str | None) -> _Meaning:
        named: set[bytes] = set()
        known: dict[bytes, dict[int, int]] = {}  # by term: its numbers, by those of the fields
        for which, form in self._all_forms.find(utf8.encode(analysis.fold(word))):
            place = self._fields[which]
            number = place.field.term_of_form(form)
            term = place.field.terms[number]
            known.setdefault(term, {})[which] = number
            if _is_live(place, form):
                named.add(term)
        terms = self._terms(word, named, language)
        return _Meaning(terms, self._places(terms, known))

    def _places(
        self, terms: Mapping[bytes, Languages], known: Mapping[bytes, Mapping[int, int]]
    ) -> Sequence[WordPlace]:
        """Return where some terms stand, of which some places are known."""
        found: dict[int, list[tuple[int, Languages]]] = {}
        for term, languages in terms.items():
            for which, number in self._all_terms.find(term, known.get(term, {})):
                found.setdefault(which, []).append((number, languages))
        return [WordPlace(self._fields[which], its) for which, its in sorted(found.items())]

    def _terms(
        self, word: str, named: AbstractSet[bytes], only: str | None
    ) -> Mapping[bytes, Languages]:
        """Return the terms of a word that has some terms in live articles."""
        stemmed_in = {_stemmed_in(language) for language in self.languages}
        if len(stemmed_in) < 2:
            stems = named or {stem for its in stemmed_in for stem in self._stems(word, its)}
            return dict.fromkeys(sorted(stems))
        found: dict[bytes, set[str]] = {}
        for language in self.languages if only is None else (only,):
            for term in self._terms_in(language, word, named):
                found.setdefault(term, set()).add(language)
        return {
            term: frozenset(of) if len(of) < len(self.languages) else None
            for term, of in sorted(found.items())
        }

    def _terms_in(self, language: str, word: str, named: AbstractSet[bytes]) -> AbstractSet[bytes]:
        """Return the terms of a word in articles of a language, of several that the index has."""
        if len(named) != 1:
            return self._stems(word, _stemmed_in(language))
        if language not in self._spoken:
            return named
        others = self._stems(word, _stemmed_in(language))
        return named | {term for term in others if self._all_terms.find(term)}

    def _stems(self, word: str, language: str) -> AbstractSet[bytes]:
        """Return the terms that a stemmer may make of a word.

        These are the one of its plain spelling, and those of others that stand in the index.
        """
        plain = utf8.encode(analysis.stem(analysis.fold(word), language))
        found = map(utf8.encode, analysis.stems(word, (language,)))
        return {term for term in found if term == plain or self._all_terms.find(term)}


class _Meaning(NamedTuple):
    """What a word stands for, and where it stands."""

    terms: Mapping[bytes, Languages]
    places: Sequence[WordPlace]


def _is_live(place: FormField, form: int) -> bool:
    """Whether a form stands in an article that is not deleted."""
    return not len(place.deleted) or bool(place.live_counts(np.array([form]))[0] > 0)


def _stemmed_in(language: str) -> str:
    return DEFAULT_LANGUAGE if language == UNKNOWN_LANGUAGE else language
