"""One reader for each format, behind one table.

A reader takes the content of a file and its path and yields articles, and an
error for each record that is none. To add a format, name its suffix in
`suffixes` and its reader here.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.article import Article, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.declared import declared_in, plain_names
from searchkit.corpus.decoding import ContentError, decode, gzip_reason, read_bytes, unpacking
from searchkit.corpus.front_matter import split_front_matter
from searchkit.corpus.json_records import read_json, read_json_lines
from searchkit.corpus.markdown import inline_text, reduce_markdown
from searchkit.corpus.stripes import WHOLE, Stripe
from searchkit.corpus.suffixes import FORMATS, Format, is_packed, suffix_of, unpacked
from searchkit.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchkit.corpus.walking import CorpusFile

    Found = Iterator[Article | ContentError]
    Passed = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """What a reader is to read; see :func:`read`."""

    file: Path
    path: str  # in the corpus
    packed: bool
    stripe: Stripe
    passed: Passed | None

    def content(self) -> bytes:
        return read_bytes(self.file, packed=self.packed)


def read(
    folder: Path, file: CorpusFile, *, stripe: Stripe = WHOLE, passed: Passed | None = None
) -> Iterator[Article | UnreadableFileError]:
    """Yield the articles of one file, and what is wrong with it or with a record of it.

    Errors are yielded, not raised, so that the rest goes on.

    Args:
        folder: The corpus that the file was listed in.
        file: One of its files.
        stripe: Which part of it to read, of a file that can be shared.
        passed: Told from time to time how far the reading has come, in bytes
            of the file as it is stored; not at the end.
    """
    reader = _READERS[FORMATS[suffix_of(unpacked(file.name))]]
    packed = is_packed(file.name)
    task = _Task(Path(folder, file.name), file.path, packed, stripe, passed)
    try:
        for found in reader(task):
            if isinstance(found, Article):
                yield found
            else:
                yield UnreadableFileError(file.path, str(found))
    except ContentError as error:
        yield UnreadableFileError(file.path, str(error))
    except (EOFError, OSError, zlib.error) as error:
        yield UnreadableFileError(file.path, gzip_reason(error))


def _plain_text(task: _Task) -> Found:
    """Yield the article of a text file."""
    yield assemble(decode(task.content()), key=task.path, path=task.path)


def _markdown(task: _Task) -> Found:
    """Yield the article of a Markdown file."""
    fields, rest = split_front_matter(decode(task.content()))
    plain = plain_names(fields)
    for name in ("title", "headline"):
        if isinstance(title := plain.get(name), str):
            plain[name] = inline_text(title)
    heading, body = reduce_markdown(rest)
    text = f"{heading}\n\n{body}" if heading and body else heading or body
    declared = declared_in(plain)
    yield assemble(
        text, key=task.path, path=task.path, declared=declared, origin=Origin.FRONT_MATTER
    )


def _json(task: _Task) -> Found:
    """Yield the articles of a JSON file."""
    return read_json(task.content(), task.path)


def _json_lines(task: _Task) -> Found:
    """Yield the articles of a JSON lines file."""
    with task.file.open("rb") as file:
        stream = unpacking(file) if task.packed else file

        def passed() -> None:
            if task.passed:
                task.passed(file.tell())

        yield from read_json_lines(
            stream, task.path, packed=task.packed, stripe=task.stripe, passed=passed
        )


_READERS: dict[Format, Callable[[_Task], Found]] = {
    Format.PLAIN_TEXT: _plain_text,
    Format.MARKDOWN: _markdown,
    Format.JSON: _json,
    Format.JSON_LINES: _json_lines,
}
