"""Exports of Factiva as text, with codes before each field or without.

Every article ends with `Document` and its number. With codes, each field begins with
two letters at the beginning of a line (`HD` headline, `PD` date, `LP` and `TD` text);
without them, the number of words and the date stand beneath the headline.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.facts.language_codes import language_code
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.readers.export_parts import Exported, blocks_of, body_of, exported, is_rights

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def read_factiva(text: str) -> list[Exported | str] | None:
    """Return the articles of an export of Factiva, or None where a text is none.

    A part that is not like an article of such an export comes as its text alone.

    Args:
        text: The text of a file.
    """
    if "Document " not in text:
        return None
    found: list[Exported | str] = []
    place = 0
    for end in _DOCUMENT.finditer(text):
        part = text[place : end.start()]
        found.append(_coded(part, end[1]) or _plain(part, end[1]) or text[place : end.end()])
        place = end.end()
    if not any(isinstance(one, Exported) for one in found):
        return None
    rest = text[place:]
    return [*found, rest] if rest.strip() and not _END.match(rest) else found


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
    }
    return exported(body_of(text), facts, byline=values.get("BY"), id=id)


def _is_code(found: re.Match[str], current: str) -> bool:
    """Tell whether a line begins a field, and is no line of text that begins like one."""
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
    told = lines[date]
    after = date + 1
    if after < len(lines) and _CLOCK.match(lines[after]):
        told = f"{told} {lines[after]}"
        after += 1
    title, byline = _headline([line for line in lines[:words] if line])
    text = blocks_of("\n".join(lines[_text_start(lines, after + 1) :]))
    if not text:
        return None
    source = lines[after] if after < len(lines) else None
    return exported(
        body_of(text), {"title": title, "date": told, "source": source}, byline=byline, id=id
    )


def _headline(lines: Sequence[str]) -> tuple[str, str | None]:
    """Return the headline and the byline of the lines before the number of words."""
    kept = list(lines)
    byline = kept.pop() if len(kept) > 1 and _is_byline(kept) else None
    if len(kept) > 1 and kept[0].count(" ") < min(3, kept[1].count(" ")):
        del kept[0]  # the section of the paper
    return " ".join(kept), byline


def _is_byline(lines: Sequence[str]) -> bool:
    """Tell whether the last of some lines names who wrote the article.

    Names alone are a byline beneath a headline that has words in small letters; beneath one
    in which each word is capitalised they may be its end.
    """
    above = " ".join(lines[:-1]).split()
    return bool(
        _BY.match(lines[-1])
        or (_NAMES.match(lines[-1]) and sum(word.islower() for word in above[1:]) * 2 >= len(above))
    )


def _text_start(lines: Sequence[str], place: int) -> int:
    """Return where the text begins, behind edition, page, language and rights."""
    for number in range(place, min(place + _MOST_FACTS, len(lines))):
        if lines[number] and is_rights([lines[number]]):
            return number + 1
    while (
        place < len(lines)
        and lines[place]
        and (_PRINT.match(lines[place]) or language_code(lines[place]))
    ):
        place += 1
    return place
