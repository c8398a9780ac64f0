"""Columns: one value for each article, for sorting, filtering and counting.

There are three kinds: *numbers*, *fixed* byte strings and *references*. All are plain
arrays, which a search uses as they lie in the file; a reference is the number of a
value in a sorted dictionary of the column, so a source or a language costs one or
two bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.terms import TermDictionary, TermDictionaryWriter
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile
    from searchkit.local.segment.array_file_writer import ArrayFileWriter

    Array = npt.NDArray[Any]


class NumberColumn(Record):
    """A number for each article.

    Attributes:
        numbers: Integers or floats, (n_articles,).
        default: What an article without a value has.
    """

    numbers: Array
    default: int | float = 0


class FixedColumn(Record):
    """A byte string of one length for each article.

    Attributes:
        rows: uint8, (n_articles, length).
        default: What an article without a value has, ``length`` bytes.
    """

    rows: Array
    default: bytes


class ReferenceColumn(Record):
    """One of some byte strings for each article.

    Attributes:
        numbers: Which of ``values`` each article has, any integers, (n_articles,).
        values: Ascending, none twice: a list to write, a dictionary when read.
        default: What an article without a value has.
    """

    numbers: Array
    values: Sequence[bytes] | TermDictionary
    default: bytes = b""

    def of_articles(self, articles: Array | None = None) -> list[bytes]:
        """Return the values of some articles, by their numbers; None: of all."""
        values = list(self.values)
        numbers = self.numbers if articles is None else self.numbers[articles]
        return [values[number] for number in numbers.tolist()]


Column = NumberColumn | FixedColumn | ReferenceColumn


def write_columns(
    file: ArrayFileWriter, columns: Mapping[str, Column], *, n_articles: int
) -> dict[str, Any]:
    """Write columns and return their description."""
    description: dict[str, Any] = {}
    for name, column in columns.items():
        prefix = f"columns/{name}"
        array = column.rows if isinstance(column, FixedColumn) else column.numbers
        if len(array) != n_articles:
            raise ValueError(f"column {name} has {len(array)} values for {n_articles} articles")
        if isinstance(column, NumberColumn):
            file.add(prefix, array)
            description[name] = {"kind": "numbers", "default": column.default}
        elif isinstance(column, FixedColumn):
            file.add(prefix, array)
            description[name] = {"kind": "fixed", "default": column.default.hex()}
        else:
            file.add(prefix, array.astype(np.min_scalar_type(len(column.values))))
            TermDictionaryWriter(file, f"{prefix}/values").append(list(column.values))
            description[name] = {"kind": "references", "default": column.default.hex()}
    return description


def read_column(
    file: ArrayFile, name: str, description: Mapping[str, Any], *, n_articles: int
) -> Column:
    """Return a column of a file; of references the numbers are looked through."""
    prefix = f"columns/{name}"
    array = file.array(prefix, n_articles)
    kind = description["kind"]
    if kind == "numbers":
        return NumberColumn(array, description["default"])
    default = bytes.fromhex(description["default"])
    if kind == "fixed":
        return FixedColumn(array, default)
    if kind == "references":
        values = TermDictionary(file, f"{prefix}/values")
        if n_articles and array.max() >= len(values):
            raise file.damaged(f"column {name} names values that it does not have")
        return ReferenceColumn(array, values, default)
    raise file.damaged(f"column {name} is of an unknown kind, {kind}")


def merged_columns(name: str, columns: Sequence[tuple[Column | None, Array]]) -> Column:
    """Return the columns of several segments as one.

    Args:
        name: The name of the column, for errors.
        columns: The column of each segment, None where it has none, and the
            articles of it that are kept, int64.

    Raises:
        ValueError: They are of several kinds.
    """
    known = [column for column, _ in columns if column is not None]
    kinds = {type(column) for column in known}
    if len(kinds) > 1:
        raise ValueError(f"column {name} is of several kinds")
    if isinstance(known[0], NumberColumn):
        return _merged_numbers(columns, known[0].default)
    if isinstance(known[0], FixedColumn):
        return _merged_rows(columns, known[0].default)
    assert isinstance(known[0], ReferenceColumn)
    return _merged_references(columns, known[0].default)


def _merged_numbers(columns: Sequence[tuple[Any, Array]], default: float) -> NumberColumn:
    dtype = np.result_type(*(column.numbers.dtype for column, _ in columns if column))
    return NumberColumn(
        np.concatenate(
            [
                column.numbers[articles] if column else np.full(len(articles), default, dtype)
                for column, articles in columns
            ]
        ),
        default,
    )


def _merged_rows(columns: Sequence[tuple[Any, Array]], default: bytes) -> FixedColumn:
    row = np.frombuffer(default, np.uint8)
    return FixedColumn(
        np.concatenate(
            [
                column.rows[articles] if column else np.tile(row, (len(articles), 1))
                for column, articles in columns
            ]
        ),
        default,
    )


def _merged_references(columns: Sequence[tuple[Any, Array]], default: bytes) -> ReferenceColumn:
    """Merge references; a value that no article has any longer is left out."""
    used: list[tuple[list[bytes], Array]] = []
    for column, articles in columns:
        if column is None:
            used.append(([default] if len(articles) else [], np.zeros(len(articles), np.int64)))
        else:
            present, numbers = np.unique(column.numbers[articles], return_inverse=True)
            used.append((_names(column.values, present), numbers))
    values = sorted(set().union(*(names for names, _ in used)))
    number = dict(zip(values, range(len(values)), strict=True))
    renumbered = [
        np.array([number[name] for name in names], np.int64)[numbers] for names, numbers in used
    ]
    return ReferenceColumn(np.concatenate(renumbered), values, default)


def _names(values: Sequence[bytes] | TermDictionary, numbers: Array) -> list[bytes]:
    if isinstance(values, TermDictionary):
        return values.take(numbers)
    return [values[number] for number in numbers.tolist()]
