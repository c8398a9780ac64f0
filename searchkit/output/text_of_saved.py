"""Saved searches for people, each as it could be typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.safe_text import line
from searchkit.output.style import Ink, draw, draw_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.output.style import Style
    from searchkit.results.saved_searches import SavedSearch

_EVERY = "every article"  # in place of an empty query


def searches_as_text(searches: Sequence[SavedSearch], style: Style) -> str:
    """Return the saved searches: of each its name, its query, and a line of its filters."""
    return "".join(f"{row}\n" for search in searches for row in _search(search, style))


def _search(search: SavedSearch, style: Style) -> Iterator[str]:
    yield from draw(f"@{search.name}", style, kind=Ink.HEADING)
    indent = " " * 2
    yield from draw(line(search.query) or _EVERY, style, first=indent, indent=indent)
    filters = [line(one) for one in as_options(search)]
    if filters:
        yield from draw_facts(filters, style, indent=indent)


def as_options(search: SavedSearch) -> list[str]:
    """Return the filters of a saved search as options of the command."""
    import shlex  # late: a search loads this module too

    given = [("--source", name) for name in search.source]
    for option, value in ("--since", search.since), ("--until", search.until):
        given += [(option, value)] if value is not None else []
    options = [f"{option} {shlex.quote(value)}" for option, value in given]
    options += ["--undated"] if search.undated else []
    return options + ([f"--timezone {search.timezone}"] if search.timezone else [])
