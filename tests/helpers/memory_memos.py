"""Memos of the engine that the tests keep in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from searchkit.engine import Memos
from searchkit.errors import TurnTakenError


class MemoryMemos(Memos):
    def __init__(self, address: str) -> None:
        self._address = address
        self._kept: dict[str, bytes] = {}
        self._lock = threading.Lock()
        self._turns: dict[str, threading.Lock] = {}

    def names(self) -> list[str]:
        return sorted(self._kept)

    def read(self, name: str) -> bytes | None:
        return self._kept.get(name)

    def replace(self, name: str, content: bytes | None, *, instead_of: bytes | None) -> bool:
        with self._lock:
            if self._kept.get(name) != instead_of:
                return False
            self._kept.pop(name, None)
            self._kept |= {} if content is None else {name: content}
            return True

    @contextmanager
    def turn(self, name: str, *, wait: float) -> Iterator[None]:
        lock = self._turns.setdefault(name, threading.Lock())
        if not lock.acquire(timeout=wait):
            raise TurnTakenError(self._address, name=name)
        try:
            yield
        finally:
            lock.release()
