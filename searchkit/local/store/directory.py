"""The index directory: opening what was committed, committing, cleaning up."""

from __future__ import annotations

import contextlib
import weakref
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from searchkit.errors import (
    IndexDamagedError,
    IndexForeignError,
    IndexNotFoundError,
    IndexOutdatedError,
    IndexStateError,
    IndexUnfinishedError,
    NotAnIndexError,
)
from searchkit.local.segment.segment_reader import open_segment
from searchkit.local.store import file_names as names
from searchkit.local.store import manifests
from searchkit.local.store.disk import read_from, sync_directory, write, written_to
from searchkit.local.store.locking import locked, writer
from searchkit.local.store.manifests import Manifest, SegmentEntry
from searchkit.local.store.whoosh_toc import table_of_contents
from searchkit.notes import Note
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.progress import Progress
    from searchkit.syncing.remembered import Corpus, FilesRead


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
    """An index directory that is there.

    Attributes:
        path: The directory.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # Segments never change, so that whoever opens one may have that of another.
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
            return names.numbered(names.listed(self.path), names.MANIFEST)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was ever committed here, and nothing of a commit is left."""
        listed = names.listed(self.path)
        return not any(names.MANIFEST.fullmatch(n) or names.SEGMENT.fullmatch(n) for n in listed)

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

        It says what the index is made of, also where that has to be made anew.
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
        """Open a segment, or return it where somebody has it open.

        Raises:
            PermissionError: No permission to read it.
            IndexDamagedError: It is missing, or not what it should be.
            IndexOutdatedError: It was written by another version.
        """
        path = self.path / entry.file
        try:
            size = path.stat().st_size
            if size != entry.size:
                reason = f"{entry.file} has {size:,} bytes instead of {entry.size:,}"
                raise IndexDamagedError(self.path, reason=reason)
            arrays = self._open.get(entry.file)
            if arrays is None:
                arrays = self._open[entry.file] = open_segment(path)
        except PermissionError:
            raise
        except FileNotFoundError:
            raise IndexDamagedError(self.path, reason=f"{entry.file} is missing") from None
        except OSError as error:
            reason = f"{entry.file} cannot be read: {error.strerror}"
            raise IndexDamagedError(self.path, reason=reason) from error
        if arrays.n_articles != entry.articles:
            reason = f"{entry.file} has {arrays.n_articles} articles instead of {entry.articles}"
            raise IndexDamagedError(self.path, reason=reason)
        return arrays

    def files_read(self, manifest: Manifest) -> FilesRead | None:
        """Return what is known of the files of the corpus at a commit.

        None where nothing was recorded, or it is damaged, or belongs to another commit.
        """
        return manifests.read_files(self.path / names.FILES, digest=manifest.digest)

    def size(self) -> int:
        """Return the size of the index on disk, in bytes."""
        size = 0
        for name in names.listed(self.path):
            with contextlib.suppress(FileNotFoundError):  # a writer may have removed it
                size += (self.path / name).stat().st_size if names.is_ours(name) else 0
        return size

    @contextlib.contextmanager
    def writing(
        self,
        *,
        wait: float = 0,
        anew: bool = False,
        mends: bool = False,
        known: Manifest | None = None,
        waiting: Callable[[Progress], None] = lambda _: None,
    ) -> Iterator[Transaction]:
        """Hold the lock of the index; what was not committed at the end is forgotten.

        Args:
            wait: How long to wait for the lock, in seconds.
            anew: Whether to begin with nothing where no commit is whole.
            mends: Whether to begin with nothing, also where another program has written.
            known: The newest commit as it was the moment before, which need not be opened
                again if it is still the newest.
            waiting: Told that another process is waited for.

        Raises:
            IndexLockedError: Another process holds the lock.
            IndexForeignError: Something else than searchkit has written here.
            IndexUnwritableError: No permission to write here.
            IndexStateError: There is no whole commit, and ``anew`` is false.
        """
        with locked(self.path, wait=wait, waiting=waiting):
            try:
                found = NOTHING if mends else self._newest(known)
            except IndexStateError:
                if not anew:
                    raise
                found = NOTHING
            transaction = Transaction(self, found)
            if transaction.foreign and not mends:
                raise IndexForeignError(self.path, file=transaction.foreign[0])
            try:
                yield transaction
            finally:
                with contextlib.suppress(OSError):  # what is left is for the next writer
                    transaction.clean()


