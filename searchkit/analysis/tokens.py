r"""Text to words: what counts as one word, and where it stands.

Each character has a kind (:mod:`searchkit.analysis.characters`); a text
becomes a string of kinds of the same length, and one regular expression over
those ASCII kinds is the whole grammar, so that offsets need no translation and
no script needs rules of its own. The rules, in order:

1. Single letters with dots between are one word, without the last dot:
   ``U.S.``, ``e.g.``.
2. Up to three letters or digits on each side of ``&`` are one word: ``AT&T``.
3. ``C++`` and ``C#``: one letter, and the sign at its end.
4. A number may hold commas between groups of three digits, which go, and dots
   between digits, which stay.
5. Letters and digits, with apostrophes inside: ``O'Brien``, ``l'eau``.
6. In scripts without spaces each character is a word.
7. No word has Latin, Greek or Cyrillic letters or digits, which are *near*, and letters of
   another script, which are *far*: ``NASA의`` and ``2018년`` are two words each. Far
   letters have the rules 1, 2 and 5 among themselves.

A possessive ``'s`` belongs to the span of its word and not to the word. All
else parts words. What a rule repeats ends where nothing else of the rule could
go on, and looks around are bounded: so every rule is linear, on hostile text too.

No word crosses white space, nor most of ASCII's punctuation. So the words of a
text are those of its chunks, the stretches between, and a chunk needs to be
looked at once only, in lower case: that is what makes :func:`words` fast. This module
knows nothing of languages.
"""

from __future__ import annotations

import re
from enum import Enum
from itertools import chain
from typing import TYPE_CHECKING, Final

from searchkit import utf8
from searchkit.analysis.characters import CHARACTER, IGNORED, KINDS, OUTSIDE
from searchkit.analysis.folding import fold, surface
from searchkit.caching import Remembered
from searchkit.late_patterns import late_pattern
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A word whose fold is longer than this is cut, so that no text makes a term
# larger than a page of an index. Folding doubles a word at most.
_LONGEST: Final = 255
_CUT_TO: Final = _LONGEST // 2

# So many characters of a longer one are looked at to find that word: enough
# for the invisible characters and marks that may be among them.
_MOST_READ: Final = 4096

_EXTEND: Final = "[mi]*+"
_POSSESSIVE: Final = "'s[mi]*+(?![asw0])"

# Most words: letters with nothing beside them that a rule is about, rule 5 aside. What they
# are is known sooner so; without it the grammar finds the same.
_PLAIN: Final = "[asw][asw0]++(?![mi'&.])"
_LETTERS: Final = "[asw0][asw0mi]*+"
_BODY: Final = rf"{_LETTERS}(?:(?<=0)\.(?=0){_LETTERS})*"
_SIDE: Final = f"(?:[as0]{_EXTEND}){{1,3}}"

_FAR_PLAIN: Final = "[ov][ov]++(?![mi'&.])"
_FAR_BODY: Final = "[ov][ovmi]*+"
_FAR_SIDE: Final = f"(?:o{_EXTEND}){{1,3}}"

_TOKEN: Final = late_pattern(
    rf"""
    (?:
        ( (?<![asw0mi]\.) [as]{_EXTEND} (?:\.[as]{_EXTEND})+ (?!\.?[asw0])
        | (?<![ovmi]\.) o{_EXTEND} (?:\.o{_EXTEND})+ (?!\.?[ov])
        ) \.?+
      |
        (
            {_PLAIN}
          | {_SIDE} (?:&{_SIDE}(?![asw0]))+
          | [as]{_EXTEND} (?: \+\+(?![+asw]) | [#](?![#asw0]) )
          | 0{{1,3}}+ (?:,000(?!0))+ [asw0mi]*+ (?:(?<=0)\.(?=0){_LETTERS})*
          | {_BODY} (?:(?!{_POSSESSIVE})'{_BODY})*
          | {_FAR_PLAIN}
          | {_FAR_SIDE} (?:&{_FAR_SIDE}(?![ov]))+
          | {_FAR_BODY} (?:'{_FAR_BODY})*
          | c{_EXTEND}
        )
    )
    (?:{_POSSESSIVE})*
    """,
    re.VERBOSE,
)

_UNSPACED: Final = late_pattern(r"\S++")

# What a byte of UTF-8 becomes before a text is parted into chunks. ASCII only:
# white space and separators beyond it stay in their chunk, for the grammar.
_SEPARATED: Final = bytes(
    ord(" " if KINDS[code] == OUTSIDE else chr(code).lower()) for code in range(0x80)
) + bytes(range(0x80, 0x100))

EDGE_SIGNS: Final = b".,'"
"""Signs that belong to a word only between its letters or digits.

At the edges of a chunk they may be left out, and so may a possessive ``'s``
behind a letter or digit of ASCII: the words stay the same.
"""


class Token(NamedTuple):
    """One word of a text, and where it stands.

    Attributes:
        start: Offset of its first character, in characters.
        end: Offset after its last one, a possessive ``'s`` and the last dot
            of an abbreviation such as ``U.S.`` included.
        word: The word: lower case, NFC, accents kept.
    """

    start: int
    end: int
    word: str


