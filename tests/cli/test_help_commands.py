"""What `help` shows, of commands and of pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

from searchkit.output.manual import PAGES, Page
from tests.cli.conftest import Run, all_commands, outcome
from tests.cli.terminal import needs_a_terminal, on_a_terminal

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_help_tells_all_of_a_command_as_its_own_option_does(
    run: Run, name: str, command: click.Command
) -> None:
    shown = run("help", name)

    assert outcome(shown) == outcome(run(name, "--help"))
    assert shown.stdout.startswith(f"Usage: searchkit {name} ")
    assert command.name == name


@pytest.mark.parametrize(("topic", "page"), PAGES.items())
def test_help_shows_every_page_of_the_documentation(run: Run, topic: str, page: Page) -> None:
    shown = run("help", topic)
    heading, _, _ = (ROOT / "docs" / page.file).read_text().partition("\n")

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert f"# {shown.stdout.partition(chr(10))[0]}" == heading
    assert f"\n  {topic} " in run().stdout


def test_every_page_of_the_documentation_is_shown_by_help() -> None:
    assert {page.file for page in PAGES.values()} == {p.name for p in ROOT.glob("docs/*.md")}


@needs_a_terminal
def test_a_page_on_a_terminal_is_as_wide_as_that_and_paged() -> None:
    pager = f"{sys.executable} -c \"import sys; print('PAGED', sys.stdin.read()[:18])\""
    _, paged = on_a_terminal("help", "query", PAGER=pager, LINES="20")
    _, whole = on_a_terminal("help", "query", "--no-pager", LINES="20", NO_COLOR="1")

    assert paged.startswith("PAGED \x1b[1mQuery language")
    assert whole.startswith("Query language 2\r\n")
    assert max(map(len, whole.splitlines())) <= 80
