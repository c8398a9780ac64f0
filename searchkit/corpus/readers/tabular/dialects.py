"""What parts the cells of a table, found by trial.

The first rows are read with each sign that is in use. The right one is the one with which the
first row has names of columns that articles have, and the others as many cells as it. What
Python's own Sniffer does, counting signs, fails on tables of one column and on long texts.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from typing import TYPE_CHECKING

from searchkit.corpus.facts.field_names import (
    SUMMARY_NAMES,
    TEXT_NAMES,
    TITLE_NAMES,
    URL_NAMES,
    plain_name,
)
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_SIGNS = (",", ";", "\t", "|")
_NONE = "\x1f"  # parts the cells of a table of one column: no text has it
_TRIED = 50  # rows that are read with each sign
_LONGEST = 4_000_000  # characters of them
_SAID = re.compile(r"\ufeff?sep=(.)\r?\n?\Z", re.IGNORECASE)
_NAMES = frozenset((*TEXT_NAMES, *TITLE_NAMES, *SUMMARY_NAMES, *URL_NAMES))


class Dialect(NamedTuple):
    """How the cells of a table are written.

    Attributes:
        delimiter: What is between two cells.
        escapes: Whether a backslash is before a quotation mark within a cell; else the mark
            is doubled.
    """

    delimiter: str
    escapes: bool = False


def said_delimiter(line: str) -> str | None:
    r"""Return the delimiter that a first line such as `sep=;` says, or None.

    >>> said_delimiter("sep=;\r\n")
    ';'
    """
    said = _SAID.match(line)
    return said[1] if said else None


def find_dialect(
    lines: Sequence[str], *, delimiter: str | None = None, names: Collection[str] = ()
) -> Dialect:
    r"""Return how the cells of a table are written.

    Args:
        lines: The first lines, each with the sign that ends it.
        delimiter: What parts the cells, if that is known.
        names: Names of columns that are in use beside those of articles, as they are written.

    >>> find_dialect(["title;text\n", "Low, high;Ebb\n"])
    Dialect(delimiter=';', escapes=False)
    """
    head = _head(lines)
    signs = (delimiter,) if delimiter else (*_SIGNS, _NONE)
    escapes = (False, True) if any('\\"' in line for line in head) else (False,)
    known = _NAMES.union(map(plain_name, names))
    tried = [Dialect(sign, escape) for escape in escapes for sign in signs]
    return max(tried, key=lambda dialect: _likelihood(head, dialect, known))


def parsed(lines: Sequence[str], dialect: Dialect) -> list[list[str]]:
    """Return the rows of some lines, as far as they can be read."""
    rows: list[list[str]] = []
    try:
        for row in reader(lines, dialect):
            rows.append(row)
            if len(rows) == _TRIED:
                break
    except csv.Error:
        pass
    return rows


def reader(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Return what reads rows from lines."""
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        escapechar="\\" if dialect.escapes else None,
        doublequote=True,
    )


def _head(lines: Sequence[str]) -> list[str]:
    """Return as many of the first lines as are looked at."""
    head: list[str] = []
    size = 0
    for line in lines:
        head.append(line)
        size += len(line)
        if size > _LONGEST:
            break
    return head


def _likelihood(
    lines: Sequence[str], dialect: Dialect, known: Collection[str]
) -> tuple[int, float, int]:
    """Return how likely a dialect is, to compare with others.

    Returns:
        How many names of the first row are known, how many of the rows have as many cells as
        most, from 0 to 1, and how many cells these have.
    """
    rows = [row for row in parsed(lines, dialect) if row]
    if not rows:
        return 0, 0.0, 0
    cells, count = Counter(map(len, rows)).most_common(1)[0]
    found = len({plain_name(name.strip()) for name in rows[0]} & set(known))
    is_parted = cells > 1 or (dialect.delimiter == _NONE and found)
    return found, count / len(rows) if is_parted else 0.0, cells
