"""What has to be read to make an index equal to a corpus. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from searchkit.corpus import CorpusFile, Listing
    from searchkit.store import FileStamp


@dataclass(frozen=True, slots=True)
class Plan:
    """What an update has to do with files.

    Attributes:
        read: Files that are new or look different, in the order of their paths.
        gone: Paths that the index has articles of and the corpus no longer holds.
    """

    read: tuple[CorpusFile, ...]
    gone: tuple[str, ...]


def make_plan(
    listing: Listing, stamps: Mapping[str, FileStamp], indexed_paths: Iterable[str]
) -> Plan:
    """Compare a corpus with what the index knows of it.

    Args:
        listing: The files that are there.
        stamps: How they looked when they were last read, by path.
        indexed_paths: The paths of all articles of the index.
    """
    unlisted = tuple(problem.path for problem in listing.problems)
    present = {file.path for file in listing.files}
    return Plan(
        read=tuple(file for file in listing.files if not _looks_alike(file, stamps)),
        gone=tuple(
            path
            for path in sorted(set(indexed_paths) - present)
            # What stands in a folder that could not be listed is not gone.
            if not any(path == p or path.startswith(f"{p}/") for p in unlisted)
        ),
    )


def _looks_alike(file: CorpusFile, stamps: Mapping[str, FileStamp]) -> bool:
    stamp = stamps.get(file.path)
    return stamp is not None and (stamp.size, stamp.mtime_ns) == (file.size, file.mtime_ns)
