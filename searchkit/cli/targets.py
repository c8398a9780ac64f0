"""What a command is about: the index, opened, and articles of it that were named."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

import searchkit
from searchkit.cli.last_search import key_of_hit
from searchkit.cli.status import NOTHING_FOUND
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.cli.printer import Printer
    from searchkit.index import Index

_NUMBER = late_pattern(r"[0-9]{1,12}")


class _NoSuchHitError(click.ClickException):
    """The last search had no hit of that number."""

    exit_code = NOTHING_FOUND

    def __init__(self, number: str) -> None:
        super().__init__(
            f"The last search has no hit {number}, and no article has the key {number}. "
            "Search again, or name an article by its key."
        )


@contextlib.contextmanager
def opened_index(address: str, printer: Printer) -> Iterator[Index]:
    """Open the index, and say so where its newest commit cannot be read and an older one is."""
    with searchkit.open(address) as opened:
        printer.note(opened.notes)
        yield opened


def key_meant(name: str, opened: Index, address: str) -> str:
    """Return the key of an article, named by it, by the number of a hit, or by a path."""
    if name in opened:
        return name
    if _NUMBER.fullmatch(name):
        key = key_of_hit(address, int(name))
        if key is None:
            raise _NoSuchHitError(name)
        return key
    return opened.key_of(name)
