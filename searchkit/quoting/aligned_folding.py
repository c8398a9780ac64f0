"""Folds a text one character for one, so that offsets in the folded text are those of the text."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from searchkit import analysis, utf8
from searchkit.records import NamedTuple

_ASCII = bytes(range(0x80))


class _Folding(NamedTuple):
    """How to fold a text one for one, by the characters beyond ASCII that it has."""

    changed: tuple[tuple[str, str], ...]  # characters and what each becomes
    odd: tuple[str, ...]  # those that vanish in a word, or become several letters
    is_narrow: bool  # whether all other letters become ASCII


@lru_cache(maxsize=4096)
def _folding(beyond: frozenset[str]) -> _Folding:
    changed = []
    odd = []
    is_narrow = True
    for char in sorted(beyond):
        folded = analysis.fold(char)
        if len(folded) == 1:
            is_narrow &= folded.isascii() or not _is_of_words(folded)
            if folded != char:
                changed.append((char, folded))
        elif not folded or any(map(_is_of_words, folded)):
            odd.append(char)
    return _Folding(tuple(changed), tuple(odd), is_narrow)


def _is_of_words(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or bool(analysis.words(char))


def fold_aligned(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return a text folded one for one, and the characters in it for which that is not enough.

    A sign beyond ASCII, which is in no word, may become any other sign.

    Returns:
        None if it cannot be folded one for one.
    """
    odd: tuple[str, ...] = ()
    folded = text
    if not text.isascii():
        # What is left of UTF-8 without its ASCII is UTF-8, and short.
        beyond = utf8.encode(text).translate(None, _ASCII)
        folding = _folding(frozenset(utf8.decode(beyond)))
        odd = folding.odd
        for char, plain in folding.changed:
            folded = folded.replace(char, plain)
        if folding.is_narrow:
            folded = folded.encode("ascii", "replace").decode("ascii")
        elif not unicodedata.is_normalized("NFC", text):
            return None
    folded = folded.lower().replace("`", "'")
    return (folded, odd) if len(folded) == len(text) else None
