"""What lies in an archive: the files of known formats, and how many of each kind are skipped.

Listing reads the directory of a zip archive, and the whole of a tar archive, which has none. A
file is told from one that it was before by its size and the checksum of its content.
"""

from __future__ import annotations

import os
import zlib
from collections import Counter
from typing import TYPE_CHECKING

from searchkit.corpus.containers.members import path_of
from searchkit.corpus.containers.open_archives import opened_archive
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.escaping import one_line
from searchkit.corpus.formats import container_of, ending_of, is_known, why_unknown
from searchkit.corpus.safe_opening import opened_file
from searchkit.corpus.walking import CorpusFile, Place
from searchkit.errors import UnreadableFileError
from searchkit.notes import Remark
from searchkit.records import NamedTuple, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from searchkit.corpus.containers.members import Archive, Member
    from searchkit.limits import ReadingLimits

DEEPEST = 3
"""Archives within one another that are opened."""

_SMALL = 1 << 24  # bytes that any archive may unpack to, however small it is itself
_PIECE = 1 << 18  # bytes


class ArchivedFile(NamedTuple):
    """A file that lies in an archive.

    Attributes:
        path: Its path there, which leads nowhere else; that of an archive around it included.
        size: Its size, as its archive has it, in bytes.
        checksum: The CRC-32 of its content.
        numbers: Where it stands in its archive, behind where that stands in the one around it.
    """

    path: str
    size: int
    checksum: int
    numbers: tuple[int, ...]

    def in_corpus(self, archive: CorpusFile) -> CorpusFile:
        """Return it as a file of the corpus that the outermost archive lies in."""
        return CorpusFile(
            f"{archive.path}/{one_line(self.path)}",
            f"{archive.name}/{self.path}",
            self.size,
            self.checksum,
            archive.folder,
            place=Place(archive.name, archive.size, archive.mtime_ns, self.numbers),
        )


class ArchiveListing(Record):
    """What lies in an archive.

    Attributes:
        files: The files of known formats, in the order in which they are read at best.
        skipped: How many others there are, by kind, as in a listing of a folder.
        passed_over: Each of these, and those that are not counted.
        problems: What could not be read of the archive; the rest was.
    """

    files: tuple[ArchivedFile, ...]
    skipped: Mapping[str, int]
    passed_over: tuple[Remark, ...]
    problems: tuple[UnreadableFileError, ...]


def list_archive(
    folder: Path,
    archive: CorpusFile,
    limits: ReadingLimits,
    *,
    check: Callable[[], None] = lambda: None,
) -> ArchiveListing:
    """Return what lies in an archive of a corpus.

    Args:
        folder: The folder of the corpus that it lies in.
        archive: The archive.
        limits: How much is read at most.
        check: Called again and again. What it raises ends the listing.
    """
    listing = _Listing(archive, limits, check)
    try:
        with opened_file(folder, archive.name) as content:
            size = os.fstat(content.fileno()).st_size
            if not size:
                raise ContentError("is empty")
            listing.left = max(_SMALL, limits.inflation * size)
            opened = opened_archive(content, size, archive.name, limits)
            listing.take_all(opened, "", ())
    except ContentError as error:
        listing.add_problem("", str(error))
    except OSError as error:
        listing.add_problem("", f"cannot be read: {error.strerror or error}")
    return listing.finished()


class _Listing:
    """What was found so far.

    Args:
        archive: The outermost archive.
        limits: How much is read at most.
        check: Called again and again.

    Attributes:
        left: Bytes that may still be unpacked.
    """

    def __init__(
        self, archive: CorpusFile, limits: ReadingLimits, check: Callable[[], None]
    ) -> None:
        self.left = 0
        self._check = check
        self._archive = archive
        self._limits = limits
        self._n_members = 0
        self._files: dict[str, tuple[str, ArchivedFile]] = {}  # by path, with the name as it is
        self._counts: Counter[str] = Counter()
        self._passed_over: list[Remark] = []
        self._problems: list[UnreadableFileError] = []

    def finished(self) -> ArchiveListing:
        """Return all of it."""
        return ArchiveListing(
            tuple(file for _, file in self._files.values()),
            dict(sorted(self._counts.items())),
            tuple(self._passed_over),
            tuple(self._problems),
        )

    def add_problem(self, path: str, reason: str) -> None:
        """Take down what is wrong with a path in the archive; empty: with the archive."""
        self._problems.append(UnreadableFileError(self._path(path), reason))

    def take_all(self, archive: Archive, inside: str, places: tuple[int, ...]) -> None:
        """Take in what lies in an archive.

        Args:
            archive: The archive.
            inside: The path that it has in the outermost one, with a slash; empty: it is that.
            places: Where it and those around it stand in each other.
        """
        for member in archive.members():
            self._check()
            self._n_members += 1
            if self._n_members > self._limits.archive_files:
                what = "has more than {} files"
                raise ContentError(self._limits.passed("archive_files", what))
            path = inside + path_of(member.name)
            try:
                self._take(member, path, (*places, member.number))
            except ContentError as error:
                self.add_problem(path, str(error))

    def _take(self, member: Member, path: str, places: tuple[int, ...]) -> None:
        if any(part.startswith((".", "__MACOSX")) for part in path.split("/")) or not path:
            self._skip(path, "hidden")
        elif member.kind:
            self._skip(path, f"is no file that can be read: {member.kind}", member.kind)
        elif container_of(path):
            self._take_archive(member, path, places)
        elif is_known(path):
            self._take_file(member, path, places)
        else:
            self._skip(path, why_unknown(path), one_line(ending_of(path)) or "no suffix")

    def _take_archive(self, member: Member, path: str, places: tuple[int, ...]) -> None:
        if len(places) >= DEEPEST:
            what = f"lies in {DEEPEST} archives within one another; deeper ones are not opened"
            raise ContentError(what)
        self._count(member.size)
        opened = opened_archive(member.open(), member.size, path, self._limits)
        self.take_all(opened, f"{path}/", places)

    def _take_file(self, member: Member, path: str, places: tuple[int, ...]) -> None:
        self._count(member.size)
        checksum = self._checksum(member) if member.checksum is None else member.checksum
        free = path
        copy = 1
        # An archive to which a newer version was added has both, of which the last counts.
        while free in self._files and self._files[free][0] != member.name:
            copy += 1
            stem, dot, suffix = path.rpartition(".")
            free = f"{stem}~{copy}{dot}{suffix}"
        self._files.pop(free, None)
        found = ArchivedFile(free, member.size, checksum, places)
        self._files[free] = member.name, found

    def _count(self, size: int) -> None:
        """Take in that so many bytes will be unpacked.

        Raises:
            ContentError: These are too many.
        """
        if size > self.left:
            what = "is part of an archive that unpacks to more than {} times its size"
            raise ContentError(self._limits.passed("inflation", what))
        self.left -= size

    def _skip(self, path: str, why: str, kind: str | None = None) -> None:
        self._passed_over.append(Remark(self._path(path), why))
        if kind:
            self._counts[kind] += 1

    def _path(self, path: str) -> str:
        prefix = self._archive.path
        return f"{prefix}/{one_line(path)}" if path else prefix

    def _checksum(self, member: Member) -> int:
        """Return the CRC-32 of the content of a member."""
        content = member.open()
        checksum = 0
        while piece := content.read(_PIECE):
            checksum = zlib.crc32(piece, checksum)
            self._check()
        return checksum
