"""Articles in JSON: one object, a list of them, or an object a line.

A file of one object is one article and has the file's path as its key. A file
that holds several is a container: its articles are named by their own ids, or
by their numbers from 1. JSON lines are read in blocks, so that a file of any
size takes the memory of its longest line, and several readers can share a file,
each parsing the blocks of its own stripe.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Article, Encoding, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.encoding.decoding import ContentError, decode_lines, decode_raw
from searchkit.corpus.encoding.utf8_streams import InUTF8
from searchkit.corpus.escaping import one_line, quoted_part
from searchkit.corpus.facts.declared_facts import Declared, declared_in, id_in
from searchkit.corpus.facts.field_names import RECORD_LISTS, SUMMARY_NAMES, TEXT_NAMES, plain_name
from searchkit.corpus.readers.json_containers import Looked, containers_in, is_beside_articles
from searchkit.corpus.readers.json_parsing import is_one_value, parse_all, parse_all_of_line
from searchkit.corpus.settings.reading_options import UNTOLD, ReadingOptions
from searchkit.corpus.stripes import WHOLE, Stripe
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from searchkit.corpus.encoding.recognising import Decoded
    from searchkit.corpus.encoding.utf8_streams import Stream

_BLOCK = 1 << 20  # bytes of whole lines, about
_USUAL = ("text", "body", "content")  # of the names of texts, those that most people use
_NAMES_SHOWN = 6  # of the fields of a record without a text
_NAME_SHOWN = 30  # characters of each

_NOTHING = Declared()


def read_json(
    content: bytes,
    path: str,
    *,
    limits: ReadingLimits = DEFAULT_READING_LIMITS,
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
    yield from _read(decode_raw(content, encoding=options.encoding), path, limits)


def _read(read: Decoded, path: str, limits: ReadingLimits) -> Iterator[Article | ContentError]:
    """Yield the articles of a text in JSON, and what is wrong with others."""
    reader = _Reader(path, read.encoding, limits)
    values = parse_all(read.text, limits)
    if isinstance(values, list):
        yield from reader.articles_of_file(values[0].value)
        return
    for number, (value, line) in enumerate(values, start=1):
        place = f"line {line}" if line else f"record {number}"
        if isinstance(value, ContentError):
            yield ContentError(f"{place}: {value}")
        else:
            yield from reader.articles_of_part(value, line or number, place)


def read_json_lines(
    stream: Stream,
    path: str,
    *,
    limits: ReadingLimits = DEFAULT_READING_LIMITS,
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
    reader = _Reader(path, UTF_8, limits)
    found = False
    readable = InUTF8(stream, told=options.encoding)
    for number, first, block in _blocks(readable, limits):
        if number == 0 and is_one_value(block):
            if stripe.has(0):
                content = block + readable.read(limits.file_size)
                if len(content) > limits.file_size:
                    raise ContentError(limits.passed("file_size", "has more than {} bytes"))
                yield from _read(_whole(content, readable.encoding), path, limits)
            return
        found = found or not block.isspace()
        if stripe.has(number):
            lines = block.split(b"\n")
            yield from _articles_of_lines(lines, first, reader, limits, readable.encoding)
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
    lines: list[bytes],
    first: int,
    reader: _Reader,
    limits: ReadingLimits,
    encoding: Encoding | None,
) -> Iterator[Article | ContentError]:
    """Yield the articles of some lines; ``first`` is the number of the first one."""
    sizes = map(len, lines)
    end = next((place for place, size in enumerate(sizes) if size > limits.file_size), len(lines))
    # A file may consist of empty lines by the million, and to decode each would take its time.
    numbers = [number for number, line in enumerate(lines[:end], start=first) if line]
    decoded = decode_lines(list(filter(None, lines[:end])), encoding=encoding)
    for number, read in zip(numbers, decoded, strict=True):
        if read is not None and (not read.text or read.text.isspace()):
            continue
        try:
            if read is None:
                raise ContentError("is binary, not text")
            reader.encoding = read.encoding
            for value in parse_all_of_line(read.text, limits):
                yield from reader.articles_of_part(value, number, f"line {number}")
        except ContentError as error:
            yield ContentError(f"line {number}: {error}")
    if end < len(lines):
        raise _too_long(first + end, limits)


def _whole(content: bytes, encoding: Encoding | None) -> Decoded:
    """Return the text of all of a stream, which is UTF-8 where its encoding is known."""
    read = next(decode_lines([content], encoding=encoding))
    if read is None:
        raise ContentError("is binary, not text")
    return read


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


class _Reader:
    """Makes articles of the values of one file.

    Attributes:
        encoding: How what it is given next was decoded.
    """

    def __init__(self, path: str, encoding: Encoding, limits: ReadingLimits) -> None:
        self.encoding = encoding
        self._path = path
        self._limits = limits
        self._keys = _Keys(path)

    def articles_of_file(self, value: object) -> Iterator[Article | ContentError]:
        """Yield the articles of the only value of a file.

        Raises:
            ContentError: It is no article and holds none.
        """
        if isinstance(value, list):
            if not value:
                raise ContentError("has no articles in it")
            yield from self._records(value, _NOTHING, first=1)
            return
        if not isinstance(value, dict):
            what = "is not an article: an object with a text, or a list of such, is needed"
            raise ContentError(what)
        looked = Looked.at(value)
        containers = containers_in(looked)
        if not containers:
            yield self._article(looked, self._path, _NOTHING)
        number = 1
        for container in containers:
            if len(containers) == 1 and container.alone:
                yield self._article(container.alone, self._path, container.shared)
            else:
                yield from self._records(container.records, container.shared, first=number)
            number += len(container.records)

    def articles_of_part(
        self, value: object, number: int, place: str
    ) -> Iterator[Article | ContentError]:
        """Yield the articles of one of several values.

        Args:
            value: The value.
            number: What names an article in it that has no id.
            place: Where it stands, for errors.
        """
        if isinstance(value, ContentError):
            yield ContentError(f"{place}: {value}")
            return
        if value == []:
            yield ContentError(f"{place}: has no articles in it")
            return
        looked = Looked.at(value) if isinstance(value, dict) else value
        if isinstance(looked, Looked) and (containers := containers_in(looked)):
            records = [
                (record, each.shared)
                for each in containers
                for record in each.records
                if not is_beside_articles(record)
            ]
        elif isinstance(looked, list):
            records = [(record, _NOTHING) for record in looked]
            records = [each for each in records if not is_beside_articles(each[0])] or records
        else:
            records = [(looked, _NOTHING)]
        for record, shared in records:
            try:
                yield self._record(record, number, shared)
            except ContentError as error:
                yield ContentError(f"{place}: {error}")

    def _records(
        self, records: list[object], shared: Declared, *, first: int
    ) -> Iterator[Article | ContentError]:
        """Yield the articles of a list, which are numbered from ``first`` on."""
        is_any = False
        for number, record in enumerate(records, start=first):
            if is_beside_articles(record):
                continue
            is_any = True
            try:
                yield self._record(record, number, shared)
            except ContentError as error:
                yield ContentError(f"record {number}: {error}")
        if not is_any:
            yield ContentError("has no articles in it")

    def _record(self, record: object, number: int, shared: Declared) -> Article:
        """Return the article of one record of a container."""
        if isinstance(record, ContentError):  # where the file is broken
            raise record
        looked = Looked.at(record) if isinstance(record, dict) else record
        if not isinstance(looked, Looked):
            raise ContentError("is not an object")
        return self._article(looked, self._keys.key(looked.record, number), shared)

    def _article(self, looked: Looked, key: str, shared: Declared) -> Article:
        """Return the article that an object holds."""
        text = looked.text or looked.summary
        if text is None:
            raise ContentError(_no_text(looked.record))
        own = declared_in(looked.fields)
        declared = replace(
            own,
            source=own.source or shared.source,
            authors=own.authors or shared.authors,
            language=own.language or shared.language,
        )
        return assemble(
            text,
            key=key,
            path=self._path,
            declared=declared,
            origin=Origin.JSON,
            encoding=self.encoding,
            limits=self._limits,
        )


def _no_text(record: Mapping[str, object]) -> str:
    """Return what is said of a record without a text: what was looked for, what is there."""
    if any(value == [] and plain_name(str(name)) in RECORD_LISTS for name, value in record.items()):
        return "has no articles in it"
    names = [quoted_part(one_line(str(name)), most=_NAME_SHOWN) for name in record]
    if empty := [name for name in names if plain_name(name) in TEXT_NAMES]:
        return f"has no text: nothing to read in {' and '.join(empty[:_NAMES_SHOWN])}"
    if part := [name for name in names if plain_name(name) in SUMMARY_NAMES]:
        return f"has no text: {part[0]} stands for one only beside a title"
    others = len(TEXT_NAMES) - len(_USUAL)
    looked_for = f"looked for {', '.join(_USUAL)} and {others} other names"
    more = len(names) - _NAMES_SHOWN
    there = ", ".join(names[:_NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return f"has no text: {looked_for}, found {f'only {there}' if names else 'no fields at all'}"
