"""Tar archives, packed or not, whose members can only be read one after another."""

from __future__ import annotations

import tarfile
from functools import partial
from typing import IO, TYPE_CHECKING, Self, cast

from searchkit.corpus.containers.members import Checked, Content, Member
from searchkit.corpus.content_error import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.corpus.encoding.utf8_streams import Stream

_HEADERS = 1 << 20  # bytes that the headers of a member may have; a name has a few hundred
_DAMAGED = ("InvalidHeaderError", "SubsequentHeaderError", "TruncatedHeaderError")
_ERRORS = (tarfile.TarError, ValueError, OverflowError, EOFError, LookupError, TypeError)


class TarArchive:
    """An open tar archive.

    Args:
        stream: The archive, unpacked.
    """

    def __init__(self, stream: Stream) -> None:
        self._metered = _Metered(stream)
        self._members = self._read()
        self._passed = 0

    def members(self) -> Iterator[Member]:
        """Yield all that lies in it, folders aside."""
        return self._members

    def member(self, number: int) -> Member | None:
        """Return one of them; None: it has been passed."""
        while self._passed <= number:
            member = next(self._members, None)
            if member is None:
                return None
            self._passed = member.number + 1
            if member.number == number:
                return member
        return None

    def _read(self) -> Iterator[Member]:
        self._metered.left = _HEADERS
        try:
            tar = tarfile.open(  # noqa: SIM115 - the file is not its own
                fileobj=cast("IO[bytes]", self._metered), mode="r|", tarinfo=_Header
            )
            number = 0
            while info := tar.next():
                tar.members = []  # type: ignore[attr-defined] # else it keeps them all
                if not info.isdir():
                    self._metered.left = None
                    yield _member(tar, number, info)
                    tar.fileobj.seek(tar.offset)  # reads on to the next
                    self._metered.left = _HEADERS
                number += 1
        except _ERRORS as error:
            raise ContentError("is not a valid tar file, or is damaged") from error


def _member(tar: tarfile.TarFile, number: int, info: tarfile.TarInfo) -> Member:
    kind = None
    if info.issym() or info.islnk():
        kind = "symbolic link" if info.issym() else "hard link"
    elif not info.isreg() or info.issparse():
        kind = "special file"
    return Member(number, info.name, info.size, partial(_open, tar, info), kind=kind)


def _open(tar: tarfile.TarFile, info: tarfile.TarInfo) -> Content:
    content = tar.extractfile(info)
    if content is None:
        raise ContentError("is no file")
    return Checked(cast("Stream", content), _ERRORS)


class _Header(tarfile.TarInfo):
    """The header of a member; one that is damaged is an error, and not the end."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        """Read the next header."""
        try:
            return super().fromtarfile(tarfile)
        except Exception as error:
            if type(error).__name__ in _DAMAGED:
                raise ContentError("is not a valid tar file, or is damaged") from error
            raise


class _Metered:
    """A stream of which only so much is read.

    Args:
        stream: The stream.

    Attributes:
        left: Bytes that may be read; None: any number.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self.left: int | None = None

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where there are no more."""
        content = self._stream.read(size)
        if self.left is not None:
            self.left -= len(content)
            if self.left < 0:
                raise ContentError("has a member with a very long name")
        return content
