from __future__ import annotations

from pathlib import Path

import pytest

import searchkit

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index of the sample corpus."""
    path = tmp_path_factory.mktemp("agents") / "index"
    searchkit.update(path, Path(__file__).parents[2] / "corpus")
    return str(path)
