"""What has to be read to make an index equal to a corpus. Pure.

A file that looks as it did when it was read is not read again. So one that may still
change without looking different is not taken for known: one that was changed shortly
before it was read. How shortly depends on how finely its file system keeps time, and
that the time itself gives away. Kernels take it from a clock that ticks a hundred
times a second or more often, and so has digits below a millisecond. Where these are
kept, two changes look alike for as long as a tick. Where they are not, it may be a
file system that keeps whole seconds (ext3, HFS+), even ones (FAT), or hundredths
(exFAT).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.records import Record
from searchkit.syncing.remembered import READ_AGAIN, FileStamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from searchkit.corpus import CorpusFile, CorpusListing

MILLISECOND = 1_000_000
"""Nanoseconds. A time that is whole milliseconds may be kept no finer."""

COARSEST_TIMESTAMP = 2_000 * MILLISECOND
"""Nanoseconds from one time that a file system can keep to the next, at most."""

_TICK = 30 * MILLISECOND  # three of the slowest: the clock of a file server is not quite ours


class Plan(Record):
    """What an update has to do with files.

    Attributes:
        read: Files that are new or look different, or for which other settings hold, in
            the order of their paths.
        gone: Paths that the index has articles of and the corpus no longer holds, be it as files
            that cannot be read for now.
        n_reset: How many files are read for no other reason than their settings.
    """

    read: tuple[CorpusFile, ...]
    gone: tuple[str, ...]
    n_reset: int = 0


def make_plan(
    listing: CorpusListing, stamps: Mapping[str, FileStamp], indexed_paths: Iterable[str]
) -> Plan:
    """Compare a corpus with what the index knows of it.

    Args:
        listing: The files that are there.
        stamps: How they looked when they were last read, by path.
        indexed_paths: The paths of all articles of the index.
    """
    unlisted = tuple(problem.path for problem in listing.problems)
    present = {file.path for file in (*listing.files, *listing.unread)}
    read = []
    n_reset = 0
    for file in listing.files:
        stamp = stamps.get(file.path, READ_AGAIN)
        looks_same = stamp.size == file.size and stamp.mtime_ns == file.mtime_ns
        if not looks_same or stamp.options != file.options.digest:
            read.append(file)
            n_reset += looks_same and stamp.options is not None
    return Plan(
        read=tuple(read),
        gone=tuple(
            path
            for path in sorted(set(indexed_paths) - present)
            # What is in a folder that could not be listed is not gone.
            if not any(path == p or path.startswith(f"{p}/") for p in unlisted)
        ),
        n_reset=n_reset,
    )


def unread(file: CorpusFile) -> FileStamp:
    """Return what is recorded of a file that has to be read at the next update."""
    return FileStamp(file.size, file.mtime_ns, None)


def stamp_of(file: CorpusFile, *, began_ns: int) -> FileStamp:
    """Return how a file looks and was read, or that it must be read again.

    Args:
        file: The file.
        began_ns: A time before it was looked at and read, in nanoseconds since 1970.
    """
    if file.place is None and not is_settled(file.mtime_ns, began_ns=began_ns):
        return unread(file)
    return FileStamp(file.size, file.mtime_ns, file.options.digest)


def is_settled(mtime_ns: int, *, began_ns: int) -> bool:
    """Whether a file cannot have changed without looking different since it was looked at.

    Args:
        mtime_ns: When it was changed, in nanoseconds since 1970.
        began_ns: A time before it was looked at, in nanoseconds since 1970.
    """
    margin = _TICK if mtime_ns % MILLISECOND else _TICK + COARSEST_TIMESTAMP
    return mtime_ns <= began_ns - margin
