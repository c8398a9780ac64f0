"""Bring an index up to date with a corpus.

A file whose size and modification time are those recorded is not opened. Of a
file that is read, each article is compared with the index by its fingerprint,
and only one that differs is written. So touching a file, moving a corpus to
another disk or losing the records costs reading, not writing.

What cannot be read is not taken for gone: articles of a file that could not be
read to its end, or of a folder that could not be listed, stay in the index.

A long update commits again and again. Every commit is a whole index, in which
each article is as it was or as it is now; so an update that is stopped keeps
what it has committed, and the next one goes on from there.
"""

from __future__ import annotations

import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from searchkit.corpus import UNTOLD, ReadingOptions, walk
from searchkit.errors import (
    CorpusEmptyError,
    IndexDamagedError,
    IndexNotFoundError,
    IndexOutdatedError,
)
from searchkit.indexing.batching import Advanced
from searchkit.indexing.building import RUN_LIMIT, Job, build, make_tasks, worker_count
from searchkit.indexing.committing import Ledger
from searchkit.indexing.comparing import Indexed
from searchkit.indexing.planning import READ_AGAIN, make_plan, stamp_of
from searchkit.limits import USUAL
from searchkit.results import UpdateReport
from searchkit.store import NOTHING, OpenCommit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from searchkit.codec.segments import ArraySegment
    from searchkit.corpus import CorpusFile, Listing
    from searchkit.indexing.planning import Plan
    from searchkit.limits import ReadingLimits
    from searchkit.store import FileStamp, Manifest, Store, Transaction


class Progress(Protocol):
    """Told how far an update has come."""

    def __call__(self, done: int, total: int) -> None:
        """Take the bytes of files read so far, and of all files that have to be read."""


