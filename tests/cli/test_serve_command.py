"""`searchkit serve`, as far as it gets before it serves."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

import searchkit
from tests.cli.conftest import Run, outcome


def test_a_missing_extra_is_named(
    run: Run, memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Put back afterwards, or the package would lack the modules that were loaded before.
    monkeypatch.setattr(searchkit, "serving", importlib.import_module("searchkit.serving"))
    for name in [name for name in sys.modules if name.startswith("searchkit.serving")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)

    expected = (
        "Error: searchkit serve needs uvicorn: pip install 'searchkit[serve]'. "
        "See: searchkit help serve\n"
    )
    assert outcome(run("serve", "--index", memorable)) == (2, "", expected)


def test_every_address_of_a_machine_needs_a_name(run: Run, memorable: Path) -> None:
    pytest.importorskip("uvicorn")

    expected = (
        "Error: 0.0.0.0 listens at every address of this machine. Say by which name it is asked: "
        "--allow-host NAME.\n"
    )
    assert outcome(run("serve", "--index", memorable, "--host", "0.0.0.0")) == (2, "", expected)


def test_an_index_that_is_not_there_is_told_before_anything_is_served(
    run: Run, tmp_path: Path
) -> None:
    pytest.importorskip("uvicorn")
    status, _, error = outcome(run("serve", "--index", tmp_path / "none"))

    assert status == 3
    assert error.startswith(f"Error: No index in {tmp_path / 'none'}.")
