from __future__ import annotations

import doctest
from importlib import import_module

import pytest

MODULES = ["copies", "corpus", "measures", "memory", "queries", "report", "__main__"]


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_of_a_module_hold(module: str) -> None:
    failed, tried = doctest.testmod(import_module(f"benchmarks.{module}"))

    assert (failed, tried > 0) == (0, True)
