"""`help` and `completion`: how to type commands, for people and for shells."""

from __future__ import annotations

import sys

import click

from searchkit.cli.help_layout import command
from searchkit.cli.options import SHELLS, completed_by, pager_option
from searchkit.cli.printer import Printer, printing
from searchkit.cli.program import unknown
from searchkit.cli.streams import write
from searchkit.output.manual import PAGES, read_page
from searchkit.output.pages import page_as_text


@command("Show the help of a command, or a page of the manual.", "help")
@click.argument(
    "topic", metavar="[COMMAND|PAGE]", required=False, shell_complete=completed_by("topics")
)
@pager_option
@printing()
@click.pass_context
def help_(ctx: click.Context, topic: str | None, no_pager: bool, printer: Printer) -> None:
    """List the commands and pages, or show one.

    \b
    searchkit help search    what a command does, and its options
    searchkit help query     the query language
    searchkit help dates     how dates are written
    """
    root = ctx.find_root()
    program = root.command
    assert isinstance(program, click.Group)
    if topic is None:
        text = root.get_help() + "\n"
    elif topic in PAGES:
        topics = {page.file: name for name, page in PAGES.items()}
        text = page_as_text(read_page(topic), printer.style(sys.stdout), topics=topics)
    elif named := program.get_command(root, topic):
        with named.context_class(named, info_name=topic, parent=root) as of_command:
            text = of_command.get_help() + "\n"
    else:
        known = [*program.list_commands(root), *PAGES]
        raise click.UsageError(unknown("help on", topic, known), ctx)
    printer.print_text(text, is_paged=not no_pager)


@command("Print the script that lets a shell complete commands and queries.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that lets SHELL complete commands, options and queries.

    \b
    bash:  searchkit completion bash > ~/.local/share/bash-completion/completions/searchkit
    zsh:   searchkit completion zsh > ~/.zfunc/_searchkit
    fish:  searchkit completion fish > ~/.config/fish/completions/searchkit.fish
    """
    from searchkit.cli.shell_completion import script

    write(script(ctx.find_root().command, shell))
