"""Progress on a terminal, and Ctrl-C during an update, which can be continued later.

Progress is drawn in one line of standard error, which is wiped before anything else is
printed. A thread of its own draws it, also while there is no news;
:mod:`searchkit.output.progress_line` makes the line.
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
from searchkit.cli.streams import write_error
from searchkit.output.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from searchkit.cli.printer import Printer
    from searchkit.progress import Progress

_EVERY = 0.2  # seconds between two drawings
_WIPE = "\x1b[J"  # erases what follows the cursor, on any terminal but a dumb one
_USUAL_WIDTH = 80  # of a terminal that does not say
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")  # a closed terminal is a wish to stop, too


class Stop:
    """Whether to stop, as the library asks it.

    Once the library asks, the first Ctrl-C waits for the next question. A second one, or
    one before any question, stops at once.

    Attributes:
        is_wanted: Whether to stop.
        is_ctrl_c: Whether that was asked by Ctrl-C.
    """

    def __init__(self) -> None:
        self.is_wanted = False
        self.is_ctrl_c = False
        self._is_asked = False

    def __call__(self) -> bool:
        """Whether to stop."""
        self._is_asked = True
        return self.is_wanted

    def take(self, number: int, frame: FrameType | None) -> None:
        """Take in a signal."""
        del frame
        self.is_ctrl_c = number == signal.SIGINT
        if self.is_wanted or not self._is_asked:
            raise KeyboardInterrupt
        self.is_wanted = True


@contextlib.contextmanager
def stoppable() -> Iterator[Stop]:
    """Turn signals that end a process into a request to stop, unless they are ignored."""
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
        write_error("Stopped at once; what was read since the last commit is not kept.\n")
        raise click.exceptions.Exit(INTERRUPTED) from None
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def progressing(
    printer: Printer, stop: Stop | None = None
) -> Iterator[Callable[[Progress], None] | None]:
    """Give a function that draws progress, or None if standard error is no terminal.

    Args:
        printer: What prints the answer, quietly or not.
        stop: The request to stop, where there can be one.
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
    """A line of a terminal that is redrawn again and again.

    Args:
        stop: The request to stop, where there can be one.
    """

    def __init__(self, stop: Stop | None) -> None:
        self._stop = stop
        self._line = ProgressLine(time.monotonic())
        self._lock = threading.Lock()
        self._is_drawn = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._redraw, daemon=True)
        self._thread.start()

    def take(self, progress: Progress) -> None:
        """Take in how far it has come."""
        with self._lock:
            self._line.take(progress, time.monotonic())

    def end(self) -> None:
        """Stop drawing, and wipe away what was drawn."""
        self._ended.set()
        self._thread.join()
        self._show("")

    def _redraw(self) -> None:
        while not self._ended.wait(_EVERY):
            is_stopping = self._stop is not None and self._stop.is_wanted
            with self._lock:
                now, width = time.monotonic(), _width()
                line = self._line.draw(now, width=width, is_stopping=is_stopping)
            self._show(line)

    def _show(self, line: str) -> None:
        """Draw a line over the one before, and over what was typed meanwhile.

        The cursor is left at the beginning of the line. If the window is made narrower,
        the line may become two; the next one is drawn from the cursor, over both.
        """
        if line or self._is_drawn:
            write_error(f"\r{line}{_WIPE}\r")
            self._is_drawn = bool(line)


def _width() -> int:
    """Return how many columns the terminal has now."""
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH
