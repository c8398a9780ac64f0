"""The folders of an update, compared with those that the index is made of.

The folders that are named are the whole corpus. One of them is known if it is the same
folder, however it was written, or if what was recorded of a folder that is not named
lies in it: that one was moved. What is left of the folders recorded would go.

The articles of the first folder have the paths of their files as keys. Those of any
other begin with a name that is its own. So another folder renames nothing, and keys
stay as they are when a folder is moved or the first one is taken out.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.corpus import NO_SETTINGS, CorpusListing, Settings, one_line, read_settings, walk
from searchkit.errors import CorpusOverlapError, UnreadableFileError
from searchkit.notes import Remark
from searchkit.records import Record
from searchkit.results import CorpusFolder
from searchkit.syncing.planning import COARSEST_TIMESTAMP, MILLISECOND
from searchkit.syncing.remembered import owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from searchkit.corpus import CorpusFile
    from searchkit.syncing.remembered import FileStamp

_NEARLY_ALL = 0.9  # of the files recorded, for a folder to be the one that was moved


class NamedFolder(Record):
    """A folder that an update was asked to index.

    Attributes:
        path: The folder: absolute, symbolic links resolved.
        listing: What it holds.
        settings: How its files are to be read.
    """

    path: Path
    listing: CorpusListing
    settings: Settings = NO_SETTINGS


class Recognised(Record):
    """The folders of an update, as far as the index knows them.

    Attributes:
        folders: The folders that were named, as the index is to remember them.
        moved: Where some of them were before, and where they are now.
        left: Folders of the index that were not named.
    """

    folders: tuple[CorpusFolder, ...]
    moved: tuple[tuple[Path, Path], ...]
    left: tuple[CorpusFolder, ...]


def look_at(
    paths: Sequence[Path], *, is_index: Callable[[Iterable[str]], bool]
) -> tuple[NamedFolder, ...]:
    """Return folders as they were named, with what they hold.

    Args:
        paths: The folders.
        is_index: Whether a folder that holds such names is an index, and so no part of
            the corpus.

    Raises:
        CorpusOverlapError: One of them is named twice, or lies in another.
        CorpusNotFoundError: There is no such folder.
        CorpusUnreadableError: One of them cannot be listed.
        CorpusSettingsError: The settings of one cannot be understood.
    """
    resolved = [Path(os.path.realpath(path.expanduser())) for path in paths]
    for number, inner in enumerate(resolved):
        for outer in chain(resolved[:number], resolved[number + 1 :]):
            if inner.is_relative_to(outer) or _is_same(inner, outer):
                raise CorpusOverlapError(inner, inner if _is_same(inner, outer) else outer)
    return tuple(
        NamedFolder(at, walk(path.expanduser(), is_index=is_index), read_settings(at))
        for path, at in zip(paths, resolved, strict=True)
    )


def recognise(
    named: Sequence[NamedFolder],
    recorded: Sequence[CorpusFolder],
    stamps: Mapping[str, FileStamp],
    *,
    by_time: bool = True,
) -> Recognised:
    """Compare the folders that were named with those that an index is made of.

    Args:
        named: The folders that were named.
        recorded: The folders of the index.
        stamps: How the files of these looked when they were read, by path.
        by_time: Whether files that were moved have the time that they had. Copies of them on
            another machine may have another one.
    """
    left = list(recorded)
    known: dict[Path, CorpusFolder] = {}
    moved = []
    for folder in named:
        same = next((one for one in left if _is_same(one.path, folder.path)), None)
        if same:
            left.remove(same)
            known[folder.path] = same.replace(path=folder.path)
    for folder in named:
        if folder.path in known:
            continue
        before = next(
            (
                one
                for one in left
                if _lies_in(folder.listing, _of(one, recorded, stamps), by_time=by_time)
            ),
            None,
        )
        if before:
            left.remove(before)
            moved.append((before.path, folder.path))
            known[folder.path] = before.replace(path=folder.path)
    for folder in named:
        if folder.path not in known:
            known[folder.path] = CorpusFolder(folder.path, _prefix(folder, known.values(), named))
    order = {one.prefix: number for number, one in enumerate(recorded)}
    folders = [known[folder.path] for folder in named]
    folders.sort(key=lambda one: order.get(one.prefix, len(order)))
    return Recognised(tuple(folders), tuple(moved), tuple(left))


def joined(named: Sequence[NamedFolder], folders: Sequence[CorpusFolder]) -> CorpusListing:
    """Return what several folders hold, as one corpus.

    Args:
        named: The folders.
        folders: The same, in the order of the corpus, with the prefixes of their keys.
    """
    listings = {folder.path: folder.listing for folder in named}
    if len(folders) == 1 and not folders[0].prefix:
        return listings[folders[0].path]
    found: dict[str, CorpusFile] = {}
    unread: list[CorpusFile] = []
    archives: list[CorpusFile] = []
    problems = []
    passed_over = []
    skipped: Counter[str] = Counter()
    for number, folder in enumerate(folders):
        listing = listings[folder.path]
        skipped.update(listing.skipped)
        passed_over += [
            Remark(folder.prefix + remark.path, remark.text) for remark in listing.passed_over
        ]
        problems += [
            UnreadableFileError(folder.prefix + problem.path, problem.reason)
            for problem in listing.problems
        ]
        for file in listing.files:
            path = folder.prefix + file.path
            if path in found:
                other = folders[found[path].folder].path / found[path].name
                problems.append(
                    UnreadableFileError(path, f"{other} has this key; give one another name")
                )
            else:
                found[path] = replace(file, path=path, folder=number)
        for group, those in ((unread, listing.unread), (archives, listing.archives)):
            group += [
                replace(file, path=folder.prefix + file.path, folder=number) for file in those
            ]
    problems.sort(key=lambda problem: problem.path)
    files = tuple(found[path] for path in sorted(found))
    return CorpusListing(
        files,
        dict(sorted(skipped.items())),
        tuple(problems),
        tuple(passed_over),
        tuple(sorted(unread, key=lambda file: file.path)),
        tuple(sorted(archives, key=lambda file: file.path)),
    )


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths are of one folder."""
    try:
        return one == other or one.samefile(other)
    except (OSError, ValueError):
        return False


