"""Which name of a corpus a person means by a path.

A path is typed from where the person stands, a file is named from the top of its
corpus. So `corpus/notes/tide.md`, `./tide.md` typed in `corpus/notes`, and the
absolute path of either mean `notes/tide.md`; and `tide.md` means the one file that
is called so, wherever the person stands. Letters with accents are the same whether
they are encoded as one character, as they are typed, or as two, as macOS names files.
"""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING
from unicodedata import normalize

from searchkit.corpus.naming import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def names_meant(
    typed: str, is_name: Callable[[str], bool], names: Callable[[], Iterable[str]]
) -> tuple[str, ...]:
    """Return the names that a path may mean, in order; none if there is no such name.

    Args:
        typed: The path.
        is_name: Tells whether the corpus has a file or an article of that name.
        names: Gives all such names, if it comes to that.
    """
    parts = PurePath(one_line(_absolute(typed))).parts[1:]
    ends = ("/".join(parts[place:]) for place in range(len(parts)))
    longest = next(filter(is_name, ends), None)
    if longest is not None:
        return (longest,)
    shown = [part for part in PurePath(one_line(typed)).parts if part not in {"..", "/"}]
    end = normalize("NFC", f"/{'/'.join(shown)}")
    found = {name for name in names() if normalize("NFC", f"/{name}").endswith(end)}
    return tuple(sorted(found)) if shown else ()


def _absolute(typed: str) -> str:
    """Return a path from the top of the system, links in it left alone."""
    try:
        return os.path.abspath(typed)  # noqa: PTH100 - it follows no links
    except FileNotFoundError:  # the folder that the program runs in was removed
        return os.path.normpath(f"/{typed}")
