"""Zip archives, whose members are found by a directory at the end and opened in any order."""

from __future__ import annotations

import lzma
import os
import stat
import struct
import zipfile
import zlib
from functools import partial
from typing import IO, TYPE_CHECKING

from searchkit.corpus.containers.members import Checked, Content, Member
from searchkit.corpus.content_error import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ERRORS = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OverflowError, OSError,
    LookupError, TypeError, AttributeError, AssertionError,
    EOFError, struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"
_ENCRYPTED = 1  # flags of a member
_IS_UTF_8 = 1 << 11
_PIECE = 1 << 12  # bytes; what these methods unpack at a time does not depend on what is wanted
_ENTRY = 1_000  # bytes of the directory for each member, at most: names are short


class ZipArchive:
    """An open zip archive.

    Args:
        file: The file, which can be read anywhere.
        most: How many members it may have.

    Raises:
        ContentError: It is none, or has more.
    """

    def __init__(self, file: IO[bytes], most: int) -> None:
        try:
            _check_directory(file, most * _ENTRY)
            self._zip = zipfile.ZipFile(file)
        except _ERRORS as error:
            if isinstance(error, OSError) and error.errno not in {None, 22}:
                raise
            raise ContentError("is not a valid zip file") from error

    def members(self) -> Iterator[Member]:
        """Yield all that lies in it, folders aside."""
        for number, info in enumerate(self._zip.infolist()):
            if not info.filename.endswith("/"):  # `is_dir` fails for a name of nothing
                yield self._member(number, info)

    def member(self, number: int) -> Member | None:
        """Return one of them."""
        infos = self._zip.infolist()
        return self._member(number, infos[number]) if number < len(infos) else None

    def _member(self, number: int, info: zipfile.ZipInfo) -> Member:
        kind = None
        if info.flag_bits & _ENCRYPTED:
            kind = "encrypted file"
        elif stat.S_ISLNK(info.external_attr >> 16):
            kind = "symbolic link"
        opened = partial(self._open, info)
        return Member(number, _name(info), info.file_size, opened, info.CRC, kind)

    def _open(self, info: zipfile.ZipInfo) -> Content:
        is_plain = info.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        try:
            content = self._zip.open(info)
        except _ERRORS as error:
            raise ContentError(f"cannot be read from its archive: {error}") from error
        return Checked(content, _ERRORS, piece=None if is_plain else _PIECE)


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member; many programs write UTF-8 without saying so."""
    if info.flag_bits & _IS_UTF_8 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _check_directory(file: IO[bytes], most: int) -> None:
    """Refuse an archive whose directory would take much memory.

    Raises:
        ValueError: It would.
    """
    size = file.seek(0, os.SEEK_END)
    tail_size = min(size, 1 << 17)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at, at_64 = tail.rfind(_END), tail.rfind(_END_64)
    directory = struct.unpack_from("<I", tail, at + 12)[0] if at >= 0 else 0
    if at_64 >= 0:
        directory = max(directory % 0xFFFFFFFF, struct.unpack_from("<Q", tail, at_64 + 40)[0])
    if min(directory, size) > most:
        raise ValueError("a directory of many members")
    file.seek(0)
