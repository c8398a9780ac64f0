"""Tables: a row is an article, and the first row has the names of its fields.

The names are those of JSON, unless a person names the columns in `searchkit.toml`. Files of any
size are read row by row; several readers can share one, each making articles of the rows that
begin in blocks of its own stripe, though all of them read all rows.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Article, Encoding, Origin
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.decoding import decode_lines
from searchkit.corpus.encoding.line_blocks import line_blocks
from searchkit.corpus.encoding.utf8_streams import as_utf8
from searchkit.corpus.facts.declared_facts import id_in
from searchkit.corpus.facts.field_names import SUMMARY_NAMES, TEXT_NAMES, URL_NAMES, plain_name
from searchkit.corpus.formats import packing_of, suffix_of
from searchkit.corpus.readers.json_containers import Looked
from searchkit.corpus.readers.record_articles import article_of_record, looked_for, shown_name
from searchkit.corpus.readers.tabular.dialects import find_dialect, said_delimiter
from searchkit.corpus.readers.tabular.rows import Row, Rows
from searchkit.corpus.settings.settings_file import SETTINGS
from searchkit.notes import Remark
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from searchkit.corpus.open_file import OpenFile

_TRIED = 2_000  # lines by which it is judged what parts the cells
_RECORD_NAMES = {"authors": "author", "summary": "leadparagraph"}  # the names that count first
_SHOWN = 6  # columns in a message
_OF_READING_LISTS = frozenset(("timeadded", "folder", "isarchived", "readingtime"))
_SELECTION = "selection"  # what a reader of Instapaper marked in a page


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of a table, and what is wrong with other rows.

    Raises:
        ContentError: It has no column with a text.
    """
    table = _Table(file)
    yield from table.read()


class _Columns(NamedTuple):
    """The columns of a table.

    Attributes:
        fields: The name of each field, with the place of its column, from 0.
        width: How many there are; None: as many as a row has.
    """

    fields: tuple[tuple[str, int], ...]
    width: int | None


