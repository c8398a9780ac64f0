"""Whether saved searches and bookmarks can be read, and used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import SavedSearchError, SavedSearchesDamagedError
from searchkit.saved.bookmarks import is_bookmark, is_whole
from searchkit.saved.collection import Collection
from searchkit.saved.search_references import check_references

if TYPE_CHECKING:
    from searchkit.engine import Memos


def faults_of_searches(memos: Memos, address: str) -> tuple[str, ...]:
    """Return what is wrong with the saved searches of an index, each fault in words.

    Args:
        memos: Where they are kept.
        address: The address of the index.
    """
    faults = []
    try:
        check_references(Collection(memos, address).all())
    except SavedSearchesDamagedError as error:
        faults.append(f"the saved searches cannot be read: {error.reason}; mend or remove the file")
    except SavedSearchError as error:
        faults.append(f"a saved search cannot be used: {error}")
    faults += [
        f"the bookmark {name} is damaged, so what its search finds is new once more"
        for name in memos.names()
        if is_bookmark(name) and not is_whole(memos.read(name) or b"")
    ]
    return tuple(faults)
