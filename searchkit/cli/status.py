"""What a command leaves behind: one line on standard error, and an exit status.

Every error becomes a line and a status here, and nowhere else.
"""

from __future__ import annotations

import contextlib
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from searchkit import output
from searchkit.cli.advice import advised
from searchkit.cli.streams import OutputError, silence, write_error
from searchkit.errors import (
    ArticleNotFoundError,
    CorpusEmptyError,
    IndexLockedError,
    IndexStateError,
    QueryError,
    SearchkitError,
    TurnTakenError,
    UpdateStoppedError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOUND = 0
NOTHING_FOUND = 1
USAGE = 2
UNUSABLE = 3
LOCKED = 4
LOSS = 5
INTERRUPTED = 130

MEANINGS = {
    FOUND: "found, or done",
    NOTHING_FOUND: "nothing found",
    USAGE: "a query, an option or a folder cannot be used",
    UNUSABLE: "the index is missing or cannot be used, or output cannot be written",
    LOCKED: "the index is being written by another process",
    LOSS: "repaired, but articles were lost",
    INTERRUPTED: "stopped by Ctrl-C",
}
"""Every exit status, and what it means."""

# The first class that an error belongs to gives the status.
_STATUS_OF: tuple[tuple[type[SearchkitError], int], ...] = (
    (IndexLockedError, LOCKED),
    (TurnTakenError, LOCKED),
    (IndexStateError, UNUSABLE),
    (ArticleNotFoundError, NOTHING_FOUND),
    (CorpusEmptyError, NOTHING_FOUND),
    (SearchkitError, USAGE),
)


class Program(click.Group):
    """A group of commands that ends in a status, whatever happens, and never in a traceback."""

    def main(self, *args: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run the command that was typed, and end the process with its status."""
        status = self._status_of(*args, **extra)
        return sys.exit(status) if standalone_mode else status

    def _status_of(self, *args: Any, **extra: Any) -> int:
        """Run the command that was typed, and return its status."""
        try:
            invoke: Callable[..., int | None] = super().main
            return invoke(*args, standalone_mode=False, **extra) or FOUND
        except OutputError as error:
            silence()
            if error.is_unread:
                return FOUND
            write_error(f"Error: The output cannot be written: {error.reason}.\n")
            return UNUSABLE
        except click.ClickException as error:
            write_error(f"Error: {_usage_fault(error)}\n")
            return error.exit_code
        except UpdateStoppedError as error:
            write_error(f"{error}\n")
            return INTERRUPTED
        except SearchkitError as error:
            write_error(f"Error: {printable(advised(error))}\n")
            if isinstance(error, QueryError):
                write_error(output.query_fault(error, output.Style()))
            return next(status for kind, status in _STATUS_OF if isinstance(error, kind))
        except (click.Abort, KeyboardInterrupt):
            return INTERRUPTED


def _usage_fault(error: click.ClickException) -> str:
    """Return what was typed wrong, and which help says how to type it."""
    fault = printable(error.format_message())
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is None:
        return fault
    names = ctx.command_path.split(" ")
    see = " ".join([names[0], "help", *names[1:]])
    return f"{fault}{'' if fault.endswith(('.', '?')) else '.'} See: {see}"


def load(module: str) -> None:
    """Import what a command needs, while Ctrl-C still ends the process at once.

    A `KeyboardInterrupt` during an import may become another error, or be lost.
    """
    import_module("searchkit.index")
    import_module(module)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Have Ctrl-C raise `KeyboardInterrupt`, for work that must be ended in order.

    Elsewhere it ends the process at once, even during an import.
    """
    import signal  # late: a search does not need it

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def printable(text: str) -> str:
    """Return a text on one line, with escapes for what cannot be printed."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