class Case(Enum):
    """How a word is written."""

    SMALL = "small"  # with a small letter, or in a script that has no capitals
    CAPITALS = "capitals"
    NONE = "none"  # without any letter


def tokenise(text: str) -> list[Token]:
    """Return every token of ``text``, in order and without overlap.

    A token never crosses white space. A word too long to be one is cut; its
    span is not.

    >>> [token.word for token in tokenise("AT&T's U.S. arm, well-known in naïve 1,000s")]
    ['at&t', 'u.s', 'arm', 'well', 'known', 'in', 'naïve', '1000s']
    """
    return [
        Token(offset + start, offset + end, word)
        for match in _UNSPACED.finditer(text)
        for offset in (match.start(),)
        for (start, end, word), _ in _TOKENS[match[0]]
    ]


def cased_tokens(text: str) -> list[tuple[Token, Case]]:
    """Return the tokens of ``text``, and how each is written.

    >>> [case.value for _, case in cased_tokens("the US’s 50 States")]
    ['small', 'capitals', 'none', 'small']
    """
    return [
        (Token(offset + start, offset + end, word), case)
        for match in _UNSPACED.finditer(text)
        for offset in (match.start(),)
        for (start, end, word), case in _TOKENS[match[0]]
    ]


def cased_words(text: str) -> list[tuple[str, Case]]:
    """Return the words of ``text``, and how each is written: :func:`cased_tokens` without spans."""
    return [(token.word, case) for chunk in text.split() for token, case in _TOKENS[chunk]]


def words(text: str) -> list[str]:
    """Return the words of ``text``: those of :func:`tokenise`, many times faster."""
    chunks = separated(utf8.encode(text)).split()
    return list(chain.from_iterable(map(_WORDS.__getitem__, chunks)))


def separated(text: bytes) -> bytes:
    """Return a text in UTF-8 in lower case, a space at all that parts words everywhere.

    What lies between the spaces are its chunks. Each byte of the text is one byte there.

    >>> separated(b"O'Brien's AT&T, well-known!")
    b"o'brien's at&t, well known "
    """
    return text.translate(_SEPARATED)


def parts_words(character: str) -> bool:
    """Whether no word crosses a character, so that it may as well be a space."""
    return KINDS[ord(character)] == OUTSIDE


def is_unspaced(word: str) -> bool:
    """Whether a word is one character of a script without spaces, with its marks.

    >>> is_unspaced("社"), is_unspaced("tide")
    (True, False)
    """
    return KINDS[ord(word[0])] == CHARACTER


def words_of_chunk(chunk: bytes) -> tuple[str, ...]:
    """Return the words of a chunk of what :func:`separated` returned.

    >>> words_of_chunk(b"o'brien's"), words_of_chunk(b"at&t,")
    (("o'brien",), ('at&t',))
    """
    return tuple([word for word, _ in cased_words_of_chunk(chunk)])


def cased_words_of_chunk(chunk: bytes) -> tuple[tuple[str, Case], ...]:
    """Return the words of a chunk in whatever case, and how each is written.

    >>> [(word, case.value) for word, case in cased_words_of_chunk(b"AT&T")]
    [('at&t', 'capitals')]
    """
    core = chunk.strip(EDGE_SIGNS).removesuffix(b"'s")
    if core.isalnum() and len(core) <= _CUT_TO:  # most of what is ever met
        word = core.decode("ascii")
        return ((word, Case.SMALL),) if core.islower() else ((word.lower(), _case(word)),)
    return tuple([(token.word, case) for token, case in _scan(utf8.decode(chunk))])


def _scan(text: str) -> Iterator[tuple[Token, Case]]:
    kinds = text.translate(KINDS)
    for match in _TOKEN.finditer(kinds):
        start, end = match.span()
        while kinds[end - 1] == IGNORED:
            end -= 1
        assert match.lastindex is not None
        piece = text[start : match.end(match.lastindex)]
        yield Token(start, end, _word(piece)), _case(piece)


def _case(piece: str) -> Case:
    if piece.isupper():
        return Case.CAPITALS
    return Case.SMALL if any(map(str.isalpha, piece)) else Case.NONE


def _word(piece: str) -> str:
    word = surface(piece[:_MOST_READ]).replace(",", "")
    if len(word) <= _CUT_TO or len(fold(word)) <= _LONGEST:
        return word
    word = word[:_CUT_TO]
    # The cut may have bared a sign that stands between letters only.
    while word.endswith(("'s", "'", ".", "&")):
        word = word.removesuffix("'s").rstrip("'.&")
    return word


_WORDS: Final = Remembered(words_of_chunk, most=1 << 18)  # about 200 bytes each, so 50 MB at most
_TOKENS: Final[dict[str, tuple[tuple[Token, Case], ...]]] = Remembered(
    lambda text: tuple(_scan(text)), most=1 << 16
)
