"""Words whose parts are joined without a space by a sign that cannot be seen.

Persian, Urdu and Kurdish write endings and the parts of a compound behind a zero-width
non-joiner, which many leave out: ``کتاب‌ها`` is also typed ``کتابها``. So it is one word of
its text, and its parts are more words, behind all others: ``کتاب`` finds it, and phrases and
distances are those of the words as they are read. In German and other languages the sign
stands between the parts of a compound where letters must not be drawn as one.

In scripts of India it shows how the letters beside a virama are to be drawn, and parts nothing.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from searchkit.analysis.line_ends import broken_words
from searchkit.analysis.tokens import Token, tokenise
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_NON_JOINER: Final = "\u200c"
_VIRAMA: Final = 9  # its canonical combining class, in all scripts

_NON_JOINERS: Final = late_pattern(f"{_NON_JOINER}+")
_STRETCH: Final = late_pattern(r"\S+")


def more_words(text: str) -> list[Token]:
    r"""Return the words of ``text`` that it is found by beside those that :func:`tokenise` gives.

    These are the whole ones of words that are broken at the end of a line, and the parts of
    those that are joined by a zero-width non-joiner.

    >>> [token.word for token in more_words("pontifi-\ncate Auf\u200clage")]
    ['pontificate', 'auf', 'lage']
    """
    broken = broken_words(text)
    return broken + list(_parts(text)) if _NON_JOINER in text else broken


def with_more_words(text: str) -> str:
    """Return ``text`` with its :func:`more_words` behind it."""
    more = " ".join(token.word for token in more_words(text))
    return f"{text}\n{more}" if more else text


def _parts(text: str) -> Iterator[Token]:
    """Yield the parts of words that are joined."""
    for stretch in _STRETCH.finditer(text):
        if _NON_JOINER in stretch[0]:
            for start, end, _ in tokenise(stretch[0]):
                yield from _parts_of(stretch[0][start:end], stretch.start() + start)


def _parts_of(word: str, start: int) -> Iterator[Token]:
    """Yield the parts of a word that begins at an offset in its text, if it has several."""
    joints = [
        signs.start()
        for signs in _NON_JOINERS.finditer(word)
        if _is_joint(word[signs.start() - 1], word[signs.end() : signs.end() + 1])
    ]
    for first, last in pairwise((0, *joints, len(word))) if joints else ():
        for token in tokenise(word[first:last]):
            yield Token(start + first + token.start, start + first + token.end, token.word)


def _is_joint(before: str, after: str) -> bool:
    """Whether a non-joiner parts letters, and is not about how a conjunct is drawn."""
    return (
        unicodedata.category(before)[0] in "LMN"
        and unicodedata.combining(before) != _VIRAMA
        and after.isalnum()
    )
