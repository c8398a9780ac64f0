"""Searches that are kept under a name."""

from __future__ import annotations

from datetime import datetime

from searchkit.notes import Note
from searchkit.records import Record
from searchkit.results import Hit


class SavedSearch(Record):
    """A query and the filters beside it, kept under a name as they were typed.

    Dates such as ``30d`` mean the day on which it is run.

    Attributes:
        name: What `@NAME` in a query calls it by; case does not matter.
        query: The query; empty: every article.
        source: Outlets, as the filter ``source`` takes them.
        since: The filter, or None.
        until: The filter, or None.
        undated: The filter.
        timezone: The time zone of its dates; None: that of the search that names it.
        saved: When it was saved, in UTC.
        id: 16 digits and letters that no other saving has.
    """

    _not_compared = frozenset({"saved", "id"})

    name: str
    query: str
    source: tuple[str, ...]
    since: str | None
    until: str | None
    undated: bool
    timezone: str | None
    saved: datetime
    id: str


class NewHits(Record):
    """What a saved search finds that it did not find when that was last shown.

    Attributes:
        search: The saved search.
        at: When it was run, in UTC.
        total: How many articles it finds now, exactly: those with all words.
        new: How many of these are new.
        hits: The new ones that are shown, newest first.
        changed: The keys of those of them that were shown before and have changed since.
        notes: What a reader should know.
    """

    search: SavedSearch
    at: datetime
    total: int
    new: int
    hits: tuple[Hit, ...]
    changed: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()
