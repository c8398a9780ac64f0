"""Columns of a terminal: how wide text is, and where its lines break.

Widths follow Unicode's East Asian Width (UAX #11): wide and full-width
characters, emoji among them, take two columns, combining marks none, all else
one. A sequence of joined emoji is counted by its parts, since terminals differ.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from searchkit.article import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_JOINED = frozenset({"Mn", "Me", "Cf"})  # combining marks, joiners, variation selectors
_NEVER_FIRST = frozenset(
    "、。，．・：；？！…ー」』】〕〉》）］｝’”々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_NEVER_LAST = frozenset("「『【〔〈《（［｛‘“")


@lru_cache(maxsize=4096)
def char_width(char: str) -> int:
    """Return how many columns a character takes: 0, 1 or 2."""
    if unicodedata.category(char) in _JOINED or "\u1160" <= char <= "\u11ff":
        return 0  # the latter are vowels and finals that join the Korean initial before
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def display_width(text: str) -> int:
    """Return how many columns a line of text takes.

    >>> display_width("tide"), display_width("潮汐"), display_width("e\u0301")
    (4, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(char_width, text))


def shortened(text: str, width: int) -> str:
    """Return a line of text, or as much of it as fits with "…" behind it.

    Args:
        text: The text.
        width: Columns, 1 or more.

    >>> shortened("spring tide", 8), shortened("潮汐表", 4)
    ('spring…', '潮…')
    """
    if display_width(text) <= width:
        return text
    columns = 0
    for number, char in enumerate(text):
        columns += char_width(char)
        if columns > width - 1:
            return text[:number].rstrip(" ") + "…"
    return text


def padded(text: str, width: int) -> str:
    """Return a line of text with spaces behind it, so many columns wide at least."""
    return text + " " * (width - display_width(text))


def wrap(text: str, width: int) -> Iterator[Span]:
    """Yield the spans of the lines that a text without line feeds is broken into.

    Lines break at spaces, which fall to neither line, and between wide
    characters; a word that is wider than a line is broken anywhere.

    Args:
        text: Text without line feeds.
        width: Columns of a line, 2 or more.

    Yields:
        At least one span; that of an empty text is empty.
    """
    line_end = _ascii_line_end if text.isascii() else _line_end
    start = 0
    while True:
        end = line_end(text, start, width)
        yield Span(start, start + len(text[start:end].rstrip(" ")))
        start = _after_spaces(text, end)
        if start == len(text):
            return


def _after_spaces(text: str, at: int) -> int:
    """Return the offset of the first character from ``at`` on that is no space."""
    while at < len(text) and text[at] == " ":
        at += 1
    return at


def _ascii_line_end(text: str, start: int, width: int) -> int:
    """Return where the line that begins at ``start`` ends, in text of one column a character."""
    if len(text) - start <= width:
        return len(text)
    space = text.rfind(" ", start, start + width + 1)
    return space if space > start else start + width


def _line_end(text: str, start: int, width: int) -> int:
    """Return where the line that begins at ``start`` ends, in any text."""
    columns = 0
    best = start
    for at in range(start, len(text)):
        char = text[at]
        if char == " ":
            columns += 1
            continue
        if at > start and _may_break(text[at - 1], char):
            best = at
        columns += char_width(char)
        if columns > width:
            return best if best > start else max(at, start + 1)
    return len(text)


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters, of which ``after`` is no space."""
    if before == " ":
        return True
    if char_width(after) == 0 or before == "\u200d":
        return False
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return char_width(before) == 2 or char_width(after) == 2
