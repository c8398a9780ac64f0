"""The help of a command: its options by what they are for, on terminals of any width."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from searchkit.limits import DEFAULT_READING_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SECTIONS = {
    "Which articles": (
        "source",
        "since",
        "until",
        "undated",
        "timezone",
        "all_words",
        "some_words",
        "strict",
        "article",
    ),
    "Which hits": ("limit", "offset", "sort", "ranking", "recent", "snippets"),
    "Limits on what is read": tuple(DEFAULT_READING_LIMITS.as_dict()),
    "Output": (
        "query",
        "count",
        "keys",
        "null",
        "fields",
        "full",
        "is_surveyed",
        "output_to",
        "form",
        "is_ascii",
        "colour",
        "no_pager",
        "verbose",
        "is_quiet",
    ),
}
"""Headings, and the names of the parameters below each; all others come first."""

_OTHERS = "Options"

_NARROW = 60  # columns below which names leave no room for meanings beside them
_LEAST = 20

_HEADED = {name: heading for heading, names in _SECTIONS.items() for name in names}


def command(short_help: str, name: str | None = None) -> Callable[..., SectionedCommand]:
    """Return what makes a command of a function.

    Args:
        short_help: What it does, for the list of commands.
        name: Its name, if that is not the function's.
    """
    return click.command(name, cls=SectionedCommand, short_help=short_help)


class FittingFormatter(click.HelpFormatter):
    """Lays out help on narrow terminals too, beyond whose edge click would write."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        import shutil  # late: only help needs it

        super().__init__(indent_increment, width, max_width)
        columns = shutil.get_terminal_size().columns
        self._is_narrow = columns < _NARROW
        if self._is_narrow:
            self.width = max(columns - 2, _LEAST)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write what each name means, beside it or, where there is no room, below."""
        super().write_dl(rows, self.width // 4 if self._is_narrow else col_max, col_spacing)


class FittingContext(click.Context):
    """The context of a command whose help fits."""

    formatter_class = FittingFormatter


class SectionedCommand(click.Command):
    """A command whose help has its options in sections."""

    context_class = FittingContext

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of each section; one that would be alone in it is with the others."""
        options = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        sizes = Counter(map(_heading, options))
        rows: dict[str, list[tuple[str, str]]] = {_OTHERS: [], **{h: [] for h in _SECTIONS}}
        for option in options:
            heading = _heading(option)
            record = option.get_help_record(ctx)
            if record is not None:
                rows[heading if sizes[heading] > 1 else _OTHERS].append(record)
        for heading, records in rows.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)


def _heading(option: click.Option) -> str:
    return _HEADED.get(option.name or "", _OTHERS)
