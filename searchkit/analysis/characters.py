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
from typing import Final

LETTER: Final = "a"  # Latin, Greek or Cyrillic
LETTER_S: Final = "s"  # any letter that folds to s: an apostrophe and it are a possessive
LONG_LETTER: Final = "w"  # a letter that folds to several, such as ß
FAR_LETTER: Final = "o"  # of any other script with spaces
LONG_FAR_LETTER: Final = "v"
DIGIT: Final = "0"
CHARACTER: Final = "c"  # of a script without spaces: a token by itself
MARK: Final = "m"  # goes with the character before it
IGNORED: Final = "i"  # invisible, and not there for a reader who searches
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

# Latin, Greek and Cyrillic letters, with those of phonetic alphabets and the letters among
# modifiers. They are one group: a word may be typed with letters of two of them that look alike.
_NEAR: Final = (
    (0x0030, 0x052F),
    (0x1C80, 0x1C8F),
    (0x1D00, 0x1DBF),
    (0x1E00, 0x1FFF),
    (0x2070, 0x209F),
    (0x2100, 0x214F),
    (0x2160, 0x218F),
    (0x2C60, 0x2C7F),
    (0xA640, 0xA69F),
    (0xA700, 0xA7FF),
    (0xAB30, 0xAB6F),
    (0x10780, 0x107BF),
    (0x1D400, 0x1D7FF),
    (0x1DF00, 0x1DFFF),
    (0x1E030, 0x1E08F),
)

_RADICALS: Final = ((0x2E80, 0x2FDF),)  # of Han characters; symbols by category

# Scripts written without spaces. Their digits count as digits all the same.
_UNSPACED: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    *_RADICALS,
    (0x3005, 0x3007),  # iteration mark, closing mark, ideographic zero
    (0x3021, 0x3029),  # Hangzhou numerals
    (0x3031, 0x303C),  # kana repeat marks and further numerals
    (0x3041, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),  # small Katakana
    (0x3400, 0x9FFF),  # Han
    (0xA9E0, 0xA9FF),  # Myanmar
    (0xAA60, 0xAA7F),  # Myanmar
    (0xF900, 0xFAFF),  # Han, compatibility
    (0xFF66, 0xFF9F),  # half-width Katakana
    (0x1AFF0, 0x1B16F),  # further kana
    (0x20000, 0x3FFFF),  # Han
)

# Marks that a reader may leave out: accents, stress marks, the vowel points of
# Hebrew and Arabic. Elsewhere marks are vowels, and no more to be dropped than
# letters are.
_OPTIONAL_MARKS: Final = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE20, 0xFE2F),
)

# Invisible, but marks or letters by their category.
_INVISIBLE: Final = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0xE0100, 0xE01EF),
)

# The vowels and final consonants of Hangul spelled out: part of the syllable
# that their first consonant begins, as if they were marks.
_HANGUL_CONTINUED: Final = ((0x1161, 0x11FF), (0xD7B0, 0xD7FF))
# The vowel signs of Kirat Rai, which Unicode calls letters and composes of one another.
_KIRAT_RAI_VOWELS: Final = ((0x16D63, 0x16D63), (0x16D67, 0x16D6A))
_HANGUL_LETTERS: Final = ((0x1100, 0x115F), (0x3131, 0x318E), (0xFFA1, 0xFFDC))
_VOICED_HALF_WIDTH: Final = ((0xFF9E, 0xFF9F),)

# Letters of their own in their alphabets, though Unicode builds them from
# another letter and a mark: nobody who means one of them types the other.
_WHOLE_LETTERS: Final = frozenset("йїўѓќ")

# Letters that Unicode does not take apart, and what stands for them where they
# cannot be typed.
_PLAIN: Final = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ð": "d",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ȷ": "j",
    "ĸ": "k",
    "ł": "l",
    "ŋ": "n",
    "ø": "o",
    "ŧ": "t",
    "ς": "σ",
    "ə": "e",
    "ŉ": "n",
    # Letters of Arabic script that keyboards and habits exchange: Persian and Urdu ones for
    # those of Arabic, and the ends of Arabic words. Those that tell words of one language
    # apart stay, as ھ and ے do in Urdu.
    **dict.fromkeys("یى", "ي"),
    "ک": "ك",
    **dict.fromkeys("ةۃہە", "ه"),
    "ٱ": "ا",
}


def _within(char: str, ranges: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a character is in one of some ranges, which ascend."""
    code = ord(char)
    return code >= ranges[0][0] and any(first <= code <= last for first, last in ranges)


def _is_unspaced(char: str) -> bool:
    return _within(char, _UNSPACED) and not char.isdecimal()


def _is_mark(char: str) -> bool:
    return (
        unicodedata.category(char)[0] == "M"
        or _within(char, _HANGUL_CONTINUED)
        or _within(char, _KIRAT_RAI_VOWELS)
        or _within(char, _VOICED_HALF_WIDTH)
    )


def _is_word_like(char: str) -> bool:
    """Tell letters, digits and marks from what can stand in no word."""
    return (char.isalnum() or _is_mark(char)) and char not in _INNER_OF


def _keeps_its_place(char: str, form: str) -> bool:
    """Tell whether ``form`` can stand for ``char`` without changing what is a word.

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
    return form if _keeps_its_place(char, form) else char


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
    return form if not surface or _keeps_its_place(char, form) else surface.lower()


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


class _Surfaces(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _surface_of(chr(code)))


class _Folded(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _folded_of(chr(code)))


class _Kinds(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return self.setdefault(code, _kind_of(chr(code)))


SURFACES: Final = _Surfaces()
FOLDED: Final = _Folded()
KINDS: Final = _Kinds()
