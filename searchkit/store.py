"""The index directory: what is in it, who may write it, and what makes a commit.

    MAIN_*.arrays         segments, each written once and never changed
    manifest-000017.json  what commit 17 consists of; the newest one is the index
    _MAIN_17.toc          the same, told to Whoosh
    files.json            how the files of the corpus looked when they were read
    MAIN_WRITELOCK        locked by who writes

A commit is the renaming of a manifest. Its segments are whole and on the disk
before that, under names that no commit had, so whoever reads sees the commit
before or this one. What the last writer found when it began stays, beside what
it left, until the next writer commits.

searchkit reads manifests and segments, never Whoosh's table of contents, which
is a pickle. `files.json` can be lost: the next update then reads the whole
corpus and finds by the fingerprints in the segments what has changed.

Writers hold Whoosh's own lock, which dies with its process.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import analysis
from searchkit.codec.segments import open_segment
from searchkit.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexNotFoundError,
    IndexOutdatedError,
    NotAnIndexError,
)
from searchkit.schema import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from whoosh.filedb.filestore import FileStorage

    from searchkit.codec.segments import ArraySegment

FORMAT = 1
"""The number of this layout of the directory.

1: the first.
"""

_NAME = "MAIN"  # Whoosh allows several indexes in a directory; this is its usual name
_LOCK = f"{_NAME}_WRITELOCK"
_FILES = "files.json"
_MANIFEST = re.compile(r"manifest-(\d{6,})\.json")
_TOC = re.compile(rf"_{_NAME}_(\d+)\.toc")
_OURS = re.compile(rf"{_NAME}_.*|_{_NAME}_.*|manifest-\d+\.json(\.new)?|files\.json(\.new)?")


@dataclass(frozen=True, slots=True)
class FileStamp:
    """How a file of the corpus looked when it was read: another look means it may have changed."""

    size: int  # bytes
    mtime_ns: int  # nanoseconds since 1970


@dataclass(frozen=True, slots=True)
class SegmentEntry:
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


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one commit consists of.

    Attributes:
        generation: The number of the commit; later ones have greater numbers.
        updated: When it was made, in UTC.
        segments: Its segments.
    """

    generation: int
    updated: datetime
    segments: tuple[SegmentEntry, ...] = ()

    @property
    def articles(self) -> int:
        """How many articles there are, without the deleted ones."""
        return sum(entry.articles - len(entry.deleted) for entry in self.segments)


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """A segment of a commit, opened.

    Attributes:
        entry: What the manifest says of it.
        arrays: The segment.
    """

    entry: SegmentEntry
    arrays: ArraySegment

    @property
    def deleted(self) -> NDArray[np.int64]:
        """The numbers of its deleted articles, ascending, int64, (n_deleted,)."""
        return np.array(self.entry.deleted, np.int64)


class Store:
    """An index directory that is there.

    Attributes:
        path: The directory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def generation(self) -> int:
        """The number of the newest commit; -1 if there is none."""
        return max(_numbered(self.path, _MANIFEST), default=-1)

    def manifest(self) -> Manifest:
        """Return the newest commit.

        Raises:
            IndexNotFoundError: There is none.
            IndexDamagedError: It cannot be read.
            IndexOutdatedError: It was written by another version.
        """
        generation = self.generation
        if generation < 0:
            raise IndexNotFoundError(self.path)
        return _read_manifest(self.path, generation)

    def open_segments(self, manifest: Manifest) -> tuple[OpenSegment, ...]:
        """Open the segments of a commit.

        Raises:
            IndexDamagedError: One of them is missing or is not what it should be.
            IndexOutdatedError: One of them was written by another version.
        """
        return tuple(OpenSegment(entry, self._open(entry)) for entry in manifest.segments)

    def _open(self, entry: SegmentEntry) -> ArraySegment:
        path = self.path / entry.file
        try:
            size = path.stat().st_size
            if size != entry.size:
                reason = f"{entry.file} has {size:,} bytes instead of {entry.size:,}"
                raise IndexDamagedError(self.path, reason=reason)
            arrays = open_segment(path)
        except FileNotFoundError:
            raise IndexDamagedError(self.path, reason=f"{entry.file} is missing") from None
        if arrays.n_articles != entry.articles:
            reason = f"{entry.file} has {arrays.n_articles} articles instead of {entry.articles}"
            raise IndexDamagedError(self.path, reason=reason)
        return arrays

    def stamps(self) -> Mapping[str, FileStamp] | None:
        """Return how the files of the corpus looked at the newest commit, by path.

        None where that is not known: nothing was recorded, it is damaged, or it
        belongs to another commit.
        """
        try:
            content = json.loads((self.path / _FILES).read_bytes())
            if content["generation"] != self.generation:
                return None
            return {file: FileStamp(*stamp) for file, stamp in content["stamps"].items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def size(self) -> int:
        """Return the size of the index on disk, in bytes."""
        return sum(entry.stat().st_size for entry in self.path.iterdir() if entry.is_file())

    @contextlib.contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Hold the lock of the index; what was not committed at the end is forgotten.

        Raises:
            IndexLockedError: Another process holds the lock.
        """
        with _locked(self.path) as storage:
            transaction = Transaction(self, storage)
            try:
                yield transaction
            finally:
                transaction.clean()


