"""Matches, and marks: the matches that a snippet may show.

A *match* is a stretch of a text that answers a leaf of the query. *Marks* are the matches
in order, those that overlap as one. A mark lies in one *block*, the text between two
spans of furniture: nothing in furniture or across it is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.records import NamedTuple, Record

if TYPE_CHECKING:
    from collections.abc import Sequence


_JOINING = frozenset(["", " ", "\N{NO-BREAK SPACE}", "\n", "-", "‐", "\N{NON-BREAKING HYPHEN}"])
"""What stands between two words that are read as one expression."""


class Match(NamedTuple):
    """A stretch of an article's text that answers a leaf of the query.

    It neither begins nor ends with white space.

    Attributes:
        start: Where it begins in the text, in characters.
        end: Where it ends, excluded; above ``start``.
        leaf: The number of the leaf that it answers, from 0.
    """

    start: int
    end: int
    leaf: int


def spans_of(matches: Sequence[Match]) -> tuple[Span, ...]:
    """Return the stretches that matches cover, in order and without overlap.

    Args:
        matches: Matches in the order of the text; one stretch may answer several leaves.
    """
    spans: list[Span] = []
    for start, end, _ in matches:
        if spans and start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def neighbours_joined(text: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return stretches with those as one that have nothing but a space or a hyphen between.

    >>> neighbours_joined("spring tide, tide", [Span(0, 6), Span(7, 11), Span(13, 17)])
    (Span(start=0, end=11), Span(start=13, end=17))
    """
    joined: list[Span] = []
    for span in spans:
        if joined and text[joined[-1].end : span.start] in _JOINING:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)


class Marks(Record):
    """The marks of a text, numbered in its order; a list for each attribute.

    Attributes:
        starts: Where each begins.
        ends: Where each ends, excluded.
        leaves: The leaves of the query that it answers, most often one.
        blocks: The block that it is in: how many spans of furniture begin before it.
    """

    starts: list[int]
    ends: list[int]
    leaves: list[tuple[int, ...]]
    blocks: list[int]

    def leaves_of(self, first: int, stop: int) -> set[int]:
        """Return the leaves of the marks from ``first`` to ``stop``, excluded."""
        return set(chain.from_iterable(self.leaves[first:stop]))

    def within(self, start: int, end: int) -> range:
        """Return the numbers of the marks that lie whole in a stretch of the text."""
        first = bisect_left(self.starts, start)
        return range(first, bisect_right(self.ends, end, first))

    def across(self, at: int) -> int | None:
        """Return the number of the mark that a cut before the character ``at`` would part."""
        before = bisect_left(self.starts, at) - 1
        return before if before >= 0 and self.ends[before] > at else None


def make_marks(matches: Sequence[Match], furniture: Sequence[Span], width: int) -> Marks:
    """Return the marks of matches, in any order; those that touch furniture are left out.

    A chain of overlapping matches is parted where it would outgrow ``width``.
    """
    furnished = [span.start for span in furniture]
    starts: list[int] = []
    ends: list[int] = []
    leaves: list[tuple[int, ...]] = []
    blocks: list[int] = []
    last_end = block = 0
    for start, end, leaf in sorted(matches):
        if furnished:
            block = bisect_right(furnished, start)
            if block and furniture[block - 1].end > start:
                continue
            if block < len(furnished) and furnished[block] < end:
                continue
        stop = min(end, start + width)
        if start < last_end and stop - starts[-1] <= width:
            ends[-1] = last_end = max(last_end, stop)
            leaves[-1] += (leaf,)
        elif stop > last_end:
            starts.append(max(start, last_end))
            ends.append(stop)
            leaves.append((leaf,))
            blocks.append(block)
            last_end = stop
    return Marks(starts, ends, leaves, blocks)
