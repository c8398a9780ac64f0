"""BibTeX -> entries with their fields, as they are written: what LaTeX means is not known here.

An entry is `@type{key, name = value, …}`. A value is in braces or quotation marks, is a number or
an abbreviation, or several of these joined by `#`. Braces are always in pairs. What is outside
of entries is a comment. An entry that is damaged costs no other one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_START = re.compile(r"@[ \t]*([A-Za-z]+)\s*([{(])")
_KEY = re.compile(r"\s*([^\s,{}]*)\s*(,|(?=[)}]))")
_NAME = re.compile(r"[\s,]*([^\s,={}()#\"]+)\s*=\s*")
_WORD = re.compile(r"[^\s,#{}()\"=]+")
_JOINED = re.compile(r"\s*#\s*")
_TURN = re.compile(r"[{}]")
_TURN_OR_QUOTE = re.compile(r"[{}\"]")
_LONGEST_VALUE = 4_000_000  # characters
_MOST_DAMAGED = 100  # entries; what has more is no BibTeX
_SPACE = re.compile(r"[\s,]*")
_MONTHS = {
    name[:3]: name
    for name in (
        "january february march april may june july august september october november december"
    ).split()
}


class Entry(NamedTuple):
    """An entry.

    Attributes:
        kind: Its type in small letters: `article`.
        key: What it is cited by, or nothing.
        fields: Its values by name in small letters, in LaTeX.
    """

    kind: str
    key: str
    fields: Mapping[str, str]


class _DamagedError(Exception):
    """What is no entry, or no whole one."""


def entries_of(text: str) -> Iterator[Entry | ContentError]:
    """Yield the entries of a BibTeX file, and an error for each that is damaged.

    Raises:
        ContentError: Too many are.
    """
    reader = _Reader(text)
    position = line = counted = damaged = 0
    while found := _START.search(text, position):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        kind = found[1].lower()
        try:
            if kind == "comment":
                position = reader.end_of_braces(found.end())
            elif kind == "preamble":
                _, position = reader.value(found.end())
            elif kind == "string":
                position = reader.read_abbreviation(found.end())
            else:
                entry, position = reader.entry(kind, found.end())
                yield entry
        except _DamagedError:
            position = reader.next_entry(found.end())
            damaged += 1
            yield ContentError(f"line {line + 1:,}: the entry is damaged")
            if damaged == _MOST_DAMAGED:
                raise ContentError(
                    f"has {damaged} damaged entries; the rest was not read"
                ) from None


class _Reader:
    """Reads parts of a text from their positions."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._abbreviations = dict(_MONTHS)

    def next_entry(self, position: int) -> int:
        """Return where the next entry begins that is at the beginning of a line."""
        found = self._text.find("\n@", position)
        return found + 1 if found >= 0 else len(self._text)

    def end_of_braces(self, position: int) -> int:
        """Return the position behind the brace that closes one before a position."""
        depth = 1
        most = position + _LONGEST_VALUE
        while turn := _TURN.search(self._text, position, most):
            position = turn.end()
            depth += 1 if turn[0] == "{" else -1
            if not depth:
                return position
        raise _DamagedError

    def entry(self, kind: str, position: int) -> tuple[Entry, int]:
        """Return an entry and the position behind it."""
        key = _KEY.match(self._text, position)
        if key is None:
            raise _DamagedError
        fields: dict[str, str] = {}
        position = key.end()
        while name := _NAME.match(self._text, position):
            value, position = self.value(name.end())
            fields.setdefault(name[1].lower(), value)
        end = _SPACE.match(self._text, position)
        position = end.end() if end else position
        if self._text[position : position + 1] not in ("}", ")"):
            raise _DamagedError
        return Entry(kind, key[1], fields), position + 1

    def read_abbreviation(self, position: int) -> int:
        """Remember an abbreviation, and return the position behind it."""
        name = _NAME.match(self._text, position)
        if name is None:
            raise _DamagedError
        self._abbreviations[name[1].lower()], position = self.value(name.end())
        return position

    def value(self, position: int) -> tuple[str, int]:
        """Return a value and the position behind it."""
        parts = []
        while True:
            part, position = self._part(position)
            parts.append(part)
            joined = _JOINED.match(self._text, position)
            if joined is None:
                return "".join(parts), position
            position = joined.end()

    def _part(self, position: int) -> tuple[str, int]:
        """Return a part of a value and the position behind it."""
        sign = self._text[position : position + 1]
        if sign == "{":
            end = self.end_of_braces(position + 1)
            return self._text[position + 1 : end - 1], end
        if sign == '"':
            end = self._end_of_quotation(position + 1)
            return self._text[position + 1 : end - 1], end
        if word := _WORD.match(self._text, position):
            return self._abbreviations.get(word[0].lower(), word[0]), word.end()
        raise _DamagedError

    def _end_of_quotation(self, position: int) -> int:
        """Return the position behind the quotation mark that ends a value."""
        depth = 0
        most = position + _LONGEST_VALUE
        while turn := _TURN_OR_QUOTE.search(self._text, position, most):
            position = turn.end()
            if turn[0] == '"' and not depth:
                return position
            depth += {"{": 1, "}": -1}.get(turn[0], 0)
            if depth < 0:
                break
        raise _DamagedError
