"""The command in this process, as from a shell whose output is piped."""

from __future__ import annotations

from collections.abc import Callable

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
