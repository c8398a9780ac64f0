"""The lines of a stream in blocks, so that a file of any size takes the memory of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.limits import ReadingLimits

_BLOCK = 1 << 20  # bytes of whole lines, about


def line_blocks(stream: Stream, limits: ReadingLimits) -> Iterator[tuple[int, int, bytes]]:
    """Yield blocks of whole lines: which it is, from 0, the number of its first line, the lines.

    Raises:
        ContentError: A line is too long.
    """
    number = 0
    line = 1
    while block := stream.read(_BLOCK):
        if not block.endswith(b"\n"):
            rest = stream.readline(limits.file_size + 1)
            if len(rest) > limits.file_size:
                raise line_too_long(line + block.count(b"\n"), limits)
            block += rest
        yield number, line, block
        number += 1
        line += block.count(b"\n")


def line_too_long(line: int, limits: ReadingLimits) -> ContentError:
    """Return the error of a line, by its number from 1, that is too long."""
    return ContentError(f"line {line}: {limits.passed('file_size', 'has more than {} bytes')}")
