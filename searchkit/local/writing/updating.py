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
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from searchkit.errors import IndexNotFoundError
from searchkit.local.store import OpenCommit, directory_made, is_index
from searchkit.local.writing.opening import open_for_update, remembered_of
from searchkit.local.writing.tally import Tally
from searchkit.syncing.folders import look_at
from searchkit.syncing.target import make_target, remembered_folders
from searchkit.syncing.update_options import UpdateOptions
from searchkit.syncing.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from searchkit.local.store import Store, Transaction
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
    is_in_pieces = options.optimize and len(commit.segments) > 1
    if target.is_reached and not is_in_pieces and not options.dry_run:
        return _report(Tally(), target, commit, options, began=began)
    # Late: an update that finds nothing to do loads nothing that does it.
    from searchkit.local.writing.carrying_out import carry_out
    from searchkit.local.writing.committing import Update

    with _writing(store, commit, options, watch) as transaction:
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
        tally = carry_out(update, commit)
    return _report(tally, target, commit, options, began=began)


def _report(
    tally: Tally, target: Target, commit: OpenCommit, options: UpdateOptions, *, began: float
) -> UpdateReport:
    return tally.report(
        target,
        articles=commit.manifest.articles,
        dry_run=options.dry_run,
        took=time.perf_counter() - began,
    )


@contextmanager
def _writing(
    store: Store, commit: OpenCommit, options: UpdateOptions, watch: Watch
) -> Iterator[Transaction | None]:
    """Hold the lock of an index while it is updated; None: there is nothing to write."""
    if options.dry_run:
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
