"""Words broken at the end of a line, as scans and typeset columns have them.

Nothing tells ``pontifi-`` and ``cate`` on the next line, which are one word, from ``well-`` and
``known``, which are two. So such a word is found both ways: its parts stand where they stand,
and the whole is one more word, behind all others of its text. Phrases and distances are those
of the parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchkit.analysis.tokens import Token, words
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

# Hyphens, and what stands for one in scans. Two of them are never typed: they are a break
# also where the end of the line has become a space.
_HYPHENS: Final = "-\u2010\u2e17"
_SOFT_HYPHENS: Final = "\u00ad¬"
_BLANKS: Final = "[ \\t\\r]{0,16}"
_BREAK: Final = late_pattern(
    rf"(?:[{_HYPHENS}{_SOFT_HYPHENS}]{_BLANKS}\n{_BLANKS}|[{_SOFT_HYPHENS}] )(?=[^\W\d_])"
)
# What most texts do not have, and is looked for soonest: by the ends of their few lines.
_LINE_END: Final = late_pattern(rf"\n(?<=[{_HYPHENS}{_SOFT_HYPHENS} \t\r]\n)")
_HYPHEN_BEFORE: Final = late_pattern(rf"[{_HYPHENS}{_SOFT_HYPHENS}]{_BLANKS}\Z")
_LONGEST_END: Final = 17  # characters of a hyphen and blanks

_LETTERS: Final = late_pattern("(?:[^\\W\\d_]|[\u0300-\u036f])+")
_LETTERS_BEFORE: Final = late_pattern("(?:[^\\W\\d_]|[\u0300-\u036f])+\\Z")
_LONGEST: Final = 40  # letters of a part


def broken_words(text: str) -> list[Token]:
    r"""Return the words of ``text`` that are broken at the end of a line, whole.

    >>> broken_words("He began to pontifi-\ncate about the Poli\u00ad\ntik.")
    [Token(start=12, end=25, word='pontificate'), Token(start=36, end=45, word='politik')]
    """
    has_soft = not text.isascii() and any(hyphen in text for hyphen in _SOFT_HYPHENS)
    if not has_soft and not ("\n" in text and _has_hyphen_at_line_end(text)):
        return []
    return [
        Token(start, end, found[0])
        for start, end, letters in _broken(text)
        if len(found := words(letters)) == 1
    ]


def _has_hyphen_at_line_end(text: str) -> bool:
    """Whether a line ends in a hyphen; many end in blanks alone."""
    ends = (end.start() for end in _LINE_END.finditer(text))
    return any(_HYPHEN_BEFORE.search(text, max(0, end - _LONGEST_END), end) for end in ends)


def _broken(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each broken word stands, and its letters; a word may be broken twice."""
    start = end = -1
    letters = ""
    for found in _BREAK.finditer(text):
        before = _LETTERS_BEFORE.search(text, max(0, found.start() - _LONGEST), found.start())
        after = _LETTERS.match(text, found.end(), found.end() + _LONGEST)
        if before is None or after is None or not _go_on(before[0], after[0]):
            continue
        if end == before.end():
            letters += after[0]
        else:
            if letters:
                yield start, end, letters
            start, letters = before.start(), before[0] + after[0]
        end = after.end()
    if letters:
        yield start, end, letters


def _go_on(before: str, after: str) -> bool:
    """Whether letters go on with others as one word may: no capital begins the second."""
    return after[0].islower() or (before.isupper() and after.isupper())
