"""What `@NAME` in a query finds: the query and the filters of a saved search, as one tree.

Dates are read when the query is, so ``30d`` means the day of the search. They are in the time
zone of the saved search, or where it has none in that of the search that names it.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from searchkit.errors import ArgumentError, QueryError, SavedSearchError
from searchkit.nearest_names import nearest_name
from searchkit.query import ParsedQuery, make_filters, parse, read_timezone
from searchkit.query.saved_names import name_key
from searchkit.query.trees import filtered
from searchkit.saved.search_references import check_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, tzinfo

    from searchkit.limits import Limits
    from searchkit.results.saved_searches import SavedSearch


class QueriesByName:
    """Reads the saved searches that one query names; see :mod:`searchkit.query.saved_names`.

    Args:
        load: Returns the saved searches by the keys of their names; called once, if at all.
        language: The language whose very common words are left out, or None.
        strict: Whether to refuse what has no reading by the letter.
        limits: How large a query may be.
        timezone: Where days begin in the query that names them.
        now: The present; None: what the clock says.
    """

    def __init__(
        self,
        load: Callable[[], Mapping[str, SavedSearch]],
        *,
        language: str | None,
        strict: bool,
        limits: Limits,
        timezone: tzinfo,
        now: datetime | None = None,
    ) -> None:
        self._load = load
        self._language = language
        self._strict = strict
        self._limits = limits
        self._timezone = timezone
        self._now = now
        self._path: list[
            str
        ] = []  # names of those that are being read, each named by the one before
        self._known: dict[str, ParsedQuery] = {}

    @cached_property
    def _searches(self) -> Mapping[str, SavedSearch]:
        return self._load()

    def read(self, name: str) -> ParsedQuery | None:
        """Return what a saved search finds, its filters included; None if none has the name.

        Raises:
            SavedSearchError: It cannot be used as it is.
            QueryError: Reading is strict, and its query needs guessing.
        """
        key = name_key(name)
        search = self._searches.get(key)
        if search is None:
            return None
        if key not in self._known:
            check_path([*self._path, search.name])
            self._path.append(search.name)
            self._known[key] = self._read(search)
            self._path.pop()
        return self._known[key]

    def nearest(self, name: str) -> str | None:
        """Return the name of the saved search that may have been meant, or None."""
        near = nearest_name(name_key(name), self._searches)
        return self._searches[near].name if near else None

    def _read(self, search: SavedSearch) -> ParsedQuery:
        try:
            zone = read_timezone(search.timezone) if search.timezone else self._timezone
            parsed = parse(
                search.query,
                language=self._language,
                strict=self._strict,
                now=self._now,
                timezone=zone,
                limits=self._limits,
                saved=self,
            )
            filters = make_filters(
                source=search.source or None,
                since=search.since,
                until=search.until,
                undated=search.undated,
                timezone=zone,
                now=self._now,
            )
        except ArgumentError as error:
            message = f"The saved search {search.name} cannot be used: {error}"
            raise SavedSearchError(message, name=search.name) from error
        except QueryError as error:
            message = f"In the saved search {search.name}: {error}"
            raise QueryError(
                message, query=error.query, position=error.position, end=error.end
            ) from None
        return parsed.replace(
            node=filtered(parsed.node, filters), notes=(*parsed.notes, *filters.notes)
        )
