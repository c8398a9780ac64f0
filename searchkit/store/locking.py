"""One writer at a time, and who it is.

The lock is Whoosh's own, on the same file, so that its writers and ours exclude
each other; the system takes it from a process that dies. Into the file its holder
writes who it is, for those that wait in vain. That is no part of the lock: it may
be out of date, missing, or anything at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from searchkit.errors import IndexLockedError, LockHolder
from searchkit.store import names
from searchkit.store.disk import written_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_POLL = 0.05  # seconds between attempts
_LONGEST = 4096  # bytes of what is read of a holder


@contextlib.contextmanager
def locked(path: Path, *, wait: float = 0) -> Iterator[None]:
    """Hold the lock of an index directory.

    Args:
        path: The directory.
        wait: How long to wait for the lock, in seconds.

    Raises:
        IndexNotFoundError: The directory is gone.
        IndexUnwritableError: One may not write there.
        IndexLockedError: Another process holds the lock.
    """
    # Whoosh is for writers; who searches need not wait for its import.
    from whoosh.filedb.filestore import FileStorage

    file = path / names.LOCK
    until = time.monotonic() + wait
    storage = FileStorage(str(path))
    while True:
        if file.is_symlink():  # the file that it leads to would be written over
            with written_to(path):
                file.unlink()
        lock = storage.lock(names.LOCK)
        with written_to(path):
            acquired = lock.acquire()
        if acquired and not _is_open_as(lock.fd, file):
            lock.release()  # of a file that somebody has removed
            acquired = False
        if acquired:
            break
        if time.monotonic() >= until:
            raise IndexLockedError(path, holder=_holder(file))
        time.sleep(_POLL)
    try:
        with contextlib.suppress(OSError):  # on a full disk, nobody is told
            file.write_text(_introduction(), encoding="ascii")
        yield
    finally:
        with contextlib.suppress(OSError):
            file.write_text("", encoding="ascii")
        lock.release()


def _is_open_as(descriptor: int, file: Path) -> bool:
    """Return whether a descriptor is of the file that has this name now."""
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except OSError:
        return False


def _introduction() -> str:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return json.dumps({"pid": os.getpid(), "host": platform.node(), "since": since})


def _holder(file: Path) -> LockHolder | None:
    """Return who says to hold a lock; None: nobody does, or a process that has died."""
    try:
        with file.open("rb") as stream:
            content = json.loads(stream.read(_LONGEST))
        holder = LockHolder(
            int(content["pid"]),
            str(content["host"]),
            datetime.fromisoformat(content["since"]).astimezone(UTC),
        )
        lives = holder.host != platform.node() or _is_alive(holder.pid)
    except (OSError, ValueError, LookupError, TypeError, RecursionError, OverflowError):
        return None
    return holder if lives else None


def _is_alive(pid: int) -> bool:
    """Return whether a process of this machine runs."""
    try:
        os.kill(pid, 0)
    except PermissionError:  # it is somebody else's
        return True
    except ProcessLookupError:
        return False
    return True
