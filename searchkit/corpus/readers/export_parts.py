"""What exports of newspaper archives have in common: blocks, labels and bylines.

An export is read as *blocks*, the stretches of lines between blank ones. What an archive
adds to an article is in blocks before its text and behind it; behind it they are
taken away from the end, as long as each is one that the archive writes. So a paragraph
that begins like a label stays in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.facts.declared_facts import Declared, declared_in, plain_names
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

_LABEL = re.compile(r"([^\W\d_][\w /-]{1,30}):(?:[ \t]+|\Z)(.*)\Z")
_WRAPPED = 45  # characters; a shorter line within a paragraph was not wrapped, but ended
_LONGEST_LINE = 200  # characters of a line that was wrapped
_NAME = r"[A-Z][\w.’'-]{1,30}"
_PLACE = re.compile(rf"[;|][^\n]*|,? (?:in|at|à) {_NAME}(?: {_NAME}){{0,2}}")
_OFFICE = re.compile(
    r"[,;]? *\b(?:staff (?:writer|reporter)|(?:\w+ ){0,2}(?:correspondent|editor|reporter|writer"
    r"|columnist)|special to [^\n]{1,60}) *\Z",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:copyright\b|\(c\) |©|all rights reserved|alle rechte vorbehalten|tous droits r)",
    re.IGNORECASE,
)


class Exported(NamedTuple):
    """A part of an export.

    Attributes:
        text: The text, without what the archive added.
        declared: What the archive says of it; None: it is not like an article of one.
        id: The archive's own name of it, or None.
    """

    text: str
    declared: Declared | None = None
    id: str | None = None


def exported(
    blocks: Sequence[Sequence[str]],
    facts: Mapping[str, object],
    id: str | None = None,  # noqa: A002 - it is what archives call it
) -> Exported:
    """Return an article of an export.

    Args:
        blocks: The text.
        facts: What the archive says of it, by names that declarations have.
        id: The archive's own name of it.
    """
    fields = {name: value for name, value in facts.items() if value}
    return Exported(body_of(blocks), declared_in(plain_names(fields)), id)


def clean_byline(byline: str) -> str:
    """Return the names of a byline without where these are and what they do.

    >>> clean_byline("By Ada Marsh in Sandhaven"), clean_byline("Hugo Wend, Staff Writer")
    ('By Ada Marsh', 'Hugo Wend')
    """
    line = _PLACE.sub("", " ".join(byline.split()))
    return _OFFICE.sub("", line).strip(" ,;")


def labels_of(lines: Iterable[str], names: Collection[str] | None) -> dict[str, str]:
    """Return what follows the labels of some lines, in the same line and those after it.

    Args:
        lines: The lines.
        names: The labels that count, in lower case; None: any.

    >>> labels_of(["SECTION: News;", "Page 4", "Length: 9 words"], {"section", "length"})
    {'section': 'News;\\nPage 4', 'length': '9 words'}
    """
    found: dict[str, list[str]] = {}
    name = None
    for line in lines:
        label = _LABEL.match(line)
        if label and (names is None or label[1].lower() in names):
            name = label[1].lower()
            found.setdefault(name, []).append(label[2])
        elif name:
            found[name].append(line)
    return {name: "\n".join(said).strip() for name, said in found.items()}


def blocks_of(text: str) -> list[list[str]]:
    """Return the stretches of lines between blank ones, each line without blanks around it."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if bare := line.strip():
            blocks[-1].append(bare)
        elif blocks[-1]:
            blocks.append([])
    return blocks if blocks[-1] else blocks[:-1]


def body_of(blocks: Sequence[Sequence[str]]) -> str:
    """Return blocks as the paragraphs of a text, lines that were wrapped put together."""
    return "\n\n".join(map(paragraph_of, blocks))


def paragraph_of(block: Sequence[str]) -> str:
    """Return a block as a paragraph; where it has a short line, its lines stay as they are.

    >>> paragraph_of(["Roses", "and rue"])
    'Roses\\nand rue'
    """
    is_wrapped = all(_WRAPPED <= len(line) <= _LONGEST_LINE for line in block[:-1])
    return (" " if is_wrapped else "\n").join(block)


def ends_a_sentence(block: Sequence[str]) -> bool:
    """Whether a block ends as a sentence does."""
    return block[-1].rstrip("\"'”’»)").endswith((".", "!", "?"))


def without_end(
    blocks: Sequence[list[str]], is_added: Callable[[list[str]], bool]
) -> tuple[list[list[str]], list[list[str]]]:
    """Return blocks up to those that an archive added at the end, and these."""
    end = len(blocks)
    while end and is_added(blocks[end - 1]):
        end -= 1
    return list(blocks[:end]), list(blocks[end:])


def is_rights(block: Sequence[str]) -> bool:
    """Whether a block is a notice of copyright."""
    return len(block) <= 3 and bool(_RIGHTS.match(block[0])) and len(" ".join(block)) < 300