class Transaction:
    """The right to write an index, for as long as its block lasts.

    Attributes:
        manifest: The newest commit that is whole; number -1: there was none.
        is_behind: Whether there was a newer one, which is not whole.
        foreign: The names of files that tell of commits of another program.
    """

    def __init__(self, store: Store, found: Manifest) -> None:
        self._store = store
        self._found = self.manifest = found
        self._begun: set[str] = set()  # names of segments that may be on their way
        listed = names.listed(store.path)
        newest = max(names.numbered(listed, names.MANIFEST), default=-1)
        told = names.numbered(listed, names.TOC)
        self.foreign = [names.toc(number) for number in told if number > newest]
        self._newest = max([newest, *told])
        self.is_behind = found.generation < newest

    def new_segment_path(self) -> Path:
        """Return where a new segment may be written, under a name that nobody uses."""
        name = names.new_segment()
        self._begun.add(name)
        return self._store.path / name

    def commit(
        self, segments: Sequence[SegmentEntry], *, corpus: Corpus | None, is_finished: bool = True
    ) -> Manifest:
        """Make these segments the index, for good, and return the commit.

        Args:
            segments: Segments of the commit before, or new ones, whole and on the disk.
            corpus: What they hold the articles of.
            is_finished: Whether an update has ended by then.

        Raises:
            IndexUnwritableError: It cannot be written; the commit before stays.
        """
        path = self._store.path
        self._newest += 1
        manifest = Manifest(self._newest, _now(), tuple(segments), is_finished, corpus)
        self.is_behind = False
        data = manifests.as_file(manifest)
        with written_to(path):
            write(path / names.manifest(manifest.generation), data)
            sync_directory(path)
        self.manifest = manifest.replace(digest=manifests.digest_of(data))
        with contextlib.suppress(OSError):  # it is committed; Whoosh sees the commit before
            write(path / names.toc(manifest.generation), table_of_contents(manifest))
        self._remove_all_but((self._found, self.manifest))
        return self.manifest

    def withdraw(self) -> None:
        """Take back what was committed where there was nothing before."""
        path = self._store.path
        for name in names.listed(path):
            if names.is_ours(name) and name not in (names.LOCK, names.ASIDE):
                (path / name).unlink(missing_ok=True)
        self.manifest = NOTHING

    def record(self, files: FilesRead) -> None:
        """Record what is known of the files of the corpus, for the newest commit.

        Where that cannot be written, the next update reads the whole corpus.
        """
        data = manifests.files_as_file(files, digest=self.manifest.digest)
        with contextlib.suppress(OSError):
            write(self._store.path / names.FILES, data, lasting=False)

    def clean(self) -> None:
        """Remove what was written and not committed, by this writer or a dead one.

        Where a manifest cannot be read, nobody knows what it names: then only what
        was not finished is removed.
        """
        self._begun.clear()
        path = self._store.path
        generations = names.numbered(names.listed(path), names.MANIFEST)
        known = {manifest.generation: manifest for manifest in (self._found, self.manifest)}
        try:
            kept = [known.get(number) or manifests.read(path, number) for number in generations]
        except (IndexDamagedError, IndexOutdatedError):
            for name in filter(names.is_temporary, names.listed(path)):
                (path / name).unlink(missing_ok=True)
            return
        self._remove_all_but(kept[:2])

    def _remove_all_but(self, kept: Iterable[Manifest]) -> None:
        """Remove the files of searchkit that belong to none of some commits, but those begun."""
        path = self._store.path
        keep = {names.LOCK, names.FILES, names.ASIDE}
        for name in self._begun:
            keep |= {name, name + names.TEMPORARY}
        for manifest in kept:
            generation = manifest.generation
            keep |= {names.manifest(generation), names.toc(generation), *manifest.files}
        listed = names.listed(path)
        useless = [name for name in listed if names.is_ours(name) and name not in keep]
        segments = [name for name in useless if names.SEGMENT.fullmatch(name)]
        with contextlib.suppress(OSError):  # the next writer tries again
            for name in useless:
                if name not in segments:
                    (path / name).unlink(missing_ok=True)
            if segments and any(map(names.MANIFEST.fullmatch, useless)):
                sync_directory(path)  # or a manifest might outlast what it names
            for name in segments:
                (path / name).unlink(missing_ok=True)


