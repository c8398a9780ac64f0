"""Texts as arrays of numbers: the chunks of many texts, and the words of those.

:mod:`searchkit.analysis` parts texts at what parts words everywhere; what is
left between are chunks, nearly all of them one word. Chunks are found here by
comparing bytes, all texts of a block at once, and are freed of the signs at
their edges that are part of no word, so that ``tide,`` and ``“tide`` are one
chunk. All of them are then looked up at a time in tables of their bytes, which
are compared, so that no two chunks are ever taken for one. Only a chunk that was
never met before is looked at by itself.

Chunks are in lower case, but for letters that may be of a word in capitals. Such a
word, and one without letters, has a number that is marked, until it is known what
stands beside it: whether it is an acronym (:mod:`searchkit.analysis.acronyms`) depends on that.
"""

from __future__ import annotations

from array import array
from itertools import chain
from random import getrandbits
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import analysis, utf8
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

_BLOCK = 1 << 18  # bytes that are looked at together: few enough to stay near the processor
_SPACE, _APOSTROPHE, _S = b" 's"
_HALF = 8  # bytes of a number
_SHORT = 2 * _HALF  # bytes of the longest chunk that a table holds
_PADDING = b" " * (_SHORT + 1)  # so that sixteen bytes can be read from any offset
# The bytes of a number that belong to a chunk, by how many there are.
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_HALF + 1)], np.uint64)

# The signs of which many part words have these bytes first; which do, by the third byte.
_LEAD, _SECOND, _THIRD = "\u2000".encode()
_PARTING = np.array([analysis.parts_words(chr(0x2000 + third)) for third in range(1 << 6)])

_PLAIN = np.array([bytes((code,)).isalnum() for code in range(1 << 8)])

_SMALL, _CAPITALS = analysis.Case.SMALL, analysis.Case.CAPITALS
_CASE_BIT = np.uint8(0x20)  # in which small letters and capitals of ASCII differ
_FIRST_SMALL, _LETTERS = np.uint8(ord("a")), np.uint8(26)

_MARKED = 1 << 30  # added to the place of a word that what stands beside it decides
_NOWHERE = np.zeros(0, np.int64)

_UNMET = -(1 << 31)  # other numbers below 0: a chunk that has not one word, but none or several
_FIRST_BITS = 14  # of the slots of a table: its bytes fit into a fast cache
_MORE_BITS = 2  # that the table behind it has
_MOST_BITS = 17


class _Taken(NamedTuple):
    """What was found in texts, block after block.

    Attributes:
        words: The words, uint32.
        lengths: The length of each text in tokens, int64.
        places: For each place the tokens of its text before it, int64.
    """

    words: list[Array]
    lengths: list[Array]
    places: list[Array]


