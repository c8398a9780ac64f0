"""Starting the processes of the engines and asking them in turn.

Each engine has a process of its own, in which its memory is measured. Queries
are asked in small blocks, every engine in turn and in the other order in every
second round, so that whatever else the machine does weighs on all alike. A
block begins with a query that is not counted, for a process that has just been
woken finds the caches of the processor full of its predecessor's data. What an
engine takes to answer a query for the first time is kept apart from what it takes
from then on: some remember words.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Self

from benchmarks.memory import Peak, held

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from benchmarks.queries import Mode, Query


BLOCK = 10
"""How many queries an engine is asked before it is the next one's turn."""


class EngineError(Exception):
    """An engine that could not do what it was asked, in its own words."""


class Process:
    """A running engine.

    Args:
        name: The engine's name.
        corpus: The folder of the corpus.
        index: The folder of the index.
        label: What to call this process among others; the engine's name if left out.

    Attributes:
        name: What the process is called.
        bare: What the process held before it loaded the engine, in bytes, or None.
    """

    def __init__(self, name: str, corpus: Path, index: Path, *, label: str | None = None) -> None:
        self.name = label or name
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", name, str(corpus), str(index)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.bare = self._settled()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def ask(self, do: str, **request: object) -> dict[str, Any]:
        """Send one request and return its answer.

        Raises:
            EngineError: The engine raised an error, or its process ended.
        """
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps({"do": do, **request}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise EngineError(f"{self.name}: its process has ended") from error
        line = self._process.stdout.readline()
        if not line:
            raise EngineError(f"{self.name}: its process has ended")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise EngineError(f"{self.name}: {answer['error']}")
        return answer

    def seconds(self, do: str, **request: object) -> float:
        """Send one request and return how long it took, in seconds.

        Raises:
            EngineError: The engine raised an error, or its process ended.
        """
        return float(self.ask(do, **request)["seconds"])

    def build(self) -> tuple[float, int | None]:
        """Build the index; return the seconds that took and the most memory held, in bytes."""
        with Peak(self._process.pid) as peak:
            seconds = self.seconds("build")
        return seconds, self._above_bare(peak.size)

    def held(self) -> int | None:
        """Return how many bytes the process holds now, above the bare interpreter."""
        return self._above_bare(held(self._process.pid))

    def _above_bare(self, size: int | None) -> int | None:
        return None if size is None or self.bare is None else max(size - self.bare, 0)

    def _settled(self) -> int | None:
        """Return what the process holds once it waits for requests."""
        before, now = -1, held(self._process.pid)
        while now is not None and (now != before or now == 0):
            time.sleep(0.1)
            before, now = now, held(self._process.pid)
        return now


@dataclass(slots=True)
class Timings:
    """What one engine did with some queries.

    Attributes:
        first: Seconds of the round before those, in which each query is asked for the first time.
        times: Seconds of each round, by query; queries that failed are not in it.
        totals: How many articles it found, by query; None if it does not know.
        failures: What it said of queries that failed.
    """

    first: dict[Query, list[float]] = field(default_factory=dict)
    times: dict[Query, list[float]] = field(default_factory=dict)
    totals: dict[Query, int | None] = field(default_factory=dict)
    failures: dict[Query, str] = field(default_factory=dict)


def interleave(
    processes: Sequence[Process], queries: Sequence[Query], mode: Mode, *, rounds: int
) -> Mapping[str, Timings]:
    """Ask every engine every query in turn, ``rounds`` times after a first one."""
    found = {process.name: Timings() for process in processes}
    for turn in range(rounds + 1):
        order = processes if turn % 2 else processes[::-1]
        for start in range(0, len(queries), BLOCK):
            block = queries[start : start + BLOCK]
            for process in order:
                timings = found[process.name]
                into = timings.times if turn else timings.first
                _ask_block(process, block, mode, timings, into, warm=queries[0])
    return found


def _ask_block(
    process: Process,
    block: Sequence[Query],
    mode: Mode,
    found: Timings,
    into: dict[Query, list[float]],
    *,
    warm: Query,
) -> None:
    answers = process.ask(
        "search",
        warm=asdict(warm),
        queries=[asdict(query) for query in block],
        mode=mode,
    )
    for query, answer in zip(block, answers["answers"], strict=True):
        if "error" in answer:
            found.failures[query] = answer["error"]
            found.first.pop(query, None)
            found.times.pop(query, None)
            continue
        found.totals[query] = answer["total"]
        if query not in found.failures:
            into.setdefault(query, []).append(answer["seconds"])


def commands(named: Mapping[str, Sequence[str]], *, rounds: int) -> dict[str, list[float]]:
    """Run whole processes of Python in turn; return the seconds of each round, by name.

    Args:
        named: The arguments for Python, by a name.
        rounds: How often each is run, after one run that is not counted.
    """
    seconds: dict[str, list[float]] = {name: [] for name in named}
    for turn in range(rounds + 1):
        for name, arguments in named.items():
            began = time.perf_counter()
            subprocess.run([sys.executable, *arguments], capture_output=True, check=False)
            if turn:
                seconds[name].append(time.perf_counter() - began)
    return seconds
