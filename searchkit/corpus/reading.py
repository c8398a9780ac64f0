"""One reader for each format, behind one table.

A reader takes the content of a file and its path and yields articles, and an
error for each record that is none. To add a format, name its suffix in
`suffixes` and its reader here.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchkit.article import Article, Origin
from searchkit.corpus.assembling import assemble, too_long
from searchkit.corpus.encoding.decoding import ContentError, decode
from searchkit.corpus.encoding.utf8_streams import Unpacked, gzip_reason, read_whole
from searchkit.corpus.escaping import one_line
from searchkit.corpus.facts.declared_facts import declared_in, plain_names
from searchkit.corpus.formats import FORMATS, Format, is_packed, suffix_of, unpacked
from searchkit.corpus.readers.exports import articles_of_export, parts_of_export
from searchkit.corpus.readers.front_matter import split_front_matter
from searchkit.corpus.readers.json_articles import read_json, read_json_lines
from searchkit.corpus.safe_opening import opened_file
from searchkit.corpus.settings.overrides import as_told
from searchkit.corpus.stripes import WHOLE, Stripe
from searchkit.errors import UnreadableFileError
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from searchkit.corpus.encoding.recognising import Decoded
    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.corpus.settings.reading_options import ReadingOptions
    from searchkit.corpus.walking import CorpusFile

    Found = Iterator[Article | ContentError | Remark]
    Passed = Callable[[int, int], None]

_WIDEST = 4  # bytes of a character, in the widest of encodings


@dataclass(frozen=True, slots=True)
class _Task:
    """What a reader is to read; see :func:`read`."""

    file: IO[bytes]
    path: str  # in the corpus
    packed: bool
    stripe: Stripe
    passed: Passed | None
    limits: ReadingLimits
    options: ReadingOptions

    def stream(self) -> Stream:
        """Return the content of the file, unpacked."""
        return Unpacked(self.file, self.limits) if self.packed else self.file

    def content(self) -> bytes:
        """Return the whole of the file, unpacked."""
        reason = self.limits.passed("file_size", "has more than {} bytes")
        return read_whole(self.stream(), most=self.limits.file_size, reason=reason)

    def text(self) -> Decoded:
        """Return the text of a file that is one article."""
        most = self.limits.article_size * _WIDEST
        if most > self.limits.file_size:
            content = self.content()
        else:
            content = read_whole(self.stream(), most=most, reason=too_long(self.limits))
        return decode(content, encoding=self.options.encoding)


def read(
    folder: Path,
    file: CorpusFile,
    *,
    stripe: Stripe = WHOLE,
    passed: Passed | None = None,
    limits: ReadingLimits = DEFAULT_READING_LIMITS,
) -> Iterator[Article | UnreadableFileError | Remark]:
    """Yield the articles of one file, and what is wrong with it or with a record of it.

    What was passed over of an article comes as a remark behind it. Errors are
    yielded, not raised, so that the rest goes on.

    Args:
        folder: The folder that the file was listed in.
        file: One of its files.
        stripe: Which part of it to read, of a file that can be shared.
        passed: Told after each block of a file that can be shared, read or not, which
            it was, and how far the reading has come, in bytes of the file as it is stored.
            What it raises ends the reading.
        limits: How much is read at most.
    """
    reader = _READERS[FORMATS[suffix_of(unpacked(file.name))]]
    packed = is_packed(file.name)
    # What its path says of an article does not hang on whether the corpus has other folders.
    path = one_line(file.name)
    prefix = file.path.removesuffix(path)
    try:
        with opened_file(folder, file.name) as content:
            task = _Task(content, path, packed, stripe, passed, limits, file.options)
            for found in reader(task):
                if isinstance(found, Article):
                    told = as_told(found, file.options)
                    yield told.replace(key=prefix + told.key, path=file.path) if prefix else told
                elif isinstance(found, ContentError):
                    yield UnreadableFileError(file.path, str(found))
                else:
                    yield found.replace(path=file.path) if prefix else found
    except ContentError as error:
        yield UnreadableFileError(file.path, str(error))
    except (EOFError, OSError, zlib.error) as error:
        yield UnreadableFileError(file.path, gzip_reason(error))


def _plain_text(task: _Task) -> Found:
    """Yield the article of a text file, or those of an export of an archive."""
    read = task.text()
    if parts := parts_of_export(read.text):
        yield from articles_of_export(parts, task.path, read, limits=task.limits)
        return
    yield assemble(
        read.text, key=task.path, path=task.path, encoding=read.encoding, limits=task.limits
    )


def _markdown(task: _Task) -> Found:
    """Yield the article of a Markdown file."""
    from searchkit.corpus.markup.markdown import inline_text, reduce_markdown

    read = task.text()
    head = split_front_matter(read.text, limits=task.limits)
    plain = plain_names(head.fields, cells=False)
    for name in ("title", "headline"):
        if isinstance(title := plain.get(name), str):
            plain[name] = inline_text(title)
    heading, body = reduce_markdown(head.text)
    text = f"{heading}\n\n{body}" if heading and body else heading or body
    declared = declared_in(plain)
    yield assemble(
        text,
        key=task.path,
        path=task.path,
        declared=declared,
        origin=Origin.FRONT_MATTER,
        encoding=read.encoding,
        limits=task.limits,
    )
    yield from (Remark(task.path, f"ignored {what}") for what in head.passed_over)


def _json(task: _Task) -> Found:
    """Yield the articles of a JSON file."""
    return read_json(task.content(), task.path, limits=task.limits, options=task.options)


def _json_lines(task: _Task) -> Found:
    """Yield the articles of a JSON lines file."""

    def passed(block: int) -> None:
        if task.passed:
            task.passed(block, task.file.tell())

    return read_json_lines(
        task.stream(),
        task.path,
        limits=task.limits,
        options=task.options,
        stripe=task.stripe,
        passed=passed,
    )


_READERS: dict[Format, Callable[[_Task], Found]] = {
    Format.PLAIN_TEXT: _plain_text,
    Format.MARKDOWN: _markdown,
    Format.JSON: _json,
    Format.JSON_LINES: _json_lines,
}
