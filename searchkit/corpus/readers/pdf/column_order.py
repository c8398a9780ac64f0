"""Rows that go through several columns, put into the order of the columns.

Some programs draw a page line by line across its columns, so that PDFium gives the first line
of the left column with the first of the right one behind it. The evidence for columns is that in
most rows with several parts one begins at the same place, and that the parts are as long as
lines of a text are; parts of a table are shorter.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.corpus.readers.pdf.pdf_lines import Line, Row

_FEWEST = 5  # rows of a page in which a column begins
_LEAST = 0.6  # of the rows of a page that have several parts, the same
_LONG = 20  # characters that the lines of a column have on average
_SAME = 3.0  # points within which two lines begin at the same place


def in_order(rows: Sequence[Row]) -> list[Line]:
    """Return the lines of a page in the order in which they are read.

    Args:
        rows: As PDFium gives them.
    """
    starts = _starts(rows)
    return list(_by_column(rows, starts)) if starts else [_joined(row) for row in rows]


def _starts(rows: Sequence[Row]) -> list[float]:
    """Return where columns begin behind the first, if there are any."""
    begun = Counter(round(line.left / _SAME) for row in rows for line in row[1:])
    needed = max(_FEWEST, _LEAST * sum(len(row) > 1 for row in rows))
    starts: list[float] = []
    for place, _ in begun.most_common(4):
        near = sum(begun[place + step] for step in (-1, 0, 1))
        start = (place - 1) * _SAME
        if near >= needed and all(abs(start - other) > 3 * _SAME for other in starts):
            starts.append(start)
    starts.sort()
    parts = [line for row in rows if len(row) > 1 for line in row]
    characters = [0] * (len(starts) + 1)
    for line in parts:
        characters[_column(line, starts)] += len(line.text) - _LONG
    return starts if min(characters) >= 0 else []


def _column(line: Line, starts: Sequence[float]) -> int:
    """Return the number of the column that a line begins in, from 0."""
    return sum(line.left >= start for start in starts)


def _by_column(rows: Sequence[Row], starts: Sequence[float]) -> Iterator[Line]:
    """Yield lines column by column, as far as no line goes through all of them."""
    columns: list[list[Line]] = [[] for _ in range(len(starts) + 1)]
    for row in rows:
        first = _column(row[0], starts)
        is_across = len(row) == 1 and first < len(starts) and row[0].right > starts[first] + _SAME
        if is_across:
            for column in columns:
                yield from column
                column.clear()
            yield row[0]
            continue
        for number, column in enumerate(columns):
            if parts := [line for line in row if _column(line, starts) == number]:
                column.append(_joined(parts))
    for column in columns:
        yield from column


def _joined(row: Sequence[Line]) -> Line:
    """Return the parts of a row as one line."""
    if len(row) == 1:
        return row[0]
    text = " ".join(line.text for line in row)
    return row[0]._replace(text=text, right=row[-1].right, is_broken=row[-1].is_broken)
