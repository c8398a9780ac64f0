"""A segment that is opened: what a search reads.

"Here is a segment file: what does it know?" Deletions are not known here,
since they belong to a commit of the index and not to the file. :mod:`.segment_writer`
writes what is read here, and Whoosh's readers read it through :class:`ArraySegment`, too.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from searchkit.local.segment.array_file import map_file
from searchkit.local.segment.columns import Column, read_column
from searchkit.local.segment.copy_edges import PREFIX as COPIES
from searchkit.local.segment.copy_edges import CopyEdges
from searchkit.local.segment.field_reader import FieldReader
from searchkit.local.segment.hash_lists import PREFIX, HashLists
from searchkit.local.segment.stored_fields import StoredReader
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile, LazyArray

    Array = npt.NDArray[Any]

EXTRAS = "extras/"
"""What the names of arrays begin with that searchkit does not read."""


class LengthStatistics(Record):
    """The lengths of a field over all articles of a segment, in tokens."""

    total: int
    least: int
    most: int


def open_segment(path: Path, *, trusted: bool = False) -> ArraySegment:
    """Open a segment file, mapped into memory.

    Args:
        path: The file.
        trusted: Whether to take what it holds without comparing its checksums.

    Raises:
        FileNotFoundError: There is none.
        IndexDamagedError: It is not a segment, or a damaged one.
        IndexOutdatedError: It has a format that this version does not know.
    """
    return ArraySegment(map_file(path, trusted=trusted))


class ArraySegment:
    """What a segment file knows, as arrays; safe to share among threads.

    Args:
        file: The file.

    Attributes:
        n_articles: Articles in it, deleted ones included.
    """

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        description = file.description
        try:
            self.n_articles: int = description["articles"]
            self._fields: dict[str, dict[str, Any]] = description["fields"]
            self._lengths: dict[str, dict[str, int]] = description["lengths"]
            self._columns: dict[str, dict[str, Any]] = description["columns"]
            self._has_stored: bool = description["stored"]
        except KeyError as error:
            raise file.damaged(f"its header lacks {error}") from error
        self._open_fields: dict[str, FieldReader] = {}
        self._open_columns: dict[str, Column] = {}
        self._open_hashes: dict[str, HashLists] = {}

    @property
    def field_names(self) -> list[str]:
        """The names of the fields that have postings, sorted."""
        return list(self._fields)

    @property
    def length_names(self) -> list[str]:
        """The names of the fields that have lengths, sorted."""
        return list(self._lengths)

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        return list(self._columns)

    @property
    def extra_names(self) -> list[str]:
        """The names of the arrays in it that searchkit does not read."""
        return [name.removeprefix(EXTRAS) for name in self._file if name.startswith(EXTRAS)]

    def field(self, name: str) -> FieldReader | None:
        """Return the terms and postings of a field, or None where it has none."""
        reader = self._open_fields.get(name)
        if reader is None and name in self._fields:
            reader = FieldReader(self._file, name, self._fields[name], n_articles=self.n_articles)
            self._open_fields[name] = reader
        return reader

    def lengths(self, name: str) -> Array | None:
        """Return the length of a field in each article, in tokens, or None.

        Returns:
            uint8, uint16 or uint32, (n_articles,).
        """
        if name not in self._lengths:
            return None
        return self._file.array(f"lengths/{name}", self.n_articles)

    def length_statistics(self, name: str) -> LengthStatistics:
        """Return sum, least and most of the lengths of a field; zeros where it has none."""
        if name not in self._lengths:
            return LengthStatistics(0, 0, 0)
        return LengthStatistics(**self._lengths[name])

    def column(self, name: str) -> Column | None:
        """Return a column, or None where there is none."""
        column = self._open_columns.get(name)
        if column is None and name in self._columns:
            column = read_column(self._file, name, self._columns[name], n_articles=self.n_articles)
            self._open_columns[name] = column
        return column

    @property
    def hash_names(self) -> list[str]:
        """The names of the hashes that articles are looked up by, sorted."""
        return sorted({name.split("/")[1] for name in self._file if name.startswith(PREFIX)})

    def hashes(self, name: str) -> HashLists | None:
        """Return the hashes of a name that articles are looked up by, or None where it has none."""
        lists = self._open_hashes.get(name)
        if lists is None and f"{PREFIX}{name}/starts" in self._file:
            lists = HashLists(self._file, name, n_articles=self.n_articles)
            self._open_hashes[name] = lists
        return lists

    @cached_property
    def copies(self) -> CopyEdges | None:
        """Which articles are copies, None where that was not looked for."""
        return CopyEdges.read(self._file) if f"{COPIES}articles" in self._file else None

    @cached_property
    def stored(self) -> StoredReader | None:
        """What is stored of the articles, or None where nothing is."""
        if not self._has_stored:
            return None
        return StoredReader(self._file, n_articles=self.n_articles)

    def record(self, article: int) -> dict[str, Any]:
        """Return the stored fields of an article, by their names."""
        if not 0 <= article < self.n_articles:
            raise IndexError(article)
        return self.stored.record(article) if self.stored is not None else {}

    def fields(self, article: int, names: Sequence[str]) -> dict[str, Any]:
        """Return some of the stored fields of an article, without reading long ones for others."""
        if not 0 <= article < self.n_articles:
            raise IndexError(article)
        return self.stored.fields(article, names) if self.stored is not None else {}

    def extra_array(self, name: str) -> LazyArray | None:
        """Return an array that searchkit does not read, by its name, or None."""
        name = f"{EXTRAS}{name}"
        return self._file.lazy(name) if name in self._file else None

    def sizes(self) -> dict[str, int]:
        """Return how many bytes of the file each array takes, by its name."""
        return {name: self._file.length_of(name) for name in self._file}

    def faults(self) -> Iterator[str]:
        """Compare the whole file with its checksums and yield what differs, in words.

        Raises:
            IndexDamagedError: The checksums themselves are not as they were written.
        """
        return self._file.faults()

    def close(self) -> None:
        """Let go of the file; arrays that are still in use keep it open."""
        self._open_fields.clear()
        self._open_columns.clear()
        self._open_hashes.clear()
        for name in ("stored", "copies"):
            self.__dict__.pop(name, None)
        self._file.close()
