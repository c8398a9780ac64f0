"""Which passages of a text are shown: those whose words weigh most, without repeating any.

The work stays near the matches. Every mark starts a *cluster*: the marks after it,
within the width of a passage, that answer the most leaves. What a cluster holds bounds
what its passage can hold, so clusters wait in a heap and are tried from the best
down, and sentences are looked for only around those that are tried.

    tide . . . moon . . . tide . . . . . . . . . moon surge
    [ cluster of mark 0 ]                                     tide + moon
               [ of 1 ...       ]                             moon + tide
                                                [ of 3    ]   moon + surge

A cluster that was tried may turn out to hold less than it promised, since sentences
are longer than stretches of words, or other passages are in the way; then it goes back
into the heap with what it does hold.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, TypeAlias

from searchkit.late_patterns import late_pattern
from searchkit.quoting.repetition import is_seen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from searchkit.quoting.passages import MarkedText, Passage

_PATIENCE = 64
"""How many clusters may disappoint: by holding less than promised, or a text shown before.

After that, no cluster promises more than its first mark, which it surely holds, and no
text is tried again. So a long text takes no longer than a short one.
"""

_SENTENCE_END = late_pattern(r"[.!?…][\s\"'”’»)]|[\n。！？]")  # roughly, for comparing clusters

_Cluster: TypeAlias = tuple[int, int, int, int, int]
"""Neighbouring marks that one passage may hold; the least is the best.

The weight of their leaves that no passage has shown and that of all their leaves, both
negated; the distance between the first mark and the last; and the numbers of these.
"""


def choose_passages(
    marked: MarkedText, weights: Mapping[int, int], limit: int, seen: AbstractSet[str]
) -> list[tuple[Passage, str]]:
    """Return the passages worth showing with their lines, the best first.

    Args:
        marked: The text, with one mark or more.
        weights: How much each leaf that its marks answer weighs.
        limit: How many passages at most.
        seen: Sentences that need not be shown again.
    """
    return _Choice(marked, weights, seen).of_most(limit)


class _Choice:
    """The passages chosen so far, and the clusters that further ones may come from."""

    def __init__(
        self, marked: MarkedText, weights: Mapping[int, int], seen: AbstractSet[str]
    ) -> None:
        self._marked = marked
        self._weights = weights
        self._seen = seen
        self._heap = _clusters(marked, weights)
        heapify(self._heap)
        self._chosen: dict[str, Passage] = {}  # by their lines
        self._shown: set[int] = set()  # leaves
        self._enough = 0  # the weight of the first passage
        self._patience = _PATIENCE

    def of_most(self, limit: int) -> list[tuple[Passage, str]]:
        """Return so many passages at most, the best first."""
        chosen, marked = self._chosen, self._marked
        while self._heap and len(chosen) < limit:
            cluster = heappop(self._heap)
            fresh, weight, _, first, last = cluster
            if 0 < len(self._shown) < len(self._weights):
                current = self._weighed(first, last)
                if current > cluster:
                    heappush(self._heap, current)
                    continue
            if chosen and not fresh and -weight < self._enough:
                break
            passage = marked.passage(first, last, chosen.values())
            if passage is None:
                continue
            held = marked.marks.within(passage.start, passage.end)
            if max(first, held.stop - 1) < last:
                self._lower(first, max(first, held.stop - 1))
                continue
            line = marked.line(passage)
            if line in chosen or is_seen(line, self._seen):
                self._patience -= 1
                if self._patience <= 0:
                    break
                continue
            chosen[line] = passage
            if len(chosen) < limit:
                self._show(marked.marks.leaves_of(held.start, held.stop))
        return [(passage, line) for line, passage in chosen.items()]

    def _lower(self, first: int, last: int) -> None:
        """Put a cluster back into the heap that holds no more than the marks to ``last``."""
        heappush(self._heap, self._weighed(first, last))
        self._patience -= 1
        if self._patience == 0:
            self._heap = [self._weighed(other, other) for *_, other, _ in self._heap]
            heapify(self._heap)

    def _show(self, leaves: set[int]) -> None:
        """Take in which leaves the passage shows that was chosen last."""
        new = leaves - self._shown
        if not self._shown:
            self._enough = sum([self._weights[leaf] for leaf in new])
        self._shown |= new
        if new and 1 < len(self._shown) == len(self._weights):
            # All leaves are shown: what is left has to weigh as much as the first.
            self._heap = [(0, *one[1:]) for one in self._heap if -one[1] >= self._enough]
            heapify(self._heap)

    def _weighed(self, first: int, last: int) -> _Cluster:
        """Return the cluster of those marks, weighed against the leaves shown already."""
        leaves = self._marked.marks.leaves_of(first, last + 1)
        return (
            -sum([self._weights[leaf] for leaf in leaves - self._shown]),
            -sum([self._weights[leaf] for leaf in leaves]),
            _distance(self._marked, first, last),
            first,
            last,
        )


def _clusters(marked: MarkedText, weights: Mapping[int, int]) -> list[_Cluster]:
    """Return for each mark the nearest marks from there on that answer the most leaves."""
    marks = marked.marks
    starts, ends, blocks = marks.starts, marks.ends, marks.blocks
    if len(weights) == 1:  # then each mark shows as much by itself
        (weight,) = weights.values()
        return [(-weight, -weight, 0, number, number) for number in range(len(starts))]
    clusters: list[_Cluster] = []
    nearest: dict[int, int] = {}  # leaf -> first mark from here on that has it; farthest first
    block = -1
    for first in range(len(starts) - 1, -1, -1):
        if blocks[first] != block:
            nearest.clear()
            block = blocks[first]
        for leaf in marks.leaves[first]:
            nearest.pop(leaf, None)
            nearest[leaf] = first
        weight, last, limit = 0, first, starts[first] + marked.width
        for leaf, number in reversed(nearest.items()):
            if ends[number] > limit:
                break
            weight += weights[leaf]
            last = number
        distance = 0 if first == last else _distance(marked, first, last)
        clusters.append((-weight, -weight, distance, first, last))
    return clusters


def _distance(marked: MarkedText, first: int, last: int) -> int:
    """Return how far apart two marks start; a width farther where a sentence ends between."""
    if first == last:
        return 0
    start, stop = marked.marks.starts[first], marked.marks.starts[last]
    is_parted = _SENTENCE_END.search(marked.text, marked.marks.ends[first], stop) is not None
    return stop - start + is_parted * marked.width
