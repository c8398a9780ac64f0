"""Fields that are no YAML and no TOML as a whole, read line by line as a person would.

A value that cannot be read by the letter is the rest of its line, without the
quotation marks around it. Lines that begin otherwise than a field belong to the
field above where they are indented or items of a list; else they are ignored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.readers.yaml_fields import Field, NotFieldsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Of names that everybody knows, the space behind the colon may be missing.
_FIELD = re.compile(
    r"([\"']?)([^\W\d][\w .-]{0,60})\1[ \t]*[:=](?:[ \t]+(.*)|)$"
    r"|(title|date|author|source|tags)[:=](\S.*)$",
    re.IGNORECASE,
)
_INNER = re.compile(r"[ \t]*([a-z_]{1,30}):[ \t]+(\S.*)$")  # `name: Ada Marsh`, below `author:`
_ITEM = re.compile(r"[ \t]*-[ \t]*(.*)$")
_GOES_ON = re.compile(r"[ \t]|-(?:[ \t]|[^\W_])")
_CLOSES = re.compile(r"[\]}][ \t,]*$")
_TABLE = re.compile(r"\[{1,2}[^\[\]]+\]{1,2}\s*$")
_QUOTES = "\"'"


def read_lines(
    block: str, parse: Callable[[str], list[Field]]
) -> tuple[list[Field], list[tuple[int, str]]]:
    """Return the fields of a block, and the lines of it that are none: numbers from 0, and text.

    Args:
        block: The block.
        parse: Reads a part of it by the letter, or raises :class:`NotFieldsError`.
    """
    fields: list[Field] = []
    stray: list[tuple[int, str]] = []
    for first, lines in _parts(block):
        if not _FIELD.match(lines[0]):
            stray += [(first + number, line) for number, line in enumerate(lines) if line.strip()]
            continue
        try:
            found = parse("\n".join(lines))
        except NotFieldsError:
            found = []
        if len(found) == 1:
            fields.append(found[0]._replace(line=first))
        else:
            field, more = _by_hand(lines)
            fields.append(field._replace(line=first))
            stray += [(first + number, lines[number]) for number in more]
    return fields, stray


def _parts(block: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each field's lines, and what is between fields, with the number of the first."""
    part: list[str] = []
    first = 0
    for number, line in enumerate(block.split("\n")):
        if _TABLE.match(line):
            break  # of TOML: what follows are not the article's own fields
        if line.lstrip().startswith("#") or (not line.strip() and not part):
            continue
        if not part or not _goes_on(line, part[0]):
            if part:
                yield first, part
            part, first = [], number
        part += [""] * (number - first - len(part))  # comments, so that numbers are right
        part.append(line)
    if part:
        yield first, part


def _goes_on(line: str, first: str) -> bool:
    """Whether a line belongs to the field that begins with another one."""
    if not line.strip() or _GOES_ON.match(line):
        return True
    return _CLOSES.match(line) is not None and ("[" in first or "{" in first)


def _by_hand(lines: Sequence[str]) -> tuple[Field, list[int]]:
    """Return the field that some lines are meant to be, and the numbers of those not used."""
    head = _FIELD.match(lines[0])
    assert head is not None
    name, value = (head[2] or head[4]).strip(), (head[3] or head[5] or "").strip()
    rest = [(number, line) for number, line in enumerate(lines) if number and line.strip()]
    if value and value not in ("|", ">", "|-", ">-"):
        text = " ".join([value, *(line.strip() for _, line in rest)])
        return Field(name, unquoted(text), 0), []
    if not any(_ITEM.match(line) for _, line in rest):
        text = " ".join(line.strip() for _, line in rest)
        return Field(name, _inner([line for _, line in rest]) or unquoted(text) or None, 0), []
    items: list[list[str]] = []
    stray: list[int] = []
    for number, line in rest:
        if item := _ITEM.match(line):
            items.append([item[1]])
        elif items and _INNER.match(items[-1][0]) and _INNER.match(line):
            items[-1].append(line)
        else:
            stray.append(number)
    values = [_inner(item) or unquoted(item[0].strip()) for item in items if item[0].strip()]
    return Field(name, values, 0), stray


def _inner(lines: Sequence[str]) -> dict[str, str]:
    """Return the fields that some lines are, or nothing where one of them is none.

    >>> _inner(["  name: Ada Marsh", "  handle: @ada"])
    {'name': 'Ada Marsh', 'handle': '@ada'}
    """
    found = [_INNER.match(line) for line in lines]
    return {one[1]: unquoted(one[2].strip()) for one in found if one} if all(found) else {}


def unquoted(text: str) -> str:
    """Return a text without quotation marks around it, or one that nobody closed.

    >>> unquoted("'It's late'"), unquoted('"Unclosed'), unquoted('"Yes" and "No"')
    ("It's late", 'Unclosed', '"Yes" and "No"')
    """
    quote = text[:1]
    if quote == "[" and "]" not in text:
        return text[1:].strip()
    if not quote or quote not in _QUOTES:
        return text
    inside = text[1:]
    closing = inside.find(quote)
    if closing < 0:
        return inside.strip()
    if not text.endswith(quote):
        return text
    is_pair = closing == len(inside) - 1 or not inside[closing + 1].isspace()
    return inside[:-1].strip() if is_pair or inside[closing - 1 : closing].isspace() else text