class Transaction:
    """The right to write an index, for as long as its block lasts.

    Attributes:
        manifest: The newest commit.
    """

    def __init__(self, store: Store, storage: FileStorage) -> None:
        self._store = store
        self._storage = storage
        self.manifest = self._found = store.manifest()
        self._begun: set[str] = set()  # names of segments that may be on their way

    def new_segment_path(self) -> Path:
        """Return where a new segment may be written, under a name that nobody uses."""
        name = f"{_NAME}_{os.urandom(8).hex()}.arrays"
        self._begun |= {name, f"{name}.tmp"}
        return self._store.path / name

    def commit(self, segments: Sequence[SegmentEntry]) -> Manifest:
        """Make these segments the index, for good, and return the commit.

        Args:
            segments: Segments of the commit before, or new ones, whole and on the disk.
        """
        path = self._store.path
        generations = [*_numbered(path, _TOC), self.manifest.generation]
        manifest = Manifest(max(generations) + 1, _now(), tuple(segments))
        _write_toc(self._storage, manifest)
        _write_manifest(path, manifest)
        self.manifest = manifest
        _clean(path, keep=(self._found, manifest), begun=self._begun)
        return manifest

    def record(self, stamps: Mapping[str, FileStamp]) -> None:
        """Record how the files of the corpus looked, for the newest commit."""
        content = {
            "generation": self.manifest.generation,
            "stamps": {file: (stamp.size, stamp.mtime_ns) for file, stamp in stamps.items()},
        }
        _write_json(self._store.path / _FILES, content)

    def clean(self) -> None:
        """Remove segments that were written and not committed, by this writer or a dead one."""
        generation = self.manifest.generation
        earlier = [g for g in _numbered(self._store.path, _MANIFEST) if g < generation]
        kept = [self.manifest]
        if earlier:
            with contextlib.suppress(IndexDamagedError, IndexOutdatedError):
                kept.append(_read_manifest(self._store.path, max(earlier)))
        _clean(self._store.path, keep=kept)


def open_store(path: Path) -> Store:
    """Open the index in a directory.

    Raises:
        IndexNotFoundError: There is none.
        NotAnIndexError: The path is something else.
    """
    _check_directory(path)
    store = Store(path)
    if store.generation < 0:
        raise IndexNotFoundError(path)
    return store


def create_store(path: Path) -> Store:
    """Make an empty index in a directory, in place of one that may be there.

    Raises:
        NotAnIndexError: The path is something else, which is left alone.
        IndexLockedError: Another process is writing the index that is there.
    """
    _check_directory(path)
    path.mkdir(parents=True, exist_ok=True)
    with _locked(path) as storage:
        generation = max((*_numbered(path, _TOC), *_numbered(path, _MANIFEST)), default=-1) + 1
        manifest = Manifest(generation, _now())
        _write_toc(storage, manifest)
        _write_manifest(path, manifest)
        _clean(path, keep=(manifest,))
    return Store(path)


