"""Turkish: the endings of its names, and what tells it from other languages.

Names and numbers take their endings behind an apostrophe: ``İstanbul'da``, ``Ankara’nın``,
``1990'larda``. Such an ending is inflection, as endings of other languages are; what stands
behind the apostrophe of ``Kur'an`` is none. Other endings stay: there is no stemmer here.
"""

from __future__ import annotations

import re
from typing import Final

from searchkit.analysis.folding import fold, surface
from searchkit.late_patterns import late_pattern

# What endings are made of, folded: vowels follow those of the name, and d after some letters is t.
_ENDING: Final = late_pattern(
    r"""
    (?:
        l[ae]r                            # plural
      | [iu]m(?:[iu]z)? | s[iu]           # of mine, ours, theirs
      | (?:[yn]|(?<![aeiu]))(?:[ae]|[iu]n?) | y?l[ae]  # to, of, with
      | n?[dt][ae]n?                      # at, from
      | n?k[iu]                           # who or what is there
      | c[aeiu] | s[iu]z | l[iu][kg]?     # like, without, -ness
      | [iu]?nc[iu]                       # of numbers: -th
      | [dt][iu]r? | y?m[iu]s | y?s[ae] | y?ken  # is, was, is said to be, if, while
    )+
    """,
    re.VERBOSE,
)
_LONGEST_ENDING: Final = 14  # letters

_LETTERS: Final = late_pattern("[ığİ]")  # no language beside has them, but for Azerbaijani
_AZERBAIJANI: Final = "ə"
_BEGINNING: Final = 1000  # characters
_FEWEST_WORDS: Final = 2
_LEAST_SHARE: Final = 0.1  # of all words


def without_ending(word: str) -> str:
    """Return a folded word without the Turkish ending that stands behind its apostrophe.

    >>> without_ending("istanbul'dakiler"), without_ending("kur'an'da"), without_ending("o'brien")
    ('istanbul', "kur'an", "o'brien")
    """
    name, _, ending = word.rpartition("'")
    is_one = name and len(ending) <= _LONGEST_ENDING and _ENDING.fullmatch(ending)
    return name if is_one else word


def is_turkish(text: str) -> bool:
    """Whether a text in Latin script is Turkish, where too few words speak for any language.

    Turkish letters in words that are no names say so, and Turkish endings of names.

    >>> is_turkish("İstanbul'da yangın çıktı"), is_turkish("Erdoğan met Kılıçdaroğlu")
    (True, False)
    """
    beginning = text[:_BEGINNING]
    if not _LETTERS.search(beginning) or _AZERBAIJANI in beginning:
        return False
    stretches = beginning.split()
    speaking = sum(map(_is_turkish_word, stretches))
    return speaking >= max(_FEWEST_WORDS, _LEAST_SHARE * len(stretches))


def _is_turkish_word(stretch: str) -> bool:
    if stretch[0].islower():
        return _LETTERS.search(stretch) is not None
    word = fold(surface(stretch)).strip('"“”(),.;:!?')
    return without_ending(word) != word
