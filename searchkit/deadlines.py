"""Until when a question may take: looked at between terms, segments, leaves and hits.

A search goes through a dozen rooms, and what takes long is deep in them. The deadline
is kept beside the calls, in a context variable, since handing it through would add an
argument to fifty functions that have no other use for it. A thread cannot be stopped
from outside, so whatever may take long looks at the clock itself:

- What would be wrong if it were cut short raises, by :func:`check`.
- The words that a pattern means are looked for while :func:`is_near` is false. Those found
  until then are searched, and a note says so. Such a part is kept with the deadline alone, by
  :meth:`Deadline.keep`, and in no cache that outlives the question.
- Hits are quoted until the deadline is over, and the others are shown without passages.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from searchkit.errors import SearchTimeoutError

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

_SHARE = 0.5  # of the time, in which patterns are expanded; the rest is for what they mean


class Deadline:
    """When a question has to be answered, and what was cut short for that.

    Args:
        seconds: How long the question may take from now on, 0 or more.

    Attributes:
        seconds: The same.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        began = time.monotonic()
        self._near = began + seconds * _SHARE
        self._over = began + seconds
        self._parts: dict[Hashable, Any] = {}

    @property
    def is_near(self) -> bool:
        """Whether what can be cut short has to end."""
        return time.monotonic() >= self._near

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._over

    @property
    def left(self) -> float:
        """How many seconds are left, 0 or more."""
        return max(0.0, self._over - time.monotonic())

    @property
    def has_cut(self) -> bool:
        """Whether anything was cut short."""
        return bool(self._parts)

    def keep(self, key: Hashable, part: Any) -> None:
        """Keep a part that was cut short, for whatever else of this question needs it."""
        self._parts[key] = part

    def part(self, key: Hashable) -> Any:
        """Return the part that was cut short, or None."""
        return self._parts.get(key)


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float | None) -> Iterator[Deadline | None]:
    """Give what is asked in this context so many seconds; None: as long as it takes.

    A deadline within another one that is earlier changes nothing.
    """
    outer = _current.get()
    if seconds is None or (outer is not None and outer.left <= seconds):
        yield outer
        return
    token = _current.set(Deadline(seconds))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def current() -> Deadline | None:
    """Return the deadline of what is being asked, or None."""
    return _current.get()


def is_near() -> bool:
    """Whether what can be cut short has to end."""
    deadline = _current.get()
    return deadline is not None and deadline.is_near


def is_over() -> bool:
    """Whether the time is up."""
    deadline = _current.get()
    return deadline is not None and deadline.is_over


def has_cut() -> bool:
    """Whether anything of what is being asked was cut short."""
    deadline = _current.get()
    return deadline is not None and deadline.has_cut


def check() -> None:
    """Raise if the time is up.

    Raises:
        SearchTimeoutError: It is.
    """
    deadline = _current.get()
    if deadline is not None and deadline.is_over:
        raise SearchTimeoutError(deadline.seconds)
