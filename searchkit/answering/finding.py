"""How much a query finds in one index: the articles with all words, or else those with some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from searchkit.engine import Page, View
    from searchkit.query.filters import Filters
    from searchkit.query.nodes import Node


class Counts(NamedTuple):
    """How many articles answer a query.

    Attributes:
        total: How many it finds.
        more: How many others have only some of its words.
        have_all: Whether the first of these have all of its words.
    """

    total: int
    more: int
    have_all: bool


def counted(page: Page, *, some_words: bool = False) -> Counts:
    """Return how many articles answer a query.

    Args:
        page: A page of what it finds.
        some_words: Whether articles with only some of the words count as found.
    """
    if page.total and not some_words:
        return Counts(page.total, page.more, have_all=True)
    return Counts(page.total + page.more, 0, have_all=False)


def count_in(view: View, node: Node, filters: Filters) -> int:
    """Return how many articles answer a query: those with all of its words, or else with some."""
    return counted(view.find(node, filters)).total
