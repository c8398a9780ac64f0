"""The memorable articles in an index of one's own, in each engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit.index import Index
from tests.conftest import ENGINES
from tests.helpers.memory import keep
from tests.helpers.on_cluster import on_cluster


@pytest.fixture(params=ENGINES)
def own_index(request: pytest.FixtureRequest, copy: Path, tmp_path: Path) -> Iterator[Index]:
    address = str(copy)
    if request.param == "memory":
        with searchkit.open(copy) as opened:
            address = keep(str(tmp_path), opened)
    if request.param == "cluster":
        address = on_cluster(copy)
    with searchkit.open(address) as index:
        yield index
