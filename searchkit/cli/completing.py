"""How a shell completes what is being typed, from what the index holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
)

import searchkit
from searchkit.cli.manual import PAGES
from searchkit.errors import SearchkitError

if TYPE_CHECKING:
    from searchkit.results import Completion, CompletionKind

_SOURCES = 100  # that a shell shows at most

_SPECIAL = re.compile(r"([^\w@%+=:,./-])")  # to bash
_ESCAPED = r"\\\1"

_PROGRAM = "searchkit"


def sources(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the sources of the index that begin as typed; none where there is no index."""
    return [
        CompletionItem(one.text, help=f"{one.count:,} articles")
        for one in _completions(ctx, incomplete, kind="source", limit=_SOURCES)
    ]


def queries(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the fields, sources and words that the query may go on with, likewise."""
    # bash takes a colon for a word of its own, or for the beginning of one, and keeps it.
    words = [str(word) for word in ctx.params.get("query") or ()]
    is_after_colon = incomplete.startswith(":") or words[-1:] == [":"]
    typed = incomplete.removeprefix(":")
    if is_after_colon:
        field = next((word for word in reversed(words) if word != ":"), "")
        kept = ""
    else:
        field, colon, typed = typed.rpartition(":")
        kept = field + colon
    return [
        CompletionItem((kept if field else _field_of(one)) + _quoted(one), help=one.kind)
        for one in _completions(ctx, f"{field}:{typed}" if field else typed)
    ]


def topics(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the commands and pages that help may be asked for."""
    program = ctx.find_root().command
    commands = program.list_commands(ctx) if isinstance(program, click.Group) else []
    return [CompletionItem(name) for name in (*commands, *PAGES) if name.startswith(incomplete)]


def _completions(
    ctx: click.Context, typed: str, *, kind: CompletionKind | None = None, limit: int = 10
) -> list[Completion]:
    """Return how what was typed may go on; nothing where there is no index to ask."""
    try:
        with searchkit.open(ctx.params.get("directory") or "index") as index:
            found = index.complete(typed, kind=kind, limit=limit)
    except SearchkitError:
        return []
    # Others would reach the terminal as they are.
    return [one for one in found if one.text.isprintable()]


def _field_of(completion: Completion) -> str:
    return "source:" if completion.kind == "source" else ""


def _quoted(completion: Completion) -> str:
    return f'"{completion.text}"' if " " in completion.text else completion.text


@add_completion_class
class EscapingBashComplete(BashComplete):
    """Completes for bash, which takes what it is offered as if it had been typed.

    Other shells put the signs that mean something to them in quotes by themselves.
    """

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion as the script reads it, its spaces and quotes escaped."""
        return f"{item.type},{_SPECIAL.sub(_ESCAPED, item.value)}"


def script(command: click.Command, shell: str) -> str:
    """Return the script that makes a shell, one of :data:`SHELLS`, complete a command."""
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"There is no completion for the shell {shell}.")
    return kind(command, {}, _PROGRAM, f"_{_PROGRAM}_COMPLETE".upper()).source()
