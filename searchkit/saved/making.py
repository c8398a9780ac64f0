"""A search to be saved, of what was asked for; dates and names stay as they were typed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from searchkit.arguments import check_kind
from searchkit.errors import ArgumentError
from searchkit.query import make_filters
from searchkit.query.saved_names import NAME_RULE, is_search_name
from searchkit.results.saved_searches import SavedSearch
from searchkit.saved.searches_file import new_id

if TYPE_CHECKING:
    from searchkit.query import FilterOptions


def make_saved_search(name: str, query: str, filters: FilterOptions) -> SavedSearch:
    """Return a search to be saved.

    Args:
        name: Its name.
        query: The query, as text.
        filters: What may be asked of the articles beside it.

    Raises:
        ArgumentError: It cannot have such a name, or a filter cannot be understood.
    """
    check_name("name", name)
    check_kind("query", query, str, "text")
    source = filters.get("source")
    if source is not None and not isinstance(source, str):
        source = filters["source"] = tuple(source)
    make_filters(**filters)
    return SavedSearch(
        name=name,
        query=query,
        source=(source,) if isinstance(source, str) else tuple(source or ()),
        since=_typed(filters.get("since")),
        until=_typed(filters.get("until")),
        undated=filters.get("undated", False),
        timezone=filters.get("timezone"),
        saved=datetime.now(UTC).replace(microsecond=0),
        id=new_id(),
    )


def check_name(argument: str, name: str) -> None:
    """Raise if a saved search, or a recipient of what is new, cannot have a name.

    Raises:
        ArgumentError: It cannot.
    """
    check_kind(argument, name, str, "text")
    if not is_search_name(name):
        message = f"{name!r} cannot be a name. A name has {NAME_RULE}."
        raise ArgumentError(message, name=argument, value=name)


def _typed(value: str | date | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
