"""The index directory: opening what was committed, committing, cleaning up."""

from __future__ import annotations

import contextlib
import weakref
from typing import TYPE_CHECKING

import numpy as np

from searchkit.errors import (
    IndexDamagedError,
    IndexForeignError,
    IndexNotFoundError,
    IndexStateError,
    IndexUnfinishedError,
    NotAnIndexError,
)
from searchkit.local.segment.segment_reader import open_segment
from searchkit.local.store import file_names, manifests
from searchkit.local.store.disk import damaged_unless_read, read_from, written_to
from searchkit.local.store.locking import locked, writer
from searchkit.local.store.transaction import NOTHING, Transaction
from searchkit.notes import Note
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.local.store.manifests import Manifest, SegmentEntry
    from searchkit.progress import Progress
    from searchkit.syncing.remembered import FilesRead


class OpenSegment(Record):
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


class OpenCommit(Record):
    """A commit, opened.

    Attributes:
        manifest: What it consists of.
        segments: Its segments.
        notes: Why it is not the newest one, if it is not.
        damage: What is wrong with the newest one, in words, if it is another.
    """

    manifest: Manifest
    segments: tuple[OpenSegment, ...]
    notes: tuple[Note, ...] = ()
    damage: str | None = None


class Store:
    """An index directory.

    Attributes:
        path: The directory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # Segments never change, so an open segment is shared.
        self._open: weakref.WeakValueDictionary[str, ArraySegment] = weakref.WeakValueDictionary()

    def __reduce__(self) -> tuple[type[Store], tuple[Path]]:
        return Store, (self.path,)

    @property
    def generation(self) -> int:
        """The number of the newest commit, whole or not; -1 if there is none."""
        return max(self.generations, default=-1)

    @property
    def generations(self) -> list[int]:
        """The numbers of the commits that are kept, whole or not, the newest first."""
        with read_from(self.path):
            return file_names.numbered(file_names.listed(self.path), file_names.MANIFEST)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever committed here, and nothing of a commit is left."""
        return not file_names.has_remains(file_names.listed(self.path))

    def open(self) -> OpenCommit:
        """Open the newest commit that is whole, also while a writer commits another.

        Raises:
            IndexNotFoundError: There is none.
            IndexDamagedError: None is whole.
            IndexOutdatedError: The newest one was written by another version.
            IndexUnreadableError: No permission to read it.
        """
        while True:
            generations = self.generations
            if not generations:
                if not self.is_blank:
                    raise IndexDamagedError(self.path, reason=_NO_MANIFEST)
                raise IndexNotFoundError(self.path)
            damage: list[IndexDamagedError] = []
            for generation in generations:
                try:
                    manifest = manifests.read(self.path, generation)
                    segments = self.open_segments(manifest)
                except IndexDamagedError as error:
                    damage.append(error)
                    continue
                except PermissionError:
                    with read_from(self.path):
                        raise
                if not damage:
                    return OpenCommit(manifest, segments)
                if self.generation != generations[0]:
                    break  # what looked like damage was cleaned up by a writer
                notes = (_fell_back(manifest, damage[0]),)
                return OpenCommit(manifest, segments, notes, damage[0].reason)
            else:
                if self.generations == generations:
                    raise damage[0]

    def check_finished(self, manifest: Manifest) -> None:
        """Raise if a commit has only a part of the corpus.

        Raises:
            IndexUnfinishedError: It is one of the first update, which has not ended.
        """
        if not manifest.is_finished:
            is_running, holder = writer(self.path)
            raise IndexUnfinishedError(
                self.path, articles=manifest.articles, is_running=is_running, holder=holder
            )

    def manifest(self) -> Manifest:
        """Return the newest commit that is whole.

        Raises:
            IndexStateError: As :meth:`open` does.
        """
        return self.open().manifest

    def _newest(self, known: Manifest | None) -> Manifest:
        return known if known and known.generation == self.generation else self.manifest()

    def remembered(self) -> Manifest | None:
        """Return the newest manifest that can be read at all, be it of another version.

        It says what the index is made of, also where that has to be made again.
        """
        read = (manifests.read_of_any_version(self.path, number) for number in self.generations)
        return next((manifest for manifest in read if manifest), None)

    def open_segments(self, manifest: Manifest) -> tuple[OpenSegment, ...]:
        """Open the segments of a commit.

        Raises:
            IndexDamagedError: One of them is missing or is not what it should be.
            IndexOutdatedError: One of them was written by another version.
            IndexUnreadableError: No permission to read it.
        """
        with read_from(self.path):
            return tuple(OpenSegment(entry, self.segment(entry)) for entry in manifest.segments)

    def segment(self, entry: SegmentEntry) -> ArraySegment:
        """Open a segment, or return it where it is open already.

        Raises:
            PermissionError: No permission to read it.
            IndexDamagedError: It is missing, or not what it should be.
            IndexOutdatedError: It was written by another version.
        """
        path = self.path / entry.file
        with damaged_unless_read(self.path, entry.file):
            size = path.stat().st_size
            if size != entry.size:
                reason = f"{entry.file} has {size:,} bytes instead of {entry.size:,}"
                raise IndexDamagedError(self.path, reason=reason)
            arrays = self._open.get(entry.file)
            if arrays is None:
                arrays = self._open[entry.file] = open_segment(path)
        if arrays.n_articles != entry.articles:
            reason = f"{entry.file} has {arrays.n_articles} articles instead of {entry.articles}"
            raise IndexDamagedError(self.path, reason=reason)
        return arrays

    def files_read(self, manifest: Manifest) -> FilesRead | None:
        """Return what is known of the files of the corpus at a commit.

        None where nothing was recorded, or it is damaged, or belongs to another commit.
        """
        return manifests.read_files(self.path / file_names.FILES, digest=manifest.digest)

    def size(self) -> int:
        """Return the size of the index on disk, in bytes."""
        size = 0
        for name in file_names.listed(self.path):
            with contextlib.suppress(FileNotFoundError):  # a writer may have removed it
                size += (self.path / name).stat().st_size if file_names.is_ours(name) else 0
        return size

    @contextlib.contextmanager
    def writing(
        self,
        *,
        wait: float = 0,
        or_empty: bool = False,
        repairing: bool = False,
        known: Manifest | None = None,
        waiting: Callable[[Progress], None] = lambda _: None,
    ) -> Iterator[Transaction]:
        """Hold the lock of the index; what was not committed at the end is forgotten.

        Args:
            wait: How long to wait for the lock, in seconds.
            or_empty: Start empty where no commit is whole.
            repairing: Start empty, even over another program's commit.
            known: The newest commit as it was the moment before, which need not be opened
                again if it is still the newest.
            waiting: Called repeatedly while another process is waited for.

        Raises:
            IndexLockedError: Another process holds the lock.
            IndexForeignError: Something else than searchkit has written here.
            IndexUnwritableError: No permission to write here.
            IndexStateError: There is no whole commit, and ``or_empty`` is false.
        """
        with locked(self.path, wait=wait, waiting=waiting):
            try:
                found = NOTHING if repairing else self._newest(known)
            except IndexStateError:
                if not or_empty:
                    raise
                found = NOTHING
            transaction = Transaction(self.path, found)
            if transaction.foreign and not repairing:
                raise IndexForeignError(self.path, file=transaction.foreign[0])
            try:
                yield transaction
            finally:
                with contextlib.suppress(OSError):  # what is left is for the next writer
                    transaction.clean()