def update(
    store: Store,
    folder: Path,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    optimize: bool = False,
    wait: float = 0,
    limits: ReadingLimits = USUAL,
    options: ReadingOptions = UNTOLD,
    progress: Progress | None = None,
) -> UpdateReport:
    """Make an index equal to a corpus and say what that took.

    Args:
        store: The index.
        folder: The corpus.
        rebuild: Write every article anew, whatever the index holds, and commit only
            the whole of it: until then, and if it is stopped, the index stays as it is.
        dry_run: Write nothing; only say what would be done.
        optimize: Make the index one segment, however long that takes.
        wait: How long to wait for another process that writes, in seconds.
        limits: How much of the corpus is read at most.
        options: What is told of its files.
        progress: Told how far it has come, after each file.

    Raises:
        CorpusNotFoundError: There is no such folder.
        CorpusEmptyError: It holds no file of a known format; the index is left as it is.
        IndexLockedError: Another process is writing the index.
        IndexingStoppedError: A process that took part ended early; what it committed stays.
        IndexUnwritableError: The disk is full, or the like; what was committed stays.
        IndexDamagedError: What the index holds cannot be compared with the corpus.
    """
    began, began_ns = time.perf_counter(), time.time_ns()
    listing = walk(folder)
    if not listing.files and not listing.problems:
        raise CorpusEmptyError(folder, skipped=listing.skipped)
    known = _Known.of(store, rebuild=rebuild)
    plan = known.plan(listing, rebuild=rebuild)
    idle = not plan.read and not plan.gone and not (optimize and len(known.manifest.segments) > 1)
    newest = None if rebuild else known.manifest
    with (
        nullcontext()
        if dry_run or idle
        else store.writing(wait=wait, anew=rebuild, known=newest) as transaction
    ):
        if transaction and transaction.manifest.generation != known.manifest.generation:
            # Somebody committed just before the lock was ours.
            known = _Known.of(store, rebuild=rebuild)
            plan = known.plan(listing, rebuild=rebuild)
        reading = _Reading(store, folder, transaction, began_ns, rebuild, limits, options, progress)
        ledger = reading.read(plan.read, known)
        for path in plan.gone:
            ledger.remove_file(path)
        if ledger.repeated and transaction:
            ledger = reading.read_again(ledger, listing)
        ledger.finish(optimize=optimize)
    return UpdateReport(
        added=ledger.added,
        replaced=ledger.replaced,
        removed=ledger.removed,
        unchanged=known.manifest.articles - ledger.outdated - ledger.removed,
        files=len(listing.files),
        skipped=listing.skipped,
        problems=(*listing.problems, *ledger.problems),
        doubtful=dict(sorted(ledger.doubtful.items())),
        took=time.perf_counter() - began,
        dry_run=dry_run,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What an index knows of its corpus before an update.

    Attributes:
        commit: Its newest commit.
        stamps: How the files looked when they were last read, by path.
        recorded: Whether that was recorded; else all of them have to be read.
    """

    commit: OpenCommit
    stamps: Mapping[str, FileStamp]
    recorded: bool

    @classmethod
    def of(cls, store: Store, *, rebuild: bool) -> _Known:
        commit = _whole(store) if rebuild else store.open()
        stamps = store.stamps(commit.manifest)
        if stamps is not None:
            return cls(commit, stamps, recorded=True)
        paths = Indexed(commit.segments).paths()
        return cls(commit, dict.fromkeys(paths, READ_AGAIN), recorded=False)

    @property
    def manifest(self) -> Manifest:
        return self.commit.manifest

    def plan(self, listing: Listing, *, rebuild: bool) -> Plan:
        return make_plan(listing, {} if rebuild else self.stamps, self.stamps)


def _whole(store: Store) -> OpenCommit:
    """Return the newest commit with those of its segments that are as they were written.

    Where there is none, number -1.
    """
    try:
        opened = store.open()
    except (IndexNotFoundError, IndexDamagedError, IndexOutdatedError):
        return OpenCommit(NOTHING, ())
    segments = tuple(segment for segment in opened.segments if _is_whole(segment.arrays))
    manifest = opened.manifest.but(segments=tuple(segment.entry for segment in segments))
    return OpenCommit(manifest, segments)


def _is_whole(segment: ArraySegment) -> bool:
    try:
        return not any(True for _ in segment.faults())
    except IndexDamagedError:
        return False


def _give_memory_back() -> None:
    """Let the system have what memory is free, where the C library keeps it: glibc does."""
    import ctypes  # late: few updates are so long

    with suppress(AttributeError, OSError, TypeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How files are read and written in one update.

    Attributes:
        store: The index.
        folder: The corpus.
        transaction: The right to write; None: nothing is written.
        began_ns: When the update began, in nanoseconds since 1970.
        rebuild: Write every article anew.
        limits: How much of the corpus is read at most.
        options: What is told of its files.
        progress: Told how far it has come.
    """

    store: Store
    folder: Path
    transaction: Transaction | None
    began_ns: int
    rebuild: bool
    limits: ReadingLimits
    options: ReadingOptions
    progress: Progress | None

    def read(self, files: Sequence[CorpusFile], known: _Known) -> Ledger:
        """Read files, write what differs, and commit it but for the last of it."""
        workers = worker_count(files)
        return self._read(files, known, workers=workers, progress=self.progress)

    def read_again(self, before: Ledger, listing: Listing) -> Ledger:
        """Read files in one piece in which several processes met the same keys.

        Only who reads a file from its beginning can tell such keys apart.
        """
        if not self.rebuild:
            before.commit()
        files = [file for file in listing.files if file.path in before.repeated]
        manifest = before.uncommitted()
        commit = OpenCommit(manifest, self.store.open_segments(manifest))
        known = _Known(commit, before.stamps, recorded=True)
        ledger = self._read(files, known, workers=1, progress=None, is_committed=not self.rebuild)
        ledger.added += before.added - ledger.removed
        ledger.replaced += before.replaced
        ledger.removed = before.removed
        ledger.outdated = before.outdated
        ledger.problems = before.problems
        ledger.doubtful |= before.doubtful
        return ledger

    def _read(
        self,
        files: Sequence[CorpusFile],
        known: _Known,
        *,
        workers: int,
        progress: Progress | None,
        is_committed: bool = True,
    ) -> Ledger:
        ledger = Ledger(
            self.store,
            known.commit,
            recorded=known.stamps if known.recorded else None,
            stamps={**known.stamps, **dict.fromkeys((file.path for file in files), READ_AGAIN)},
            transaction=self.transaction,
            is_committed=is_committed,
        )
        job = Job(
            self.folder,
            self.store,
            known.manifest,
            limit=RUN_LIMIT,
            rebuild=self.rebuild,
            writes=self.transaction is not None,
            limits=self.limits,
            options=self.options,
        )
        new_path = self.transaction.new_segment_path if self.transaction else None
        stamps = {file.path: stamp_of(file, began_ns=self.began_ns) for file in files}
        total = sum(file.size for file in files)
        done = 0
        for report in build(
            job,
            make_tasks(files, workers=workers),
            indexed=ledger.indexed,
            workers=workers,
            new_path=new_path,
        ):
            if isinstance(report, Advanced):
                done += report.size
                if progress:
                    progress(done, total)
            else:
                ledger.take(report, stamps)
                if ledger.is_due:
                    ledger.save()
                    _give_memory_back()
                    if not self.rebuild:
                        ledger.commit()
        return ledger
