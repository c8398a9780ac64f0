"""Which script a text is written in, and the language of the scripts that have but one."""

from __future__ import annotations

from collections import Counter
from typing import Final

from searchkit.late_patterns import late_pattern

BEGINNING: Final = 1000
"""How much of a text is looked at for its script and its language, in characters."""

_SAMPLED: Final = 8  # every so many characters one: letters from all over that beginning

# Characters of Latin script, and signs that go with any: most texts have no others.
_PLAIN_LATIN: Final = late_pattern("[\0-\u024f\u2000-\u206f]*").fullmatch
_NO_ACCENTS: Final = late_pattern("[\0-\u00a0«°·»\u2000-\u206f]*").fullmatch

_SCRIPTS: Final = (
    (0x0041, 0x024F, "Latin"),
    (0x1E00, 0x1EFF, "Latin"),
    (0x0370, 0x03FF, "Greek"),
    (0x1F00, 0x1FFF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "Armenian"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFF, "Arabic"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "Bengali"),
    (0x0A00, 0x0A7F, "Gurmukhi"),
    (0x0A80, 0x0AFF, "Gujarati"),
    (0x0B00, 0x0B7F, "Odia"),
    (0x0B80, 0x0BFF, "Tamil"),
    (0x0C00, 0x0C7F, "Telugu"),
    (0x0C80, 0x0CFF, "Kannada"),
    (0x0D00, 0x0D7F, "Malayalam"),
    (0x0D80, 0x0DFF, "Sinhala"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Lao"),
    (0x0F00, 0x0FFF, "Tibetan"),
    (0x1000, 0x109F, "Burmese"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1200, 0x139F, "Ethiopic"),
    (0x1780, 0x17FF, "Khmer"),
    (0x1100, 0x11FF, "Hangul"),
    (0xAC00, 0xD7AF, "Hangul"),
    (0x3041, 0x30FF, "Kana"),
    (0x3400, 0x9FFF, "Han"),
    (0x20000, 0x3FFFF, "Han"),
)

ONE_LANGUAGE: Final = {
    "Greek": "el",
    "Armenian": "hy",
    "Hebrew": "he",
    "Gurmukhi": "pa",
    "Gujarati": "gu",
    "Odia": "or",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Sinhala": "si",
    "Thai": "th",
    "Lao": "lo",
    "Tibetan": "bo",
    "Burmese": "my",
    "Georgian": "ka",
    "Khmer": "km",
    "Hangul": "ko",
    "Kana": "ja",
    "Han": "zh",
}
"""The language of scripts that nearly all texts use for one: ISO 639-1 codes."""

# Japanese is Han characters with kana between; a text with fewer is Chinese.
_LEAST_KANA: Final = 0.1


class _ScriptOf(dict[str, str]):
    def __missing__(self, char: str) -> str:
        code = ord(char)
        named = [name for first, last, name in _SCRIPTS if first <= code <= last]
        return self.setdefault(char, named[0] if named and char.isalpha() else "")


_SCRIPT_OF: Final = _ScriptOf()


def beginning(text: str) -> str:
    """Return what is looked at of a text: where its first line that is not blank begins.

    >>> beginning("   " * 1000 + "Tide")
    'Tide'
    """
    return (text.lstrip() if text[:1].isspace() else text)[:BEGINNING]


def is_latin(text: str) -> bool:
    """Whether the words of a text tell its language, and not its script.

    >>> is_latin("Low water at noon."), is_latin("Отлив в полдень.")
    (True, False)
    """
    begun = beginning(text)
    return bool(_PLAIN_LATIN(begun)) or script_of(begun) == "Latin"


def has_no_accents(text: str) -> bool:
    """Whether all letters that a text begins with are those of English.

    >>> has_no_accents("“Low water” at noon"), has_no_accents("Zażółć")
    (True, False)
    """
    return bool(_NO_ACCENTS(beginning(text)))


def script_of(text: str) -> str:
    """Return the script of most letters of a text, or nothing if none has most.

    ``Kana`` is what Japanese is written in, ``Han`` Chinese.
    """
    stride = _SAMPLED if len(text) > BEGINNING // 2 else 1
    counts = Counter(map(_SCRIPT_OF.__getitem__, text[::stride]))
    counts.pop("", None)
    east_asian = counts["Kana"] + counts["Han"]
    if counts["Kana"] > _LEAST_KANA * east_asian:
        counts["Kana"], counts["Han"] = east_asian, 0
    else:
        counts["Kana"], counts["Han"] = 0, east_asian
    name, count = counts.most_common(1)[0]
    return name if 2 * count > counts.total() else ""
