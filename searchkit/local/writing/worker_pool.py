"""Tasks carried out: in this process when they are few, else by workers.

A worker is a process that runs :mod:`searchkit.local.writing.worker`. Over one connection it is
given its job and one task after another, asks for names of segments, and sends the
reports of :mod:`searchkit.local.writing.batching`. It lives no longer than the
connection, and ends early where this process does.
"""

from __future__ import annotations

import contextlib
import os
from enum import Enum, auto
from multiprocessing.connection import Connection, wait
from types import MappingProxyType
from typing import TYPE_CHECKING

from searchkit.corpus import Stripe, can_be_shared
from searchkit.corpus.formats import format_of, packing_of
from searchkit.errors import IndexingStoppedError
from searchkit.local.writing.batching import Advanced, Batcher, Job, Saved, Task
from searchkit.records import Record
from searchkit.spawning import spawn

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from searchkit.corpus import CorpusFile
    from searchkit.local.writing.batching import Compared

NOTHING_DONE: Mapping[str, frozenset[int]] = MappingProxyType({})
"""No blocks of any file."""

_SMALL = 4 << 20  # bytes: with fewer to read, starting a worker takes longer than it saves
_TASK = 4 << 20  # bytes of the files of one task
_SHARED = 8 << 20  # bytes from which on a file is parted among the workers
_PACKED = 3  # times that a compressed file is larger than it looks
_ISOLATED = 4  # times the work of plain text: a page or a PDF
_MOST_WORKERS = 6  # more would need too much memory together
_PATIENCE = 0.1  # seconds to listen to silent workers before looking at something else


class Message(Enum):
    """What is said over the connection, beside what is handed over."""

    STOP = auto()
    """To a worker: stop reading, and save what was read."""

    TASK = auto()
    """From a worker: a task is wanted; it is given None when there is no more."""

    PATH = auto()
    """From a worker: the path of a new run is wanted."""

    END = auto()
    """From a worker: all is done."""


class Failed(Record):
    """A worker met an error that it cannot get over."""

    error: Exception


def make_tasks(
    files: Sequence[CorpusFile],
    *,
    workers: int,
    done: Mapping[str, frozenset[int]] = NOTHING_DONE,
    met: Container[str] = (),
) -> list[Task]:
    """Return the tasks of reading some files, large ones parted among the workers.

    Args:
        files: The files.
        workers: How many processes there will be.
        done: The blocks of files that were read before, by path.
        met: Those of them of which the index has no articles but those of these blocks.
    """
    tasks: list[Task] = []
    together: list[CorpusFile] = []
    size = 0
    for file in files:
        before = done.get(file.path, frozenset())
        is_large = workers > 1 and can_be_shared(file) and _weight(file) >= _SHARED
        if is_large or before:
            count = workers if is_large else 1
            stripes = [Stripe(number, count, before) for number in range(count)]
            tasks += [Task((file,), stripe, is_new=file.path in met) for stripe in stripes]
            continue
        together.append(file)
        size += _weight(file)
        if size >= _TASK:
            tasks.append(Task(tuple(together)))
            together, size = [], 0
    return [*tasks, Task(tuple(together))] if together else tasks


def worker_count(files: Sequence[CorpusFile], *, jobs: int | None = None) -> int:
    """Return how many processes it pays to have for reading some files; 1: this one alone.

    Args:
        files: The files.
        jobs: How many there may be at most; None: as many as the machine can run at a
            time, and as have room in the memory of a small one.
    """
    if sum(map(_weight, files)) < _SMALL:
        return 1
    return min(_cores(), _MOST_WORKERS) if jobs is None else jobs


def has_other_cores(jobs: int | None) -> bool:
    """Whether another process of ours can run beside this one.

    Args:
        jobs: How many processes there may be at most; None: as many as are useful.
    """
    return (_cores() if jobs is None else jobs) > 1


def build(
    job: Job,
    tasks: Sequence[Task],
    *,
    indexed: Compared,
    workers: int,
    new_path: Callable[[], Path] | None,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[Advanced | Saved]:
    """Carry out the tasks of a job and yield the reports as they come.

    There is a report several times a second, of nothing if nothing has happened.

    Args:
        job: The job.
        tasks: Its tasks.
        indexed: The articles of its commit.
        workers: How many processes; 1: this one alone.
        new_path: Gives the path of each new run; None: nothing is written.
        stop: Asked again and again whether to stop reading, until it says so; what was
            read until then is reported.

    Raises:
        IndexingStoppedError: A worker ended before it had finished.
    """
    if workers == 1:
        with Batcher(job, indexed, new_path=new_path, stop=stop) as batcher:
            for task in tasks:
                if stop():
                    break
                yield from batcher.read(task)
            yield batcher.save()
        return
    with contextlib.ExitStack() as stack:
        started = [stack.enter_context(_worker(job)) for _ in range(min(workers, len(tasks)))]
        yield from _conduct(started, list(tasks), new_path, stop)


def _conduct(
    workers: Sequence[Connection],
    tasks: list[Task],
    new_path: Callable[[], Path] | None,
    stop: Callable[[], bool],
) -> Iterator[Advanced | Saved]:
    """Give workers what they ask for until all have ended."""
    waiting = tasks[::-1]
    running = set(workers)
    is_stopping = False
    while running:
        if not is_stopping and stop():
            is_stopping = True
            waiting.clear()
            _have_stop(running)
        heard = wait(list(running), _PATIENCE)
        if not heard:
            yield Advanced(0)
        for worker in heard:
            assert isinstance(worker, Connection)
            try:
                message = worker.recv()
                if message is Message.TASK:
                    worker.send(waiting.pop() if waiting else None)
                elif message is Message.PATH and new_path:
                    worker.send(new_path())
            except (EOFError, ConnectionError) as error:
                raise IndexingStoppedError from error
            if isinstance(message, Failed):
                raise message.error
            if message is Message.END:
                running.remove(worker)
            elif isinstance(message, Advanced | Saved):
                yield message


def _have_stop(workers: Iterable[Connection]) -> None:
    """Ask workers to stop reading."""
    for worker in workers:
        with contextlib.suppress(ConnectionError):  # noticed when it is listened to
            worker.send(Message.STOP)


@contextlib.contextmanager
def _worker(job: Job) -> Iterator[Connection]:
    """Start a worker, and see to it that it ends."""
    spawned = spawn("searchkit.local.writing.worker", "work")
    try:
        with contextlib.suppress(ConnectionError):  # noticed when it is listened to
            spawned.connection.send(job)
        yield spawned.connection
    finally:
        spawned.end()


def _weight(file: CorpusFile) -> int:
    """Return how much work a file is: about as many bytes as it has, if it were plain text."""
    packed = _PACKED if packing_of(file.name) else 1
    return file.size * packed * (_ISOLATED if format_of(file.name).is_isolated else 1)


def _cores() -> int:
    """Return how many processes of ours can run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
