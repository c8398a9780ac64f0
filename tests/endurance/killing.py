"""Kill -9 and Ctrl-C at random moments of building, updating and merging."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from random import Random

import searchkit
from searchkit.errors import IndexUnfinishedError, UpdateStoppedError
from tests.endurance import growing

_LARGE = 6 << 20  # bytes of a file beside the others that makes several processes read

_WORK = "import sys; from tests.endurance.killing import work; work(*sys.argv[1:])"


def work(folder: str, seed: str, large: str) -> None:
    """Take an index from step to step until something stops it; print each that is done."""
    path, corpus = Path(folder) / "index", Path(folder) / "corpus"
    interrupted: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: interrupted.append(number))
    with searchkit.open(path, create=True) as index:
        step = growing.step_of(index, seed=int(seed)) + 1
        while True:
            growing.write(corpus, step, seed=int(seed))
            if large == "large":
                (corpus / "large.jsonl").write_text(_large())
            # The others it removes again: the next step has no such file.
            rebuild, optimize = step % 5 == 3, step % 4 == 2
            _say(f"begin {step}")
            try:
                index.update(
                    corpus, rebuild=rebuild, optimize=optimize, stop=lambda: bool(interrupted)
                )
            except UpdateStoppedError:
                return
            _say(f"done {step}")
            if interrupted:
                return
            step += 1


def _go_on(folder: Path, *, kept: Mapping[str, str]) -> None:
    """Bring an index up to date that an interrupted update left, and see that nothing was lost.

    Args:
        folder: Where it is, and its corpus.
        kept: The files of the step before.
    """
    with searchkit.open(folder / "index", create=True) as index:
        try:
            assert {*kept} <= {hit.article.key for hit in index.search("", limit=1000, snippets=0)}
            assert searchkit.check(folder / "index", deep=True).faults == ()
        except IndexUnfinishedError:
            assert not kept
        index.update(folder / "corpus", allow_removals=True)


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _large() -> str:
    """A file so large that several processes share it, and none of it is an article."""
    line = "{" + "x" * 1000 + "\n"
    return line * (_LARGE // len(line))


def kill(folder: Path, *, times: int, seed: int = 1, longest: float = 2.0) -> Counter[str]:
    """Kill a writer again and again, and look at what it left each time.

    Args:
        folder: An empty folder.
        times: How often.
        seed: What the articles and the moments follow from.
        longest: The longest a writer lives once it has begun to write, in seconds.

    Returns:
        How often the commit under way was there, was not there, and so on.

    Raises:
        AssertionError: The index was not what it should be.
    """
    random = Random(seed)
    seen: Counter[str] = Counter()
    committed = -1
    for number in range(times):
        large = "large" if number % 4 == 3 else "small"
        with subprocess.Popen(
            [sys.executable, "-c", _WORK, str(folder), str(seed), large],
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,
        ) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(random.uniform(0, longest))
            how = random.choice(("kill the group", "kill", "interrupt"))
            if how == "interrupt":
                process.send_signal(signal.SIGINT)
            elif how == "kill":  # the workers survive, and have to notice
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
            told = (first + process.stdout.read()).split()
        begun = [int(n) for word, n in zip(told[::2], told[1::2], strict=False) if word == "begin"]
        done = [int(n) for word, n in zip(told[::2], told[1::2], strict=False) if word == "done"]
        least = max(done, default=committed)
        most = max(begun, default=least + 1)
        if how == "interrupt":
            # What it left is between two steps; the next update makes it the later one.
            assert process.returncode == 0, process.returncode
            _go_on(folder, kept=growing.files(least, seed=seed) if least >= 0 else {})
            least = most
            seen["interrupted"] += 1
        found = growing.look(folder / "index", seed=seed)
        assert least <= found <= most, (least, found, most)
        seen["kept the commit under way" if found > least else "kept the commit before"] += 1
        seen["steps"] += found - committed
        committed = found
    return seen
