"""Paragraphs, lists, tables and notes -> one text, as it comes.

Paragraphs are parted by blank lines, items of a list and rows of a table by line ends, cells by
tabs; so HTML is read, too. Text boxes follow the paragraph that they are anchored in, and notes
the whole text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.open_file import too_long

if TYPE_CHECKING:
    from searchkit.limits import ReadingLimits

_PROSE = 150  # characters of a paragraph in a cell of which each paragraph is one


class BlockText:
    """Text that is put together.

    Args:
        limits: How long it may become.

    Raises:
        ContentError: By :meth:`add`: it is too long.
    """

    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._left = limits.article_size
        self._levels: list[_Level] = [_Level()]
        self._notes: list[str] = []
        self._lines: list[str] = []

    def add(self, text: str) -> None:
        """Add text to the paragraph that was begun."""
        self._left -= len(text)
        if self._left < 0:
            raise ContentError(too_long(self._limits))
        self._levels[-1].line.append(text)

    def end_paragraph(self, *, is_item: bool = False) -> str:
        """End a paragraph, and return it.

        Args:
            is_item: Whether it is an item of a list.
        """
        level = self._levels[-1]
        text = level.end_paragraph(is_item=is_item)
        if len(self._levels) == 1 and not level.tables:
            self._lines.append(text)
        return text

    def drop_paragraph(self) -> str:
        """Leave out the paragraph that was begun, and return it."""
        line = self._levels[-1].line
        text = "".join(line).strip()
        line.clear()
        return text

    def begin_table(self) -> None:
        """Begin a table, which may be within a cell of another one."""
        self.end_paragraph()
        self._levels[-1].tables.append(_Table())

    def end_cell(self) -> None:
        """End a cell of a table."""
        self.end_paragraph()
        for table in self._levels[-1].tables[-1:]:
            table.end_cell()

    def end_row(self) -> None:
        """End a row of a table."""
        for table in self._levels[-1].tables[-1:]:
            table.end_row()

    def end_table(self) -> None:
        """End a table."""
        level = self._levels[-1]
        rows = level.end_table()
        self._lines += rows if len(self._levels) == 1 and not level.tables else []

    def begin_aside(self) -> None:
        """Begin what is not part of the paragraph around it: a text box, or a note."""
        self._levels.append(_Level())

    def end_aside(self, *, is_note: bool = False) -> None:
        """End what is not part of the paragraph around it.

        Args:
            is_note: Whether it belongs behind the whole text, as a note does.
        """
        text = self._levels.pop().whole()
        if not text:
            return
        if is_note:
            self._notes.append(" ".join(text.split()))
        else:
            self._levels[-1].asides.append(text)

    def lines(self) -> str:
        """Return each paragraph as a line, and each empty one as an empty line.

        So what an archive exports has the lines that its exports as text have.
        """
        return "\n".join(self._lines)

    def whole(self) -> str:
        """Return the whole text."""
        while len(self._levels) > 1:
            self.end_aside()
        return "\n\n".join(filter(None, (self._levels[0].whole(), "\n".join(self._notes))))


class _Table:
    """A table that was begun: its rows, the cells of a row, and the paragraphs of a cell."""

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.row: list[str] = []
        self.cell: list[str] = []

    def end_cell(self) -> None:
        is_prose = any(len(paragraph) >= _PROSE for paragraph in self.cell)
        self.row.append(("\n\n" if is_prose else " ").join(self.cell))
        self.cell.clear()

    def end_row(self) -> None:
        if self.cell:
            self.end_cell()
        if any(self.row):
            self.rows.append("\t".join(self.row).rstrip("\t"))
        self.row.clear()


class _Level:
    """The text itself, or one text box or note."""

    def __init__(self) -> None:
        self.line: list[str] = []
        self.asides: list[str] = []
        self.tables: list[_Table] = []
        self._items: list[str] = []
        self._blocks: list[str] = []

    def add_block(self, text: str) -> None:
        if self.tables:
            self.tables[-1].cell += [" ".join(text.split())] if text else []
            return
        if self._items:
            self._blocks.append("\n".join(self._items))
            self._items.clear()
        self._blocks += [text] if text else []

    def end_table(self) -> list[str]:
        if not self.tables:
            return []
        table = self.tables.pop()
        table.end_row()
        self.add_block("\n".join(table.rows))
        return table.rows

    def end_paragraph(self, *, is_item: bool = False) -> str:
        text = "\n".join(map(str.strip, "".join(self.line).split("\n"))).strip()
        self.line.clear()
        if text and is_item and not self.tables:
            self._items.append(text)
        elif text:
            self.add_block(text)
        for aside in self.asides:
            self.add_block(aside)
        self.asides.clear()
        return text

    def whole(self) -> str:
        self.end_paragraph()
        while self.tables:
            self.end_table()
        self.add_block("")
        return "\n\n".join(self._blocks)
