"""The cluster of the tests, where one runs for them: `make test-cluster` starts one."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

import searchkit
from searchkit.index import Index

HOSTS = os.environ.get("SEARCHKIT_TEST_CLUSTER")
"""The hosts and ports of the nodes, with commas between."""

CLUSTER = [pytest.param("cluster", marks=pytest.mark.cluster)] if HOSTS else []
"""The engine as a parameter of tests; nothing where no cluster runs for them."""

_numbers = count()


class Both(NamedTuple):
    """The same articles in a directory and on a cluster, after the same updates."""

    local: Index
    distant: Index


def new_address() -> str:
    """Return an address at which there is no index."""
    return f"opensearch://{HOSTS}/test-{os.getpid()}-{next(_numbers)}"


def on_cluster(directory: Path) -> str:
    """Return the address at which the articles of an index are kept on the cluster, too."""
    address = new_address()
    searchkit.transfer(directory, address)
    return address
