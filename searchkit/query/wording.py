"""A stretch of a query -> the terms in it.

Analysis says what a word is, here as in articles, so that what is asked meets
what is there. Wildcards are no letters to it; for its sake they stand in as
letters of a script that the stretch does not use.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from searchkit import analysis
from searchkit.article import Span
from searchkit.query.nodes import ExactWord, Prefix, Wildcard, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.query.nodes import Term

# What may stand between two words of one stretch without parting them.
_JOINT = re.compile(r"[-‐‑._:@'’·&+#/]*")

_STAND_INS = tuple(map(chr, range(0x2D30, 0x2D68)))  # Tifinagh: letters without case

# A host, a path and what is asked of it: no sign in there is a wildcard.
_ADDRESS = re.compile(r"\w[\w-]*(?:\.\w[\w-]*)+(?::\d+)?/[^?*\s]*\?\w+=")

_STARS = re.compile(r"\*+")
# At the end of a word it is a question mark.
_ANY_ONE = re.compile(r"\?+(?=[\w*])")


class Run(NamedTuple):
    """Terms that hold together without white space."""

    terms: tuple[Term, ...]
    span: Span


def runs(text: str, start: int, *, exact: bool = False) -> list[Run]:
    """Return what stands in a stretch of a query; words joined by a hyphen or a dot are one run.

    Args:
        text: The stretch.
        start: Where it begins in the query.
        exact: Whether words are meant as they are written.

    >>> [[term.text for term in run.terms] for run in runs("well-known,tides", 0)]
    [['well', 'known'], ['tides']]
    """
    plain, found = _terms(text, start, exact=exact)
    parted: list[list[Term]] = []
    for before, term in pairwise((None, *found)):
        assert term is not None
        last = 0 if before is None else before.span.end - start
        if before is not None and _JOINT.fullmatch(plain, last, term.span.start - start):
            parted[-1].append(term)
        else:
            parted.append([term])
    return [Run(tuple(its), Span(its[0].span.start, its[-1].span.end)) for its in parted]


def terms(text: str, start: int, *, exact: bool = False) -> list[Term]:
    """Return the terms of a stretch of a query, one after another."""
    return _terms(text, start, exact=exact)[1]


def _terms(text: str, start: int, *, exact: bool) -> tuple[str, list[Term]]:
    """Return the stretch as analysis sees it, and its terms."""
    if ("*" not in text and "?" not in text) or _ADDRESS.match(text):
        return text, list(plain_words(text, start, exact=exact))
    unused = list(islice((letter for letter in _STAND_INS if letter not in text), 2))
    if len(unused) < 2:  # it has every letter of that script, and is no query of anybody
        return text, list(plain_words(text, start, exact=exact))
    any_many, any_one = unused
    plain = _ANY_ONE.sub(lambda marks: any_one * len(marks[0]), text).replace("*", any_many)
    back = str.maketrans({any_many: "*", any_one: "?"})
    patterns = (_pattern(term, back) for term in plain_words(plain, start, exact=exact))
    return plain, [term for term in patterns if term is not None]


def plain_words(text: str, start: int, *, exact: bool = False) -> Iterator[Word | ExactWord]:
    """Yield the words of a stretch in which no sign is a wildcard."""
    kind = ExactWord if exact else Word
    for token in analysis.tokenise(text):
        yield kind(token.word, Span(start + token.start, start + token.end))


def _pattern(word: Word | ExactWord, back: dict[int, str]) -> Term | None:
    """Return the term of a word with stand-ins; None where nothing is left of it."""
    pattern = _STARS.sub("*", word.text.translate(back)).rstrip("?")
    if not {"*", "?"} & set(pattern):
        return word.replace(text=pattern) if pattern else None
    beginning = pattern[:-1]
    if beginning and pattern[-1] == "*" and not {"*", "?"} & set(beginning):
        return Prefix(beginning, word.span)
    return Wildcard(pattern, word.span)
