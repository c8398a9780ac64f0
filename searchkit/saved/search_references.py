"""Which saved searches name which others in their queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import SavedSearchError
from searchkit.limits import DEFAULT_LIMITS
from searchkit.query import Every, ParsedQuery, parse
from searchkit.query.saved_names import name_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchkit.results.saved_searches import SavedSearch


def named_in(query: str, known: Mapping[str, SavedSearch]) -> list[str]:
    """Return the keys of the saved searches that a query names, in order, each once."""
    recorder = _Recorder(known)
    if "@" in query:
        parse(query, saved=recorder)
    return list(recorder.named)


def users_of(search: SavedSearch, known: Mapping[str, SavedSearch]) -> list[str]:
    """Return the names of the saved searches that name another."""
    key = name_key(search.name)
    return [user.name for user in known.values() if key in named_in(user.query, known)]


def check_references(searches: Mapping[str, SavedSearch]) -> None:
    """Raise if saved searches name each other in a circle, or too deep.

    Raises:
        SavedSearchError: They do.
    """
    named = {key: named_in(search.query, searches) for key, search in searches.items()}
    sound: set[str] = set()  # keys of those from which no circle is reached

    def follow(key: str, path: Sequence[str]) -> None:
        check_path([searches[one].name for one in (*path, key)])
        for following in named[key]:
            if following not in sound:
                follow(following, (*path, key))
        sound.add(key)

    for key in searches:
        if key not in sound:
            follow(key, ())


def check_path(names: Sequence[str]) -> None:
    """Raise if saved searches, of which each names the next, are in a circle or too many.

    Raises:
        SavedSearchError: They are.
    """
    *before, last = names
    keys = list(map(name_key, before))
    if name_key(last) in keys:
        circle = [*before[keys.index(name_key(last)) :], last]
        path = " names ".join(f"@{name}" for name in circle)
        message = f"Saved searches name each other in a circle: {path}. Take one of these out."
        raise SavedSearchError(message, name=last)
    most = DEFAULT_LIMITS.nesting
    if len(names) > most:
        message = f"More than {most} saved searches name one another, from @{names[0]} on."
        raise SavedSearchError(message, name=last)


class _Recorder:
    """Records which saved searches a query names."""

    def __init__(self, known: Mapping[str, SavedSearch]) -> None:
        self._known = known
        self.named: dict[str, None] = {}

    def read(self, name: str) -> ParsedQuery | None:
        """Record a name, if there is a saved search of it."""
        key = name_key(name)
        if key not in self._known:
            return None
        self.named[key] = None
        return ParsedQuery("", Every())

    def nearest(self, name: str) -> str | None:
        """Return nothing: notes are for those who search."""
        del name
        return None
