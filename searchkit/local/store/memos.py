"""The memos of an index directory: files in a folder of their own, which no commit touches.

A memo is replaced under a lock, so that of several processes that would replace the same
content only one does. It is there whole or as it was before, also after a loss of power.
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

from searchkit.errors import IndexDamagedError, IndexNotFoundError, TurnTakenError
from searchkit.local.store import file_names
from searchkit.local.store.disk import read_from, sync_directory, write, written_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LOCK = "lock"
_TURN = "turn-"  # before the name of what one process at a time may do
_POLL = 0.02  # seconds between attempts


class MemoFolder:
    """The memos of an index directory; see :class:`searchkit.engine.Memos`.

    Args:
        index: The index directory.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._folder = index / file_names.MEMOS

    def names(self) -> Sequence[str]:
        """Return the names of all memos, in order."""
        with read_from(self._index):
            names = file_names.listed(self._folder)
        return sorted(name for name in names if _is_memo(name))

    def read(self, name: str) -> bytes | None:
        """Return a memo, or None where there is none of that name."""
        try:
            with read_from(self._index):
                return (self._folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            reason = f"{file_names.MEMOS}/{name} cannot be read: {error.strerror}"
            raise IndexDamagedError(self._index, reason=reason) from error

    def replace(self, name: str, content: bytes | None, *, instead_of: bytes | None) -> bool:
        """Replace a memo if it is still what it was, and return whether it was."""
        with written_to(self._index):
            self._make()
            with self._locked(_LOCK) as is_held:
                assert is_held
                if self.read(name) != instead_of:
                    return False
                path = self._folder / name
                if content is None:
                    path.unlink(missing_ok=True)
                else:
                    write(path, content)
                sync_directory(self._folder)
        return True

    @contextlib.contextmanager
    def turn(self, name: str, *, wait: float) -> Iterator[None]:
        """Be the only process that does something."""
        with contextlib.ExitStack() as stack:
            with written_to(self._index):
                self._make()
                lock = self._locked(f"{_TURN}{name}", wait=wait)
                is_held = stack.enter_context(lock)
            if not is_held:
                raise TurnTakenError(self._index, name=name)
            yield

    def _make(self) -> None:
        """Make the folder, where there is none; a link to one elsewhere is not followed."""
        if self._folder.is_dir() and not self._folder.is_symlink():
            return
        if not self._index.is_dir():
            raise IndexNotFoundError(self._index)
        if self._folder.is_symlink():
            self._folder.unlink()
        self._folder.mkdir(exist_ok=True)
        sync_directory(self._index)

    @contextlib.contextmanager
    def _locked(self, name: str, *, wait: float | None = None) -> Iterator[bool]:
        """Hold a lock, which dies with its process, and yield whether it is held.

        Args:
            name: The name of its file.
            wait: For how many seconds to try; None: until it is held.
        """
        import fcntl  # not every system has it

        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        descriptor = os.open(self._folder / name, flags, 0o666)
        try:
            if wait is None:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                yield True
                return
            began = time.monotonic()
            while not (is_held := _try_to_lock(descriptor)) and time.monotonic() - began < wait:
                time.sleep(_POLL)
            yield is_held
        finally:
            os.close(descriptor)


def _try_to_lock(descriptor: int) -> bool:
    """Lock a file if nobody has locked it, and return whether that was so."""
    import fcntl  # not every system has it

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_memo(name: str) -> bool:
    is_lock = name == _LOCK or name.startswith(_TURN)
    return not is_lock and not name.endswith(file_names.TEMPORARY)