def open_or_create_store(path: Path) -> Store:
    """Open the index in a directory, or make an empty one where there is none.

    Raises:
        NotAnIndexError: The path is something else, which is left alone.
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
    if any(map(_MANIFEST.fullmatch, names)):
        return
    if any(name.endswith(".toc") for name in names):
        raise NotAnIndexError(path, found="it holds an index that another program made with Whoosh")
    others = [name for name in names if not _OURS.fullmatch(name)]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise NotAnIndexError(path, found=f"it holds {others[0]}{more}")


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[FileStorage]:
    # Whoosh is for writers; who searches need not wait for its import.
    from whoosh.filedb.filestore import FileStorage

    storage = FileStorage(str(path))
    lock = storage.lock(_LOCK)
    if not lock.acquire():
        raise IndexLockedError(path)
    try:
        yield storage
    finally:
        lock.release()


def _numbered(path: Path, pattern: re.Pattern[str]) -> list[int]:
    """Return the numbers in the names of files of a kind; none where there is no directory."""
    try:
        names = os.listdir(path)  # noqa: PTH208 - three times as fast, and names are all it takes
    except FileNotFoundError:
        return []
    return [int(found[1]) for found in map(pattern.fullmatch, names) if found]


def _manifest_path(path: Path, generation: int) -> Path:
    return path / f"manifest-{generation:06}.json"


def _read_manifest(path: Path, generation: int) -> Manifest:
    file = _manifest_path(path, generation)
    try:
        content = json.loads(file.read_bytes())
        _check_versions(path, content["versions"])
        return Manifest(
            generation=generation,
            updated=datetime.fromisoformat(content["updated"]),
            segments=tuple(map(_entry, content["segments"])),
        )
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise IndexDamagedError(path, reason=f"{file.name} cannot be read") from error


def _check_versions(path: Path, versions: Mapping[str, object]) -> None:
    for name, version in _versions().items():
        if versions[name] != version:
            raise IndexOutdatedError(
                path, reason=f"its {name} has version {versions[name]}, this one has {version}"
            )


def _versions() -> dict[str, int]:
    return {"format": FORMAT, "schema": SCHEMA_VERSION, "analysis": analysis.ANALYSIS_VERSION}


def _entry(content: Mapping[str, Any]) -> SegmentEntry:
    file, articles, size = content["file"], int(content["articles"]), int(content["size"])
    # A name with a slash would lead out of the directory.
    if not re.fullmatch(rf"{_NAME}_\w+\.arrays", file):
        raise ValueError(file)
    deleted = tuple(map(int, content["deleted"]))
    if any(not 0 <= number < articles for number in deleted):
        raise ValueError("a deleted article that there is not")
    return SegmentEntry(file, articles, size, deleted)


def _write_manifest(path: Path, manifest: Manifest) -> None:
    content = {
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
    _write_json(_manifest_path(path, manifest.generation), content)


def _write_toc(storage: FileStorage, manifest: Manifest) -> None:
    """Tell Whoosh what a commit consists of."""
    from whoosh.index import TOC

    from searchkit.codec import ColumnarSegment
    from searchkit.schema.whoosh_fields import article_schema

    segments = []
    for entry in manifest.segments:
        segment = ColumnarSegment(_NAME)
        segment.segid = entry.file.removeprefix(f"{_NAME}_").removesuffix(".arrays")
        segment.set_doc_count(entry.articles)
        for number in entry.deleted:
            segment.delete_document(number)
        segments.append(segment)
    TOC(article_schema(), segments, manifest.generation).write(storage, _NAME)


def _write_json(path: Path, content: object) -> None:
    """Write a file so that it is there whole, and on the disk, or as it was before."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=True, separators=(",", ":"))
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _clean(path: Path, *, keep: Iterable[Manifest], begun: Iterable[str] = ()) -> None:
    """Remove the files of the index that belong to none of some commits, but those begun."""
    kept = {_LOCK, _FILES, *begun}
    for manifest in keep:
        kept |= {entry.file for entry in manifest.segments}
        kept |= {_manifest_path(path, manifest.generation).name}
        kept |= {f"_{_NAME}_{manifest.generation}.toc"}
    for entry in path.iterdir():
        if _OURS.fullmatch(entry.name) and entry.name not in kept:
            entry.unlink()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
