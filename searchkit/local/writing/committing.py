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

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.errors import UnreadableFileError
from searchkit.local.segment.segment_writer import save_segment
from searchkit.local.store import FilesRead, PartRead, SegmentEntry
from searchkit.local.store.disk import make_last, written_to
from searchkit.local.writing.batching import key_mark
from searchkit.local.writing.comparing import Indexed
from searchkit.local.writing.inverting import inverted
from searchkit.local.writing.merge_policy import MergeStoppedError, choose, merge
from searchkit.progress import Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.store import Corpus, FileStamp, Manifest, OpenCommit, Store, Transaction
    from searchkit.local.writing.batching import FileRead, Saved
    from searchkit.local.writing.runs import FileRun, HeldRun
    from searchkit.notes import Remark

    Array = npt.NDArray[Any]

# Runs are made a segment while more may come when they have so much text, or so
# many meanings: of each of them some 50 bytes are in memory then, and beside them
# whatever the workers know.
_TEXT = 3 << 29  # characters
_MEANINGS = 1 << 20


@dataclass(slots=True)
class _FileState:
    """What was read of a file, in this update and in those before that were stopped.

    Attributes:
        unseen: Articles that the index has of it and that were not met: by segment,
            their numbers, int64.
        keys: What tells the keys of the articles that were met, arrays of uint64.
        problems: What was wrong, in words, in order.
        remarks: What was passed over.
        doubtful: The encoding in which articles of it were read, where that is in doubt.
        done: The blocks that were read.
        ended: How many of its stripes were read to the end.
    """

    unseen: dict[int, Array]
    keys: list[Array] = field(default_factory=list)
    problems: dict[str, None] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    doubtful: str | None = None
    done: set[int] = field(default_factory=set)
    ended: int = 0

    def add(self, part: FileRead) -> None:
        """Take in what was read of it."""
        for segment, numbers in part.kept.items():
            self.unseen[segment] = np.setdiff1d(self.unseen[segment], numbers, assume_unique=True)
        self.keys.append(part.keys)
        self.problems |= dict.fromkeys(part.problems)
        self.remarks += part.remarks
        self.doubtful = self.doubtful or part.doubtful
        self.done |= part.done
        self.ended += part.is_last

    @property
    def is_repetitive(self) -> bool:
        """Whether two articles have one key, since nobody has read all of the file."""
        keys = np.concatenate(self.keys)
        return len(np.unique(keys)) < len(keys)


