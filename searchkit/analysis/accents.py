"""Accents and stemmers: what a stemmer sees of a word, and what a query means by one.

Accents are what people leave out first, in a query as in a text, so that a word
has to be found by its plain spelling in whatever form it stands. Three rules see
to that:

1. The rules of most stemmers hardly need accents: of a hundred pairs of words that
   share a term, at least 99 share one without accents too. These stemmers see words
   without accents, so that both spellings have one term.
2. The rules of the others, of Romance languages, Hungarian and Arabic, hang on
   accents: ``mangées`` loses its ending and ``mangees`` does not. These see the
   accents that their rules are written for, and no others.
3. In a query a word means the same with accents and without. It means what a
   stemmer of the second kind makes of the spellings with one of its accents, with two
   side by side as in ``ção``, and with one more at the end. Of the commonest 20,000
   words of each of these languages the term of all but three in a thousand is among
   those. Function words have no other forms, and their accents are known.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from searchkit.analysis.characters import FOLDED
from searchkit.analysis.folding import fold
from searchkit.analysis.stop_words import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WRITTEN_WITH: Final = {
    "ar": "آأإؤئىة",
    "es": "áéíóúüñ",
    "fr": "âàëéêèïîôûùç",
    "hu": "áéíóöõúüû",
    "it": "áéíóúàèìòù",
    "pt": "áéíóúâêôãõçà",
    "ro": "ăâîşţ",
}
"""The letters that folding changes and the rules of a stemmer of the second kind name."""

# What the rules name in the spelling of an older character set.
_NAMED_AS: Final = {"hu": ("őű", "õû"), "ro": ("șț", "şţ")}

# In so many letters at the end of a word accents are thought of: in the others no rule looks
# for them.
_ENDING: Final = 12


class _Seen(dict[int, str]):
    """What a stemmer sees of each character, by its code, for :meth:`str.translate`."""

    def __missing__(self, code: int) -> str:
        return FOLDED[code]


def as_seen(word: str, language: str) -> str:
    """Return a word as the stemmer of a language is to see it.

    >>> as_seen("résumés", "en"), as_seen("résumés", "fr"), as_seen("smörgåsår", "fr")
    ('resumes', 'résumés', 'smorgasar')
    """
    if word.isascii() or language not in _WRITTEN_WITH:
        return fold(word)
    return word.translate(_seen(language))


def spellings(word: str, language: str | None) -> frozenset[str]:
    """Return the spellings whose terms a word of a query means; accents in it do not matter.

    Args:
        word: Lower case.
        language: ISO 639-1 code of the language whose stemmer makes terms of them, or None.

    >>> sorted(spellings("cafés", "en")), sorted(spellings("après", "fr"))
    (['cafes'], ['après'])
    """
    plain = fold(word)
    if language not in _WRITTEN_WITH:
        return frozenset({plain})
    return _function_words(language).get(plain) or frozenset(_accented(plain, language))


def _accented(plain: str, language: str) -> Iterator[str]:
    """Yield a word with few accents of a language or none, some spellings more than once."""
    letters = _accents(language)
    rest, last = plain[:-1], plain[-1:]
    yield plain
    for end in last + letters.get(last, ""):
        yield rest + end
        for at in range(max(0, len(rest) - _ENDING), len(rest)):
            following = plain[at + 1 : at + 2]
            for letter in letters.get(plain[at], ""):
                yield f"{plain[:at]}{letter}{rest[at + 1 :]}{end}"
                for other in letters.get(following, ""):
                    yield f"{plain[:at]}{letter}{other}{plain[at + 2 :]}"


@cache
def _seen(language: str) -> _Seen:
    letters = _WRITTEN_WITH[language]
    seen = dict(zip(letters, letters, strict=True))
    seen |= zip(*_NAMED_AS.get(language, ("", "")), strict=True)
    return _Seen({ord(char): letter for char, letter in seen.items()})


@cache
def _accents(language: str) -> Mapping[str, str]:
    """Return the letters with accents of a language, by the letter without."""
    found: dict[str, str] = {}
    for letter in _WRITTEN_WITH[language]:
        found[fold(letter)] = found.get(fold(letter), "") + letter
    return found


@cache
def _function_words(language: str) -> Mapping[str, frozenset[str]]:
    """Return the function words of a language by their spelling without accents."""
    found: dict[str, frozenset[str]] = {}
    for word in FUNCTION_WORDS.get(language, ()):
        found[fold(word)] = found.get(fold(word), frozenset()) | {word}
    return found
