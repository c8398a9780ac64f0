"""What a command leaves behind: one line on standard error, and an exit status.

0   something was found, or done
1   nothing was found
2   a query, an option or a folder that cannot be understood
3   no index, or one that cannot be used
4   the index is being written by another process
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING, Any

import click

from searchkit import output
from searchkit.errors import (
    ArticleNotFoundError,
    CorpusEmptyError,
    IndexLockedError,
    IndexStateError,
    QueryError,
    SearchkitError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FOUND = 0
NOTHING_FOUND = 1
USAGE = 2
NO_INDEX = 3
LOCKED = 4

# The first class that an error belongs to gives its status.
_STATUS_OF: tuple[tuple[type[SearchkitError], int], ...] = (
    (IndexLockedError, LOCKED),
    (IndexStateError, NO_INDEX),
    (ArticleNotFoundError, NOTHING_FOUND),
    (CorpusEmptyError, NOTHING_FOUND),
    (SearchkitError, USAGE),
)


class Group(click.Group):
    """A group of commands whose every error is one line and a status.

    A reader that closes the pipe early, as `head` does, is no error.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what was typed apart."""
        with _readable_usage():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        for stream in (sys.stdout, sys.stderr):
            # A terminal that lacks a character shows its code rather than nothing at all.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        try:
            with _readable_usage():
                return super().invoke(ctx)
        except BrokenPipeError:
            _silence_stdout()
            ctx.exit(FOUND)
        except SearchkitError as error:
            click.echo(f"Error: {printable(str(error))}", err=True)
            if isinstance(error, QueryError):
                click.echo(output.query_fault(error, output.Style()), nl=False, err=True)
            ctx.exit(next(status for kind, status in _STATUS_OF if isinstance(error, kind)))


@contextlib.contextmanager
def _readable_usage() -> Iterator[None]:
    """Keep what was typed from doing anything to the terminal when it is quoted as an error."""
    try:
        yield
    except click.UsageError as error:
        raise click.UsageError(printable(error.format_message()), error.ctx) from error


def printable(text: str) -> str:
    """Return a text on one line, what cannot be printed as escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _silence_stdout() -> None:
    """Keep Python from writing what is left to a pipe that nobody reads any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
