"""Exports of Nexis as text: the older ones, and those of Nexis Uni and its like.

The older ones begin each article with `3 of 120 DOCUMENTS`; then come the outlet, the
date, the headline, labels in capitals (`BYLINE:`), the text, and labels again. The newer
ones begin with the headline, have labels in small letters (`Byline:`), `Body` above the
text, and end each article with `End of Document`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.readers.export_parts import (
    Exported,
    blocks_of,
    body_of,
    clean_byline,
    ends_a_sentence,
    exported,
    is_rights,
    labels_of,
    paragraph_of,
    without_end,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBER = re.compile(
    r"^[ \t]*(?:\d{1,6} (?:of|von|de) \d{1,6} (?:DOCUMENTO?S?|DOKUMENTEN?)"
    r"|Dokument \d{1,6} von \d{1,6}|Documento? \d{1,6} de \d{1,6})[ \t]*$",
    re.MULTILINE,
)
_NUMBERED = (" DOCUMENT", " DOKUMENT", "Dokument ", "Document")
_END = re.compile(r"^[ \t]*End of Document[ \t]*$", re.MULTILINE)

_BYLINES = ("byline", "autor", "auteur")
_SURE = frozenset(("length", "länge", "longueur", "section", "rubrik", "load-date", *_BYLINES))
_FEWEST = 2  # labels that an article of an export has at least, one of them of these
_LONGEST_NOTICE = 200  # characters; what is longer beside the articles is a story itself
_ONE_LINE = ("length", "länge", "longueur", "dateline")  # labels of one line; the next is text
_BEFORE = _SURE | {"dateline", "highlight", "headline", "series", "column", "type", "body"}
_PRINTED = ("correction", "graphic")  # these labels have what the paper printed
_HEADINGS = (["Classification"], ["Correction"], ["Graphic"], ["Notes"])  # lines of their own
_BEHIND = frozenset(_PRINTED) | frozenset(
    """load-date language publication-type pub-type document-type journal-code subject organization
    person city state country company ticker industry geographic correction-date acc-no update
    distribution url sprache langue classification issn publikationstyp""".split()
)


def read_nexis(text: str) -> Iterator[Exported]:
    """Yield the parts of an export of Nexis, if a text is one.

    Args:
        text: The text of a file.
    """
    before, *parts = _NUMBER.split(text) if any(map(text.__contains__, _NUMBERED)) else [text]
    if parts:
        yield from _stories(blocks_of(before))
    elif "End of Document" in text:
        first, *others = _END.split(text)
        parts = [first, *others] if others else []
    for part in filter(str.strip, parts):
        article, rest = _article(blocks_of(part))
        if article:
            yield from _stories(rest)
        yield article or Exported(part)


def _stories(blocks: Sequence[list[str]]) -> Iterator[Exported]:
    """Yield as one text what is beside articles, if it is more than a notice."""
    if any(
        not labels_of(block[:1], None)
        and (len(" ".join(block)) > _LONGEST_NOTICE or ends_a_sentence(block))
        for block in blocks
    ):
        yield Exported(body_of(blocks))


def _article(blocks: Sequence[list[str]]) -> tuple[Exported | None, list[list[str]]]:
    """Return an article of an export, None where blocks are none; and the blocks before it."""
    start = next((n for n, block in enumerate(blocks) if _begins_labels(block)), len(blocks))
    text, behind = without_end(blocks[start:], _is_behind)
    labels, text = _labels_before(text)
    text = [block for block in text if block not in _HEADINGS]
    facts = labels | labels_of((line for block in behind for line in block), _BEHIND)
    printed = [facts[name].split("\n") for name in _PRINTED if facts.get(name)]
    deck = [facts["highlight"].split("\n")] if facts.get("highlight") else []
    if len(facts) < _FEWEST or not facts.keys() & _SURE or not (deck or text):
        return None, []
    head, rest = _head(blocks[:start])
    language = facts.get("language") or facts.get("sprache") or ""
    byline = next((facts[name] for name in _BYLINES if facts.get(name)), "")
    head |= {
        "url": facts.get("url"),
        "title": facts.get("headline") or head.get("title"),
        "language": language.partition(";")[0].strip(),
        "author": clean_byline(byline),
    }
    return exported([*deck, *text, *printed], head), rest


def _begins_labels(block: Sequence[str]) -> bool:
    """Whether a block has the first of the labels before a text."""
    return block[0] == "Body" or bool(labels_of(block, _BEFORE))


def _is_behind(block: list[str]) -> bool:
    """Whether a block behind a text is no part of it."""
    return block in _HEADINGS or is_rights(block) or bool(labels_of(block[:1], _BEHIND))


def _labels_before(blocks: Sequence[list[str]]) -> tuple[dict[str, str], list[list[str]]]:
    """Return the labels before a text, and the blocks of the text."""
    facts: dict[str, str] = {}
    begun: list[list[str]] = []  # text that follows a label without a blank line
    for number, block in enumerate(blocks):
        if "Body" in block:
            line = block.index("Body")
            facts |= labels_of(block[:line], _BEFORE) | {"body": ""}
            return facts, [*begun, *filter(None, [block[line + 1 :]]), *blocks[number + 1 :]]
        if not (labels_of(block[:1], _BEFORE) or is_rights(block[:1])):
            return facts, [*begun, *blocks[number:]]
        found = labels_of(block, _BEFORE)
        facts |= found
        begun += [found[name].split("\n")[1:] for name in _ONE_LINE if "\n" in found.get(name, "")]
        if found.get("body"):
            return facts, [*begun, found["body"].split("\n"), *blocks[number + 1 :]]
    return facts, begun


def _head(blocks: Sequence[list[str]]) -> tuple[dict[str, str | None], list[list[str]]]:
    """Return the outlet, date and headline before the first label, and the blocks before these.

    The older exports have the headline last, the newer ones first::

        Harbour Gazette (London)         Barrier shut for the highest water in years

        March 14, 2018 Wednesday         Harbour Gazette (London)
        Final Edition                    March 14, 2018 Wednesday

        Barrier shut for the
        highest water in years
    """
    own = [[line for line in block if not is_rights([line])] for block in blocks]
    own = [block for block in own if block]
    dated = (n for n in range(len(own) - 1, -1, -1) if any(map(parse_date, own[n])))
    at = next(dated, None)  # the block with the date
    if at is None:
        return {"title": paragraph_of(own[-1]) if own else None}, own[:-1]
    line = next(n for n, one in enumerate(own[at]) if parse_date(one))
    behind = own[at + 1 :]
    # What is above the date, in its own block or in the one before, and the first of these blocks.
    above, first = (own[at][:line], at) if line or not at else (own[at - 1], at - 1)
    outlet = above[0] if behind and above else above[-1] if above else None
    if behind:
        title: str | None = " ".join(behind[-1])
    elif above[:-1]:
        title = " ".join(above[:-1])
    else:
        first = max(first - 1, 0)
        title = " ".join(own[first]) if first < at else None
    head = {"title": title, "date": own[at][line], "source": outlet}
    return head, [*own[:first], *behind[:-1]]
