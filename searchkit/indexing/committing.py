"""What an update has done so far, and the commits that make it last.

Reports of what was read and saved come in; out go commits, each a whole index.
Runs wait until they are worth a segment, or the update ends: few large segments
are faster to search, and to make, than many that are merged later. An article of
the index is deleted in the commit that brings its new version, or when its file
was read to the end and no longer has it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.codec.segmentwriting import save_segment
from searchkit.errors import UnreadableFileError
from searchkit.indexing.comparing import Indexed
from searchkit.indexing.inverting import inverted
from searchkit.indexing.merging import choose, merge
from searchkit.store import SegmentEntry
from searchkit.store.disk import make_last, written_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from searchkit.indexing.batching import FileRead, Saved
    from searchkit.indexing.runs import FileRun, HeldRun
    from searchkit.store import FileStamp, Manifest, OpenCommit, Store, Transaction

    Array = npt.NDArray[Any]

# Runs are made a segment while more may come when they have so much text, or so
# many meanings: of each of them some 50 bytes are in memory then, and beside them
# whatever the workers know.
_TEXT = 3 << 29  # characters
_MEANINGS = 1 << 20


class Ledger:
    """Keeps account of an update, from the commit that it began with.

    Args:
        store: The index.
        begun: That commit.
        recorded: How the files of the corpus looked then, as far as it is recorded.
        stamps: What to record of each file, once it was read; of the others
            until then.
        transaction: The right to write; None: nothing is written.
        is_committed: Whether that commit stands in the directory; else it is no
            more than a manifest of segments that are saved.

    Attributes:
        manifest: The newest commit.
        indexed: The articles of the commit that it began with.
        added: Articles that the index did not have.
        replaced: Articles that the index had otherwise.
        removed: Articles that the corpus no longer has.
        outdated: Articles of the index that were written anew.
        stamps: What is to be recorded of each file.
        problems: What could not be read.
        doubtful: The files of which the encoding is in doubt, and what it was taken for.
        repeated: Paths of files in which two stripes have articles of one key.
    """

    def __init__(
        self,
        store: Store,
        begun: OpenCommit,
        *,
        recorded: Mapping[str, FileStamp] | None,
        stamps: Mapping[str, FileStamp],
        transaction: Transaction | None,
        is_committed: bool = True,
    ) -> None:
        self.manifest = begun.manifest
        self.indexed = Indexed(begun.segments)
        self.added = self.replaced = self.removed = self.outdated = 0
        self.problems: list[UnreadableFileError] = []
        self.doubtful: dict[str, str] = {}
        self.repeated: list[str] = []
        self._store = store
        self._transaction = transaction
        self._recorded = recorded
        self.stamps = dict(stamps)
        self._unfinished: defaultdict[str, list[FileRead]] = defaultdict(list)
        self._old = begun.manifest.segments
        self._deleted = [_mask(entry) for entry in self._old]
        self._runs: list[FileRun | HeldRun] = []
        self._new: list[SegmentEntry] = []
        self._fleeting: set[str] = set()  # files of new segments that are not flushed
        # Behind a commit that is damaged, the same is committed once more.
        self._changed = not is_committed or (transaction is not None and transaction.is_behind)

    def take(self, saved: Saved, stamps: Mapping[str, FileStamp]) -> None:
        """Take in a report of what was saved.

        Args:
            saved: The report.
            stamps: How the files looked that are being read.
        """
        if saved.run:
            self._runs.append(saved.run)
            self._changed = True
        self.outdated += sum(map(len, saved.outdated.values()))
        self._delete(saved.outdated)
        for part in saved.files:
            parts = self._unfinished[part.path]
            parts.append(part)
            if len(parts) == part.stripe.count:
                del self._unfinished[part.path]
                self._finish_file(part.path, parts, stamps[part.path])

    def remove_file(self, path: str) -> None:
        """Remove all articles of a file that is no longer there."""
        gone = self.indexed.articles_of(path)
        self.removed += sum(map(len, gone.values()))
        self._delete(gone)
        self.stamps.pop(path, None)

    @property
    def is_due(self) -> bool:
        """Whether so much was taken in that it should be committed."""
        return (
            sum(run.size for run in self._runs) >= _TEXT
            or sum(run.n_meanings for run in self._runs) >= _MEANINGS
        )

    def commit(self) -> None:
        """Make what was taken in last, if anything was."""
        if self._transaction and self._changed:
            self._write(self._entries())

    def uncommitted(self) -> Manifest:
        """Return what a commit would consist of now."""
        return self.manifest.but(segments=tuple(self._entries()))

    def finish(self, *, optimize: bool) -> None:
        """Merge what should be merged, and commit.

        Args:
            optimize: Whether to leave one segment, however long that takes.
        """
        if not self._transaction:
            return
        entries = self._entries()
        written = sum(entry.size for entry in self._new)
        while chosen := _all_of(entries) if optimize else choose(entries, written=written):
            path = self._transaction.new_segment_path()
            entries = [entry for entry in entries if entry not in chosen]
            entries.append(merge(self._store, chosen, path))
            self._changed = True
        if self._changed:
            self._write(entries)
        elif self.stamps != self._recorded:
            self._transaction.record(self.stamps)

    def _finish_file(self, path: str, parts: Sequence[FileRead], stamp: FileStamp) -> None:
        self.added += sum(part.added for part in parts)
        self.replaced += sum(part.replaced for part in parts)
        # A file that cannot be unpacked to its end says so in each stripe.
        problems = dict.fromkeys(problem for part in parts for problem in part.problems)
        self.problems += [UnreadableFileError(path, reason) for reason in problems]
        if doubtful := [part.doubtful for part in parts if part.doubtful]:
            self.doubtful[path] = doubtful[0]
        keys = np.concatenate([part.keys for part in parts])
        if len(np.unique(keys)) < len(keys):
            self.repeated.append(path)
        if problems:
            return
        self.stamps[path] = stamp
        gone = self.indexed.articles_of(path)
        for part in parts:
            for segment, numbers in part.kept.items():
                gone[segment] = np.setdiff1d(gone[segment], numbers, assume_unique=True)
        self.removed += sum(map(len, gone.values()))
        self._delete(gone)

    def _delete(self, articles: Mapping[int, Array]) -> None:
        for segment, numbers in articles.items():
            if len(numbers):
                self._deleted[segment][numbers] = True
                self._changed = True

    def save(self) -> None:
        """Make the runs that wait one segment, which is not committed yet."""
        if not self._runs or not self._transaction:
            return
        path = self._transaction.new_segment_path()
        with written_to(self._store.path):
            arrays = inverted([run.open() for run in self._runs], scratch=self._store.path)
            save_segment(path, arrays, lasting=False)
        self._fleeting.add(path.name)
        self._new.append(SegmentEntry(path.name, arrays.n_articles, path.stat().st_size))
        for run in self._runs:
            run.remove()
        self._runs = []

    def _entries(self) -> list[SegmentEntry]:
        """Return the segments that have articles, as they are now."""
        self.save()
        entries = []
        for entry, deleted in zip(self._old, self._deleted, strict=True):
            numbers = np.flatnonzero(deleted)
            if len(numbers) == len(entry.deleted):
                entries.append(entry)
            elif len(numbers) < entry.articles:
                entries.append(
                    SegmentEntry(entry.file, entry.articles, entry.size, tuple(numbers.tolist()))
                )
        return [*entries, *self._new]

    def _write(self, entries: Sequence[SegmentEntry]) -> None:
        assert self._transaction is not None
        # Most small segments are merged at once, and need not outlast that.
        if fleeting := self._fleeting.intersection(entry.file for entry in entries):
            with written_to(self._store.path):
                make_last(self._store.path, sorted(fleeting))
            self._fleeting -= fleeting
        self.manifest = self._transaction.commit(entries)
        self._transaction.record(self.stamps)
        self._changed = False


def _mask(entry: SegmentEntry) -> Array:
    """Return which articles of a segment are deleted, bool, (n_articles,)."""
    deleted = np.zeros(entry.articles, np.bool_)
    deleted[list(entry.deleted)] = True
    return deleted


def _all_of(entries: Sequence[SegmentEntry]) -> Sequence[SegmentEntry]:
    """Return all segments, unless they are one already."""
    return [] if len(entries) <= 1 and not any(entry.deleted for entry in entries) else entries
