"""What was worked out last, kept within bounds.

Every cache here was switched off alone and measured; `benchmarks/TRIED.md` has the
figures. A cache never changes an answer, only when it is ready.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")
Piece = TypeVar("Piece", str, bytes)

_LONGEST_PIECE = 40  # characters; a longer one is hardly ever met again
_LARGEST = 4  # a value is not kept that takes more than one part in so many of the capacity


class Cache(Generic[Key, Value]):
    """Values by key; the least recently used are dropped when there is no more room.

    Safe to share among threads. Two threads that ask for the same key at once may
    both work the value out.

    Args:
        capacity: The most that all values may measure together.
        size_of: Measures a value.
    """

    def __init__(self, capacity: int, size_of: Callable[[Value], int] = lambda _: 1) -> None:
        self._capacity = capacity
        self._size_of = size_of
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made now if it is not in the cache."""
        value = self.find(key)
        return self.put(key, make()) if value is None else value

    def find(self, key: Key) -> Value | None:
        """Return the value of a key, or None if it is not in the cache."""
        value = self._values.get(key)
        if value is not None:
            try:  # noqa: SIM105 - done dozens of times in a search, it takes longer than the rest
                self._values.move_to_end(key)
            except KeyError:  # another thread has dropped it meanwhile
                pass
        return value

    def put(self, key: Key, value: Value) -> Value:
        """Keep the value of a key, instead of an earlier one, unless it is too large.

        Returns:
            The value.
        """
        size = self._size_of(value)
        if size <= self._capacity // _LARGEST:
            with self._lock:
                if key in self._values:
                    self._size -= self._size_of(self._values.pop(key))
                self._values[key] = value
                self._size += size
                while self._size > self._capacity:
                    self._size -= self._size_of(self._values.popitem(last=False)[1])
        return value


class Remembered(dict[Piece, Value], Generic[Piece, Value]):
    """What is found in each short piece of text that was met; all is dropped when there is no room.

    Looking one up takes no call of Python.

    Args:
        find: Finds it.
        most: How many pieces are remembered.

    >>> lengths = Remembered(len, most=1000)
    >>> list(map(lengths.__getitem__, "high water".split()))
    [4, 5]
    """

    def __init__(self, find: Callable[[Piece], Value], *, most: int) -> None:
        super().__init__()
        self._find: Callable[[Piece], Value] = find
        self._most = most

    def __missing__(self, piece: Piece) -> Value:
        found: Value = self._find(piece)
        if len(piece) <= _LONGEST_PIECE:
            if len(self) >= self._most:
                self.clear()
            self[piece] = found
        return found
