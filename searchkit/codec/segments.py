"""A segment as arrays: the one way to write it, and the view that evaluation reads.

"Here is a segment file: what does it know?" Whoosh writes through
:func:`write_segment` too, and its readers are views of :class:`ArraySegment`;
neither is known here, nor are deletions, which belong to a generation of the
index and not to the file.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.codec.columns import Column, read_column, write_columns
from searchkit.codec.fieldreading import FieldReader
from searchkit.codec.fieldwriting import FieldPostingsWriter
from searchkit.codec.layout import ArrayFileWriter, map_file
from searchkit.codec.stored import Frames, StoredReader, StoredWriter
from searchkit.codec.vectors import VectorArrays, VectorReader, write_vectors
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.codec.layout import ArrayFile, Stream
    from searchkit.codec.postings import PostingArrays

    Array = npt.NDArray[Any]


class FieldArrays(Record, kw_only=True):
    """A field of a segment, to be written.

    Attributes:
        parts: Its postings, in parts of consecutive terms; None: it is not
            searched by terms. They are taken one at a time.
        lengths: Its length in each article, in tokens, (n_articles,); None: it
            has no lengths.
        position_limits: The largest position of each article plus one, or more,
            (n_articles,); None: the postings have no positions.
    """

    parts: Iterable[PostingArrays] | None = None
    lengths: Array | None = None
    position_limits: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentArrays:
    """A segment, to be written.

    Attributes:
        n_articles: Articles in it, numbered from 0.
        fields: Its fields, by name.
        columns: Its columns, by name.
        stored: What is stored of each article, None: nothing.
        vectors: Its vectors, by the name of their field.
    """

    n_articles: int
    fields: Mapping[str, FieldArrays] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    stored: Frames | None = None
    vectors: Mapping[str, VectorArrays] = field(default_factory=dict)


class LengthStatistics(Record):
    """The lengths of a field over all articles of a segment, in tokens."""

    total: int
    least: int
    most: int


def write_segment(stream: Stream, segment: SegmentArrays, *, scratch: Path | None = None) -> None:
    """Write a segment to an open, empty file.

    Args:
        stream: The file.
        segment: What to write.
        scratch: The folder of temporary files; None: where the system has them.

    Raises:
        ValueError: Its arrays do not fit together.
        OverflowError: A field has more than 2**32 postings, or bytes of positions.
    """
    with ArrayFileWriter(stream, scratch=scratch) as file:
        fields, lengths = _write_fields(file, segment)
        columns = write_columns(file, segment.columns, n_articles=segment.n_articles)
        for name, vectors in segment.vectors.items():
            write_vectors(file, name, vectors)
        if segment.stored is not None:
            _write_stored(file, segment.stored, n_articles=segment.n_articles)
        description = {
            "articles": segment.n_articles,
            "fields": fields,
            "lengths": lengths,
            "columns": columns,
            "vectors": list(segment.vectors),
            "stored": segment.stored is not None,
        }
        file.finish(description)


def _write_fields(
    file: ArrayFileWriter, segment: SegmentArrays
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the fields; return the descriptions of their postings and of their lengths."""
    n = segment.n_articles
    fields, lengths = {}, {}
    for name, arrays in sorted(segment.fields.items()):
        if arrays.parts is not None:
            writer = FieldPostingsWriter(file, name, n_articles=n, limits=arrays.position_limits)
            for part in arrays.parts:
                writer.append(part)
            fields[name] = writer.finish()
        if arrays.lengths is not None:
            lengths[name] = _write_lengths(file, name, arrays.lengths, n=n)
    return fields, lengths


def _write_lengths(file: ArrayFileWriter, name: str, lengths: Array, *, n: int) -> dict[str, int]:
    if len(lengths) != n:
        raise ValueError(f"{len(lengths)} lengths of {name} for {n} articles")
    most = int(lengths.max()) if n else 0
    file.add(f"lengths/{name}", lengths.astype(np.min_scalar_type(most)))
    least = int(lengths.min()) if n else 0
    return {"total": int(lengths.sum(dtype=np.int64)), "least": least, "most": most}


def _write_stored(file: ArrayFileWriter, frames: Frames, *, n_articles: int) -> None:
    writer = StoredWriter(file)
    for batch in frames.batches:
        writer.append(batch)
    writer.finish(list(frames.dictionaries.values()))
    if writer.count != n_articles:
        raise ValueError(f"{writer.count} stored records for {n_articles} articles")


