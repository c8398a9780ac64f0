"""Bring an index up to date with a corpus.

A file whose size and modification time are those recorded is not opened. Of a
file that is read, each article is compared with the index by its fingerprint,
and only one that differs is written. So touching a file, moving a corpus to
another disk or losing the records costs reading, not writing.

What cannot be read is not taken for gone: articles of a file that could not be
read to its end, or of a folder that could not be listed, stay in the index.
"""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from searchkit.corpus import read, walk
from searchkit.errors import CorpusEmptyError, UnreadableFileError
from searchkit.indexing.analysing import analyse, fingerprint
from searchkit.indexing.planning import make_plan
from searchkit.results import UpdateReport
from searchkit.store import FileStamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from searchkit.article import Article
    from searchkit.corpus import CorpusFile
    from searchkit.indexing.planning import Plan
    from searchkit.store import Store, Writer

# A file changed within this time of being read may change again without
# looking different: file systems keep time as coarsely as two seconds.
_SETTLED_NS = 2_000_000_000

_READ_AGAIN = FileStamp(-1, -1)
"""Recorded of a file that has to be read at the next update, however it looks."""


class Progress(Protocol):
    """Told how far an update has come."""

    def __call__(self, done: int, total: int) -> None:
        """Take the bytes of files read so far, and of all files that have to be read."""


def update(
    store: Store,
    folder: Path,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> UpdateReport:
    """Make an index equal to a corpus and say what that took.

    Args:
        store: The index.
        folder: The corpus.
        rebuild: Write every article anew, whatever the index holds.
        dry_run: Write nothing; only say what would be done.
        progress: Told how far it has come, after each file.

    Raises:
        CorpusNotFoundError: There is no such folder.
        CorpusEmptyError: It holds no file of a known format; the index is left as it is.
        IndexLockedError: Another process is writing the index.
    """
    began, began_ns = time.perf_counter(), time.time_ns()
    listing = walk(folder)
    if not listing.files and not listing.problems:
        raise CorpusEmptyError(folder, skipped=listing.skipped)
    records = store.records()
    recorded = records.generation >= 0
    indexed = {} if recorded else store.fingerprints()
    known = set(records.stamps) if recorded else set(indexed)
    plan = make_plan(listing, {} if rebuild else records.stamps, known)
    changes = _Changes()
    if plan.read or plan.gone or rebuild:
        if recorded and not rebuild:
            indexed = store.fingerprints()
        writing = contextlib.nullcontext() if dry_run else store.writing(clear=rebuild)
        with writing as writer:
            _carry_out(plan, folder, {} if rebuild else indexed, changes, writer, progress)
    stamps = dict.fromkeys(known - set(plan.gone), _READ_AGAIN) | {
        file.path: _stamp(file, changes.unread, before=began_ns - _SETTLED_NS)
        for file in listing.files
    }
    if not dry_run and (changes.any() or rebuild or stamps != records.stamps):
        store.write_records(stamps)
    articles = store.article_count()
    return UpdateReport(
        added=len(changes.added),
        replaced=len(changes.replaced),
        removed=len(changes.removed),
        unchanged=articles - len(changes.added) - len(changes.replaced)
        if not dry_run
        else articles - len(changes.replaced) - len(changes.removed),
        files=len(listing.files),
        skipped=listing.skipped,
        problems=(*listing.problems, *changes.problems),
        took=time.perf_counter() - began,
        dry_run=dry_run,
    )


@dataclass(slots=True)
class _Changes:
    """What an update has done so far; articles by their keys."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    problems: list[UnreadableFileError] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)  # paths of files not read to their end

    def any(self) -> bool:
        """Whether the index is another than before."""
        return bool(self.added or self.replaced or self.removed)


def _carry_out(
    plan: Plan,
    folder: Path,
    indexed: Mapping[str, Mapping[str, str]],
    changes: _Changes,
    writer: Writer | None,
    progress: Progress | None,
) -> None:
    """Read what has to be read and write what differs.

    Args:
        plan: What to do.
        folder: The corpus.
        indexed: The fingerprints of the articles of the index, by path and key.
        changes: Where to note what was done.
        writer: Where to write; None to write nothing.
        progress: Told after each file.
    """
    total = sum(file.size for file in plan.read)
    done = 0
    for file in plan.read:
        before = indexed.get(file.path, {})
        seen = set()
        for article in _articles(folder, file, changes):
            seen.add(article.key)
            if article.key in before:
                if before[article.key] == fingerprint(article):
                    continue
                changes.replaced.append(article.key)
            else:
                changes.added.append(article.key)
            if writer:
                if article.key in before:
                    writer.remove(article.key)
                writer.add(analyse(article))
        if file.path not in changes.unread:
            _remove(before.keys() - seen, changes, writer)
        done += file.size
        if progress:
            progress(done, total)
    for path in plan.gone:
        _remove(indexed.get(path, {}).keys(), changes, writer)


def _articles(folder: Path, file: CorpusFile, changes: _Changes) -> Iterator[Article]:
    """Yield the articles of a file; note what could not be read."""
    for outcome in read(folder, file):
        if isinstance(outcome, UnreadableFileError):
            changes.problems.append(outcome)
            changes.unread.add(file.path)
        else:
            yield outcome


def _remove(keys: Iterable[str], changes: _Changes, writer: Writer | None) -> None:
    for key in sorted(keys):
        changes.removed.append(key)
        if writer:
            writer.remove(key)


def _stamp(file: CorpusFile, unread: set[str], *, before: int) -> FileStamp:
    """Return how a file looked, or that it must be read again; ``before`` in nanoseconds."""
    if file.path in unread or file.mtime_ns > before:
        return _READ_AGAIN
    return FileStamp(file.size, file.mtime_ns)
