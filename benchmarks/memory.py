"""How much memory a process holds, with all that it started.

Counted is what is anonymous or shared among the processes, each page once
(``Pss_Anon`` and ``Pss_Shmem`` of Linux); pages of mapped files are not, for
the system takes those back whenever it needs them. Other systems than Linux
do not tell; there the answer is None.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

PROCESSES = Path("/proc")
INTERVAL = 0.05  # seconds between two looks


def held(pid: int) -> int | None:
    """Return how many bytes a process and its descendants hold, or None if that is not told."""
    if not (PROCESSES / "self" / "smaps_rollup").exists():
        return None
    return sum(map(_held, [pid, *descendants(pid, parents())]))


def parents() -> dict[int, int]:
    """Return the parent of each process."""
    found: dict[int, int] = {}
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            # The name, in brackets, may hold anything; the state and the parent follow it.
            found[int(folder.name)] = int(
                (folder / "stat").read_text().rpartition(")")[2].split()[1]
            )
        except (OSError, ValueError):  # it has ended meanwhile
            continue
    return found


def descendants(pid: int, parent_of: dict[int, int]) -> list[int]:
    """Return the processes that a process started, and those that they did.

    >>> descendants(1, {1: 0, 2: 1, 3: 2, 4: 0})
    [2, 3]
    """
    children = [child for child, parent in parent_of.items() if parent == pid]
    return [one for child in children for one in (child, *descendants(child, parent_of))]


def _held(pid: int) -> int:
    try:
        rollup = (PROCESSES / str(pid) / "smaps_rollup").read_text()
    except OSError:  # it has ended meanwhile
        return 0
    sizes = [row.split() for row in rollup.splitlines()]
    return sum(1024 * int(row[1]) for row in sizes if row[0] in {"Pss_Anon:", "Pss_Shmem:"})


class Peak:
    """Watches a process while a ``with`` block runs.

    Attributes:
        size: The most that was held at any look, in bytes, or None if that is not told.
        alone: The most that the process held without those that it started, in the same way.
    """

    def __init__(self, pid: int) -> None:
        self.size = held(pid)
        self.alone = None if self.size is None else _held(pid)
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(INTERVAL):
            now = held(self._pid)
            if now is not None and self.size is not None and self.alone is not None:
                self.size = max(self.size, now)
                self.alone = max(self.alone, _held(self._pid))
