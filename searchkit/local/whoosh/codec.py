"""The codec that Whoosh is given, and its segments.

Whoosh writes a segment through two writers that know nothing of each other,
first the articles, then the postings. Both gather arrays; what the first has
gathered waits in the segment until the second closes, and then the file is
written at once. A segment without articles has no file.

Whoosh pickles its segments into its table of contents. What is pickled of ours
is a name, a count, and the deletions as bytes.
"""

from __future__ import annotations

import mmap
import zlib
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import Codec, Segment
from whoosh.filedb.filestore import FileStorage

from searchkit.errors import IndexReadOnlyError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.segment_reader import ArraySegment
from searchkit.local.segment.segment_writer import (
    FieldArrays,
    SegmentArrays,
    save_segment,
    write_segment,
)
from searchkit.local.whoosh.column_types import side_filename
from searchkit.local.whoosh.per_document import ArticleReader, ArticleWriter, padded
from searchkit.local.whoosh.posting_writer import PostingsGatherer
from searchkit.local.whoosh.term_reader import ColumnarTermsReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    from whoosh.filedb.filestore import Storage

    Array = npt.NDArray[Any]

EXTENSION = ".arrays"


class ColumnarSegment(Segment):
    """A segment as Whoosh's table of contents knows it.

    Args:
        indexname: The name of the index, of which Whoosh allows several in a directory.

    Attributes:
        gathered: What was written of it but is not in a file yet.
        is_kept: Whether it belongs to searchkit, which alone may change it.
    """

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._n_articles = 0
        self._deleted: set[int] = set()
        self.gathered: SegmentArrays | None = None
        self.is_kept = False

    def __getstate__(self) -> dict[str, Any]:
        return {
            "indexname": self.indexname,
            "segid": self.segid,
            "articles": self._n_articles,
            "deleted": _packed(self.deleted_array()),
            "kept": self.is_kept,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.indexname = state["indexname"]
        self.segid = state["segid"]
        self.compound = False
        self._n_articles = state["articles"]
        self._deleted = set(_unpacked(state["deleted"]).tolist())
        self.gathered = None
        self.is_kept = state["kept"]

    @property
    def filename(self) -> str:
        """The name of its file in the storage."""
        return str(self.make_filename(EXTENSION))

    def codec(self, **_options: Any) -> ColumnarCodec:
        return ColumnarCodec()

    def should_assemble(self) -> bool:
        return False  # it is one file already

    def set_doc_count(self, doccount: int) -> None:
        self._n_articles = doccount

    def doc_count_all(self) -> int:
        return self._n_articles

    def deleted_count(self) -> int:
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        return iter(sorted(self._deleted))

    def deleted_array(self) -> Array:
        """Return the numbers of the deleted articles, ascending, int64."""
        return np.array(sorted(self._deleted), np.int64)

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT002
        if self.is_kept:
            raise IndexReadOnlyError
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        return docnum in self._deleted


class ColumnarCodec(Codec):
    """Keeps each segment of a Whoosh index as one file of arrays.

    ``index.writer(codec=ColumnarCodec())`` writes with it; an index that was
    written so is opened by ``whoosh.index.open_dir`` like any other.
    """

    # Lengths of fields are taken from the arrays, not posting by posting.
    length_stats = False

    def new_segment(self, storage: Storage, indexname: str) -> ColumnarSegment:
        del storage
        return ColumnarSegment(indexname)

    def per_document_writer(self, storage: Storage, segment: ColumnarSegment) -> ArticleWriter:
        del storage

        def gather(articles: SegmentArrays) -> None:
            segment.gathered = articles

        return ArticleWriter(gather)

    def field_writer(self, storage: Storage, segment: ColumnarSegment) -> PostingsGatherer:
        def save(postings: SegmentArrays) -> None:
            arrays = _joined(segment.gathered or SegmentArrays(n_articles=0), postings)
            if arrays.n_articles:
                _save(storage, segment.filename, arrays)
                segment.gathered = None

        return PostingsGatherer(save)

    def per_document_reader(self, storage: Storage, segment: ColumnarSegment) -> ArticleReader:
        return ArticleReader(storage, segment, open_arrays(storage, segment))

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> Any:  # noqa: FBT002
        raise NotImplementedError("postings are written with their segment")

    def postings_reader(self, *_arguments: Any, **_options: Any) -> Any:
        raise NotImplementedError("postings are read from their segment")

    @staticmethod
    def column_filename(segment: ColumnarSegment, fieldname: str) -> str:
        """Return the file that ``whoosh.sorting.add_sortable`` writes a column to."""
        return side_filename(segment, fieldname)

    def terms_reader(self, storage: Storage, segment: ColumnarSegment) -> ColumnarTermsReader:
        return ColumnarTermsReader(open_arrays(storage, segment))


def open_arrays(storage: Storage, segment: ColumnarSegment) -> ArraySegment:
    """Open a segment of a Whoosh index as arrays.

    Raises:
        FileNotFoundError: Its file is gone; Whoosh then looks for a newer generation.
        IndexDamagedError: Its file is not what it should be.
        IndexOutdatedError: It has a format that this version does not know.
    """
    name = segment.filename
    if storage.file_exists(name) or (segment.gathered is None and segment.doc_count_all()):
        data = _mapped(storage, name)
    else:
        stream = BytesIO()
        write_segment(stream, segment.gathered or SegmentArrays(n_articles=0))
        data = stream.getvalue()
    directory = Path(getattr(storage, "folder", ""))
    return ArraySegment(ArrayFile(data, name=name, directory=directory))


def _mapped(storage: Storage, name: str) -> Any:
    with storage.open_file(name) as file:
        length = storage.file_length(name)
        if file.is_real and storage.supports_mmap and length:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return bytes(file.get(0, length))


def _save(storage: Storage, name: str, arrays: SegmentArrays) -> None:
    if isinstance(storage, FileStorage):
        save_segment(Path(storage.folder) / name, arrays)
        return
    with storage.create_file(name) as file:
        write_segment(file, arrays)


def _joined(articles: SegmentArrays, postings: SegmentArrays) -> SegmentArrays:
    """Return articles and postings as one segment."""
    # Whoosh never writes postings alone, but its interface allows it.
    n = articles.n_articles or postings.n_articles
    joined = dict(articles.fields)
    for name, field in postings.fields.items():
        lengths = joined[name].lengths if name in joined else field.lengths
        limits = field.position_limits
        joined[name] = FieldArrays(
            parts=field.parts,
            lengths=None if lengths is None else padded(lengths, n),
            position_limits=None if limits is None else padded(limits, n),
        )
    extras = {**articles.extras, **postings.extras}
    return replace(articles, n_articles=n, fields=joined, extras=extras)


def _packed(deleted: Array) -> bytes:
    """Return article numbers, ascending, as few bytes."""
    return (
        zlib.compress(np.diff(deleted, prepend=0).astype("<u4").tobytes()) if len(deleted) else b""
    )


def _unpacked(data: bytes) -> Array:
    if not data:
        return np.zeros(0, np.int64)
    return np.cumsum(np.frombuffer(zlib.decompress(data), "<u4"), dtype=np.int64)
