"""The index that is served, kept up to date while it is."""

from __future__ import annotations

import time
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING

from searchkit.errors import IndexStateError

if TYPE_CHECKING:
    from searchkit.index import Index

_EVERY = 1.0  # seconds: a later commit is answered from after that at the latest


class ServedIndex:
    """An index for requests, which answers from a later commit as soon as one is there.

    Args:
        index: The index, opened.

    Attributes:
        index: The same.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._looked = time.monotonic()
        self._looking = Lock()

    @property
    def is_due(self) -> bool:
        """Whether it is time to look for a later commit."""
        return time.monotonic() - self._looked >= _EVERY

    def refresh(self) -> None:
        """Answer from the newest commit; where none can be read, from the one that is open."""
        if not self.is_due or not self._looking.acquire(blocking=False):
            return
        try:
            self._looked = time.monotonic()
            with suppress(IndexStateError):
                self.index.refresh()
        finally:
            self._looking.release()
