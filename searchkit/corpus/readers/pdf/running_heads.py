"""Running heads and page numbers: what recurs at the edges of the pages.

The evidence is that the outermost lines of several pages are the same at the same height, apart
from numbers in them. A line that is on one page only stays, unless it is nothing but the number
of that page.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.corpus.readers.pdf.pdf_lines import Line

_OUTERMOST = 3  # lines at each edge that may be running heads
_SAME = 4.0  # points of height that may differ
_MANY = 10  # pages from which on a head is on three of them at least
_LONGEST_NUMBER = 30  # characters of a line with the number of a page
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE = re.compile(r"\W*(?:page|seite|p\.|s\.)?\W*(\d{1,5})\W*", re.IGNORECASE)


class _Edge(NamedTuple):
    """What heads are compared by.

    Attributes:
        text: The text of a line, with a sign for each number.
        height: Its height, so rounded that what is near falls into the same or the next.
    """

    text: str
    height: int


def without_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page without those that recur at the edges.

    Args:
        pages: The lines of each page, in any order.
    """
    edges = [[(number, _edge(page[number])) for number in _outermost(page)] for page in pages]
    found = Counter(edge for page in edges for edge in {edge for _, edge in page})
    needed = 3 if len(pages) >= _MANY else 2
    kept = []
    for page_number, (page, outer) in enumerate(zip(pages, edges, strict=True), start=1):
        heads = {
            number
            for number, edge in outer
            if _pages_with(edge, found) >= needed or _is_number(page[number].text, page_number)
        }
        kept.append([line for number, line in enumerate(page) if number not in heads])
    return kept


def _outermost(page: Sequence[Line]) -> list[int]:
    """Return the numbers of the lines nearest to the upper and lower edge of a page."""
    by_height = sorted(range(len(page)), key=lambda number: page[number].bottom)
    return sorted({*by_height[:_OUTERMOST], *by_height[-_OUTERMOST:]})


def _edge(line: Line) -> _Edge:
    return _Edge(_NUMBER.sub("#", line.text.casefold()), round(line.bottom / _SAME))


def _pages_with(edge: _Edge, found: Counter[_Edge]) -> int:
    """Return how many pages have the same at about the same height."""
    return sum(found[edge._replace(height=edge.height + step)] for step in (-1, 0, 1))


def _is_number(text: str, page: int) -> bool:
    """Whether a line is the number of its page and nothing else."""
    found = _PAGE.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    return found is not None and int(found[1]) == page
