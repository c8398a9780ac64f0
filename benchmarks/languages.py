"""In how many texts of known languages the right one is detected, and how long it takes.

The texts are the translations of an interface, as programs have them in a folder
`locale/LANGUAGE/LC_MESSAGES`: long ones of nine messages, short ones of a single message.
They have fewer function words than articles, so they are harder. A corpus of English
articles may be put beside them.
"""

from __future__ import annotations

import ast
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchkit.analysis import Detected, detect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NAMED = frozenset(
    "ar be da de el en es fa fi fr he hu it ja ko nl no pt ro ru sr sv th uk ur zh".split()
)
"""The languages that the targets are for."""

_FOLDERS = {"nb": "no", "nn": "no", "ckb": "ku", "zh_Hans": "zh", "zh_Hant": "zh"}
_SKIPPED = {"hsb", "dsb", "ast", "ia", "io", "udm", "sr_Latn", "bs"}  # that are never detected
_WIDE = {"ja", "ko", "zh"}  # a character says as much as two or three

_TOGETHER = 9  # messages in a long text
_SHORT = (25, 70)  # characters of a short one
_SHORT_WIDE = (8, 40)
_LONGEST = 200  # characters of a message

# What stands for a value or is markup.
_NO_TEXT = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{[^}]*\}|<[^>]*>|&\w+;")


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose language is known.

    Attributes:
        language: The ISO 639-1 code of its language.
        text: The text.
        is_long: Whether it is made of several messages.
    """

    language: str
    text: str
    is_long: bool


@dataclass(slots=True)
class _Count:
    texts: int = 0
    right: int = 0
    doubtful: int = 0
    wrong: int = 0
    wrong_and_not_doubtful: int = 0

    def add(self, language: str, detected: Detected | None) -> None:
        self.texts += 1
        if detected is None:
            return
        if detected.language == language:
            self.right += 1
            self.doubtful += detected.is_doubtful
        else:
            self.wrong += 1
            self.wrong_and_not_doubtful += not detected.is_doubtful

    def __str__(self) -> str:
        texts = max(self.texts, 1)
        return (
            f"{self.texts:,} texts, {self.right / texts:.4f} right "
            f"({self.doubtful / texts:.4f} doubtful), {self.wrong / texts:.4f} wrong "
            f"({self.wrong_and_not_doubtful / texts:.4f} not told to be doubtful)"
        )


def languages(folder: Path, english: Iterable[str] = ()) -> list[str]:
    """Return lines that tell how often the language of texts is detected.

    Args:
        folder: What has folders of translations in it, at any depth.
        english: Articles in English.
    """
    found = list(texts(folder))
    detect("Загрузка модели, которая нужна не всегда.")  # what is loaded once is not measured
    counts = {(named, long): _Count() for named in (True, False) for long in (True, False)}
    faults: dict[tuple[str, str], int] = {}
    took = 0.0
    for one in found:
        began = time.process_time()
        detected = detect(one.text)
        took += time.process_time() - began
        counts[one.language in NAMED, one.is_long].add(one.language, detected)
        if one.is_long and detected and detected.language != one.language:
            fault = one.language, detected.language
            faults[fault] = faults.get(fault, 0) + 1
    articles = _Count()
    for text in english:
        articles.add("en", detect(text))
    return [
        f"long, {len(NAMED)} languages: {counts[True, True]}",
        f"short, {len(NAMED)} languages: {counts[True, False]}",
        f"long, others: {counts[False, True]}",
        f"short, others: {counts[False, False]}",
        *([f"articles in English: {articles}"] if articles.texts else []),
        f"{1000 * took / max(len(found), 1):.2f} ms CPU a text",
        *(f"long, wrong: {n} in {a} taken for {b}" for (a, b), n in sorted(faults.items())),
    ]


def texts(folder: Path) -> Iterator[Text]:
    """Yield the long and the short texts of each language in a folder, languages in order."""
    by_name: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("**/locale/*/LC_MESSAGES/*.po")):
        by_name.setdefault(path.parent.parent.name, []).append(path)
    for name, paths in sorted(by_name.items()):
        language = _FOLDERS.get(name, name)
        if name in _SKIPPED or not re.fullmatch("[a-z]{2}", language):  # a variety of another
            continue
        said = dict.fromkeys(
            message for path in paths for message in messages(path.read_text(encoding="utf-8"))
        )
        least, most = _SHORT_WIDE if language in _WIDE else _SHORT
        pool = [message for message in said if least <= len(message) < _LONGEST]
        for start in range(0, len(pool) - _TOGETHER + 1, _TOGETHER):
            yield Text(language, " ".join(pool[start : start + _TOGETHER]), is_long=True)
        for message in pool:
            if len(message) <= most:
                yield Text(language, message, is_long=False)


def messages(catalogue: str) -> Iterator[str]:
    """Yield the translated messages of a catalogue, without what stands for values.

    >>> list(messages('msgid "Tide"\\nmsgstr ""\\n"Le %s "\\n"monte"\\n'))
    ['Le monte']
    """
    for entry in re.split(r"\n\s*\n", catalogue):
        parts: dict[str, str] = {}
        name = ""
        for line in entry.splitlines():
            if line.startswith("#,") and "fuzzy" in line:
                break
            keyword, quote, rest = line.partition('"')
            if line.startswith("#") or not quote:
                continue
            name = keyword.strip() or name
            parts[name] = parts.get(name, "") + ast.literal_eval(quote + rest)
        else:
            source = parts.get("msgid")
            translated = parts.get("msgstr") or parts.get("msgstr[0]")
            if source and translated and translated != source:
                yield " ".join(_NO_TEXT.sub(" ", translated).split())
