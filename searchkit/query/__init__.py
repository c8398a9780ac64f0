"""What was typed -> a small tree of frozen nodes, plus notes on how it was read.

`nodes` is the tree, `parsing` makes it from text, `dates` reads the dates in it,
in the zone that `timezones` names, and `filters` turns the options
beside the query (sources, dates, order) into what searching applies. Nothing here
knows of an index: the same tree can be run by any engine.
"""

from searchkit.query.dates import DateSpan, read_dates, read_period
from searchkit.query.filters import SORTS, Filters, Sort, make_filters
from searchkit.query.nodes import And, Every, Leaf, Node, Or, Phrase, Word, leaves
from searchkit.query.parsing import MAX_QUERY_LENGTH, ParsedQuery, parse
from searchkit.query.timezones import read_timezone

__all__ = [
    "MAX_QUERY_LENGTH",
    "SORTS",
    "And",
    "DateSpan",
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
    "read_dates",
    "read_period",
    "read_timezone",
]
