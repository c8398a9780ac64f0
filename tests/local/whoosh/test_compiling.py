from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from whoosh import query
from whoosh.filedb.filestore import RamStorage
from whoosh.index import TOC

from searchkit.local.searching.searcher import Searcher
from searchkit.local.segment.segment_writer import write_segment
from searchkit.local.whoosh.codec import ColumnarSegment
from searchkit.local.whoosh.compiling import compile_query
from searchkit.local.whoosh.fields import article_schema
from searchkit.query.nodes import And, Node, Not, Word
from tests.helpers.inverting import Piece, Shelf, segment_arrays
from tests.helpers.oracle import Oracle
from tests.helpers.trees import shelves, trees


def whoosh_index(shelf: Shelf) -> Any:
    """The same segments as an index of Whoosh."""
    storage = RamStorage()
    segments = []
    for part in filter(None, shelf.parts):
        segment = ColumnarSegment("MAIN")
        with storage.create_file(segment.filename) as file:
            write_segment(file, segment_arrays(part))
        segment.set_doc_count(len(part))
        for number, piece in enumerate(part):
            if piece.key in shelf.deleted:
                segment.delete_document(number)
        segments.append(segment)
    TOC(article_schema(), segments, 1).write(storage, "MAIN")
    return storage.open_index()


def whoosh_finds(shelf: Shelf, asked: query.Query) -> set[str]:
    with whoosh_index(shelf).searcher() as searcher:
        keys = [piece.key for part in shelf.parts for piece in part]
        return {keys[number] for number in searcher.docs_for_query(asked)}


def test_whoosh_leaves_out_the_first_article_of_a_word_that_an_earlier_one_has_too() -> None:
    shelf = Shelf([[Piece("a.md", text="tide"), Piece("b.md", text="tide tidal")]], frozenset())
    node = And((Word("tidal"), Not(Word("tide"))))
    vocabulary = Searcher(shelf.segments(), shelf.languages).vocabulary

    assert whoosh_finds(shelf, compile_query(node, vocabulary)) == set()


@settings(max_examples=80, deadline=None)
@given(shelf=shelves(), node=trees)
def test_whoosh_finds_the_same_articles(shelf: Shelf, node: Node) -> None:
    vocabulary = Searcher(shelf.segments(), shelf.languages).vocabulary

    found = whoosh_finds(shelf, compile_query(node, vocabulary))

    assert found == set(Oracle(shelf.live).search(node))
