"""Exports of Nexis as text: the older ones, and those of Nexis Uni and its like.

The older ones begin each article with `3 of 120 DOCUMENTS`; then come the outlet, the
date, the headline, labels in capitals (`BYLINE:`), the text, and labels again. The newer
ones begin with the headline, have labels in small letters (`Byline:`), `Body` above the
text, and end each article with `End of Document`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.dates import parse_date
from searchkit.corpus.export_parts import (
    Exported,
    blocks_of,
    body_of,
    exported,
    is_rights,
    labels_of,
    paragraph_of,
    without_end,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(
    r"^[ \t]*(?:\d{1,6} of \d{1,6} DOCUMENTS?|Dokument \d{1,6} von \d{1,6})[ \t]*$", re.MULTILINE
)
_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)

_BYLINES = ("byline", "autor", "auteur")
_SURE = frozenset(("length", "länge", "longueur", "section", "rubrik", "load-date", *_BYLINES))
_FEWEST = 2  # labels that an article of an export has at least, one of them of these
_LONGEST_HEAD = 40  # lines before the first label: outlet, date and headline
_BEFORE = _SURE | {"dateline", "highlight", "headline", "series", "column", "type", "body"}
_PRINTED = ("correction", "graphic")  # behind these labels stands what the paper printed
_BEHIND = frozenset(_PRINTED) | frozenset(
    """load-date language publication-type pub-type document-type journal-code subject organization
    person city state country company ticker industry geographic correction-date acc-no update
    distribution url sprache langue classification issn publikationstyp""".split()
)


def read_nexis(text: str) -> list[Exported | str] | None:
    """Return the articles of an export of Nexis, or None where a text is none.

    A part that is not like an article of such an export comes as its text alone.

    Args:
        text: The text of a file.
    """
    if " DOCUMENT" in text or "Dokument " in text:
        parts = _NUMBER.split(text)
        if len(parts) > 1:
            return _read([part for part in parts[1:] if part.strip()], before=parts[0])
    if "End of Document" in text:
        parts = _END.split(text)
        if len(parts) > 1:
            return _read([part for part in parts if part.strip()])
    return None


def _read(parts: Sequence[str], *, before: str = "") -> list[Exported | str] | None:
    """Return the articles of parts of an export, and what stands before them if that is text."""
    found = [_article(blocks_of(part)) or part for part in parts]
    if not any(isinstance(one, Exported) for one in found):
        return None
    is_order = not labels_of(before.split("\n"), None) and before.strip()
    return [before, *found] if is_order else found


def _article(blocks: Sequence[list[str]]) -> Exported | None:
    """Return an article of an export, or None where blocks are none."""
    start = next((n for n, block in enumerate(blocks) if _begins_labels(block)), None)
    if start is None or sum(map(len, blocks[:start])) > _LONGEST_HEAD:
        return None
    text, behind = without_end(blocks[start:], _is_behind)
    labels, text = _labels_before(text)
    facts = labels | labels_of((line for block in behind for line in block), _BEHIND)
    if len(facts) < _FEWEST or not facts.keys() & _SURE:
        return None
    printed = [list(facts[name].split("\n")) for name in _PRINTED if facts.get(name)]
    deck = [[facts["highlight"]]] if facts.get("highlight") else []
    if not (deck or text):
        return None
    told = _head(blocks[:start]) | {"url": facts.get("url")}
    told["title"] = facts.get("headline") or told.get("title")
    told["language"] = next((facts[name] for name in ("language", "sprache") if name in facts), "")
    told["language"] = (told["language"] or "").partition(";")[0].strip()
    byline = next((facts[name] for name in _BYLINES if facts.get(name)), None)
    return exported(body_of([*deck, *text, *printed]), told, byline=byline)


def _begins_labels(block: Sequence[str]) -> bool:
    """Tell whether a block has the first of the labels before a text."""
    return block[0] == "Body" or bool(labels_of(block, _BEFORE))


def _is_behind(block: list[str]) -> bool:
    """Tell whether a block stands behind a text and is no part of it."""
    return is_rights(block) or bool(labels_of(block[:1], _BEHIND))


def _labels_before(blocks: Sequence[list[str]]) -> tuple[dict[str, str], list[list[str]]]:
    """Return the labels before a text, and the blocks of the text."""
    facts: dict[str, str] = {}
    for number, block in enumerate(blocks):
        if "Body" in block:
            place = block.index("Body")
            facts |= labels_of(block[:place], _BEFORE)
            rest = [block[place + 1 :]] if block[place + 1 :] else []
            return facts, [*rest, *blocks[number + 1 :]]
        if not (labels_of(block[:1], _BEFORE) or is_rights(block[:1])):
            return facts, list(blocks[number:])
        found = labels_of(block, _BEFORE)
        facts |= found
        if "body" in found:
            return facts, [found["body"].split("\n"), *blocks[number + 1 :]]
    return facts, []


def _head(blocks: Sequence[Sequence[str]]) -> dict[str, str | None]:
    """Return the outlet, the date and the headline that stand before the first label."""
    lines = [line for block in blocks for line in block if not is_rights([line])]
    at = next((n for n, line in enumerate(lines) if n and parse_date(line)), None)
    if at is None:
        return {"title": paragraph_of(blocks[0]) if blocks else None}
    behind = [block for block in blocks if not is_rights(block) and lines[at] not in block]
    behind = [block for block in behind if block[0] in lines[at:]]
    before = lines[: at - 1]
    title = " ".join(before) if before else " ".join(behind[-1]) if behind else None
    return {"title": title, "date": lines[at], "source": lines[at - 1]}
