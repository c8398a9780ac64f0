"""The query language for those who search an index with Whoosh itself.

The compiled query finds what searchkit would find in the same commit. What Whoosh alone has
can then be used: its scorers, facets, collectors, and queries of its own beside ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh.query import Term

from searchkit.local.searching.meanings.vocabulary import Vocabulary
from searchkit.local.searching.segments import Segment
from searchkit.local.whoosh.codec import open_arrays
from searchkit.local.whoosh.compiling import compile_query
from searchkit.query import parse

if TYPE_CHECKING:
    from whoosh.query import Query

    from searchkit.query import Node


def whoosh_query(asked: str | Node, searcher: Any) -> Query:
    """Return a query of Whoosh that finds the articles which searchkit finds.

    Args:
        asked: A text in the query language, or a tree.
        searcher: Whoosh's searcher over an index of searchkit, which will be asked. What a
            word means depends on the words of the index, so the query is for this searcher.

    Raises:
        QueryError: The query cannot be understood.
    """
    segments = [
        Segment(open_arrays(reader.storage(), reader.segment()), reader.segment().deleted_array())
        for reader, _ in searcher.reader().leaf_readers()
    ]
    counts = {
        code: sum(1 for _ in searcher.docs_for_query(Term("language", code)))
        for code in map(bytes.decode, searcher.lexicon("language"))
    }
    spoken = sorted(filter(counts.__getitem__, counts), key=counts.__getitem__, reverse=True)
    node = parse(asked).node if isinstance(asked, str) else asked
    return compile_query(node, Vocabulary(segments, {code: counts[code] for code in spoken}))
