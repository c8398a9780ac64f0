"""Headlines of other pieces, beside the labels that point to them.

Below a label down to the end of the text there is nothing but other pieces. Where the article goes
on, a headline looks just like a heading of its own: then no more than three are taken,
and if the article has headings elsewhere, only the one next to the label, and only if it is
worded as a whole headline.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from searchkit.corpus.facts.furniture.labels import points_back
from searchkit.corpus.facts.furniture.marks import Mark
from searchkit.corpus.facts.furniture.rules import is_names
from searchkit.corpus.facts.titles import is_headline
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_AT_THE_END = 12  # headlines of other pieces after a label, with nothing behind them
_MOST_BETWEEN = 3  # and where the article goes on
_PLAIN_HEADLINE = 5  # words; a heading of the article itself is often shorter
_LONGEST = 200  # characters of a headline
_LONGEST_BETWEEN = 130
_LONGEST_QUESTION = 80
_CLOSING_MARKS = ('"', "'", "”", "’", "»", "“")


class Labels(NamedTuple):
    """The lines of a text, to find the headlines that labels such as `Read more` point to."""

    lines: Sequence[str]
    filled: Sequence[int]
    known: set[int]  # what is furniture already, or a caption
    title: str

    def others(self, marks: Mapping[int, Mark]) -> set[int]:
        """Return the numbers of the headlines of other pieces."""
        labels = [
            index
            for index, number in enumerate(self.filled)
            if marks.get(number) is Mark.LABEL and ":" not in self.lines[number].rstrip(": \t*_")
        ]
        if not labels:
            return set()
        others = self._at_the_end(labels)
        groups = [self._beside(index) for index in labels]
        if not any(groups):
            return others
        taken = self.known.union(others, *groups)
        rest = [number for number in self.filled if number not in taken]
        has_headings = any(map(self._is_headline, rest[1:-1]))
        for group in groups:
            if has_headings:
                others |= {number for number in group[:1] if self._is_plain(number)}
            elif len(group) <= _MOST_BETWEEN:
                others |= set(takewhile(self._is_terse, group))
        return others

    def _at_the_end(self, labels: Sequence[int]) -> set[int]:
        """Return the lines from a label down to the end, if they all may be of other pieces."""
        own: list[int] = []
        for index in range(len(self.filled) - 1, -1, -1):
            number = self.filled[index]
            if number not in self.known:
                if len(own) == _MOST_AT_THE_END or not self._may_close(number):
                    break
                own.append(index)
        for label in labels:
            below = {self.filled[one] for one in own if one > label}
            is_many = len(below) > _MOST_BETWEEN
            if label > index and not (is_many and points_back(self.lines[self.filled[label]])):
                return below
        return set()

    def _may_close(self, number: int) -> bool:
        """Whether a line may stand among other pieces at the end: `Ann Poe`, a topic, too."""
        line = self.lines[number].strip()
        return self._is_headline(number) or (len(line.split()) < 4 and is_names(line))

    def _beside(self, index: int) -> list[int]:
        """Return the headlines after a label, or else the one before."""
        following = self.filled[index + 1 : index + 2 + _MOST_BETWEEN]
        own = (number for number in following if number not in self.known)
        after = list(takewhile(self._is_headline, own))
        if after or not points_back(self.lines[self.filled[index]]):
            return after
        before = self.filled[max(index - 1, 0) : index]
        return [n for n in before if n not in self.known and self._is_headline(n)]

    def _is_headline(self, number: int) -> bool:
        """Whether a line looks like the headline of another piece."""
        line = self.lines[number].strip()
        return (
            len(line) <= _LONGEST
            and line.count(" ") >= 2
            and not line[0].islower()
            and line != self.title
            and is_headline(line)
        )

    def _is_terse(self, number: int) -> bool:
        """Whether a line is short and neither a long question nor a quotation."""
        line = self.lines[number].strip()
        longest = _LONGEST_QUESTION if line.endswith("?") else _LONGEST_BETWEEN
        return len(line) <= longest and not line.endswith(_CLOSING_MARKS)

    def _is_plain(self, number: int) -> bool:
        """Whether a line is worded as a whole headline, which headings seldom are."""
        line = self.lines[number].rstrip()
        is_whole = line.count(" ") + 1 >= _PLAIN_HEADLINE and not line.endswith("?")
        return is_whole and self._is_terse(number)
