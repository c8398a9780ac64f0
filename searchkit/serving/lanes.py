"""A few threads for questions, with a lane of its own for those that may take long.

The threads of Python share one processor much of the time, and none can be stopped from outside.
So no more questions are under way than are answered fast side by side, those that may
take long one at a time, and the others wait in a queue that has an end: it is better to be told
to come again than to wait for a minute.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, TypeVar

from searchkit.query import parse
from searchkit.query.nodes import Fuzzy, Prefix, Regex, Wildcard, terms
from searchkit.query.trees import asked_leaves

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

Value = TypeVar("Value")

_THREADS = 4
_WAITING = 32  # questions that wait, at most
_WAITING_LONG = 8  # of those that may take long
_OF_ONE = 2  # questions of one client that are under way
_WAITING_OF_ONE = 16  # of one client
_SHORT = 3  # letters: a beginning of fewer means thousands of words


class BusyError(Exception):
    """Too many questions wait already."""


class _Lane:
    """Lets so many questions through at a time."""

    def __init__(self, width: int, waiting: int) -> None:
        self._turns = asyncio.Semaphore(width)
        self._room = waiting

    async def __aenter__(self) -> None:
        if self._turns.locked():
            if not self._room:
                raise BusyError
            self._room -= 1
            try:
                await self._turns.acquire()
            finally:
                self._room += 1
        else:
            await self._turns.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._turns.release()


class Lanes:
    """Answers questions in threads.

    Args:
        threads: How many questions are under way at the same time, 2 or more.
        waiting: How many more may wait.
    """

    def __init__(self, threads: int = _THREADS, waiting: int = _WAITING) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="searchkit")
        self._fast = _Lane(threads - 1, waiting)
        self._slow = _Lane(1, min(waiting, _WAITING_LONG))
        self._clients: dict[str, tuple[_Lane, int]] = {}  # and how many are in it, or wait

    async def run(self, work: Callable[[], Value], *, is_slow: bool = False) -> Value:
        """Return what some work returns.

        Args:
            work: The work.
            is_slow: Whether it may take long.

        Raises:
            BusyError: Too much waits already.
        """
        async with self._slow if is_slow else self._fast:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    @asynccontextmanager
    async def turn_of(self, address: str | None) -> AsyncIterator[None]:
        """Wait until a client has a turn, and let it have that while the block runs.

        A client on this machine need not wait. One that asks by way of a proxy here is the one
        for which the proxy asks.

        Args:
            address: The address of the client, where it is known.

        Raises:
            BusyError: Too much of that client waits already.
        """
        client = client_of(address or "")
        if client is None:
            yield
            return
        lane, users = self._clients.get(client, (_Lane(_OF_ONE, _WAITING_OF_ONE), 0))
        self._clients[client] = lane, users + 1
        try:
            async with lane:
                yield
        finally:
            lane, users = self._clients.pop(client)
            if users > 1:
                self._clients[client] = lane, users - 1

    def close(self) -> None:
        """Let go of the threads, once what is under way has ended."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def client_of(address: str) -> str | None:
    """Return what counts as one client: an address, or the network of a whole house in IPv6.

    None is this machine.

    >>> client_of("192.168.1.7"), client_of("127.0.0.1"), client_of("2001:db8::2:3")
    ('192.168.1.7', None, '2001:0db8:0000:0000')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.is_loopback:
        return None
    return found.exploded[:19] if isinstance(found, IPv6Address) else address


def may_take_long(query: str) -> bool:
    """Whether a query has a pattern that has to be compared with very many words.

    >>> [may_take_long(query) for query in ("spring tide", "tide*", "*a*", "/.*/", "e~2", "t*")]
    [False, False, True, True, True, True]
    """
    if not any(sign in query for sign in "*?/~"):
        return False
    asked = asked_leaves(parse(query).node)
    return any(_is_slow(term) for leaf, _, _ in asked for term in terms(leaf))


def _is_slow(term: object) -> bool:
    match term:
        case Regex():
            return True
        case Wildcard(pattern):
            return len(pattern.replace("?", "*").split("*", 1)[0]) < _SHORT
        case Prefix(text):
            return len(text) < _SHORT
        case Fuzzy():
            return term.distance > 1
    return False
