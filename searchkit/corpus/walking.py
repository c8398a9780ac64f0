"""Which files a folder of articles holds.

The folder is listed without opening a file, so that a corpus of which nothing
has changed costs one look at each folder. Symbolic links inside the corpus are
not followed: they could lead out of it, or round in a circle. Hidden files and
folders, a README and settings at the top, are not articles and are not counted. Nor is an
index that somebody keeps among the articles.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from searchkit.corpus.escaping import one_line
from searchkit.corpus.formats import (
    MissingExtras,
    container_of,
    ending_of,
    format_of,
    is_known,
    why_unknown,
)
from searchkit.corpus.safe_opening import opened_folder
from searchkit.corpus.settings.reading_options import NO_OPTIONS
from searchkit.corpus.settings.settings_file import SETTINGS
from searchkit.errors import CorpusNotFoundError, CorpusUnreadableError, UnreadableFileError
from searchkit.notes import Remark
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from searchkit.corpus.settings.reading_options import ReadingOptions


_PAGES = (".html", ".htm", ".xhtml")
# What browsers call the folder of what belongs to a page, behind its name, in several languages.
_PARTS_OF_PAGES = (
    *("_files", "-Dateien", "_Dateien", "_fichiers", "_archivos", "_arquivos", "_bestanden"),
    *("_file", "-filer", "_filer", "_pliki", "_soubory", ".files"),
)
_SPECIAL = ("not a regular file", "special file")  # the reason, and how it is counted


class Place(NamedTuple):
    """Where a file lies that is in an archive.

    Attributes:
        archive: The path of the archive as the operating system knows it; of several within one
            another, that of the outermost one.
        size: The size of the archive, in bytes.
        mtime_ns: When the archive was last changed, in nanoseconds since 1970.
        numbers: Where the file stands in its archive, behind where that stands in the
            one around it.
    """

    archive: str
    size: int
    mtime_ns: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """One file of a corpus, as it was when the folder was listed.

    Attributes:
        path: What names the file in keys and messages: relative to its folder,
            parted by ``/``, one line of valid Unicode; behind the prefix of that
            folder, if the corpus has several. Two files never share it.
        name: The same relative path as the operating system knows it, for
            opening; it may hold surrogate escapes.
        size: In bytes.
        mtime_ns: When it was last changed, in nanoseconds since 1970; of a file in an archive
            the checksum of its content.
        folder: Which folder of the corpus it lies in, from 0.
        options: What is set for it.
        place: Where it lies, if it is in an archive.
    """

    path: str
    name: str
    size: int
    mtime_ns: int
    folder: int = 0
    options: ReadingOptions = NO_OPTIONS
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class CorpusListing:
    """What a folder of articles holds.

    Attributes:
        files: The files of known formats, sorted by path.
        skipped: How many files were skipped, by kind: their suffix in
            lower case (``.pdf``), ``no suffix``, ``symbolic link``, or
            ``special file`` for pipes, sockets and devices.
        problems: Folders that could not be listed.
        passed_over: Each of them, and files and folders that are not counted, sorted by path.
        unread: Files of known formats that are not read, since the extra that reads them
            is not installed, sorted by path.
        archives: Archives, whose members are not listed yet, sorted by path.
    """

    files: tuple[CorpusFile, ...]
    skipped: Mapping[str, int]
    problems: tuple[UnreadableFileError, ...]
    passed_over: tuple[Remark, ...] = ()
    unread: tuple[CorpusFile, ...] = ()
    archives: tuple[CorpusFile, ...] = ()

    @property
    def missing(self) -> Mapping[str, Mapping[str, int]]:
        """How many files of each suffix are not read, by the extra that is not installed."""
        counts: dict[str, Counter[str]] = {}
        for file in self.unread:
            extra = format_of(file.name).extra or ""
            counts.setdefault(extra, Counter())[ending_of(file.name)] += 1
        return {extra: dict(sorted(counts[extra].items())) for extra in sorted(counts)}


def walk(
    folder: Path, *, is_index: Callable[[Iterable[str]], bool] = lambda _: False
) -> CorpusListing:
    """Return what a folder holds, its subfolders included.

    Args:
        folder: The folder; it may itself be a symbolic link.
        is_index: Whether a folder with such names in it is an index, which is skipped.

    Raises:
        CorpusNotFoundError: There is no such folder.
        CorpusUnreadableError: It cannot be listed.
    """
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        is_folder = False
    except OSError as error:
        raise CorpusUnreadableError(folder, error=error) from error
    if not is_folder:
        raise CorpusNotFoundError(folder)
    walk = _Walk()
    while walk.waiting:
        inside = walk.waiting.pop()
        try:
            with opened_folder(folder, inside) as opened, os.scandir(opened) as entries:
                found = list(entries)
                names = {entry.name for entry in found}
                if is_index(names):
                    walk.skip(inside, "an index")
                    continue
                for entry in found:
                    page = _page_of(entry.name, names)
                    if page and entry.is_dir(follow_symlinks=False):
                        walk.skip(inside + entry.name, f"it belongs to {one_line(page)}")
                    else:
                        walk.sort_out(entry, inside)
        except OSError as error:
            if not inside:
                raise CorpusUnreadableError(folder, error=error) from error
            path = one_line(inside.rstrip("/")) or "."
            reason = f"the folder cannot be listed: {error.strerror or error}"
            walk.problems.append(UnreadableFileError(path, reason))
    return walk.listing()


class _Walk:
    """What was found so far.

    Attributes:
        waiting: The names of folders to list, each ending in a slash but for the corpus itself.
    """

    def __init__(self) -> None:
        self.waiting = [""]
        self.problems: list[UnreadableFileError] = []
        self._files: list[CorpusFile] = []
        self._unread: list[CorpusFile] = []
        self._archives: list[CorpusFile] = []
        self._missing = MissingExtras()
        self._passed_over: list[Remark] = []
        self._counts: Counter[str] = Counter()

    def listing(self) -> CorpusListing:
        """Return all of it, sorted."""
        by_path = attrgetter("path")
        return CorpusListing(
            tuple(sorted(self._files, key=by_path)),
            dict(sorted(self._counts.items())),
            tuple(sorted(self.problems, key=by_path)),
            tuple(sorted(self._passed_over, key=by_path)),
            tuple(sorted(self._unread, key=by_path)),
            tuple(sorted(self._archives, key=by_path)),
        )

    def skip(self, name: str, reason: str, kind: str | None = None) -> None:
        """Take down a file, or a folder, that is skipped, and count it if it is of a kind."""
        self._passed_over.append(Remark(one_line(name), reason))
        if kind:
            self._counts[kind] += 1

    def sort_out(self, entry: os.DirEntry[str], inside: str) -> None:
        """Put one entry of a folder where it belongs."""
        name = inside + entry.name
        if entry.name.startswith("."):
            self.skip(name, "hidden")
        elif not inside and _is_about_the_folder(entry.name):
            self.skip(name, "it describes the folder")
        elif entry.is_symlink():
            self.skip(name, "symbolic links are not followed", "symbolic link")
        elif entry.is_dir(follow_symlinks=False):
            self.waiting.append(f"{name}/")
        elif is_known(name) or container_of(name):
            self._add(name, entry)
        elif not entry.is_file(follow_symlinks=False):
            self.skip(name, *_SPECIAL)
        else:
            self.skip(name, why_unknown(name), one_line(ending_of(name)) or "no suffix")

    def _add(self, name: str, entry: os.DirEntry[str]) -> None:
        """Add what has the name of a file that is read."""
        try:
            facts = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # removed since the folder was opened
        if not stat.S_ISREG(facts.st_mode):
            self.skip(name, *_SPECIAL)
            return
        file = CorpusFile(one_line(name), name, facts.st_size, facts.st_mtime_ns)
        if container_of(name):
            self._archives.append(file)
        elif extra := self._missing.needed_for(name):
            self._unread.append(file)
            self.skip(name, f"needs: pip install 'searchkit[{extra}]'")
        else:
            self._files.append(file)


def _page_of(name: str, beside: AbstractSet[str]) -> str | None:
    """Return the saved page that a folder belongs to: with its pictures, frames and scripts.

    Args:
        name: The name of the folder.
        beside: The names beside it, in the same folder.
    """
    if not name.endswith(_PARTS_OF_PAGES):
        return None  # as nearly all names
    ending = next(filter(name.endswith, _PARTS_OF_PAGES))
    pages = (name.removesuffix(ending) + suffix for suffix in _PAGES)
    return next((page for page in pages if page in beside), None)


def _is_about_the_folder(name: str) -> bool:
    return name == SETTINGS or name.upper().startswith("README")
