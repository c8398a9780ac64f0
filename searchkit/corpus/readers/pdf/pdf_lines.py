"""The lines of a PDF page and where they are, by PDFium."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2

_BROKEN = "\ufffe"  # PDFium's sign for a hyphen at the end of a line, which it joins to the next
_COLUMNS_APART = 1.0  # ems between two words that may be in two columns
_SHORTEST_OF_TWO = 20  # characters of a line that may go through two columns


class Line(NamedTuple):
    """A line, or the part of one that is in one column.

    Places are in points from the lower left corner of the page.

    Attributes:
        text: Its text, without blanks around it.
        left: Where it begins.
        right: Where it ends.
        bottom: The lower edge of its first character.
        size: The size of its first character, in points.
        is_broken: Whether its last word goes on in the next line, behind a hyphen.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float
    is_broken: bool = False


Row = tuple[Line, ...]
"""Lines beside each other that PDFium takes for one; nearly always there is only one."""


class _Place(NamedTuple):
    left: float
    bottom: float
    right: float


def rows_of(page: pypdfium2.PdfPage) -> list[Row]:
    """Return the lines of a page, in PDFium's order, and close the page.

    Raises:
        PdfiumError: The page is damaged.
    """
    text_page = page.get_textpage()
    try:
        return [_row(text_page, *piece) for piece in _pieces(text_page.get_text_range())]
    finally:
        text_page.close()
        page.close()


def _pieces(text: str) -> Iterator[tuple[str, int, bool]]:
    """Yield each line, the offset of its first character in UTF-16, and whether it is broken."""
    offset = 0
    for line in text.split("\r\n"):
        *broken, last = line.split(_BROKEN)
        for piece, is_broken in (*((each, True) for each in broken), (last, False)):
            if bare := piece.strip():
                before = piece[: len(piece) - len(piece.lstrip())]
                yield bare, offset + _units(before), is_broken
            offset += _units(piece) + (1 if is_broken else 0)
        offset += 2


def _units(text: str) -> int:
    """Return the length of a text in UTF-16, which PDFium counts in."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _row(text_page: pypdfium2.PdfTextPage, text: str, offset: int, is_broken: bool) -> Row:
    """Return a line, in the parts that wide gaps leave of it."""
    import pypdfium2.raw as pdfium

    def index(position: int) -> int:
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(text_page.raw, offset + position))

    first = index(0)
    size = _size(text_page, first)
    end = _units(text)
    starts = [0]
    if end > _SHORTEST_OF_TWO and pdfium.FPDFText_CountRects(text_page.raw, first, end) > 1:
        starts += _starts_of_columns(text_page, text, first, size)
    lines = []
    for start, behind in zip(starts, [*starts[1:], len(text)], strict=True):
        begin = _place(text_page, index(_units(text[:start])))
        stop = _place(text_page, index(_units(text[:behind].rstrip()) - 1))
        lines.append(
            Line(
                " ".join(text[start:behind].split()),
                begin.left,
                max(stop.right, begin.left),
                begin.bottom,
                size,
                is_broken and behind == len(text),
            )
        )
    return tuple(lines)


def _starts_of_columns(
    text_page: pypdfium2.PdfTextPage, text: str, first: int, size: float
) -> list[int]:
    """Return where words begin in a line that are far from the ones before."""
    starts = []
    if _units(text) != len(text):
        return []  # the number of a character would not be its place in the text
    for position in range(1, len(text) - 1):
        if text[position] == " ":
            before = _place(text_page, first + position - 1)
            behind = _place(text_page, first + position + 1)
            if behind.left - before.right > _COLUMNS_APART * size:
                starts.append(position + 1)
    return starts


def _place(text_page: pypdfium2.PdfTextPage, index: int) -> _Place:
    """Return where a character is."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text_page.raw, index, box)
    return _Place(box.left, box.bottom, box.right)


def _size(text_page: pypdfium2.PdfTextPage, index: int) -> float:
    """Return the size of a character as it is shown, in points."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    scale = 1.0
    if pdfium.FPDFText_GetMatrix(text_page.raw, index, matrix):
        scale = math.hypot(matrix.c, matrix.d)
    size: float = pdfium.FPDFText_GetFontSize(text_page.raw, index)
    return round(size * scale, 1)
