"""Which language a text is in.

Most scripts belong to one language, or to a few that letters of their own tell
apart. Among languages in Latin script the function words decide, each counting
the more the fewer languages share it; against a language speak the words that
it does not have. Where those are many, or too little speaks for any, the answer
is that nobody knows: an article then is not stemmed, which costs less than
rules of the wrong language.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from searchkit.analysis.folding import fold
from searchkit.analysis.stop_words import FUNCTION_WORDS, stop_words
from searchkit.analysis.tokens import words
from searchkit.analysis.turkish import is_turkish

if TYPE_CHECKING:
    from collections.abc import Mapping

# Characters of Latin script, and signs that go with any: most texts have no others.
_PLAIN_LATIN: Final = re.compile("[\0-\u024f\u2000-\u206f]*+").fullmatch

TELLING_WORDS: Final = 170
"""How many words of a text are looked at: those it begins with."""

# How much of it is looked at for its script: letters from all over that beginning.
_BEGINNING: Final = 1000  # characters
_SAMPLED: Final = 8  # every so many characters one

_FEWEST_WORDS: Final = 8
_FEWEST_WEIGHTS: Final = 1.5  # at least two words that speak for it
_LEAST_SHARE: Final = 0.06  # of a text's words; function words are a third to a half
_MARGIN: Final = 2.5  # times what words it does not have say for any other

_SCRIPTS: Final = (
    (0x0041, 0x024F, "Latin"),
    (0x1E00, 0x1EFF, "Latin"),
    (0x0370, 0x03FF, "Greek"),
    (0x1F00, 0x1FFF, "Greek"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0590, 0x05FF, "Hebrew"),
    (0x0600, 0x077F, "Arabic"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFF, "Arabic"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x1100, 0x11FF, "Hangul"),
    (0xAC00, 0xD7AF, "Hangul"),
    (0x3041, 0x30FF, "Kana"),
    (0x3400, 0x9FFF, "Han"),
    (0x20000, 0x3FFFF, "Han"),
)

_ONE_LANGUAGE: Final = {"Greek": "el", "Hebrew": "he", "Thai": "th", "Hangul": "ko"}

# Letters that the main language of a script does not have, by the language that has them.
_LETTERS_OF: Final = {
    "Arabic": {"ur": "ٹڈڑےھں", "fa": "پچژگکی"},
    "Cyrillic": {"be": "ў", "uk": "їєґі", "sr": "ђћјљњџ"},
}
_MAIN_LANGUAGE: Final = {"Arabic": "ar", "Cyrillic": "ru"}
_LEAST_OF_LETTERS: Final = 0.01  # of all characters; fewer are names
_FEWEST_OF_LETTERS: Final = 3

# Japanese is Han characters with kana between; a text with fewer is Chinese.
_LEAST_KANA: Final = 0.1


class _ScriptOf(dict[str, str]):
    def __missing__(self, char: str) -> str:
        code = ord(char)
        named = [name for first, last, name in _SCRIPTS if first <= code <= last]
        return self.setdefault(char, named[0] if named and char.isalpha() else "")


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Return the languages in Latin script that have each function word."""
    spoken: dict[str, set[str]] = {}
    for language, listed in FUNCTION_WORDS.items():
        if language not in _MAIN_LANGUAGE.values():
            for word in listed:
                spoken.setdefault(word, set()).add(language)
    for language in FUNCTION_WORDS:
        for word in stop_words(language):  # as typed without accents
            if word not in spoken and word.isascii():
                spoken[word] = {language}
    return {word: tuple(sorted(languages)) for word, languages in spoken.items()}


_SCRIPT_OF: Final = _ScriptOf()


def detect(text: str) -> str | None:
    """Return the language of a text, or None when unsure.

    Args:
        text: Some paragraphs; the beginning is looked at. A headline is too
            short to tell.

    Returns:
        An ISO 639-1 code, not always of a language that has a stemmer.

    >>> detect("When the tide went out, they walked to the island and were back by noon.")
    'en'
    >>> detect("Breaking: AT&T")
    """
    if not is_latin(text):
        return _by_script(text[:_BEGINNING])
    tokens = words(text)[:TELLING_WORDS]
    language = judge(Counter(filter(None, map(speakers, tokens))), len(tokens))
    return language or ("tr" if is_turkish(text) else None)


def is_latin(text: str) -> bool:
    """Whether the words of a text tell its language, and not its script.

    >>> is_latin("Low water at noon."), is_latin("Отлив в полдень.")
    (True, False)
    """
    beginning = text[:_BEGINNING]
    return bool(_PLAIN_LATIN(beginning)) or _script(beginning) == "Latin"


def speakers(word: str) -> tuple[str, ...]:
    """Return the languages in Latin script that have a function word; of others, none.

    >>> speakers("water"), speakers("että")
    ((), ('fi',))
    """
    return _speakers().get(word, ())


def judge(met: Mapping[tuple[str, ...], int], count: int) -> str | None:
    """Return the language that function words speak for, or None when unsure.

    Args:
        met: How many of the words that a text begins with are function words, by the languages that
            have them.
        count: How many words the text has, or how many of them were looked at.
    """
    if count < _FEWEST_WORDS:
        return None
    scores = _scores(met)
    best = max(sorted(scores), key=scores.__getitem__, default="")
    against = _scores({spoken: count for spoken, count in met.items() if best not in spoken})
    least = max(_FEWEST_WEIGHTS, _LEAST_SHARE * count, _MARGIN * max(against.values(), default=0.0))
    return best if scores.get(best, 0.0) >= least else None


def _by_script(text: str) -> str | None:
    """Return the language of a text that is not in Latin script."""
    script = _script(text)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script == "Han":
        return "zh"
    if script == "Kana":
        return "ja"
    return _by_letters(text, script) if script in _LETTERS_OF else None


def _script(text: str) -> str:
    """Return the script of most letters, ``Kana`` standing for Japanese."""
    stride = _SAMPLED if len(text) > _BEGINNING // 2 else 1
    counts = Counter(map(_SCRIPT_OF.__getitem__, text[::stride]))
    counts.pop("", None)
    east_asian = counts["Kana"] + counts["Han"]
    if counts["Kana"] > _LEAST_KANA * east_asian:
        counts["Kana"], counts["Han"] = east_asian, 0
    else:
        counts["Kana"], counts["Han"] = 0, east_asian
    name, count = counts.most_common(1)[0]
    return name if 2 * count > counts.total() else ""


def _by_letters(text: str, script: str) -> str | None:
    lowered = text.lower()
    found = {
        language: sum(map(lowered.count, letters))
        for language, letters in _LETTERS_OF[script].items()
    }
    for language, count in found.items():
        if count >= max(_FEWEST_OF_LETTERS, _LEAST_OF_LETTERS * len(text)):
            return language
    language = _MAIN_LANGUAGE[script]
    known = stop_words(language)
    tokens = list(map(fold, words(text)))
    of_it = sum(token in known for token in tokens)
    enough = len(tokens) >= _FEWEST_WORDS and of_it > _LEAST_SHARE * len(tokens)
    return language if enough else None


def _scores(met: Mapping[tuple[str, ...], int]) -> dict[str, float]:
    """Return what function words, given by their languages, say for each language."""
    scores: dict[str, float] = {}
    for spoken, count in met.items():
        weight = count / len(spoken) ** 2
        for language in spoken:
            scores[language] = scores.get(language, 0.0) + weight
    return scores
