"""What one character is to a word, and what it becomes in one.

Three tables for :meth:`str.translate`, filled as characters are met from the
Unicode data that Python carries, so that nothing is listed by hand that the
standard already says:

- ``FOLDED``: what is left of a character without case, accent and width;
- ``SURFACES``: the same, but accents and case stay;
- ``KINDS``: its kind, one ASCII character, so that the grammar of tokens is a
  regular expression over kinds (:mod:`searchkit.analysis.tokens`).

One law ties them: a character that folds to one letter has the kind of that
letter, so that a folded word is still one word. This module knows single
characters only.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

LETTER: Final = "a"  # Latin, Greek or Cyrillic
LETTER_S: Final = "s"  # any letter that folds to s: an apostrophe and it are a possessive
LONG_LETTER: Final = "w"  # a letter that folds to several, such as ß
FAR_LETTER: Final = "o"  # of any other script with spaces
LONG_FAR_LETTER: Final = "v"
DIGIT: Final = "0"
CHARACTER: Final = "c"  # of a script without spaces: a token by itself
MARK: Final = "m"  # goes with the character before it
IGNORED: Final = "i"  # invisible, as if it were not in the text
OUTSIDE: Final = " "  # never inside a word

# Characters that only the grammar can judge; the key is their kind, and what
# they become in a word.
_INNER: Final = {
    "'": "'\u2018\u2019\u201b\u02bb\u02bc\uff07`´\u1fef\u1ffd",
    ".": ".\uff0e",
    ",": ",\uff0c",
    "&": "&\uff06",
    "+": "+\uff0b",
    "#": "#\uff03\u266f",
}
_INNER_OF: Final = {char: kind for kind, chars in _INNER.items() for char in chars}

# Zero width space parts words (Unicode Standard Annex 29), though it is a
# format character like the ones that vanish.
_ZERO_WIDTH_SPACE: Final = "\u200b"

# Lengthens an Arabic word for the eye; some vowel points come with one.
_TATWEEL: Final = "\u0640"

_Ranges: TypeAlias = tuple[tuple[int, int], ...]


def _ranges(text: str) -> _Ranges:
    """Return ranges of code points, which ascend, from the first and last of each."""
    bounds = (codes.partition("-") for codes in text.split())
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in bounds)


# Latin, Greek and Cyrillic letters, with those of phonetic alphabets and the letters among
# modifiers. They are one group: a word may be typed with letters of two of them that look alike.
_NEAR: Final = _ranges("""
    0030-052F 1C80-1C8F 1D00-1DBF 1E00-1FFF 2070-209F 2100-214F 2160-218F 2C60-2C7F A640-A69F
    A700-A7FF AB30-AB6F 10780-107BF 1D400-1D7FF 1DF00-1DFFF 1E030-1E08F
""")

_RADICALS: Final = _ranges("2E80-2FDF")  # of Han characters; symbols by category

# Scripts written without spaces: Thai and Lao, Myanmar, Khmer, Han with its radicals, marks and
# numerals, Hiragana and Katakana. Their digits count as digits all the same.
_UNSPACED: Final = _ranges("""
    0E00-0EFF 1000-109F 1780-17FF 2E80-2FDF 3005-3007 3021-3029 3031-303C 3041-30FF 31F0-31FF
    3400-9FFF A9E0-A9FF AA60-AA7F F900-FAFF FF66-FF9F 1AFF0-1B16F 20000-3FFFF
""")

# Marks that a reader may leave out: accents, stress marks, the vowel points of
# Hebrew and Arabic. Elsewhere marks are vowels, and no more to be dropped than
# letters are.
_OPTIONAL_MARKS: Final = _ranges("""
    0300-036F 0483-0489 0591-05C7 0610-061A 064B-065F 0670 06D6-06ED 1AB0-1AFF 1DC0-1DFF
    20D0-20FF FE20-FE2F