class _Table:
    """Reads one table."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._block = 0  # of the line that was read last
        self._encodings: dict[int, Encoding] = {}  # of blocks with lines that are not UTF-8
        self._set = {_RECORD_NAMES.get(n, n): column for n, column in file.options.columns}

    def read(self) -> Iterator[Article | ContentError | Remark]:
        """Yield the articles, and what is wrong with other rows."""
        lines = self._lines()
        tried = list(islice(lines, _TRIED))
        if not any(map(str.strip, tried)):
            raise ContentError("is empty")
        delimiter = said_delimiter(tried[0])
        if delimiter:
            del tried[0]
        elif suffix_of(self._file.name.removesuffix(packing_of(self._file.name))) == ".tsv":
            delimiter = "\t"
        names = [name for name in self._set.values() if isinstance(name, str)]
        dialect = find_dialect(tried, delimiter=delimiter, names=names)
        longest = self._file.limits.article_size
        rows = Rows(chain(tried, lines), lambda: self._block, dialect, longest=longest)
        yield from self._of_rows(rows.read())

    def _lines(self) -> Iterator[str]:
        """Yield the lines of the file, each with a sign that ends it."""
        stream, encoding = as_utf8(self._file.stream(), encoding=self._file.options.encoding)
        for number, _, block in line_blocks(stream, self._file.limits):
            raw = block.replace(b"\0", b"").removesuffix(b"\n")
            if b"\r" in raw:
                raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b" " if b"\n" in raw else b"\n")
            self._block = number
            for line in self._decoded(raw, encoding):
                yield line + "\n"

    def _decoded(self, raw: bytes, encoding: Encoding | None) -> Iterable[str]:
        """Return the lines of the block that was read last."""
        if encoding is not None:
            self._encodings[self._block] = encoding
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            lines = list(decode_lines(raw.split(b"\n"), encoding=encoding))
            others = [line.encoding for line in lines if line and line.encoding != UTF_8]
            if not others and self._block == 0:
                raise ContentError("is binary, not text") from None
            self._encodings[self._block] = others[0] if others else UTF_8
            return [line.text if line else "" for line in lines]
        return text.split("\n")

    def _of_rows(self, rows: Iterator[Row]) -> Iterator[Article | ContentError | Remark]:
        """Yield the articles of rows, of which the first has the names of columns."""
        columns = self._columns_of(rows)
        block = 0
        without_text = count = 0
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the last is the number of all
            while block < row.block:
                self._pass(block)
                block += 1
            if not self._file.stripe.has(block) or not (
                row.fault or any(map(str.strip, row.cells))
            ):
                continue
            try:
                yield self._article(row, columns)
            except _BookmarkError:
                without_text += 1
            except ContentError as error:
                yield ContentError(f"row {row.number}: {error}")
            if row.is_mended:
                what = "ignored a quotation mark that is not closed"
                yield Remark(self._file.path, f"{what} in row {row.number}")
        self._pass(block)
        if not count:
            yield Remark(self._file.path, "is a table without rows")
        if without_text:
            yield Remark(self._file.path, f"ignored {bookmarks(without_text)}")

    def _pass(self, block: int) -> None:
        self._file.block_passed(block, self._file.content.tell())
        self._encodings.pop(block, None)

    def _columns_of(self, rows: Iterator[Row]) -> _Columns:
        """Return which column has which field, by the names in the first row or as they are set.

        Raises:
            ContentError: None of them may be a text.
        """
        numbers = {name: at - 1 for name, at in self._set.items() if isinstance(at, int)}
        if numbers:
            return _Columns(tuple(numbers.items()), None)
        first = next((row for row in rows if row.fault or any(map(str.strip, row.cells))), None)
        if first is None or first.fault:
            raise ContentError(f"row {first.number}: {first.fault}" if first else "has no names")
        header = [cell.strip().lstrip("\ufeff") for cell in first.cells]
        named = self._named(header)
        plain = {plain_name(name) for name, _ in named}
        if _SELECTION in plain and not plain.isdisjoint(URL_NAMES):
            named = [("text" if plain_name(n) == _SELECTION else n, at) for n, at in named]
        elif plain.isdisjoint((*TEXT_NAMES, *SUMMARY_NAMES)):
            self._has_no_text(rows, header, is_of_links=not plain.isdisjoint(URL_NAMES))
        return _Columns(tuple(named), len(header))

    def _named(self, header: Sequence[str]) -> list[tuple[str, int]]:
        """Return the names and places of columns: those that are set, then those of the table.

        Raises:
            ContentError: There is no column of a name that is set.
        """
        if missing := [str(column) for column in self._set.values() if column not in header]:
            what = f"has no column {shown_name(missing[0])}, which {SETTINGS} names"
            raise ContentError(f"{what}; it has {', '.join(map(shown_name, header[:_SHOWN]))}")
        given = [(name, header.index(str(column))) for name, column in self._set.items()]
        others = [(n, at) for at, n in enumerate(header) if n and plain_name(n) not in self._set]
        return given + others

    def _has_no_text(
        self, rows: Iterator[Row], header: Sequence[str], *, is_of_links: bool
    ) -> None:
        """Raise what is said of a table without a text."""
        if is_of_links:
            count = sum(any(map(str.strip, row.cells)) for row in rows)
            raise ContentError(f"is a list of {bookmarks(count)}")
        cells = next((row.cells for row in rows if row.cells), header)
        column, _ = max(
            zip(header, cells, strict=False), key=lambda both: sum(map(str.isalpha, both[1]))
        )
        example = f'columns = {{ text = "{shown_name(column)}" }}'
        raise ContentError(
            f"has no column with a text: {looked_for(header)}; {SETTINGS} can name one: {example}"
        )

    def _article(self, row: Row, columns: _Columns) -> Article:
        """Return the article that a row is.

        Raises:
            ContentError: It is none.
            _BookmarkError: It is a bookmark without a text.
        """
        if row.fault:
            raise ContentError(row.fault)
        width = columns.width or len(row.cells)
        if any(map(str.strip, row.cells[width:])):
            what = f"has {len(row.cells)} cells, where the table has {width} columns"
            raise ContentError(what)
        record: dict[str, object] = {}
        for name, at in columns.fields:
            if at < len(row.cells):
                record.setdefault(name, row.cells[at])
        looked = Looked.at(record)
        if not looked.has_text and _is_bookmark(record):
            raise _BookmarkError
        id_ = id_in(record)
        # Numbers differ without being remembered, of which there may be millions.
        key = self._file.key(id_, row.number) if id_ else f"{self._file.path}#{row.number}"
        encoding = self._encodings.get(row.block, UTF_8)
        return article_of_record(
            self._file, looked, encoding=encoding, origin=Origin.TABLE, key=key
        )


class _BookmarkError(Exception):
    """A row is the address of a page, without a text."""


def bookmarks(count: int) -> str:
    """Return what is said of so many bookmarks that have no text.

    >>> bookmarks(1)
    '1 bookmark, which has no text'
    """
    return (
        f"{count:,} bookmarks, which have no text"
        if count != 1
        else "1 bookmark, which has no text"
    )


def _is_bookmark(record: Mapping[str, object]) -> bool:
    """Whether the fields of a row are those of a list to read later."""
    plain = set(map(plain_name, record))
    return not plain.isdisjoint(URL_NAMES) and not plain.isdisjoint(_OF_READING_LISTS)
