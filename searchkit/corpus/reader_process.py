"""Files that are read in a process of its own, which can be killed.

A foreign library may hang, crash or take all memory on a file that somebody made for that,
or by mistake. Then the process that reads it is killed, the file is named with the reason, and
another process reads the next one. The process is started when it is first needed and reads
one file after another. Its other end is :mod:`searchkit.corpus.reader_program`.
"""

from __future__ import annotations

import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from searchkit.corpus.content_error import ContentError
from searchkit.records import Record
from searchkit.spawning import Spawned, spawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from searchkit.article import Article
    from searchkit.corpus.stripes import Stripe
    from searchkit.corpus.walking import CorpusFile
    from searchkit.errors import UnreadableFileError
    from searchkit.limits import ReadingLimits
    from searchkit.notes import Remark

_PROGRAM = ("searchkit.corpus.reader_program", "serve")
_LOOK = 0.1  # seconds between two looks at whether the reading is to stop
_START = 30  # seconds more for the first answer of a process: it has libraries to import


class Request(Record):
    """A file to be read.

    Attributes:
        folder: The folder of the corpus that it lies in.
        file: The file.
        stripe: Which part of it.
        limits: How much is read at most.
    """

    folder: Path
    file: CorpusFile
    stripe: Stripe
    limits: ReadingLimits


class Passed(Record):
    """How far the reading has come: the number of a block, and where it ends, in bytes."""

    block: int
    position: int


class Ended(Record):
    """The file was read, or as much of it as can be.

    Attributes:
        reason: Why the process can read no more of it, or None.
        is_spent: Whether the process can read no other file, either.
        is_full: Whether another process had better read the next one.
    """

    reason: str | None = None
    is_spent: bool = False
    is_full: bool = False


class ReaderProcess:
    """A process that reads files, one after another; close it at the end.

    Args:
        program: The module and the function that it runs.
    """

    def __init__(self, program: tuple[str, str] = _PROGRAM) -> None:
        self._program = program
        self._spawned: Spawned | None = None
        self._is_fresh = True  # it has read no file yet

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._spawned:
            self._spawned.end()
            self._spawned = None

    def read(
        self,
        folder: Path,
        file: CorpusFile,
        *,
        stripe: Stripe,
        limits: ReadingLimits,
        passed: Callable[[int, int], None],
        waiting: Callable[[], None],
    ) -> Iterator[Article | UnreadableFileError | Remark]:
        """Yield what is in a file, as :func:`searchkit.corpus.read` does.

        Raises:
            ContentError: The process was killed, or ended by itself.
        """
        request = Request(folder.absolute(), file, stripe, limits)
        is_first = True
        try:
            for found in self._answers(request, passed, waiting):
                is_first = False
                yield found
        except _SpentError as error:
            # What files before have left in the memory of a process is not the fault of this one.
            if self._is_fresh or not is_first or not error.may_be_tried_again:
                raise ContentError(str(error)) from error
            self.close()
            yield from self._last_try(request, passed, waiting)

    def _last_try(
        self,
        request: Request,
        passed: Callable[[int, int], None],
        waiting: Callable[[], None],
    ) -> Iterator[Article | UnreadableFileError | Remark]:
        try:
            yield from self._answers(request, passed, waiting)
        except _SpentError as error:
            raise ContentError(str(error)) from error

    def _answers(
        self,
        request: Request,
        passed: Callable[[int, int], None],
        waiting: Callable[[], None],
    ) -> Iterator[Article | UnreadableFileError | Remark]:
        """Yield what a process finds in a file; leave one that can read more, or none."""
        patience: float = request.limits.reader_seconds
        if self._spawned is None:
            self._spawned = spawn(*self._program, is_quiet=True)
            self._is_fresh = True
            patience += _START
        connection = self._spawned.connection
        is_done = False
        try:
            with suppress(ConnectionError):  # noticed when it is listened to
                connection.send(request)
            while True:
                if not _is_heard(connection, patience, waiting):
                    reason = request.limits.passed("reader_seconds", "takes more than {} seconds")
                    raise _SpentError(reason)
                patience = request.limits.reader_seconds
                message = connection.recv()
                if isinstance(message, Passed):
                    passed(message.block, message.position)
                elif not isinstance(message, Ended):
                    yield message
                elif message.is_spent:
                    raise _SpentError(message.reason or "", may_be_tried_again=True)
                else:
                    is_done = not message.is_full
                    break
        except (EOFError, ConnectionError):
            reason = _reason(self._spawned.end())
            self._spawned = None
            raise _SpentError(reason, may_be_tried_again=True) from None
        finally:
            if not is_done:
                self.close()
        self._is_fresh = False
        if message.reason:
            raise ContentError(message.reason)


def _is_heard(connection: Connection, patience: float, waiting: Callable[[], None]) -> bool:
    """Whether something comes over a connection within so many seconds."""
    end = time.monotonic() + patience
    while not connection.poll(_LOOK):
        waiting()
        if time.monotonic() > end:
            return False
    return True


class _SpentError(Exception):
    """A process has ended, or was killed; the text is what is said of the file."""

    def __init__(self, reason: str, *, may_be_tried_again: bool = False) -> None:
        self.may_be_tried_again = may_be_tried_again
        super().__init__(reason)


def _reason(status: int) -> str:
    """Return what is said of a file whose reader ended with a status."""
    if status == -signal.SIGKILL:
        return "its reader was killed; the system may have run out of memory"
    name = signal.Signals(-status).name if status < 0 else f"status {status}"
    return f"its reader crashed ({name})"
