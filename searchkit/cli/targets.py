"""Which article somebody means: by its key, the number of a hit, or the path of its file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from searchkit.cli.last_search import key_of_hit
from searchkit.cli.status import NOTHING_FOUND

if TYPE_CHECKING:
    from pathlib import Path

    from searchkit.index import Index

_NUMBER = re.compile(r"[0-9]{1,12}")


class _NoSuchHitError(click.ClickException):
    """The last search had no hit of that number."""

    exit_code = NOTHING_FOUND

    def __init__(self, number: str) -> None:
        super().__init__(
            f"The last search has no hit {number}, and no article has the key {number}. "
            "Search again, or name an article by its key."
        )


def key_meant(name: str, opened: Index, directory: Path) -> str:
    """Return the key of the article that is meant by what was typed."""
    if name in opened:
        return name
    if _NUMBER.fullmatch(name):
        key = key_of_hit(directory, int(name))
        if key is None:
            raise _NoSuchHitError(name)
        return key
    return opened.key_of(name)
