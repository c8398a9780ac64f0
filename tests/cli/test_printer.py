"""How a command prints: in colour or not, and how wide."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import KEYS


def test_color_decides_over_the_environment(
    run: Run, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("search", "dough", "--index", address)
    coloured = "\x1b[1;31mdough\x1b[0m"

    assert coloured not in run(*asked).stdout
    assert coloured in run(*asked, "--color", "always").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert coloured in run(*asked, "--color", "always").stdout
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured in run(*asked, "--color", "auto").stdout
    assert coloured not in run(*asked, "--color", "never").stdout


def test_piped_text_is_not_wrapped_unless_columns_is_set(
    run: Run, memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("show", KEYS["flood"], "--index", memorable).stdout
    monkeypatch.setenv("COLUMNS", "40")
    wrapped = run("show", KEYS["flood"], "--index", memorable).stdout

    assert (
        "The spring tide came over the quay on Wednesday night and stood a foot deep among the "
        "stalls. Nobody was hurt.\n"
    ) in whole
    assert "The spring tide came over the quay on\n" in wrapped
    assert max(map(len, wrapped.splitlines())) <= 42  # a key is never broken
