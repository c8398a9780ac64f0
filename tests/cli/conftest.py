"""The command in this process, as from a shell whose output is piped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from searchkit.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command as from a shell whose output is piped."""
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "SEARCHKIT_INDEX"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments: CliRunner().invoke(
        main, [str(argument) for argument in arguments], prog_name="searchkit"
    )


def outcome(result: Result) -> tuple[int, str, str]:
    """Its status, and what it printed and told."""
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what is kept of searches."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state/searchkit"


def title(run: Run, name: object, index: Path) -> str:
    """The title of an article that is shown by a name."""
    result = run("show", name, "--index", index)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()[0]


def all_commands() -> list[tuple[str, click.Command]]:
    """Each command with its name."""
    ctx = click.Context(main)
    return [(n, c) for n in main.list_commands(ctx) if (c := main.get_command(ctx, n))]
