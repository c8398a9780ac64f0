"""The lines of many texts, and what can be told of each by its bytes.

Most lines of most texts are sentences of some length, of which hardly anything has to be known. So
no line is made a string before that is needed, and what each of them begins and ends with is
found for all at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import numpy as np

from searchkit import utf8
from searchkit.records import NamedTuple
from searchkit.recurring.part_shapes import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

SAMPLED: Final = 4
"""Of so many texts the sentences of one are counted by how they begin."""

_LAST: Final = 5  # lines at the end of a text, which a template that is a sentence has to be among
LONGEST_LABEL: Final = 45
"""Characters of a line up to the colon behind a label, at most."""

_LINE_END, _COLON = ord("\n"), ord(":")
_FIRST_SMALL, _LETTERS = np.uint8(ord("a")), np.uint8(26)
_CASE_BIT: Final = np.uint8(0x20)  # added to a capital of ASCII, it makes the small letter
_FIRST_BEGINNING: Final = -64  # of signed bytes, those below it go on with a character
_ROOM: Final = 4  # bytes behind the last line that may be looked at
# How many bytes a character has, by the first of them.
_SIZES: Final = np.repeat(np.array([1, 2, 3, 4], np.int64), [192, 32, 16, 16])


class TextLines(NamedTuple):
    """The lines of some texts; each is meant by its number among all.

    Attributes:
        encoded: The texts in UTF-8, with a line end between any two.
        data: The same, uint8, with zeros behind that belong to no line.
        first_bytes: Where each line begins there, int64, (n_lines,), as the rest.
        last_bytes: And where it ends, excluded.
        inside: The bytes that go on with a character, int64, (n,).
        starts: Where it starts, in characters.
        lengths: How many characters it has.
        patterns: What is left of it in small letters, without signs.
        texts: A number that is equal for equal patterns, uint32.
        is_first: Whether it is the first of its text that is not empty.
        is_last: Whether it is one of the last of these.
        is_sampled: Whether it is counted how sentences of its text begin.
    """

    encoded: bytes
    data: Array
    first_bytes: Array
    last_bytes: Array
    inside: Array
    starts: Array
    lengths: Array
    patterns: Sequence[bytes]
    texts: Array
    is_first: Array
    is_last: Array
    is_sampled: Array

    @classmethod
    def of(cls, encoded: bytes, ends: Array) -> TextLines:
        """Return the lines of some texts.

        Args:
            encoded: The texts in UTF-8, with a line end between any two.
            ends: Where each of them ends, in characters, int64, (n_texts,).
        """
        data = np.frombuffer(encoded + bytes(_ROOM), np.uint8)
        last_bytes = np.append(np.flatnonzero(data == _LINE_END), len(encoded))
        first_bytes = np.concatenate(([0], last_bytes[:-1] + 1))
        inside = np.flatnonzero(data.view(np.int8) < _FIRST_BEGINNING)
        starts = first_bytes - np.searchsorted(inside, first_bytes)
        lengths = last_bytes - np.searchsorted(inside, last_bytes) - starts
        patterns = plain(encoded).split(b"\n")
        texts = np.fromiter(map(crc32, patterns), np.uint32, len(patterns))
        firsts = np.concatenate(([0], np.searchsorted(starts, ends, side="right")))
        is_sampled = np.add.reduceat(texts, firsts[:-1], dtype=np.int64) % SAMPLED == 0
        return cls(
            encoded,
            data,
            first_bytes,
            last_bytes,
            inside,
            starts,
            lengths,
            patterns,
            texts,
            *_at_the_ends(np.flatnonzero(lengths), firsts),
            np.repeat(is_sampled, np.diff(firsts)),
        )

    def written(self, numbers: Array) -> list[str]:
        """Return some lines as they are."""
        spans = zip(
            self.first_bytes[numbers].tolist(), self.last_bytes[numbers].tolist(), strict=True
        )
        some = b"\n".join([self.encoded[start:end] for start, end in spans])
        return utf8.decode(some).split("\n")

    def characters_before(self, places: Array) -> Array:
        """Return how many characters are before bytes, int64."""
        return places - np.searchsorted(self.inside, places)

    def bytes_before(self, places: Array) -> Array:
        """Return how many bytes are before characters, int64."""
        inside = self.inside - np.arange(len(self.inside))
        return places + np.searchsorted(inside, places, side="right")

    def begin_with(self, signs: str) -> Array:
        """Return which lines begin with one of some signs, bool, (n_lines,)."""
        found = np.zeros(len(self.starts), np.bool_)
        for sign in map(str.encode, signs):
            found |= self._have(sign, self.first_bytes)
        return found

    def end_with(self, signs: str) -> Array:
        """Return which lines end with one of some signs, bool, (n_lines,)."""
        found = np.zeros(len(self.starts), np.bool_)
        for sign in map(str.encode, signs):
            found |= self._have(sign, self.last_bytes - len(sign))
        return found

    def _have(self, sign: bytes, places: Array) -> Array:
        """Return which lines have a sign at some byte, bool, (n_lines,)."""
        found: Array = self.data[places] == sign[0]
        for place, byte in enumerate(sign[1:], start=1):
            found &= self.data[places + place] == byte
        return found

    def where_capitals_follow(self) -> Array:
        """Return the capitals that follow three small letters, all of ASCII, in bytes, int64."""
        small = _is_small(self.data)
        follows = small[:-3] & small[1:-2]
        follows &= small[2:-1]
        follows &= ~small[3:]
        places = np.flatnonzero(follows)
        places += 3
        capitals: Array = places[_is_small(self.data[places] + _CASE_BIT)]
        return capitals

    def brackets(self) -> list[int]:
        """Return the brackets that open before two capitals of ASCII, in characters."""
        places = np.flatnonzero((self.data == ord("(")) | (self.data == ord("[")))
        for after in (1, 2):
            places = places[_is_small(self.data[places + after] + _CASE_BIT)]
        brackets: list[int] = self.characters_before(places).tolist()
        return brackets

    def second_is_small(self) -> Array:
        """Return which lines have a small letter of ASCII as their second character, bool."""
        return _is_small(self.data[self._seconds()])

    def have_colon(self) -> Array:
        """Return which lines may have a colon where a label ends, bool, (n_lines,)."""
        found = np.zeros(len(self.starts), np.bool_)
        colons = np.flatnonzero(self.data == _COLON)
        numbers = np.searchsorted(self.last_bytes, colons)
        is_near = colons - self.first_bytes[numbers] < 4 * LONGEST_LABEL  # bytes of a character
        found[numbers[is_near]] = True
        return found

    def _seconds(self) -> Array:
        """Return where the second character of each line is, or would be, in bytes, int64."""
        firsts = self.data[self.first_bytes]
        return self.first_bytes + _SIZES[firsts]


def _at_the_ends(filled: Array, firsts: Array) -> tuple[Array, Array]:
    """Return which lines are the first and which one of the last of their texts, bool, (n_lines,).

    Args:
        filled: The lines that are not empty, int64.
        firsts: Where the lines of each text begin, and the end, int64, (n_texts + 1,).
    """
    is_first, is_last = np.zeros((2, int(firsts[-1])), np.bool_)
    places = np.searchsorted(filled, firsts)
    begins = places[:-1][places[:-1] < places[1:]]
    is_first[filled[begins]] = True
    text_of = np.repeat(np.arange(len(firsts) - 1), np.diff(places))
    is_last[filled[np.arange(len(filled)) >= places[text_of + 1] - _LAST]] = True
    return is_first, is_last


def _is_small(data: Array) -> Array:
    """Return which bytes are small letters of ASCII, bool."""
    small: Array = data - _FIRST_SMALL < _LETTERS  # what is below goes above, being unsigned
    return small
