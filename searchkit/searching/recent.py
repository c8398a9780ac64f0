"""What was worked out last, kept within a bound."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values by key; those not asked for longest go when there is no more room.

    Safe to share among threads. Two that ask for the same at once may both work
    it out.

    Args:
        room: The most that all values may weigh together.
        weigh: What a value weighs; it is not kept if that is more than an eighth of the room.
    """

    def __init__(self, room: int, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        self._room = room
        self._weigh = weigh
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """Return the value of a key, working it out if it is not kept."""
        value = self.known(key)
        return self.keep(key, make()) if value is None else value

    def known(self, key: Key) -> Value | None:
        """Return the value of a key, or None if it is not kept."""
        value = self._values.get(key)
        if value is not None:
            with suppress(KeyError):  # another thread may have dropped it meanwhile
                self._values.move_to_end(key)
        return value

    def keep(self, key: Key, value: Value) -> Value:
        """Keep the value of a key, in the place of another, if there can be room for it.

        Returns:
            The value.
        """
        weight = self._weigh(value)
        if weight <= self._room // 8:
            with self._lock:
                if key in self._values:
                    self._weight -= self._weigh(self._values.pop(key))
                self._values[key] = value
                self._weight += weight
                while self._weight > self._room:
                    self._weight -= self._weigh(self._values.popitem(last=False)[1])
        return value
