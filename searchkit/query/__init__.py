"""What was typed -> a small tree of frozen nodes, plus notes on how it was read.

`nodes` is the tree, `parsing` makes it from text and `unparsing` makes text of it;
`dates` reads the dates in it; `filters` reads the options beside the query (sources,
dates, order). Nothing here knows of an index: any engine can evaluate the same tree.
`docs/query-language.md` describes the language.
"""

from searchkit.limits import DEFAULT_LIMITS, Limits
from searchkit.query.dates.ranges import DateSpan, read_dates, read_period
from searchkit.query.dates.timezones import read_timezone
from searchkit.query.filters import SORTS, FilterOptions, Filters, Sort, make_filters
from searchkit.query.nodes import And, Every, Leaf, Node, Or, Phrase, Word, leaves
from searchkit.query.parsing import ParsedQuery, parse
from searchkit.query.rankings import RANKINGS, Ranking, RankingName, make_ranking
from searchkit.query.unparsing import to_text

QUERY_LANGUAGE = 2
"""The version of the query language; raised when a query would be read otherwise."""

__all__ = [
    "DEFAULT_LIMITS",
    "QUERY_LANGUAGE",
    "RANKINGS",
    "SORTS",
    "And",
    "DateSpan",
    "Every",
    "FilterOptions",
    "Filters",
    "Leaf",
    "Limits",
    "Node",
    "Or",
    "ParsedQuery",
    "Phrase",
    "Ranking",
    "RankingName",
    "Sort",
    "Word",
    "leaves",
    "make_filters",
    "make_ranking",
    "parse",
    "read_dates",
    "read_period",
    "read_timezone",
    "to_text",
]
