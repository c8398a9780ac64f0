"""Where passages begin and end: at sentences where these fit, else between words.

    ... came over the wall. |The tide had turned when the gates of the barrier shut.| Nobody ...
                             ----    ===       core       ===            ======
                            begin    first mark          last mark      finish

Around given marks, a passage is made of the sentences from the one with the first mark
to the one with the last. Where these do not fit in the width, it is made of as many
as fit; if not even the first mark fits, the text is cut between words around the marks,
so that no mark is parted. Text longer than any word without white space, such as
Chinese, Japanese or a long address, is cut anywhere but before a combining character.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from searchkit.analysis import is_never_wrapped, sentences
from searchkit.article import Span
from searchkit.late_patterns import late_pattern
from searchkit.quoting.repetition import ELLIPSIS
from searchkit.records import NamedTuple, Record
from searchkit.results import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchkit.quoting.matches import Marks

LONGEST_WORD = 40
"""Characters without white space that still count as one word and are not cut."""

_CONTEXT = 100
"""Characters looked at beyond the reach of a passage.

The end of a sentence is judged by the characters around it, and whether lines are
wrapped by whole lines; this is long enough to find both.
"""

_INK = late_pattern(r"\S")
_JOINED = frozenset({"Mn", "Mc", "Me", "Cf"})  # categories drawn with the character before


class Passage(NamedTuple):
    """A stretch of the text that becomes a snippet."""

    start: int
    end: int
    is_cut_before: bool  # whether its first sentence begins before it
    is_cut_after: bool


class MarkedText(Record):
    """A text with its marks.

    Attributes:
        text: The text.
        marks: What may be shown of its matches.
        furniture: Spans that no passage holds, in order and without overlap.
        width: How long a passage may be, in characters.
    """

    text: str
    marks: Marks
    furniture: Sequence[Span]
    width: int

    def line(self, passage: Passage) -> str:
        """Return the text of a passage, its white space collapsed."""
        return " ".join(self.text[passage.start : passage.end].split())

    def snippet(self, passage: Passage, line: str) -> Snippet:
        """Return a passage, given with its line, as a snippet with the spans of its marks."""
        raw = self.text[passage.start : passage.end]
        before = ELLIPSIS if passage.is_cut_before else ""
        after = ELLIPSIS if passage.is_cut_after else ""
        spans: list[Span] = []
        last_end = 0
        for mark in self.marks.within(passage.start, passage.end):
            start = self.marks.starts[mark] - passage.start
            end = self.marks.ends[mark] - passage.start
            if line != raw:
                start, end = _collapsed(raw, start), len(" ".join(raw[:end].split()))
            start, end = start + len(before), end + len(before)
            if spans and last_end == start:
                spans[-1] = Span(spans[-1].start, end)
            else:
                spans.append(Span(start, end))
            last_end = end
        return Snippet(f"{before}{line}{after}", tuple(spans))

    def opening(self) -> Passage | None:
        """Return the first whole sentences that fit, or a cut one; None without text."""
        for number in range(len(self.furniture) + 1):
            block = self._block(number)
            ink = _INK.search(self.text, block.start, block.end)
            if ink is None:
                continue
            start = ink.start()
            limit = start + self.width
            stop = limit + _CONTEXT
            end = self._last_line_end(stop) if stop < block.end else block.end
            fitting = 0
            for sentence in sentences(self.text[start:end]):
                if start + sentence.end > limit:
                    break
                fitting = start + sentence.end
            if fitting:
                return Passage(start, fitting, is_cut_before=False, is_cut_after=False)
            end = self._nearest_break(limit, start + 1)
            return Passage(start, end, is_cut_before=False, is_cut_after=True)
        return None

    def passage(self, first: int, last: int, taken: Iterable[Passage]) -> Passage | None:
        """Return the passage for the marks from ``first`` to ``last``.

        It holds fewer than all of them where whole sentences do not fit, or where a
        passage in ``taken`` is in the way; it is None where the first mark is in such
        a passage, or reaches into it.
        """
        ends = self.marks.ends
        start, end = self.marks.starts[first], ends[first]
        floor, ceiling = block = self._block(self.marks.blocks[first])
        for passage in taken:
            if passage.start <= start:
                floor = max(floor, passage.end)
            else:
                ceiling = min(ceiling, passage.start)
        if start < floor or end > ceiling:
            return None
        while ends[last] > ceiling:
            last -= 1
        stop = ends[last]
        around = self._surroundings(Span(start, end), stop, block)
        begin = finish = fitting = around.start
        window = self.text[around.start : around.end]
        for first_of, last_of in sentences(window, at=start - around.start):
            if begin <= around.start + first_of <= start:
                begin = around.start + first_of
            finish = around.start + last_of
            if finish <= begin + self.width and finish <= ceiling:
                fitting = finish
            if finish >= stop:
                break
        if begin >= floor and fitting >= end:
            return Passage(begin, fitting, is_cut_before=False, is_cut_after=False)
        cut = self._cut(Span(start, stop), Span(max(begin, floor), min(finish, ceiling)))
        return Passage(*cut, is_cut_before=cut.start != begin, is_cut_after=cut.end != finish)

    def _block(self, number: int) -> Span:
        """Return the stretch after ``number`` spans of furniture, up to the next."""
        start = self.furniture[number - 1].end if number else 0
        is_last = number == len(self.furniture)
        return Span(start, len(self.text) if is_last else self.furniture[number].start)

    def _surroundings(self, first: Span, stop: int, block: Span) -> Span:
        """Return the stretch whose sentences may make a passage from a mark to ``stop``.

        No sentence crosses a blank line, or the ends of a line that is surely not
        wrapped, so the stretch ends there; elsewhere it ends with a whole line.
        """
        text = self.text
        reach = self.width + _CONTEXT
        start = max(block.start, first.end - reach)
        end = min(block.end, first.start + reach)
        line = text.rfind("\n", start, first.start) + 1
        is_own = line and is_never_wrapped(text, line, block.end)
        if is_own:
            start = line
        elif line and (gap := text.rfind("\n\n", start, line)) >= 0:
            start = gap
        elif start > block.start:
            start = text.find("\n", start, start + _CONTEXT) + 1 or start
        gap = text.find("\n\n", stop, end)
        line_end = text.find("\n", first.end, end) if is_own else -1
        if line_end >= stop:
            end = line_end
        elif gap >= 0:
            end = gap
        elif end < block.end:
            end = self._last_line_end(end)
        return Span(start, end)

    def _last_line_end(self, at: int) -> int:
        """Return the last end of a line in the context before ``at``, else ``at``."""
        found = self.text.rfind("\n", at - _CONTEXT, at)
        return at if found < 0 else found

    def _cut(self, core: Span, room: Span) -> Span:
        """Return a stretch of the width around ``core``, cut between words, within ``room``."""
        start = self._nearest_break(core.start, room.start)
        end = self._nearest_break(core.end, room.end)
        if end - start > self.width:
            return core
        begin = max(room.start, start - (self.width - (end - start)) // 2)
        begin = max(room.start, min(begin, room.end - self.width))
        if begin > room.start:
            begin = self._nearest_break(begin, start)
            while (mark := self.marks.across(begin)) is not None:
                begin = self._nearest_break(self.marks.ends[mark], core.start)
        finish = min(room.end, begin + self.width)
        if finish < room.end:
            finish = self._nearest_break(finish, end)
            while (mark := self.marks.across(finish)) is not None:
                finish = self._nearest_break(self.marks.starts[mark], core.end)
        return Span(begin, finish)

    def _nearest_break(self, at: int, stop: int) -> int:
        """Return the offset nearest to ``at``, towards ``stop``, that is beside white space.

        Where none is near, the text there is longer than any word; then it is the
        nearest offset where no character is parted from those drawn with it.
        """
        step = 1 if at < stop else -1
        near = min(abs(stop - at), LONGEST_WORD)
        for offset in range(at, at + step * (near + 1), step):
            if self._is_break(offset):
                return offset
        while at != stop and unicodedata.category(self.text[at]) in _JOINED:
            at += step
        return at

    def _is_break(self, offset: int) -> bool:
        """Whether a cut there parts no word."""
        text = self.text
        if offset in {0, len(text)}:
            return True
        return text[offset].isspace() or text[offset - 1].isspace()


def _collapsed(raw: str, at: int) -> int:
    """Return the offset of the character at ``at``, no white space, in the collapsed text."""
    return len(" ".join(raw[: at + 1].split())) - 1
