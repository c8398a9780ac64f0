"""The address of an index -> its engine.

An address is the path of a directory, or `scheme://…` for an engine that somebody has
registered, such as one that the tests keep in memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from searchkit.arguments import check_kind
from searchkit.engine import Engine
from searchkit.errors import Address, ArgumentError
from searchkit.late_patterns import late_pattern
from searchkit.local.engine import LocalEngine

MakeEngine: TypeAlias = Callable[[str], Engine]
"""Makes the engine at an address; there need not be an index yet."""

_ON_A_CLUSTER = ("opensearch", "opensearch+http")
_SCHEME = late_pattern(r"([a-z][a-z0-9+.-]+)://")
_engines: dict[str, MakeEngine] = {}


def register_engine(scheme: str, make: MakeEngine) -> None:
    """Have addresses that begin with ``scheme://`` opened by an engine."""
    _engines[scheme] = make


def engine_at(address: Address) -> Engine:
    """Return the engine at an address, where an index may be, or come to be.

    Raises:
        ArgumentError: It is no address, or no engine is known for it.
    """
    check_kind("path", address, (str, os.PathLike), "a path")
    text = os.fspath(address)
    scheme = _SCHEME.match(text) if "://" in text else None
    if scheme is None:
        return LocalEngine(Path(text))
    if scheme[1] in _ON_A_CLUSTER:
        from searchkit.opensearch.engine import ClusterEngine  # late: others need none of it

        return ClusterEngine(text)
    if scheme[1] not in _engines:
        message = f"No engine is known for {text}. Name a directory."
        raise ArgumentError(message, name="path", value=address)
    return _engines[scheme[1]](text)
