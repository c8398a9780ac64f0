"""Connections on which an answer is there in time as a whole, and not only each piece of it.

A time-out of a socket is one for each time that something is received. A host that sends a byte
now and then, of the head of an answer, say, would keep a request waiting for ever.
"""

from __future__ import annotations

import io
import socket
import time
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import urllib3

_SENDING = 30  # seconds that a request may take to be sent


class _PatientSocket:
    """A socket on which all that is received is there within its time-out.

    The time runs from when the time-out is set, as is done before each answer.

    Args:
        connected: The socket itself.
    """

    def __init__(self, connected: socket.socket) -> None:
        self._connected = connected
        self._end: float | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connected, name)

    def settimeout(self, seconds: float | None) -> None:
        """Set within how many seconds all has to be received; None: there is time."""
        self._end = None if seconds is None else time.monotonic() + seconds
        self._connected.settimeout(seconds)

    def recv_into(self, buffer: Any, *rest: Any) -> int:
        """Receive something, in the time that is left.

        Raises:
            TimeoutError: None is.
        """
        if self._end is not None:
            left = self._end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._connected.settimeout(left)
        return self._connected.recv_into(buffer, *rest)

    def makefile(self, mode: str, *_: Any, **__: Any) -> io.BufferedReader:
        """Return a file that is read by this, which is all that an answer is read by."""
        assert mode == "rb"
        # As the method of a socket does.
        self._connected._io_refs += 1  # type: ignore[attr-defined]  # noqa: SLF001
        return io.BufferedReader(socket.SocketIO(self, "r"))  # type: ignore[arg-type]


@cache
def pool_types() -> tuple[type[urllib3.HTTPConnectionPool], type[urllib3.HTTPSConnectionPool]]:
    """Return the types of pools of such connections: of those that are plain, and by TLS."""
    import urllib3  # late: a local search needs none of it

    class Plain(urllib3.connection.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            self.sock = _patient(self.sock)

    class Encrypted(urllib3.connection.HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            self.sock = _patient(self.sock)

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return PlainPool, EncryptedPool


def _patient(connected: Any) -> Any:
    """Return a socket that has been connected as one that gives all of an answer in time."""
    connected.settimeout(_SENDING)
    return _PatientSocket(connected)
