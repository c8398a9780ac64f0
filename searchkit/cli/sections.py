"""The options of a command in its help, by what they are for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_READING = (
    "most_article_size",
    "most_title_length",
    "most_file_size",
    "most_json_values",
    "most_front_matter_size",
    "most_inflation",
)

_SECTIONS = {
    "Which articles": ("source", "since", "until", "undated", "timezone", "strict", "article"),
    "Which hits": ("limit", "offset", "sort", "snippets"),
    "Limits on what is read": _READING,
    "Output": (
        "query",
        "count",
        "keys",
        "null",
        "fields",
        "full",
        "form",
        "colour",
        "no_pager",
        "verbose",
        "is_quiet",
    ),
}
"""Headings, and the names of the parameters below each; all others come first."""

_OTHERS = "Options"

_HEADED = {name: heading for heading, names in _SECTIONS.items() for name in names}


def command(short_help: str, name: str | None = None) -> Callable[..., SectionedCommand]:
    """Return what makes a command of a function.

    Args:
        short_help: What it does, for the list of commands.
        name: Its name, if that is not the function's.
    """
    return click.command(name, cls=SectionedCommand, short_help=short_help)


class SectionedCommand(click.Command):
    """A command whose help has its options in sections."""

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
