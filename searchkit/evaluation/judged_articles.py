"""The articles that judgments name -> their keys.

A collection of judgments calls an article by the id that it has in its own file, and an index
by a key: the path of the file and, where that holds several articles, ``#`` and the id. So a
judgment may name an article by its key, or by what follows a ``#`` in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import ArticleAmbiguousError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAMED = 5  # keys in an error


def keys_of(names: Iterable[str], keys: Iterable[str]) -> dict[str, str]:
    """Return the key of each article that is named; names of no article are left out.

    A name that is a key means that article, whatever other keys end in it.

    Args:
        names: What judgments call articles.
        keys: The keys of all articles of an index.

    Raises:
        ArticleAmbiguousError: A name is no key, and several keys end in it.

    >>> keys_of(["1", "2", "b.txt"], ["a.jsonl#1", "b.txt", "c.txt"])
    {'1': 'a.jsonl#1', 'b.txt': 'b.txt'}
    """
    meant: dict[str, list[str]] = {name: [] for name in names}
    exact: set[str] = set()
    for key in keys:
        if key in meant:
            exact.add(key)
        for end in _ends(key):
            if end in meant:
                meant[end].append(key)
    found = {}
    for name, candidates in meant.items():
        if name in exact:
            found[name] = name
        elif len(candidates) > 1:
            raise ArticleAmbiguousError(name, keys=candidates[:_NAMED], count=len(candidates))
        elif candidates:
            found[name] = candidates[0]
    return found


def _ends(key: str) -> Iterator[str]:
    """Yield what follows each ``#`` of a key: an id may have one, and so may the name of a file."""
    while "#" in key:
        key = key.partition("#")[2]
        yield key