_NO_MANIFEST = "there is no manifest"


def open_store(path: Path) -> Store:
    """Open the index in a directory.

    Raises:
        IndexNotFoundError: There is none.
        NotAnIndexError: The path is something else.
        IndexDamagedError: Nothing but segments is left of it.
        IndexUnreadableError: No permission to read it.
    """
    store = open_remains(path)
    if store.generation < 0:
        raise IndexDamagedError(path, reason=_NO_MANIFEST)
    return store


def open_remains(path: Path) -> Store:
    """Open what is left of the index in a directory, be it no more than a segment.

    Raises:
        IndexNotFoundError: There is nothing.
        NotAnIndexError: The path is something else.
        IndexUnreadableError: No permission to read it.
    """
    check_directory(path)
    store = Store(path)
    if store.is_blank:
        raise IndexNotFoundError(path)
    return store


def create_store(path: Path, *, wait: float = 0) -> Store:
    """Make an empty index in a directory, in place of one that may be there.

    Args:
        path: The directory.
        wait: How long to wait for the lock of an index that is there, in seconds.

    Raises:
        NotAnIndexError: The path is something else, which is left alone.
        IndexLockedError: Another process is writing the index that is there.
        IndexUnwritableError: No permission to write there.
    """
    check_directory(path)
    store = Store(path)
    with directory_made(path), store.writing(wait=wait, or_empty=True) as transaction:
        transaction.commit((), corpus=None)
    return store


@contextlib.contextmanager
def directory_made(path: Path) -> Iterator[None]:
    """Make a directory for an index, and take it away again if none has come to be in it.

    Raises:
        IndexUnwritableError: No permission to write there.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    with written_to(path.parent):
        path.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # there is something in it
            for folder in missing:
                folder.rmdir()


def check_directory(path: Path) -> None:
    """Raise if a path holds something other than an index or nothing."""
    if not path.exists():
        return
    if not path.is_dir():
        raise NotAnIndexError(path, found="it is a file")
    with read_from(path):
        listed = sorted(name for name in file_names.listed(path) if not name.startswith("."))
    if file_names.has_remains(listed):
        return
    if any(name.endswith(".toc") for name in listed):
        raise NotAnIndexError(path, found="it holds a Whoosh index made by another program")
    others = [name for name in listed if not file_names.is_ours(name)]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise NotAnIndexError(path, found=f"it holds {others[0]}{more}")


def _fell_back(manifest: Manifest, damage: IndexDamagedError) -> Note:
    updated = manifest.updated.isoformat(sep=" ", timespec="seconds")
    return Note(
        f"The newest commit is damaged: {damage.reason}. "
        f"Answers come from the one before, of {updated}. Repair the index."
    )
