"""The program: which commands there are, and in which module each is.

A module is loaded when one of its commands is typed, so that a search waits for
nothing that only other commands need.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

import searchkit
from searchkit.cli.help_layout import FittingContext
from searchkit.cli.status import MEANINGS, Program
from searchkit.nearest_names import nearest_name

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMPLETING = "_SEARCHKIT_COMPLETE"
"""What a shell sets to ask for completions; the name is click's choice."""

_SECTIONS = {
    "Find and read": {
        "search": "search_commands",
        "show": "show_command",
        "similar": "similar_command",
        "quotes": "quotes_command",
        "copies": "copies_command",
        "read": "read_command",
        "explain": "search_commands",
        "serve": "serve_command",
        "mcp": "mcp_command",
        "timeline": "timeline_command",
        "sources": "count_commands",
        "batch": "batch_command",
        "stats": "count_commands",
    },
    "Saved searches": {
        "save": "saved_commands",
        "saved": "saved_commands",
        "forget": "saved_commands",
        "new": "saved_commands",
    },
    "Keep the index": {
        "index": "index_commands",
        "watch": "watch_command",
        "check": "index_commands",
        "repair": "index_commands",
        "transfer": "index_commands",
    },
    "Judge the answers": {
        "evaluate": "evaluate_command",
    },
    "Help": {
        "complete": "count_commands",
        "suggest": "count_commands",
        "completion": "help_commands",
        "help": "help_commands",
    },
}
"""The commands as help lists them, each with the module of this package that has it."""

_MODULES = {name: module for section in _SECTIONS.values() for name, module in section.items()}


class _Searchkit(Program):
    """The program, whose commands are loaded when they are named."""

    context_class = FittingContext

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command that was typed, or complete one for a shell."""
        if _COMPLETING in os.environ:
            import_module("searchkit.cli.shell_completion")  # it knows the shells
        return super().main(*args, **extra)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        del ctx
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"searchkit.cli.{_MODULES[cmd_name]}")
        command: click.Command = getattr(module, "help_" if cmd_name == "help" else cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that was typed, or say which was meant."""
        name = args[0]
        if name not in _MODULES and not name.startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(unknown("command", name, _MODULES), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, a line for each, by what they are for."""
        from searchkit.output.manual import PAGES  # late: only help needs it

        for heading, names in _SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, self._short_help(ctx, name)) for name in names])
        with formatter.section("Pages (searchkit help PAGE)"):
            formatter.write_dl([(topic, page.about) for topic, page in PAGES.items()])
        with formatter.section("Exit status"):
            formatter.write_dl([(str(status), means) for status, means in MEANINGS.items()])

    def _short_help(self, ctx: click.Context, name: str) -> str:
        command = self.get_command(ctx, name)
        return command.get_short_help_str(limit=80) if command else ""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return what is said of a name that is not known, with the one that may have been meant."""
    near = nearest_name(name, known)
    meant = f"Did you mean {near}?" if near else f"There are: {', '.join(known)}."
    return f"There is no {what} {name!r}. {meant}"


@click.group(
    cls=_Searchkit,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(searchkit.__version__, "-V", "--version", message="searchkit %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Search a folder of articles by their words, dates and sources.

    \b
    searchkit index corpus             bring the index up to date with a folder
    searchkit search "spring tide"     find articles
    searchkit show KEY                 read one
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
