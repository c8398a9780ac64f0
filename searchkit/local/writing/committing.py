"""What an update has done so far, and the commits that make it last.

Reports of what was read and saved come in; out go commits, each a whole index.
Runs wait until they are worth a segment, or the update ends: few large segments
are faster to search, and to make, than many that are merged later. An article of
the index is deleted in the commit that brings its new version; one whose file no
longer has it, when all that is to be read was read.

An update that is stopped commits what it has, and records which files it was done
with, and of those that are read in blocks, which blocks. With that the next one goes
on (:meth:`Ledger.go_on`).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.store.disk import make_last, written_to
from searchkit.local.writing.counting import indexed_again, settled
from searchkit.local.writing.file_accounts import FileAccounts
from searchkit.local.writing.indexed_articles import IndexedArticles
from searchkit.local.writing.inverting import write_segment
from searchkit.local.writing.merge_policy import MergeStoppedError, choose, merge
from searchkit.local.writing.worker_pool import has_other_cores
from searchkit.progress import Phase
from searchkit.records import Record
from searchkit.syncing.evidence import NO_EVIDENCE

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from searchkit.corpus import CorpusFile
    from searchkit.local.store import Manifest, OpenCommit, SegmentEntry, Store, Transaction
    from searchkit.local.writing.batching import Saved
    from searchkit.local.writing.runs import SavedRun
    from searchkit.syncing.remembered import FilesRead
    from searchkit.syncing.target import Target
    from searchkit.syncing.update_options import UpdateOptions
    from searchkit.syncing.watch import Watch

    Array = npt.NDArray[Any]

# Runs are made a segment while more may come when they have so much text, or so
# many meanings: of each of them some 50 bytes are in memory then, and beside them
# whatever the workers know.
_TEXT = 3 << 29  # characters
_MEANINGS = 1 << 20


class Update(Record, kw_only=True):
    """An update of an index: what everything that takes part in it is handed.

    Attributes:
        store: The index.
        options: What is asked.
        target: What the index is to become.
        transaction: The right to write; None: nothing is written.
        watch: What reports how far it has come, and asks whether to stop it.
        began_ns: When it began, in nanoseconds since 1970.
    """

    store: Store
    options: UpdateOptions
    target: Target
    transaction: Transaction | None
    watch: Watch
    began_ns: int

    @property
    def keeps(self) -> bool:
        """Whether what was read is committed before all is read, or where it is stopped."""
        return self.transaction is not None and not self.options.rebuild


class Ledger:
    """Keeps account of an update, from the commit that it begins with.

    Args:
        update: The update.
        begun: That commit. Where files are read again in a rebuild, it is no more than
            a manifest of segments that are saved.
        files_read: What was known of the files of the corpus then.
        files: The files to be read.
        again: Paths of files that are read again, since that commit has several articles
            of one key of them.

    Attributes:
        begun: The manifest of that commit.
        manifest: The newest commit.
        indexed: The articles of the commit that it began with.
        files: What is known of the files.
    """

    def __init__(
        self,
        update: Update,
        begun: OpenCommit,
        files_read: FilesRead,
        files: Sequence[CorpusFile],
        *,
        again: Sequence[str] = (),
    ) -> None:
        self.begun = self.manifest = begun.manifest
        self.indexed = IndexedArticles(begun.segments)
        self._update = update
        self._store = update.store
        self._transaction = update.transaction
        self._corpus = update.target.corpus
        self._evidence = None if update.target.settles else begun.manifest.evidence
        self._recorded = files_read
        self._again = again
        self._goes_on = not begun.manifest.is_finished
        self._is_new = begun.manifest.generation < 0
        self._old = begun.manifest.segments
        self.files = FileAccounts(
            update.target,
            files,
            files_read,
            began_ns=update.began_ns,
            segments=[entry.file for entry in self._old],
            articles_of=self.indexed.articles_of,
            keys_of=lambda _, articles: self.indexed.keys_of(articles),
        )
        self._deleted = [_mask(entry) for entry in self._old]
        self._runs: list[SavedRun] = []
        self._new: list[SegmentEntry] = []
        self._fleeting: set[str] = set()  # files of new segments that are not flushed
        is_behind = self._transaction is not None and self._transaction.is_behind
        # Behind a commit that is damaged, the same is committed once more.
        self._changed = is_behind or begun.manifest.corpus != self._corpus
        self._changed |= bool(again) and update.options.rebuild

    def go_on(self) -> dict[str, frozenset[int] | None]:
        """Go on with files that an update before this one was reading when it was stopped.

        Returns:
            Which blocks of each need not be read, None: nothing of it.
        """
        done = self.files.go_on()
        self._goes_on |= bool(done)
        return done

    def take(self, saved: Saved) -> None:
        """Take in a report of what was saved."""
        if saved.run:
            self._runs.append(saved.run)
            self._changed = True
        self.files.tally.rewritten += sum(map(len, saved.replaced.values()))
        self._delete(saved.replaced)
        self.files.take(saved.files)

    def end_reading(self) -> None:
        """Remove what is gone, now that all is read.

        Raises:
            ManyRemovalsError: That is more than may have been meant.
        """
        self._update.target.check_removals(self.files.tally.removed)
        for gone in self.files.gone.values():
            self._delete(gone)
        self.files.end()

    @property
    def is_due(self) -> bool:
        """Whether so much was taken in that it should be committed."""
        return (
            sum(run.size for run in self._runs) >= _TEXT
            or sum(run.n_meanings for run in self._runs) >= _MEANINGS
        )

    def commit(self) -> None:
        """Make what was taken in last, if anything was; there is more to come."""
        if self._transaction and self._changed:
            self._write(
                self._each_once(self._entries()), is_finished=not self._update.target.is_first
            )
        elif self._transaction:
            self._transaction.record(self.files.files_read())

    def uncommitted(self) -> Manifest:
        """Return what a commit would consist of now."""
        return self.manifest.replace(segments=tuple(self._entries()), corpus=self._corpus)

    def finish(self) -> bool:
        """Merge what should be merged, and commit.

        Returns:
            Whether all was merged that should be; else that was stopped.
        """
        if not self._transaction:
            return True
        self._update.watch.enter(Phase.WRITING)
        if self._update.target.settles:
            self._settle(self._transaction)
        entries, is_merged = self._merged(self._transaction, self._entries())
        if self._changed or self._update.target.is_first:
            self._write(entries, is_finished=True)
        elif self.files.files_read() != self._recorded:
            self._transaction.record(self.files.files_read())
        if not entries and self._is_new:
            self._transaction.withdraw()  # nothing could be read, which is no index
        return is_merged

    def _settle(self, transaction: Transaction) -> None:
        """Find what is furniture of each outlet, in all that was read, and have it left out."""
        manifest = self.manifest.replace(segments=tuple(self._entries(saved=False)))
        opened = self._store.open_segments(manifest)
        with written_to(self._store.path):
            self._evidence = settled(self._runs, opened, scratch=self._store.path)
        if opened:
            self._old, self._new = (), []
            self._deleted = []
        for segment in opened:
            entry, runs = indexed_again(
                segment, self._evidence, new_path=transaction.new_segment_path
            )
            if len(entry.deleted) < entry.articles:
                self._new.append(entry)
            self._runs += runs

    def _merged(
        self, transaction: Transaction, entries: list[SegmentEntry]
    ) -> tuple[list[SegmentEntry], bool]:
        """Return segments after merging, and whether that came to its end."""
        watch, optimize = self._update.watch, self._update.options.optimize
        # What an update before has left that was stopped is large, and can be searched as it is.
        written = 0 if self._goes_on else sum(entry.size for entry in self._new)
        while chosen := _all_of(entries) if optimize else choose(entries, written=written):
            watch.enter(Phase.MERGING)
            path = transaction.new_segment_path()
            try:
                new = merge(self._store, chosen, path, stop=watch.is_stopped)
            except MergeStoppedError:
                return entries, False
            entries = [entry for entry in entries if entry not in chosen] + [new]
            self._changed = True
        return entries, True

    def _delete(self, articles: Mapping[int, Array | array[int]]) -> None:
        for segment, numbers in articles.items():
            if len(numbers):
                self._deleted[segment][np.asarray(numbers)] = True
                self._changed = True

    def save(self) -> None:
        """Make the runs that wait one segment, which is not committed yet."""
        if not self._runs or not self._transaction:
            return
        path = self._transaction.new_segment_path()
        evidence = self._evidence or NO_EVIDENCE
        manifest = self.manifest.replace(segments=tuple(self._entries(saved=False)))
        entry = write_segment(
            self._runs,
            path,
            evidence=evidence,
            index=partial(self._store.open_segments, manifest),
            lasting=False,
            is_shared=has_other_cores(self._update.options.jobs),
        )
        self._new.append(entry)
        self._fleeting.add(path.name)
        self._runs = []

    def _entries(self, *, saved: bool = True) -> list[SegmentEntry]:
        """Return the segments that have articles, as they are now; runs are saved before."""
        if saved:
            self.save()
        entries = []
        for entry, deleted in zip(self._old, self._deleted, strict=True):
            numbers = np.flatnonzero(deleted)
            if len(numbers) == len(entry.deleted):
                entries.append(entry)
            elif len(numbers) < entry.articles:
                entries.append(entry.replace(deleted=tuple(numbers.tolist())))
        return [*entries, *self._new]

    def _each_once(self, entries: Sequence[SegmentEntry]) -> Sequence[SegmentEntry]:
        """Return segments without a second article of a key.

        A file that is read in parts may bring some, which are told apart when all of it is
        read again. No commit before that may show them.
        """
        paths = [*self._again, *self.files.with_repeated_keys()]
        if not paths:
            return entries
        manifest = self.manifest.replace(segments=tuple(entries))
        indexed = IndexedArticles(self._store.open_segments(manifest))
        deleted = {number: list(entry.deleted) for number, entry in enumerate(entries)}
        for path in paths:
            articles = indexed.articles_of(path)
            pairs = [(segment, n) for segment, ns in articles.items() for n in ns.tolist()]
            keys: set[bytes] = set()
            for key, (segment, number) in zip(indexed.keys_of(articles), pairs, strict=True):
                if key in keys:
                    deleted[segment].append(number)
                keys.add(key)
        return [
            entry.replace(deleted=tuple(sorted(deleted[number])))
            for number, entry in enumerate(entries)
        ]

    def _write(self, entries: Sequence[SegmentEntry], *, is_finished: bool) -> None:
        assert self._transaction is not None
        # Most small segments are merged at once, and need not outlast that.
        if fleeting := self._fleeting.intersection(entry.file for entry in entries):
            with written_to(self._store.path):
                make_last(self._store.path, sorted(fleeting))
            self._fleeting -= fleeting
        self.manifest = self._transaction.commit(
            entries, corpus=self._corpus, evidence=self._evidence, is_finished=is_finished
        )
        self._transaction.record(self.files.files_read())
        self._changed = False


def _mask(entry: SegmentEntry) -> Array:
    """Return which articles of a segment are deleted, bool, (n_articles,)."""
    deleted = np.zeros(entry.articles, np.bool_)
    deleted[list(entry.deleted)] = True
    return deleted


def _all_of(entries: Sequence[SegmentEntry]) -> Sequence[SegmentEntry]:
    """Return all segments, unless they are one already."""
    return [] if len(entries) <= 1 and not any(entry.deleted for entry in entries) else entries
