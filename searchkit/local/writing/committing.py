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

from searchkit.errors import UnreadableFileError
from searchkit.local.store.disk import make_last, written_to
from searchkit.local.writing.batching import key_hash
from searchkit.local.writing.counting import indexed_again, settled
from searchkit.local.writing.indexed_articles import IndexedArticles
from searchkit.local.writing.inverting import write_segment
from searchkit.local.writing.merge_policy import MergeStoppedError, choose, merge
from searchkit.local.writing.tally import FileTally, Tally
from searchkit.local.writing.worker_pool import has_other_cores
from searchkit.progress import Phase
from searchkit.records import Record
from searchkit.syncing.evidence import NO_EVIDENCE
from searchkit.syncing.planning import stamp_of, unread
from searchkit.syncing.remembered import FilesRead, PartRead

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from searchkit.corpus import CorpusFile
    from searchkit.local.store import Manifest, OpenCommit, SegmentEntry, Store, Transaction
    from searchkit.local.writing.batching import Saved
    from searchkit.local.writing.runs import SavedRun
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
        tally: What was found and done.
        stamps: What is to be recorded of each file.
        n_ended: How many files were read to their end.
        repeated: Paths of files in which two stripes have articles of one key.
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
        self.tally = Tally()
        self.stamps = {**files_read.stamps, **{file.path: unread(file) for file in files}}
        self.n_ended = 0
        self.repeated: list[str] = []
        self._update = update
        self._store = update.store
        self._transaction = update.transaction
        self._corpus = update.target.corpus
        self._evidence = None if update.target.settles else begun.manifest.evidence
        self._recorded = files_read
        self._looks = {file.path: stamp_of(file, began_ns=update.began_ns) for file in files}
        self._again = again
        self._goes_on = not begun.manifest.is_finished
        self._is_new = begun.manifest.generation < 0
        self._files: dict[str, FileTally] = {}  # that are not done with
        self._gone: dict[str, dict[int, Array]] = {}  # articles that are to be deleted
        self._old = begun.manifest.segments
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

        Only those count that still look as they did.

        Returns:
            Which blocks of each need not be read, None: nothing of it.
        """
        done = {}
        for path, part in self._recorded.parts.items():
            if part.stamp != self._looks.get(path) or not (state := self._state_of(path, part)):
                continue
            self._goes_on = True
            done[path] = part.done
            self._files[path] = state
            if part.done is None:
                self._finish_file(path)
        return done

    def take(self, saved: Saved) -> None:
        """Take in a report of what was saved."""
        if saved.run:
            self._runs.append(saved.run)
            self._changed = True
        self.tally.rewritten += sum(map(len, saved.replaced.values()))
        self._delete(saved.replaced)
        for part in saved.files:
            self.tally.added += part.added
            self.tally.replaced += part.replaced
            if part.path not in self._files:
                self._files[part.path] = FileTally(self.indexed.articles_of(part.path))
            state = self._files[part.path]
            state.add(part)
            if state.n_ended == part.stripe.count:
                self._finish_file(part.path)

    def remove_file(self, path: str) -> None:
        """Have all articles removed of a file that is no longer there."""
        self._remove(path, self.indexed.articles_of(path))
        self.stamps.pop(path, None)

    def end_reading(self) -> None:
        """Remove what is gone, now that all is read.

        Raises:
            ManyRemovalsError: That is more than may have been meant.
        """
        self._update.target.check_removals(self.tally.removed)
        for gone in self._gone.values():
            self._delete(gone)
        self._gone.clear()
        self._files.clear()

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
            self._transaction.record(self._files_read())

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
        elif self._files_read() != self._recorded:
            self._transaction.record(self._files_read())
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

    def _finish_file(self, path: str) -> None:
        """Draw the conclusions from a file that was read to its end."""
        state, tally = self._files[path], self.tally
        self.n_ended += 1
        # A file that cannot be unpacked to its end says so in each stripe.
        tally.problems += [UnreadableFileError(path, reason) for reason in state.problems]
        tally.remarks += state.remarks
        if state.doubtful:
            tally.doubtful[path] = state.doubtful
        if state.has_repeated_keys:
            self.repeated.append(path)
        if state.problems:
            return
        self.stamps[path] = self._looks[path]
        del self._files[path]
        self._remove(path, state.unseen)

    def _remove(self, path: str, articles: Mapping[int, Array]) -> None:
        """Have articles of a file removed when all is read."""
        gone = {segment: numbers for segment, numbers in articles.items() if len(numbers)}
        if gone:
            self._gone[path] = gone
            self.tally.removed += sum(map(len, gone.values()))

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
        paths = [*self._again, *self.repeated]
        paths += [path for path, state in self._files.items() if state.has_repeated_keys]
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
        self._transaction.record(self._files_read())
        self._changed = False

    def _files_read(self) -> FilesRead:
        """Return what is to be recorded of the files of the corpus."""
        stamps, parts = dict(self.stamps), {}
        for path, gone in self._gone.items():
            # Else the file itself is gone, or is to be read again from its beginning.
            if path in stamps and path not in self.repeated:
                parts[path] = PartRead(stamps[path], None, self._named(gone))
                stamps[path] = stamps[path]._replace(options=None)
        for path in self.repeated:
            stamps[path] = stamps[path]._replace(options=None)
        for path, state in self._files.items():
            look = self._looks[path]
            if state.done and look.options is not None and not state.has_repeated_keys:
                parts[path] = PartRead(
                    look,
                    frozenset(state.done),
                    self._named(state.unseen),
                    tuple(state.problems),
                    state.doubtful,
                )
        archives = self._update.target.settled_archives(self._update.began_ns)
        return FilesRead(stamps, parts, archives)

    def _named(self, articles: Mapping[int, Array]) -> dict[str, tuple[int, ...]]:
        """Return articles by the files of their segments."""
        return {
            self._old[segment].file: tuple(numbers.tolist())
            for segment, numbers in articles.items()
            if len(numbers)
        }

    def _state_of(self, path: str, part: PartRead) -> FileTally | None:
        """Return what was read of a file; None: that does not fit the index."""
        indexed = self.indexed.articles_of(path)
        segment_of = {self._old[segment].file: segment for segment in indexed}
        if not segment_of.keys() >= part.unseen.keys():
            return None
        unseen = {segment: np.zeros(0, np.int64) for segment in indexed}
        unseen |= {segment_of[f]: np.array(ns, np.int64) for f, ns in part.unseen.items()}
        if not all(np.isin(ns, indexed[segment]).all() for segment, ns in unseen.items()):
            return None
        seen = {
            segment: np.setdiff1d(numbers, unseen[segment], assume_unique=True)
            for segment, numbers in indexed.items()
        }
        hashes = b"".join(map(key_hash, self.indexed.keys_of(seen)))
        return FileTally(
            unseen,
            keys=[np.frombuffer(hashes, np.uint64)],
            problems=dict.fromkeys(part.problems),
            doubtful=part.doubtful,
            done=set(part.done or ()),
        )


def _mask(entry: SegmentEntry) -> Array:
    """Return which articles of a segment are deleted, bool, (n_articles,)."""
    deleted = np.zeros(entry.articles, np.bool_)
    deleted[list(entry.deleted)] = True
    return deleted


def _all_of(entries: Sequence[SegmentEntry]) -> Sequence[SegmentEntry]:
    """Return all segments, unless they are one already."""
    return [] if len(entries) <= 1 and not any(entry.deleted for entry in entries) else entries
