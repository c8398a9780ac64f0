"""Processes of our own that work for this one, each at the other end of a connection.

Such a process is a Python interpreter that runs one function of ours. It is started afresh
and not forked, since a program may have threads; and not by :mod:`multiprocessing`, which would
run the program's main module once more in each. It lives no longer than its connection: when
that is closed, whatever it is doing has become pointless.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from multiprocessing.connection import Connection

from searchkit.records import NamedTuple

_PATIENCE = 5  # seconds that a process has to end when it is asked to


class Spawned(NamedTuple):
    """A process of ours.

    Attributes:
        connection: This end of the connection to it.
        process: The process.
    """

    connection: Connection
    process: subprocess.Popen[bytes]

    def end(self) -> int:
        """Have it end, and return its exit status; below 0: the signal that ended it."""
        self.connection.close()
        self.process.terminate()
        try:
            return self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def spawn(module: str, function: str, *, is_quiet: bool = False) -> Spawned:
    """Start a process that calls a function with the file descriptor of its end.

    Args:
        module: The module of the function.
        function: The name of the function.
        is_quiet: Whether what it writes to standard error is dropped.
    """
    ours, theirs = socket.socketpair()
    with theirs:
        code = (
            f"import sys; sys.path[:] = {sys.path!r}\n"
            f"from {module} import {function}; {function}({theirs.fileno()})"
        )
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own code
            [sys.executable, "-c", code],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if is_quiet else None,
            pass_fds=[theirs.fileno()],
            process_group=0,  # Ctrl-C is for this process, which ends the others
        )
    return Spawned(Connection(ours.detach()), process)
