"""What a commit consists of, as a record and as a file.

A manifest is a line of JSON and a line with the digest of the first, so that it
is read as it was written or not at all:

    {"versions":{…},"updated":"…","segments":[{"file":…,"articles":…,…},…]}
    {"blake2b":"…"}

`files.json` is sealed the same way.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from searchkit import analysis
from searchkit.errors import IndexDamagedError, IndexOutdatedError
from searchkit.records import Record
from searchkit.schema import SCHEMA_VERSION
from searchkit.store import names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 1
"""The number of this layout of the directory.

1: the first.
"""

_DIGEST_LENGTH = 16  # bytes


class FileStamp(NamedTuple):
    """How a file of the corpus looked when it was read: another look means it may have changed.

    A corpus may have a great many files, so this is a tuple, as which it is also written.
    """

    size: int  # bytes
    mtime_ns: int  # nanoseconds since 1970


class SegmentEntry(Record):
    """A segment as a manifest knows it.

    Attributes:
        file: The name of its file.
        articles: How many article numbers it has, deleted ones included.
        size: The length of its file, in bytes.
        deleted: The numbers of its deleted articles, ascending.
    """

    file: str
    articles: int
    size: int
    deleted: tuple[int, ...] = ()


class Manifest(Record):
    """What one commit consists of.

    Attributes:
        generation: The number of the commit; later ones have greater numbers.
        updated: When it was made, in UTC.
        segments: Its segments.
        digest: What tells its file from that of any other commit, in hexadecimal.
    """

    _untold = frozenset({"digest"})

    generation: int
    updated: datetime
    segments: tuple[SegmentEntry, ...] = ()
    digest: str = ""

    @property
    def articles(self) -> int:
        """How many articles there are, without the deleted ones."""
        return sum(entry.articles - len(entry.deleted) for entry in self.segments)

    @property
    def files(self) -> set[str]:
        """The names of the files of its segments."""
        return {entry.file for entry in self.segments}


def seal(content: object) -> bytes:
    """Return JSON content with its digest, as a file."""
    body = json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
    return body + _seal_of(body)


def unseal(data: bytes) -> Any:
    """Return the content that :func:`seal` wrote.

    Raises:
        ValueError: It is not as it was written.
    """
    body, newline, tail = data.partition(b"\n")
    body += newline
    if tail != _seal_of(body):
        raise ValueError("its digest differs")
    try:
        return json.loads(body)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def digest_of(data: bytes) -> str:
    """Return what tells a sealed file from any other, in hexadecimal."""
    return hashlib.blake2b(data, digest_size=_DIGEST_LENGTH).hexdigest()


def _seal_of(body: bytes) -> bytes:
    return json.dumps({"blake2b": digest_of(body)}, separators=(",", ":")).encode() + b"\n"


def as_file(manifest: Manifest) -> bytes:
    """Return a manifest as it stands in its file."""
    return seal(
        {
            "versions": _versions(),
            "updated": manifest.updated.isoformat(timespec="seconds"),
            "segments": [
                {
                    "file": entry.file,
                    "articles": entry.articles,
                    "size": entry.size,
                    "deleted": entry.deleted,
                }
                for entry in manifest.segments
            ],
        }
    )


def read(path: Path, generation: int) -> Manifest:
    """Read the manifest of a commit.

    Args:
        path: The index directory.
        generation: The number of the commit.

    Raises:
        PermissionError: One may not read it.
        IndexDamagedError: It is not there, or not as it was written.
        IndexOutdatedError: It was written by another version.
    """
    file = path / names.manifest(generation)
    try:
        data = file.read_bytes()
    except PermissionError:
        raise
    except FileNotFoundError as error:
        raise IndexDamagedError(path, reason=f"{file.name} is missing") from error
    except OSError as error:
        reason = f"{file.name} cannot be read, {error.strerror}"
        raise IndexDamagedError(path, reason=reason) from error
    try:
        content = unseal(data)
        _check_versions(path, content["versions"])
        updated = datetime.fromisoformat(content["updated"])
        if updated.utcoffset() is None:
            raise ValueError("a time without its zone")
        segments = tuple(map(_entry, _list(content["segments"])))
        if len({entry.file for entry in segments}) < len(segments):
            raise ValueError("a segment twice")
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
        reason = f"{file.name} is not as it was written"
        raise IndexDamagedError(path, reason=reason) from error
    return Manifest(generation, updated, segments, digest_of(data))


def _check_versions(path: Path, versions: Mapping[str, object]) -> None:
    for name, version in _versions().items():
        if versions[name] != version:
            raise IndexOutdatedError(
                path, reason=f"its {name} has version {versions[name]}, this one has {version}"
            )


def _versions() -> dict[str, int]:
    return {"format": FORMAT, "schema": SCHEMA_VERSION, "analysis": analysis.ANALYSIS_VERSION}


def _list(content: object) -> list[Any]:
    if not isinstance(content, list):
        raise TypeError("no list")
    return content


def _entry(content: Mapping[str, Any]) -> SegmentEntry:
    file, articles, size = content["file"], content["articles"], content["size"]
    deleted = tuple(_list(content["deleted"]))
    if not all(type(number) is int and number >= 0 for number in (articles, size, *deleted)):
        raise ValueError("a number that is none")
    # A name with a slash would lead out of the directory.
    if not names.SEGMENT.fullmatch(file):
        raise ValueError(file)
    if any(number >= following for number, following in pairwise((*deleted, articles))):
        raise ValueError("a deleted article that there is not")
    return SegmentEntry(file, articles, size, deleted)
