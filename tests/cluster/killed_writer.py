"""A process that updates an index on a cluster, and may kill itself in the middle of that.

    python -m tests.cluster.killed_writer ADDRESS CORPUS [--rebuild] [--at N --when WHEN]

It prints how many requests that took. Bulks and runs are small, so that there are many of them; the
lease of one that is to be killed is short, so that the next writer need not wait long.
"""

from __future__ import annotations

import argparse
import itertools
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import searchkit
from searchkit.errors import IndexLockedError
from searchkit.local.writing.batching import Job
from searchkit.opensearch import bulks, cluster_state
from searchkit.opensearch.client import Client

WHEN = ("before", "during", "after")
"""When a writer kills itself: before a request, while it is under way, or after the answer."""

_LEASE = 4  # seconds
_BULK = 1 << 16  # bytes
_RUN = 1 << 16  # characters
_UNDER_WAY = 0.004  # seconds after which a request is likely to be on its way
_REFUSED = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Update the index."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--wait", type=float, default=60)
    parser.add_argument("--at", type=int, default=0, help="the number of a request")
    parser.add_argument("--when", choices=WHEN, default="before")
    asked = parser.parse_args(arguments)
    if asked.at:
        cluster_state.LEASE = _LEASE
    bulks._BYTES = _BULK
    Job._defaults["run_limit"] = _RUN
    counted = kill_at(asked.at, asked.when)
    try:
        searchkit.update(
            asked.address,
            asked.corpus,
            rebuild=asked.rebuild,
            wait=asked.wait,
            shards=3,
            replicas=1,
        )
    except IndexLockedError:
        sys.exit(_REFUSED)
    sys.stdout.write(f"{next(counted) - 1}\n")


def kill_at(number: int, when: str) -> itertools.count[int]:
    """Have this process killed at a request, and return what counts these; 0: at none."""
    counted = itertools.count(1)
    request = Client._asked

    def end() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def asked(self: Client, method: str, target: str, *rest: object, **others: object) -> object:
        if "/_doc/lease" in target or "/_update/lease" in target:
            return request(self, method, target, *rest, **others)  # type: ignore[arg-type]
        is_due = next(counted) == number
        if is_due and when == "before":
            end()
        if is_due and when == "during":
            threading.Timer(_UNDER_WAY, end).start()
        answer = request(self, method, target, *rest, **others)  # type: ignore[arg-type]
        if is_due:
            end()
        return answer

    Client._asked = asked  # type: ignore[method-assign, assignment]
    return counted


def started(address: str, corpus: Path, *options: str) -> subprocess.Popen[str]:
    """Start such a process."""
    command = [sys.executable, "-m", "tests.cluster.killed_writer", address, str(corpus), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def requests_of(address: str, corpus: Path, *options: str) -> int:
    """Return how many requests an update takes that is not killed.

    Raises:
        AssertionError: It did not end well.
    """
    process = started(address, corpus, *options)
    printed, _ = process.communicate()
    assert process.returncode == 0, process.returncode
    return int(printed)


if __name__ == "__main__":
    main()
