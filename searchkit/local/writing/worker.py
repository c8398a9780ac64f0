"""The main program of a worker: carry out one task after another, and report.

The other end of its connection is :mod:`searchkit.local.writing.worker_pool`. When that
is closed, whatever the worker is doing has become pointless, and it ends.
"""

from __future__ import annotations

import gc
import pickle
import time
from contextlib import closing
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from searchkit.errors import SearchkitError
from searchkit.local.writing.batching import Batcher, Job
from searchkit.local.writing.worker_pool import Failed, Message

if TYPE_CHECKING:
    from pathlib import Path

_LOOK = 0.05  # seconds between two looks at whether the reading is to stop


def work(handle: int) -> None:
    """Work for the process at the other end of a connection.

    Args:
        handle: The file descriptor of this end.
    """
    gc.disable()  # nothing here refers to itself, and looking for it takes time
    with closing(Connection(handle)) as connection:
        try:
            _work(connection)
        except (EOFError, ConnectionError):
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the other end raises it
            connection.send(Failed(_sendable(error)))


def _sendable(error: Exception) -> Exception:
    """Return an error, or what can be sent of it."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - what was written the moment before
    except Exception:  # noqa: BLE001 - an error may fail to be unpickled in any way
        return SearchkitError(str(error))
    return error


class _Line:
    """The connection to the process that this one works for.

    Args:
        connection: The connection.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_stopping = False
        self._looked = 0.0

    def ask(self, question: object) -> Any:
        """Ask for something, and return it."""
        self._connection.send(question)
        while (answer := self._connection.recv()) is Message.STOP:
            self._is_stopping = True
        return answer

    def is_stopping(self) -> bool:
        """Whether the reading is to stop."""
        now = time.monotonic()
        if not self._is_stopping and now - self._looked >= _LOOK:
            self._looked = now
            # Nothing else is ever sent that was not asked for.
            self._is_stopping = self._connection.poll() and self._connection.recv() is not None
        return self._is_stopping


def _work(connection: Connection) -> None:
    job: Job = connection.recv()
    line = _Line(connection)

    def new_path() -> Path:
        path: Path = line.ask(Message.PATH)
        return path

    with Batcher(
        job, job.compared(), new_path=new_path if job.writes else None, stop=line.is_stopping
    ) as batcher:
        while (task := line.ask(Message.TASK)) is not None:
            for report in batcher.read(task):
                connection.send(report)
        connection.send(batcher.save())
    connection.send(Message.END)
