"""A segment, written from arrays: the one way to do it.

Whoosh writes through :func:`write_segment` too. :mod:`.segment_reader` reads
what is written here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.segment.columns import write_columns
from searchkit.local.segment.field_writer import FieldPostingsWriter
from searchkit.local.segment.hash_lists import write_hash_lists
from searchkit.local.segment.segment_reader import EXTRAS
from searchkit.local.segment.stored_fields import StoredWriter
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.local.segment.array_file_writer import Stream
    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.copy_edges import CopyEdges
    from searchkit.local.segment.hash_lists import HashBlock
    from searchkit.local.segment.postings import PostingArrays
    from searchkit.local.segment.stored_fields import Frames

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
        hashes: What its articles are looked up by, by name; they are taken block by block.
        copies: Returns which articles are copies, once the fields are written; None: that was
            not looked for.
        stored: What is stored of each article, None: nothing.
        extras: Arrays of one dimension that searchkit does not read, by name.
    """

    n_articles: int
    fields: Mapping[str, FieldArrays] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    hashes: Mapping[str, Iterable[HashBlock]] = field(default_factory=dict)
    copies: Callable[[], CopyEdges] | None = None
    stored: Frames | None = None
    extras: Mapping[str, Array] = field(default_factory=dict)


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
        for name, blocks in segment.hashes.items():
            write_hash_lists(file, name, blocks)
        if segment.copies is not None:
            segment.copies().write(file)
        for name, array in segment.extras.items():
            file.add(f"{EXTRAS}{name}", array)
        if segment.stored is not None:
            _write_stored(file, segment.stored, n_articles=segment.n_articles)
        description = {
            "articles": segment.n_articles,
            "fields": fields,
            "lengths": lengths,
            "columns": columns,
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


def save_segment(path: Path, segment: SegmentArrays, *, lasting: bool = True) -> None:
    """Write a segment to a file that is whole and on the disk once it has its name.

    Args:
        path: The name of the file; one that has it is replaced.
        segment: What to write.
        lasting: Whether it must survive a loss of power.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    try:
        with temporary.open("wb") as stream:
            write_segment(stream, segment, scratch=path.parent)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if not lasting:
        return
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
