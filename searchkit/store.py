"""The index directory: what is in it, who may write it, and what makes a commit.

It is a Whoosh index, which `whoosh.index.open_dir` opens, with two small JSON
files beside Whoosh's own:

`searchkit.json`
    written when the index is made: the number of this format and the versions
    of schema and analysis. An index with other numbers is not searched, since
    its terms are not the ones that queries would look for.
`files.json`
    written after each commit: size and modification time of every file of the
    corpus, so that an update reads only what may have changed; and name and
    size of every segment file, so that a truncated index is noticed on
    opening. It is bound to a commit by its generation. Where it is missing
    or of another generation, the next update reads the whole corpus and finds
    by the fingerprints in the index what has changed: nothing is lost.

Whoosh's table of contents is what makes a commit happen. Writers hold Whoosh's
own lock, which dies with its process.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import whoosh.index
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import CLEAR

from searchkit import analysis
from searchkit.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexNotFoundError,
    IndexOutdatedError,
    NotAnIndexError,
)
from searchkit.schema import SCHEMA_VERSION, article_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from whoosh.reading import IndexReader
    from whoosh.writing import IndexWriter

FORMAT = 1
"""The number of this layout of the directory.

1: Whoosh's own codec, `searchkit.json` and `files.json`.
"""

_MARKER = "searchkit.json"
_FILES = "files.json"
_LOCK = "MAIN_WRITELOCK"

# What Whoosh raises, one or the other, when a file is cut off or overwritten.
_DAMAGE = (
    AssertionError,
    AttributeError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    OSError,
    OverflowError,
    TypeError,
    ValueError,
    pickle.UnpicklingError,
    struct.error,
    whoosh.index.IndexError,
)


@dataclass(frozen=True, slots=True)
class FileStamp:
    """How a file of the corpus looked when it was read: another look means it may have changed."""

    size: int  # bytes
    mtime_ns: int  # nanoseconds since 1970


@dataclass(frozen=True, slots=True)
class FileRecords:
    """What `files.json` holds.

    Attributes:
        generation: The commit that it belongs to.
        updated: When that was, in UTC.
        stamps: The files of the corpus, by path.
        segment_sizes: The files of the index, in bytes, by name.
    """

    generation: int = -1
    updated: datetime | None = None
    stamps: Mapping[str, FileStamp] = field(default_factory=dict)
    segment_sizes: Mapping[str, int] = field(default_factory=dict)


class Store:
    """An index directory that is there and is of this version.

    Attributes:
        path: The directory.
    """

    def __init__(self, path: Path, index: whoosh.index.FileIndex) -> None:
        self.path = path
        self._index = index

    @property
    def generation(self) -> int:
        """The number of the newest commit."""
        newest: int = self._index.latest_generation()
        return newest

    def reader(self) -> IndexReader:
        """Return a reader of the newest commit.

        Raises:
            IndexDamagedError: It cannot be read.
        """
        try:
            reader: IndexReader = self._index.reader()
        except _DAMAGE as error:
            raise IndexDamagedError(self.path, reason=_reason(error)) from error
        return reader

    def article_count(self) -> int:
        """Return how many articles the newest commit holds."""
        with contextlib.closing(self.reader()) as reader:
            count: int = reader.doc_count()
            return count

    def fingerprints(self) -> dict[str, dict[str, str]]:
        """Return the fingerprints of all articles, by the path of their file and their key."""
        found: dict[str, dict[str, str]] = {}
        with contextlib.closing(self.reader()) as reader:
            if not reader.doc_count():
                return found
            columns = [reader.column_reader(name) for name in ("path", "key", "fingerprint")]
            for number in reader.all_doc_ids():
                path, key, fingerprint = (column[number] for column in columns)
                found.setdefault(path, {})[key] = fingerprint
        return found

    def records(self) -> FileRecords:
        """Return what is recorded of the newest commit; empty where nothing is."""
        records = _read_records(self.path)
        return records if records.generation == self.generation else FileRecords()

    def size(self) -> int:
        """Return the size of the index on disk, in bytes."""
        return sum(entry.stat().st_size for entry in self.path.iterdir() if entry.is_file())

    @contextlib.contextmanager
    def writing(self, *, clear: bool = False) -> Iterator[Writer]:
        """Hold the lock of the index and give a writer; commits at the end, unless that raises.

        Args:
            clear: Leave out everything that was in the index before.

        Raises:
            IndexLockedError: Another process holds the lock.
        """
        try:
            whoosh_writer = self._index.writer(limitmb=256)
        except whoosh.index.LockError:
            raise IndexLockedError(self.path) from None
        except _DAMAGE as error:
            raise IndexDamagedError(self.path, reason=_reason(error)) from error
        writer = Writer(whoosh_writer)
        try:
            yield writer
        except BaseException:
            whoosh_writer.cancel()
            raise
        if clear:
            whoosh_writer.commit(mergetype=CLEAR)
        elif writer.has_changed:
            whoosh_writer.commit()
        else:
            whoosh_writer.cancel()

    def write_records(self, stamps: Mapping[str, FileStamp]) -> None:
        """Record the files of the corpus as those of the newest commit."""
        names = [p for p in self.path.iterdir() if p.is_file() and p.name.startswith("MAIN_")]
        content = {
            "generation": self.generation,
            "updated": datetime.now(UTC).isoformat(timespec="seconds"),
            "stamps": {path: (stamp.size, stamp.mtime_ns) for path, stamp in stamps.items()},
            "segment_sizes": {p.name: p.stat().st_size for p in names if p.name != _LOCK},
        }
        _write_json(self.path / _FILES, content)


class Writer:
    """Adds and removes articles until the end of its block, which commits.

    Attributes:
        has_changed: Whether anything was added or removed.
    """

    def __init__(self, whoosh_writer: IndexWriter) -> None:
        self._writer = whoosh_writer
        self.has_changed = False

    def add(self, fields: Mapping[str, Any]) -> None:
        """Add an article, given as :func:`searchkit.schema.to_fields` gives it."""
        self.has_changed = True
        self._writer.add_document(**fields)

    def remove(self, key: str) -> None:
        """Remove the article with that key, if it was committed before."""
        self.has_changed = True
        self._writer.delete_by_term("key", key)


def open_store(path: Path) -> Store:
    """Open the index in a directory.

    Raises:
        IndexNotFoundError: There is none.
        NotAnIndexError: The path is something else.
        IndexOutdatedError: Its format is of another version.
        IndexDamagedError: It cannot be read.
    """
    _check_directory(path)
    if not (path / _MARKER).exists():
        raise IndexNotFoundError(path)
    _check_marker(path)
    try:
        store = Store(path, whoosh.index.open_dir(str(path)))
    except _DAMAGE as error:
        raise IndexDamagedError(path, reason=_reason(error)) from error
    for name, size in store.records().segment_sizes.items():
        _check_size(path, name, size)
    return store


def create_store(path: Path) -> Store:
    """Make an empty index in a directory, in place of one that may be there.

    Raises:
        NotAnIndexError: The path is something else, which is left alone.
        IndexLockedError: Another process is writing the index that is there.
    """
    _check_directory(path)
    path.mkdir(parents=True, exist_ok=True)
    storage = FileStorage(str(path))
    lock = storage.lock(_LOCK)
    if not lock.acquire():
        raise IndexLockedError(path)
    try:
        for entry in path.iterdir():
            if _is_ours(entry.name) and entry.name != _LOCK:
                entry.unlink()
        versions = {
            "format": FORMAT,
            "schema": SCHEMA_VERSION,
            "analysis": analysis.ANALYSIS_VERSION,
        }
        _write_json(path / _MARKER, versions)
        return Store(path, storage.create_index(article_schema()))
    finally:
        lock.release()


def open_or_create_store(path: Path) -> Store:
    """Open the index in a directory, or make an empty one where there is none.

    Raises:
        NotAnIndexError: The path is something else, which is left alone.
        IndexOutdatedError: The format of the index is of another version.
        IndexDamagedError: It cannot be read.
        IndexLockedError: Another process is making it.
    """
    try:
        return open_store(path)
    except IndexNotFoundError:
        return create_store(path)


def _check_directory(path: Path) -> None:
    """Raise if a path holds something other than an index or nothing."""
    if not path.exists():
        return
    if not path.is_dir():
        raise NotAnIndexError(path, found="it is a file")
    names = sorted(entry.name for entry in path.iterdir() if not entry.name.startswith("."))
    if _MARKER in names:
        return
    if any(name.endswith(".toc") for name in names):
        raise NotAnIndexError(path, found="it holds an index that another program made with Whoosh")
    others = [name for name in names if not _is_ours(name)]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise NotAnIndexError(path, found=f"it holds {others[0]}{more}")


def _is_ours(name: str) -> bool:
    return name.startswith(("MAIN_", "_MAIN_", _MARKER, _FILES))


def _check_marker(path: Path) -> None:
    try:
        marker = json.loads((path / _MARKER).read_bytes())
        versions = {name: int(marker[name]) for name in ("format", "schema", "analysis")}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexDamagedError(path, reason=f"{_MARKER} cannot be read") from error
    expected = {"format": FORMAT, "schema": SCHEMA_VERSION, "analysis": analysis.ANALYSIS_VERSION}
    for name, version in versions.items():
        if version != expected[name]:
            raise IndexOutdatedError(
                path, reason=f"its {name} has version {version}, this one has {expected[name]}"
            )


def _check_size(path: Path, name: str, size: int) -> None:
    try:
        found = (path / name).stat().st_size
    except FileNotFoundError:
        raise IndexDamagedError(path, reason=f"{name} is missing") from None
    if found != size:
        raise IndexDamagedError(path, reason=f"{name} has {found:,} bytes instead of {size:,}")


def _read_records(path: Path) -> FileRecords:
    """Return what `files.json` says, or nothing: it can be done without."""
    try:
        content = json.loads((path / _FILES).read_bytes())
        return FileRecords(
            generation=content["generation"],
            updated=datetime.fromisoformat(content["updated"]),
            stamps={file: FileStamp(*stamp) for file, stamp in content["stamps"].items()},
            segment_sizes={str(name): int(size) for name, size in content["segment_sizes"].items()},
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return FileRecords()


def _write_json(path: Path, content: object) -> None:
    """Write a file so that it is there whole or as it was before."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=True, separators=(",", ":"))
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)


def _reason(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else text[:200] + "…"
