"""A word that was spelt wrong -> the words of the index that it may have been.

The words are those of live articles, folded; the fewer edits apart the
better, and of equals the most frequent first. An edit is a letter put in, left out or
exchanged, or two neighbours that change places. Short words may be one edit apart
and longer ones two.

A dictionary is only looked at where words begin with the same letter, and where
one edit gives a word with another first letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from searchkit import analysis, deadlines, utf8
from searchkit.local.searching.meanings.edit_distance import Neighbours
from searchkit.local.searching.meanings.frequent_forms import most_frequent
from searchkit.results import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from searchkit.local.searching.segments import SegmentField
    from searchkit.local.segment.terms import TermDictionary

    Array = NDArray[Any]

_LONGEST = 40  # letters: a longer word has more wrong than letters
_LONG = 6  # letters of a word of which two may be wrong
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LOOKED_AT = 16  # words of a field for each that is wanted, before any are counted


def nearest(word: str, fields: Sequence[SegmentField], *, limit: int = 5) -> tuple[Suggestion, ...]:
    """Return the words that are spelt nearly like a word, the likeliest first.

    Args:
        word: The word as it was typed; it may itself be in the index.
        fields: All fields with forms, of all segments.
        limit: How many to return at most, 0 or more.

    Raises:
        SearchTimeoutError: The time is up.
    """
    folded = analysis.fold(word)
    if not 2 <= len(folded) <= _LONGEST:
        return ()
    first = utf8.encode(folded[0])
    dictionaries = [field.forms for field in fields]
    alike = Neighbours(folded, [(forms, *forms.prefix_range(first)) for forms in dictionaries])
    found: list[Suggestion] = []
    for distance in range(1, 3 if len(folded) >= _LONG else 2):
        wanted = limit - len(found)
        if not wanted:
            break
        deadlines.check()
        candidates = [
            numbers[distances == distance] for numbers, distances in alike.within(distance)
        ]
        if distance == 1:
            otherwise = _begun_otherwise(folded, dictionaries)
            candidates = [np.concatenate(both) for both in zip(candidates, otherwise, strict=True)]
        likeliest = most_frequent(fields, candidates, limit=wanted, first=_LOOKED_AT * wanted)
        found += [Suggestion(utf8.decode(one.name), distance, one.count) for one in likeliest]
    return tuple(found)


def _begun_otherwise(word: str, dictionaries: Sequence[TermDictionary]) -> Iterator[Array]:
    """Yield the numbers of the forms that one edit at the beginning makes of a word."""
    made = {word[1:], word[1] + word[0] + word[2:]}
    for letter in _LETTERS:
        made |= {letter + word, letter + word[1:]}
    names = [utf8.encode(other) for other in made if other[0] != word[0]]
    for forms in dictionaries:
        ranges = map(forms.equal_range, names)
        yield np.array([number for bounds in ranges for number in range(*bounds)], np.int64)
