"""What makes segments an index of Whoosh: its codec over our arrays, and our queries as its own.

    with index.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(key="a", text="Spring tides")

An index written so is opened by ``whoosh.index.open_dir`` like any other, and by
:func:`searchkit.local.segment.segment_reader.open_segment` as arrays. The modules, each of
which imports only from those above it:

==================  =======================================================
``extras``          what only Whoosh keeps in a segment
``column_types``    columns as Whoosh writes and reads them
``per_document``    what else Whoosh knows of single articles
``matcher``         the postings of a term, one by one
``posting_writer``  postings as Whoosh writes them
``term_reader``     terms as Whoosh reads them
``codec``           the codec and its segments, which tie these together
``fields``          the schema of an article, as Whoosh knows it
``compiling``       our tree of a query -> a query of Whoosh
==================  =======================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from searchkit.local.whoosh.codec import ColumnarCodec, ColumnarSegment

__all__ = ["ColumnarCodec", "ColumnarSegment"]


def __getattr__(name: str) -> Any:
    # Whoosh takes a while to import, and a search does not need it.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from searchkit.local.whoosh import codec

    return getattr(codec, name)
