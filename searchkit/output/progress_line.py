"""How far a long task has come, as one line. Pure: the time is given, not asked for.

What takes less than a second is not worth a line. The time that is left is shown after
five seconds, and judged by the pace of the last minute, since a folder may have large
files first and small ones later, and the machine may be busy. A line that is too long
for the terminal leaves out what matters least.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from searchkit.output.display import display_width
from searchkit.output.phrasing import counted
from searchkit.progress import Phase

if TYPE_CHECKING:
    from searchkit.progress import Progress

QUIET = 1.0
"""Seconds in which nothing is drawn."""

_KNOWABLE = 5.0  # seconds of a phase after which the time that is left is shown
_MEMORY = 60.0  # seconds that the pace is judged by
_GAP = 0.25  # seconds between two samples of that

_HEADS = {
    Phase.WAITING: "Waiting",
    Phase.READING: "Reading",
    Phase.WRITING: "Writing",
    Phase.MERGING: "Merging",
    Phase.CHECKING: "Checking",
    Phase.EVALUATING: "Evaluating",
}


class ProgressLine:
    """The line of something that is going on.

    Args:
        began: When it began, in seconds of any clock; all times are of that clock.
    """

    def __init__(self, began: float) -> None:
        self._began = began
        self._latest: Progress | None = None
        self._samples: deque[tuple[float, Progress]] = deque()  # each after its time
        self._phase_began = began

    def take(self, progress: Progress, now: float) -> None:
        """Take in how far it has come."""
        before, self._latest = self._latest, progress
        if before is None or before.phase != progress.phase or progress.done < before.done:
            self._samples.clear()
            self._phase_began = now
        if not self._samples or now - self._samples[-1][0] >= _GAP:
            self._samples.append((now, progress))
        while len(self._samples) > 2 and self._samples[1][0] <= now - _MEMORY:
            self._samples.popleft()

    def draw(self, now: float, *, width: int, is_stopping: bool = False) -> str:
        """Return the line at a time; empty: there is nothing to draw.

        Args:
            now: The time.
            width: Columns of the terminal; the last one stays free.
            is_stopping: Whether it was asked to stop, and will soon.
        """
        latest = self._latest
        if latest is None or now - self._began < QUIET:
            return ""
        head = _HEADS[latest.phase]
        if latest.phase is Phase.WAITING:
            head += f" for process {latest.holder.pid}" if latest.holder else " for another process"
        is_stopping = is_stopping and latest.phase is Phase.READING
        if is_stopping:
            head = "Stopping"
        facts = self._facts(latest, now, is_stopping=is_stopping)
        return _fitting(head, facts, width - 1)

    def _facts(self, latest: Progress, now: float, *, is_stopping: bool) -> list[tuple[int, str]]:
        """Return the facts in order, each with a weight; the least are left out first."""
        facts = []
        if latest.articles:
            facts.append((4, counted(latest.articles, "article")))
        if not latest.total:
            return [*facts, (2, _elapsed(now - self._phase_began))]
        facts.append((3, f"{100 * min(latest.done, latest.total) // latest.total} %"))
        if is_stopping:
            return facts  # the rest will not be read
        if rate := self._rate(latest, now):
            facts.append((1, f"{rate:,} a second"))
        if left := self._left(latest, now):
            facts.append((2, f"{left} left"))
        return facts

    def _rate(self, latest: Progress, now: float) -> int:
        """Return how many articles a second were read lately; 0: not known."""
        began, first = self._samples[0]
        if now - began < QUIET:
            return 0
        return round((latest.articles - first.articles) / (now - began))

    def _left(self, latest: Progress, now: float) -> str:
        """Return how long this phase will still take; empty: not known."""
        began, first = self._samples[0]
        read = latest.done - first.done
        if now - self._phase_began < _KNOWABLE or read <= 0:
            return ""
        return _rounded((latest.total - latest.done) * (now - began) / read)


def _fitting(head: str, facts: list[tuple[int, str]], width: int) -> str:
    """Return a line of a head and as many facts as fit."""
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
