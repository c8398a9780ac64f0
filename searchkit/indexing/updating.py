"""Bring an index up to date with a corpus.

A file whose size and modification time are those recorded is not opened. Of a
file that is read, each article is compared with the index by its fingerprint,
and only one that differs is written. So touching a file, moving a corpus to
another disk or losing the records costs reading, not writing.

What cannot be read is not taken for gone: articles of a file that could not be
read to its end, or of a folder that could not be listed, stay in the index.

A long update commits again and again. Every commit is a whole index, in which
each article is as it was or as it is now, and none is gone before all is read. An
update that is stopped commits what it has read, and the next one goes on from there,
within a large file, too. One that is killed keeps what it has committed.

The first update of an index begins with a commit that says that it has not ended,
and until it has, nobody takes the part of the corpus that is there for all of it.
"""

from __future__ import annotations

import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchkit.corpus import UNTOLD, ReadingOptions, walk
from searchkit.errors import (
    CorpusEmptyError,
    IndexDamagedError,
    IndexNotFoundError,
    IndexOutdatedError,
    UpdateStoppedError,
)
from searchkit.indexing.batching import Advanced
from searchkit.indexing.building import RUN_LIMIT, Job, build, make_tasks, worker_count
from searchkit.indexing.committing import Ledger
from searchkit.indexing.comparing import Indexed
from searchkit.indexing.planning import READ_AGAIN, make_plan, stamp_of
from searchkit.limits import USUAL
from searchkit.progress import Phase, Progress
from searchkit.results import UpdateReport
from searchkit.store import NOTHING, FilesRead, OpenCommit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from searchkit.codec.segments import ArraySegment
    from searchkit.corpus import CorpusFile, Listing
    from searchkit.indexing.batching import Task
    from searchkit.indexing.planning import Plan
    from searchkit.limits import ReadingLimits
    from searchkit.store import FileStamp, Manifest, PartRead, Store, Transaction

_SOME: frozenset[int] = frozenset()


class _Latch:
    """What was once asked to stop stays so.

    Args:
        ask: Whether to stop; None: never.
    """

    def __init__(self, ask: Callable[[], bool] | None) -> None:
        self._ask = ask
        self._is_set = False

    def __call__(self) -> bool:
        if self._ask and not self._is_set:
            self._is_set = self._ask()
        return self._is_set


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
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> UpdateReport:
    """Make an index equal to a corpus and say what that took.

    Args:
        store: The index.
        folder: The corpus.
        rebuild: Write every article anew, whatever the index holds, and commit only
            the whole of it: until then, and if it is stopped, the index stays as it is.
            Where there is no index, there is no difference to building one.
        dry_run: Write nothing; only say what would be done.
        optimize: Make the index one segment, however long that takes.
        wait: How long to wait for another process that writes, in seconds.
        limits: How much of the corpus is read at most.
        options: What is told of its files.
        progress: Told how far it has come.
        stop: Asked again and again whether to stop.

    Raises:
        CorpusNotFoundError: There is no such folder.
        CorpusEmptyError: It holds no file of a known format; the index is left as it is.
        IndexLockedError: Another process is writing the index.
        IndexingStoppedError: A process that took part ended early; what it committed stays.
        IndexUnwritableError: The disk is full, or the like; what was committed stays.
        IndexDamagedError: What the index holds cannot be compared with the corpus.
        UpdateStoppedError: It was stopped; unless it was a rebuild, what was read is kept.
    """
    began, began_ns = time.perf_counter(), time.time_ns()
    listing = walk(folder)
    if not listing.files and not listing.problems:
        raise CorpusEmptyError(folder, skipped=listing.skipped)
    rebuild = rebuild and not store.is_blank
    known = _Known.of(store, rebuild=rebuild)
    plan = known.plan(listing, rebuild=rebuild)
    idle = not plan.read and not plan.gone and not (optimize and len(known.manifest.segments) > 1)
    idle = idle and known.manifest.is_finished and bool(known.manifest.generation >= 0)
    newest = None if rebuild else known.manifest
    teller = _Teller(progress)
    latch = _Latch(stop)
    with (
        nullcontext()
        if dry_run or idle
        else store.writing(
            wait=wait, anew=rebuild or store.is_blank, known=newest, waiting=teller.tell
        ) as transaction
    ):
        if transaction and transaction.manifest.generation != known.manifest.generation:
            # Somebody committed just before the lock was ours.
            known = _Known.of(store, rebuild=rebuild)
            plan = known.plan(listing, rebuild=rebuild)
        reading = _Reading(
            store, folder, transaction, began_ns, rebuild, limits, options, teller, latch, known
        )
        reading.begin()
        ledger = reading.read(plan.read)
        reading.check_ended(ledger, plan.read)
        for path in plan.gone:
            ledger.remove_file(path)
        ledger.end_reading()
        if ledger.repeated and transaction:
            ledger = reading.read_again(ledger, listing)
        if not ledger.finish(optimize=optimize, stop=latch, tell=teller.be_at) and optimize:
            raise UpdateStoppedError(ledger.manifest.articles)
    return UpdateReport(
        added=ledger.added,
        replaced=ledger.replaced,
        removed=ledger.removed,
        unchanged=known.manifest.articles - ledger.outdated - ledger.removed,
        files=len(listing.files),
        skipped=listing.skipped,
        problems=(*listing.problems, *ledger.problems),
        remarks=tuple(ledger.remarks),
        doubtful=dict(sorted(ledger.doubtful.items())),
        took=time.perf_counter() - began,
        dry_run=dry_run,
    )


