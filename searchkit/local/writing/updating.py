"""Bring an index up to date with a corpus.

A file whose size and modification time are those recorded is not opened. Of a
file that is read, each article is compared with the index by its fingerprint,
and only one that differs is written. So touching a file, moving a corpus to
another disk or losing the records costs reading, not writing.

What cannot be read does not count as gone: articles of a file that could not be
read to its end, or of a folder that could not be listed, stay in the index.

A long update commits again and again. Every commit is a whole index, in which
each article is as it was or as it is now, and none is gone before all is read. An
update that is stopped commits what it has read, and the next one goes on from there,
within a large file, too. One that is killed keeps what it has committed.

The first update of an index begins with a commit that says that it has not ended,
so that until it has, the part of the corpus that is there is not taken for all of it.
"""

from __future__ import annotations

import time
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from searchkit.errors import IndexNotFoundError, UpdateStoppedError
from searchkit.local.store import OpenCommit, directory_made, is_index
from searchkit.local.writing.batching import Advanced, Job
from searchkit.local.writing.committing import Ledger, Update
from searchkit.local.writing.file_accounts import tasks_left
from searchkit.local.writing.indexed_articles import IndexedAt
from searchkit.local.writing.opening import open_for_update, remembered_of
from searchkit.local.writing.worker_pool import build, worker_count
from searchkit.progress import Phase
from searchkit.syncing.folders import look_at
from searchkit.syncing.remembered import FilesRead
from searchkit.syncing.target import make_target, remembered_folders
from searchkit.syncing.update_options import UpdateOptions
from searchkit.syncing.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from searchkit.corpus import CorpusFile
    from searchkit.local.store import Store, Transaction
    from searchkit.local.writing.batching import Task
    from searchkit.local.writing.tally import Tally
    from searchkit.results import UpdateReport
    from searchkit.syncing.target import Target


def update(
    store: Store,
    corpus: Sequence[Path] | None,
    options: UpdateOptions | None = None,
    *,
    create: bool = False,
) -> UpdateReport:
    """Make an index equal to a corpus and say what that took.

    Args:
        store: The index.
        corpus: The folders of the corpus; None: those that the index remembers.
        options: What else is asked; None: nothing.
        create: Make the index where there is none, unless nothing comes to be in it.

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
    options = options or UpdateOptions()
    options = options.replace(rebuild=options.rebuild and not store.is_blank)
    watch = Watch(options)
    commit = open_for_update(store, rebuild=options.rebuild)
    known = remembered_of(store, commit)
    if corpus is None:
        named = remembered_folders(known, is_index=is_index)
    else:
        named = look_at(corpus, is_index=is_index)
    target = make_target(known, named, options)
    with _writing(store, commit, target, options, watch) as transaction:
        if transaction and transaction.manifest.generation != commit.manifest.generation:
            # Another process committed just before the lock was ours.
            commit = open_for_update(store, rebuild=options.rebuild)
            target = make_target(remembered_of(store, commit), named, options)
        update = Update(
            store=store,
            options=options,
            target=target,
            transaction=transaction,
            watch=watch,
            began_ns=began_ns,
        )
        tally = _carry_out(update, commit)
    return tally.report(
        target,
        articles=commit.manifest.articles,
        dry_run=options.dry_run,
        took=time.perf_counter() - began,
    )


@contextmanager
def _writing(
    store: Store, commit: OpenCommit, target: Target, options: UpdateOptions, watch: Watch
) -> Iterator[Transaction | None]:
    """Hold the lock of an index while it is updated; None: there is nothing to write."""
    is_in_pieces = options.optimize and len(commit.segments) > 1
    if options.dry_run or (target.is_reached and not is_in_pieces):
        yield None
        return
    with ExitStack() as stack:
        if store.is_blank:
            stack.enter_context(directory_made(store.path))
        yield stack.enter_context(
            store.writing(
                wait=options.wait,
                or_empty=options.rebuild or store.is_blank,
                known=None if options.rebuild else commit.manifest,
                waiting=watch.report,
            )
        )


def _carry_out(update: Update, commit: OpenCommit) -> Tally:
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
