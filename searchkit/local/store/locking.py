"""One writer at a time, and which process that is.

The lock is Whoosh's own, on the same file, so that its writers and ours exclude
each other; the system takes it from a process that dies. Its holder
writes into the file which process it is, for those that wait in vain. That is no part
of the lock: it may be out of date, missing, or anything at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from searchkit.errors import IndexLockedError, LockHolder
from searchkit.local.store import file_names
from searchkit.local.store.disk import written_to
from searchkit.progress import Phase, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_POLL = 0.05  # seconds between attempts
_LOOK = 0.5  # seconds for which a process may hold the lock only to see whether it is held
_LONGEST = 4096  # bytes of what is read of a holder


@contextlib.contextmanager
def locked(
    path: Path, *, wait: float = 0, waiting: Callable[[Progress], None] = lambda _: None
) -> Iterator[None]:
    """Hold the lock of an index directory.

    Args:
        path: The directory.
        wait: How long to wait for the lock, in seconds.
        waiting: Called repeatedly while another process is waited for.

    Raises:
        IndexNotFoundError: The directory is gone.
        IndexUnwritableError: No permission to write there.
        IndexLockedError: Another process holds the lock.
    """
    # Whoosh is for writers; a search need not wait for its import.
    from whoosh.filedb.filestore import FileStorage

    file = path / file_names.LOCK
    began = time.monotonic()
    storage = FileStorage(str(path))
    while (lock := _acquired(path, storage)) is None:
        holder = _holder(file)
        patience = wait if holder else max(wait, _LOOK)
        if time.monotonic() - began >= patience:
            raise IndexLockedError(path, holder=holder)
        if holder:
            waiting(Progress(phase=Phase.WAITING, holder=holder))
        time.sleep(_POLL)
    try:
        with contextlib.suppress(OSError):  # the disk may be full
            file.write_text(_introduction(), encoding="ascii")
        yield
    finally:
        with contextlib.suppress(OSError):
            if file_names.listed(path) == [file_names.LOCK]:  # no index has come to be here
                file.unlink()
            else:
                file.write_text("", encoding="ascii")
        lock.release()


def _acquired(path: Path, storage: Any) -> Any:
    """Return the lock of an index directory, held; None: another process holds it."""
    file = path / file_names.LOCK
    with written_to(path):
        if file.is_symlink():  # the file that it leads to would be written over
            file.unlink()
        lock = storage.lock(file_names.LOCK)
        if not lock.acquire():
            return None
    if _is_open_as(lock.fd, file):
        return lock
    lock.release()  # of a file that was removed
    return None


def writer(path: Path) -> tuple[bool, LockHolder | None]:
    """Return whether a process is writing an index, and which, where that is known.

    The number in the file may belong to another process by now. So the lock is asked
    for, as one that many may hold, and given back at once. Where the system has no such
    locks, what the file says is believed.
    """
    file = path / file_names.LOCK
    holder = _holder(file)
    is_held = _is_held(file)
    is_held = holder is not None if is_held is None else is_held
    return is_held, holder if is_held else None


def _is_held(file: Path) -> bool | None:
    """Return whether a process holds the lock; None: that cannot be known."""
    try:
        import fcntl  # not every system has it

        with file.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    except (ImportError, OSError):
        return None
    return False


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
    """Return the process that says to hold a lock; None: none does, or it has died."""
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
    except PermissionError:  # it is of another user
        return True
    except ProcessLookupError:
        return False
    return True
