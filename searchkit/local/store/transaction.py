"""A commit made in an index directory, and what it makes useless removed."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from searchkit.errors import IndexDamagedError, IndexOutdatedError
from searchkit.local.store import file_names, manifests
from searchkit.local.store.disk import remove, sync_directory, write, written_to
from searchkit.local.store.manifests import Manifest
from searchkit.local.store.whoosh_toc import table_of_contents

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from searchkit.local.store.manifests import SegmentEntry
    from searchkit.syncing.evidence import Evidence
    from searchkit.syncing.remembered import Corpus, FilesRead

NOTHING = Manifest(-1, datetime.fromtimestamp(0, UTC))
"""The commit where there is none that is whole."""


class Transaction:
    """The right to write an index, while its lock is held.

    Args:
        path: The index directory.
        found: The newest commit that is whole.

    Attributes:
        manifest: The newest commit that is whole; number -1: there was none.
        is_behind: Whether there was a newer one, which is not whole.
        foreign: The names of files that commits of another program have left.
    """

    def __init__(self, path: Path, found: Manifest) -> None:
        self._path = path
        self._found = self.manifest = found
        self._begun: set[str] = set()  # names of segments that may be on their way
        listed = file_names.listed(path)
        newest = max(file_names.numbered(listed, file_names.MANIFEST), default=-1)
        tocs = file_names.numbered(listed, file_names.TOC)
        self.foreign = [file_names.toc(number) for number in tocs if number > newest]
        self._newest = max([newest, *tocs])
        self.is_behind = found.generation < newest

    def new_segment_path(self) -> Path:
        """Return where a new segment may be written, under a name that no other has."""
        name = file_names.new_segment()
        self._begun.add(name)
        return self._path / name

    def commit(
        self,
        segments: Sequence[SegmentEntry],
        *,
        corpus: Corpus | None,
        evidence: Evidence | None = None,
        is_finished: bool = True,
    ) -> Manifest:
        """Make these segments the index, for good, and return the commit.

        Args:
            segments: Segments of the commit before, or new ones, whole and on the disk.
            corpus: What they hold the articles of.
            evidence: What is furniture of each outlet; None: that is not settled.
            is_finished: Whether an update has ended by then.

        Raises:
            IndexUnwritableError: It cannot be written; the commit before stays.
        """
        self._newest += 1
        now = datetime.now(UTC).replace(microsecond=0)
        manifest = Manifest(self._newest, now, tuple(segments), is_finished, corpus, evidence)
        self.is_behind = False
        data = manifests.as_file(manifest)
        with written_to(self._path):
            write(self._path / file_names.manifest(manifest.generation), data)
            sync_directory(self._path)
        self.manifest = manifest.replace(digest=manifests.digest_of(data))
        with contextlib.suppress(OSError):  # it is committed; Whoosh sees the commit before
            write(self._path / file_names.toc(manifest.generation), table_of_contents(manifest))
        self._remove_all_but((self._found, self.manifest))
        return self.manifest

    def withdraw(self) -> None:
        """Take back what was committed where there was nothing before."""
        kept = (file_names.LOCK, file_names.ASIDE, file_names.MEMOS)
        listed = filter(file_names.is_ours, file_names.listed(self._path))
        remove(self._path, [name for name in listed if name not in kept])
        self.manifest = NOTHING

    def record(self, files: FilesRead) -> None:
        """Record what is known of the files of the corpus, for the newest commit.

        Where that cannot be written, the next update reads the whole corpus.
        """
        data = manifests.files_as_file(files, digest=self.manifest.digest)
        with contextlib.suppress(OSError):
            write(self._path / file_names.FILES, data, lasting=False)

    def clean(self) -> None:
        """Remove what was written and not committed, by this writer or a dead one.

        Where a manifest cannot be read, what it names is not known: then only what
        was not finished is removed.
        """
        self._begun.clear()
        listed = file_names.listed(self._path)
        known = {manifest.generation: manifest for manifest in (self._found, self.manifest)}
        try:
            kept = [
                known.get(number) or manifests.read(self._path, number)
                for number in file_names.numbered(listed, file_names.MANIFEST)
            ]
        except (IndexDamagedError, IndexOutdatedError):
            remove(self._path, filter(file_names.is_temporary, listed))
            return
        self._remove_all_but(kept[:2])

    def _remove_all_but(self, kept: Iterable[Manifest]) -> None:
        """Remove the files of searchkit that belong to none of some commits, but those begun."""
        keep = {file_names.LOCK, file_names.FILES, file_names.ASIDE, file_names.MEMOS}
        for name in self._begun:
            keep |= {name, name + file_names.TEMPORARY}
        for manifest in kept:
            number = manifest.generation
            keep |= {file_names.manifest(number), file_names.toc(number), *manifest.files}
        ours = filter(file_names.is_ours, file_names.listed(self._path))
        useless = [name for name in ours if name not in keep]
        segments = list(filter(file_names.SEGMENT.fullmatch, useless))
        with contextlib.suppress(OSError):  # the next writer tries again
            remove(self._path, [name for name in useless if name not in segments])
            if segments and any(map(file_names.MANIFEST.fullmatch, useless)):
                sync_directory(self._path)  # or a manifest might outlast what it names
            remove(self._path, segments)