class _Teller:
    """Tells how far an update has come.

    Args:
        progress: Told of it; None: nobody is.
    """

    def __init__(self, progress: Callable[[Progress], None] | None) -> None:
        self._progress = progress
        self._articles = self._done = self._total = 0

    def begin(self, size: int) -> None:
        """Tell that so many bytes are going to be read."""
        self._done, self._total = 0, size
        self.be_at(Phase.READING)

    def advance(self, report: Advanced) -> None:
        """Tell that some were read."""
        self._articles += report.articles
        self._done += report.size
        self.be_at(Phase.READING)

    def be_at(self, phase: Phase) -> None:
        """Tell what is being done now."""
        is_reading = phase is Phase.READING
        self.tell(
            Progress(
                phase=phase,
                articles=self._articles,
                done=self._done if is_reading else 0,
                total=self._total if is_reading else 0,
            )
        )

    def tell(self, progress: Progress) -> None:
        """Tell something."""
        if self._progress:
            self._progress(progress)


@dataclass(frozen=True, slots=True)
class _Known:
    """What an index knows of its corpus before an update.

    Attributes:
        commit: Its newest commit; number -1: there is none.
        files: What is known of the files of the corpus.
        recorded: Whether that was recorded; else all of them have to be read.
    """

    commit: OpenCommit
    files: FilesRead
    recorded: bool

    @classmethod
    def of(cls, store: Store, *, rebuild: bool) -> _Known:
        if store.is_blank:
            return cls(OpenCommit(NOTHING, ()), FilesRead({}), recorded=False)
        commit = _whole(store) if rebuild else store.open()
        if commit.damage and not rebuild:
            raise IndexDamagedError(store.path, reason=commit.damage)
        files = store.files_read(commit.manifest)
        if files is not None:
            return cls(commit, files, recorded=True)
        paths = Indexed(commit.segments).paths()
        return cls(commit, FilesRead(dict.fromkeys(paths, READ_AGAIN)), recorded=False)

    @property
    def manifest(self) -> Manifest:
        return self.commit.manifest

    def plan(self, listing: Listing, *, rebuild: bool) -> Plan:
        stamps = self.files.stamps
        return make_plan(listing, {} if rebuild else stamps, stamps)

    def parts(self, looks: Mapping[str, FileStamp]) -> dict[str, PartRead]:
        """Return what was read of files that still look as they did."""
        return {
            path: part for path, part in self.files.parts.items() if part.stamp == looks.get(path)
        }


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
        teller: Tells how far it has come.
        stop: Whether to stop.
        known: What the index knew before.
    """

    store: Store
    folder: Path
    transaction: Transaction | None
    began_ns: int
    rebuild: bool
    limits: ReadingLimits
    options: ReadingOptions
    teller: _Teller
    stop: _Latch
    known: _Known

    @property
    def is_first(self) -> bool:
        """Whether what is committed before this update ends is not to be answered from."""
        manifest = self.known.manifest
        return not self.rebuild and not (manifest.is_finished and manifest.articles)

    def begin(self) -> None:
        """Say in the index that the first update is going on."""
        manifest = self.known.manifest
        is_told = manifest.generation >= 0 and not manifest.is_finished
        if self.transaction and self.is_first and not is_told:
            self.transaction.commit((), is_finished=False)

    def read(self, files: Sequence[CorpusFile]) -> Ledger:
        """Read files, write what differs, and commit it but for the last of it."""
        return self._read(files, self.known, workers=worker_count(files))

    def check_ended(self, ledger: Ledger, files: Sequence[CorpusFile]) -> None:
        """Where the reading was stopped, keep what was read.

        Raises:
            UpdateStoppedError: It was stopped.
        """
        if ledger.ended == len(files):
            return
        self.teller.be_at(Phase.WRITING)
        ledger.commit()
        raise UpdateStoppedError(ledger.manifest.articles)

    def read_again(self, before: Ledger, listing: Listing) -> Ledger:
        """Read files in one piece in which several processes met the same keys.

        Only who reads a file from its beginning can tell such keys apart.
        """
        if not self.rebuild:
            before.commit()
        files = [file for file in listing.files if file.path in before.repeated]
        manifest = before.uncommitted()
        commit = OpenCommit(manifest, self.store.open_segments(manifest))
        known = _Known(commit, FilesRead(before.stamps), recorded=True)
        ledger = self._read(files, known, workers=1, is_committed=not self.rebuild)
        self.check_ended(ledger, files)
        ledger.end_reading()
        ledger.added += before.added - ledger.removed
        ledger.replaced += before.replaced
        ledger.removed = before.removed
        ledger.outdated = before.outdated
        ledger.problems = before.problems
        ledger.remarks = before.remarks
        ledger.doubtful |= before.doubtful
        return ledger

    def _read(
        self,
        files: Sequence[CorpusFile],
        known: _Known,
        *,
        workers: int,
        is_committed: bool = True,
    ) -> Ledger:
        looks = {file.path: stamp_of(file, began_ns=self.began_ns) for file in files}
        ledger = Ledger(
            self.store,
            known.commit,
            recorded=known.files if known.recorded else None,
            stamps={**known.files.stamps, **dict.fromkeys(looks, READ_AGAIN)},
            transaction=self.transaction,
            is_committed=is_committed,
            is_first=self.is_first,
        )
        ledger.look(looks)
        done = {} if self.rebuild else ledger.go_on(known.parts(looks))
        left = [file for file in files if done.get(file.path, _SOME) is not None]
        blocks = {path: its for path, its in done.items() if its is not None}
        tasks = make_tasks(left, workers=workers, done=blocks)
        self._carry_out(tasks, known, ledger, workers=workers)
        return ledger

    def _carry_out(
        self, tasks: Sequence[Task], known: _Known, ledger: Ledger, *, workers: int
    ) -> None:
        """Carry out the tasks of reading, and give the reports to the ledger."""
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
        keeps = self.transaction is not None and not self.rebuild
        self.teller.begin(sum(task.size for task in tasks))
        for report in build(
            job,
            tasks,
            indexed=ledger.indexed,
            workers=workers,
            new_path=self.transaction.new_segment_path if self.transaction else None,
            stop=self.stop if keeps else lambda: False,
        ):
            if not keeps and self.stop():
                raise UpdateStoppedError(None)
            if isinstance(report, Advanced):
                self.teller.advance(report)
                continue
            ledger.take(report)
            if ledger.is_due:
                self.teller.be_at(Phase.WRITING)
                ledger.save()
                _give_memory_back()
                if not self.rebuild:
                    ledger.commit()
                self.teller.be_at(Phase.READING)
