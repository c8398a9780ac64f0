"""The index that a command was given, opened."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import searchkit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from searchkit.cli.printer import Printer
    from searchkit.index import Index


@contextlib.contextmanager
def opened_index(directory: Path, printer: Printer) -> Iterator[Index]:
    """Open the index, and say so where it is not the newest commit that is answered from."""
    with searchkit.open(directory) as opened:
        printer.note(opened.notes)
        yield opened
