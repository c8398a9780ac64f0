"""What Whoosh knows of single articles: lengths, columns, vectors, stored fields."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import PerDocumentReader, PerDocumentWriter
from whoosh.filedb.structfile import BufferFile
from whoosh.matching.mcore import ListMatcher

from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays
from searchkit.local.segment.stored_fields import FrameBuilder
from searchkit.local.whoosh.column_types import (
    ColumnGatherer,
    array_reader,
    gatherer_for,
    side_filename,
)
from searchkit.local.whoosh.extras import VectorGatherer, vector_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy.typing as npt
    from whoosh.codec.base import Segment
    from whoosh.columns import Column as WhooshColumn
    from whoosh.columns import ColumnReader
    from whoosh.fields import FieldType
    from whoosh.filedb.filestore import Storage
    from whoosh.formats import Format

    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.segment_reader import ArraySegment

    Array = npt.NDArray[Any]


class ArticleWriter(PerDocumentWriter):
    """Gathers what Whoosh says of articles, one after another.

    What belongs to an article is kept aside until it is finished, so that an
    article that is cancelled leaves nothing behind.

    Args:
        on_close: Takes what was gathered: a segment without postings.
    """

    def __init__(self, on_close: Callable[[SegmentArrays], None]) -> None:
        self._on_close = on_close
        self._n_articles = 0
        self._stored = FrameBuilder()
        self._lengths: dict[str, array[int]] = {}  # up to the last article with any
        self._columns: dict[str, ColumnGatherer] = {}
        self._vectors: dict[str, VectorGatherer] = {}
        self._article: _Article | None = None
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        if self._article is not None:
            raise ValueError(f"article {self._n_articles} was not finished")
        if docnum != self._n_articles:
            raise ValueError(f"article {docnum} cannot follow {self._n_articles - 1}")
        self._article = _Article()

    def add_field(
        self, fieldname: str, fieldobj: FieldType, value: Any, length: int | None
    ) -> None:
        del fieldobj
        article = self._current()
        if value is not None:
            article.stored[fieldname] = value
        if length:
            article.lengths[fieldname] = article.lengths.get(fieldname, 0) + length

    def add_column_value(self, fieldname: str, columnobj: WhooshColumn, value: Any) -> None:
        self._current().columns[fieldname] = (columnobj, value)

    def add_vector_items(
        self, fieldname: str, fieldobj: FieldType, items: Iterable[tuple[str, float, bytes]]
    ) -> None:
        del fieldobj
        self._current().vectors[fieldname] = list(items)

    def finish_doc(self) -> None:
        article = self._current()
        number = self._n_articles
        self._stored.add(article.stored)
        for name, length in article.lengths.items():
            lengths = self._lengths.setdefault(name, array("I"))
            lengths.extend([0] * (number - len(lengths)))
            lengths.append(length)
        for name, (column, value) in article.columns.items():
            if name not in self._columns:
                self._columns[name] = gatherer_for(column)
            self._columns[name].add(number, value)
        for name, items in article.vectors.items():
            self._vectors.setdefault(name, VectorGatherer()).add(number, items)
        self._n_articles += 1
        self._article = None

    def cancel_doc(self) -> None:
        self._article = None

    def close(self) -> None:
        n = self._n_articles
        columns: dict[str, Column] = {}
        extras: dict[str, Array] = {}
        for name, gatherer in self._columns.items():
            column = gatherer.finish(n)
            if isinstance(column, np.ndarray):
                extras[f"columns/{name}"] = column
            else:
                columns[name] = column
        for name, vectors in self._vectors.items():
            extras |= vectors.finish(name, n)
        self.is_closed = True
        self._on_close(
            SegmentArrays(
                n_articles=n,
                fields={
                    name: FieldArrays(lengths=padded(np.asarray(lengths), n))
                    for name, lengths in self._lengths.items()
                },
                columns=columns,
                stored=self._stored.finish(),
                extras=extras,
            )
        )

    def _current(self) -> _Article:
        if self._article is None:
            raise ValueError("no article was started")
        return self._article


class _Article:
    """What is known of the article at hand."""

    def __init__(self) -> None:
        self.stored: dict[str, Any] = {}
        self.lengths: dict[str, int] = {}
        self.columns: dict[str, tuple[WhooshColumn, Any]] = {}
        self.vectors: dict[str, list[tuple[str, float, bytes]]] = {}


def padded(numbers: Array, length: int) -> Array:
    """Return numbers with zeros behind them, so many together."""
    return np.pad(numbers, (0, length - len(numbers)))


class ArticleReader(PerDocumentReader):
    """Reads what Whoosh asks of single articles.

    Args:
        storage: Where the segment lies.
        segment: The segment as Whoosh knows it, with its deletions.
        arrays: The same segment as arrays.
    """

    def __init__(self, storage: Storage, segment: Segment, arrays: ArraySegment) -> None:
        self._storage = storage
        self._segment = segment
        self._arrays = arrays
        self._known_lengths: dict[str, Array | None] = {}

    def close(self) -> None:
        self._arrays.close()

    def doc_count(self) -> int:
        return self._arrays.n_articles - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        return self._arrays.n_articles

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterable[int]:
        deleted: Iterable[int] = self._segment.deleted_docs()
        return deleted

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self.list_columns() or bool(
            self._storage.file_exists(side_filename(self._segment, fieldname))
        )

    def list_columns(self) -> list[str]:
        opaque = [name.partition("columns/") for name in self._arrays.extra_names]
        return self._arrays.column_names + [name for begin, _, name in opaque if name and not begin]

    def column_reader(self, fieldname: str, column: WhooshColumn) -> ColumnReader:
        known = self._arrays.column(fieldname)
        if known is not None:
            return array_reader(known)
        opaque = self._arrays.extra_array(f"columns/{fieldname}")
        if opaque is not None:
            data = opaque[:].tobytes()
        else:  # one that was added to a segment already written
            with self._storage.open_file(side_filename(self._segment, fieldname)) as file:
                data = bytes(file.read())
        return column.reader(BufferFile(data), 0, len(data), self._arrays.n_articles)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._lengths(fieldname)
        return default if lengths is None else lengths.item(docnum) or default

    def doc_field_length_reader(self, fieldname: str, default: int = 0) -> Callable[[int], int]:
        lengths = self._lengths(fieldname)
        if lengths is None:
            return lambda _docnum: default
        return lambda docnum: lengths.item(docnum) or default

    def _lengths(self, name: str) -> Array | None:
        # Asked for once for each article that is scored.
        if name not in self._known_lengths:
            self._known_lengths[name] = self._arrays.lengths(name)
        return self._known_lengths[name]

    def field_length(self, fieldname: str) -> int:
        return self._arrays.length_statistics(fieldname).total

    def min_field_length(self, fieldname: str) -> int:
        return self._arrays.length_statistics(fieldname).least

    def max_field_length(self, fieldname: str) -> int:
        return self._arrays.length_statistics(fieldname).most

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        return vector_of(self._arrays, fieldname, docnum) is not None

    def vector(self, docnum: int, fieldname: str, format_: Format) -> ListMatcher:
        vector = vector_of(self._arrays, fieldname, docnum)
        if vector is None:
            raise KeyError(f"article {docnum} has no vector of {fieldname}")
        return ListMatcher(*vector, format_)

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._arrays.record(docnum)

    def iter_docs(self) -> Iterator[tuple[int, dict[str, Any]]]:
        return ((docnum, self.stored_fields(docnum)) for docnum in self.all_doc_ids())
