"""Many documents -> few requests, and each of them acknowledged.

A bulk ends after so many bytes, and a few are under way at a time, so that the cluster has
something to do while the next one is made. What the cluster is too busy for comes again after a
pause. All that was written is on the disks of the shard and of its copies when `finish` returns.
"""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Self

from searchkit.errors import ClusterRefusedError, IndexLockedError
from searchkit.opensearch.client import BLOCKED, FULL, INCOMPLETE, cycle_pauses, dumped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from searchkit.opensearch.article_documents import Document
    from searchkit.opensearch.cluster_state import ClusterStore, Lease

_BYTES = 4 << 20  # of a bulk
_AT_ONCE = 2  # bulks that are under way
_SECONDS = 120  # that one may take
_PATIENCE = 300  # seconds for which a part may be refused since the cluster is busy
_AWAY = 60  # seconds for which a shard may be away, with its only node perhaps
_TOO_BUSY = (429, 503)
_MISSING = "unavailable_shards_exception"
_TOLD = "errors,items.*.status,items.*.error.type,error.type"
"""What a cluster is to tell of a bulk. All of it would be longer than the words that are sent."""


class Bulks:
    """Writes documents to an index of a cluster; leave it to wait for the last of them.

    Args:
        store: The cluster.
        lease: The right to write.
        index: The name of the index.
    """

    def __init__(self, store: ClusterStore, lease: Lease, index: str) -> None:
        self._store = store
        self._lease = lease
        self._index = index
        self._lines: list[bytes] = []  # of each action, and of its document
        self._size = 0
        self._threads = ThreadPoolExecutor(_AT_ONCE)
        self._under_way: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self._threads.shutdown(wait=True, cancel_futures=True)

    def write(self, documents: Iterable[Document]) -> None:
        """Write documents, in place of older ones of these names."""
        version = self._version
        for document in documents:
            self._take("index", document.name, version, document.content)

    def make(self, documents: Iterable[Document]) -> None:
        """Write documents that are the same for ever, where they are not there."""
        for document in documents:
            self._take("create", document.name, "", document.content)

    def remove(self, names: Iterable[str]) -> None:
        """Remove documents."""
        version = self._version
        for name in names:
            self._take("delete", name, version)

    @property
    def _version(self) -> str:
        return f',"version":{self._lease.token},"version_type":"external_gte"'

    def finish(self) -> None:
        """Send what waits, and wait until all is acknowledged.

        Raises:
            IndexStateError: Something was not.
        """
        self._send()
        while self._under_way:
            self._under_way.popleft().result()

    def _take(self, action: str, name: str, version: str, *content: object) -> None:
        lines = [f'{{"{action}":{{"_id":{dumped(name)}{version}}}}}', *map(dumped, content), ""]
        self._lines.append("\n".join(lines).encode())
        self._size += len(self._lines[-1])
        if self._size >= _BYTES:
            self._send()

    def _send(self) -> None:
        lines, self._lines, self._size = self._lines, [], 0
        if not lines:
            return
        while len(self._under_way) >= _AT_ONCE:
            self._under_way.popleft().result()
        self._lease.begin_writing()
        self._under_way.append(self._threads.submit(self._sent, lines))

    def _sent(self, lines: Sequence[bytes]) -> None:
        """Send actions until all have been carried out."""
        began = time.monotonic()
        for pause in cycle_pauses():
            answer = self._store.client.request(
                "POST",
                f"/{self._index}/_bulk",
                b"".join(lines),
                parameters={"filter_path": _TOLD},
                seconds=_SECONDS,
            )
            left = self._left(lines, answer)
            if not left:
                return
            is_missing = any(reason == _MISSING for reason in left.values())
            if time.monotonic() + pause > began + (_AWAY if is_missing else _PATIENCE):
                reason = INCOMPLETE if is_missing else "it is too busy"
                raise ClusterRefusedError(self._store.address, reason=reason, status=429)
            lines = list(left)
            time.sleep(pause)

    def _left(self, lines: Sequence[bytes], answer: Any) -> dict[bytes, str]:
        """Return the actions that are to be sent again, and why each was not carried out.

        Raises:
            IndexLockedError: Another writer has taken over.
            ClusterRefusedError: One of them cannot be carried out.
        """
        try:
            items = answer["items"]
            if not answer["errors"] and len(items) == len(lines):
                return {}
            left = {}
            for line, item in zip(lines, items, strict=True):
                ((action, done),) = item.items()
                if done["status"] >= 400 and done.get("error", {}).get("type") == BLOCKED:
                    raise ClusterRefusedError(self._store.address, reason=FULL, status=429)
                if done["status"] in _TOO_BUSY:
                    left[line] = str(done.get("error", {}).get("type"))
                elif done["status"] == 409 and action != "create":
                    raise IndexLockedError(self._store.address, holder=self._store.holder())
                elif done["status"] >= 300 and done["status"] not in {404, 409}:
                    reason = f"it cannot keep an article ({done['error']['type']})"
                    raise ClusterRefusedError(
                        self._store.address, reason=reason, status=done["status"]
                    )
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise self._store.not_understood() from error
        return left
