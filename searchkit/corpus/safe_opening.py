"""Files and folders of a corpus, opened without being led out of it.

A name that was a file when the corpus was listed can be a symbolic link, or a
pipe without end, when it is opened. So each is opened from the folder around it,
one after another from the corpus on, and none through a link. Where the system
cannot do that, names are opened as they are.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_IS_GUARDED = os.open in os.supports_dir_fd and os.scandir in os.supports_fd
_FOLDER = getattr(os, "O_DIRECTORY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe that nobody writes to opens all the same


@contextlib.contextmanager
def opened_file(corpus: Path, name: str) -> Iterator[IO[bytes]]:
    """Open a file of a corpus for reading.

    Args:
        corpus: The folder.
        name: The path of the file in it, parted by ``/``.

    Raises:
        OSError: There is no such file, or it is no ordinary one, or it cannot be opened.
    """
    if not _IS_GUARDED:
        with (corpus / name).open("rb") as file:
            yield file
        return
    folders, _, last = name.rpartition("/")
    with opened_folder(corpus, folders) as around:
        number = _open(last, os.O_RDONLY | _NO_WAIT, around)
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, "it is no longer an ordinary file")
        with os.fdopen(number, "rb", closefd=False) as file:
            yield file
    finally:
        os.close(number)


@contextlib.contextmanager
def opened_folder(corpus: Path, name: str) -> Iterator[int | str]:
    """Open a folder of a corpus, and give what :func:`os.scandir` takes.

    Args:
        corpus: The folder; it may itself be a symbolic link.
        name: The path of the folder in it, parted by ``/``; empty: the corpus itself.

    Raises:
        OSError: There is no such folder, or it cannot be opened.
    """
    if not _IS_GUARDED:
        yield os.fspath(corpus / name)
        return
    number = os.open(corpus, os.O_RDONLY | _FOLDER)
    try:
        for part in filter(None, name.split("/")):
            inner = _open(part, os.O_RDONLY | _FOLDER, number)
            os.close(number)
            number = inner
        yield number
    finally:
        os.close(number)


def _open(name: str, flags: int, folder: int | str) -> int:
    """Open one name in a folder that is open."""
    assert isinstance(folder, int)
    try:
        return os.open(name, flags | _NO_LINK, dir_fd=folder)
    except OSError as error:
        if stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise OSError(errno.ELOOP, "it has become a symbolic link") from error
        raise
