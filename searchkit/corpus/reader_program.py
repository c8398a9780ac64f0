"""The main program of a process that reads files: one after another, as it is asked.

The other end of its connection is :mod:`searchkit.corpus.reader_process`. Here libraries
work that are not ours on files that may have been made to harm. So the process takes
no more memory than it is allowed, writes no file, connects to nothing, and starts no other program;
and it ends when its connection is closed, even while a library works.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.corpus.containers.open_archives import OpenArchives
from searchkit.corpus.escaping import quoted_part
from searchkit.corpus.formats import format_of
from searchkit.corpus.reader_process import Ended, Passed, Request
from searchkit.corpus.reading import read

if TYPE_CHECKING:
    from searchkit.limits import ReadingLimits

_GRACE = 10  # seconds of work beyond the limit after which a process ends that nobody has killed
_MEGABYTE = 1_000_000
_FULL = 0.2  # of the memory that a process may have: more is what is left of files before
_REFUSED = (
    "ftplib.", "http.client.", "imaplib.", "nntplib.", "os.exec", "os.fork", "os.posix_spawn",
    "os.spawn", "os.startfile", "os.system", "poplib.", "pty.spawn", "smtplib.", "socket.bind",
    "socket.connect", "socket.get", "socket.sendto", "subprocess.", "telnetlib.", "urllib.",
    "webbrowser.",
)  # fmt: skip


def serve(handle: int) -> None:
    """Read files for the process at the other end of a connection.

    Args:
        handle: The file descriptor of this end.
    """
    threading.Thread(target=_end_with, args=(handle,), daemon=True).start()
    connection = Connection(handle)
    with suppress(EOFError, ConnectionError):
        request: Request = connection.recv()
        _confine(request.limits)
        with OpenArchives(request.limits) as archives:
            while True:
                _answer(connection, request, archives)
                request = connection.recv()


def _answer(connection: Connection, request: Request, archives: OpenArchives) -> None:
    """Send what is in a file, and that it was read."""
    limits = request.limits

    def passed(block: int, position: int) -> None:
        connection.send(Passed(block, position))
        _wind_up(limits)

    ended = Ended()
    _wind_up(limits)
    try:
        for found in read(
            request.folder,
            request.file,
            stripe=request.stripe,
            passed=passed,
            limits=limits,
            archives=archives,
        ):
            connection.send(found)
            _wind_up(limits)
    except MemoryError:
        what = "takes more than {} MB of memory"
        ended = Ended(limits.passed("reader_memory", what), is_spent=True)
    except ImportError as error:
        extra = format_of(request.file.name).extra
        way_out = f". Install it again: pip install 'searchkit[{extra}]'" if extra else ""
        ended = Ended(f"what reads it cannot be imported: {_told(error)}{way_out}")
    except (EOFError, ConnectionError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library raises
        ended = Ended(f"cannot be read: {_told(error)}")
    gc.collect()
    gc.freeze()  # what is left are libraries, and to look at them for each file takes long
    connection.send(ended.replace(is_full=_memory() > limits.reader_memory * _MEGABYTE * _FULL))


def _memory() -> int:
    """Return how many bytes of memory this process has, or 0 where that is not known.

    Libraries in C keep the names that they have met in pages, and have it ever more.
    """
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGESIZE")


def _told(error: Exception) -> str:
    """Return what an error of a library is and says, in one line."""
    said = quoted_part(str(error))
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _end_with(handle: int) -> None:
    """End this process when the other end of a connection is closed."""
    waiting = select.poll()
    waiting.register(handle, 0)  # that it was closed is always told
    waiting.poll()
    os._exit(0)


def _wind_up(limits: ReadingLimits) -> None:
    """Have the system end this process if it works for too long from now on.

    The other end notices that first; this is for the case that it has gone, and that a library
    lets no other thread run.
    """
    signal.setitimer(signal.ITIMER_PROF, limits.reader_seconds + _GRACE)


def _confine(limits: ReadingLimits) -> None:
    """Take from this process what no reader needs."""
    import resource

    wanted = (
        (resource.RLIMIT_AS, limits.reader_memory * _MEGABYTE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for what, most in wanted:
        _, hard = resource.getrlimit(what)
        with suppress(ValueError, OSError):  # some systems have no such limit
            resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse what would connect to something, or start a program."""
    del arguments
    if event.startswith(_REFUSED):
        raise PermissionError(f"{event} is not allowed to what reads a file")
