"""What is whole in JSON that is broken or was cut off: the records of a list.

The list is the whole text, or is in objects around it under one of the names that
lists of articles have. Behind a broken record comes the next that begins a line as the
first one does; where all are in one line, the next that has mostly the same fields.
An error comes instead of a broken record, so that the others keep their numbers.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.declared_facts import plain_names, text_in
from searchkit.corpus.facts.field_names import RECORD_LISTS, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

DECODER = json.JSONDecoder(strict=False)  # line breaks within texts do no harm

_BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")  # RFC 7464 parts texts by record separators
_WITHIN = re.compile(r"[\s:]*")
_INDENT = re.compile(r"(?:\A|\n|[\[,:{])([ \t]*)\Z")
_BESIDE = re.compile(r"[},][\s,]*(?=\{)")
_FIRST_FIELD = re.compile(r"\{\s*\"([^\"\\]{0,200})\"")
_DEEPEST = 6  # objects around a list
_TRIED = 100  # positions in a line at which the next record may begin


def salvaged(text: str, *, one_of_many: bool = False) -> object | None:
    """Return the value of a text that is no JSON as a whole, or None if no record of it is whole.

    Instead of a broken record there is an error.

    Args:
        text: The text.
        one_of_many: Whether it is one line of a file, whose number the caller knows.

    >>> salvaged('{"articles": [{"title": "Low"}, {"title": "Hi')["articles"][0]
    {'title': 'Low'}
    """
    try:
        value, _ = _Broken(text, one_of_many=one_of_many).value(after_gap(text, 0), "articles", 0)
    except (ValueError, RecursionError):
        return None
    return value


def refused(error: Exception, *, one_of_many: bool) -> ContentError:
    """Return what an error of parsing means for the file."""
    if isinstance(error, json.JSONDecodeError):
        line = "" if one_of_many else f"line {error.lineno} "
        said = error.msg.removesuffix(" at")  # some of them end so, before the position
        return ContentError(f"is not valid JSON: {said} at {line}column {error.colno}")
    if isinstance(error, RecursionError):
        return ContentError("is not valid JSON: it is nested too deeply")
    # A number of thousands of digits.
    return ContentError("is not valid JSON: it has a number that is too long")


def after_gap(text: str, position: int) -> int:
    """Return where what parts two values ends."""
    gap = _BETWEEN.match(text, position)
    return gap.end() if gap else position


def values_from(
    text: str, start: int = 0, *, one_of_many: bool = False
) -> Iterator[tuple[object, int]]:
    """Yield values that follow one another, an error for each that is broken.

    With each comes the position of what follows it, which the end of the text is, too.

    Args:
        text: The text.
        start: Where the first value begins, or a gap before it.
        one_of_many: Whether it is one line of a file, whose number the caller knows.
    """
    position = after_gap(text, start)
    indent = _INDENT.search(text, max(0, text.rfind("\n", 0, position)), position)
    next_line = re.compile(rf"\n{indent[1] if indent else ''}(?=[{{\[])")
    fields: AbstractSet[str] = frozenset()
    while position < len(text):
        try:
            value, end = DECODER.raw_decode(text, position)
            fields = value.keys() if isinstance(value, dict) else fields
        except (ValueError, RecursionError) as error:
            value = refused(error, one_of_many=one_of_many)
            line = next_line.search(text, position)
            end = line.end() if line else _next_beside(text, position, fields)
        position = after_gap(text, end)
        yield value, position


def _next_beside(text: str, position: int, fields: AbstractSet[str]) -> int:
    """Return where the next record in the same line begins, or the end of the text.

    Args:
        text: The text.
        position: Where a broken record begins.
        fields: The names of those of a whole one; without any, the first of the broken one
            is looked for.
    """
    if not fields and (first := _FIRST_FIELD.match(text, position)):
        fields = {first[1]}
    for seam in islice(_BESIDE.finditer(text, position), _TRIED):
        try:
            value, _ = DECODER.raw_decode(text, seam.end())
        except (ValueError, RecursionError):
            continue
        if 2 * len(fields & value.keys()) >= len(fields):
            return seam.end()
    return len(text)


class _Broken:
    """A text that is no JSON as a whole."""

    def __init__(self, text: str, *, one_of_many: bool) -> None:
        self._text = text
        self._one_of_many = one_of_many

    def value(self, position: int, name: str, depth: int) -> tuple[object, int]:
        """Return what is whole of a value, and where it ends.

        Args:
            position: Where the value begins.
            name: The name of its field.
            depth: How many objects are around it.

        Raises:
            ValueError: Nothing of it is.
        """
        if self._text.startswith("{", position) and depth < _DEEPEST:
            return self._object(position, depth)
        if self._text.startswith("[", position) and plain_name(name) in RECORD_LISTS:
            return self._list(position)
        raise ValueError("it holds no records")

    def _object(self, position: int, depth: int) -> tuple[dict[str, object], int]:
        """Return the fields of an object around a broken list, and where it ends.

        Raises:
            ValueError: It is around none, but an article itself.
        """
        fields: dict[str, object] = {}
        has_records = False
        position = after_gap(self._text, position + 1)
        while self._text.startswith('"', position):
            try:
                name, position = DECODER.raw_decode(self._text, position)
            except ValueError:
                break
            position = _WITHIN.match(self._text, position).end()  # type: ignore[union-attr]
            try:
                fields[name], position = DECODER.raw_decode(self._text, position)
            except (ValueError, RecursionError):
                if has_records:
                    break
                fields[name], position = self.value(position, name, depth + 1)
                has_records = True
            position = after_gap(self._text, position)
        if not has_records or text_in(plain_names(fields)):
            raise ValueError("it holds no records")
        return fields, position + self._text.startswith("}", position)

    def _list(self, position: int) -> tuple[list[object], int]:
        """Return the records of a list, an error for each that is broken, and where it ends.

        Raises:
            ValueError: None is whole.
        """
        position = after_gap(self._text, position + 1)
        records: list[object] = []
        if self._text.startswith("{", position):
            for record, end in values_from(self._text, position, one_of_many=self._one_of_many):
                records.append(record)
                position = end
                if not self._text.startswith("{", end):
                    break
        if all(isinstance(record, ContentError) for record in records):
            raise ValueError("no record is whole")
        if position == len(self._text) and not isinstance(records[-1], ContentError):
            records.append(ContentError("is missing: the file ends in the middle of the list"))
        return records, position + self._text.startswith("]", position)
