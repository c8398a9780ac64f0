"""A loss of power at every step of a commit.

What a program does to a directory is written down: files flushed, renamed, linked
and removed, and the directory flushed. From that follow the states in which a disk
may be found after a crash at each step: of what was done to the directory since it
was last flushed any part may be missing, and a file that was not flushed may hold
anything. Each of these states is an index that must hold one of two commits.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest

import searchkit
from tests.endurance import growing

_ALL_SUBSETS = 4  # operations of which every subset is tried; of more some
_SOME_SUBSETS = 8


@dataclass(eq=False)
class Content:
    """What a file holds, and what of it is on the disk for sure."""

    data: bytes
    lasts: bool = False


@dataclass(frozen=True)
class Change:
    """Something done to a directory: names that are gone, and names that are there now."""

    gone: tuple[str, ...] = ()
    there: Mapping[str, Content] = field(default_factory=dict)


@dataclass
class Disk:
    """A directory as a crash may leave it.

    Attributes:
        durable: What is there for sure, by name.
        pending: What was done since, in order.
        volatile: What is there if nothing happens.
    """

    durable: dict[str, Content]
    pending: list[Change] = field(default_factory=list)
    volatile: dict[str, Content] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.volatile = dict(self.durable)

    def do(self, change: Change) -> None:
        self.pending.append(change)
        _apply(self.volatile, change)

    def flush(self) -> None:
        for change in self.pending:
            _apply(self.durable, change)
        self.pending.clear()

    def states(self, random: Random) -> Iterator[dict[str, bytes]]:
        """The directories that a crash may leave now."""
        n = len(self.pending)
        subsets: list[tuple[int, ...]] = [tuple(range(end)) for end in range(n + 1)]
        if n <= _ALL_SUBSETS:
            subsets = [s for size in range(n + 1) for s in itertools.combinations(range(n), size)]
        else:
            for _ in range(_SOME_SUBSETS):
                subsets.append(tuple(i for i in range(n) if random.random() < 0.5))
        for subset in subsets:
            names = dict(self.durable)
            for number in subset:
                _apply(names, self.pending[number])
            yield {name: _left_of(content, random) for name, content in names.items()}


def _apply(names: dict[str, Content], change: Change) -> None:
    for name in change.gone:
        names.pop(name, None)
    names.update(change.there)


def _left_of(content: Content, random: Random) -> bytes:
    if content.lasts:
        return content.data
    whole = content.data
    return random.choice((whole, b"", whole[: len(whole) // 2], bytes(len(whole))))


class Recorder:
    """Follows what this process does to a directory, in place of the system.

    Args:
        path: The directory; what it holds now is on the disk.
        after: Called after each step.
    """

    def __init__(self, path: Path, after: Callable[[Disk], None]) -> None:
        self._path = path
        self._after = after
        self._fsync, self._replace, self._unlink = os.fsync, os.replace, os.unlink
        files = [entry for entry in path.iterdir() if entry.is_file()]
        self.disk = Disk({file.name: Content(file.read_bytes(), lasts=True) for file in files})

    def fsync(self, descriptor: Any) -> None:
        self._fsync(descriptor)
        status = os.fstat(descriptor)
        if os.path.samestat(status, self._path.stat()):
            self.disk.flush()
        else:
            for entry in self._path.iterdir():
                if entry.is_file() and os.path.samestat(status, entry.stat()):
                    self._content(entry.name).lasts = True
        self._after(self.disk)

    def replace(self, source: Any, target: Any, **options: Any) -> None:
        if not self._is_here(source):
            self._replace(source, target, **options)
            return
        old, new = Path(source).name, Path(target).name
        moved = self._content(old)
        self._replace(source, target, **options)
        self.disk.do(Change(gone=(old,), there={new: moved}))
        self._after(self.disk)

    def unlink(self, name: Any, **options: Any) -> None:
        self._unlink(name, **options)
        if self._is_here(name):
            self.disk.do(Change(gone=(Path(os.fsdecode(name)).name,)))
            self._after(self.disk)

    def _is_here(self, name: Any) -> bool:
        return Path(os.fsdecode(name)).parent == self._path

    def _content(self, name: str) -> Content:
        """Return what a file holds now."""
        data = (self._path / name).read_bytes()
        known = self.disk.volatile.get(name)
        if known is None or known.data != data:
            known = Content(data)
            self.disk.do(Change(there={name: known}))
        return known


@contextmanager
def recorded(path: Path, after: Callable[[Disk], None]) -> Iterator[Disk]:
    """Follow what is done to a directory, as :class:`Recorder` does."""
    recorder = Recorder(path, after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", recorder.fsync)
        for name in ("replace", "rename"):
            patch.setattr(os, name, recorder.replace)
        for name in ("unlink", "remove"):
            patch.setattr(os, name, recorder.unlink)
        yield recorder.disk


def crash(folder: Path, *, commits: int, seed: int = 1) -> Counter[str]:
    """Crash at every step of some updates, and look at what each crash may leave.

    Args:
        folder: An empty folder.
        commits: How many updates.
        seed: What the articles follow from.

    Returns:
        How many steps there were, and what the directories held that they may leave.

    Raises:
        AssertionError: One held something else than the commit before or after.
    """
    index, corpus = folder / "index", folder / "corpus"
    growing.write(corpus, 0, seed=seed)
    seen: Counter[str] = Counter()
    with searchkit.open(index, create=True) as opened:
        opened.update(corpus)
    for step in range(1, commits + 1):
        growing.write(corpus, step, seed=seed)
        looker = _Looker(folder / "left", step, seed, index, seen)
        with searchkit.open(index) as opened, recorded(index, looker.look) as disk:
            opened.update(
                corpus, optimize=step % 5 == 0, rebuild=step % 7 == 0, allow_removals=True
            )
        looker.look(disk)
    return seen


class _Looker:
    """Looks at what a crash may leave of an update.

    Args:
        left: Where to put it.
        step: The step that is written.
        seed: What the articles follow from.
        index: The index.
        seen: Where to count what was met.
    """

    def __init__(self, left: Path, step: int, seed: int, index: Path, seen: Counter[str]) -> None:
        self._left = left
        self._step = step
        self._seed = seed
        self._seen = seen
        self._random = Random(f"{seed} {step}")
        self._before = {path.name for path in index.glob("manifest-*.json")}
        self._met: set[int] = set()

    def look(self, disk: Disk) -> None:
        self._seen["steps"] += 1
        manifests = {name for name in disk.durable if re.fullmatch(r"manifest-\d+\.json", name)}
        is_committed = bool(manifests - self._before)
        allowed = {self._step} if is_committed else {self._step - 1, self._step}
        for state in disk.states(self._random):
            state.pop("MAIN_WRITELOCK", None)
            mark = hash(frozenset(state.items()))
            if mark in self._met:
                continue
            self._met.add(mark)
            shutil.rmtree(self._left, ignore_errors=True)
            self._left.mkdir()
            for name, data in state.items():
                (self._left / name).write_bytes(data)
            found = growing.look(self._left, seed=self._seed)
            assert found in allowed, (found, allowed, sorted(state))
            self._seen["held the new commit" if found == self._step else "held the one before"] += 1
