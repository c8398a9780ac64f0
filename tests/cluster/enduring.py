"""What an index on three nodes survives: one command that breaks things, and says what it saw.

    python -m tests.cluster endure [--seed 1] [--only TEXT]

Articles are made up. Every search and every write beside a failure must be right or an error, and
when all is well again the index must have exactly what one in a directory has. A row of a table is
printed for each trial.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import searchkit
from searchkit.errors import SearchkitError
from tests.cluster import killed_writer, nodes
from tests.cluster.trial import ARTICLES, Trial, remove, timed, total_at

_MOMENTS = 10
_KILLED = -9
HEAD = "| trial | seconds | seen |\n|---|---|---|"


def a_node_is_killed_while_indexing(trial: Trial) -> str:
    """Kill a node while a third of the articles is written again, and have it come back."""
    trial.change(500)
    victim = trial.victim()
    killer = threading.Timer(0.7, trial.cluster.kill, [victim])
    began = time.monotonic()
    with timed("_bulk") as bulks, trial.searched() as seen:
        killer.start()
        report = searchkit.update(trial.address)
        took = time.monotonic() - began
        killer.join()
    trial.check(is_whole=False)
    back = trial.come_back(victim)
    trial.check()
    assert report.replaced == 500, report
    return (
        f"500 of 500 written in {took:.1f} s, slowest of {len(bulks)} bulks {max(bulks):.1f} s; "
        f"searches: {seen[0]}; green again {back:.0f} s after it came back"
    )


def a_node_is_killed_while_building(trial: Trial) -> str:
    """Kill a node while an index is built, which has no replicas yet."""
    address = trial.address_of("built")
    victim = trial.victim()
    killer = threading.Timer(2.5, trial.cluster.kill, [victim])
    killer.start()

    def build() -> str:
        searchkit.update(address, trial.corpus, wait=60, shards=3, replicas=1)
        return "it was built"

    try:  # where the machine is quick, all is written by then
        said = build()
    except SearchkitError as error:
        said = f"“{_by_number(trial, address, error)}”"
    killer.join()
    back = trial.come_back(victim)
    build()
    trial.check(address)
    remove(address)
    return f"{said}; green {back:.0f} s after it came back; whole after another update"


def a_node_is_killed_while_searching(trial: Trial) -> str:
    """Kill a node while searches run."""
    victim = trial.victim()
    with trial.searched() as seen:
        time.sleep(1)
        trial.cluster.kill(victim)
        time.sleep(10)
    back = trial.come_back(victim)
    trial.check()
    return f"searches: {seen[0]}; green again {back:.0f} s after it came back"


def a_node_hangs_while_searching(trial: Trial) -> str:
    """Have a node hang for a while."""
    victim = trial.victim()
    with trial.searched() as seen:
        trial.cluster.pause(victim)
        time.sleep(20)
        trial.cluster.go_on(victim)
        time.sleep(2)
    trial.cluster.wait()
    trial.check()
    return f"20 s long; searches: {seen[0]}"


def a_node_hangs_while_indexing(trial: Trial) -> str:
    """Have a node hang while a third of the articles is written again."""
    trial.change(500)
    victim = trial.victim()
    trial.cluster.pause(victim)
    going_on = threading.Timer(20, trial.cluster.go_on, [victim])
    going_on.start()
    began = time.monotonic()
    with timed("_bulk") as bulks, trial.searched() as seen:
        report = searchkit.update(trial.address)
        took = time.monotonic() - began
        going_on.join()
    trial.cluster.wait()
    trial.check()
    assert report.replaced == 500, report
    return (
        f"500 of 500 written in {took:.1f} s, slowest of {len(bulks)} bulks {max(bulks):.1f} s; "
        f"searches: {seen[0]}"
    )


def two_of_three_nodes_are_gone(trial: Trial) -> str:
    """Kill two nodes: searches and writes are errors, and after that all is there."""
    trial.change(20)
    for victim in (2, 3):
        trial.cluster.kill(victim)
    asked = (lambda: total_at(trial.address), lambda: searchkit.update(trial.address))
    said = [_refused(trial, ask) for ask in asked]
    back = trial.come_back(2, 3)
    assert total_at(trial.address) == trial.articles
    searchkit.update(trial.address, wait=60)
    trial.check()
    return f"a search: {said[0]}; an update: {said[1]}; green again {back:.0f} s after they came"


def all_nodes_are_killed(trial: Trial) -> str:
    """Kill all nodes just after an update has ended: what was acknowledged is there again."""
    trial.change(300)
    searchkit.update(trial.address)
    for victim in (1, 2, 3):
        trial.cluster.kill(victim)
    said = _refused(trial, lambda: total_at(trial.address))
    back = trial.come_back(1, 2, 3)
    trial.check()
    return f"a search: {said}; all there, green {back:.0f} s after they came back"


def _refused(trial: Trial, ask: Callable[[], object]) -> str:
    """Return what the error says that something ends with, and after how long."""
    began = time.monotonic()
    try:
        answer = ask()
    except SearchkitError as error:
        took = time.monotonic() - began
        return f"“{_by_number(trial, trial.address, error)}” after {took:.1f} s"
    raise AssertionError(f"it was done: {answer}")


def _by_number(trial: Trial, address: str, error: SearchkitError) -> str:
    """Return what an error says, with the numbers of nodes: their ports are others each time."""
    said = str(error).replace(address, "opensearch://1,2,3/news")
    for number, node in enumerate(trial.cluster.addresses, start=1):
        said = said.replace(node, f"node {number}")
    return said


def three_write_at_once(trial: Trial) -> str:
    """Have three processes update the index at the same time, of which one does not wait."""
    trial.change(600)
    waits = ("200", "200", "0")
    with trial.searched() as seen:
        writers = [
            killed_writer.started(trial.address, trial.corpus, "--wait", wait) for wait in waits
        ]
        for writer in writers:
            writer.communicate()
    ended = [writer.returncode for writer in writers]
    trial.check()
    assert ended[:2] == [0, 0], ended
    return f"they ended with status {', '.join(map(str, ended))}; searches: {seen[0]}"


def a_writer_is_killed_at_ten_moments(trial: Trial) -> str:
    """Kill a process that updates the index at ten moments; each time another one ends it."""
    trial.change(600)
    last = killed_writer.requests_of(trial.address, trial.corpus)
    found = []
    with trial.searched() as seen:
        for options in _moments(last):
            trial.change(600)
            found.append(_killed(trial, trial.address, *options))
            searchkit.update(trial.address, wait=60)
            trial.check()
    return f"{_told(found, last)}; searches: {seen[0]}"


def a_first_writer_is_killed_at_ten_moments(trial: Trial) -> str:
    """Kill a process that builds an index at ten moments; each time another one ends it."""
    last = killed_writer.requests_of(trial.address_of("first"), trial.corpus)
    found = []
    for number, options in enumerate(_moments(last)):
        address = trial.address_of(f"first-{number}")
        found.append(_killed(trial, address, *options))
        searchkit.update(address, trial.corpus, wait=60, shards=3, replicas=1)
        trial.check(address)
        remove(address)
    return _told(found, last)


def a_rebuild_is_killed_at_ten_moments(trial: Trial) -> str:
    """Kill a process that builds the index again at ten moments; each time another one does."""
    last = killed_writer.requests_of(trial.address, trial.corpus, "--rebuild")
    found = []
    with trial.searched() as seen:
        for options in _moments(last):
            found.append(_killed(trial, trial.address, "--rebuild", *options))
            trial.check()
        searchkit.update(trial.address, wait=60, rebuild=True)
        trial.check()
    return f"{_told(found, last)}; searches: {seen[0]}"


def _moments(last: int) -> Iterator[tuple[str, ...]]:
    """Yield when a writer is to be killed, from its first request to its last."""
    for moment in range(_MOMENTS):
        number = 1 + round(moment * (last - 1) / (_MOMENTS - 1))
        when = killed_writer.WHEN[moment % len(killed_writer.WHEN)]
        yield "--at", str(number), "--when", when


def _killed(trial: Trial, address: str, *options: str) -> bool:
    """Let a writer be killed, and return whether it was."""
    writer = killed_writer.started(address, trial.corpus, *options)
    writer.communicate()
    return writer.returncode == _KILLED


def _told(found: list[bool], last: int) -> str:
    return f"{sum(found)} of {len(found)} were killed, at requests 1 to {last}; equal each time"


def readers_see_old_or_new(trial: Trial) -> str:
    """Build the index again with other articles while it is searched."""
    before = trial.articles
    trial.change(100, first=before)
    with trial.searched(before, before + 100) as seen:
        trial.rebuild()
    trial.check()
    assert not seen[0].errors, seen
    return f"searches: {seen[0]}"


TRIALS = (
    a_node_is_killed_while_indexing,
    a_node_is_killed_while_building,
    a_node_is_killed_while_searching,
    a_node_hangs_while_searching,
    a_node_hangs_while_indexing,
    three_write_at_once,
    a_writer_is_killed_at_ten_moments,
    a_first_writer_is_killed_at_ten_moments,
    a_rebuild_is_killed_at_ten_moments,
    two_of_three_nodes_are_gone,
    all_nodes_are_killed,
    readers_see_old_or_new,
)


def endure(seed: int, *, only: str, folder: Path, say: Callable[[str], object]) -> int:
    """Go through the trials whose names have a text, and return how many failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as name, three_nodes(folder) as cluster:
        trial = Trial(cluster, Path(name), seed)
        trial.rebuild()
        say(f"{ARTICLES} articles in three shards with a copy each, on three nodes\n\n{HEAD}")
        for one in TRIALS:
            if only not in one.__name__:
                continue
            began = time.monotonic()
            try:
                said = one(trial)
            except (AssertionError, SearchkitError, nodes.ClusterError) as error:
                failed += 1
                said = f"FAILED: {error!r}"
                with suppress(nodes.ClusterError):
                    trial.come_back(1, 2, 3)
            say(f"| {one.__name__.replace('_', ' ')} | {time.monotonic() - began:.0f} | {said} |")
        remove(trial.address)
    return failed


@contextmanager
def three_nodes(folder: Path) -> Iterator[nodes.Cluster]:
    """Give three nodes: those that run in a folder, or such as end with the trials."""
    if (folder / "nodes.json").exists():
        yield nodes.Cluster.load(folder)
        return
    cluster = nodes.start(3, folder=folder)
    try:
        yield cluster
    finally:
        cluster.stop()
