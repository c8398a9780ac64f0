"""Articles in JSON: one object, a list of them, or an object a line.

A file of one object is one article and has the file's path as its key. A file
that holds several is a container: its articles are named by their own ids, or
by their numbers from 1. JSON lines are read in blocks, so that a file of any
size takes the memory of its longest line, and several readers can share a file,
each parsing the blocks of its own stripe.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Article, Encoding, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.declared import declared_in, id_in, plain_names, text_in
from searchkit.corpus.decoding import ContentError, Decoded, decode
from searchkit.corpus.naming import one_line
from searchkit.corpus.options import UNTOLD, ReadingOptions
from searchkit.corpus.stripes import WHOLE, Stripe
from searchkit.limits import USUAL, ReadingLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchkit.corpus.decoding import Stream

_BLOCK = 1 << 20  # bytes of whole lines, about


def read_json(
    content: bytes,
    path: str,
    *,
    limits: ReadingLimits = USUAL,
    options: ReadingOptions = UNTOLD,
) -> Iterator[Article | ContentError]:
    """Yield the articles of a JSON file, and what is wrong with others.

    Args:
        content: The file, unpacked.
        path: Its path in the corpus.
        limits: How much is read at most.
        options: What is told of the file.

    Raises:
        ContentError: The file is not JSON, or has no place for articles.
    """
    read = decode(content, encoding=options.encoding)
    parsed = _parse(read.text, limits)
    if isinstance(parsed, Mapping):
        fields = plain_names(parsed)
        records = None if text_in(fields) else _wrapped(parsed)
        if records is None:
            yield _article(parsed, key=path, path=path, encoding=read.encoding, limits=limits)
            return
        parsed = records
    if not isinstance(parsed, list):
        raise ContentError("is not an article: an object with a text, or a list of such, is needed")
    if not parsed:
        raise ContentError("has no articles in it")
    keys = _Keys(path)
    for number, record in enumerate(parsed, start=1):
        try:
            yield _record(record, number, keys, read.encoding, limits)
        except ContentError as error:
            yield ContentError(f"record {number}: {error}")


def read_json_lines(
    stream: Stream,
    path: str,
    *,
    limits: ReadingLimits = USUAL,
    options: ReadingOptions = UNTOLD,
    stripe: Stripe = WHOLE,
    passed: Callable[[int], None] = lambda _: None,
) -> Iterator[Article | ContentError]:
    """Yield the articles of a JSON lines file, and what is wrong with other lines.

    Args:
        stream: The content of the file, unpacked.
        path: Its path in the corpus.
        limits: How much is read at most.
        options: What is told of the file.
        stripe: Which blocks of lines to read; the others are only counted. Two
            records that share an id get different keys only where they stand in
            one stripe.
        passed: Called after each block, read or not, with its number.

    Raises:
        ContentError: The file holds nothing, or a line beyond the limit, or
            unpacks to too much.
        EOFError, OSError, zlib.error: It cannot be unpacked any further.
    """
    keys = _Keys(path)
    found = False
    for number, first, block in _blocks(stream, limits):
        found = found or not block.isspace()
        if stripe.has(number):
            yield from _articles_of_lines(block.split(b"\n"), first, keys, limits, options)
        passed(number)
    if not found:
        raise ContentError("is empty")


def _blocks(stream: Stream, limits: ReadingLimits) -> Iterator[tuple[int, int, bytes]]:
    """Yield runs of whole lines: which it is, from 0, the number of its first line, the lines."""
    number = 0
    line = 1
    while block := stream.read(_BLOCK):
        if not block.endswith(b"\n"):
            rest = stream.readline(limits.file_size + 1)
            if len(rest) > limits.file_size:
                raise _too_long(line + block.count(b"\n"), limits)
            block += rest
        yield number, line, block
        number += 1
        line += block.count(b"\n")


def _articles_of_lines(
    lines: list[bytes], first: int, keys: _Keys, limits: ReadingLimits, options: ReadingOptions
) -> Iterator[Article | ContentError]:
    """Yield the articles of some lines; ``first`` is the number of the first one."""
    for number, line in enumerate(lines, start=first):
        if len(line) > limits.file_size:
            raise _too_long(number, limits)
        if not line or line.isspace():
            continue
        try:
            read = _decoded_line(line, options)
            parsed = _parse(read.text.strip(), limits, one_of_many=True)
            yield _record(parsed, number, keys, read.encoding, limits)
        except ContentError as error:
            yield ContentError(f"line {number}: {error}")


def _too_long(line: int, limits: ReadingLimits) -> ContentError:
    return ContentError(f"line {line}: {limits.passed('file_size', 'has more than {} bytes')}")


class _Keys:
    """The keys of a container's articles, no two alike."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._given: set[str] = set()

    def key(self, record: Mapping[str, object], number: int) -> str:
        """Return a key that no record before this one was given."""
        name = one_line(id_in(record) or str(number))
        unused = name
        copy = 1
        while unused in self._given:
            copy += 1
            unused = f"{name}~{copy}"
        self._given.add(unused)
        return f"{self.path}#{unused}"


def _decoded_line(line: bytes, options: ReadingOptions) -> Decoded:
    """Return the text of a line of JSON; UTF-8 is what nearly every line is."""
    if options.encoding is None:
        try:
            return Decoded(line.decode("utf-8-sig"), UTF_8)
        except UnicodeDecodeError:
            pass
    return decode(line, encoding=options.encoding)


def _parse(text: str, limits: ReadingLimits, *, one_of_many: bool = False) -> object:
    """Return the value of a text in JSON.

    Args:
        text: The text.
        limits: How much is read at most.
        one_of_many: Whether it is one line of a file, whose number is told elsewhere.

    Raises:
        ContentError: It is not JSON, or too much of it.
    """
    most = limits.json_values
    if len(text) > most and sum(map(text.count, ",[{")) > most:
        raise ContentError(limits.passed("json_values", "may hold more than {} values"))
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = "" if one_of_many else f"line {error.lineno} "
        said = error.msg.removesuffix(" at")  # some of them end so, before the place
        raise ContentError(f"is not valid JSON: {said} at {line}column {error.colno}") from error
    except RecursionError as error:
        raise ContentError("is not valid JSON: it is nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise ContentError("is not valid JSON: it has a number that is too long") from error


def _wrapped(parsed: Mapping[str, object]) -> list[object] | None:
    """Return the only list of objects in an object, such as under ``articles``."""
    lists = [
        value
        for value in parsed.values()
        if isinstance(value, list) and value and isinstance(value[0], Mapping)
    ]
    return lists[0] if len(lists) == 1 else None


def _record(
    record: object, number: int, keys: _Keys, encoding: Encoding, limits: ReadingLimits
) -> Article:
    """Return the article of one record of a container."""
    if not isinstance(record, Mapping):
        raise ContentError("is not an object")
    key = keys.key(record, number)
    return _article(record, key=key, path=keys.path, encoding=encoding, limits=limits)


def _article(
    record: Mapping[str, object],
    *,
    key: str,
    path: str,
    encoding: Encoding,
    limits: ReadingLimits,
) -> Article:
    """Return the article that an object holds."""
    fields = plain_names(record)
    text = text_in(fields)
    if text is None:
        raise ContentError("has no text")
    return assemble(
        text,
        key=key,
        path=path,
        declared=declared_in(fields),
        origin=Origin.JSON,
        encoding=encoding,
        limits=limits,
    )
