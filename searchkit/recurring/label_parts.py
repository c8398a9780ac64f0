"""Labels at the beginning of a line, and what goes with them, as parts that may recur.

A label is in capitals, before a colon, or the first words of a line that is no sentence. How
sentences begin is counted against labels of the same words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchkit.recurring.part_shapes import Shape
from searchkit.recurring.text_lines import LONGEST_LABEL

if TYPE_CHECKING:
    from searchkit.recurring.part_shapes import Found

_LOUD: Final = re.compile(r"\W{0,3}([A-Z][A-Z'’]+(?: [A-Z][A-Z'’]+){0,3})(?=:? \S)")
_COLON: Final = re.compile(r"\W{0,3}([\w'’]+(?:[ -][\w'’]+){0,4}) ?:(?=\s?[^\s\d])")
_OPENING: Final = re.compile(r"\W{0,3}(\w\S*) (\S+)( \S+)?( \S+)?( \S+)?( \S+)?(?= )")
_DOUBLE: Final = re.compile(r" (\S.{3,160}) (\S.{0,60}?) \1(?: \d+:\d\d(?::\d\d)?)?(?!\w)")

_OPENINGS: Final = (
    (2, int(Shape.OPENING)),
    (4, int(Shape.LONG_OPENING)),
    (6, int(Shape.LONG_OPENING)),
)
_LOUD_LABEL, _LABEL = int(Shape.LOUD_LABEL), int(Shape.LABEL)
_HEAD, _PROSE, _DOUBLED = int(Shape.HEAD), int(Shape.PROSE), int(Shape.DOUBLE)


def _loud(line: str) -> re.Match[str] | None:
    """Return the label in capitals that a line begins with."""
    return None if line[1:2].islower() else _LOUD.match(line)  # by far the commonest


def _before_colon(line: str) -> re.Match[str] | None:
    """Return the label before a colon that a line begins with."""
    return _COLON.match(line) if ":" in line[:LONGEST_LABEL] else None


def find_head(found: Found, line: str, number: int) -> None:
    """Add the first two words of the first line of a text, a sentence."""
    if match := _OPENING.match(line):
        words = line[match.start(1) : match.end(2)]
        found.named.append((_HEAD, b"o", words, number, 0, match.end(2)))


def find_loud_head(found: Found, line: str, number: int) -> None:
    """Add the label in capitals at the head of a sentence, and titles that are given twice."""
    if match := _loud(line):
        found.named.append((_HEAD, b"l", match[1], number, 0, match.end()))
        _find_doubles(found, line, match, number)


def find_beginning(found: Found, line: str, words: bytes, number: int) -> None:
    """Add how a sentence begins, which counts against labels of the same words.

    Args:
        found: What it is added to.
        line: The sentence; empty if it is known to have no label.
        words: What is left of it, without spaces around.
        number: Its number.
    """
    begun = b" ".join(words.split(b" ", 2)[:2])
    found.rows.append((_PROSE, b"o" + begun, number, 0, 0))
    if line and (match := _loud(line) or _before_colon(line)):
        found.named.append((_PROSE, b"l", match[1], number, 0, 0))


def find_labels(found: Found, line: str, number: int, *, is_first: bool) -> None:
    """Add the labels at the head of a line that is no sentence."""
    add = found.named.append
    loud = _loud(line)
    if loud and not line.isupper():
        add((_LOUD_LABEL, b"l", loud[1], number, 0, loud.end()))
        _find_doubles(found, line, loud, number)
    if match := _before_colon(line):
        is_loud = match[1].isupper() or line.lstrip()[:1] in {"(", "["}
        end = match.end() if is_first else len(line)
        add((_LOUD_LABEL if is_loud else _LABEL, b"l", match[1], number, 0, end))
    elif not loud and (match := _OPENING.match(line)):
        begin = match.start(1)
        if line[begin].islower() or line[match.start(2)].islower():  # else both may be of a name
            for group, shape in _OPENINGS:
                if (end := match.end(group)) > 0:
                    add((shape, b"o", line[begin:end], number, 0, end))


def _find_doubles(found: Found, line: str, label: re.Match[str], number: int) -> None:
    """Add the titles that are given twice behind labels, from a label at the head on."""
    begin = 0
    match: re.Match[str] | None = label
    while match:
        words = " ".join(match[1].split(" ")[:2])
        double = _DOUBLE.match(line, match.start(1) + len(words))
        if double is None:
            return
        named = f"{words} {double[2]}"
        found.named.append((_DOUBLED, b"d", named, number, begin, double.end()))
        begin = double.end()
        match = _LOUD.match(line, begin + 1)
