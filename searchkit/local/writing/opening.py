"""The state of an index that an update begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import IndexDamagedError, IndexNotFoundError, IndexOutdatedError
from searchkit.local.store import NOTHING, OpenCommit
from searchkit.local.writing.indexed_articles import IndexedArticles
from searchkit.syncing.remembered import READ_AGAIN, FilesRead, Remembered

if TYPE_CHECKING:
    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.local.store import Store


def open_for_update(store: Store, *, rebuild: bool) -> OpenCommit:
    """Open the newest commit of an index; number -1: there is none.

    Args:
        store: The index.
        rebuild: Whether it does not matter if the index is damaged or outdated.

    Raises:
        IndexStateError: It is, and that matters.
    """
    if store.is_blank:
        return OpenCommit(NOTHING, ())
    if rebuild:
        return _what_is_whole(store)
    commit = store.open()
    if commit.damage:
        raise IndexDamagedError(store.path, reason=commit.damage)
    return commit


def remembered_of(store: Store, commit: OpenCommit) -> Remembered:
    """Return what an index remembers of its corpus.

    Args:
        store: The index.
        commit: Its newest commit, opened for the update.
    """
    manifest = commit.manifest
    indexed = IndexedArticles(commit.segments)
    files = store.files_read(manifest)
    if files is None:
        files = FilesRead(dict.fromkeys(indexed.paths(), READ_AGAIN))
    is_readable = manifest.generation >= 0
    newest = manifest if is_readable else store.remembered() or manifest
    return Remembered(
        address=store.path,
        indexed=indexed,
        is_readable=is_readable,
        is_finished=newest.is_finished,
        articles=newest.articles,
        corpus=newest.corpus,
        files=files,
    )


def _what_is_whole(store: Store) -> OpenCommit:
    """Return the newest commit with those of its segments that are as they were written."""
    try:
        commit = store.open()
    except (IndexNotFoundError, IndexDamagedError, IndexOutdatedError):
        return OpenCommit(NOTHING, ())
    segments = tuple(segment for segment in commit.segments if _is_whole(segment.arrays))
    manifest = commit.manifest.replace(segments=tuple(segment.entry for segment in segments))
    return OpenCommit(manifest, segments)


def _is_whole(segment: ArraySegment) -> bool:
    try:
        return not any(True for _ in segment.faults())
    except IndexDamagedError:
        return False
