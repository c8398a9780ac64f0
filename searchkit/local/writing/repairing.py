"""An index made whole again from what of it can still be read.

Segments without a fault stay as they are. Of the others, each article whose record
can be read is indexed again; a record has a checksum of its own, so what is
kept is as it was written. For what cannot be read, or is not known because a
manifest is lost, other segments of the directory are asked: those of the commit before,
and those that no manifest names any more.

The result is one commit. Until it is made the index is as it was; the files that
it leaves behind are in the folder `damaged` by then.
"""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from searchkit import utf8
from searchkit.errors import IndexDamagedError, IndexOutdatedError
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.local.segment.segment_reader import open_segment
from searchkit.local.store import NOTHING, SegmentEntry, file_names
from searchkit.local.store import manifests as manifest_files
from searchkit.local.store.checking import examine
from searchkit.local.store.disk import written_to
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.inverting import write_segment
from searchkit.local.writing.runs import Batch
from searchkit.progress import Phase, Progress
from searchkit.results import RepairReport
from searchkit.schema import from_record
from searchkit.syncing.evidence import NO_EVIDENCE
from searchkit.syncing.fingerprints import fingerprint
from searchkit.syncing.remembered import FilesRead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from searchkit.article import Article
    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.local.store import Manifest, OpenSegment, Store, Transaction
    from searchkit.local.writing.runs import SavedRun
    from searchkit.syncing.evidence import Evidence

_RUN = 1 << 26  # characters of text of a run


def repair(
    store: Store, *, wait: float = 0, progress: Callable[[Progress], None] | None = None
) -> RepairReport:
    """Keep every article of an index that can still be read.

    Args:
        store: The index.
        wait: How long to wait for another process that writes, in seconds.
        progress: Called repeatedly with how far it has come.

    Raises:
        IndexLockedError: Another process is writing the index.
        IndexUnwritableError: The disk is full, or the like; the index stays as it is.
        IndexDamagedError: Not one article can be read; the index stays as it is.
        IndexOutdatedError: Another version of searchkit made it.
    """
    began = time.perf_counter()
    report = progress or (lambda _: None)
    with store.writing(wait=wait, repairing=True, waiting=report) as transaction:
        articles, faults, broken = _examined(store, report)
        if not faults and not transaction.foreign:
            return RepairReport(
                kept=articles,
                indexed=0,
                lost=(),
                faults=(),
                aside=(),
                took=time.perf_counter() - began,
            )
        salvage = _Salvage(store, transaction, broken, report)
        salvage.run()
        if not salvage.keys and salvage.lost:
            raise IndexDamagedError(store.path, reason=faults[0])
        known = None if salvage.lost else store.files_read(salvage.base)
        aside = _set_aside(store.path, [*salvage.damaged, *transaction.foreign])
        base = salvage.base
        transaction.commit(
            salvage.entries,
            corpus=base.corpus,
            evidence=base.evidence,
            is_finished=base.is_finished,
        )
        if known is not None:
            # What was not met yet of a file that was half read has other numbers now.
            transaction.record(FilesRead(known.stamps))
    return RepairReport(
        kept=len(salvage.keys),
        indexed=salvage.indexed,
        lost=tuple(salvage.lost.values()),
        faults=faults,
        aside=aside,
        took=time.perf_counter() - began,
    )


def _examined(
    store: Store, report: Callable[[Progress], None]
) -> tuple[int, tuple[str, ...], frozenset[str]]:
    """Return the articles of an index, what is wrong with it, and which segments are broken."""
    if not store.generations:
        return 0, ("there is no manifest",), frozenset()
    found = examine(store, deep=True, progress=report)
    return found.report.articles, found.report.faults, found.broken


