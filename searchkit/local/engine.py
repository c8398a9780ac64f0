"""An index in a directory of this machine, as any index is used: opened, written, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import ArgumentError
from searchkit.local.searching.snapshot import Snapshot
from searchkit.local.store import Store, check_directory, create_store, open_remains, open_store
from searchkit.local.store.memos import MemoFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from searchkit.progress import Progress
    from searchkit.results import CheckReport, RepairReport, UpdateReport
    from searchkit.syncing.update_options import UpdateOptions


class LocalEngine:
    """The engine on arrays; see :class:`searchkit.engine.Repairable`.

    Args:
        directory: Where the index is, or may come to be.

    Attributes:
        memos: What is kept beside the articles.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._store = Store(directory)
        self.memos = MemoFolder(directory)

    @property
    def address(self) -> str:
        """The directory."""
        return str(self._directory)

    def view(self) -> Snapshot:
        """Open the newest commit that is whole."""
        check_directory(self._directory)
        return Snapshot(self._store.open(), self._store)

    def newer(self, view: Snapshot) -> Snapshot | None:
        """Open the newest commit if it is another than that of a view, or return None."""
        if self._store.generation == view.manifest.generation:
            return None
        newest = self._store.open()
        return None if newest.manifest == view.manifest else Snapshot(newest, self._store)

    def create(self, *, wait: float = 0) -> None:
        """Make an empty index, in place of one that may be there."""
        create_store(self._directory, wait=wait)

    def update(
        self, corpus: Sequence[Path] | None, options: UpdateOptions, *, create: bool
    ) -> UpdateReport:
        """Make the index equal to a corpus."""
        from searchkit.local.writing.updating import update  # late: a search needs none of it

        if options.shards is not None or options.replicas is not None:
            message = "An index in a directory has no shards and no replicas. Leave them out."
            raise ArgumentError(message, name="shards", value=options.shards)
        check_directory(self._directory)
        return update(self._store, corpus, options, create=create)

    def check(
        self, *, deep: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> CheckReport:
        """Look for damage; nothing is changed."""
        from searchkit.local.store.checking import check  # late: a search needs none of it

        return check(open_store(self._directory), deep=deep, progress=progress)

    def repair(
        self, *, wait: float = 0, progress: Callable[[Progress], None] | None = None
    ) -> RepairReport:
        """Index what can be read of damaged segments again."""
        from searchkit.local.writing.repairing import repair  # late: a search needs none of it

        return repair(open_remains(self._directory), wait=wait, progress=progress)
