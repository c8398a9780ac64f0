"""What an update does where there is something to do: files read, what is new committed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from searchkit.errors import UpdateStoppedError
from searchkit.local.store import OpenCommit
from searchkit.local.writing.batching import Advanced, Job
from searchkit.local.writing.committing import Ledger, Update
from searchkit.local.writing.file_accounts import tasks_left
from searchkit.local.writing.indexed_articles import IndexedAt
from searchkit.local.writing.worker_pool import build, worker_count
from searchkit.progress import Phase
from searchkit.syncing.remembered import FilesRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.corpus import CorpusFile
    from searchkit.local.writing.batching import Task
    from searchkit.local.writing.tally import Tally


def carry_out(update: Update, commit: OpenCommit) -> Tally:
    """Do all that has to be done, and return what was found and done.

    Raises:
        UpdateStoppedError: It was stopped.
    """
    target, known = update.target, update.target.remembered
    is_begun = known.is_readable and not known.is_finished
    if update.transaction and update.target.is_first and not is_begun:
        # From now on the index says that its first update has not ended.
        update.transaction.commit((), corpus=target.corpus, is_finished=False)
    files, workers = target.plan.read, worker_count(target.plan.read, jobs=update.options.jobs)
    ledger = Ledger(update, commit, known.files, files)
    _read(update, ledger, files, workers=workers)
    for path in target.plan.gone:
        ledger.files.remove(path)
    ledger.end_reading()
    if ledger.files.repeated and update.transaction:
        ledger = _read_again(update, ledger)
    is_merged = ledger.finish()
    if update.options.optimize and not is_merged:
        raise UpdateStoppedError(ledger.manifest.articles)
    return ledger.files.tally


def _read_again(update: Update, before: Ledger) -> Ledger:
    """Read files in one piece in which several processes met the same keys.

    Only a process that reads a file from its beginning can give such keys numbers.
    """
    if not update.options.rebuild:
        before.commit()
    files = [file for file in update.target.listing.files if file.path in before.files.repeated]
    manifest = before.uncommitted()
    commit = OpenCommit(manifest, update.store.open_segments(manifest))
    ledger = Ledger(
        update, commit, FilesRead(before.files.stamps), files, again=before.files.repeated
    )
    _read(update, ledger, files, workers=1)
    ledger.end_reading()
    ledger.files.tally = before.files.tally.with_second_reading(ledger.files.tally)
    return ledger


def _read(update: Update, ledger: Ledger, files: Sequence[CorpusFile], *, workers: int) -> None:
    """Read files, as far as that was not done before; where it is stopped, keep what was read.

    Raises:
        UpdateStoppedError: It was stopped.
    """
    done = {} if update.options.rebuild else ledger.go_on()
    tasks = tasks_left(files, update.target.remembered.files, done, workers=workers)
    _work(update, ledger, tasks, workers=workers)
    if ledger.files.n_ended < len(files):
        update.watch.enter(Phase.WRITING)
        ledger.commit()
        raise UpdateStoppedError(ledger.manifest.articles)


def _work(update: Update, ledger: Ledger, tasks: Sequence[Task], *, workers: int) -> None:
    """Carry out the tasks of reading, and give the reports to the ledger."""
    watch, transaction = update.watch, update.transaction
    job = Job(
        folders=tuple(folder.path for folder in update.target.corpus.folders),
        compared=IndexedAt(update.store, ledger.begun),
        rebuild=update.options.rebuild,
        writes=transaction is not None,
        limits=update.options.limits,
    )
    watch.begin(sum(task.size for task in tasks))
    for report in build(
        job,
        tasks,
        indexed=ledger.indexed,
        workers=workers,
        new_path=transaction.new_segment_path if transaction else None,
        stop=watch.is_stopped if update.keeps else lambda: False,
    ):
        if not update.keeps and watch.is_stopped():
            raise UpdateStoppedError(None)
        if isinstance(report, Advanced):
            watch.advance(report.size, report.articles)
            continue
        ledger.take(report)
        if ledger.is_due:
            watch.enter(Phase.WRITING)
            ledger.save()
            _give_memory_back()
            if update.keeps:
                ledger.commit()
            watch.go_on()


def _give_memory_back() -> None:
    """Let the system have what memory is free, where the C library keeps it: glibc does."""
    import ctypes  # late: few updates are so long

    with suppress(AttributeError, OSError, TypeError):  # another C library
        ctypes.CDLL(None).malloc_trim(0)