@dataclass(slots=True)
class _Salvage:
    """What a repair has found so far.

    Attributes:
        store: The index.
        transaction: The right to write it.
        broken: The files of segments in which something is wrong.
        report: Called with how far it has come.
        base: The newest manifest that can be read; number -1: there is none.
        entries: The segments of the index to be.
        keys: The keys of its articles.
        lost: What could not be read: keys, and what to call the articles.
        damaged: The names of files that are of no use any more.
        indexed: How many articles were indexed again.
    """

    store: Store
    transaction: Transaction
    broken: frozenset[str]
    report: Callable[[Progress], None]
    base: Manifest = NOTHING
    entries: list[SegmentEntry] = field(default_factory=list)
    keys: set[bytes] = field(default_factory=set)
    lost: dict[bytes, str] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    indexed: int = 0

    def run(self) -> None:
        """Find what can be kept, and write what has to be indexed again."""
        manifests = list(self._manifests())
        self.base = manifests[0] if manifests else NOTHING
        newest = self.store.generation
        elsewhere = [entry for manifest in manifests[1:] for entry in manifest.segments]
        strays = self._strays({*self.base.files, *(entry.file for entry in elsewhere)})
        writer = _Writer(self.transaction)
        if self.base.generation != newest or not manifests:
            # What the newest commit consisted of is lost; what no manifest names may be of it.
            for entry in strays:
                self._take(writer, entry, None)
        whole = [entry for entry in self.base.segments if self._keep(entry)]
        for entry in self.base.segments:
            if entry not in whole:
                self._save_damaged(writer, entry)
        for entry in (*elsewhere, *strays) if self.lost else ():
            self._take(writer, entry, self._wanted())
        index = self.store.open_segments(self.base.replace(segments=tuple(self.entries)))
        new = writer.finish(self.base.evidence or NO_EVIDENCE, index)
        self.entries += new
        self.indexed = sum(entry.articles for entry in new)

    def _manifests(self) -> Iterator[Manifest]:
        for generation in self.store.generations:
            try:
                yield manifest_files.read(self.store.path, generation)
            except IndexDamagedError:
                self.damaged.append(file_names.manifest(generation))

    def _strays(self, known: set[str]) -> list[SegmentEntry]:
        """Return the segments that no manifest names, the newest first."""
        segments = filter(file_names.SEGMENT.fullmatch, file_names.listed(self.store.path))
        paths = [self.store.path / name for name in segments if name not in known]
        paths.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        found = []
        for path in paths:
            try:
                articles = open_segment(path, trusted=True).n_articles
            except (IndexDamagedError, IndexOutdatedError):
                continue
            found.append(SegmentEntry(path.name, articles, path.stat().st_size))
        return found

    def _keep(self, entry: SegmentEntry) -> bool:
        """Keep a segment as it is, if it is whole and what it has is nowhere else."""
        if entry.file in self.broken:
            self.damaged.append(entry.file)
            return False
        keys = _keys(self.store.segment(entry))
        deleted = {n for n, key in enumerate(keys) if key in self.keys} | {*entry.deleted}
        self.keys |= {key for n, key in enumerate(keys) if n not in deleted}
        if len(deleted) < entry.articles:
            self.entries.append(entry.replace(deleted=tuple(sorted(deleted))))
        return True

    def _save_damaged(self, writer: _Writer, entry: SegmentEntry) -> None:
        """Index again what can be read of a damaged segment of the base, and note the rest."""
        segment = self._opened(entry)
        if segment is None:
            self._lose(b"\0" + entry.file.encode(), f"every article of {entry.file}")
            return
        keys = _keys_of_damaged(segment)
        for number, article in _articles(segment, entry):
            if article is not None:
                self._add(writer, article)
            elif keys is None:
                name = f"article {number} of {entry.file}"
                self._lose(b"\0" + name.encode(), name)
            else:
                self._lose(keys[number], keys[number].decode("utf-8", "replace"))

    def _take(self, writer: _Writer, entry: SegmentEntry, wanted: set[bytes] | None) -> None:
        """Index again the articles of a segment whose keys are wanted, None: any."""
        segment = self._opened(entry)
        for _, article in _articles(segment, entry) if segment else ():
            if article and (wanted is None or utf8.encode(article.key) in wanted):
                self._add(writer, article)

    def _opened(self, entry: SegmentEntry) -> ArraySegment | None:
        """Open a segment that may be damaged; None: that cannot be done."""
        try:
            return open_segment(self.store.path / entry.file, trusted=True)
        except (OSError, IndexDamagedError):
            return None

    def _add(self, writer: _Writer, article: Article) -> None:
        key = utf8.encode(article.key)
        self.lost.pop(key, None)
        if key not in self.keys:
            self.keys.add(key)
            writer.add(article)
            self.report(Progress(phase=Phase.WRITING, articles=len(self.keys)))

    def _lose(self, key: bytes, name: str) -> None:
        if key not in self.keys:
            self.lost[key] = name

    def _wanted(self) -> set[bytes] | None:
        """Return the keys of what is lost; None: some have no names."""
        return None if any(key.startswith(b"\0") for key in self.lost) else {*self.lost}


class _Writer:
    """Makes one segment of the articles it is given."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._runs: list[SavedRun] = []
        self._begin()

    def add(self, article: Article) -> None:
        """Add an article."""
        self._batch.add(article, fingerprint=fingerprint(article))
        if self._batch.size >= _RUN:
            self._end()
            self._begin()

    def finish(self, evidence: Evidence, index: Sequence[OpenSegment]) -> list[SegmentEntry]:
        """Write the segment, and return it; none where there were no articles."""
        self._end()
        if not self._runs:
            return []
        path = self._transaction.new_segment_path()
        return [write_segment(self._runs, path, evidence=evidence, index=lambda: index)]

    def _begin(self) -> None:
        self._batch = Batch(Vocabulary(), self._transaction.new_segment_path)

    def _end(self) -> None:
        run = self._batch.finish()
        if run:
            self._runs.append(run)


def _articles(segment: ArraySegment, entry: SegmentEntry) -> Iterator[tuple[int, Article | None]]:
    """Yield the numbers and articles of a segment, but deleted ones; None: it cannot be read."""
    deleted = {*entry.deleted}
    for number in range(min(entry.articles, segment.n_articles)):
        if number not in deleted:
            yield number, _article(segment, number)


def _article(segment: ArraySegment, number: int) -> Article | None:
    """Return an article of a segment, or None where it cannot be read."""
    try:
        return from_record(segment.record(number))
    except (IndexDamagedError, LookupError, TypeError, ValueError, AttributeError):
        return None


def _keys(segment: ArraySegment) -> list[bytes]:
    """Return the keys of the articles of a segment."""
    column = segment.column("key")
    assert isinstance(column, ReferenceColumn)
    return column.of_articles()


def _keys_of_damaged(segment: ArraySegment) -> list[bytes] | None:
    """Return the keys in a damaged segment; None: they cannot be read."""
    try:
        return _keys(segment)
    except (IndexDamagedError, LookupError, TypeError, ValueError, AssertionError):
        return None


def _set_aside(path: Path, files: list[str]) -> tuple[str, ...]:
    """Keep files in the folder of damaged ones, and return where; they also stay where they are."""
    kept = []
    with written_to(path):
        for name in files:
            if not (path / name).exists():
                continue
            aside = path / file_names.ASIDE / name
            aside.parent.mkdir(exist_ok=True)
            aside.unlink(missing_ok=True)
            try:
                os.link(path / name, aside)
            except OSError:  # not every file system has links
                shutil.copy2(path / name, aside)
            kept.append(f"{file_names.ASIDE}/{name}")
    return tuple(kept)
