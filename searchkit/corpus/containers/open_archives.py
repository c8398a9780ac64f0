"""Archives held open, so that one member after another is read without beginning again.

A zip archive within another archive is held in memory, since it is read from its end. A tar
archive is read forwards: who asks for its members in order has it read once.
"""

from __future__ import annotations

import io
import os
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Self

from searchkit.corpus.containers.members import path_of
from searchkit.corpus.containers.tar_archives import TarArchive
from searchkit.corpus.containers.zip_archives import ZipArchive
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.formats import container_of
from searchkit.corpus.safe_opening import opened_file
from searchkit.corpus.unpacking import Unpacked, read_whole

if TYPE_CHECKING:
    from pathlib import Path

    from searchkit.corpus.containers.members import Archive, Content, Member
    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.corpus.walking import CorpusFile, Place
    from searchkit.limits import ReadingLimits

_CHANGED = "its archive has changed since it was listed"


class OpenArchives:
    """The archive that was read from last, and those within it; close it at the end.

    Args:
        limits: How much is read at most.
    """

    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._key: tuple[Path, tuple[object, ...]] | None = None
        self._stack = ExitStack()
        self._levels: list[tuple[int, Archive]] = []  # the outermost first; where each lies

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open."""
        self._levels.clear()
        self._key = None
        self._stack.close()

    def open(self, folder: Path, file: CorpusFile) -> Content:
        """Open a file that lies in an archive.

        Args:
            folder: The folder of the corpus that the archive lies in.
            file: The file.

        Raises:
            ContentError: The archive is damaged, or has changed.
            OSError: It cannot be read.
        """
        try:
            return (self._reached(folder, file) or self._reached_again(folder, file)).open()
        except BaseException:
            self.close()
            raise

    def _reached_again(self, folder: Path, file: CorpusFile) -> Member:
        """Begin again with the outermost archive."""
        self.close()
        member = self._reached(folder, file)
        if member is None:
            raise ContentError(_CHANGED)
        return member

    def _reached(self, folder: Path, file: CorpusFile) -> Member | None:
        """Return a member; None: an archive on the way has passed it."""
        assert file.place
        *outer, number = file.place.numbers
        if self._key != (folder, file.place[:3]):
            self.close()
            self._open_outermost(folder, file.place)
            self._key = folder, file.place[:3]
        for depth, place in enumerate(outer, start=1):
            if depth < len(self._levels) and self._levels[depth][0] == place:
                continue
            del self._levels[depth:]
            inner = self._levels[-1][1].member(place)
            if inner is None:
                return None
            archive = opened_archive(inner.open(), inner.size, path_of(inner.name), self._limits)
            self._levels.append((place, archive))
        del self._levels[len(outer) + 1 :]
        return self._levels[-1][1].member(number)

    def _open_outermost(self, folder: Path, place: Place) -> None:
        content = self._stack.enter_context(opened_file(folder, place.archive))
        look = os.fstat(content.fileno())
        if (look.st_size, look.st_mtime_ns) != (place.size, place.mtime_ns):
            raise ContentError(_CHANGED)
        opened = opened_archive(content, place.size, place.archive, self._limits)
        self._levels = [(-1, opened)]


def opened_archive(content: Stream, size: int, name: str, limits: ReadingLimits) -> Archive:
    """Return an archive, opened.

    Args:
        content: The archive as it is stored.
        size: Its size, in bytes.
        name: Its name, which says what kind of archive it is.
        limits: How much is read at most.

    Raises:
        ContentError: It is none.
        OSError: It cannot be read.
    """
    container = container_of(name)
    assert container
    if container.packing:
        content = Unpacked(content, container.packing, size, limits)
    if not container.is_zip:
        return TarArchive(content)
    return ZipArchive(_seekable(content, limits), limits.archive_files)


def _seekable(content: Stream, limits: ReadingLimits) -> IO[bytes]:
    """Return the content of a zip archive as a file that can be read anywhere."""
    if isinstance(content, io.BufferedReader):
        return content
    reason = limits.passed("file_size", "has more than {} bytes")
    return io.BytesIO(read_whole(content, most=limits.file_size, reason=reason))
