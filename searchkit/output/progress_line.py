"""How far something has come that takes long, as one line. Pure: the time is given, not asked.

What takes less than a second is not worth a line. How long it will take is told when
that can be known, after five seconds, and from the pace of the last minute, since a
folder may have large files first and small ones behind, and a machine other things to do.
A line that is too long for the terminal does without what matters least.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from searchkit.output.display import display_width
from searchkit.output.phrasing import counted
from searchkit.progress import Phase
from searchkit.records import Record

if TYPE_CHECKING:
    from searchkit.progress import Progress

QUIET = 1.0
"""Seconds in which nothing is drawn."""

_KNOWABLE = 5.0  # seconds of a phase after which the time that is left is told
_MEMORY = 60.0  # seconds that tell the pace
_GAP = 0.25  # seconds between what is remembered for that

_HEADS = {
    Phase.WAITING: "Waiting",
    Phase.READING: "Reading",
    Phase.WRITING: "Writing",
    Phase.MERGING: "Merging",
    Phase.CHECKING: "Checking",
}


class _Sample(Record):
    """How far it had come at a time."""

    time: float
    articles: int
    done: int


class ProgressLine:
    """The line of something that is going on.

    Args:
        began: When it began, in seconds of any clock; all times are of that clock.
    """

    def __init__(self, began: float) -> None:
        self._began = began
        self._told: Progress | None = None
        self._samples: deque[_Sample] = deque()
        self._phase_began = began

    def take(self, told: Progress, now: float) -> None:
        """Take in how far it has come."""
        is_another = self._told is None or self._told.phase != told.phase
        if is_another or (self._told and told.done < self._told.done):
            self._samples.clear()
            self._phase_began = now
        self._told = told
        if not self._samples or now - self._samples[-1].time >= _GAP:
            self._samples.append(_Sample(now, told.articles, told.done))
        while len(self._samples) > 2 and self._samples[1].time <= now - _MEMORY:
            self._samples.popleft()

    def draw(self, now: float, *, width: int, is_stopping: bool = False) -> str:
        """Return the line at a time; empty: there is nothing to draw.

        Args:
            now: The time.
            width: Columns of the terminal; the last one stays free.
            is_stopping: Whether it was asked to stop, and will soon.
        """
        told = self._told
        if told is None or now - self._began < QUIET:
            return ""
        head = _HEADS[told.phase]
        if told.phase is Phase.WAITING:
            head += f" for process {told.holder.pid}" if told.holder else " for another process"
        is_stopping = is_stopping and told.phase is Phase.READING
        if is_stopping:
            head = "Stopping"
        facts = self._facts(told, now, is_stopping=is_stopping)
        return _fitting(head, facts, width - 1)

    def _facts(self, told: Progress, now: float, *, is_stopping: bool) -> list[tuple[int, str]]:
        """Return what is told in order, each with its weight: of the least they are left out."""
        facts = []
        if told.articles:
            facts.append((4, counted(told.articles, "article")))
        if not told.total:
            return [*facts, (2, _elapsed(now - self._phase_began))]
        facts.append((3, f"{100 * min(told.done, told.total) // told.total} %"))
        if is_stopping:
            return facts  # the rest will not be read
        if rate := self._rate(now):
            facts.append((1, f"{rate:,} a second"))
        if left := self._left(told, now):
            facts.append((2, f"{left} left"))
        return facts

    def _rate(self, now: float) -> int:
        """Return the articles of a second, of late; 0: that is not known."""
        first, last = self._samples[0], self._told
        seconds = now - first.time
        if last is None or seconds < QUIET:
            return 0
        return round((last.articles - first.articles) / seconds)

    def _left(self, told: Progress, now: float) -> str:
        """Return how long it will still take in this phase; empty: that is not known."""
        first = self._samples[0]
        read = told.done - first.done
        if now - self._phase_began < _KNOWABLE or read <= 0:
            return ""
        return _rounded((told.total - told.done) * (now - first.time) / read)


def _fitting(head: str, facts: list[tuple[int, str]], width: int) -> str:
    """Return a line of a head and as many of the facts as there is room for."""
    while facts:
        line = f"{head}: {', '.join(fact for _, fact in facts)}"
        if display_width(line) <= width:
            return line
        facts = [fact for fact in facts if fact != min(facts)]
    return head[: max(width, 0)]


def _elapsed(seconds: float) -> str:
    """Return how long it has taken.

    >>> _elapsed(4.7), _elapsed(125)
    ('4 s', '2 min 5 s')
    """
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _rounded(seconds: float) -> str:
    """Return a time that is guessed, no more exactly than that.

    >>> _rounded(0.2), _rounded(44), _rounded(110), _rounded(5000)
    ('1 s', '45 s', '2 min', '1 h 23 min')
    """
    if seconds < 20:
        return f"{max(round(seconds), 1)} s"
    if seconds < 57.5:
        return f"{5 * round(seconds / 5)} s"
    minutes = max(round(seconds / 60), 1)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"
