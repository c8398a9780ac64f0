"""Files written so that they last, and errors that say why they cannot be.

A file is written under a temporary name, flushed to the disk, and renamed; it is
there whole or not at all. The renaming lasts once its directory is flushed too.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from searchkit.errors import (
    IndexDamagedError,
    IndexNotFoundError,
    IndexUnreadableError,
    IndexUnwritableError,
)
from searchkit.local.store import file_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def write(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a file so that it is there whole, or as it was before.

    Args:
        path: The file.
        data: What it is to hold.
        lasting: Whether it has to outlast a loss of power; else it may be found
            with any content after one.
    """
    temporary = path.with_name(path.name + file_names.TEMPORARY)
    temporary.unlink(missing_ok=True)  # it may be a link to a file elsewhere
    with temporary.open("xb") as out:
        out.write(data)
        if lasting:
            out.flush()
            os.fsync(out.fileno())
    temporary.replace(path)


def remove(path: Path, files: Iterable[str]) -> None:
    """Remove files of a directory, as far as they are there."""
    for name in files:
        (path / name).unlink(missing_ok=True)


def make_last(path: Path, files: Iterable[str]) -> None:
    """Flush files of a directory to the disk, and what they are called."""
    for name in files:
        descriptor = os.open(path / name, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    sync_directory(path)


def sync_directory(path: Path) -> None:
    """Make what was renamed in a directory last."""
    directory = os.open(path, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


@contextlib.contextmanager
def written_to(path: Path) -> Iterator[None]:
    """Turn the errors of writing an index directory into errors that say what to do.

    Raises:
        IndexNotFoundError: The directory is gone.
        IndexUnwritableError: The disk is full, no permission to write there, or the like.
    """
    try:
        yield
    except OSError as error:
        if not path.exists():
            raise IndexNotFoundError(path) from error
        raise IndexUnwritableError(path, error=error) from error


@contextlib.contextmanager
def damaged_unless_read(path: Path, name: str) -> Iterator[None]:
    """Turn the errors of reading a file of an index into errors of damage.

    Raises:
        PermissionError: No permission to read it.
        IndexDamagedError: It is missing, or cannot be read.
    """
    try:
        yield
    except PermissionError:
        raise
    except FileNotFoundError as error:
        raise IndexDamagedError(path, reason=f"{name} is missing") from error
    except OSError as error:
        reason = f"{name} cannot be read: {error.strerror}"
        raise IndexDamagedError(path, reason=reason) from error


@contextlib.contextmanager
def read_from(path: Path) -> Iterator[None]:
    """Turn a lack of permission to read an index directory into an error that says so.

    Raises:
        IndexUnreadableError: No permission to read a file of it.
    """
    try:
        yield
    except PermissionError as error:
        raise IndexUnreadableError(path, error=error) from error
