"""The words of an index: which terms a word of a query means, and which are its relatives.

An index knows the words of its articles, as *forms*, and which term analysis
made of each. So most words need no stemmer, and the library that has one is not
imported: see :mod:`searchkit.query.meant_terms`.

The *relatives* of a word are the other terms of its stem in the language of an article: of
``socialism`` those of ``social``. The index knows the stems of its terms.

A query that is narrowed to one of several languages finds what it would find without
that, in articles of this language alone.

Forms that only deleted articles have are ignored, so that a deletion means
the same before a merge has removed them and after it.
"""

from __future__ import annotations

from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from searchkit import analysis, deadlines, utf8
from searchkit.caching import Cache
from searchkit.local.searching.dictionaries import Dictionaries
from searchkit.local.searching.meanings.expansion import (
    Expansion,
    FieldForms,
    expand,
)
from searchkit.local.searching.segments import SegmentField
from searchkit.query.meant_terms import MeantTerms
from searchkit.query.nodes import ExactWord, Word
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from searchkit.local.searching.segments import Segment
    from searchkit.query.meant_terms import Languages
    from searchkit.query.nodes import Pattern, Term

_CACHED_WORDS = 4096
_CACHED_PATTERNS = 64


class FieldTerms(NamedTuple):
    """The terms of a field that a word of a query means.

    Attributes:
        field: The field.
        terms: The numbers of the terms there, 1 or more.
    """

    field: SegmentField
    terms: Sequence[tuple[int, Languages]]


