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
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from searchkit.errors import IndexNotFoundError, UpdateStoppedError
from searchkit.local.store import FilesRead, OpenCommit, directory_made
from searchkit.local.writing.batching import Advanced
from searchkit.local.writing.committing import Ledger
from searchkit.local.writing.worker_pool import RUN_LIMIT, Job, build, make_tasks, worker_count
from searchkit.progress import Phase, Progress
from searchkit.results import UpdateReport
from searchkit.syncing.folders import look_at
from searchkit.syncing.planning import stamp_of, unread
from searchkit.syncing.remembered import Known
from searchkit.syncing.target import UpdateOptions, make_aim, remembered_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from searchkit.corpus import CorpusFile
    from searchkit.local.store import Store, Transaction
    from searchkit.local.writing.batching import Task
    from searchkit.syncing.target import Aim

_USUAL = UpdateOptions()
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
    corpus: Sequence[Path] | None,
    options: UpdateOptions = _USUAL,
    *,
    create: bool = False,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> UpdateReport:
    """Make an index equal to a corpus and say what that took.

    Args:
        store: The index.
        corpus: The folders of the corpus; None: those that the index remembers.
        options: What else is asked.
        create: Make the index where there is none, unless nothing comes to be in it.
        progress: Told how far it has come.
        stop: Asked again and again whether to stop.

    Raises:
        CorpusNotFoundError: There is no such folder.
        CorpusUnreadableError: A folder cannot be listed.
        CorpusEmptyError: A folder holds no file of a known format.
        CorpusUnknownError: No folder was named, and the index remembers none.
        CorpusOverlapError: A folder was named twice, or lies in another.
        UpdateRefusedError: More articles would go than may have been meant.
        IndexNotFoundError: There is no index, and none is to be made.
        IndexLockedError: Another process is writing the index.
        IndexingStoppedError: A process that took part ended early; what it committed stays.
        IndexUnwritableError: The disk is full, or the like; what was committed stays.
        IndexDamagedError: What the index holds cannot be compared with the corpus.
        UpdateStoppedError: It was stopped; unless it was a rebuild, what was read is kept.
    """
    began, began_ns = time.perf_counter(), time.time_ns()
    if store.is_blank and not create:
        raise IndexNotFoundError(store.path)
    options = replace(options, rebuild=options.rebuild and not store.is_blank)
    known = Known.of(store, rebuild=options.rebuild)
    named = remembered_folders(store.path, known) if corpus is None else look_at(corpus)
    aim = make_aim(store.path, known, named, options)
    teller, latch = _Teller(progress), _Latch(stop)
    with ExitStack() as stack:
        transaction = None
        if not options.dry_run and not aim.is_reached(optimize=options.optimize):
            if store.is_blank:
                stack.enter_context(directory_made(store.path))
            transaction = stack.enter_context(
                store.writing(
                    wait=options.wait,
                    anew=options.rebuild or store.is_blank,
                    known=None if options.rebuild else known.manifest,
                    waiting=teller.tell,
                )
            )
        if transaction and transaction.manifest.generation != known.manifest.generation:
            # Somebody committed just before the lock was ours.
            known = Known.of(store, rebuild=options.rebuild)
            aim = make_aim(store.path, known, named, options)
        ledger = _Reading(store, aim, transaction, began_ns, options, teller, latch).run()
    return UpdateReport(
        added=ledger.added,
        replaced=ledger.replaced,
        removed=ledger.removed,
        unchanged=known.manifest.articles - ledger.outdated - ledger.removed,
        files=len(aim.listing.files),
        skipped=aim.listing.skipped,
        problems=(*aim.listing.problems, *ledger.problems),
        remarks=tuple(ledger.remarks),
        doubtful=dict(sorted(ledger.doubtful.items())),
        took=time.perf_counter() - began,
        dry_run=options.dry_run,
        notes=aim.notes,
        passed_over=aim.listing.passed_over,
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
        self.go_on()

    def go_on(self) -> None:
        """Tell that more is read, or once all is, that what was read is put in order."""
        self.be_at(Phase.READING)
        if self._done >= self._total:
            self.be_at(Phase.WRITING)

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
        aim: What it is to become.
        transaction: The right to write; None: nothing is written.
        began_ns: When the update began, in nanoseconds since 1970.
        options: What is asked of the update.
        teller: Tells how far it has come.
        stop: Whether to stop.
    """

    store: Store
    aim: Aim
    transaction: Transaction | None
    began_ns: int
    options: UpdateOptions
    teller: _Teller
    stop: _Latch

    @property
    def is_first(self) -> bool:
        """Whether what is committed before this update ends is not to be answered from."""
        manifest = self.aim.known.manifest
        return not self.options.rebuild and not (manifest.is_finished and manifest.articles)

    def run(self) -> Ledger:
        """Do all that has to be done.

        Raises:
            UpdateStoppedError: It was stopped.
        """
        self.begin()
        plan = self.aim.plan
        ledger = self._read(
            plan.read, self.aim.known, workers=worker_count(plan.read, jobs=self.options.jobs)
        )
        self.check_ended(ledger, plan.read)
        for path in plan.gone:
            ledger.remove_file(path)
        ledger.end_reading()
        if ledger.repeated and self.transaction:
            ledger = self.read_again(ledger)
        optimize = self.options.optimize
        is_merged = ledger.finish(optimize=optimize, stop=self.stop, tell=self.teller.be_at)
        if optimize and not is_merged:
            raise UpdateStoppedError(ledger.manifest.articles)
        return ledger

    def begin(self) -> None:
        """Say in the index that the first update is going on."""
        manifest = self.aim.known.manifest
        is_told = manifest.generation >= 0 and not manifest.is_finished
        if self.transaction and self.is_first and not is_told:
            self.transaction.commit((), corpus=self.aim.corpus, is_finished=False)

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

    def read_again(self, before: Ledger) -> Ledger:
        """Read files in one piece in which several processes met the same keys.

        Only who reads a file from its beginning can tell such keys apart.
        """
        if not self.options.rebuild:
            before.commit()
        files = [file for file in self.aim.listing.files if file.path in before.repeated]
        manifest = before.uncommitted()
        commit = OpenCommit(manifest, self.store.open_segments(manifest))
        files_read = FilesRead(before.stamps)
        known = replace(self.aim.known, commit=commit, files=files_read, recorded=True)
        ledger = self._read(
            files, known, workers=1, is_committed=not self.options.rebuild, again=before.repeated
        )
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
        known: Known,
        *,
        workers: int,
        is_committed: bool = True,
        again: Sequence[str] = (),
    ) -> Ledger:
        looks = {file.path: stamp_of(file, began_ns=self.began_ns) for file in files}
        ledger = Ledger(
            self.store,
            known.commit,
            recorded=known.files if known.recorded else None,
            stamps={**known.files.stamps, **{file.path: unread(file) for file in files}},
            transaction=self.transaction,
            corpus=self.aim.corpus,
            check=self.aim.check_removals,
            is_committed=is_committed,
            is_first=self.is_first,
            again=again,
        )
        ledger.look(looks)
        done = {} if self.options.rebuild else ledger.go_on(known.parts(looks))
        left = [file for file in files if done.get(file.path, _SOME) is not None]
        blocks = {path: its for path, its in done.items() if its is not None}
        parts = known.files.parts
        met = {path for path in blocks if not parts[path].unseen}
        tasks = make_tasks(left, workers=workers, done=blocks, met=met)
        self._carry_out(tasks, known, ledger, workers=workers)
        return ledger

    def _carry_out(
        self, tasks: Sequence[Task], known: Known, ledger: Ledger, *, workers: int
    ) -> None:
        """Carry out the tasks of reading, and give the reports to the ledger."""
        job = Job(
            tuple(folder.path for folder in self.aim.corpus.folders),
            self.store,
            known.manifest,
            limit=RUN_LIMIT,
            rebuild=self.options.rebuild,
            writes=self.transaction is not None,
            limits=self.options.limits,
        )
        keeps = self.transaction is not None and not self.options.rebuild
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
                if not self.options.rebuild:
                    ledger.commit()
                self.teller.go_on()
