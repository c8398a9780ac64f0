"""A format whose files say what goes wrong while they are read, and what serves it in a process."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from searchkit.article import UTF_8, Article
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.formats import FORMATS, Format
from searchkit.corpus.open_file import OpenFile
from searchkit.notes import Remark

ODD = Format("odd_files", extra="pages", is_isolated=True)
PROGRAM = (__name__, "serve")


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Do in turn what the words of a file say."""
    for number, word in enumerate(file.whole().decode().split(), start=1):
        match word:
            case "article":
                yield assemble(file, "The tide came.", encoding=UTF_8, key=file.key(None, number))
            case "error":
                yield ContentError("record 1: has no text")
            case "remark":
                yield Remark(file.path, "ignored a date")
            case "pid":
                yield Remark(file.path, str(os.getpid()))
            case "block":
                file.block_passed(number, 7 * number)
            case _:
                DEEDS[word]()


def leak() -> None:
    """Have too much memory the second time."""
    if _LEAKED:
        raise MemoryError
    _LEAKED.append("leak")


def raise_odd_error() -> None:
    """Raise what only a library would."""
    raise ValueError("\x1b[2Jno\nsuch tag")


def raise_import_error() -> None:
    """Be not quite installed."""
    raise ImportError("lxml.html.clean is gone")


_LEAKED: list[str] = []
_KEPT: list[bytes] = []
DEEDS: dict[str, Callable[[], object]] = {
    "slowly": lambda: time.sleep(0.2),
    "hang": lambda: re.match("(a+)+$", "a" * 50 + "b"),  # lets no other thread run
    "memory": lambda: bytearray(1 << 40),
    "leak": leak,
    "keep": lambda: _KEPT.append(b"tide" * 75_000_000),
    "crash": lambda: ctypes.string_at(0),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "raise": raise_odd_error,
    "import": raise_import_error,
    "fetch": lambda: socket.create_connection(("127.0.0.1", 9)),
    "start": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "write": lambda: Path("written").write_text("tide"),
}


def serve(handle: int) -> None:
    """Read files as a reader process does, those of this format, too."""
    from searchkit.corpus import reader_program

    add()
    reader_program.serve(handle)


def add() -> None:
    """Add the format to the table of this process."""
    sys.modules["searchkit.corpus.readers.odd_files"] = sys.modules[__name__]
    FORMATS[".odd"] = ODD
