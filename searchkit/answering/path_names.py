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

from searchkit.corpus.escaping import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from searchkit.results import CorpusFolder


def names_meant(
    typed: str,
    folders: Sequence[CorpusFolder],
    is_name: Callable[[str], bool],
    names: Callable[[], Iterable[str]],
) -> tuple[str, ...]:
    """Return the names that a path may mean, in order; none if there is no such name.

    What lies in a folder of the corpus is the name that it has there. Where it does
    not, it may still be told by its end: the corpus may have been moved, or only a
    part of a name been typed. A file that is there and lies elsewhere is none of it.

    Args:
        typed: The path.
        folders: The folders of the corpus.
        is_name: Tells whether the corpus has a file or an article of that name.
        names: Gives all such names, if it comes to that.
    """
    absolute = _absolute(typed)
    for name in _names_in(folders, absolute):
        if is_name(name):
            return (name,)
    if os.path.exists(absolute) and any(folder.path.is_dir() for folder in folders):  # noqa: PTH110
        return ()
    parts = PurePath(one_line(absolute)).parts[1:]
    ends = ("/".join(parts[place:]) for place in range(len(parts)))
    longest = next(filter(is_name, ends), None)
    if longest is not None:
        return (longest,)
    shown = [part for part in PurePath(one_line(typed)).parts if part not in {"..", "/"}]
    end = normalize("NFC", f"/{'/'.join(shown)}")
    found = {name for name in names() if normalize("NFC", f"/{name}").endswith(end)}
    return tuple(sorted(found)) if shown else ()


def _names_in(folders: Sequence[CorpusFolder], absolute: str) -> Iterator[str]:
    """Yield what a path is called in the folders that it lies in, links in it followed or not."""
    for path in dict.fromkeys((absolute, os.path.realpath(absolute))):
        for folder in folders:
            if PurePath(path).is_relative_to(folder.path):
                inside = PurePath(path).relative_to(folder.path)
                yield folder.prefix + one_line(inside.as_posix())


def _absolute(typed: str) -> str:
    """Return a path from the top of the system, links in it left alone."""
    try:
        return os.path.abspath(typed)  # noqa: PTH100 - it follows no links
    except FileNotFoundError:  # the folder that the program runs in was removed
        return os.path.normpath(f"/{typed}")
