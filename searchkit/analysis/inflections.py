"""Words to inflection classes: the words that a reader takes for one word.

A stem joins what a reader keeps apart: ``social`` and ``socialism``, ``execution`` and
``executive``. Snowball's algorithms take inflections off first and derivations later. What
the first steps make of a word, its *base*, names the inflection class: ``nation``, ``nations``
and ``nation's`` have one; ``national`` has the same stem and is a relative.

========== =============================================== ==============================
language   what is taken off                               what is left on
========== =============================================== ==============================
English    steps 0, 1a, 1b, 1c: -'s, -s, -ed, -ing (and    steps 2 to 5: -ation, -ism,
           -edly, -ingly); y becomes i; a last -e where    -er, -ly, -ness
           nothing else parts base and stem. Irregular
           forms are their bases: ``men`` is ``man``
German     steps 1, 2: -e, -em, -en, -ern, -er, -es, -s,   step 3: -ung, -end, -ig, -ik,
           -est, -st                                       -isch, -lich, -heit, -keit
Dutch      steps 1, 2, 4: -en, -ene, -s, -se, -e; -heden   steps 3a, 3b: -heid, -ing, -end,
           becomes -heid; a double vowel is one            -ig, -lijk, -baar, -bar
Danish     steps 1, 2, 4: -er, -erne, -et, -ede, -s ...;   step 3: -ig, -lig, -elig, -els
           -igst becomes -ig; a double consonant is one
Norwegian  steps 1, 2: -er, -ene, -et, -ede, -s ...        step 3: -ig, -lig, -els, -lov ...
Swedish    steps 1, 2: -ar, -arna, -en, -ade, -s ...       step 3: -ig, -lig, -els
Russian    steps 1, 2, 4: cases, persons, tenses,          step 3: -ость
           participles, superlatives
========== =============================================== ==============================

Other languages keep the whole stem: Finnish, Hungarian and Arabic stemmers take nothing
off but inflections; those of Spanish, French, Italian, Portuguese and Romanian look for
derivations first, and for endings of verbs only where they found none. A language without a
stemmer has no inflections.

The -e is what ``release`` has and ``released`` lost. Of ``organize`` and ``organized`` it stays.

**Words of one class have one stem**: the later steps are asked what they make of the name of
the class. In few words that is not the stem of the word, because they saw the whole word and not
its base. Such words share a class with all others of their stem of which this is true, under
a name that no base has: ``openbaar`` and ``openbare`` are of ``open'``.
"""

from __future__ import annotations

from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from searchkit.analysis.acronyms import acronym_term, is_acronym, plain, readings
from searchkit.analysis.english import english_parts, english_rest
from searchkit.analysis.folding import fold
from searchkit.analysis.irregular import BASES
from searchkit.analysis.stemming import Stems, remember, snowball, stem, with_double
from searchkit.late_patterns import late_pattern
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# As nltk names the lists of endings: those of inflections, and those of derivations.
_ENDINGS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = MappingProxyType(
    {
        "da": (("step1_suffixes",), ("step3_suffixes",)),
        "de": (("step1_suffixes", "step2_suffixes"), ("step3_suffixes",)),
        "nl": (("step1_suffixes",), ("step3b_suffixes",)),
        "no": (("step1_suffixes", "step2_suffixes"), ("step3_suffixes",)),
        "ru": (
            (
                *("perfective_gerund_suffixes", "adjectival_suffixes", "reflexive_suffixes"),
                *("verb_suffixes", "noun_suffixes"),
            ),
            ("derivational_suffixes",),
        ),
        "sv": (("step1_suffixes", "step2_suffixes"), ("step3_suffixes",)),
    }
)

# What is in every word that derivational endings may be taken off: others need one stemmer.
_DERIVED: Final = {
    "da": late_pattern("ig|els"),
    "de": late_pattern("isch|lich|heit|keit|end|ung|ig|ik"),
    "nl": late_pattern("baar|lijk|bar|end|ing|ig|he(?:id|den)"),
    "no": late_pattern("ig|leg|els|lov"),
    "ru": late_pattern("ост"),
    "sv": late_pattern("fullt|els|ig"),
}
_HEID: Final = late_pattern(r"he(?:id|den)\Z")
_WHOLE_STEM: Final = "'"  # behind a stem that is a class: no base ends so


