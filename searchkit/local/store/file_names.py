"""The files of an index directory, by their names alone.

Every name here is one that only searchkit gives; whatever else lies in the
directory belongs to others and is never touched.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

INDEX = "MAIN"  # Whoosh allows several indexes in a directory; this is its usual name
LOCK = f"{INDEX}_WRITELOCK"
FILES = "files.json"
ASIDE = "damaged"  # the folder of what a repair took out of use
MEMOS = "saved-searches"  # the folder of what is kept beside the articles
TEMPORARY = ".tmp"  # behind the name of a file that is being written

MANIFEST = late_pattern(r"manifest-(\d{6,18})\.json")
TOC = late_pattern(rf"_{INDEX}_(\d{{1,18}})\.toc")
# Whoosh cleans up what looks like segments of its own, with lower-case names.
SEGMENT = late_pattern(rf"{INDEX}_S[0-9A-F]{{16}}\.arrays")

_OURS = tuple(
    late_pattern(rf"(?:{pattern})(?:{re.escape(TEMPORARY)})?")
    for pattern in (MANIFEST.pattern, TOC.pattern, SEGMENT.pattern, re.escape(FILES), LOCK)
)
_BEGINNINGS = (f"{INDEX}_", f"_{INDEX}_", "manifest-")


def new_segment() -> str:
    """Return a name for a segment that no other has."""
    return f"{INDEX}_S{os.urandom(8).hex().upper()}.arrays"


def manifest(generation: int) -> str:
    """Return the name of the manifest of a commit."""
    return f"manifest-{generation:06}.json"


def toc(generation: int) -> str:
    """Return the name of Whoosh's table of contents of a commit."""
    return f"_{INDEX}_{generation}.toc"


def is_ours(name: str) -> bool:
    """Whether searchkit gives such names."""
    return name in {ASIDE, MEMOS} or any(pattern.fullmatch(name) for pattern in _OURS)


def is_index(listed: Iterable[str]) -> bool:
    """Whether a directory that has these names is an index, or what is left of one.

    What lies in an index is never an article, so a folder of articles that has one in it is
    read without it. A name alone may be of another program.
    """
    ours = [name for name in listed if name.startswith(_BEGINNINGS)]
    has_manifest = any(map(MANIFEST.fullmatch, ours))
    has_others = any(name == LOCK or TOC.fullmatch(name) for name in ours)
    return (has_manifest and has_others) or any(map(SEGMENT.fullmatch, ours))


def has_remains(listed: Iterable[str]) -> bool:
    """Whether some of these names are of what an index consists of."""
    return any(MANIFEST.fullmatch(name) or SEGMENT.fullmatch(name) for name in listed)


def is_temporary(name: str) -> bool:
    """Whether searchkit gives such a name to what it has not finished writing."""
    return name.endswith(TEMPORARY) and is_ours(name)


def listed(path: Path) -> list[str]:
    """Return the names in a directory; none where there is no directory."""
    try:
        return os.listdir(path)  # noqa: PTH208 - three times as fast, and names are all it takes
    except (FileNotFoundError, NotADirectoryError):
        return []


def numbered(names: list[str], pattern: re.Pattern[str]) -> list[int]:
    """Return the numbers in the names of a kind, the greatest first."""
    return sorted((int(found[1]) for found in map(pattern.fullmatch, names) if found), reverse=True)
