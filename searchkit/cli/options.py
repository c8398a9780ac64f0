"""Options that several commands share, and how their values are completed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem, get_completion_class

import searchkit
from searchkit.errors import SearchkitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Command = TypeVar("Command", bound="Callable[..., Any]")

SHELLS = ("bash", "zsh", "fish")

_PROGRAM = "searchkit"


class Text(click.types.StringParamType):
    """Text as it was typed; bytes that are not UTF-8 become U+FFFD."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text without the surrogates that stand for stray bytes in arguments."""
        del param, ctx
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def index_option(command: Command) -> Command:
    """Add `--index`."""
    return click.option(
        "--index",
        "directory",
        type=click.Path(path_type=Path),
        default="index",
        show_default=True,
        envvar="SEARCHKIT_INDEX",
        show_envvar=True,
        metavar="DIR",
        help="The index directory.",
    )(command)


def timezone_option(command: Command) -> Command:
    """Add `--timezone`."""
    return click.option(
        "--timezone",
        type=Text(),
        envvar="SEARCHKIT_TIMEZONE",
        show_envvar=True,
        metavar="ZONE",
        help="The zone that dates are meant in, such as Europe/Berlin or UTC. "
        "[default: the machine's]",
    )(command)


def wait_option(command: Command) -> Command:
    """Add `--wait`."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=0,
        metavar="SECONDS",
        help="Wait so long for another process that is writing the index.",
    )(command)


def format_option(formats: Iterable[str]) -> Callable[[Command], Command]:
    """Return what adds `--format`, with the names of formats, the usual one first."""
    names = tuple(formats)
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to print.",
    )


def complete_source(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the sources of the index that begin as typed; none where there is no index."""
    del param
    try:
        with searchkit.open(ctx.params.get("directory") or "index") as index:
            counts = index.sources()
    except SearchkitError:
        return []
    begun = incomplete.casefold()
    return [
        CompletionItem(count.source, help=f"{count.articles:,} articles")
        for count in counts
        if count.source and count.source.casefold().startswith(begun)
    ]


def completion_script(command: click.Command, shell: str) -> str:
    """Return the script that makes a shell, one of :data:`SHELLS`, complete a command."""
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"There is no completion for the shell {shell}.")
    return kind(command, {}, _PROGRAM, f"_{_PROGRAM}_COMPLETE".upper()).source()
