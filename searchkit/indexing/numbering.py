"""Texts as arrays of numbers: the chunks of many texts, and the words of those.

:mod:`searchkit.analysis` parts texts at what parts words everywhere; what is
left between are chunks, most of them one word. Chunks are found here by
comparing bytes, all texts of a block at once, and numbered by looking all of
them up in one open hash table: a chunk of up to sixteen bytes is two numbers of
64 bits, which are compared, so that no two chunks are ever taken for one. Only
a chunk that was never met before is looked at by itself.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import analysis

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

_SPACE = 32
_HALF = 8  # bytes of a number
_SHORT = 2 * _HALF  # bytes of the longest chunk that the table holds
_PADDING = b" " * (_SHORT + 1)  # so that sixteen bytes can be read from any place
# The bytes of each number that belong to a chunk, by its length.
_MASKS = [(1 << 8 * min(length, _SHORT)) - 1 for length in range(_SHORT + 1)]
_FIRST_MASKS = np.array([mask & (1 << 64) - 1 for mask in _MASKS], np.uint64)
_SECOND_MASKS = np.array([mask >> 64 for mask in _MASKS], np.uint64)
_FIRST_SLOTS = 1 << 16
_FULL = 2  # the table has at least so many slots for each chunk

# Odd numbers without a pattern, which spread the bits of what they multiply.
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SPREAD_MORE = np.uint64(0xC2B2AE3D27D4EB4F)


class Numbering:
    """The chunks and the words that were met, numbered from 0.

    It grows with every chunk that is new: whoever keeps one sees to it that
    ``chunk_count`` stays within bounds.

    Attributes:
        words: The words, by number, each once.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._word_numbers: dict[str, int] = {}
        # The words of each chunk: chunk c has those from starts[c] to starts[c + 1].
        self._chunk_words = array("I")
        self._starts = array("I", [0])
        self._long: dict[bytes, int] = {}
        self._firsts = np.zeros(_FIRST_SLOTS, np.uint64)  # bytes 0 to 7 of each chunk
        self._seconds = np.zeros(_FIRST_SLOTS, np.uint64)  # bytes 8 to 15
        self._slots = np.full(_FIRST_SLOTS, -1, np.int32)  # the chunk in each slot
        self._short = np.zeros(0, np.int32)  # the chunks of the table

    @property
    def chunk_count(self) -> int:
        """How many chunks were met."""
        return len(self._starts) - 1

    def numbers(self, texts: Sequence[str]) -> tuple[Array, Array]:
        """Return the words of some texts as numbers, and how many each text has.

        Returns:
            The words of all texts, in order, uint32, (n_tokens,), and the
            length of each text in tokens, int64, (n_texts,).
        """
        parts = [analysis.separated(text) for text in texts]
        data = b"".join([b" ", b" ".join(parts), _PADDING])
        starts, lengths = _chunks(data)
        chunks = self._chunk_numbers(data, starts, lengths)
        text_ends = np.cumsum([len(part) + 1 for part in parts])
        chunk_ends = np.searchsorted(starts, text_ends)
        words, ends = self._words(chunks)
        token_ends = ends[chunk_ends]
        return words, np.diff(token_ends, prepend=0)

    def _words(self, chunks: Array) -> tuple[Array, Array]:
        """Return the words of chunks, and how many tokens stand before each and after all."""
        starts = np.frombuffer(self._starts, np.uint32)
        chunk_words = np.frombuffer(self._chunk_words, np.uint32)
        firsts = starts[chunks]
        counts = starts[chunks + 1] - firsts
        ends = np.zeros(len(chunks) + 1, np.int64)
        np.cumsum(counts, out=ends[1:])
        places = np.repeat(firsts - ends[:-1], counts)
        places += np.arange(len(places))
        return chunk_words[places], ends

    def _chunk_numbers(self, data: bytes, starts: Array, lengths: Array) -> Array:
        """Return the number of each chunk, int32, (n_chunks,)."""
        wide = np.ndarray((len(data) - _HALF + 1,), "<u8", buffer=data, strides=(1,))
        short = np.minimum(lengths, _SHORT)
        firsts = wide[starts]
        firsts &= _FIRST_MASKS[short]
        seconds = wide[starts + _HALF]
        seconds &= _SECOND_MASKS[short]
        hashes = _hashes(firsts, seconds)
        numbers = self._find(firsts, seconds, hashes)
        for chunk in np.flatnonzero(lengths > _SHORT).tolist():
            start = int(starts[chunk])
            numbers[chunk] = self._number_long(data[start : start + int(lengths[chunk])])
        new = np.flatnonzero(numbers < 0)
        while len(new):
            some = new[np.unique(hashes[new], return_index=True)[1]]
            places = zip(starts[some].tolist(), lengths[some].tolist(), strict=True)
            self._insert([data[a : a + n] for a, n in places], firsts[some], seconds[some])
            numbers[new] = self._find(firsts[new], seconds[new], hashes[new])
            new = new[numbers[new] < 0]  # chunks that share a hash come one after another
        return numbers

    def _find(self, firsts: Array, seconds: Array, hashes: Array) -> Array:
        """Return the numbers of chunks of the table, -1 for those that are not there."""
        mask = np.uint64(len(self._slots) - 1)
        numbers: Array = self._slots[hashes & mask]
        other = self._firsts[numbers] != firsts
        other |= self._seconds[numbers] != seconds
        other &= numbers >= 0
        # Another chunk has the slot: look into the next one.
        searched = np.flatnonzero(other)
        step = np.uint64(0)
        while len(searched):
            step += np.uint64(1)
            found = self._slots[(hashes[searched] + step) & mask]
            numbers[searched] = found
            other = self._firsts[found] != firsts[searched]
            other |= self._seconds[found] != seconds[searched]
            searched = searched[other & (found >= 0)]
        return numbers

    def _insert(self, chunks: Sequence[bytes], firsts: Array, seconds: Array) -> None:
        """Number chunks that are new, all of them different."""
        first = self.chunk_count
        for chunk in chunks:
            self._append(chunk)
        count = self.chunk_count
        if count > len(self._firsts):
            room = 2 * count
            self._firsts, self._seconds = _grown(self._firsts, room), _grown(self._seconds, room)
        self._firsts[first:count], self._seconds[first:count] = firsts, seconds
        self._short = np.append(self._short, np.arange(first, count, dtype=np.int32))
        if _FULL * len(self._short) > len(self._slots):
            slots = 1 << int(2 * _FULL * len(self._short)).bit_length()
            self._slots = np.full(slots, -1, np.int32)
            self._place(self._short)
        else:
            self._place(np.arange(first, count, dtype=np.int32))

    def _place(self, numbers: Array) -> None:
        """Give each chunk the first free slot from its own on."""
        mask = np.uint64(len(self._slots) - 1)
        places = _hashes(self._firsts[numbers], self._seconds[numbers]) & mask
        while len(numbers):
            free = self._slots[places] < 0
            # Of several that come to one slot the last stays, and the others go on.
            self._slots[places[free]] = numbers[free]
            left = self._slots[places] != numbers
            numbers, places = numbers[left], (places[left] + np.uint64(1)) & mask

    def _append(self, chunk: bytes) -> int:
        """Number a chunk and its words."""
        known = self._word_numbers
        for word in analysis.words_of_chunk(chunk):
            number = known.setdefault(word, len(self.words))
            if number == len(self.words):
                self.words.append(word)
            self._chunk_words.append(number)
        self._starts.append(len(self._chunk_words))
        return self.chunk_count - 1

    def _number_long(self, chunk: bytes) -> int:
        number = self._long.get(chunk)
        if number is None:
            number = self._long[chunk] = self._append(chunk)
        return number


def _chunks(data: bytes) -> tuple[Array, Array]:
    """Return where the chunks of a text begin and how long they are, in bytes, int64."""
    inside = np.frombuffer(data, np.uint8) != _SPACE
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    edges += 1
    starts = edges[0::2]
    return starts, edges[1::2] - starts


def _hashes(firsts: Array, seconds: Array) -> Array:
    """Return a number for each chunk whose lowest bits are as good as random, uint64."""
    hashes = firsts * _SPREAD
    hashes ^= seconds * _SPREAD_MORE
    hashes ^= hashes >> np.uint64(32)
    hashes *= _SPREAD
    hashes ^= hashes >> np.uint64(29)
    return hashes


def _grown(array_: Array, length: int) -> Array:
    grown = np.zeros(length, array_.dtype)
    grown[: len(array_)] = array_
    return grown
