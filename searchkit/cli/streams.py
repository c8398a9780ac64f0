"""The standard streams, whatever they are connected to.

A stream may be closed, full, a pipe whose reader has gone, or in an encoding
that lacks a character. Where standard output cannot be written, by this program or by
click, an :class:`OutputError` is raised, so that it is reported once and in one line.
What cannot be written to standard error is dropped: nothing is left to report it to.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

    from _typeshed import ReadableBuffer

_STDIN, _STDOUT, _STDERR = range(3)


_NOT_ON_A_DISK = {errno.EINVAL, errno.ENOTSUP, errno.EROFS}  # a pipe, a terminal, a device


class OutputError(Exception):
    """Standard output cannot be written.

    Attributes:
        reason: Why, in words.
        is_unread: Whether it is a pipe whose reader has gone, as `head` does.
    """

    def __init__(self, error: OSError) -> None:
        is_closed = error.errno == errno.EBADF
        self.reason = "standard output is closed" if is_closed else error.strerror or str(error)
        self.is_unread = isinstance(error, BrokenPipeError)
        super().__init__(self.reason)


class _Output(io.FileIO):
    """Standard output."""

    def write(self, data: ReadableBuffer) -> int:
        """Write, or raise our own error."""
        try:
            while (written := super().write(data)) is None:
                _wait_for_room(self)
        except OSError as error:
            raise OutputError(error) from error
        return written


def _wait_for_room(file: io.FileIO) -> None:
    """Wait until a full pipe that does not block has room."""
    import select  # late: such pipes are rare

    select.select((), (file,), ())


class _Errors(io.FileIO):
    """Standard error."""

    def write(self, data: ReadableBuffer) -> int:
        """Write what can be written."""
        try:
            return super().write(data) or 0
        except OSError:
            return memoryview(data).nbytes


def prepare() -> None:
    """Take the standard streams over, for the rest of this process."""
    _occupy_closed()
    # Opened for reading, so that writing to it fails.
    output = _STDOUT if sys.stdout else os.open(os.devnull, os.O_RDONLY)
    sys.stdout = _text(_Output(output, "w", closefd=False), like=sys.stdout)
    errors = _STDERR if sys.stderr else os.open(os.devnull, os.O_WRONLY)
    sys.stderr = _text(_Errors(errors, "w", closefd=False), like=sys.stderr, line_buffering=True)


def _occupy_closed() -> None:
    """Open the null device in place of each stream that is closed.

    Otherwise a file of the index could get the number of the stream, and the C library
    or another program, which write to that number, would write into the file.
    """
    for number in (_STDIN, _STDOUT, _STDERR):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_WRONLY if number == _STDERR else os.O_RDONLY)


def _text(raw: io.FileIO, *, like: TextIO | None, line_buffering: bool = False) -> TextIO:
    """Return a text stream over a file, in the encoding that Python had chosen.

    Characters that the encoding lacks are written as their codes.
    """
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=like.encoding if like else "utf-8",
        errors="backslashreplace",
        line_buffering=line_buffering or raw.isatty(),
    )


def write(text: str, *, is_data: bool = False) -> None:
    """Write to standard output.

    Args:
        text: The text.
        is_data: Whether it is for programs, in a format that is UTF-8 in every locale.

    Raises:
        OutputError: It cannot be written.
    """
    if is_data and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(text)
    sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """Write what is no text to standard output.

    Raises:
        OutputError: It cannot be written.
    """
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def settle() -> None:
    """Have what was written to standard output reach the disk, if it is a file there.

    Raises:
        OutputError: It did not.
    """
    try:
        sys.stdout.flush()
        os.fsync(sys.stdout.fileno())
    except io.UnsupportedOperation:  # it is no file at all
        return
    except OSError as error:
        if error.errno not in _NOT_ON_A_DISK:
            raise OutputError(error) from error


def write_error(text: str) -> None:
    """Write lines to standard error."""
    sys.stderr.write(text)
    sys.stderr.flush()


def silence() -> None:
    """Send what Python still has buffered for standard output to the null device."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
