"""The saved searches of an index: read, saved, forgotten, taken over from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import (
    SavedSearchError,
    SavedSearchesDamagedError,
    SavedSearchExistsError,
)
from searchkit.nearest_names import nearest_name
from searchkit.query.saved_names import name_key
from searchkit.saved.search_references import check_references, users_of
from searchkit.saved.searches_file import SearchesFileError, from_file, to_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from searchkit.engine import Memos
    from searchkit.results.saved_searches import SavedSearch

MEMO = "searches.json"

_Searches = dict[str, "SavedSearch"]


class Collection:
    """The saved searches of an index, read when they are asked for.

    Args:
        memos: Where they are kept.
        address: The address of the index, for errors.
    """

    def __init__(self, memos: Memos, address: str) -> None:
        self._memos = memos
        self._address = address

    def all(self) -> Mapping[str, SavedSearch]:
        """Return the saved searches by the keys of their names, in order of these.

        Raises:
            SavedSearchesDamagedError: They cannot be read.
        """
        return self._read(self._memos.read(MEMO))

    def get(self, name: str) -> SavedSearch:
        """Return a saved search.

        Raises:
            SavedSearchError: There is none of that name.
        """
        return _found(self.all(), name)

    def chosen(self, names: Iterable[str]) -> list[SavedSearch]:
        """Return the saved searches of some names, each once; without names, all.

        Raises:
            SavedSearchError: There is none of one of these names.
        """
        known = self.all()
        keys = dict.fromkeys(name_key(_found(known, name).name) for name in names)
        return [known[key] for key in keys or known]

    def check_new(self, added: Iterable[SavedSearch], *, replace: bool) -> None:
        """Raise if searches cannot be saved.

        Raises:
            SavedSearchError: There is one of that name, and it is not to be replaced; or
                searches would name each other in a circle.
        """
        _with(self.all(), added, replace=replace)

    def save(self, searches: Iterable[SavedSearch], *, replace: bool) -> None:
        """Save searches, all of them or none.

        Raises:
            SavedSearchError: As for :meth:`check_new`.
        """
        added = list(searches)
        self._change(lambda known: _with(known, added, replace=replace))

    def forget(self, name: str) -> SavedSearch:
        """Remove a saved search, and return it.

        Raises:
            SavedSearchError: There is none of that name, or another one names it.
        """
        forgotten: list[SavedSearch] = []

        def without(known: _Searches) -> _Searches:
            search = _found(known, name)
            users = users_of(search, known)
            if users:
                listed = ", ".join(users)
                message = f"The saved search {search.name} is named by {listed}. Change that first."
                raise SavedSearchError(message, name=search.name)
            forgotten.append(search)
            return {key: one for key, one in known.items() if one is not search}

        self._change(without)
        return forgotten[-1]

    def _change(self, change: Callable[[_Searches], _Searches]) -> None:
        """Replace what is kept, after whatever others have changed meanwhile."""
        while True:
            before = self._memos.read(MEMO)
            changed = to_file(change(self._read(before)).values())
            if changed == before or self._memos.replace(MEMO, changed, instead_of=before):
                return

    def _read(self, content: bytes | None) -> _Searches:
        if content is None:
            return {}
        try:
            return dict(sorted(from_file(content).items()))
        except SearchesFileError as error:
            reason = f"in {MEMO}, {error}"
            raise SavedSearchesDamagedError(self._address, reason=reason) from None


def _with(
    known: Mapping[str, SavedSearch], added: Iterable[SavedSearch], *, replace: bool
) -> _Searches:
    """Return searches with others added."""
    searches = dict(known)
    for search in added:
        key = name_key(search.name)
        if key in known and not replace:
            raise SavedSearchExistsError([known[key].name])
        searches[key] = search
    check_references(searches)
    return searches


def _found(searches: Mapping[str, SavedSearch], name: str) -> SavedSearch:
    search = searches.get(name_key(name))
    if search is not None:
        return search
    if not searches:
        meant = "No search is saved."
    else:
        near = nearest_name(name_key(name), searches)
        names = ", ".join(search.name for search in searches.values())
        meant = f"Did you mean {searches[near].name}?" if near else f"There are: {names}."
    raise SavedSearchError(f"There is no saved search {name}. {meant}", name=name)
