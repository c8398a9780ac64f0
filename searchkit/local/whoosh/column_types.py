"""Columns as Whoosh writes and reads them.

Whoosh's plain column types become arrays, which a search can use; any other type
writes its own bytes, which it alone can read.
"""

from __future__ import annotations

from array import array
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from whoosh.columns import ColumnReader, FixedBytesColumn, NumericColumn, RefBytesColumn
from whoosh.filedb.structfile import StructFile

from searchkit.local.segment.columns import (
    FixedColumn,
    NumberColumn,
    ReferenceColumn,
    VariableColumn,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt
    from whoosh.codec.base import Segment
    from whoosh.columns import Column as WhooshColumn

    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.terms import TermDictionary

    Array = npt.NDArray[Any]

_NUMBER_TYPES = frozenset("bBhHiIqQfd")


class ColumnGatherer(Protocol):
    """Takes in the values of a column, article after article."""

    def add(self, article: int, value: Any) -> None:
        """Take in the value of an article; the numbers ascend."""

    def finish(self, n_articles: int) -> Column | Array:
        """Return the column of so many articles, or its bytes where Whoosh alone can read it."""


def gatherer_for(column: WhooshColumn) -> ColumnGatherer:
    """Return what takes in the values of a column of a Whoosh schema."""
    if type(column) is NumericColumn and column._typecode in _NUMBER_TYPES:
        return _NumberGatherer(column)
    if type(column) is FixedBytesColumn:
        return _FixedGatherer(column)
    if type(column) is RefBytesColumn:
        return _ReferenceGatherer(column)
    return _OpaqueGatherer(column)


class _ArrayGatherer:
    """Gathers values and the articles that have them."""

    def __init__(self, column: Any) -> None:
        self._default: Any = column.default_value()
        self._articles = array("I")
        self._values: Any = []

    def add(self, article: int, value: Any) -> None:
        self._values.append(value)
        self._articles.append(article)

    def _filled(self, default: Any, values: Array, n_articles: int) -> Array:
        """Return the values by article."""
        filled = np.full((n_articles, *values.shape[1:]), default, values.dtype)
        filled[np.asarray(self._articles)] = values
        return filled


class _NumberGatherer(_ArrayGatherer):
    def __init__(self, column: Any) -> None:
        super().__init__(column)
        self._values = array(column._typecode)

    def finish(self, n_articles: int) -> Column:
        numbers = self._filled(self._default, np.asarray(self._values), n_articles)
        return NumberColumn(numbers, self._default)


class _FixedGatherer(_ArrayGatherer):
    def add(self, article: int, value: bytes) -> None:
        if len(value) != len(self._default):
            raise ValueError(f"{value!r} is not {len(self._default)} bytes long")
        super().add(article, value)

    def finish(self, n_articles: int) -> Column:
        default = np.frombuffer(self._default, np.uint8)
        rows = np.frombuffer(b"".join(self._values), np.uint8).reshape(-1, len(default))
        return FixedColumn(self._filled(default, rows, n_articles), self._default)


class _ReferenceGatherer(_ArrayGatherer):
    def finish(self, n_articles: int) -> Column:
        values = sorted({self._default, *self._values})
        number = {value: number for number, value in enumerate(values)}
        numbers = np.array([number[value] for value in self._values], np.int64)
        filled = self._filled(number[self._default], numbers, n_articles)
        return ReferenceColumn(filled, values, self._default)


class _OpaqueGatherer:
    def __init__(self, column: WhooshColumn) -> None:
        self._file = BytesIO()
        self._writer = column.writer(StructFile(self._file))

    def add(self, article: int, value: Any) -> None:
        self._writer.add(article, value)

    def finish(self, n_articles: int) -> Array:
        self._writer.finish(n_articles)
        return np.frombuffer(self._file.getvalue(), np.uint8)


def array_reader(column: Column) -> ColumnReader:
    """Return a column of arrays as Whoosh reads it."""
    if isinstance(column, NumberColumn):
        return _NumberReader(column.numbers)
    if isinstance(column, FixedColumn):
        return _FixedReader(column.rows)
    if isinstance(column, VariableColumn):
        return _VariableReader(column)
    return _ReferenceReader(column.numbers, column.values)


def side_filename(segment: Segment, name: str) -> str:
    """Return the file of a column that Whoosh adds to a segment already written."""
    return str(segment.make_filename(f".{name}.col"))


class _ArrayColumnReader(ColumnReader):
    """What the readers of arrays share."""

    def __init__(self, rows: Array) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Any]:
        return (self[article] for article in range(len(self)))


class _NumberReader(_ArrayColumnReader):
    def __init__(self, rows: Array) -> None:
        super().__init__(rows)
        self._sign = 1

    def __getitem__(self, article: int) -> Any:
        return self._rows.item(article)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows.tolist())

    def sort_key(self, article: int) -> Any:
        return self._sign * self._rows.item(article)

    def load(self) -> list[Any]:
        numbers: list[Any] = self._rows.tolist()
        return numbers

    def set_reverse(self) -> None:
        self._sign = -1


class _FixedReader(_ArrayColumnReader):
    def __getitem__(self, article: int) -> bytes:
        row: bytes = self._rows[article].tobytes()
        return row


class _VariableReader(_ArrayColumnReader):
    def __init__(self, column: VariableColumn) -> None:
        super().__init__(column.starts[1:])
        self._column = column

    def __getitem__(self, article: int) -> bytes:
        start, end = self._column.starts[article : article + 2].tolist()
        value: bytes = self._column.data[start:end].tobytes()
        return value


class _ReferenceReader(_ArrayColumnReader):
    def __init__(self, rows: Array, values: Sequence[bytes] | TermDictionary) -> None:
        super().__init__(rows)
        self._values = values

    def __getitem__(self, article: int) -> bytes:
        number: int = self._rows.item(article)
        return self._values[number]
