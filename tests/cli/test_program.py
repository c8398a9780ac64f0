"""The commands that there are, and names that are none of them."""

from __future__ import annotations

import click
import pytest

from searchkit.cli.status import MEANINGS
from tests.cli.conftest import Run, all_commands, outcome


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    without = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]

    assert command.help, name
    assert without == []


def test_the_bare_command_and_help_print_the_commands_and_what_a_status_means(run: Run) -> None:
    bare = run()

    assert bare.exit_code == 0
    assert outcome(run("help")) == outcome(bare) == outcome(run("--help"))
    assert [name for name, _ in all_commands() if f"\n  {name} " not in bare.stdout] == []
    assert [text for text in MEANINGS.values() if text not in bare.stdout] == []


def test_each_line_of_the_list_of_commands_fits_80_columns_and_is_whole(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = run().stdout.splitlines()
    lines = [line for name, _ in all_commands() for line in listed if line.startswith(f"  {name} ")]

    assert len(lines) == len(all_commands())
    assert [line for line in lines if len(line) > 80 or not line.endswith(".")] == []


@pytest.mark.parametrize("arguments", [["serch", "tide"], ["help", "serch"]])
def test_a_command_that_there_is_not_is_told_with_the_one_that_was_meant(
    run: Run, arguments: list[str]
) -> None:
    what, see = ("help on", " help") if arguments[0] == "help" else ("command", "")
    error = f"Error: There is no {what} 'serch'. Did you mean search? See: searchkit help{see}\n"

    assert outcome(run(*arguments)) == (2, "", error)


def test_a_name_like_no_other_is_told_with_those_that_there_are(run: Run) -> None:
    names = ", ".join(name for name, _ in all_commands())
    error = f"Error: There is no command 'zzz'. There are: {names}. See: searchkit help\n"

    assert outcome(run("zzz")) == (2, "", error)
