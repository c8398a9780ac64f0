"""Progress on a terminal, and Ctrl-C while something goes on that can be gone on with.

What is drawn stands in one line of standard error, and is wiped away before anything
else is printed. It is drawn by a thread of its own, also while nothing is told; what
is in the line is worked out by :mod:`searchkit.output.progress_line`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import click

from searchkit.cli.status import INTERRUPTED
from searchkit.cli.streams import tell
from searchkit.output.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from searchkit.cli.printer import Printer
    from searchkit.progress import Progress

_EVERY = 0.2  # seconds between two drawings
_WIPE = "\x1b[J"  # all that stands behind, on any terminal but one that is called dumb
_USUAL_WIDTH = 80  # of a terminal that does not say
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # a closed terminal is a wish to stop, too


class Stop:
    """Whether to stop, as the library asks it.

    The first Ctrl-C waits for that question once it is being asked. A second one, or one
    before, ends what is going on at once.
    """

    def __init__(self) -> None:
        self.is_wanted = False
        self._is_asked = False

    def __call__(self) -> bool:
        """Tell whether to stop."""
        self._is_asked = True
        return self.is_wanted

    def take(self, number: int, frame: FrameType | None) -> None:
        """Take in a signal."""
        del number, frame
        if self.is_wanted or not self._is_asked:
            raise KeyboardInterrupt
        self.is_wanted = True


@contextlib.contextmanager
def stoppable() -> Iterator[Stop]:
    """Have signals that end a process ask for a stop instead, but those that are ignored."""
    stop = Stop()
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        for number, handler in before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, stop.take)
        yield stop
    except KeyboardInterrupt:
        if not stop.is_wanted:
            raise
        tell("Stopped at once; what was read since the last commit is not kept.\n")
        raise click.exceptions.Exit(INTERRUPTED) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def progressing(
    printer: Printer, stop: Stop | None = None
) -> Iterator[Callable[[Progress], None] | None]:
    """Give what draws how far something has come, if standard error is a terminal.

    Args:
        printer: What prints the answer, quietly or not.
        stop: Whether to stop, if that can be asked for.
    """
    if printer.is_quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    drawing = _Drawing(stop)
    try:
        yield drawing.take
    finally:
        drawing.end()


class _Drawing:
    """A line of a terminal that is drawn anew again and again.

    Args:
        stop: Whether to stop, if that can be asked for.
    """

    def __init__(self, stop: Stop | None) -> None:
        self._stop = stop
        self._line = ProgressLine(time.monotonic())
        self._lock = threading.Lock()
        self._is_drawn = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def take(self, told: Progress) -> None:
        """Take in how far it has come."""
        with self._lock:
            self._line.take(told, time.monotonic())

    def end(self) -> None:
        """Stop drawing, and wipe away what was drawn."""
        self._ended.set()
        self._thread.join()
        self._show("")

    def _run(self) -> None:
        while not self._ended.wait(_EVERY):
            is_stopping = self._stop is not None and self._stop.is_wanted
            with self._lock:
                now, width = time.monotonic(), _width()
                line = self._line.draw(now, width=width, is_stopping=is_stopping)
            self._show(line)

    def _show(self, line: str) -> None:
        """Have a line stand where the one before stands, and what was typed meanwhile.

        The cursor waits at its beginning. Where a window is made narrower, the line may
        be broken in two, and what is drawn next begins above, where the cursor is.
        """
        if line or self._is_drawn:
            tell(f"\r{line}{_WIPE}\r")
            self._is_drawn = bool(line)


def _width() -> int:
    """Return how many columns the terminal has now."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH
