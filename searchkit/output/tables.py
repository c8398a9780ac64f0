"""Tables for people: columns as wide as what is in them, the last one broken to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.style import Ink, Style, draw, ink

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


def table_lines(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    style: Style,
    dim: Collection[int] = (),
) -> list[list[str]]:
    """Return the lines of the heads and of each row; the last column is broken to fit.

    Args:
        heads: The names of the columns.
        rows: Cells; those of the first column are numbers.
        style: How to draw.
        dim: The numbers of rows whose last cell is dim.
    """
    first, *others = widths = column_widths(heads, rows)
    indent = indent_past(widths)

    def start(row: Sequence[str]) -> str:
        cells = [row[0].rjust(first), *map(str.ljust, row[1:], others)]
        return "".join(f"{cell}  " for cell in cells)

    table = [[ink(start(heads) + heads[-1], Ink.HEADING, style)]]
    for number, row in enumerate(rows):
        kind = Ink.DIM if number in dim else Ink.PLAIN
        table.append(list(draw(row[-1], style, kind=kind, first=start(row), indent=indent)))
    return table


def column_widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths of all columns but the last."""
    return [max(map(len, column)) for column in zip(heads, *rows, strict=True)][:-1]


def indent_past(widths: Sequence[int]) -> str:
    """Return what is as wide as columns of those widths, each with a gap behind it."""
    return " " * sum(width + 2 for width in widths)


def table_text(table: Sequence[Sequence[str]]) -> str:
    """Return the text of the lines of each row."""
    return "".join(f"{row}\n" for lines in table for row in lines)
