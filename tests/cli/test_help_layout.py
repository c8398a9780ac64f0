"""The help of a command, on terminals of any width."""

from __future__ import annotations

import re

import click
import pytest

from searchkit.cli import main
from tests.cli.conftest import Run, all_commands


@pytest.mark.parametrize("name", [(), *((name,) for name, _ in all_commands())])
def test_help_fits_a_narrow_terminal_but_for_its_examples(
    run: Run, name: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = run("help", *name).stdout
    verbatim = {
        line for part in (main, *(c for _, c in all_commands())) for line in _verbatim(part)
    }

    assert [x for x in shown.splitlines() if len(x) > 40 and x.strip() not in verbatim] == []


def _verbatim(command: click.Command) -> list[str]:
    """The lines of the help of a command that are not broken anew."""
    paragraphs = (command.help or "").split("\n\n")
    return [line.strip() for part in paragraphs if "\b" in part for line in part.splitlines()]


def test_help_has_the_options_of_a_command_in_sections(run: Run) -> None:
    def headings(name: str) -> list[str]:
        return re.findall(r"^(\w.*):$", run("help", name).stdout, re.MULTILINE)

    assert headings("search") == ["Options", "Which articles", "Which hits", "Output"]
    assert headings("index") == ["Options", "Limits on what is read", "Output"]
    assert headings("suggest") == ["Options", "Output"]


@pytest.mark.parametrize("command", ["search", "explain", "show", "index"])
def test_help_of_a_command_is_asked_for_by_a_letter_too(run: Run, command: str) -> None:
    result = run(command, "-h")

    assert result.exit_code == 0
    assert result.stdout == run(command, "--help").stdout


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_help_names_each_option_once_with_its_default(
    run: Run, name: str, command: click.Command
) -> None:
    shown = " ".join(run("help", name).stdout.split())
    options = [one for one in command.params if isinstance(one, click.Option)]
    numbers = [one for one in options if isinstance(one.default, int) and not one.is_flag]

    assert [one.opts for one in options if shown.count(f"{one.opts[-1]} ") < 1] == []
    told = re.sub(r"(?<=\d),(?=\d)", "", shown)  # a port has no commas
    assert [one.opts for one in numbers if f"default: {one.default}" not in told] == []
