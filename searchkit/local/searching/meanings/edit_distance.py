"""Words of a dictionary -> those that are a few edits from a word, and how many.

An edit is a letter put in, left out or exchanged for another, or two neighbours
that change places and are not edited again.

Words are compared as arrays of letters, all at once. Before that, those are left
out that have too few bytes, or too many, or too many letters that the word has not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.local.searching.popcount import bit_counts
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from searchkit.local.segment.terms import TermDictionary

    Array = NDArray[Any]

_CHUNK = 1 << 16  # words that are looked at together

# One bit for each of 31 groups of ASCII characters, each letter alone in one; the highest
# says that there are others.
_OTHERS = 31
_BITS = np.array(
    [1 << (byte & 31) % _OTHERS if byte < 128 else 1 << _OTHERS for byte in range(256)], np.uint32
)
_LETTERS = np.uint32((1 << _OTHERS) - 1)


class Neighbours:
    """The words of parts of dictionaries that may be near a word.

    All parts are compared together, since it is the number of operations that takes time.

    Args:
        word: What they are compared with.
        parts: Dictionaries, with the number of the first word of each part, and that
            behind the last.
    """

    def __init__(self, word: str, parts: Sequence[tuple[TermDictionary, int, int]]) -> None:
        self._word = word
        self._n_parts = len(parts)
        typed = np.frombuffer(utf8.encode(word), np.uint8)
        letters = np.bitwise_or.reduce(_BITS[typed])
        self._chunks = [
            _chunk(part, words, start, min(start + _CHUNK, last), letters)
            for part, (words, first, last) in enumerate(parts)
            for start in range(first, last, _CHUNK)
        ]

    def within(self, most: int) -> list[tuple[Array, Array]]:
        """Return the words that are at most so many edits away.

        Args:
            most: Edits, from 0 to 100.

        Returns:
            For each part the numbers of its words, ascending, int64, and how many edits
            each is away, int8, (n,).
        """
        plain, texts = [], []
        for chunk in self._chunks:
            fits = self._fits(chunk, most)
            plain.append(np.flatnonzero(fits & chunk.is_ascii))
            texts.append(np.flatnonzero(fits & ~chunk.is_ascii))
        edits = [self._edits_of_plain(plain, most), self._edits_of_texts(texts, most)]
        found: list[list[tuple[Array, Array]]] = [[] for _ in range(self._n_parts)]
        for chunk, *some in zip(self._chunks, plain, texts, strict=True):
            both = []
            for kind, chosen in enumerate(some):
                both.append(edits[kind][: len(chosen)])
                edits[kind] = edits[kind][len(chosen) :]
            at, distances = np.concatenate(some), np.concatenate(both)
            near = np.flatnonzero(distances <= most)
            near = near[at[near].argsort()]
            found[chunk.part].append((chunk.start + at[near], distances[near]))
        return [_joined(of_part) for of_part in found]

    def _fits(self, chunk: _Chunk, most: int) -> Array:
        """Return which words may be so near, by their lengths and letters, bool, (n,)."""
        # One edit takes away one letter at most, and adds one: of up to 4 bytes in UTF-8.
        length = len(self._word)
        fits: Array = chunk.differing <= 2 * most
        fits &= chunk.lengths >= length - most
        fits &= chunk.lengths <= np.where(chunk.is_ascii, length + most, 4 * (length + most))
        return fits

    def _edits_of_plain(self, chosen: Sequence[Array], most: int) -> Array:
        """Return how far words of ASCII are, some of each chunk, int8, (n,)."""
        lengths = _all(chunk.lengths[at] for chunk, at in zip(self._chunks, chosen, strict=True))
        rows = np.arange(lengths.max(initial=0))[:, None]
        letters = [
            chunk.data.take(chunk.offsets[at] + rows, mode="clip")
            for chunk, at in zip(self._chunks, chosen, strict=True)
            if len(at)
        ]
        if not letters:
            return np.zeros(0, np.int8)
        return _distances(self._word, np.concatenate(letters, axis=1), lengths, most)

    def _edits_of_texts(self, chosen: Sequence[Array], most: int) -> Array:
        """Return how far any words are, some of each chunk, int8, (n,)."""
        names = [
            name
            for chunk, at in zip(self._chunks, chosen, strict=True)
            for name in chunk.words.take(chunk.start + at)
        ]
        texts = list(map(utf8.decode, names))
        return edit_distances(self._word, texts, most=most)


class _Chunk(NamedTuple):
    """Words of a dictionary that are looked at together.

    Attributes:
        part: The number of the part that they belong to.
        words: The dictionary.
        start: The number of the first.
        data: Their bytes one after another, uint8.
        offsets: Where each begins, int64, (n,).
        lengths: How many bytes each has, int64, (n,).
        is_ascii: Whether all letters of each are ASCII, (n,).
        differing: In how many groups of ASCII letters each differs from the word, uint8, (n,).
    """

    part: int
    words: TermDictionary
    start: int
    data: Array
    offsets: Array
    lengths: Array
    is_ascii: Array
    differing: Array


def _chunk(part: int, words: TermDictionary, start: int, end: int, letters: np.uint32) -> _Chunk:
    data, offsets = words.joined(start, end)
    lengths = np.diff(offsets)
    groups = np.zeros(end - start, np.uint32)
    filled = np.flatnonzero(lengths)
    groups[filled] = np.bitwise_or.reduceat(_BITS.take(data), offsets[filled])
    differing = bit_counts((groups ^ letters) & _LETTERS)
    return _Chunk(
        part, words, start, data, offsets[:-1], lengths, groups >> _OTHERS == 0, differing
    )


def _all(arrays: Iterable[Array]) -> Array:
    return np.concatenate([np.zeros(0, np.int64), *arrays])


def _joined(found: Sequence[tuple[Array, Array]]) -> tuple[Array, Array]:
    distances = [np.zeros(0, np.int8), *(edits for _, edits in found)]
    return _all(numbers for numbers, _ in found), np.concatenate(distances)


def edit_distances(word: str, others: Sequence[str], *, most: int) -> Array:
    """Return how many edits make a word of each of some others.

    Args:
        word: The word.
        others: The others.
        most: How many edits are of interest, from 0 to 100.

    Returns:
        The edits, ``most`` + 1 where there are more, int8, (len(others),).

    >>> edit_distances("tide", ["tide", "tied", "tides", "tid", "edit"], most=2).tolist()
    [0, 1, 1, 1, 3]
    """
    lengths = np.fromiter(map(len, others), np.int64, len(others))
    longest = lengths.max(initial=1)
    # NumPy keeps a string as its code points.
    letters = np.array(others, f"U{longest}").view(np.uint32).reshape(len(others), longest).T
    return _distances(word, letters, lengths, most)


def _distances(word: str, letters: Array, lengths: Array, most: int) -> Array:
    """Return how many edits make a word of each of some others.

    Args:
        word: The word.
        letters: The letters of each other word in a column, of any value behind its end,
            uint8 or uint32, (longest, n).
        lengths: How many each has, int64, (n,).
        most: How many edits are of interest.
    """
    found = np.full(len(lengths), most + 1, np.int8)
    left = np.arange(len(lengths))  # words that may still be near
    # A row of the usual table at a time, for all words at once: row i has at j the edits
    # between the first i letters of the word and the first j of the others. What is far
    # from the diagonal takes too many.
    far = np.full(len(left), most + 1, np.int8)
    row = {j: np.full(len(left), j, np.int8) for j in range(min(most, len(letters)) + 1)}
    above: dict[int, Array] = {}
    for i, letter in enumerate(map(ord, word), 1):
        before, above, row = above, row, {}
        if i <= most:
            row[0] = np.full(len(left), i, np.int8)
        for j in range(max(i - most, 1), min(i + most, len(letters)) + 1):
            best = np.minimum(above.get(j, far), row.get(j - 1, far)) + 1
            np.minimum(best, above.get(j - 1, far) + (letters[j - 1] != letter), out=best)
            if i > 1 and j > 1:
                swapped = (letters[j - 2] == letter) & (letters[j - 1] == ord(word[i - 2]))
                np.minimum(best, before.get(j - 2, far) + 1, out=best, where=swapped)
            row[j] = np.minimum(best, far)
        near = np.minimum.reduce([far, *above.values(), *row.values()]) <= most
        if np.count_nonzero(near) * 2 < len(left):
            letters, lengths, left, far = letters[:, near], lengths[near], left[near], far[near]
            above, row = ({j: edits[near] for j, edits in one.items()} for one in (above, row))
    for j, edits in row.items():
        found[left[lengths == j]] = edits[lengths == j]
    return found
