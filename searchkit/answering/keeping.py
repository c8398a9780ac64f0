"""Searches saved, forgotten and taken over, together with the bookmarks that belong to them.

A bookmark is written before its search and removed after it, so that at whatever moment a process
is killed, a search that is there has the bookmark that it was saved with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.answering.new_hits import found_now
from searchkit.errors import ArgumentError, SavedSearchExistsError
from searchkit.query import read_timezone
from searchkit.query.saved_names import name_key
from searchkit.saved.bookmarks import Bookmarks
from searchkit.saved.searches_file import SearchesFileError, from_file, new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.answering.answers import Answers
    from searchkit.results.saved_searches import SavedSearch

_TURN = "saving"


def save(
    answers: Answers, search: SavedSearch, *, replace: bool, strict: bool, wait: float
) -> None:
    """Save a search, and what it finds now as seen.

    Raises:
        SavedSearchError: There is one of that name, and it is not to be replaced; or saved
            searches would name each other in a circle.
        QueryError: ``strict``, and its query needs guessing.
    """
    with answers.memos.turn(_TURN, wait=wait):
        answers.searches.check_new([search], replace=replace)
        queries = answers.saved_queries(strict=strict, timezone=read_timezone(None), added=[search])
        queries.read(search.name)
        _start(answers, [search])
        answers.searches.save([search], replace=replace)
        _clean(answers)


def forget(answers: Answers, name: str, *, wait: float) -> SavedSearch:
    """Remove a saved search and its bookmarks, and return it.

    Raises:
        SavedSearchError: There is none of that name, or another one names it.
    """
    with answers.memos.turn(_TURN, wait=wait):
        forgotten = answers.searches.forget(name)
        _clean(answers)
    return forgotten


def take_over(
    answers: Answers, data: bytes, *, replace: bool, wait: float
) -> tuple[SavedSearch, ...]:
    """Save the searches of a file, all of them or none, and return those that were not there.

    Raises:
        ArgumentError: The file cannot be read.
        SavedSearchError: There is another search of the same name, and it is not to be
            replaced; or one cannot be used.
    """
    try:
        read = from_file(data)
    except SearchesFileError as error:
        message = f"The file of saved searches cannot be read: {error}. Nothing was changed."
        raise ArgumentError(message, name="searches", value=data) from None
    with answers.memos.turn(_TURN, wait=wait):
        known = answers.searches.all()
        added = tuple(
            search.replace(id=new_id()) for key, search in read.items() if known.get(key) != search
        )
        others = [search.name for search in added if name_key(search.name) in known]
        if others and not replace:
            raise SavedSearchExistsError(others)
        answers.searches.check_new(added, replace=True)
        _start(answers, added)
        answers.searches.save(added, replace=True)
        _clean(answers)
    return added


def _start(answers: Answers, added: Sequence[SavedSearch]) -> None:
    """Keep what each of some searches finds now that are being saved."""
    for search in added:
        Bookmarks(answers.memos).start(search, found_now(answers, search, beside=added))


def _clean(answers: Answers) -> None:
    ids = {search.id for search in answers.searches.all().values()}
    Bookmarks(answers.memos).clean(ids)
