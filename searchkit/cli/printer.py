"""How a command prints: the format, the colour, the width, and whether it is quiet."""

from __future__ import annotations

import functools
import os
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from searchkit import output
from searchkit.cli.streams import write, write_error
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TextIO

    from searchkit.notes import Note
    from searchkit.results import Results
    from searchkit.results.explanations import Explanation
    from searchkit.results.found_copies import Copies
    from searchkit.results.printings import Quotations

_Printed = TypeVar("_Printed")
_Noted = TypeVar("_Noted", "Results", "Explanation", "Copies", "Quotations")
_Command = TypeVar("_Command", bound="Callable[..., Any]")

_COLOURS = ("auto", "always", "never")
_RULE = 20  # columns of a line between articles
_UNBROKEN = sys.maxsize
"""Columns of text for a program or a file: its lines are not broken."""


class Printer(Record):
    """Prints the answer of a command.

    Attributes:
        form: The name of the format.
        colour: ``always``, ``never``, or ``auto`` for what the stream can show.
        is_quiet: Whether notes are left out.
    """

    form: str
    colour: str = "auto"
    is_quiet: bool = False

    @property
    def is_data(self) -> bool:
        """Whether the format is for programs."""
        return self.form != "text"

    def print(
        self,
        formats: output.Formats[_Printed],
        *records: _Printed,
        fields: tuple[str, ...] | None = None,
        is_paged: bool = False,
    ) -> None:
        """Print records in the format that was asked for, text with a line between them.

        Args:
            formats: The formats of such records.
            records: The records.
            fields: The fields of each hit, in data; None: the usual ones.
            is_paged: Whether to print text a screen at a time.
        """
        style = self.style(sys.stdout, fields)
        between = "" if self.is_data else f"\n{'─' * _RULE}\n\n"
        text = between.join(formats[self.form](record, style) for record in records)
        self.print_text(text, is_paged=is_paged)

    def print_text(self, text: str, *, is_paged: bool) -> None:
        """Print what is drawn already, text a screen at a time where that is wanted and of use."""
        if is_paged and not self.is_data:
            from searchkit.cli.paging import page  # late: a search pages nothing

            page(text)
        else:
            write(text, is_data=self.is_data)

    def quieted(self, noted: _Noted) -> _Noted:
        """Return a record with notes, in text that is to be quiet without them."""
        return noted.replace(notes=()) if self.is_quiet and not self.is_data else noted

    def note(self, notes: Sequence[Note], query: str = "") -> None:
        """Print notes on standard error, apart from the answer."""
        if notes and not self.is_quiet:
            write_error(output.notes_as_text(notes, query, self.style(sys.stderr)) + "\n")

    def style(self, stream: TextIO, fields: tuple[str, ...] | None = None) -> output.Style:
        """Return how to draw on a stream."""
        is_ascii = not _has_blocks(stream)
        terminal = stream.isatty()
        colour = {"always": True, "never": False}.get(self.colour)
        if colour is None:
            colour = output.wants_colour(os.environ, terminal=terminal)
        return output.Style(
            width=_width(terminal=terminal), colour=colour, fields=fields, is_ascii=is_ascii
        )


def _has_blocks(stream: TextIO) -> bool:
    """Whether the encoding of a stream has the characters that bars are drawn of."""
    try:
        output.BLOCKS.encode(stream.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _width(*, terminal: bool) -> int:
    """Return how wide lines are: COLUMNS is obeyed anywhere."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    if not terminal:
        return _UNBROKEN
    import shutil  # late: it loads every kind of compression

    return shutil.get_terminal_size().columns


def printing(formats: Iterable[str] = ()) -> Callable[[_Command], _Command]:
    """Return what adds `--format`, `--color` and `--quiet`, and gives them as a `printer`.

    Args:
        formats: The names of formats, the usual one first; none: there is only text,
            and nothing to leave out of it.
    """
    names = tuple(formats)
    color = click.option(
        "--color",
        "colour",
        type=click.Choice(_COLOURS),
        default=_COLOURS[0],
        show_default=True,
        help="Whether to print in colour.",
    )
    form = click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=next(iter(names), None),
        show_default=True,
        help="How to print.",
    )
    quiet = click.option(
        "-q", "--quiet", "is_quiet", is_flag=True, help="No notes, and no progress."
    )

    def decorate(command: _Command) -> _Command:
        @functools.wraps(command)
        def printed(
            *args: Any, colour: str, form: str = "text", is_quiet: bool = False, **kwargs: Any
        ) -> Any:
            return command(*args, printer=Printer(form, colour, is_quiet), **kwargs)

        for option in (color, form, quiet) if names else (color,):
            printed = option(printed)
        return printed  # type: ignore[return-value]

    return decorate