_NO_MANIFEST = "there is no manifest"

NOTHING = Manifest(-1, datetime.fromtimestamp(0, UTC))
"""What stands for the commit where there is none that is whole."""


def open_store(path: Path) -> Store:
    """Open the index in a directory.

    Raises:
        IndexNotFoundError: There is none.
        NotAnIndexError: The path is something else.
        IndexDamagedError: Nothing but segments is left of it.
        IndexUnreadableError: No permission to read it.
    """
    check_directory(path)
    store = Store(path)
    if store.generation < 0:
        if not store.is_blank:
            raise IndexDamagedError(path, reason=_NO_MANIFEST)
        raise IndexNotFoundError(path)
    return store


def open_remains(path: Path) -> Store:
    """Open what is left of the index in a directory, be it no more than a segment.

    Raises:
        IndexNotFoundError: There is nothing.
        NotAnIndexError: The path is something else.
    """
    check_directory(path)
    if not any(map(names.SEGMENT.fullmatch, names.listed(path))):
        return open_store(path)
    return Store(path)


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
    store = store_for(path)
    with directory_made(path), store.writing(wait=wait, anew=True) as transaction:
        transaction.commit((), corpus=None)
    return store


def store_for(path: Path) -> Store:
    """Return the index in a directory, which may have to be made, as may the index.

    Raises:
        NotAnIndexError: The path is something else, which is left alone.
        IndexUnreadableError: No permission to read it.
    """
    check_directory(path)
    return Store(path)


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


def open_or_create_store(path: Path, *, wait: float = 0) -> Store:
    """Open the index in a directory, or make an empty one where there is none.

    Raises:
        NotAnIndexError: The path is something else, which is left alone.
        IndexLockedError: Another process is making it.
        IndexUnwritableError: No permission to write there.
    """
    try:
        return open_store(path)
    except IndexNotFoundError:
        return create_store(path, wait=wait)


def check_directory(path: Path) -> None:
    """Raise if a path holds something other than an index or nothing."""
    if not path.exists():
        return
    if not path.is_dir():
        raise NotAnIndexError(path, found="it is a file")
    with read_from(path):
        listed = sorted(name for name in names.listed(path) if not name.startswith("."))
    if any(names.MANIFEST.fullmatch(name) or names.SEGMENT.fullmatch(name) for name in listed):
        return
    if any(name.endswith(".toc") for name in listed):
        raise NotAnIndexError(path, found="it holds a Whoosh index made by another program")
    others = [name for name in listed if not names.is_ours(name)]
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        raise NotAnIndexError(path, found=f"it holds {others[0]}{more}")


def _fell_back(manifest: Manifest, damage: IndexDamagedError) -> Note:
    updated = manifest.updated.isoformat(sep=" ", timespec="seconds")
    return Note(
        f"The newest commit is damaged: {damage.reason}. "
        f"Answers come from the one before, of {updated}. Repair the index."
    )


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
