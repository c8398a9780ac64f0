"""An index on a cluster, as any index is used: opened, written, checked."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from searchkit.errors import ArgumentError
from searchkit.opensearch.client import Client
from searchkit.opensearch.cluster_addresses import read_address
from searchkit.opensearch.cluster_memos import ClusterMemos
from searchkit.opensearch.cluster_state import ClusterStore
from searchkit.opensearch.cluster_view import ClusterView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from searchkit.progress import Progress
    from searchkit.results import CheckReport, UpdateReport
    from searchkit.syncing.update_options import UpdateOptions


class ClusterEngine:
    """The engine on a cluster; see :class:`searchkit.engine.Engine`.

    Args:
        address: Where the index is, or may come to be.

    Attributes:
        store: The cluster.

    Raises:
        ArgumentError: That is no address of an index on a cluster, or a library is missing.
    """

    def __init__(self, address: str) -> None:
        if find_spec("urllib3") is None:
            raise ArgumentError(
                "An index on a cluster needs urllib3. Install it with: "
                "pip install 'searchkit[opensearch]'",
                name="path",
                value=None,
            )
        self.store = ClusterStore(Client(read_address(address)))

    @property
    def address(self) -> str:
        """What the index was opened by."""
        return self.store.address

    @property
    def memos(self) -> ClusterMemos:
        """What is kept beside the articles."""
        return ClusterMemos(self.store)

    def view(self) -> ClusterView:
        """Open the newest commit."""
        return ClusterView(self.store, self.store.opened())

    def newer(self, view: ClusterView) -> ClusterView | None:
        """Open the newest commit if it is another than that of a view, or return None."""
        newest = self.store.opened()
        return None if newest == view.commit else ClusterView(self.store, newest)

    def create(self, *, wait: float = 0) -> None:
        """Make an empty index, in place of one that may be there."""
        from searchkit.opensearch import cluster_updating  # late: a search needs none of it

        cluster_updating.create(self.store, wait=wait)

    def update(
        self, corpus: Sequence[Path] | None, options: UpdateOptions, *, create: bool
    ) -> UpdateReport:
        """Make the index equal to a corpus."""
        from searchkit.opensearch import cluster_updating  # late: a search needs none of it

        return cluster_updating.update(self.store, corpus, options, create=create)

    def check(
        self, *, deep: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> CheckReport:
        """Look for damage; nothing is changed."""
        from searchkit.opensearch.cluster_counts import check  # late: a search needs none of it

        self.view().check_finished()
        return check(self.store, deep=deep, progress=progress)
