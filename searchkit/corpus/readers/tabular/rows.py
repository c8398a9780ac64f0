"""Rows of a table, one after another, however long they are and whatever is wrong with one.

A cell in quotation marks may have line ends in it. So a mark that nobody closes takes all lines
down to the next mark, or to the end, for one cell. Such a row has too few cells, or none after
its end: then its first line alone is read as it is, and the others as rows of their own.
"""

from __future__ import annotations

import csv
from collections import deque
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from searchkit.corpus.readers.tabular.dialects import Dialect, reader
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_CELLS = 100_000  # of a row
_MOST_MENDED = 10_000  # rows that are read again, of one table
_LIMIT = Lock()  # the longest cell is a setting of the whole process


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        cells: The texts in it; empty where there is a fault.
        number: Its number, from 1, blank rows included.
        block: The block in which it begins.
        fault: What is wrong with it, in words, or nothing.
        is_mended: Whether a quotation mark in it was not closed.
    """

    cells: list[str]
    number: int
    block: int
    fault: str = ""
    is_mended: bool = False


@contextmanager
def _cells_up_to(length: int) -> Iterator[None]:
    """Let cells be so long, in characters, for this moment alone."""
    with _LIMIT:
        before = csv.field_size_limit(length)
        try:
            yield
        finally:
            csv.field_size_limit(before)


class Rows:
    """The rows of some lines.

    Args:
        lines: The lines, each with the sign that ends it.
        block: Returns the number of the block, from 0, of the line that was given last.
        dialect: How the cells are written.
        longest: Characters that a cell may have.
    """

    def __init__(
        self, lines: Iterator[str], block: Callable[[], int], dialect: Dialect, *, longest: int
    ) -> None:
        self._lines = lines
        self._block_of_line = block
        self._again: deque[str] = deque()  # lines that are to be read once more
        self._taken: list[str] = []  # those of the row that is being read
        self._block = 0  # in which that row begins
        self._is_over = False
        self._dialect = dialect
        self._longest = longest
        self._number = 0
        self._mended = 0

    def read(self) -> Iterator[Row]:
        """Yield the rows that are not blank; all have as many cells as the first, or a fault."""
        width = 0
        rows = reader(self._texts(), self._dialect)
        while (row := self._next(rows)) is not None:
            width = width or len(row.cells)
            yield self._mend(row, width)
            if self._again or row.fault:
                rows = reader(self._texts(), self._dialect)
                self._is_over = False

    def _texts(self) -> Iterator[str]:
        """Yield the texts of lines, and remember which were taken."""
        taken = self._taken
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                self._is_over = True
                return
            if not taken:
                self._block = self._block_of_line()
            taken.append(line)
            yield line

    def _next(self, rows: Iterator[list[str]]) -> Row | None:
        """Return the next row that is not blank, or None at the end."""
        cells: list[str] | None = []
        try:
            while cells == []:
                self._number += 1
                self._taken.clear()
                cells = next(rows, None)
        except csv.Error as error:
            return self._long(error)
        if cells is None:
            return None
        if len(cells) > _MOST_CELLS:
            return Row([], self._number, self._block, f"has more than {_MOST_CELLS:,} cells")
        return Row(cells, self._number, self._block)

    def _long(self, error: csv.Error) -> Row:
        """Return the row that could not be read, with as long cells as a limit lets them be."""
        if "field limit" in str(error):
            self._again.extendleft(reversed(self._taken))
            self._taken.clear()
            try:
                with _cells_up_to(self._longest):
                    return Row(
                        next(reader(self._texts(), self._dialect)), self._number, self._block
                    )
            except csv.Error as still:
                error = still
        return Row([], self._number, self._block, _reason(error, self._longest))

    def _mend(self, row: Row, width: int) -> Row:
        """Return a row of several lines as it is, or the first line of it, if that is a row."""
        if (
            len(self._taken) < 2
            or self._mended == _MOST_MENDED
            or not self._is_doubtful(row, width)
        ):
            return row
        self._mended += 1
        first, *others = self._taken
        self._again.extendleft(reversed(others))
        plain = first.rstrip("\r\n").split(self._dialect.delimiter)
        if len(plain) != width:
            return row._replace(cells=[], fault="has a quotation mark that is not closed")
        return row._replace(cells=[cell.strip().strip('"') for cell in plain], is_mended=True)

    def _is_doubtful(self, row: Row, width: int) -> bool:
        """Whether a row of several lines may be so for want of a quotation mark."""
        if row.fault or len(row.cells) != width:
            return True
        if sum(line.count('"') for line in self._taken) % 2 == 0:
            return False
        behind = self._taken[1:]
        like_rows = sum(line.count(self._dialect.delimiter) == width - 1 for line in behind)
        return self._is_over or 2 * like_rows >= len(behind)


def _reason(error: csv.Error, longest: int) -> str:
    """Return what an error of a row means."""
    if "field limit" in str(error):
        return f"has a cell of more than {longest:,} characters (limits.article_size)"
    return f"cannot be read: {error}"
