"""Exports of Factiva as text, with codes before each field or without.

Every article ends with `Document` and its number. With codes, each field begins with
two letters at the beginning of a line (`HD` headline, `PD` date, `LP` and `TD` text);
without them, the number of words and the date are beneath the headline.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.facts.language_codes import language_code
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.readers.export_parts import (
    Exported,
    blocks_of,
    clean_byline,
    exported,
    is_rights,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DOCUMENT = re.compile(
    r"^(?:AN[ \t]*\n?[ \t]*)?[ \t]*"
    r"Document ((?=[A-Z0-9]{0,16}\d{8})[A-Z][A-Za-z0-9]{11,39})[ \t]*$",
    re.MULTILINE,
)
_TEXTS = ("LP", "TD")
_BEFORE = frozenset("SE HD BY CR WC PD ET SN SC ED PG VOL LA CY CLM LP TD".split())
_BEHIND = frozenset("ART CT RF CO IN NS RE IPD IPC PUB AN CLM DLN".split())
_CODE = re.compile(r"([A-Z]{2,3})(?:([ \t]+)(.*)|[ \t]*)\Z")
_WORDS = re.compile(r"[\d.,]{1,9} (?:words|Wörter|Woerter|mots|palabras|parole|palavras)\Z")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?: ?[ap]m)?\Z", re.IGNORECASE)
_BY = re.compile(r"(?:by|von|par|por|di)\b", re.IGNORECASE)
_PRINT = re.compile(r"[A-Z0-9]{1,8}\Z|[\w ]{1,30}(?:edition|final)\Z", re.IGNORECASE)
_CLASSED = re.compile(r"[a-z0-9]{1,12} : ")  # as `CO pierc : Pier Company` goes on
_NAMES = re.compile(r"[A-Z][\w.'’-]*(?: (?:and |& |[a-z]{2,3} )?[A-Z][\w.'’-]*){1,6}\Z")
_END = re.compile(
    r"\s*(?:Search Summary\b|(?:copyright )?(?:©|\(c\))? ?\d{4},? (?:Factiva|Dow Jones))",
    re.IGNORECASE,
)
_MOST_FACTS = 10  # lines beneath the headline


def read_factiva(text: str) -> Iterator[Exported]:
    """Yield the parts of an export of Factiva, if a text is one.

    Args:
        text: The text of a file.
    """
    if "Document " not in text:
        return
    start = 0
    for end in _DOCUMENT.finditer(text):
        part = text[start : end.start()]
        yield _coded(part, end[1]) or _plain(part, end[1]) or Exported(text[start : end.end()])
        start = end.end()
    rest = text[start:]
    if rest.strip() and not _END.match(rest):
        yield Exported(rest)


def _coded(part: str, id: str) -> Exported | None:  # noqa: A002 - what archives call it
    """Return an article whose fields have codes, or None where they have none."""
    fields: dict[str, list[str]] = {}
    code = ""
    for line in part.split("\n"):
        found = _CODE.match(line)
        if found and _is_code(found, code):
            code = found[1]
            fields.setdefault(code, []).append(found[3] or "")
        elif code:
            fields[code].append(line)
    text = [
        block for name in (*_TEXTS, "ART") for block in blocks_of("\n".join(fields.get(name, [])))
    ]
    if "HD" not in fields or not text or not fields.keys() & {"PD", "SN", "WC"}:
        return None
    values = {name: " ".join(" ".join(lines).split()) for name, lines in fields.items()}
    facts = {
        "title": values["HD"],
        "date": f"{values.get('PD', '')} {values.get('ET', '')}".strip(),
        "source": values.get("SN"),
        "language": values.get("LA"),
        "author": clean_byline(values.get("BY", "")),
    }
    return exported(text, facts, id)


def _is_code(found: re.Match[str], current: str) -> bool:
    """Whether a line begins a field, and is no line of text that begins like one."""
    if current not in _TEXTS:
        return found[1] in _BEFORE or found[1] in _BEHIND
    is_apart = not found[3] or found[2] != " " or bool(_CLASSED.match(found[3]))
    return is_apart and (found[1] in _BEHIND or found[1] == "TD")


def _plain(part: str, id: str) -> Exported | None:  # noqa: A002 - what archives call it
    """Return an article whose fields have no codes, or None where a part is none."""
    lines = [line.strip() for line in part.split("\n")]
    words = next((n for n, line in enumerate(lines) if _WORDS.match(line)), None)
    if words is None:
        return None
    date = next(
        (n for n in range(words + 1, min(words + 4, len(lines))) if parse_date(lines[n])), None
    )
    if date is None:
        return None
    facts = {"date": lines[date]}
    after = date + 1
    if after < len(lines) and _CLOCK.match(lines[after]):
        facts["date"] += f" {lines[after]}"
        after += 1
    text = blocks_of("\n".join(lines[_text_start(lines, after + 1) :]))
    if not text:
        return None
    facts["source"] = lines[after] if after < len(lines) else ""
    facts["title"], facts["author"] = _headline([line for line in lines[:words] if line])
    return exported(text, facts, id)


def _headline(lines: Sequence[str]) -> tuple[str, str]:
    """Return the headline and the authors in the lines before the number of words."""
    kept = list(lines)
    authors = clean_byline(kept.pop()) if len(kept) > 1 and _is_byline(kept) else ""
    if len(kept) > 1 and kept[0].count(" ") < min(3, kept[1].count(" ")):
        del kept[0]  # the section of the paper
    return " ".join(kept), authors


def _is_byline(lines: Sequence[str]) -> bool:
    """Whether the last of some lines names the authors.

    Names alone are a byline beneath a headline that has words in small letters; beneath one
    in which each word is capitalised they may be its end.
    """
    above = " ".join(lines[:-1]).split()
    return bool(
        _BY.match(lines[-1])
        or (_NAMES.match(lines[-1]) and sum(word.islower() for word in above[1:]) * 2 >= len(above))
    )


def _text_start(lines: Sequence[str], start: int) -> int:
    """Return which line the text begins with, behind edition, page, language and rights."""
    facts = lines[start : start + _MOST_FACTS]
    for number, line in enumerate(facts, start=start):
        if line and is_rights([line]):
            return number + 1
    for number, line in enumerate(lines[start:], start=start):
        if not line or not (_PRINT.match(line) or language_code(line)):
            return number
    return len(lines)
