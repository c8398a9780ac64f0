"""Some words of the index -> those that occur most often in the articles.

A word may occur in several fields and segments, each of which knows its own
counts. So the most frequent of each are looked at first, and added up over all; what
was not looked at cannot occur more often than the last ones together (Fagin's
threshold algorithm), so it is known when enough have been seen.
"""

from __future__ import annotations

from bisect import insort
from itertools import starmap
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import deadlines
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.segments import SegmentField

    Array = NDArray[Any]

_GROWTH = 4  # times as many are looked at where those were too few


class Counted(Record):
    """A word, as segments hold it, and how often it occurs in live articles."""

    name: bytes
    count: int


def most_frequent(
    fields: Sequence[SegmentField],
    candidates: Sequence[Array],
    *,
    limit: int,
    first: int,
) -> list[Counted]:
    """Return the words that occur most often, of equals the first in order of their bytes.

    Args:
        fields: All fields with forms, of all segments.
        candidates: The numbers of the forms to choose from in each field, int64, (n,); of a word
            that several terms have, all of them.
        limit: How many words to return at most, 0 or more.
        first: How many words of a field to look at before any are counted, 1 or more.

    Raises:
        SearchTimeoutError: The time is up.
    """
    if not limit:
        return []
    words = list(starmap(_counted_once, zip(fields, candidates, strict=True)))
    looked_at = first
    while True:
        seen: dict[bytes, int] = {}  # how often a word occurs where it was looked at
        unseen = [0] * len(fields)  # no other word occurs more often in a field
        for at, (field, (numbers, of_field)) in enumerate(zip(fields, words, strict=True)):
            deadlines.check()
            top = np.arange(len(of_field))
            if len(of_field) > looked_at:
                top = np.argpartition(of_field, -looked_at)[-looked_at:]
                unseen[at] = int(of_field[top].min())
            names = field.forms.take(numbers[top])
            for name, count in zip(names, of_field[top].tolist(), strict=True):
                # What exceeds the least here is not among the unseen here.
                seen[name] = seen.get(name, 0) + count - unseen[at]
        at_most = sum(unseen)
        best = _best(fields, {name: count + at_most for name, count in seen.items()}, limit)
        is_enough = len(best) == limit and best[-1].count > at_most
        if is_enough or not at_most:
            return best
        looked_at *= _GROWTH


def _counted_once(field: SegmentField, numbers: Array) -> tuple[Array, Array]:
    """Return each word of a field once, and how often it occurs with any of its terms."""
    numbers = np.sort(numbers)
    if not len(numbers):
        return numbers, numbers
    firsts = (~field.forms.repeated(numbers)).nonzero()[0]
    return numbers[firsts], np.add.reduceat(field.reader.form_counts[numbers], firsts)


def _best(
    fields: Sequence[SegmentField], at_most: Mapping[bytes, int], limit: int
) -> list[Counted]:
    """Return the words that occur most often in live articles.

    Args:
        fields: All fields with forms, of all segments.
        at_most: The words, with how often each may occur.
        limit: How many to return at most.
    """
    best: list[tuple[int, bytes]] = []
    for name in sorted(at_most, key=lambda name: (-at_most[name], name)):
        if len(best) >= limit and -best[limit - 1][0] > at_most[name]:
            break
        deadlines.check()
        count = sum(
            int(field.live_counts(np.arange(*field.forms.equal_range(name))).sum())
            for field in fields
        )
        if count:
            insort(best, (-count, name))
    return [Counted(name, -count) for count, name in best[:limit]]
