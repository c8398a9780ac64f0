"""Readers and a writer at one index, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import searchkit
from tests.endurance import growing

_READ = "import sys; from tests.endurance.sharing import read; read(*sys.argv[1:])"


def read(folder: str, seed: str, seconds: str, manner: str) -> None:
    """Read an index over and over, and print how many steps were seen, and how often."""
    path, until = Path(folder), time.monotonic() + float(seconds)
    reads, seen = 0, set()
    latest = -1
    held = searchkit.open(path)
    while time.monotonic() < until:
        if manner == "refresh":
            before = growing.step_of(held, seed=int(seed))
            assert before in (latest, -1) or reads == 0
            held.refresh()
        else:
            held.close()
            held = searchkit.open(path)
        step = growing.step_of(held, seed=int(seed))
        assert step >= latest, (step, latest)
        assert held.notes == ()
        latest = step
        seen.add(step)
        reads += 1
    sys.stdout.write(f"{reads} {len(seen)}\n")


def share(folder: Path, *, seconds: float, seed: int = 1, readers: int = 4) -> Counter[str]:
    """Write an index while others read it.

    Args:
        folder: An empty folder.
        seconds: For how long.
        seed: What the articles follow from.
        readers: How many read.

    Returns:
        How often was read and written, and how many commits were seen.

    Raises:
        AssertionError: A reader met an error, or an answer that is of no commit.
    """
    index, corpus = folder / "index", folder / "corpus"
    growing.write(corpus, 0, seed=seed)
    seen: Counter[str] = Counter()
    with searchkit.open(index, create=True) as opened:
        opened.update(corpus)
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", _READ, str(index), str(seed), str(seconds), manner],
                stdout=subprocess.PIPE,
                text=True,
            )
            for manner in (["refresh", "open"] * readers)[:readers]
        ]
        step = 0
        while any(process.poll() is None for process in processes):
            step += 1
            growing.write(corpus, step, seed=seed)
            opened.update(
                corpus, optimize=step % 7 == 0, rebuild=step % 11 == 0, allow_removals=True
            )
    for process in processes:
        with process:
            assert process.stdout is not None
            told = process.stdout.read().split()
        assert process.returncode == 0
        seen["reads"] += int(told[0])
        seen["commits seen"] += int(told[1])
    seen["commits"] = step
    assert growing.look(index, seed=seed) == step
    return seen
