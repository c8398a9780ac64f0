"""Words in capitals: acronyms, or very common words that somebody shouts.

``US`` is not *us*, and ``WHO`` is not *who*. A word in capitals is an **acronym** where

1. its lower case is a very common word of the language, of two letters or more, and fewer than
   three words in capitals stand in a row there: ``the US and the EU``. A headline or a
   sentence in capitals has plain words: ``US AND CHINA SIGN TRADE DEAL``. A few English words
   are none, or ``THE MOON`` would not be the moon;
2. or it is capital letters with dots between, wherever it stands: ``U.S.``, ``U.N.``. These
   are the same as without their dots.

The first kind is a term of its own. All other words in capitals have the term of their
lower case, ``NATO`` that of *nato*, and ``U.N.`` that of *un*. ``a.m.`` in small
letters stays apart, or it would be the word *am*.

An acronym is written in capitals wherever words are handed on, and any other word in lower
case. Which languages have the word among their very common ones is asked last, so that a
text can be read before its language is known. Words without letters, such as
numbers, neither count among words in a row nor part them.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from searchkit.analysis.accents import spellings
from searchkit.analysis.folding import fold
from searchkit.analysis.stop_words import FUNCTION_WORDS, stop_words
from searchkit.analysis.tokens import Case, Token, cased_tokens, cased_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHOUTED: Final = 3
"""So many words in capitals in a row are a sentence or a headline in capitals."""

_NEVER: Final = frozenset("the an and or but if not of to in on at by for from with as".split())
"""Very common words that are in capitals for emphasis alone: articles and what joins words."""


def with_acronyms(text: str, language: str | None = None) -> list[Token]:
    """Return the tokens of ``text``, as :func:`tokenise` does, acronyms in capitals.

    Args:
        text: The text.
        language: ISO 639-1 code; None: what is an acronym in any language is in capitals.

    >>> [token.word for token in with_acronyms("Ask the WHO who is in the U.S. or IN IT AT ALL")]
    ['ask', 'the', 'WHO', 'who', 'is', 'in', 'the', 'U.S', 'or', 'in', 'it', 'at', 'all']
    """
    cased = cased_tokens(text)
    names = _named([(token.word, case) for token, case in cased], language)
    return [
        token if name == token.word else token._replace(word=name)
        for (token, _), name in zip(cased, names, strict=True)
    ]


def words_with_acronyms(text: str, language: str | None = None) -> list[str]:
    """Return the words of :func:`with_acronyms`, in half of the time.

    >>> words_with_acronyms("Ask us in the US")
    ['ask', 'us', 'in', 'the', 'US']
    """
    return list(_named(cased_words(text), language))


def _named(cased: Sequence[tuple[str, Case]], language: str | None) -> Iterator[str]:
    """Yield words, acronyms in capitals.

    Args:
        cased: The words of a text, in order, in lower case, and how each is written.
        language: ISO 639-1 code; None: any.
    """
    for is_small, row in groupby(cased, lambda word: word[1] is Case.SMALL):
        if is_small:
            for word, _ in row:
                yield word
            continue
        others = list(row)
        is_shouted = sum(case is Case.CAPITALS for _, case in others) >= SHOUTED
        for word, case in others:
            name = acronym(word, language) if case is Case.CAPITALS else None
            yield word if name is None or (is_shouted and not has_dots(name)) else name


@cache
def _common_words() -> frozenset[str]:
    """The very common words of all languages that may be acronyms in capitals, folded."""
    words = {fold(word) for listed in FUNCTION_WORDS.values() for word in listed}
    return frozenset(word for word in words if len(word) > 1) - _NEVER


def acronym(word: str, language: str | None = None) -> str | None:
    """Return the acronym that a word is in capitals, or None.

    Args:
        word: Lower case, accents kept, as :func:`tokenise` gives it.
        language: ISO 639-1 code; None: any.

    >>> acronym("us"), acronym("u.s"), acronym("nato"), acronym("a")
    ('US', 'U.S', None, None)
    """
    if not has_dots(word):
        is_one = fold(word) in _common_words() if language is None else acronym_term(word, language)
        if not is_one:
            return None
    name = word.upper()
    return name if name.lower() == word else None


def has_dots(word: str) -> bool:
    """Whether a word is single letters with dots between."""
    return len(word) > 2 and word[1::2].strip(".") == "" and word[::2].isalpha()


def is_acronym(word: str) -> bool:
    """Whether a word is written as an acronym of some language: in capitals."""
    return word != word.lower()


def plain(word: str) -> str:
    """Return what an acronym is in a language where it is no more than a word in capitals.

    >>> plain("US"), plain("U.N"), plain("tide")
    ('us', 'un', 'tide')
    """
    return word.replace(".", "").lower() if is_acronym(word) else word


def acronym_term(word: str, language: str | None) -> str | None:
    """Return the term of a word as an acronym; None for a word that is none in a language.

    Args:
        word: An acronym, or in lower case.
        language: ISO 639-1 code, or None.

    >>> acronym_term("US", "en"), acronym_term("U.S", "en"), acronym_term("us", "en")
    ('US', 'US', 'US')
    >>> acronym_term("US", "de"), acronym_term("U.N", "en"), acronym_term("the", "en")
    (None, None, None)
    """
    dotted = has_dots(word)
    letters = fold(word.replace(".", "") if dotted else word)
    may_be = len(letters) > 1 and (dotted or letters not in _NEVER)
    return letters.upper() if may_be and letters in stop_words(language) else None


def written(form: str, term: str) -> str:
    """Return a form of a term as it is written: one of an acronym in capitals.

    >>> written("u.s", "US"), written("us", "us")
    ('U.S', 'us')
    """
    return form.upper() if is_acronym(term) else form


def readings(word: str, language: str | None) -> Iterator[str]:
    """Yield what a word of a query may be, typed without its accents or without its capitals.

    >>> list(readings("us", "en")), list(readings("US", "en")), list(readings("US", None))
    (['us', 'US'], ['US'], ['us'])
    """
    is_one = acronym_term(word, language) is not None
    if is_acronym(word) and is_one:
        yield word
        return
    yield from spellings(plain(word), language)
    if is_one or has_dots(word):
        yield word.upper()
