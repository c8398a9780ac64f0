"""Queries of Whoosh, asked through Whoosh's matchers over the same segments.

This is the way of a query that has no node of ours. The segments are handed to
Whoosh as they are opened; nothing is read twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.filedb.filestore import RamStorage
from whoosh.reading import IndexReader, MultiReader, SegmentReader
from whoosh.searching import Searcher as WhooshSearcher

from searchkit.local.searching.scoring.evaluation import Listed
from searchkit.local.whoosh.codec import ColumnarCodec, ColumnarSegment
from searchkit.local.whoosh.fields import article_schema
from searchkit.local.whoosh.per_document import ArticleReader
from searchkit.local.whoosh.term_reader import ColumnarTermsReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.local.searching.segments import Articles, Segment
    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.query.nodes import Foreign


class ForeignSearch:
    """An index as Whoosh searches it, segment by segment.

    Args:
        articles: The articles of the index.
    """

    def __init__(self, articles: Articles) -> None:
        schema = article_schema()
        readers: list[IndexReader] = [_reader(segment, schema) for segment in articles.segments]
        whole = WhooshSearcher(readers[0] if len(readers) == 1 else MultiReader(readers))
        self._parts = [part for part, _ in whole.leaf_searchers()]
        self._whole = whole  # its parts do not keep it alive
        self._starts = articles.starts

    def find(self, node: Foreign) -> Listed:
        """Return the articles that a query finds, with Whoosh's scores."""
        query = node.query.normalize()
        pairs: list[tuple[int, float]] = []
        for start, searcher in zip(self._starts, self._parts, strict=True):
            pairs += sorted((start + article, score) for article, score in _found(query, searcher))
        return Listed(
            np.array([article for article, _ in pairs], np.int64),
            np.array([score for _, score in pairs], np.float32),
        )


def _found(query: Any, searcher: WhooshSearcher) -> Iterator[tuple[int, float]]:
    """Yield the articles of a segment that a query of Whoosh finds, and their scores."""
    matcher = query.matcher(searcher, searcher.boolean_context())
    reader = searcher.reader()
    while matcher.is_active():
        article = matcher.id()
        if not reader.is_deleted(article):
            yield article, matcher.score()
        matcher.next()


def _reader(segment: Segment, schema: Any) -> SegmentReader:
    named = ColumnarSegment("segment")
    named.set_doc_count(segment.n_articles)
    for article in segment.deleted.tolist():
        named.delete_document(article)
    return SegmentReader(RamStorage(), schema, named, codec=_OpenedCodec(segment.arrays))


class _OpenedCodec(ColumnarCodec):
    """Gives Whoosh a segment that is open already.

    Args:
        arrays: The segment.
    """

    def __init__(self, arrays: ArraySegment) -> None:
        self._arrays = arrays

    def per_document_reader(self, storage: Any, segment: Any) -> ArticleReader:
        """Return what reads articles."""
        return ArticleReader(storage, segment, self._arrays)

    def terms_reader(self, storage: Any, segment: Any) -> ColumnarTermsReader:
        """Return what reads postings."""
        del storage, segment
        return ColumnarTermsReader(self._arrays)
