"""JSON lines: an article a line.

They are read in blocks, so that a file of any size takes the memory of its longest line,
and several readers can share a file, each parsing the blocks of its own stripe. What is one
value over several lines, whatever its name says, is read as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.decoding import decode_lines
from searchkit.corpus.encoding.line_blocks import line_blocks, line_too_long
from searchkit.corpus.encoding.utf8_streams import as_utf8
from searchkit.corpus.readers.json_articles import JsonArticles
from searchkit.corpus.readers.json_parsing import is_one_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article, Encoding
    from searchkit.corpus.encoding.recognising import Decoded
    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.corpus.open_file import OpenFile
    from searchkit.limits import ReadingLimits
    from searchkit.notes import Remark

_NOT_TEXT = "is binary, not text"


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of a JSON lines file, and what is wrong with other lines.

    Two records that share an id get different keys only where they are in one stripe.
    """
    articles = JsonArticles(file)
    is_empty = True
    stream, encoding = as_utf8(file.stream(), encoding=file.options.encoding)
    for number, first, block in line_blocks(stream, file.limits):
        if number == 0 and is_one_value(block):
            if file.stripe.has(0):
                yield from articles.of_text(*_whole(block, stream, encoding, file.limits))
            return
        is_empty = is_empty and block.isspace()
        if file.stripe.has(number):
            yield from _of_lines(block.split(b"\n"), first, encoding, articles, file.limits)
        file.block_passed(number, file.content.tell())
    if is_empty:
        raise ContentError("is empty")


def _whole(
    block: bytes, stream: Stream, encoding: Encoding | None, limits: ReadingLimits
) -> Decoded:
    """Return the text of a file that is one value, of which a block was read."""
    content = block + stream.read(limits.file_size)
    if len(content) > limits.file_size:
        raise ContentError(limits.passed("file_size", "has more than {} bytes"))
    decoded = next(decode_lines([content], encoding=encoding))
    if decoded is None:
        raise ContentError(_NOT_TEXT)
    return decoded


def _of_lines(
    lines: list[bytes],
    first: int,
    encoding: Encoding | None,
    articles: JsonArticles,
    limits: ReadingLimits,
) -> Iterator[Article | ContentError]:
    """Yield the articles of some lines, of which that with a number is the first.

    Raises:
        ContentError: A line is too long.
    """
    end = next((n for n, line in enumerate(lines) if len(line) > limits.file_size), len(lines))
    # A file may consist of empty lines by the million, and to decode each would take its time.
    numbers = [number for number, line in enumerate(lines[:end], start=first) if line]
    texts = decode_lines(list(filter(None, lines[:end])), encoding=encoding)
    for number, decoded in zip(numbers, texts, strict=True):
        if decoded is None:
            yield ContentError(f"line {number}: {_NOT_TEXT}")
        else:
            yield from articles.of_line(*decoded, number)
    if end < len(lines):
        raise line_too_long(first + end, limits)
