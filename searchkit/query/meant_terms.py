"""A word of a query -> the terms that it means, by what an index has.

1. In an index of one language a word that occurs in an article means the terms that were made of
   it there. One that occurs in none is stemmed. An acronym means a term of its own alone, and in
   lower case both.
2. In an index of several languages stemmers decide. A term counts only in the articles
   of the languages whose stemmer gave it: the French stem of ``news`` is ``new``, and must
   not find English articles.
3. Where exactly one term was made of the word there, it counts in the articles of all
   languages, and stemmers of languages that few articles are in are not asked: a Spanish
   word in an English note finds its other forms in Spanish articles, but where only a few
   articles are not English, words that the index has do not cost the import of a library.

Engines know the words of an index in different ways, so they hand in what they know of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from searchkit import analysis
from searchkit.schema import DEFAULT_LANGUAGE, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

Languages: TypeAlias = "frozenset[str] | None"
"""The languages in whose articles a term counts; None: in all."""

# Of the articles, for a language to be asked about a word that has a term. What a stemmer would
# find beside it elsewhere is little, and the import would double the time of a command.
_LEAST_SHARE = 0.05


class MeantTerms:
    """Finds the terms that words mean.

    Args:
        languages: The languages of the articles, as the index names them, and how many
            articles each has.
        has: Whether the index has a term.

    Attributes:
        languages: The languages of the articles.
        stemmers: The languages whose stemmers are asked, and in whose articles each counts.
        spoken: The languages that more than few articles are in.
    """

    def __init__(self, languages: Mapping[str, int], has: Callable[[str], bool]) -> None:
        self.languages = tuple(languages)
        self.stemmers = {
            stemmer: frozenset(code for code in languages if stemmed_in(code) == stemmer)
            for stemmer in sorted(set(map(stemmed_in, languages)))
        }
        least = _LEAST_SHARE * sum(languages.values())
        self.spoken = frozenset(code for code, count in languages.items() if count >= least)
        self._has = has

    def terms(
        self, word: str, named: AbstractSet[str], only: str | None
    ) -> Mapping[str, Languages]:
        """Return the terms of a word, in order, with the languages in whose articles each counts.

        Args:
            word: The word, as :func:`searchkit.analysis.tokenise` gives it.
            named: The terms that were made of it in articles, but for acronyms.
            only: The one language that is asked for; None: any.
        """
        if len(self.stemmers) < 2:
            terms = {term for code in self.stemmers for term in self._alone(code, word, named)}
            return dict.fromkeys(sorted(terms))
        found: dict[str, set[str]] = {}
        for language in self.languages if only is None else (only,):
            for term in self._beside(language, word, named):
                found.setdefault(term, set()).add(language)
        return {
            term: frozenset(of) if len(of) < len(self.languages) else None
            for term, of in sorted(found.items())
        }

    def united(self, some: Languages, others: Languages) -> Languages:
        """Return languages together; None for all that the index has."""
        if some is None or others is None or len(some | others) == len(self.languages):
            return None
        return some | others

    def _alone(self, language: str, word: str, named: AbstractSet[str]) -> AbstractSet[str]:
        """Return the terms of a word in the one language of the index."""
        acronyms = self._acronyms(word, language)
        if acronyms and analysis.is_acronym(word):
            return acronyms
        return (named or self._classes(analysis.plain(word), language)) | acronyms

    def _beside(self, language: str, word: str, named: AbstractSet[str]) -> AbstractSet[str]:
        """Return the terms of a word in articles of a language, of several that the index has."""
        stemmer = stemmed_in(language)
        acronyms = self._acronyms(word, stemmer)
        if acronyms and analysis.is_acronym(word):
            return acronyms
        word = analysis.plain(word)
        if len(named) != 1:
            return self._classes(word, stemmer) | acronyms
        if language not in self.spoken:
            return named | acronyms
        others = self._classes(word, stemmer)
        return named | acronyms | {term for term in others if self._has(term)}

    def _acronyms(self, word: str, language: str) -> AbstractSet[str]:
        """Return the term of the acronym that a word is, or may be if the index has it."""
        term = analysis.acronym_term(word, language)
        is_meant = term and (analysis.is_acronym(word) or self._has(term))
        return {term} if term and is_meant else set()

    def _classes(self, word: str, language: str) -> AbstractSet[str]:
        """Return the terms that a stemmer may make of a word.

        These are the inflection class of the plain spelling, and those of others that are in
        the index.
        """
        plain = analysis.inflection(analysis.fold(word), language)
        found = analysis.inflections(word, (language,))
        return {term for term in found if term == plain or self._has(term)}


def stemmed_in(language: str) -> str:
    """Return the language in which words of articles of a language are stemmed."""
    return DEFAULT_LANGUAGE if language == UNKNOWN_LANGUAGE else language
