from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def copy(memorable: Path, tmp_path: Path) -> Path:
    """A copy of the memorable index that a test may spoil."""
    return Path(shutil.copytree(memorable, tmp_path / "index"))
