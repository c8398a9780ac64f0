"""Exports of ProQuest as text: fields with their names, articles between long rules."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.readers.export_parts import (
    Exported,
    blocks_of,
    ends_a_sentence,
    exported,
    is_rights,
    labels_of,
    without_end,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RULE = re.compile(r"^[ \t]*_{20,}[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"Document \d{1,6} of \d{1,6}\Z")
_PROSE = 8  # words, of which a field that ends as a sentence has fewer
_SURE = frozenset(("proquest document id", "document url", "publication title", "publication info"))
_FEWEST = 2  # fields that an article of an export has at least, beside its text
_NAMES = _SURE | frozenset(
    name.strip()
    for name in """title, author, publication date, publication year, publication subject, pages,
    section, publisher, place of publication, country of publication, issn, links, source type,
    language of publication, document type, copyright, last updated, database, abstract,
    full text, subject, location, people, company, company / organization, identifier / keyword,
    column, edition, dateline, first page, number of pages, accession number, volume, issue,
    proquest document link, business indexing term, classification, credit""".split(",")
)
_BEGINS = re.compile(
    rf"^(?=(?:{'|'.join(map(re.escape, sorted(_NAMES)))}):)", re.MULTILINE | re.IGNORECASE
)
_NOTICE = re.compile(
    r"\s*(?:Report Information from ProQuest|Table of contents|Bibliography\b|Citation style"
    r"|Contact ProQuest|(?:Database )?Copyright ©)",
    re.IGNORECASE,
)


def read_proquest(text: str) -> Iterator[Exported]:
    """Yield the parts of an export of ProQuest, if a text is one.

    Args:
        text: The text of a file.
    """
    if "ProQuest" in text or "Full text:" in text:
        for part in _RULE.split(text):
            if part.strip() and not _NOTICE.match(part):
                yield _article(blocks_of(_BEGINS.sub("\n", part))) or Exported(part)


def _article(blocks: Sequence[list[str]]) -> Exported | None:
    """Return an article of an export, or None where blocks are none."""
    starts = (
        n
        for name in ("full text", "abstract")
        for n, block in enumerate(blocks)
        if _has(block, name)
    )
    start = next(starts, None)
    if start is None:
        return None
    rest, behind = without_end(blocks[start + 1 :], _is_field)
    first = next(iter(labels_of(blocks[start], _NAMES).values()))
    facts = labels_of((line for block in (*blocks[:start], *behind) for line in block), _NAMES)
    if len(facts) < _FEWEST or not facts.keys() & _SURE:
        return None
    text = [*([first.split("\n")] if first else []), *rest]
    if not text:
        return None
    info = facts.get("publication info", "")
    declared = {
        "title": facts.get("title") or _heading(blocks[:start]),
        "date": facts.get("publication date") or facts.get("publication year"),
        "source": facts.get("publication title") or re.split(r" ?[;\[]", info)[0],
        "author": [name for name in map(str.strip, facts.get("author", "").split(";")) if name],
        "language": facts.get("language of publication", "").partition(";")[0],
        "url": facts.get("document url"),
    }
    return exported(text, declared, facts.get("proquest document id"))


def _has(block: Sequence[str], name: str) -> bool:
    return name in labels_of(block[:1], _NAMES)


def _is_field(block: list[str]) -> bool:
    """Whether a block is a field beside a text, and no paragraph that begins like one."""
    if is_rights(block):
        return True
    said = " ".join(labels_of(block, _NAMES).values())
    is_notice = _has(block, "abstract") or _has(block, "copyright")
    # The last line may be cut off.
    is_prose = any(ends_a_sentence([line]) for line in block) and len(said.split()) >= _PROSE
    return bool(labels_of(block[:1], _NAMES)) and (is_notice or not is_prose)


def _heading(blocks: Sequence[list[str]]) -> str | None:
    """Return the headline above the first field, if there is one."""
    lines = [line for block in blocks if not _is_field(block) for line in block]
    return " ".join(line for line in lines if not _NUMBER.match(line)) or None