class Vocabulary:
    """The words of all segments of an index.

    Args:
        segments: The whole index.
        languages: The languages of the articles, as the index names them, and how many
            articles each has.

    Attributes:
        languages: The languages of the articles.
    """

    def __init__(self, segments: Sequence[Segment], languages: Mapping[str, int]) -> None:
        self._segments = segments
        self._patterns: Cache[Pattern, Expansion] = Cache(_CACHED_PATTERNS)
        self._meant = MeantTerms(
            languages, lambda term: bool(self._all_terms.find(utf8.encode(term)))
        )
        self.languages = self._meant.languages
        self._meanings: Cache[_WordKey, _Meaning] = Cache(_CACHED_WORDS)
        self._relatives: Cache[_WordKey, _Meaning] = Cache(_CACHED_WORDS)

    def terms(self, word: Word) -> Mapping[bytes, Languages]:
        """Return the terms that a word means, each with the languages in whose articles it counts.

        Args:
            word: The word.
        """
        return self._meaning(word).terms

    def fields_of_word(self, word: Word) -> Sequence[FieldTerms]:
        """Return the fields that have any of the same terms, in order."""
        return self._meaning(word).fields

    def fields_of_relatives(self, word: Word) -> Sequence[FieldTerms]:
        """Return the fields that have relatives of a word, in order; those that it means are not.

        A word that means its whole stem has none.
        """
        if word.whole_stem:
            return ()
        return self._relatives.get(_key(word), lambda: self._related(word)).fields

    def where(self, term: Term) -> Sequence[FieldTerms] | Sequence[FieldForms]:
        """Return the fields that a term of a query occurs in, in order.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        if isinstance(term, Word):
            return self.fields_of_word(term)
        return self.fields_of_forms(term)

    def expansion(self, pattern: Pattern) -> Expansion:
        """Return the forms that a pattern means.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        deadline = deadlines.current()
        found = self._patterns.find(pattern)
        if found is None and deadline is not None:
            found = deadline.part(pattern)
        if found is not None:
            return found
        made = expand(pattern, self.fields, self._all_forms)
        if not made.is_cut:
            return self._patterns.put(pattern, made)
        if deadline is not None:
            deadline.keep(pattern, made)
        return made

    def fields_of_forms(self, term: ExactWord | Pattern) -> Sequence[FieldForms]:
        """Return the fields that have forms that a term means, in order.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        if not isinstance(term, ExactWord):
            return self.expansion(term).fields
        found = self._all_forms.find(utf8.encode(analysis.fold(term.text)))
        return [
            FieldForms(self.fields[which], np.array([number for _, number in of_field]))
            for which, of_field in groupby(found, key=itemgetter(0))
        ]

    def forms(self, pattern: Pattern) -> tuple[bytes, ...]:
        """Return the words that a pattern means, in order.

        Raises:
            QueryError: It is a regular expression that cannot be read.
        """
        fields = self.expansion(pattern).fields
        return tuple(sorted({form for field, forms in fields for form in field.forms.take(forms)}))

    def forms_of_word(self, word: Word, *, language: str) -> Iterator[str]:
        """Yield the words that a word means in articles of a language, acronyms in capitals.

        Args:
            word: The word.
            language: The language of the articles.
        """
        for field, terms in self.fields_of_word(word):
            if field.reader.forms is None:
                continue
            for term, languages in terms:
                if not languages or language in languages:
                    name = utf8.decode(field.reader.terms[term])
                    for form in field.forms.take(field.reader.forms_of(term)):
                        yield analysis.written(utf8.decode(form), name)

    @cached_property
    def form_fields(self) -> tuple[SegmentField, ...]:
        """The fields of all segments that have forms."""
        return tuple(field for field in self.fields if field.reader.forms is not None)

    @cached_property
    def fields(self) -> tuple[SegmentField, ...]:
        """The fields of all segments, with forms or without."""
        return tuple(
            SegmentField(number, segment, reader)
            for number, segment in enumerate(self._segments)
            for name in TEXT_FIELDS
            if (reader := segment.arrays.field(name)) is not None
        )

    @cached_property
    def _all_forms(self) -> Dictionaries:
        """The forms of the fields that have any, by the numbers of these."""
        forms = {number: field.reader.forms for number, field in enumerate(self.fields)}
        return Dictionaries({number: one for number, one in forms.items() if one is not None})

    @cached_property
    def _all_terms(self) -> Dictionaries:
        """The terms of the fields, by the numbers of these."""
        return Dictionaries({n: field.reader.terms for n, field in enumerate(self.fields)})

    def _meaning(self, word: Word) -> _Meaning:
        return self._meanings.get(_key(word), lambda: self._worked_out(word))

    def _worked_out(self, word: Word) -> _Meaning:
        if not word.whole_stem:
            return self._inflections(word.text, word.language)
        own = word.replace(whole_stem=False)
        terms = dict(self.terms(own))
        for term, languages in self._related(own).terms.items():
            terms[term] = self._meant.united(languages, terms.get(term, frozenset()))
        return self._meaning_of(terms, {})

    def _related(self, word: Word) -> _Meaning:
        """Return the relatives of a word."""
        own = self._meaning(word)
        found: dict[bytes, Languages] = {}
        known: dict[bytes, dict[int, int]] = {}
        for term, languages in own.terms.items():
            for stemmer, spoken in self._meant.stemmers.items():
                counted = spoken if languages is None else spoken & languages
                if not counted:
                    continue
                numbers = own.numbers[term]
                stem = self._stem(word, term, numbers, stemmer)
                named = numbers if stem == term else self._all_terms.find(stem)
                for name, by_field in self._terms_of_stem(stem, named, stemmer).items():
                    others = counted - _languages_of(name, own.terms, self.languages)
                    if others:
                        found[name] = self._meant.united(others, found.get(name, frozenset()))
                        known.setdefault(name, {}).update(by_field)
        return self._meaning_of(found, known)

    def _stem(
        self, word: Word, term: bytes, numbers: Sequence[tuple[int, int]], stemmer: str
    ) -> bytes:
        """Return the stem of a word in a language, whose term has some numbers in fields."""
        if not numbers:
            text = word.text if analysis.is_acronym(word.text) else analysis.fold(word.text)
            return utf8.encode(analysis.stem(text, stemmer))
        stems = self._stems(numbers, stemmer)
        # A field without links of the language says that the stem is the term.
        return min(stems - {term} or stems)

    def _stems(self, numbers: Sequence[tuple[int, int]], stemmer: str) -> AbstractSet[bytes]:
        """Return the stems that a term has in a language, by its numbers in fields."""
        return {self.fields[which].reader.stem_of_term(n, stemmer) for which, n in numbers}

    def _terms_of_stem(
        self, stem: bytes, named: Sequence[tuple[int, int]], stemmer: str
    ) -> Mapping[bytes, Mapping[int, int]]:
        """Return the terms of a stem in a language.

        Args:
            stem: The stem.
            named: The numbers of the term of that name, by those of the fields that have it.
            stemmer: The language.

        Returns:
            Each term with its numbers, by those of the fields that know its stem.
        """
        found: dict[bytes, dict[int, int]] = {}
        for which, field in enumerate(self.fields):
            for number in field.reader.terms_of_stem(stem, stemmer):
                found.setdefault(field.reader.terms[number], {})[which] = number
        # A field that has the term of this name in other languages alone knows no other stem of it.
        if self._stems(named, stemmer) == {stem}:
            found[stem] = dict(named)
        return found

    def _inflections(self, word: str, language: str | None) -> _Meaning:
        """Return what a word means, by its inflections."""
        named: set[str] = set()
        known: dict[bytes, dict[int, int]] = {}  # by term: its numbers, by those of the fields
        for which, form in self._all_forms.find(utf8.encode(analysis.fold(analysis.plain(word)))):
            field = self.fields[which]
            number = field.reader.term_of_form(form)
            term = field.reader.terms[number]
            known.setdefault(term, {})[which] = number
            name = utf8.decode(term)
            if _is_live(field, form) and not analysis.is_acronym(name):
                named.add(name)
        meant = self._meant.terms(word, named, language)
        terms = {utf8.encode(name): languages for name, languages in meant.items()}
        return self._meaning_of(terms, known)

    def _meaning_of(
        self, terms: Mapping[bytes, Languages], known: Mapping[bytes, Mapping[int, int]]
    ) -> _Meaning:
        """Return what some terms are in, whose numbers in some fields are known."""
        numbers = {term: self._all_terms.find(term, known.get(term, {})) for term in terms}
        found: dict[int, list[tuple[int, Languages]]] = {}
        for term, languages in terms.items():
            for which, number in numbers[term]:
                found.setdefault(which, []).append((number, languages))
        fields = [FieldTerms(self.fields[which], those) for which, those in sorted(found.items())]
        return _Meaning(terms, numbers, fields)


_WordKey: TypeAlias = "tuple[str, str | None, bool]"


def _key(word: Word) -> _WordKey:
    """Return what tells a word from others, wherever it was typed."""
    return word.text, word.language, word.whole_stem


def _languages_of(
    term: bytes, terms: Mapping[bytes, Languages], every: Sequence[str]
) -> AbstractSet[str]:
    """Return the languages in whose articles a term counts, of some terms."""
    languages = terms.get(term, frozenset())
    return frozenset(every) if languages is None else languages


class _Meaning(NamedTuple):
    """The terms that a word means.

    Attributes:
        terms: The terms, each with the languages in whose articles it counts.
        numbers: The numbers of each, with those of the fields that have it.
        fields: The fields that have any, in order.
    """

    terms: Mapping[bytes, Languages]
    numbers: Mapping[bytes, Sequence[tuple[int, int]]]
    fields: Sequence[FieldTerms]


def _is_live(field: SegmentField, form: int) -> bool:
    """Whether a form occurs in an article that is not deleted."""
    return field.segment.live is None or bool(field.live_counts(np.array([form]))[0] > 0)
