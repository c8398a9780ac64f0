"""What all kinds of archives have in common: members, their names, and their content."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from searchkit.corpus.content_error import ContentError
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchkit.corpus.encoding.utf8_streams import Stream

_PARTS = re.compile(r"[/\\]+")
_DRIVE = re.compile(r"[A-Za-z]:\Z")


class Content(Protocol):
    """Bytes that are read one after another, and how many were."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where there are no more."""

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""

    def tell(self) -> int:
        """Return how many bytes were read."""


class Member(NamedTuple):
    """A file in an archive, or what is none.

    Attributes:
        number: Where it stands in the archive, from 0.
        name: Its name, as the archive has it.
        size: Its size as the archive has it, in bytes, 0 or more.
        open: Opens it; of an archive that is a stream, before the next member is asked for.
        checksum: The CRC-32 of its content as the archive has it; None: it has none.
        kind: What it is instead of a file that can be read, or None.
    """

    number: int
    name: str
    size: int
    open: Callable[[], Content]
    checksum: int | None = None
    kind: str | None = None


class Archive(Protocol):
    """An open archive."""

    def members(self) -> Iterator[Member]:
        """Yield all that lies in it, folders aside, in order; once.

        Raises:
            ContentError: It is damaged.
        """

    def member(self, number: int) -> Member | None:
        """Return one of them; None: it has been passed, or there are fewer.

        Raises:
            ContentError: The archive is damaged.
        """


class Checked:
    """The content of a member, whose errors are ours.

    Args:
        content: The content.
        errors: What its methods raise where the archive is damaged.
        piece: How many bytes are asked for at a time; None: as many as are wanted.
    """

    def __init__(
        self, content: Stream, errors: tuple[type[Exception], ...], *, piece: int | None = None
    ) -> None:
        self._content = content
        self._errors = errors
        self._piece = piece
        self._position = 0

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where there are no more."""
        if self._piece is None:
            return self._checked(self._content.read, size)
        parts: list[bytes] = []
        left = size
        while left and (part := self._checked(self._content.read, min(left, self._piece))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""
        return self._checked(self._content.readline, size)

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._position

    def _checked(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            content = read(size)
        except self._errors as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise ContentError("is damaged in its archive") from error
        self._position += len(content)
        return content


def path_of(name: str) -> str:
    r"""Return the name of a member as a path within its archive, which leads nowhere else.

    >>> path_of("../../2021//./evil.html"), path_of("C:\\saved\\tide.html"), path_of("/abs.html")
    ('2021/evil.html', 'saved/tide.html', 'abs.html')
    """
    parts = [part for part in _PARTS.split(name.replace("\0", "")) if part not in {"", ".", ".."}]
    return "/".join(parts[1:] if parts and _DRIVE.match(parts[0]) else parts)
