"""A word that was spelt wrong -> the words of the index that it may have been.

The words are those that stand in live articles, folded; the fewer edits apart the
better, and of equals the commonest first. An edit is a letter put in, left out or
exchanged, or two neighbours that change places. Short words may be one edit apart
and longer ones two.

A dictionary is only looked at where words begin with the same letter, and where
one edit gives a word with another first letter. Of the words that begin alike, an
array operation over their bytes keeps those that have about the same letters, and
of these the commonest are compared in full until enough are near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit import analysis
from searchkit.results import Suggestion
from searchkit.searching.commonest import commonest
from searchkit.searching.expanding import as_bytes, edit_distances

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    from searchkit.searching.expanding import FormField

    Array = NDArray[Any]

_LONGEST = 40  # letters: who typed more mistook more than letters
_LONG = 6  # letters of a word of which two may be wrong
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

_COMPARED = 512  # of the commonest candidates of a field, compared in full at first
_MOST_COMPARED = 2048  # and at last: what is rarer is seldom meant

_HALVES = np.arange(1 << 16, dtype=np.uint16)  # of 32 bits
_BIT_COUNTS = np.unpackbits(_HALVES.view(np.uint8).reshape(-1, 2), axis=1).sum(1, dtype=np.uint8)

# One bit for each of 32 groups of ASCII characters, a letter alone in its own; none for the rest.
_BITS = np.array([1 << (byte & 31) if byte < 128 else 0 for byte in range(256)], np.uint32)


def nearest(word: str, fields: Sequence[FormField], *, limit: int = 5) -> tuple[Suggestion, ...]:
    """Return the words that are spelt nearly like a word, the likeliest first.

    Args:
        word: The word as it was typed; it may itself be in the index.
        fields: All fields with forms, of all segments.
        limit: How many to return at most, 0 or more.
    """
    folded = analysis.fold(word)
    if not 2 <= len(folded) <= _LONGEST:
        return ()
    candidates = [_Candidates(place, folded) for place in fields]
    found: list[Suggestion] = []
    for distance in range(1, 3 if len(folded) >= _LONG else 2):
        if len(found) < limit:
            found += _at_distance(distance, folded, candidates, limit - len(found))
    return tuple(found)


def _at_distance(
    distance: int, word: str, candidates: Sequence[_Candidates], limit: int
) -> list[Suggestion]:
    """Return the words that are so many edits apart, the commonest first."""

    def accept(names: Sequence[bytes]) -> list[bytes]:
        spelt = [_as_text(name) for name in names]
        distances = edit_distances(word, spelt, most=distance)
        return [names[at] for at in np.flatnonzero(distances == distance).tolist()]

    found = commonest(
        [its.place for its in candidates],
        [its.may_be_near(distance) for its in candidates],
        limit=limit,
        accept=accept,
        first=_COMPARED,
        most=_MOST_COMPARED,
    )
    return [Suggestion(_as_text(one.name), distance, one.count) for one in found]


class _Candidates:
    """The forms of a field that a word may have been meant for."""

    def __init__(self, place: FormField, word: str) -> None:
        forms = place.field.forms
        assert forms is not None
        self.place = place
        self._typed = np.frombuffer(as_bytes(word), np.uint8)
        self._is_ascii = word.isascii()
        self._begun_otherwise = np.array(
            [
                number
                for name in _with_another_beginning(word)
                for number in range(*forms.equal_range(name))
            ],
            np.int64,
        )
        self._start, end = forms.prefix_range(as_bytes(word[0]))
        if self._start == end:
            self._lengths = self._differing = np.zeros(0, np.int64)
            return
        data, offsets = forms.joined(self._start, end)
        self._lengths = np.diff(offsets)
        letters = np.bitwise_or.reduceat(_BITS[data], offsets[:-1])
        differ = letters ^ np.bitwise_or.reduce(_BITS[self._typed])
        self._differing = _BIT_COUNTS[differ & 0xFFFF] + _BIT_COUNTS[differ >> 16]

    def may_be_near(self, distance: int) -> Array:
        """Return the numbers of forms among which all are that are so many edits apart."""
        # One edit takes away one letter at most, and adds one: of up to 4 bytes in UTF-8.
        shortest = len(self._typed) - distance * (1 if self._is_ascii else 4)
        longest = len(self._typed) + distance * 4
        fits = self._differing <= 2 * distance
        fits &= (self._lengths >= shortest) & (self._lengths <= longest)
        alike = self._start + np.flatnonzero(fits)
        return np.concatenate([alike, self._begun_otherwise]) if distance == 1 else alike


def _with_another_beginning(word: str) -> set[bytes]:
    """Return what one edit makes of a word that then begins with another letter."""
    made = {word[1:], word[1] + word[0] + word[2:]}
    for letter in _LETTERS:
        made |= {letter + word, letter + word[1:]}
    return {as_bytes(other) for other in made if other[0] != word[0]}


def _as_text(name: bytes) -> str:
    return name.decode("utf-8", "surrogatepass")
