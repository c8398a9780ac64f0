"""The memos of an index on a cluster: documents beside its state, which no commit touches.

Each has a number that grows with every change of it. A memo is replaced only where it still has
the number that it was read with, so that of several processes only one does. Whether a process
has died the cluster cannot know: its turn ends some seconds after it was heard of last.
"""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from searchkit.errors import IndexDamagedError, IndexNotFoundError, TurnTakenError
from searchkit.opensearch.client import ConflictError, NotFoundError
from searchkit.opensearch.cluster_state import Lease
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.opensearch.cluster_state import ClusterStore

_PREFIX = "memo-"
_POLL = 0.1  # seconds between attempts
_MOST = 10_000  # memos


class ClusterMemos(NamedTuple):
    """The memos of an index on a cluster; see :class:`searchkit.engine.Memos`.

    Attributes:
        store: The index.
    """

    store: ClusterStore

    def names(self) -> Sequence[str]:
        """Return the names of all memos, in order."""
        client, state = self.store.client, self.store.state
        try:
            client.post(f"/{state}/_refresh")
            body = {"size": _MOST, "_source": False, "query": {"match_all": {}}}
            hits = self.store.search(state, body)["hits"]["hits"]
        except NotFoundError:
            return []
        found = (hit["_id"] for hit in hits)
        return sorted(n.removeprefix(_PREFIX) for n in found if n.startswith(_PREFIX))

    def read(self, name: str) -> bytes | None:
        """Return a memo, or None where there is none of that name."""
        found = self._found(name)
        return None if found is None else self._content(name, found)

    def replace(self, name: str, content: bytes | None, *, instead_of: bytes | None) -> bool:
        """Replace a memo if it is still what it was, and return whether it was."""
        if self.store.commit() is None:
            raise IndexNotFoundError(self.store.address)
        found = self._found(name)
        is_same = (None if found is None else self._content(name, found)) == instead_of
        if not is_same:
            return False
        path = f"/{self.store.state}/_doc/{_PREFIX}{name}"
        held: dict[str, object] = {"op_type": "create"}
        if found is not None:
            held = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        try:
            if content is not None:
                body = {"memo": b64encode(content).decode("ascii")}
                self.store.client.request("PUT", path, body, parameters=held, again=False)
            elif found is not None:
                self.store.client.request("DELETE", path, parameters=held, again=False)
        except (ConflictError, NotFoundError):
            return False
        return True

    @contextmanager
    def turn(self, name: str, *, wait: float) -> Iterator[None]:
        """Be the only process that does something."""
        lease = Lease(self.store, f"turn-{name}")
        began = time.monotonic()
        while not self._is_taken(lease):
            if time.monotonic() - began >= wait:
                raise TurnTakenError(self.store.address, name=name)
            time.sleep(_POLL)
        with lease.kept():
            yield

    def _is_taken(self, lease: Lease) -> bool:
        try:
            return lease.renew()
        except NotFoundError:
            raise IndexNotFoundError(self.store.address) from None

    def _found(self, name: str) -> Any:
        """Return the document of a memo, or None."""
        try:
            return self.store.client.get(f"/{self.store.state}/_doc/{_PREFIX}{name}")
        except NotFoundError:
            return None

    def _content(self, name: str, found: Any) -> bytes:
        try:
            return b64decode(found["_source"]["memo"], validate=True)
        except (LookupError, TypeError, ValueError) as error:
            reason = f"the memo {name} has changed since it was written"
            raise IndexDamagedError(self.store.address, reason=reason) from error
