"""Columns as Whoosh writes and reads them.

Whoosh's plain column types become arrays, which array evaluation can use; any
other type writes and reads its own bytes, through the file below, which reads
mapped memory without a copy.
"""

from __future__ import annotations

from array import array
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from whoosh.columns import ColumnReader, FixedBytesColumn, NumericColumn, RefBytesColumn
from whoosh.filedb.structfile import StructFile

from searchkit.local.segment.columns import FixedColumn, NumberColumn, ReferenceColumn

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


class _NumberGatherer:
    def __init__(self, column: Any) -> None:
        self._default = column._default
        self._articles = array("I")
        self._numbers = array(column._typecode)

    def add(self, article: int, value: Any) -> None:
        self._numbers.append(value)
        self._articles.append(article)

    def finish(self, n_articles: int) -> Column:
        numbers = np.asarray(self._numbers)
        column = np.full(n_articles, self._default, numbers.dtype)
        column[np.asarray(self._articles)] = numbers
        return NumberColumn(column, self._default)


class _FixedGatherer:
    def __init__(self, column: Any) -> None:
        self._default: bytes = column.default_value()
        self._articles = array("I")
        self._rows = bytearray()

    def add(self, article: int, value: bytes) -> None:
        if len(value) != len(self._default):
            raise ValueError(f"{value!r} is not {len(self._default)} bytes long")
        self._rows += value
        self._articles.append(article)

    def finish(self, n_articles: int) -> Column:
        length = len(self._default)
        column = np.tile(np.frombuffer(self._default, np.uint8), (n_articles, 1))
        rows = np.frombuffer(bytes(self._rows), np.uint8).reshape(-1, length)
        column[np.asarray(self._articles)] = rows
        return FixedColumn(column, self._default)


class _ReferenceGatherer:
    def __init__(self, column: Any) -> None:
        self._default: bytes = column.default_value()
        self._numbers = {self._default: 0}  # of each value, as they come
        self._articles = array("I")
        self._references = array("I")

    def add(self, article: int, value: bytes) -> None:
        self._references.append(self._numbers.setdefault(value, len(self._numbers)))
        self._articles.append(article)

    def finish(self, n_articles: int) -> Column:
        values = sorted(self._numbers)
        ranks = np.zeros(len(values), np.int64)
        ranks[[self._numbers[value] for value in values]] = np.arange(len(values))
        numbers = np.zeros(n_articles, np.int64)
        numbers[np.asarray(self._articles)] = np.asarray(self._references)
        return ReferenceColumn(ranks[numbers], values, self._default)


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


class _ReferenceReader(_ArrayColumnReader):
    def __init__(self, rows: Array, values: Sequence[bytes] | TermDictionary) -> None:
        super().__init__(rows)
        self._values = values

    def __getitem__(self, article: int) -> bytes:
        number: int = self._rows.item(article)
        return self._values[number]


class ViewFile(StructFile):
    """A file of Whoosh's over bytes in memory, which it neither copies nor closes."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._offset = 0
        self._name = None
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    def read(self, length: int | None = None) -> bytes:
        end = len(self._view) if length is None else self._offset + length
        data = self._view[self._offset : end].tobytes()
        self._offset += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        self._offset = offset + (0, self._offset, len(self._view))[whence]
        return self._offset

    def tell(self) -> int:
        return self._offset

    def get(self, position: int, length: int) -> bytes:
        return self._view[position : position + length].tobytes()

    def get_array(self, position: int, typecode: str, length: int) -> array[Any]:
        # Not by seek and read, so that threads may share the file.
        numbers = array(typecode)
        numbers.frombytes(self.get(position, length * numbers.itemsize))
        if np.little_endian:
            numbers.byteswap()
        return numbers

    def subset(self, offset: int, length: int, name: str | None = None) -> ViewFile:
        del name
        return ViewFile(self._view[offset : offset + length])

    def close(self) -> None:
        self.is_closed = True
