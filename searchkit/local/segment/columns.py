"""Columns: one value for each article, for sorting, filtering and counting.

There are four kinds: *numbers*, *fixed* byte strings, *variable* ones and *references*. All
are plain arrays, which a search uses as they lie in the file; a reference is the number of
a value in a sorted dictionary of the column, so a source or a language costs one or two bytes.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.array_file import LazyArray
from searchkit.local.segment.packed_strings import Names
from searchkit.local.segment.terms import TermDictionary, TermDictionaryWriter
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile
    from searchkit.local.segment.array_file_writer import ArrayFileWriter

    Array = npt.NDArray[Any]

_STRETCH = 1 << 14  # values that are objects of Python at a time, about


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


class VariableColumn(Record):
    """A byte string of any length for each article; one without a value has none.

    Attributes:
        starts: Where that of each article begins, and the end, any integers, (n_articles + 1,).
        data: The byte strings one after another, uint8, (n_bytes,); of a file compared with its
            checksums where it is read, since few articles of many are asked for.
    """

    starts: Array
    data: Array | LazyArray

    def of_articles(self, articles: Array) -> tuple[Array, Array]:
        """Return the byte strings of some articles one after another, and the length of each."""
        begins = self.starts.take(articles).astype(np.int64)
        ends = self.starts.take(articles + 1).astype(np.int64)
        data = self.data
        if isinstance(data, LazyArray):
            has_some = ends > begins
            data.compare(begins[has_some], (ends - 1)[has_some])
            data = data.raw
        strings = data.data  # slices of it cost less than those of an array
        spans = zip(begins.tolist(), ends.tolist(), strict=True)
        # To join slices takes less time than to look up byte after byte.
        found = b"".join([strings[begin:end] for begin, end in spans])
        return np.frombuffer(found, np.uint8), ends - begins

    def replaced(self, articles: Array, by: VariableColumn) -> VariableColumn:
        """Return the same column with other byte strings for some articles.

        Args:
            articles: Their numbers, ascending, none twice.
            by: What they have instead, in this order.
        """
        is_new = np.zeros(len(self.starts) - 1, np.bool_)
        is_new[articles] = True
        lengths: Array = np.diff(self.starts.astype(np.int64))
        of_byte = np.repeat(is_new, lengths)
        lengths[articles] = np.diff(by.starts.astype(np.int64))
        starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)))
        data = np.empty(starts[-1], np.uint8)
        is_put = np.repeat(is_new, lengths)
        data[is_put] = by.data
        data[~is_put] = np.asarray(self.data)[~of_byte]
        return VariableColumn(starts, data)


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

    def numbered(self, numbers: Array) -> list[bytes]:
        """Return those of ``values`` that have some numbers."""
        if isinstance(self.values, TermDictionary):
            return self.values.take(numbers)
        return [self.values[number] for number in numbers.tolist()]


Column = NumberColumn | FixedColumn | VariableColumn | ReferenceColumn


def write_columns(
    file: ArrayFileWriter, columns: Mapping[str, Column], *, n_articles: int
) -> dict[str, Any]:
    """Write columns and return their description."""
    description: dict[str, Any] = {}
    for name, column in columns.items():
        prefix = f"columns/{name}"
        if isinstance(column, VariableColumn):
            description[name] = _write_variable(file, name, column, n_articles=n_articles)
            continue
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
            file.add(prefix, array.astype(np.min_scalar_type(len(column.values)), copy=False))
            values = TermDictionaryWriter(file, f"{prefix}/values")
            for first in range(0, len(column.values), _STRETCH):
                values.append(some_values(column.values, first, first + _STRETCH))
            description[name] = {"kind": "references", "default": column.default.hex()}
    return description


def _write_variable(
    file: ArrayFileWriter, name: str, column: VariableColumn, *, n_articles: int
) -> dict[str, Any]:
    """Write a column of byte strings of any length, and return the description."""
    if len(column.starts) != n_articles + 1:
        n = len(column.starts) - 1
        raise ValueError(f"column {name} has {n} values for {n_articles} articles")
    file.add(f"columns/{name}/starts", column.starts.astype(np.uint32))
    file.add(f"columns/{name}/data", np.asarray(column.data))
    return {"kind": "variable"}


def read_column(
    file: ArrayFile, name: str, description: Mapping[str, Any], *, n_articles: int
) -> Column:
    """Return a column of a file; of references the numbers are looked through."""
    prefix = f"columns/{name}"
    kind = description["kind"]
    if kind == "variable":
        return _read_variable(file, name, n_articles=n_articles)
    array = file.array(prefix, n_articles)
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


def _read_variable(file: ArrayFile, name: str, *, n_articles: int) -> VariableColumn:
    """Return a column of byte strings of any length, whose bounds are looked through."""
    starts = file.array(f"columns/{name}/starts", n_articles + 1)
    data = file.lazy(f"columns/{name}/data")
    if starts[0] != 0 or starts[-1] != len(data) or np.any(starts[1:] < starts[:-1]):
        raise file.damaged(f"column {name} has byte strings that do not follow each other")
    return VariableColumn(starts, data)


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
    if isinstance(known[0], VariableColumn):
        return _merged_variable(columns)
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


def _merged_variable(columns: Sequence[tuple[Any, Array]]) -> VariableColumn:
    parts = []
    for column, articles in columns:
        lengths = np.zeros(len(articles), np.int64)
        data: Array | LazyArray = np.zeros(0, np.uint8)
        if column and len(articles) == len(column.starts) - 1:
            data, lengths = column.data, np.diff(column.starts.astype(np.int64))
        elif column:
            data, lengths = column.of_articles(articles)
        parts.append(VariableColumn(np.concatenate(([0], np.cumsum(lengths))), data))
    return joined_columns(parts)


def joined_columns(columns: Sequence[VariableColumn]) -> VariableColumn:
    """Return the byte strings of one column after those of another."""
    lengths = np.concatenate([np.diff(column.starts.astype(np.int64)) for column in columns])
    data = np.concatenate([column.data for column in columns])
    return VariableColumn(np.concatenate(([0], np.cumsum(lengths))), data)


def _merged_references(columns: Sequence[tuple[Any, Array]], default: bytes) -> ReferenceColumn:
    """Merge references; a value that no article has any longer is left out."""
    used = [_used(column, articles, default) for column, articles in columns]
    places: list[list[Array]] = [[] for _ in used]  # of the values of each among those of all
    merged: list[Names] = []
    count = 0
    for stretches in _stretches([values for values, _ in used]):
        together = sorted(set().union(*stretches))
        place = dict(zip(together, range(count, count + len(together)), strict=True))
        for of_column, values in zip(places, stretches, strict=True):
            of_column.append(np.fromiter(map(place.__getitem__, values), np.int64, len(values)))
        merged.append(Names.of(together))
        count += len(together)
    kind = np.min_scalar_type(count)  # there may be millions
    numbers = [
        np.concatenate([np.zeros(0, np.int64), *of_column]).astype(kind)[numbers]
        for of_column, (_, numbers) in zip(places, used, strict=True)
    ]
    return ReferenceColumn(np.concatenate(numbers), Names.joined(merged), default)


def _used(
    column: ReferenceColumn | None, articles: Array, default: bytes
) -> tuple[Sequence[bytes] | TermDictionary, Array]:
    """Return the values that some articles have, and which of them each has."""
    if column is None:
        return [default] if len(articles) else [], np.zeros(len(articles), np.int64)
    present, numbers = np.unique(column.numbers[articles], return_inverse=True)
    if len(present) == len(column.values):
        return column.values, numbers
    return column.numbered(present), numbers


def _stretches(several: Sequence[Sequence[bytes] | TermDictionary]) -> Iterator[list[list[bytes]]]:
    """Yield the values of some lists side by side, those of a stretch of the alphabet at a time."""
    longest = max(several, key=len)
    cut_at = [longest[number] for number in range(_STRETCH, len(longest), _STRETCH)]
    cuts = [[0, *(bisect_left(values, at) for at in cut_at), len(values)] for values in several]
    for bounds in zip(*map(pairwise, cuts), strict=True):
        yield [some_values(values, *ends) for values, ends in zip(several, bounds, strict=True)]


def some_values(values: Sequence[bytes] | TermDictionary, start: int, end: int) -> list[bytes]:
    """Return the values of a column from one number to another, excluded."""
    if isinstance(values, TermDictionary):
        return values.slice(start, min(end, len(values)))
    return list(values[start:end])
