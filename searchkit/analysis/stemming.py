"""Words to stems: what the inflection classes of relatives have in common.

The stemmers are nltk's Snowball stemmers, one for each language. They come
with nltk's code: no data is needed and nothing is downloaded. Importing nltk
takes longer than most searches, and no part of it can be had without the
whole, so it is imported when the first word is stemmed, and for English, which
most words are, not at all: those rules are in :mod:`searchkit.analysis.english`, and
the words beyond them in :mod:`searchkit.analysis.irregular`.

A stemmer sees the word with those accents that its rules are written for
(:mod:`searchkit.analysis.accents`); the stem is folded after that. What is no plain
word, such as ``u.s`` or ``c++``, is never stemmed.
"""

from __future__ import annotations

import re
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from searchkit.analysis.accents import as_seen
from searchkit.analysis.acronyms import acronym_term, is_acronym, plain
from searchkit.analysis.english import english_stem
from searchkit.analysis.folding import fold
from searchkit.analysis.irregular import BASES
from searchkit.analysis.turkish import without_ending
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ar": "arabic",
        "da": "danish",
        "de": "german",
        "en": "english",
        "es": "spanish",
        "fi": "finnish",
        "fr": "french",
        "hu": "hungarian",
        "it": "italian",
        "nl": "dutch",
        "no": "norwegian",
        "pt": "portuguese",
        "ro": "romanian",
        "ru": "russian",
        "sv": "swedish",
    }
)
"""The languages that have a stemmer: ISO 639-1 code to the name Snowball has for it."""

# Articles, pronouns and prepositions that lose their vowel before another.
_ELISIONS: Final = {
    "fr": late_pattern(r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=.)"),
    "it": late_pattern(
        r"(?:[cdlmnstv]|gl|un|all|dall|dell|nell|sull|coll|agl|dagl|degl|negl|sugl"
        r"|quest|quell|sant|bell|grand|anch|dov|cos|quant|tutt)'(?=.)"
    ),
}

# Snowball takes the ending off "recover" and "recovered", but of "recovery"
# makes "recoveri". Where English takes off "er", its rule R2, it takes off
# "ery" here: recovery, delivery, discovery and machinery meet their verbs,
# while battery and gallery, which have none, stay. Two syllables must stand before.
_ENGLISH_ERY: Final = late_pattern(r"\A((?:[^aeiouy]*[aeiouy]+[^aeiouy]){2}.*)eri\Z", re.DOTALL)

# Snowball undoes the doubling of a consonant before an ending, of "stopped" as
# of "added"; but "add", "egg", "err" and "ebb" end in two of their own accord.
_ENGLISH_DOUBLE: Final = late_pattern(r"([aeiou]([bdgr])\2)(?:ed|ing)")

# Snowball leaves an English word alone that ends otherwise, and finding that out
# takes it long.
ENGLISH_ENDINGS: Final = (
    *("s", "ed", "ing", "y", "e", "i", "l", "er", "or", "ion", "ism", "ic", "ant", "ent"),
    "'",
)

# Digits, dots and signs make a name or a number of a word, which has no forms.
_PLAIN_WORD: Final = late_pattern(r"[^\d.&+#]+")

# The letters that endings are made of: the rules leave a word alone that has none of them, and
# the library need not be imported for it. Those of most languages are Latin.
_LATIN: Final = late_pattern("[a-z\u00df-\u024f\u1e00-\u1eff]")
_LETTERS: Final = {
    "ar": late_pattern("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]"),
    "ru": late_pattern("[\u0400-\u052f]"),
}

# Stems remembered for each language; about 150 bytes each, so 20 MB at most.
_MOST_REMEMBERED: Final = 1 << 17


class Stems(dict[str, str]):
    """The stem of each word that was met in one language, and bounded."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._elision = _ELISIONS.get(language)
        self._bases = BASES if language == "en" else {}
        self._letters = _LETTERS.get(language, _LATIN)
        self._stem: Callable[[str], str] | None = english_stem if language == "en" else None
        self._lock = Lock()  # some of the stemmers keep notes between their steps

    def __missing__(self, word: str) -> str:
        with self._lock:
            found = self._found(self._bases.get(word, word))
            self.add(word, found)
        return found

    def add(self, word: str, found: str) -> None:
        """Remember what was found for a word."""
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[word] = found

    def _found(self, word: str) -> str:
        seen = self._seen(word)
        if seen is None:
            return fold(word)
        if self._stem is None:
            self._stem = snowball(self._language)
        return self._finished(self._stem(seen), seen) or fold(seen)

    def _seen(self, word: str) -> str | None:
        """Return what a stemmer sees of a word; None: it is none that has other forms."""
        if self._language == "en" and word.isascii():
            if not word.endswith(ENGLISH_ENDINGS):
                return None
            if word.isalpha() and word.islower():
                return word  # as nearly all words are
        if not (_PLAIN_WORD.fullmatch(word) and self._letters.search(word)):
            return None
        if self._elision is not None:
            word = self._elision.sub("", word, count=1)
        return as_seen(word, self._language)

    def _finished(self, stem: str, seen: str) -> str:
        """Return the stem for what a stemmer made of what it saw of a word."""
        if self._language == "en":
            stem = amended(seen, stem)
        return fold(stem).rstrip("'")


def amended(word: str, stem: str) -> str:
    """Return the stem of an English word where Snowball's parts it from its own forms."""
    if stem.endswith("eri"):
        return _ENGLISH_ERY.sub(r"\1", stem)
    return with_double(word, stem)


def with_double(word: str, stem: str) -> str:
    """Return a stem or base of an English word with both consonants, if they are the verb's."""
    verb = _ENGLISH_DOUBLE.fullmatch(word) if len(stem) == 2 else None
    return verb[1] if verb else stem


_STEMS: Final = {language: Stems(language) for language in LANGUAGES}


def stem(word: str, language: str | None) -> str:
    """Return the stem of a word, as :func:`searchkit.analysis.words` gives it.

    Args:
        word: Lower case, accents kept; an acronym in capitals.
        language: ISO 639-1 code; in a language without a stemmer, or None, the
            stem is the folded word, in Turkish without an ending behind an apostrophe.

    >>> stem("tides", "en"), stem("tides", None), stem("l'été", "fr"), stem("U.S", "en")
    ('tide', 'tides', 'ete', 'US')
    """
    if is_acronym(word):
        if (term := acronym_term(word, language)) is not None:
            return term
        word = plain(word)
    if language == "tr":
        return without_ending(fold(word))
    known = _STEMS.get(language or "")
    return fold(word) if known is None else known[word]


def remember(word: str, language: str, found: str) -> None:
    """Remember the :func:`stem` of a word that was found on the way to something else."""
    _STEMS[language].add(word, found)


def snowball(language: str, without: Iterable[str] = ()) -> Callable[[str], str]:
    """Return the stemmer of a language.

    Args:
        language: ISO 639-1 code.
        without: The lists of endings, as nltk names them, that it is not to know.
    """
    from nltk.stem import snowball as stemmers  # late: see the head of the module

    name = f"{LANGUAGES[language].capitalize()}Stemmer"
    stemmer = getattr(stemmers, name)()
    for endings in without:
        if not hasattr(stemmer, f"_{name}__{endings}"):
            raise AttributeError(f"nltk's {name} has no {endings}")
        setattr(stemmer, f"_{name}__{endings}", ())
    stem: Callable[[str], str] = stemmer.stem
    return stem
