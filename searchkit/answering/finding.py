"""A query as it was read -> settled for one index, and a page of what it finds there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from searchkit.query.filters import Filters
from searchkit.query.settling import is_open, is_plain, settle

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchkit.engine import Page
    from searchkit.query.filters import Sort
    from searchkit.query.nodes import AllOrSome, Node

_NO_FILTERS = Filters()


class Finds(Protocol):
    """The part of a :class:`searchkit.engine.View` that finds articles."""

    def find(
        self,
        node: Node,
        filters: Filters,
        *,
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 0,
    ) -> Page:
        """Return a page of what a settled query finds."""


class Found(NamedTuple):
    """What was found of a query.

    Attributes:
        node: The query, settled.
        unmet: The parts of it that no article has all of.
        page: The page that was asked for.
    """

    node: Node
    unmet: tuple[AllOrSome, ...]
    page: Page


def find_in(
    view: Finds,
    node: Node,
    filters: Filters = _NO_FILTERS,
    *,
    sort: Sort = "relevance",
    offset: int = 0,
    limit: int = 0,
) -> Found:
    """Settle a query, and return a page of what it finds."""
    page_of: Callable[[Node], Page] = partial(
        view.find, filters=filters, sort=sort, offset=offset, limit=limit
    )
    if not is_open(node):
        return Found(node, (), page_of(node))
    if is_plain(node):  # then an article that is found at all settles it
        settled, _ = settle(node, lambda _: True)
        page = page_of(settled)
        if page.total:
            return Found(settled, (), page)
    settled, unmet = settled_in(view, node)
    return Found(settled, unmet, page_of(settled))


def settled_in(view: Finds, node: Node) -> tuple[Node, tuple[AllOrSome, ...]]:
    """Return a query as an index evaluates it, and what no article has all parts of."""
    return settle(node, lambda part: view.find(part, _NO_FILTERS).total > 0)


def count_in(view: Finds, node: Node, filters: Filters) -> int:
    """Return how many articles a query finds, which need not be settled."""
    return find_in(view, node, filters).page.total
