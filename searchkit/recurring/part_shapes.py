"""How the parts of a text look that may be furniture, and by what they are known.

A part is known by its *pattern*: a number made of what is left of its words in small letters,
without signs, and mostly without digits.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zlib import adler32, crc32

import numpy as np

from searchkit import utf8
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from searchkit.recurring.text_lines import TextLines

    Array = npt.NDArray[Any]


class Shape(IntEnum):
    """How a part looks, which decides how much evidence it needs."""

    WORD = 0  # a line of up to three words
    PHRASE = 1  # a line of up to five words
    LINE = 2  # a longer one
    SENTENCE = 3  # a longer one that ends as a sentence does
    TEMPLATE = 4  # a line without its names
    LOUD_LABEL = 5  # in capitals or in brackets
    LABEL = 6  # before a colon
    OPENING = 7  # the first two words
    LONG_OPENING = 8  # the first four or six words
    INSERTION = 9  # in brackets
    DOUBLE = 10  # a title that is given twice
    POPUP = 11
    ANY_POPUP = 12  # each of them once, however it is closed
    PROSE = 13  # how a sentence begins: counts against the label of the same words
    TOLD = 14  # a sentence that quotes somebody or tells of the past
    HEAD = 15  # what may be a label at the head of a sentence: counts nothing


class Parts(NamedTuple):
    """The parts of some texts: those of each together, in the order of the texts.

    Attributes:
        shapes: How they look, uint8, (n_parts,), as the next five.
        patterns: What is left of each without what varies, as a number, uint64.
        starts: Where each starts in its text, in characters, int64.
        ends: Where it ends, excluded; where it starts, if it is only counted; int64.
        texts: A number that is equal for parts in equal lines, uint32.
        places: Where each starts and where it ends in the bytes of its text in UTF-8,
            int64, (n_parts, 2).
        counts: How many parts each text has, int64, (n_texts,).
    """

    shapes: Array
    patterns: Array
    starts: Array
    ends: Array
    texts: Array
    places: Array
    counts: Array


class Candidates(NamedTuple):
    """Parts of some texts in any order, but that an opening is before those that go on from it.

    Attributes:
        shapes: As in :class:`Parts`, and so are patterns and texts.
        patterns: What is left of each.
        starts: Where each starts, in characters of all texts with a line end between any
            two, int64.
        ends: Where it ends, excluded, int64.
        texts: A number that is equal for parts in equal lines.
    """

    shapes: Array
    patterns: Array
    starts: Array
    ends: Array
    texts: Array

    @classmethod
    def joined(cls, several: Sequence[Candidates]) -> Candidates:
        """Return all of some."""
        return cls(*map(np.concatenate, zip(*several, strict=True)))


Row: TypeAlias = tuple[int, bytes, int, int, int]
"""A part of a line: its shape, what is left of it, the number of the line, and where in it the
part starts and ends."""

NamedRow: TypeAlias = tuple[int, bytes, str, int, int, int]
"""The same, where there are the kind of the part and its words, of which it is to be made what
is left: in small letters, without signs and digits."""


class Found(NamedTuple):
    """Parts that were found in lines, one after another."""

    rows: list[Row]
    named: list[NamedRow]

    def candidates(self, lines: TextLines) -> Candidates:
        """Return them.

        Args:
            lines: The lines of the texts.
        """
        shapes, kinds, words, *places = zip(*self.named, strict=True) if self.named else ((),) * 6
        named = (shapes, without_what_varies(kinds, words), *places)
        rows = zip(*self.rows, strict=True) if self.rows else ((),) * 5
        return Candidates.joined([_candidates(lines, *columns) for columns in (tuple(rows), named)])


def _candidates(
    lines: TextLines,
    shapes: Sequence[int],
    left: Sequence[bytes],
    numbers: Sequence[int],
    starts: Sequence[int],
    ends: Sequence[int],
) -> Candidates:
    """Return parts of lines, by the columns of their rows."""
    n = len(shapes)
    of_line = np.fromiter(numbers, np.int64, n)
    begins = lines.starts[of_line]
    return Candidates(
        np.fromiter(shapes, np.uint8, n),
        patterns_of(left),
        begins + np.fromiter(starts, np.int64, n),
        begins + np.fromiter(ends, np.int64, n),
        lines.texts[of_line],
    )


DIGITS: Final = b"0123456789"
_SIGNS: Final = bytes(c for c in range(128) if not chr(c).isalnum() and chr(c) not in " \n")
_SMALL: Final = bytes(range(256)).lower()


def plain(encoded: bytes) -> bytes:
    """Return a text in small letters, without the ASCII signs in it."""
    return encoded.translate(_SMALL, _SIGNS)


def patterns_of(words: Sequence[bytes]) -> Array:
    """Return what is left of parts as numbers, uint64, (n,)."""
    n = len(words)
    patterns = np.fromiter(map(crc32, words), np.uint64, n)
    patterns <<= np.uint64(32)
    patterns |= np.fromiter(map(adler32, words), np.uint64, n)
    return patterns


def without_what_varies(kinds: Sequence[bytes], words: Sequence[str]) -> list[bytes]:
    """Return what is left of the words of parts, behind the kind of each; no line ends in them."""
    left = utf8.encode("\n".join(words)).translate(_SMALL, _SIGNS + DIGITS).split(b"\n")
    return [kind + some.strip() for kind, some in zip(kinds, left, strict=False)]
