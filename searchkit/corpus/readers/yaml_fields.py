"""The fields of a block of YAML, every value as the text that was written.

A title `No`, `12:30`, `0755` or `2024-05-01` is that text, and `no` is a language:
what a value is taken for is decided by the field, not by its looks. So the block is
read event by event, and no tag and no looks make anything else of a scalar. Only
nothing at all, ``~`` and ``null`` are no value.

Where a person does not know that ``&`` names, ``!`` types and ``#`` ends a value, and YAML
would make something else of a text than was meant, it is no YAML here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from typing import Any

    from yaml import Event, ScalarEvent

DEEPEST = 50  # fields within fields; those of articles are not nested at all
_NOTHING = frozenset(("", "~", "null"))
_NUMBERED = re.compile(r"[ \t]+#[^\s#]")  # `Issue #5`: a comment has a space behind its mark


class Field(NamedTuple):
    """A field at the head of an article.

    Attributes:
        name: Its name as written.
        value: A text, None, or a list or a mapping of such.
        line: The number of its line in its block, from 0.
    """

    name: str
    value: object
    line: int


class NotFieldsError(ValueError):
    """A block is not what its mark says."""


def yaml_fields(block: str) -> list[Field]:
    """Return the fields of a block of YAML, in order; some may have the same name.

    Raises:
        NotFieldsError: It is not valid, not made of fields, too deep, or refers to
            parts of itself that are more than a text.
    """
    import yaml

    reader = _Reader(block)
    try:
        for event in yaml.parse(block, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            reader.take(event)
    except (yaml.YAMLError, ValueError) as error:
        raise NotFieldsError from error
    return reader.fields


class _Reader:
    """Puts events together again, one at a time, without ever going deeper itself."""

    def __init__(self, block: str) -> None:
        self.fields: list[Field] = []
        self._block = block
        self._rows = block.split("\n")
        self._open: list[list[object]] = []  # of mappings, names and values in turn
        self._lines: list[int] = []  # of the names and values of the outermost
        self._named: dict[str, str | None] = {}  # texts that can be referred to

    def take(self, event: Event) -> None:
        """Take the next event."""
        import yaml

        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event), event)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._named:
                raise NotFieldsError
            self._add(self._named[event.anchor], event)
        elif isinstance(event, yaml.CollectionStartEvent):
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            if len(self._open) == DEEPEST or (not self._open and not is_mapping):
                raise NotFieldsError
            inside: list[object] = []
            if self._open:
                self._add(inside, event)
            self._open.append(inside)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end(is_mapping=isinstance(event, yaml.MappingEndEvent))

    def _scalar(self, event: ScalarEvent) -> str | None:
        is_plain = not event.style
        value = None if is_plain and event.value in _NOTHING else event.value
        if event.tag and event.tag.startswith("!"):
            raise NotFieldsError  # `title: !Stop`
        if is_plain and len(self._open) == 1:
            line, column = _position(event.end_mark)
            if line < len(self._rows) and _NUMBERED.match(self._rows[line], column):
                raise NotFieldsError
        if event.anchor:
            if f"*{event.anchor}" not in self._block:
                raise NotFieldsError  # `title: &c`
            self._named[event.anchor] = value
        return value

    def _add(self, value: object, event: Event) -> None:
        if not self._open:
            if value is None:
                return
            raise NotFieldsError
        if len(self._open) == 1:
            self._lines.append(_position(event.start_mark)[0])
        self._open[-1].append(value)

    def _end(self, *, is_mapping: bool) -> None:
        inside = self._open.pop()
        if not is_mapping:
            return
        if any(isinstance(name, list | dict) for name in inside[::2]):
            raise NotFieldsError  # `title: {{title}}`
        pairs = list(zip(inside[::2], inside[1::2], strict=True))
        if self._open:
            fields = {name: value for name, value in reversed(pairs) if isinstance(name, str)}
            self._open[-1][-1] = fields
            return
        self.fields = [
            Field(name, value, line)
            for (name, value), line in zip(pairs, self._lines[::2], strict=True)
            if isinstance(name, str)
        ]


def _position(mark: Any) -> tuple[int, int]:
    """Return the line and the column of a mark, both from 0."""
    return (mark.line, mark.column) if mark else (0, 0)