class _Classes(Stems):
    """The inflection class of each word that was met in one language, and bounded."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._steps: _Steps | None = None

    def with_stem(self, word: str) -> tuple[str, str]:
        """Return the name of the class of a word, and the stem; neither is remembered."""
        with self._lock:
            return self._with_stem(self._bases.get(word, word))

    def _found(self, word: str) -> str:
        term, its_stem = self._with_stem(word)
        if self._language == "en":
            remember(word, "en", its_stem)
        return term

    def _with_stem(self, word: str) -> tuple[str, str]:
        seen = self._seen(word)
        if seen is None:
            term = fold(word)
            return term, term
        parts = self._english_parts if self._language == "en" else self._parts
        base, its_stem, rest = parts(seen)
        return (base if rest == its_stem else its_stem + _WHOLE_STEM), its_stem

    def _english_parts(self, seen: str) -> tuple[str, str, str]:
        """Return the same as :meth:`_parts`, for English, without going through the word twice."""
        parts = english_parts(seen)
        term = self._finished(parts.stem, seen) or fold(seen)
        base = fold(with_double(seen, parts.base)).rstrip("'") or term
        rest = parts.rest if base == parts.base else english_rest(base)
        if rest == parts.stem and len(rest) > 2:  # what is finished by itself alone
            return base, term, term
        return base, term, self._finished(rest, base)

    def _parts(self, seen: str) -> tuple[str, str, str]:
        """Return the base of a word, its stem, and what the later steps make of the base."""
        if self._steps is None:
            self._steps = _steps(self._language)
        base = term = stem(seen, self._language)
        if _DERIVED[self._language].search(seen):
            base = self._finished(self._steps.first(seen), seen) or fold(seen)
        return base, term, self._finished(self._steps.later(base), base)


class _Steps(NamedTuple):
    """The steps of a stemmer that take off inflections, and those that take off derivations."""

    first: Callable[[str], str]
    later: Callable[[str], str]


_CLASSES: Final = {language: _Classes(language) for language in ("en", *_ENDINGS)}


def inflection(word: str, language: str | None) -> str:
    """Return the name of the inflection class of a word.

    It is one of the words, or nearly, and words of one class have one :func:`stem`.

    Args:
        word: Lower case, accents kept; an acronym in capitals, which is a class of its own.
        language: ISO 639-1 code, or None.

    >>> inflection("socialists", "en"), inflection("social", "en"), inflection("zeitungen", "de")
    ('socialist', 'social', 'zeitung')
    """
    classes = _CLASSES.get(language or "")
    if classes is None or _is_class_of_its_own(word, language):
        return stem(word, language)
    return classes[plain(word)]


def with_stem(word: str, language: str | None) -> tuple[str, str]:
    """Return the :func:`inflection` and the :func:`stem` of a word, in one step.

    Nothing is remembered: it is for those who ask for each word once.

    >>> with_stem("nationals", "en")
    ('national', 'nation')
    """
    if is_acronym(word):
        if (term := acronym_term(word, language)) is not None:
            return term, term
        word = plain(word)
    classes = _CLASSES.get(language or "")
    if classes is not None:
        return classes.with_stem(word)
    term = stem(word, language)
    return term, term


def _is_class_of_its_own(word: str, language: str | None) -> bool:
    return is_acronym(word) and acronym_term(word, language) is not None


def inflections(word: str, languages: Iterable[str | None]) -> frozenset[str]:
    """Return the inflection classes that a word of a query may mean.

    They are the same whether it is typed with accents or without, and an acronym may be
    typed in small letters.

    >>> sorted(inflections("tides", ["en", "fr", None]))
    ['tid', 'tide', 'tides']
    """
    return frozenset(
        inflection(reading, language)
        for language in languages
        for reading in readings(word, language)
    )


def _steps(language: str) -> _Steps:
    inflectional, derivational = _ENDINGS[language]
    first, later = snowball(language, derivational), snowball(language, inflectional)
    return _Steps(partial(_kept_heid, first) if language == "nl" else first, later)


def _kept_heid(first: Callable[[str], str], word: str) -> str:
    """Return the base of a Dutch word; nltk has -heid in no list: -heit is left alone."""
    base = first(_HEID.sub("heit", word))
    return base[:-1] + "d" if base.endswith("heit") else base


def has_irregular_forms(term: str) -> bool:
    """Whether an inflection class may have English forms that no rule leads back to their base.

    >>> has_irregular_forms(inflection("speaks", "en")), has_irregular_forms("tide")
    (True, False)
    """
    return term in _irregular_classes()


@cache
def _irregular_classes() -> frozenset[str]:
    return frozenset(inflection(base, "en") for base in BASES.values())
