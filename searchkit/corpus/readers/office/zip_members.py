"""The members of a file that is a ZIP archive, each read in parts and counted.

What an archive says of the size of a member is not believed. Nothing is unpacked to disk.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote

from searchkit.corpus.content_error import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.corpus.open_file import OpenFile

_PART = 1 << 16  # bytes
_SMALL = 1 << 24  # bytes that any file may unpack to, however small it is itself
_OLD_OFFICE = (
    b"\xd0\xcf\x11\xe0"  # what a file of Word before 2007 begins with, or an encrypted one
)
_IS_ENCRYPTED = 0x1  # a flag of a member


class ZipMembers:
    """The members of an open file.

    Args:
        file: The file.
        kind: What the file is called in messages: `a DOCX file`.

    Raises:
        ContentError: It is no archive; by the methods: it is damaged, encrypted or too large.
    """

    def __init__(self, file: OpenFile, kind: str) -> None:
        content = file.whole()
        self.kind = kind
        self.limits = file.limits
        self._left = min(
            max(_SMALL, file.limits.inflation * len(content)), 4 * file.limits.file_size
        )
        if content.startswith(_OLD_OFFICE):
            raise ContentError(f"is not {kind}, but encrypted or of an older format")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            how = "a damaged or truncated one" if content.startswith(b"PK") else "something else"
            raise ContentError(f"is not {kind}, but {how}") from error
        self._names = {info.filename: info for info in self._archive.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def parts(self, name: str) -> Iterator[bytes]:
        """Yield the content of a member in parts; nothing if there is none of that name."""
        info = self._names.get(name)
        if info is None:
            return
        if info.flag_bits & _IS_ENCRYPTED:
            raise ContentError("is encrypted and needs a password")
        try:
            with self._archive.open(info) as stream:
                while part := stream.read(_PART):
                    self._left -= len(part)
                    if self._left < 0:
                        what = "unpacks to more than {} times its size"
                        raise ContentError(self.limits.passed("inflation", what))
                    yield part
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise ContentError(f"is {self.kind} that is damaged") from error
        except (ValueError, RuntimeError) as error:
            raise ContentError(f"is {self.kind} that is damaged") from error

    def whole(self, name: str) -> bytes:
        """Return the content of a member; nothing if there is none of that name."""
        return b"".join(self.parts(name))


def path_within(base: str, address: str) -> str:
    """Return the name of the member that an address in another one leads to, never out of it.

    Args:
        base: The name of the member that has the address.
        address: The address, with or without the part behind `#`.

    >>> path_within("EPUB/content.opf", "text/chapter%201.xhtml#start")
    'EPUB/text/chapter 1.xhtml'
    """
    path = unquote(address.partition("#")[0])
    joined = posixpath.join("/", posixpath.dirname(base), path)
    return posixpath.normpath(joined).lstrip("/") if path else ""