class Numbering:
    """The words that were met, numbered from 0, and the chunks that they were met in.

    It grows with every chunk that is new; the owner sees to it that ``chunk_count``
    stays within bounds.

    Attributes:
        words: The words, by number, each once; an acronym in capitals.
        chunk_count: How many chunks were met.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self.chunk_count = 0
        self._word_numbers: dict[str, int] = {}
        self._short = _Table(halves=1)
        self._longer = _Table(halves=2)
        self._long: dict[bytes, int] = {}
        self._several: list[list[int]] = []  # the words of chunks that have not one
        self._marked: dict[tuple[str, analysis.Case], int] = {}
        # Of each marked word: whether it is in capitals, the number of its lower case, and
        # the number that it has where it stands out.
        self._capitals = array("b")
        self._small = array("i")
        self._standing_out = array("i")

    def numbers(self, texts: Sequence[str]) -> tuple[Array, Array]:
        """Return the words of some texts as numbers, and how many each text has.

        Returns:
            The words of all texts, in order, uint32, (n_tokens,), and the
            length of each text in tokens, int64, (n_texts,).
        """
        return self.numbers_and_places(texts, _NOWHERE, np.zeros(len(texts), np.int64))[:2]

    def numbers_and_places(
        self, texts: Sequence[str], offsets: Array, counts: Array
    ) -> tuple[Array, Array, Array]:
        """Return the words of some texts, how many each has, and how many are before some places.

        Args:
            texts: The texts.
            offsets: Places in them, in bytes of UTF-8, int64, (n_places,), text after text.
            counts: How many are in each text, int64, (n_texts,).

        Returns:
            Words and lengths, and for each place the number of the first token of its
            text that begins there or behind it, int64, (n_places,).
        """
        taken = _Taken([np.zeros(0, np.uint32)], [np.zeros(0, np.int64)], [np.zeros(0, np.int64)])
        block: list[bytes] = []
        size = first = 0
        ends = np.concatenate(([0], np.cumsum(counts)))

        def take(last: int) -> None:
            within = offsets[ends[first] : ends[last]]
            self._take(block, within, counts[first:last], taken)

        for number, text in enumerate(texts, start=1):
            block.append(utf8.encode(text))
            size += len(block[-1])
            if size >= _BLOCK:
                take(number)
                block, size, first = [], 0, number
        take(len(texts))
        words, lengths, places = map(np.concatenate, taken)
        return words, lengths, places

    def _take(self, texts: Sequence[bytes], offsets: Array, counts: Array, taken: _Taken) -> None:
        """Append the words of texts in UTF-8, their lengths and places to those before."""
        data, starts, sizes = _chunks(b"".join([b" ", b" ".join(texts), _PADDING]))
        numbers = self._chunk_numbers(data, starts, sizes)
        text_ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64)
        text_of = np.repeat(np.arange(len(texts)), counts)
        begins = np.concatenate(([0], text_ends[:-1])) + 1
        places = begins[text_of] + offsets
        ends = np.searchsorted(starts, np.concatenate((text_ends, places)))
        several = np.flatnonzero(numbers < 0)
        if len(several):
            found = [self._several[~number] for number in numbers[several].tolist()]
            counts = np.ones(len(numbers), np.int64)
            counts[several] = list(map(len, found))
            numbers = np.repeat(numbers, counts)
            numbers[numbers < 0] = list(chain.from_iterable(found))
            ends = np.concatenate(([0], np.cumsum(counts)))[ends]
        ends, places = ends[: len(texts)], ends[len(texts) :]
        marked = np.flatnonzero(numbers >= _MARKED)
        numbers[marked] = self._unmarked(numbers[marked] - _MARKED, marked, ends)
        taken.words.append(numbers.view(np.uint32))
        taken.lengths.append(np.diff(ends, prepend=0))
        taken.places.append(places - np.concatenate(([0], ends))[text_of])

    def _unmarked(self, marked: Array, tokens: Array, ends: Array) -> Array:
        """Return the words that marked ones are, int32, (n,).

        Args:
            marked: The words, int32, (n,).
            tokens: Where they stand among all tokens, int64, (n,).
            ends: Where the texts end there, int64, (n_texts,).
        """
        capitals = np.frombuffer(self._capitals, np.int8)[marked]
        texts = np.searchsorted(ends, tokens, side="right")
        begins_row = (np.diff(tokens) != 1) | (np.diff(texts) != 0)
        rows = np.concatenate(([0], np.cumsum(begins_row)))[: len(marked)]
        is_shouted = np.bincount(rows, capitals)[rows] >= analysis.SHOUTED
        small = np.frombuffer(self._small, np.int32)[marked]
        return np.where(is_shouted, small, np.frombuffer(self._standing_out, np.int32)[marked])

    def _chunk_numbers(self, data: bytes, starts: Array, sizes: Array) -> Array:
        """Return the word of each chunk, or ``~i`` for those of ``_several[i]``, int32."""
        wide = np.ndarray((len(data) - _HALF + 1,), "<u8", buffer=data, strides=(1,))
        firsts = wide.take(starts)
        firsts &= _MASKS.take(sizes, mode="clip")
        numbers = self._short.find(firsts)
        longer = np.flatnonzero(sizes > _HALF)
        seconds = wide.take(starts[longer] + _HALF)
        seconds &= _MASKS.take(sizes[longer] - _HALF, mode="clip")
        numbers[longer] = self._longer.find(firsts[longer], seconds)
        for chunk in longer[sizes[longer] > _SHORT].tolist():
            start = int(starts[chunk])
            numbers[chunk] = self._number_long(data[start : start + int(sizes[chunk])])
        new = np.flatnonzero(numbers == _UNMET)
        is_short = sizes[new] <= _HALF
        some = new[is_short]
        numbers[some] = self._meet(data, starts[some], sizes[some], self._short, firsts[some])
        some = new[~is_short]
        pairs = firsts[some], seconds[np.searchsorted(longer, some)]
        numbers[some] = self._meet(data, starts[some], sizes[some], self._longer, *pairs)
        return numbers

    def _meet(
        self, data: bytes, starts: Array, sizes: Array, table: _Table, *keys: Array
    ) -> Array | list[int]:
        """Number chunks that are not in a table yet, and put them there."""
        spans = zip(starts.tolist(), sizes.tolist(), strict=True)
        chunks = [data[start : start + size] for start, size in spans]
        index_of = dict(zip(chunks, range(len(chunks)), strict=True))
        number_of = {chunk: self._number(chunk) for chunk in index_of}
        distinct = list(index_of.values())
        numbers = np.array(list(number_of.values()), np.int32)
        table.insert(numbers, *(key[distinct] for key in keys))
        return [number_of[chunk] for chunk in chunks]

    def _number_long(self, chunk: bytes) -> int:
        number = self._long.get(chunk)
        if number is None:
            number = self._long[chunk] = self._number(chunk)
        return number

    def _number(self, chunk: bytes) -> int:
        """Return the number of a chunk that was never met."""
        self.chunk_count += 1
        words = analysis.cased_words_of_chunk(chunk)
        if len(words) == 1:
            return self._token_number(*words[0])
        self._several.append([self._token_number(*word) for word in words])
        return ~(len(self._several) - 1)

    def _token_number(self, word: str, case: analysis.Case) -> int:
        """Return the number of a word as it is written, marked or not."""
        if case is _SMALL:
            return self._word_number(word)
        place = self._marked.setdefault((word, case), len(self._marked))
        if place == len(self._capitals):
            is_in_capitals = case is _CAPITALS
            name = (is_in_capitals and analysis.acronym(word)) or word
            self._capitals.append(is_in_capitals)
            self._standing_out.append(self._word_number(name))
            self._small.append(self._word_number(name if analysis.has_dots(name) else word))
        return _MARKED + place

    def _word_number(self, word: str) -> int:
        number = self._word_numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


class _Table:
    """Numbers by keys that are one or two numbers of 64 bits each.

    A key has one slot, which its bits, well mixed, point to. Where another key
    came first, it is looked for in a larger table behind this one. The words
    that are met first are those that are met most; being in a small table,
    nearly all that is looked up stays close to the processor.

    Args:
        halves: Of how many numbers a key is made; the first is never 0.
        bits: The table has so many slots, as a power of 2.
    """

    def __init__(self, *, halves: int, bits: int = _FIRST_BITS) -> None:
        self._bits = bits
        # Odd numbers by chance, so that no text can have all its words in one slot.
        self._spread = [np.uint64(getrandbits(64) | 1) for _ in range(halves)]
        self._keys = [np.zeros(1 << bits, np.uint64) for _ in range(halves)]
        self._numbers = np.full(1 << bits, _UNMET, np.int32)
        self._next: _Table | None = None

    def find(self, *keys: Array) -> Array:
        """Return the number of each key, int32, ``_UNMET`` for those that are not there.

        Args:
            keys: The first, then the second number of each key, uint64, (n,).
        """
        slots = self._slots(keys)
        numbers: Array = self._numbers.take(slots)
        has_other = self._keys[0].take(slots) != keys[0]
        for held, key in zip(self._keys[1:], keys[1:], strict=True):
            has_other |= held.take(slots) != key
        others = np.flatnonzero(has_other)
        if self._next is None:
            numbers[others] = _UNMET
        elif len(others):
            numbers[others] = self._next.find(*(key[others] for key in keys))
        return numbers

    def insert(self, numbers: Array, *keys: Array) -> None:
        """Put keys, all of them new and different, into the table, and their numbers."""
        slots = self._slots(keys)
        free = np.flatnonzero(self._numbers[slots] == _UNMET)
        first = free[np.unique(slots[free], return_index=True)[1]]  # of each slot
        self._numbers[slots[first]] = numbers[first]
        for held, key in zip(self._keys, keys, strict=True):
            held[slots[first]] = key[first]
        others = np.delete(np.arange(len(slots)), first)
        if len(others):
            if self._next is None:
                bits = min(self._bits + _MORE_BITS, _MOST_BITS)
                self._next = _Table(halves=len(keys), bits=bits)
            self._next.insert(numbers[others], *(key[others] for key in keys))

    def _slots(self, keys: Sequence[Array]) -> Array:
        """Return the slot of each key, int64, (n,)."""
        slots = keys[0] * self._spread[0]
        for key, spread in zip(keys[1:], self._spread[1:], strict=True):
            slots ^= key * spread
        slots >>= np.uint64(64 - self._bits)
        return slots.view(np.int64)


def _chunks(texts: bytes) -> tuple[bytes, Array, Array]:
    """Return texts with their chunks parted, where these begin and how long they are, in bytes.

    What :mod:`searchkit.analysis` lets be left out of a chunk is left out.

    Args:
        texts: The texts in UTF-8, spaces before and behind.
    """
    separated = analysis.separated(texts)
    data = np.frombuffer(separated, np.uint8)
    outside = data == _SPACE
    signs = np.flatnonzero((data[:-2] == _LEAD) & (data[1:-1] == _SECOND))
    signs = signs[_PARTING.take(data[signs + 2] - _THIRD)]
    outside[signs] = outside[signs + 1] = outside[signs + 2] = True
    is_sign = data == analysis.EDGE_SIGNS[0]
    for sign in analysis.EDGE_SIGNS[1:]:
        is_sign |= data == sign
    at_edge = outside[:-2] | outside[2:]
    at_edge &= is_sign[1:-1]
    outside[1:-1] |= at_edge
    is_possessive = (data[1:-2] == _APOSTROPHE) & (data[2:-1] == _S)
    is_possessive &= outside[3:]
    signs = np.flatnonzero(is_possessive)
    signs = signs[_PLAIN.take(data[signs])]
    outside[signs + 1] = outside[signs + 2] = True
    borders = np.flatnonzero(outside[1:] != outside[:-1])
    borders += 1
    starts = borders[0::2].copy()
    sizes = borders[1::2] - starts
    return _with_capitals(data, np.frombuffer(texts, np.uint8)), starts, sizes


def _with_capitals(separated: Array, texts: Array) -> bytes:
    """Return separated texts, those capitals as they are written that a word in capitals may have.

    These are capitals of ASCII before something other than a small letter.

    Args:
        separated: The texts in lower case, uint8, (n_bytes,).
        texts: The same as they are written.
    """
    changed = separated ^ texts
    is_capital = changed == _CASE_BIT
    is_capital[:-1] &= (texts[1:] - _FIRST_SMALL) >= _LETTERS  # uint8: below is above
    np.multiply(is_capital.view(np.uint8), _CASE_BIT, out=changed)
    changed ^= separated
    return changed.tobytes()
