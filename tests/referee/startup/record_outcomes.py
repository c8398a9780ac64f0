"""A pytest plugin that writes down what became of each test, a JSON object a line.

Each line is written out at once, so that a run that crashes leaves the
outcomes of the tests before. Chance is the same in every run, so that a test of
random numbers passes always or never.
"""

from __future__ import annotations

import json
import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Give a test the random numbers that it has in every run."""
    random.seed(item.nodeid)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Append the outcome of one phase of a test: set-up, call or tear-down."""
    if report.when != "call" and report.passed:
        return
    crash = getattr(report.longrepr, "reprcrash", None)
    line = {
        "test": report.nodeid,
        "outcome": report.outcome,
        "why": crash.message.partition("\n")[0] if crash else "",
    }
    with Path(os.environ["OUTCOMES"]).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
