"""A corpus with the files that lie in its archives.

An archive that looks as it did is not opened: what lay in it is remembered.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from searchkit.corpus import CorpusListing, list_archive
from searchkit.corpus.formats import MissingExtras
from searchkit.errors import UnreadableFileError, UpdateStoppedError
from searchkit.syncing.remembered import ArchiveRead, FileStamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from searchkit.corpus import ArchiveListing, CorpusFile
    from searchkit.syncing.update_options import UpdateOptions

    _Placed = tuple[str, tuple[int, ...], CorpusFile]


def with_members(
    listing: CorpusListing,
    remembered: Mapping[str, ArchiveRead],
    folders: Sequence[Path],
    options: UpdateOptions,
) -> tuple[CorpusListing, Mapping[str, ArchiveRead]]:
    """Return what a corpus holds with the members of its archives, and what to remember of these.

    Args:
        listing: What its folders hold.
        remembered: What lay in archives, by their paths.
        folders: The folders, by their numbers.
        options: How much is read at most, and whether to stop.

    Raises:
        UpdateStoppedError: It was stopped.
    """
    if not listing.archives:
        return listing, {}
    opened = _Opened(listing)

    def check() -> None:
        if options.stop and options.stop():
            raise UpdateStoppedError(None)

    for archive in listing.archives:
        stamp = FileStamp(archive.size, archive.mtime_ns)
        known = remembered.get(archive.path)
        if known is None or known.stamp != stamp:
            found = list_archive(folders[archive.folder], archive, options.limits, check=check)
            opened.add(found)
            known = ArchiveRead(stamp, found.files, found.skipped)
        opened.take(archive, known)
    return opened.listing(), opened.archives


class _Opened:
    """A listing to which archives are added.

    Args:
        listing: What lies in folders.

    Attributes:
        archives: What is to be remembered of archives.
    """

    def __init__(self, listing: CorpusListing) -> None:
        self.archives: dict[str, ArchiveRead] = {}
        self._listing = listing
        self._missing = MissingExtras()
        self._taken = {file.path for file in listing.files}
        # In the order of the paths, but those of an archive as they lie there.
        self._files: list[_Placed] = [(file.path, (), file) for file in listing.files]
        self._unread = list(listing.unread)
        self._skipped = Counter(listing.skipped)
        self._problems = list(listing.problems)
        self._passed_over = list(listing.passed_over)

    def add(self, found: ArchiveListing) -> None:
        """Add what was met in an archive that was opened."""
        self._problems += found.problems
        self._passed_over += found.passed_over

    def take(self, archive: CorpusFile, known: ArchiveRead) -> None:
        """Add what lies in an archive."""
        if not any(f"{one.path}/".startswith(f"{archive.path}/") for one in self._problems):
            self.archives[archive.path] = known
        self._skipped.update(known.skipped)
        for one in known.files:
            file = one.in_corpus(archive)
            if file.path in self._taken:  # a folder may have the name of an archive
                reason = "another file has this path; give one another name"
                self._problems.append(UnreadableFileError(file.path, reason))
                continue
            self._taken.add(file.path)
            if self._missing.needed_for(file.name):
                self._unread.append(file)
            else:
                self._files.append((archive.path, one.numbers, file))

    def listing(self) -> CorpusListing:
        """Return all of it."""
        by_path = attrgetter("path")
        self._files.sort(key=itemgetter(0, 1))
        return replace(
            self._listing,
            files=tuple(file for _, _, file in self._files),
            skipped=dict(sorted(self._skipped.items())),
            problems=tuple(sorted(self._problems, key=by_path)),
            passed_over=tuple(self._passed_over),
            unread=tuple(sorted(self._unread, key=by_path)),
        )
