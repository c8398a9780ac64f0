"""What an index on three nodes survives: one command that breaks things, and says what it saw.

    python -m tests.cluster endure [--seed 1]

Articles are made up. Every search and every write beside a failure must be right or an error, and
when all is well again the index must have exactly what one in a directory has.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import searchkit
from searchkit.errors import IndexLockedError, IndexNotFoundError, SearchkitError
from tests.cluster import nodes

_ARTICLES = 1500
_WORDS = (
    "tide moon harbour boat quay survey otter ice bread baker ferry light net sail rope".split()
)


class Seen(NamedTuple):
    """What searches beside a failure saw.

    Attributes:
        answers: How many were answered.
        wrong: Those whose total was none that the index ever had.
        errors: How many were errors.
        slowest: How long the longest took, in seconds.
    """

    answers: int
    wrong: list[int]
    errors: int
    slowest: float


class Trial:
    """Three nodes, a corpus, and the same corpus in a directory to compare with."""

    def __init__(self, cluster: nodes.Cluster, folder: Path, seed: int) -> None:
        self.cluster = cluster
        self.random = random.Random(seed)
        self.corpus = folder / "corpus"
        self.local = folder / "index"
        self.address = f"opensearch://{','.join(cluster.addresses)}/endure"
        self.corpus.mkdir()
        self.write(_ARTICLES)

    def write(self, count: int, *, first: int = 0, word: str = "") -> None:
        """Write files of ten articles each, and make the directory equal to them."""
        for start in range(first, first + count, 10):
            lines = [json.dumps(self._article(n, word)) for n in range(start, start + 10)]
            path = self.corpus / f"{start:05}.jsonl"
            path.write_text("\n".join(lines))
            os.utime(path, (1e9 + len(word), 1e9 + len(word)))
        searchkit.update(self.local, self.corpus)

    def _article(self, number: int, word: str) -> dict[str, str]:
        chance = random.Random(number)
        text = " ".join(chance.choices(_WORDS, k=80))
        return {"id": str(number), "title": f"No. {number}", "text": f"every {word} {text}."}

    def check(self) -> None:
        """Raise unless the cluster has what the directory has."""
        with searchkit.open(self.local) as one, searchkit.open(self.address) as other:
            assert sorted(other.keys()) == sorted(one.keys()), "other articles"
            for query in ("every", "tide moon", '"ferry light"', "changed"):
                found = [index.search(query, limit=20) for index in (one, other)]
                totals = [(each.total, each.more) for each in found]
                assert totals[0] == totals[1], f"{query}: {totals}"

    @contextmanager
    def searched(self, allowed: Callable[[int], bool]) -> Iterator[list[Seen]]:
        """Search all the time, and tell what that saw."""
        ended = threading.Event()
        found: list[Seen] = []

        def search() -> None:
            answers = errors = 0
            wrong: list[int] = []
            slowest = 0.0
            while not ended.is_set():
                began = time.monotonic()
                try:
                    with searchkit.open(self.address) as index:
                        total = index.search("every", snippets=0).total
                    answers += 1
                    wrong += [] if allowed(total) else [total]
                except SearchkitError:
                    errors += 1
                slowest = max(slowest, time.monotonic() - began)
            found.append(Seen(answers, wrong, errors, slowest))

        thread = threading.Thread(target=search)
        thread.start()
        try:
            yield found
        finally:
            ended.set()
            thread.join()

    def rebuild(self) -> None:
        """Have the index built again, in three shards with a copy of each."""
        searchkit.update(self.address, self.corpus, rebuild=True, shards=3, replicas=1)


def a_node_is_killed_while_indexing(trial: Trial) -> str:
    """Kill a node while a third of the articles is written again, and have it come back."""
    trial.rebuild()
    trial.write(500, word="changed")
    victim = trial.random.randrange(1, 4)
    killer = threading.Timer(0.7, trial.cluster.kill, [victim])
    killer.start()
    began = time.monotonic()
    with trial.searched(lambda total: total == _ARTICLES) as seen:
        report = searchkit.update(trial.address)
        took = time.monotonic() - began
        killer.join()
    trial.check()
    trial.cluster.revive(victim)
    began = time.monotonic()
    trial.cluster.wait()
    trial.check()
    back = time.monotonic() - began
    assert report.replaced == 500, report
    assert not seen[0].wrong, seen
    return f"{seen[0]}, the update took {took:.1f} s, all was green again {back:.0f} s later"


def a_node_is_killed_while_searching(trial: Trial) -> str:
    """Kill a node while searches run."""
    victim = trial.random.randrange(1, 4)
    with trial.searched(lambda total: total == _ARTICLES) as seen:
        time.sleep(1)
        trial.cluster.kill(victim)
        time.sleep(8)
    trial.cluster.revive(victim)
    trial.cluster.wait()
    assert not seen[0].wrong, seen
    assert seen[0].answers, seen
    return str(seen[0])


def a_node_hangs(trial: Trial) -> str:
    """Have a node hang for a while."""
    victim = trial.random.randrange(1, 4)
    with trial.searched(lambda total: total == _ARTICLES) as seen:
        trial.cluster.pause(victim)
        time.sleep(20)
        trial.cluster.go_on(victim)
        time.sleep(2)
    trial.cluster.wait()
    assert not seen[0].wrong, seen
    return str(seen[0])


def two_of_three_nodes_are_gone(trial: Trial) -> str:
    """Kill two nodes: searches and writes are errors, and after that all is there."""
    trial.write(20, word="changed twice")
    for victim in (2, 3):
        trial.cluster.kill(victim)
    began = time.monotonic()
    try:
        with searchkit.open(trial.address) as index:
            total = index.search("every", snippets=0).total
        raise AssertionError(f"a part was answered: {total}")
    except SearchkitError as error:
        said = str(error)
    took = time.monotonic() - began
    try:
        searchkit.update(trial.address)
        raise AssertionError("something was written")
    except SearchkitError:
        pass
    for victim in (2, 3):
        trial.cluster.revive(victim)
    trial.cluster.wait()
    searchkit.update(trial.address, wait=60)
    trial.check()
    return f"after {took:.1f} s: {said}"


def two_write_at_once(trial: Trial) -> str:
    """Have two processes update the index at the same time."""
    trial.write(200, word="changed again")
    found: list[str] = []

    def write() -> None:
        try:
            found.append(f"{searchkit.update(trial.address).replaced} replaced")
        except IndexLockedError:
            found.append("refused")

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    trial.check()
    return ", ".join(sorted(found))


def a_writer_is_killed_at_ten_moments(trial: Trial) -> str:
    """Kill a process that updates the index, ten times, and let the last one go on."""
    trial.write(600, word="changed for good")
    # With a short lease the next writer need not wait long for the one that was killed.
    code = (
        "import sys, searchkit\n"
        "from searchkit.opensearch import cluster_state\n"
        "cluster_state.LEASE = 1\n"
        "searchkit.update(sys.argv[1], wait=60, progress=lambda _: print(flush=True))"
    )
    command = [sys.executable, "-c", code, trial.address]
    ended = 0
    for moment in range(10):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()  # it holds the lease, or waits for it
        try:
            process.wait(0.2 + 0.2 * moment)
            ended += 1
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        process.stdout.close()
    report = searchkit.update(trial.address, wait=60)
    trial.check()
    return f"{10 - ended} were killed, the last update replaced {report.replaced}"


def readers_see_old_or_new(trial: Trial) -> str:
    """Build the index again with other articles while it is searched."""
    trial.write(100, first=_ARTICLES)
    with trial.searched(lambda total: total in {_ARTICLES, _ARTICLES + 100}) as seen:
        trial.rebuild()
    trial.check()
    assert not seen[0].wrong, seen
    assert not seen[0].errors, seen
    return str(seen[0])


TRIALS = (
    a_node_is_killed_while_indexing,
    a_node_is_killed_while_searching,
    a_node_hangs,
    two_write_at_once,
    a_writer_is_killed_at_ten_moments,
    two_of_three_nodes_are_gone,
    readers_see_old_or_new,
)


def endure(seed: int, *, only: str, say: Callable[[str], object]) -> int:
    """Go through the trials whose names have a text, and return how many failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cluster = nodes.start(3, folder=nodes.FOLDER.with_name(nodes.FOLDER.name + "-three"))
        try:
            trial = Trial(cluster, folder, seed)
            trial.rebuild()
            for one in TRIALS:
                if only not in one.__name__:
                    continue
                began = time.monotonic()
                try:
                    said = one(trial)
                except (AssertionError, SearchkitError, IndexNotFoundError) as error:
                    failed += 1
                    said = f"FAILED: {error!r}"
                say(f"{one.__name__.replace('_', ' ')} ({time.monotonic() - began:.0f} s): {said}")
        finally:
            cluster.stop()
    return failed