""")

# Invisible, but marks or letters by their category.
_INVISIBLE: Final = _ranges("034F 115F-1160 17B4-17B5 180B-180F 3164 FE00-FE0F FFA0 E0100-E01EF")

# Letters by their category that are a part of the syllable before them, as marks are: the
# vowels and final consonants of Hangul spelled out, the vowel signs of Kirat Rai, which Unicode
# composes of one another, and the signs for voiced kana of half width.
_VOICED_HALF_WIDTH: Final = _ranges("FF9E-FF9F")
_CONTINUING: Final = _ranges("1161-11FF D7B0-D7FF FF9E-FF9F 16D63 16D67-16D6A")
_HANGUL_LETTERS: Final = _ranges("1100-115F 3131-318E FFA1-FFDC")

# Letters of their own in their alphabets, though Unicode builds them from
# another letter and a mark: nobody types the one for the other.
_WHOLE_LETTERS: Final = frozenset("йїўѓќ")

# Letters that Unicode does not take apart, and what is typed for them on other keyboards.
_PLAIN: Final = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    **dict(zip("ðđħıȷĸłŋøŧςəŉ", "ddhijklnotσen", strict=True)),
    # Letters of Arabic script that keyboards and habits exchange: Persian and Urdu ones for
    # those of Arabic, and the ends of Arabic words. Those that tell words of one language
    # apart stay, as ھ and ے do in Urdu.
    **dict.fromkeys("یى", "ي"),
    "ک": "ك",
    **dict.fromkeys("ةۃہە", "ه"),
    "ٱ": "ا",
}


def _within(char: str, ranges: _Ranges) -> bool:
    code = ord(char)
    return code >= ranges[0][0] and any(first <= code <= last for first, last in ranges)


def _is_unspaced(char: str) -> bool:
    return _within(char, _UNSPACED) and not char.isdecimal()


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or _within(char, _CONTINUING)


def _is_word_like(char: str) -> bool:
    """Whether a character is a letter, a digit or a mark, which words are made of."""
    return (char.isalnum() or _is_mark(char)) and char not in _INNER_OF


def _keeps_words(char: str, form: str) -> bool:
    """Whether ``form`` can replace ``char`` without changing what is a word.

    ``½`` would bring a slash into its word, and the one character ``ゟ`` would
    become two tokens.
    """
    if not form:
        return _is_mark(char)
    if _is_unspaced(char) or any(map(_is_unspaced, form)):
        return len(form) == 1 and _is_unspaced(char) and not _is_mark(form)
    if _is_word_like(char):
        return all(map(_is_word_like, form)) and _is_mark(char) == _is_mark(form[0])
    return not any(map(_is_word_like, form))


def _surface_of(char: str) -> str:
    if char in _INNER_OF:
        return _INNER_OF[char]
    if _is_ignored(char):
        return ""
    if char in _PLAIN or _within(char, _HANGUL_LETTERS):
        return char
    form = unicodedata.normalize("NFKC", char)
    if _within(char, _VOICED_HALF_WIDTH):
        return form
    return form if _keeps_words(char, form) else char


def _folded_of(char: str) -> str:
    if char.lower() in _WHOLE_LETTERS:
        return char.lower()
    surface = _surface_of(char)
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", surface).lower())
    if any(_within(part, _HANGUL_LETTERS) for part in parts):
        parts = surface
    plain = "".join(
        _PLAIN.get(part) or str(unicodedata.decimal(part, part))
        for part in parts
        if not _within(part, _OPTIONAL_MARKS)
    )
    form = unicodedata.normalize("NFC", plain)
    return form if not surface or _keeps_words(char, form) else surface.lower()


def _is_ignored(char: str) -> bool:
    if char == _ZERO_WIDTH_SPACE:
        return False
    return (
        unicodedata.category(char) == "Cf"
        or unicodedata.normalize("NFKC", char)[0] == _TATWEEL
        or _within(char, _INVISIBLE)
    )


def _kind_of(char: str) -> str:
    if char in _INNER_OF:
        return _INNER_OF[char]
    if _is_ignored(char):
        return IGNORED
    if _is_mark(char):
        return MARK
    if not char.isalnum():
        return CHARACTER if _within(char, _RADICALS) else OUTSIDE
    return _kind_of_letter(char)


def _kind_of_letter(char: str) -> str:
    folded = FOLDED[ord(char)]
    is_near = _within(folded[0], _NEAR)
    if sum(not _is_mark(part) for part in folded) > 1:
        return LONG_LETTER if is_near else LONG_FAR_LETTER
    if char.isdecimal() or folded[0].isdecimal():
        return DIGIT
    if _is_unspaced(char):
        return CHARACTER
    if not is_near:
        return FAR_LETTER
    return LETTER_S if folded[0] == "s" else LETTER


class _Table(dict[int, str]):
    """What each character becomes, by its code; found out when it is first met."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, self._of(chr(code)))


SURFACES: Final = _Table(_surface_of)
FOLDED: Final = _Table(_folded_of)
KINDS: Final = _Table(_kind_of)
