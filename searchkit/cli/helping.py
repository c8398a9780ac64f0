"""`help` and `completion`: the command explains itself, to a person and to a shell."""

from __future__ import annotations

import click

from searchkit.cli.options import SHELLS
from searchkit.cli.program import unknown
from searchkit.cli.streams import write


@click.command("help", short_help="Tell all of a command.")
@click.argument("topic", required=False)
@click.pass_context
def help_(ctx: click.Context, topic: str | None) -> None:
    """Tell what there is, or all of the command TOPIC."""
    root = ctx.find_root()
    program = root.command
    assert isinstance(program, click.Group)
    if topic is None:
        write(root.get_help() + "\n")
        return
    command = program.get_command(root, topic)
    if command is None:
        raise click.UsageError(unknown("command", topic, program.list_commands(root)), ctx)
    with click.Context(command, info_name=topic, parent=root) as of_command:
        write(of_command.get_help() + "\n")


@click.command(short_help="Print what makes a shell complete commands and queries.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what makes SHELL complete commands, options and the names of sources.

    \b
    bash:  searchkit completion bash > ~/.local/share/bash-completion/completions/searchkit
    zsh:   searchkit completion zsh > ~/.zfunc/_searchkit
    fish:  searchkit completion fish > ~/.config/fish/completions/searchkit.fish
    """
    from searchkit.cli.completing import script

    write(script(ctx.find_root().command, shell))
