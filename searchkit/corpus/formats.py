"""The table of formats: which suffix a format is known by, and what reads it.

To add a format, write a :class:`Reader`, which is a module in `readers`, and add a row
here. The module may be slow to import: listing a folder asks this table about every name,
and only reading a file imports what reads it.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article
    from searchkit.corpus.content_error import ContentError
    from searchkit.corpus.open_file import OpenFile
    from searchkit.notes import Remark


class Reader(Protocol):
    """What each module in `readers` is that the table names."""

    def read(self, file: OpenFile, /) -> Iterator[Article | ContentError | Remark]:
        """Yield the articles of a file.

        An error is yielded for each record that is no article, so that the rest is read, and
        a remark for what was ignored of one.

        Raises:
            ContentError: The file cannot be read, or not be read any further.
        """


class Format(NamedTuple):
    """How files of one format are read.

    Attributes:
        module: The module in `readers` that reads them.
        is_in_blocks: Whether it reads them block by block, so that several can share a file.
    """

    module: str
    is_in_blocks: bool = False

    def reader(self) -> Reader:
        """Return what reads such files."""
        return cast("Reader", importlib.import_module(f"searchkit.corpus.readers.{self.module}"))


FORMATS = {
    ".txt": Format("text_files"),
    ".text": Format("text_files"),
    ".md": Format("markdown_files"),
    ".markdown": Format("markdown_files"),
    ".json": Format("json_files"),
    ".jsonl": Format("json_lines", is_in_blocks=True),
    ".ndjson": Format("json_lines", is_in_blocks=True),
}
PACKED = ".gz"  # may follow any of them

_ENDINGS = tuple(suffix + packed for suffix in FORMATS for packed in ("", PACKED))


def suffix_of(name: str) -> str:
    """Return the last suffix of a name in lower case, or nothing.

    >>> suffix_of("2021/Tides.TXT")
    '.txt'
    >>> suffix_of("2021.03/tides")
    ''
    """
    base = name.rpartition("/")[2]
    dot = base.rfind(".")
    return base[dot:].lower() if 0 < dot < len(base) - 1 else ""


def is_packed(name: str) -> bool:
    """Whether a file of that name is compressed."""
    return suffix_of(name) == PACKED


def format_of(name: str) -> Format:
    """Return the format of a file of a known one, packed or not.

    >>> format_of("2021/tides.md.gz").module
    'markdown_files'
    """
    return FORMATS[suffix_of(name[: -len(PACKED)] if is_packed(name) else name)]


def is_known(name: str) -> bool:
    """Whether a file of that name is of a known format.

    >>> is_known("tides.txt.gz")
    True
    >>> is_known("tides.pdf")
    False
    """
    # Quicker than :func:`format_of`: an update asks about every file.
    base = name.rpartition("/")[2].lower()
    return base.endswith(_ENDINGS) and base not in _ENDINGS
