"""The memorable articles in an index of one's own, in each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit.index import Index
from tests.helpers.memory import keep


@pytest.fixture(params=["directory", "memory"])
def own_index(request: pytest.FixtureRequest, copy: Path, tmp_path: Path) -> Iterator[Index]:
    address = str(copy)
    if request.param == "memory":
        with searchkit.open(copy) as opened:
            address = keep(str(tmp_path), opened)
    with searchkit.open(address) as index:
        yield index
