"""A stretch of a query -> the terms in it.

Analysis says what a word is, here as in articles, so that a query meets the words of
the index. Wildcards are no letters to analysis; so it is given letters instead that
the stretch does not have, of a script that goes with the letters beside them.
"""

from __future__ import annotations

from itertools import chain, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.article import Span
from searchkit.late_patterns import late_pattern
from searchkit.query.nodes import ExactWord, Prefix, Wildcard, Word
from searchkit.query.unspaced import parted
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.query.nodes import Term

    Acronyms = Mapping[int, str]
    """The acronyms of a query by where they begin."""

# What may be between two words without parting them; the last few cannot be seen, or only
# lengthen an Arabic letter.
_JOINT = late_pattern("[-‐‑._:@'’·&+#/\u00ad\u0640\u200c-\u200f]*")

# Letters that lower case leaves as they are: of phonetic alphabets, which go with Latin ones and
# digits, and Tifinagh ones, which go with those of all scripts that do not.
_STAND_INS = tuple(tuple(map(chr, codes)) for codes in (range(0x298, 0x2B0), range(0x2D30, 0x2D68)))

# A host, a path and a query: no sign in an address is a wildcard.
_ADDRESS = late_pattern(r"\w[\w-]*(?:\.\w[\w-]*)+(?::\d+)?/[^?*\s]*\?\w+=")

# Behind a digit it is a percentage, and before a letter or digit it escapes one in an address.
_STEM_SIGN = late_pattern(r"[^\W\d_]%(?!\w)")

_STARS = late_pattern(r"\*+")
# At the end of a word a question mark is one.
_WILDCARDS = late_pattern(r"(?:\*|(?<!\?)\?++(?=[\w*]))+")

_NONE: Acronyms = MappingProxyType({})


class Compound(NamedTuple):
    """Terms that hold together without white space."""

    terms: tuple[Term, ...]
    span: Span


def compounds(
    text: str,
    start: int,
    *,
    acronyms: Acronyms = _NONE,
    exact: bool = False,
    whole: bool = False,
) -> list[Compound]:
    """Return the words of a stretch of a query; those joined by a hyphen or a dot are one.

    Long runs in scripts without spaces are several, which overlap.

    Args:
        text: The stretch.
        start: Where it begins in the query.
        acronyms: The acronyms of the query by where they begin.
        exact: Whether words are meant as they are written.
        whole: Whether long runs in scripts without spaces are meant as a whole.

    >>> [[term.text for term in found.terms] for found in compounds("well-known,tides", 0)]
    [['well', 'known'], ['tides']]
    """
    plain, found = _terms(text, start, acronyms, exact=exact)
    joined: list[list[Term]] = [[term] for term in found[:1]]
    for before, term in pairwise(found):
        if _JOINT.fullmatch(plain, before.span.end - start, term.span.start - start):
            joined[-1].append(term)
        else:
            joined.append([term])
    return [
        Compound(terms, Span(terms[0].span.start, terms[-1].span.end))
        for together in joined
        for terms in ([tuple(together)] if whole else parted(together))
    ]


def read_terms(
    text: str, start: int, *, acronyms: Acronyms = _NONE, exact: bool = False
) -> list[Term]:
    """Return the terms of a stretch of a query, one after another; see :func:`compounds`."""
    return _terms(text, start, acronyms, exact=exact)[1]


def _terms(text: str, start: int, acronyms: Acronyms, *, exact: bool) -> tuple[str, list[Term]]:
    """Return the stretch as analysis sees it, and its terms."""
    if ("*" not in text and "?" not in text) or _ADDRESS.match(text):
        return text, list(_signed_words(text, start, acronyms, exact=exact))
    unused = [[letter for letter in letters if letter not in text][:2] for letters in _STAND_INS]
    if any(len(letters) < 2 for letters in unused):  # nobody types such a query
        return text, list(_signed_words(text, start, acronyms, exact=exact))
    plain = _with_stand_ins(text, *unused)
    back = dict(zip(map(ord, chain(*unused)), "*?*?", strict=True))
    patterns = (_pattern(term, back) for term in _signed_words(plain, start, acronyms, exact=exact))
    return plain, [term for term in patterns if term is not None]


def _with_stand_ins(text: str, near: Sequence[str], far: Sequence[str]) -> str:
    """Return a stretch with letters for its wildcards that go with the letters before them.

    Args:
        text: The stretch.
        near: The letters in place of ``*`` and ``?`` beside Latin letters.
        far: Those beside letters of other scripts.
    """
    beside = next(filter(str.isalnum, text), near[0])
    pieces: list[str] = []
    at = 0
    for signs in _WILDCARDS.finditer(text):
        before = text[at : signs.start()]
        beside = next(filter(str.isalnum, reversed(before)), beside)
        letters = near if len(analysis.words(beside + near[0])) == 1 else far
        pieces += before, signs[0].translate(str.maketrans("*?", "".join(letters)))
        at = signs.end()
    return "".join(pieces) + text[at:]


def _signed_words(
    text: str, start: int, acronyms: Acronyms, *, exact: bool
) -> Iterator[Word | ExactWord]:
    """Yield the words of a stretch, of which some may have the sign for all words of a stem."""
    for word in plain_words(text, start, acronyms, exact=exact):
        end = word.span.end - start
        has_sign = text[end : end + 1] == "%" and _STEM_SIGN.match(text, end - 1) is not None
        yield word.replace(whole_stem=True) if has_sign and isinstance(word, Word) else word


def plain_words(
    text: str, start: int, acronyms: Acronyms = _NONE, *, exact: bool = False
) -> Iterator[Word | ExactWord]:
    """Yield the words of a stretch in which no sign means anything; see :func:`compounds`."""
    for token in analysis.tokenise(text):
        span = Span(start + token.start, start + token.end)
        if exact:
            yield ExactWord(token.word, span)
        else:
            name = acronyms.get(span.start, "")
            yield Word(name if name.lower() == token.word else token.word, span)


def _pattern(word: Word | ExactWord, back: dict[int, str]) -> Term | None:
    """Return the term of a word with stand-ins; None where nothing is left of it."""
    pattern = _STARS.sub("*", word.text.translate(back)).rstrip("?")
    if not {"*", "?"} & set(pattern):
        return word.replace(text=pattern) if pattern else None
    beginning = pattern[:-1]
    if beginning and pattern[-1] == "*" and not {"*", "?"} & set(beginning):
        return Prefix(beginning, word.span)
    return Wildcard(pattern, word.span)
