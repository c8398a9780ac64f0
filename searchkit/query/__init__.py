"""What was typed -> a small tree of frozen nodes, plus notes on how it was read.

`nodes` is the tree, `parsing` makes it from text, `filters` turns the options
beside the query (sources, dates, order) into what searching applies. Nothing here
knows of an index: the same tree can be run by any engine.
"""

from searchkit.query.filters import SORTS, Filters, Sort, make_filters
from searchkit.query.nodes import And, Every, Leaf, Node, Or, Phrase, Word, leaves
from searchkit.query.parsing import MAX_QUERY_LENGTH, ParsedQuery, parse

__all__ = [
    "MAX_QUERY_LENGTH",
    "SORTS",
    "And",
    "Every",
    "Filters",
    "Leaf",
    "Node",
    "Or",
    "ParsedQuery",
    "Phrase",
    "Sort",
    "Word",
    "leaves",
    "make_filters",
    "parse",
]
