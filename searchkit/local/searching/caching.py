"""What was worked out last, kept within bounds."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Value = TypeVar("Value")


_ASKED = 1 << 13  # keys


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


class Settling(Generic[Key, Value]):
    """Values by key, which settle when they are asked for again.

    To settle a value takes time, and so may to keep many that nobody asks for again. So a value
    is kept for a while as it was first made; one that is asked for again is settled, and kept
    longer. Who was asked for is known for longest, so that what is made anew settles at once.

    Safe to share among threads.

    Args:
        once: The most that values may weigh together that were asked for once.
        again: The most that those may that were asked for again.
        weigh: What a value weighs.
        settle: Returns a value as it is best kept.

    Source: the algorithm 2Q of Johnson and Shasha, VLDB 1994.
    """

    def __init__(
        self,
        *,
        once: int,
        again: int,
        weigh: Callable[[Value], int],
        settle: Callable[[Value], Value],
    ) -> None:
        self._settle = settle
        self._once: Recent[Key, Value] = Recent(once, weigh)
        self._again: Recent[Key, Value] = Recent(again, weigh)
        self._asked: Recent[Key, Key] = Recent(_ASKED)

    def known(self, key: Key) -> Value | None:
        """Return the value of a key that is asked for, or None if it is not kept."""
        value = self._again.known(key)
        if value is None:
            first = self._once.known(key)
            value = None if first is None else self._again.keep(key, self._settle(first))
        return value

    def keep(self, key: Key, value: Value) -> Value:
        """Keep the value of a key that was asked for, if there can be room for it.

        Returns:
            The value, settled where it is asked for again.
        """
        if self._asked.known(key) is not None:
            return self._again.keep(key, self._settle(value))
        self._asked.keep(key, key)
        return self._once.keep(key, value)