def _of(
    folder: CorpusFolder, recorded: Sequence[CorpusFolder], stamps: Mapping[str, FileStamp]
) -> dict[str, FileStamp]:
    """Return what is recorded of the files of one folder, by path in it."""
    return {
        path[len(folder.prefix) :]: stamp
        for path, stamp in stamps.items()
        if owner(path, recorded) == folder
    }


def _lies_in(listing: CorpusListing, stamps: Mapping[str, FileStamp], *, by_time: bool) -> bool:
    """Whether nearly all of the files that are recorded lie in a folder."""
    n_alike = 0
    for file in (*listing.files, *listing.archives):
        stamp = stamps.get(file.path)
        if stamp and stamp.size == file.size:
            n_alike += not by_time or _is_same_time(stamp.mtime_ns, file.mtime_ns)
    return n_alike > 0 and n_alike >= _NEARLY_ALL * len(stamps)


def _is_same_time(one: int, other: int) -> bool:
    """Whether two times can be one, kept by file systems of which one is coarser."""
    is_one_coarse = (one % MILLISECOND == 0) != (other % MILLISECOND == 0)
    return one == other or (is_one_coarse and abs(one - other) < COARSEST_TIMESTAMP)


def _prefix(
    folder: NamedFolder, known: Iterable[CorpusFolder], named: Sequence[NamedFolder]
) -> str:
    """Return what the keys of a new folder begin with: nothing if it is the first one."""
    taken = {one.prefix for one in known}
    if not taken:
        return ""
    # The first folder may have a folder of the same name in it.
    inside = {file.path.partition("/")[0] for one in named for file in one.listing.files}
    name = one_line(folder.path.name) or "root"
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(f"{one}/" for one in names if f"{one}/" not in taken and one not in inside)
