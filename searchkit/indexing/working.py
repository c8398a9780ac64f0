"""The main program of a worker: carry out one task after another, and report.

The other end of its connection is :mod:`searchkit.indexing.building`. When that
is closed, whatever the worker is doing has become pointless, and it ends.
"""

from __future__ import annotations

import gc
import pickle
from contextlib import closing
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from searchkit.errors import SearchkitError
from searchkit.indexing.building import Failed, Job, PathWanted, TaskWanted
from searchkit.indexing.comparing import Indexed

if TYPE_CHECKING:
    from pathlib import Path


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
        except Exception as error:  # noqa: BLE001 - whatever it is, the other end tells of it
            connection.send(Failed(_sendable(error)))


def _sendable(error: Exception) -> Exception:
    """Return an error, or what can be sent of it."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - what was written the moment before
    except Exception:  # noqa: BLE001 - an error may fail to be made anew in any way
        return SearchkitError(str(error))
    return error


def _work(connection: Connection) -> None:
    job: Job = connection.recv()

    def new_path() -> Path:
        connection.send(PathWanted())
        path: Path = connection.recv()
        return path

    indexed = Indexed(job.store.open_segments(job.manifest))
    batcher = job.batcher(indexed, new_path if job.writes else None)
    while True:
        connection.send(TaskWanted())
        task = connection.recv()
        if task is None:
            break
        for report in batcher.read(task):
            connection.send(report)
    connection.send(batcher.finish())
    connection.send(None)
