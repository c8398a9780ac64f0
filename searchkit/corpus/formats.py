"""One reader for each format, behind one table.

A reader takes the content of a file and its path and yields articles, and an
error for each record that is none. To add a format, name its suffix in
`suffixes` and its reader here.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.article import Article, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.declared import declared_in, plain_names
from searchkit.corpus.decoding import ContentError, decode, gzip_reason, open_bytes, read_bytes
from searchkit.corpus.front_matter import split_front_matter
from searchkit.corpus.json_records import read_json, read_json_lines
from searchkit.corpus.markdown import inline_text, reduce_markdown
from searchkit.corpus.suffixes import FORMATS, Format, is_packed, suffix_of, unpacked
from searchkit.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchkit.corpus.walking import CorpusFile

    Found = Iterator[Article | ContentError]
    Reader = Callable[[Path, str, bool], Found]  # file, path in the corpus, compressed or not


def read(folder: Path, file: CorpusFile) -> Iterator[Article | UnreadableFileError]:
    """Yield the articles of one file, and what is wrong with it or with a record of it.

    Errors are yielded, not raised, so that the rest goes on.

    Args:
        folder: The corpus that the file was listed in.
        file: One of its files.
    """
    reader = _READERS[FORMATS[suffix_of(unpacked(file.name))]]
    packed = is_packed(file.name)
    try:
        for found in reader(Path(folder, file.name), file.path, packed):
            if isinstance(found, Article):
                yield found
            else:
                yield UnreadableFileError(file.path, str(found))
    except ContentError as error:
        yield UnreadableFileError(file.path, str(error))
    except (EOFError, OSError, zlib.error) as error:
        yield UnreadableFileError(file.path, gzip_reason(error))


def _plain_text(file: Path, path: str, packed: bool) -> Found:
    """Yield the article of a text file."""
    yield assemble(decode(read_bytes(file, packed=packed)), key=path, path=path)


def _markdown(file: Path, path: str, packed: bool) -> Found:
    """Yield the article of a Markdown file."""
    fields, rest = split_front_matter(decode(read_bytes(file, packed=packed)))
    plain = plain_names(fields)
    for name in ("title", "headline"):
        if isinstance(title := plain.get(name), str):
            plain[name] = inline_text(title)
    heading, body = reduce_markdown(rest)
    text = f"{heading}\n\n{body}" if heading and body else heading or body
    yield assemble(
        text, key=path, path=path, declared=declared_in(plain), origin=Origin.FRONT_MATTER
    )


def _json(file: Path, path: str, packed: bool) -> Found:
    """Yield the articles of a JSON file."""
    return read_json(read_bytes(file, packed=packed), path)


def _json_lines(file: Path, path: str, packed: bool) -> Found:
    """Yield the articles of a JSON lines file."""
    with open_bytes(file, packed=packed) as stream:
        yield from read_json_lines(stream, path, packed=packed)


_READERS: dict[Format, Reader] = {
    Format.PLAIN_TEXT: _plain_text,
    Format.MARKDOWN: _markdown,
    Format.JSON: _json,
    Format.JSON_LINES: _json_lines,
}