def save_segment(path: Path, segment: SegmentArrays) -> None:
    """Write a segment to a file that is whole and on the disk once it has its name.

    Args:
        path: The name of the file; what stands there is replaced.
        segment: What to write.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            write_segment(stream, segment, scratch=path.parent)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def open_segment(path: Path, *, trusted: bool = False) -> ArraySegment:
    """Open a segment file, mapped into memory.

    Args:
        path: The file.
        trusted: Whether to take what it holds without comparing its checksums.

    Raises:
        FileNotFoundError: There is none.
        IndexDamagedError: It is not a segment, or a damaged one.
        IndexOutdatedError: It has a format that this version does not know.
    """
    return ArraySegment(map_file(path, trusted=trusted))


class ArraySegment:
    """What a segment file knows, as arrays; safe to share among threads.

    Args:
        file: The file.

    Attributes:
        n_articles: Articles in it, deleted ones included.
    """

    def __init__(self, file: ArrayFile) -> None:
        self._file = file
        description = file.description
        try:
            self.n_articles: int = description["articles"]
            self._fields: dict[str, dict[str, Any]] = description["fields"]
            self._lengths: dict[str, dict[str, int]] = description["lengths"]
            self._columns: dict[str, dict[str, Any]] = description["columns"]
            self._vectors: list[str] = description["vectors"]
            self._has_stored: bool = description["stored"]
        except KeyError as error:
            raise file.damaged(f"its header does not tell its {error}") from error
        self._open_fields: dict[str, FieldReader] = {}
        self._open_columns: dict[str, Column] = {}

    @property
    def field_names(self) -> list[str]:
        """The names of the fields that have postings, sorted."""
        return list(self._fields)

    @property
    def length_names(self) -> list[str]:
        """The names of the fields that have lengths, sorted."""
        return list(self._lengths)

    @property
    def column_names(self) -> list[str]:
        """The names of the columns."""
        return list(self._columns)

    @property
    def vector_names(self) -> list[str]:
        """The names of the fields that have vectors."""
        return list(self._vectors)

    def field(self, name: str) -> FieldReader | None:
        """Return the terms and postings of a field, or None where it has none."""
        reader = self._open_fields.get(name)
        if reader is None and name in self._fields:
            reader = FieldReader(self._file, name, self._fields[name], n_articles=self.n_articles)
            self._open_fields[name] = reader
        return reader

    def lengths(self, name: str) -> Array | None:
        """Return the length of a field in each article, in tokens, or None.

        Returns:
            uint8, uint16 or uint32, (n_articles,).
        """
        if name not in self._lengths:
            return None
        lengths = self._file.array(f"lengths/{name}")
        if len(lengths) != self.n_articles:
            raise self._file.damaged(f"the lengths of {name} do not fit its articles")
        return lengths

    def length_statistics(self, name: str) -> LengthStatistics:
        """Return sum, least and most of the lengths of a field; zeros where it has none."""
        told = self._lengths.get(name)
        if told is None:
            return LengthStatistics(0, 0, 0)
        return LengthStatistics(told["total"], told["least"], told["most"])

    def column(self, name: str) -> Column | None:
        """Return a column, or None where there is none."""
        column = self._open_columns.get(name)
        if column is None and name in self._columns:
            column = read_column(self._file, name, self._columns[name], n_articles=self.n_articles)
            self._open_columns[name] = column
        return column

    @cached_property
    def stored(self) -> StoredReader | None:
        """What is stored of the articles, or None where nothing is."""
        if not self._has_stored:
            return None
        return StoredReader(self._file, n_articles=self.n_articles)

    def record(self, article: int) -> dict[str, Any]:
        """Return the stored fields of an article, by their names."""
        if not 0 <= article < self.n_articles:
            raise IndexError(article)
        return self.stored.record(article) if self.stored is not None else {}

    def vectors(self, name: str) -> VectorReader | None:
        """Return the vectors of a field, or None where it has none."""
        if name not in self._vectors:
            return None
        return VectorReader(self._file, name, n_articles=self.n_articles)

    def sizes(self) -> dict[str, int]:
        """Return how many bytes of the file each array takes, by its name."""
        return {name: self._file.length_of(name) for name in self._file}

    def faults(self) -> Iterator[str]:
        """Compare the whole file with its checksums and yield what differs, in words.

        Raises:
            IndexDamagedError: The checksums themselves are not as they were written.
        """
        return self._file.faults()

    def close(self) -> None:
        """Let go of the file; arrays that are still in use keep it open."""
        self._open_fields.clear()
        self._open_columns.clear()
        self.__dict__.pop("stored", None)
        self._file.close()
