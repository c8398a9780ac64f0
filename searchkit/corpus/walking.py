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
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from searchkit.corpus.escaping import one_line
from searchkit.corpus.formats import is_known, suffix_of
from searchkit.corpus.safe_opening import opened_folder
from searchkit.corpus.settings.reading_options import NO_OPTIONS
from searchkit.corpus.settings.settings_file import SETTINGS
from searchkit.errors import CorpusNotFoundError, CorpusUnreadableError, UnreadableFileError
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from searchkit.corpus.settings.reading_options import ReadingOptions


_SPECIAL = "not a regular file"


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
        mtime_ns: When it was last changed, in nanoseconds since 1970.
        folder: Which folder of the corpus it lies in, from 0.
        options: What is told of it.
    """

    path: str
    name: str
    size: int
    mtime_ns: int
    folder: int = 0
    options: ReadingOptions = NO_OPTIONS


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder of articles holds.

    Attributes:
        files: The files of known formats, sorted by path.
        skipped: How many files were passed over, by kind: their suffix in
            lower case (``.pdf``), ``no suffix``, ``symbolic link``, or
            ``special file`` for pipes, sockets and devices.
        problems: Folders that could not be listed.
        passed_over: Each of them, and files and folders that are not counted, sorted by path.
    """

    files: tuple[CorpusFile, ...]
    skipped: Mapping[str, int]
    problems: tuple[UnreadableFileError, ...]
    passed_over: tuple[Remark, ...] = ()


def walk(folder: Path, *, is_index: Callable[[Iterable[str]], bool] = lambda _: False) -> Listing:
    """Return what a folder holds, its subfolders included.

    Args:
        folder: The folder; it may itself be a symbolic link.
        is_index: Tells by the names in a folder that it is an index, which is passed over.

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
    files: list[CorpusFile] = []
    skipped = _Skipped()
    problems: list[UnreadableFileError] = []
    waiting = [""]  # names of folders, each ending in a slash but for the corpus itself
    while waiting:
        inside = waiting.pop()
        try:
            with opened_folder(folder, inside) as place, os.scandir(place) as entries:
                found = list(entries)
                if is_index([entry.name for entry in found]):
                    skipped.add(inside, "an index")
                    continue
                for entry in found:
                    _sort_out(entry, inside, files, skipped, waiting)
        except OSError as error:
            if not inside:
                raise CorpusUnreadableError(folder, error=error) from error
            path = one_line(inside.rstrip("/")) or "."
            reason = f"the folder cannot be listed: {error.strerror or error}"
            problems.append(UnreadableFileError(path, reason))
    files.sort(key=lambda file: file.path)
    problems.sort(key=lambda problem: problem.path)
    counts = dict(sorted(skipped.counts.items()))
    skipped.files.sort(key=lambda file: file.path)
    return Listing(tuple(files), counts, tuple(problems), tuple(skipped.files))


@dataclass(frozen=True, slots=True)
class _Skipped:
    """What was passed over so far, and how much of it, by kind, is told in any case."""

    files: list[Remark] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, reason: str, kind: str | None = None) -> None:
        """Take down a file, or a folder, that is passed over."""
        self.files.append(Remark(one_line(name), reason))
        if kind:
            self.counts[kind] += 1


def _sort_out(
    entry: os.DirEntry[str],
    inside: str,
    files: list[CorpusFile],
    skipped: _Skipped,
    waiting: list[str],
) -> None:
    """Put one entry of a folder where it belongs."""
    name = inside + entry.name
    if entry.name.startswith("."):
        skipped.add(name, "hidden")
    elif not inside and _is_about_the_folder(entry.name):
        skipped.add(name, "it describes the folder")
    elif entry.is_symlink():
        skipped.add(name, "symbolic links are not followed", "symbolic link")
    elif entry.is_dir(follow_symlinks=False):
        waiting.append(f"{inside}{entry.name}/")
    elif not is_known(entry.name):
        if entry.is_file(follow_symlinks=False):
            suffix = suffix_of(entry.name)
            why = f"{suffix} files are not read" if suffix else "its name has no suffix"
            skipped.add(name, one_line(why), _kind(entry.name))
        else:
            skipped.add(name, _SPECIAL, "special file")
    else:
        try:
            facts = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return  # removed since the folder was opened
        if stat.S_ISREG(facts.st_mode):
            files.append(CorpusFile(one_line(name), name, facts.st_size, facts.st_mtime_ns))
        else:
            skipped.add(name, _SPECIAL, "special file")


def _is_about_the_folder(name: str) -> bool:
    return name == SETTINGS or name.upper().startswith("README")


def _kind(name: str) -> str:
    """Return how a file of an unknown format is counted."""
    return one_line(suffix_of(name)) or "no suffix"