class Ledger:
    """Keeps account of an update, from the commit that it began with.

    Args:
        store: The index.
        begun: That commit.
        recorded: What was known of the files of the corpus then; None: nothing.
        stamps: What to record of each file until it was read.
        transaction: The right to write; None: nothing is written.
        corpus: What the index is made of, to be remembered.
        check: Told, before anything is removed, how many articles are going to be; it
            raises if these are too many.
        is_committed: Whether that commit stands in the directory; else it is no
            more than a manifest of segments that are saved.
        is_first: Whether no update has ended yet, so that what is committed before
            this one ends is not answered from.
        again: Files that are read again, since that commit has articles of one key of them.

    Attributes:
        manifest: The newest commit.
        indexed: The articles of the commit that it began with.
        added: Articles that the index did not have.
        replaced: Articles that the index had otherwise.
        removed: Articles that the corpus no longer has.
        outdated: Articles of the index that were written anew.
        stamps: What is to be recorded of each file.
        ended: How many files were read to their end.
        problems: What could not be read.
        remarks: What was passed over of files that were read.
        doubtful: The files of which the encoding is in doubt, and what it was taken for.
        repeated: Paths of files in which two stripes have articles of one key.
    """

    def __init__(
        self,
        store: Store,
        begun: OpenCommit,
        *,
        recorded: FilesRead | None,
        stamps: Mapping[str, FileStamp],
        transaction: Transaction | None,
        corpus: Corpus,
        check: Callable[[int], None],
        is_committed: bool = True,
        is_first: bool = False,
        again: Sequence[str] = (),
    ) -> None:
        self.manifest = begun.manifest
        self._is_new = begun.manifest.generation < 0
        self.indexed = Indexed(begun.segments)
        self.added = self.replaced = self.removed = self.outdated = self.ended = 0
        self.problems: list[UnreadableFileError] = []
        self.remarks: list[Remark] = []
        self.doubtful: dict[str, str] = {}
        self.repeated: list[str] = []
        self._store = store
        self._transaction = transaction
        self._recorded = recorded
        self.stamps = dict(stamps)
        self._is_first = is_first
        self._again = again
        self._goes_on = not begun.manifest.is_finished
        self._looks: Mapping[str, FileStamp] = {}
        self._files: dict[str, _FileState] = {}  # that are not done with
        self._gone: dict[str, dict[int, Array]] = {}  # articles that are to be deleted
        self._old = begun.manifest.segments
        self._deleted = [_mask(entry) for entry in self._old]
        self._runs: list[FileRun | HeldRun] = []
        self._new: list[SegmentEntry] = []
        self._fleeting: set[str] = set()  # files of new segments that are not flushed
        self._corpus = corpus
        self._check = check
        # Behind a commit that is damaged, the same is committed once more.
        self._changed = (
            not is_committed
            or (transaction is not None and transaction.is_behind)
            or begun.manifest.corpus != corpus
        )

    def look(self, stamps: Mapping[str, FileStamp]) -> None:
        """Take in how the files look that are going to be read."""
        self._looks = stamps

    def go_on(self, parts: Mapping[str, PartRead]) -> dict[str, frozenset[int] | None]:
        """Go on with files that an update before this one was reading when it was stopped.

        Args:
            parts: What it had read of them; they still look as they did.

        Returns:
            Which blocks of each need not be read, None: nothing of it.
        """
        done = {}
        for path, part in parts.items():
            state = self._state_of(path, part)
            if state is None:
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
        self.outdated += sum(map(len, saved.outdated.values()))
        self._delete(saved.outdated)
        for part in saved.files:
            self.added += part.added
            self.replaced += part.replaced
            if part.path not in self._files:
                self._files[part.path] = _FileState(self.indexed.articles_of(part.path))
            state = self._files[part.path]
            state.add(part)
            if state.ended == part.stripe.count:
                self._finish_file(part.path)

    def remove_file(self, path: str) -> None:
        """Have all articles removed of a file that is no longer there."""
        self._remove(path, self.indexed.articles_of(path))
        self.stamps.pop(path, None)

    def end_reading(self) -> None:
        """Remove what is gone, now that all is read, unless that is refused."""
        self._check(self.removed)
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
            self._write(self._each_once(self._entries()), is_finished=not self._is_first)
        elif self._transaction:
            self._transaction.record(self._files_read())

    def uncommitted(self) -> Manifest:
        """Return what a commit would consist of now."""
        return self.manifest.replace(segments=tuple(self._entries()), corpus=self._corpus)

    def finish(
        self,
        *,
        optimize: bool,
        stop: Callable[[], bool] = lambda: False,
        tell: Callable[[Phase], None] = lambda _: None,
    ) -> bool:
        """Merge what should be merged, and commit.

        Args:
            optimize: Whether to leave one segment, however long that takes.
            stop: Asked again and again whether to do without merging.
            tell: Told what is being done.

        Returns:
            Whether all was merged that should be.
        """
        if not self._transaction:
            return True
        tell(Phase.WRITING)
        entries = self._entries()
        # What an update before has left that was stopped is large, and can be searched as it is.
        written = 0 if self._goes_on else sum(entry.size for entry in self._new)
        is_merged = True
        while chosen := _all_of(entries) if optimize else choose(entries, written=written):
            tell(Phase.MERGING)
            path = self._transaction.new_segment_path()
            try:
                new = merge(self._store, chosen, path, stop=stop)
            except MergeStoppedError:
                is_merged = False
                break
            entries = [entry for entry in entries if entry not in chosen] + [new]
            self._changed = True
        if self._changed or self._is_first:
            self._write(entries, is_finished=True)
        elif self._files_read() != self._recorded:
            self._transaction.record(self._files_read())
        if not entries and self._is_new:
            self._transaction.withdraw()  # nothing could be read, which is no index
        return is_merged

    def _finish_file(self, path: str) -> None:
        """Draw the conclusions from a file that was read to its end."""
        state = self._files[path]
        self.ended += 1
        # A file that cannot be unpacked to its end says so in each stripe.
        self.problems += [UnreadableFileError(path, reason) for reason in state.problems]
        self.remarks += state.remarks
        if state.doubtful:
            self.doubtful[path] = state.doubtful
        if state.keys and state.is_repetitive:
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
            self.removed += sum(map(len, gone.values()))

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

    def _each_once(self, entries: Sequence[SegmentEntry]) -> Sequence[SegmentEntry]:
        """Return segments without a second article of a key.

        A file that is read in parts may bring some, which are told apart when all of it is
        read again. Nobody is to meet them in a commit before that.
        """
        paths = [*self._again, *self.repeated]
        paths += [path for path, its in self._files.items() if its.keys and its.is_repetitive]
        if not paths:
            return entries
        manifest = self.manifest.replace(segments=tuple(entries))
        indexed = Indexed(self._store.open_segments(manifest))
        deleted = {number: list(entry.deleted) for number, entry in enumerate(entries)}
        for path in paths:
            articles = indexed.articles_of(path)
            places = [(segment, n) for segment, its in articles.items() for n in its.tolist()]
            keys: set[bytes] = set()
            for key, (segment, number) in zip(indexed.keys_of(articles), places, strict=True):
                if key in keys:
                    deleted[segment].append(number)
                keys.add(key)
        return [
            SegmentEntry(entry.file, entry.articles, entry.size, tuple(sorted(deleted[number])))
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
            entries, corpus=self._corpus, is_finished=is_finished
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
            if state.done and self._looks[path].options is not None and not state.is_repetitive:
                parts[path] = PartRead(
                    self._looks[path],
                    frozenset(state.done),
                    self._named(state.unseen),
                    tuple(state.problems),
                    state.doubtful,
                )
        return FilesRead(stamps, parts)

    def _named(self, articles: Mapping[int, Array]) -> dict[str, tuple[int, ...]]:
        """Return articles by the files of their segments."""
        return {
            self._old[segment].file: tuple(numbers.tolist())
            for segment, numbers in articles.items()
            if len(numbers)
        }

    def _state_of(self, path: str, part: PartRead) -> _FileState | None:
        """Return what was read of a file; None: that does not fit to the index."""
        there = self.indexed.articles_of(path)
        segment_of = {self._old[segment].file: segment for segment in there}
        if not segment_of.keys() >= part.unseen.keys():
            return None
        unseen = {segment: np.zeros(0, np.int64) for segment in there}
        unseen |= {segment_of[f]: np.array(its, np.int64) for f, its in part.unseen.items()}
        if not all(np.isin(its, there[segment]).all() for segment, its in unseen.items()):
            return None
        seen = {
            segment: np.setdiff1d(numbers, unseen[segment], assume_unique=True)
            for segment, numbers in there.items()
        }
        marks = b"".join(map(key_mark, self.indexed.keys_of(seen)))
        return _FileState(
            unseen,
            keys=[np.frombuffer(marks, np.uint64)],
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
