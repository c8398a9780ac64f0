"""Several dictionaries of terms -> which of them have a term, and by which number.

An index that is kept up to date has some small segments beside its large ones. Looking
a word up takes as long in a small dictionary as in a large one, and most words that
are looked up are not in it. So all small dictionaries are searched as one: the first
bytes of all their terms are in order in one array, and one binary search finds the few
terms that begin as the word does. That array is made once it pays, which a process that
asks one query never reaches. After 200 updates, first queries would take 13 to 19 %
longer without it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.terms import HEAD_LENGTH, head
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.local.segment.terms import TermDictionary

    Array = NDArray[Any]

_SMALL = 1 << 16  # terms of the small ones together, put in order in some milliseconds
_ALIKE = 64  # terms: to compare more than that takes longer than asking a few dictionaries
_SELDOM = 24  # look-ups, before that is done

_MASKS = np.array([head(b"\xff" * length) for length in range(HEAD_LENGTH + 1)], np.uint64)

_NONE: Mapping[int, int] = {}


class _Joined(NamedTuple):
    """The terms of several dictionaries, in the order of their first bytes."""

    heads: memoryview  # these bytes, as numbers that compare as they do
    lengths: memoryview  # bytes
    dictionaries: memoryview  # of which each is
    numbers: memoryview  # the number of each there


class Dictionaries:
    """Dictionaries that are asked for the same terms; safe to share among threads.

    Args:
        dictionaries: The dictionaries, each by a number.
    """

    def __init__(self, dictionaries: Mapping[int, TermDictionary]) -> None:
        self._all = dictionaries
        self._small = _small_of(dictionaries)
        self._large = [which for which in dictionaries if which not in self._small]
        self._asked = 0

    def find(self, term: bytes, known: Mapping[int, int] = _NONE) -> list[tuple[int, int]]:
        """Return which dictionaries have a term, and by which numbers, ascending.

        Args:
            term: The term.
            known: The number of the term in some of them, which need not be asked.
        """
        found = []
        asked: Iterable[int] = self._all
        if self._are_joined():
            found, asked = self._in_small(term), self._large
        for which in asked:
            number = known.get(which)
            if number is None:
                found += [(which, each) for each in range(*self._all[which].equal_range(term))]
            else:
                found.append((which, number))
        found.sort()
        return found

    def find_each(self, terms: Sequence[bytes]) -> list[list[tuple[int, int]]]:
        """Return what :meth:`find` does for each of many terms, in a part of the time.

        Args:
            terms: Terms of which no dictionary has one twice.
        """
        self._asked += len(terms)
        is_joined = self._are_joined()
        found = [self._in_small(term) if is_joined else [] for term in terms]
        for which in self._large if is_joined else self._all:
            numbers = self._all[which].find_each(terms)
            for at in (numbers >= 0).nonzero()[0].tolist():
                found[at].append((which, numbers.item(at)))
        for each in found:
            each.sort()
        return found

    def prefix_ranges(self, prefix: bytes) -> list[tuple[int, int, int]]:
        """Return which dictionaries have terms that begin so, and these: first, and last + 1."""
        found = {}
        asked: Iterable[int] = self._all
        if self._are_joined():
            found, asked = self._begun_in_small(prefix), self._large
            if len(prefix) > HEAD_LENGTH:  # then some of the small ones only may have it
                asked = [*found, *self._large]
        found |= {which: self._all[which].prefix_range(prefix) for which in asked}
        return [(which, start, end) for which, (start, end) in sorted(found.items()) if start < end]

    def _are_joined(self) -> bool:
        """Whether the small ones are searched as one by now."""
        self._asked += 1
        return self._asked > _SELDOM and bool(self._small)

    def _begun_in_small(self, prefix: bytes) -> dict[int, tuple[int, int]]:
        """Return the terms that begin with the first bytes of a prefix, by dictionary."""
        first, length = prefix[:HEAD_LENGTH], min(len(prefix), HEAD_LENGTH)
        start = bisect_left(self._joined.heads, head(first))
        end = bisect_right(self._joined.heads, head(first.ljust(HEAD_LENGTH, b"\xff")), start)
        lengths, dictionaries, numbers = (column[start:end].tolist() for column in self._joined[1:])
        found: dict[int, tuple[int, int]] = {}
        for of_term, which, number in zip(lengths, dictionaries, numbers, strict=True):
            if of_term >= length:
                found[which] = found.get(which, (number, 0))[0], number + 1
        return found

    def _in_small(self, term: bytes) -> list[tuple[int, int]]:
        heads, lengths, dictionaries, numbers = self._joined
        begin, length = head(term), len(term)
        start = bisect_left(heads, begin)
        end = bisect_right(heads, begin, start)
        if end - start > _ALIKE:  # such as keys, which begin with the name of one file
            return [
                (which, number)
                for which in self._small
                for number in range(*self._all[which].equal_range(term))
            ]
        found = []
        for at in range(start, end):
            if lengths[at] == length:
                which, number = dictionaries[at], numbers[at]
                if length <= HEAD_LENGTH or self._all[which][number] == term:
                    found.append((which, number))
        return found

    @cached_property
    def _joined(self) -> _Joined:
        dictionaries = [self._all[which] for which in self._small]
        heads, lengths = map(np.concatenate, zip(*map(_beginnings, dictionaries), strict=True))
        sizes = list(map(len, dictionaries))
        numbers = np.concatenate(list(map(np.arange, sizes)))
        order = heads.argsort(kind="stable")
        columns = heads, lengths, np.repeat(self._small, sizes), numbers
        return _Joined(*(column[order].data for column in columns))


def _small_of(dictionaries: Mapping[int, TermDictionary]) -> list[int]:
    """Return the smallest, as many as are put in order soon."""
    sizes = {which: len(terms) for which, terms in dictionaries.items()}
    ascending = sorted(sizes, key=sizes.__getitem__)
    totals = accumulate(sizes[which] for which in ascending)
    return [which for which, total in zip(ascending, totals, strict=True) if total <= _SMALL]


def _beginnings(terms: TermDictionary) -> tuple[Array, Array]:
    """Return the first bytes of all terms, as :func:`head` gives them, and their lengths."""
    data, starts = terms.joined(0, len(terms))
    padded = np.concatenate((data, np.zeros(HEAD_LENGTH, np.uint8)))
    lengths = np.diff(starts)
    # At every byte a number begins, and those at which a term does are taken.
    numbers = np.ndarray(len(data) + 1, ">u8", padded.data, strides=(1,))
    heads = numbers[starts[:-1]].astype(np.uint64)
    return heads & _MASKS[np.minimum(lengths, HEAD_LENGTH)], lengths
