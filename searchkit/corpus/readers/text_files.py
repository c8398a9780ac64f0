"""Plain text: an article, or an export of a newspaper archive with many.

A file is an export where at least one part of it has the form of an article of one, not
where a line happens to look like it. What does not have that form keeps its text whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Article, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.escaping import one_line
from searchkit.corpus.readers.export_factiva import read_factiva
from searchkit.corpus.readers.export_nexis import read_nexis
from searchkit.corpus.readers.export_proquest import read_proquest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.article import Encoding
    from searchkit.corpus.facts.declared_facts import Declared
    from searchkit.corpus.open_file import OpenFile
    from searchkit.corpus.readers.export_parts import Exported

_BLANK = 5  # lines, of which one is blank at least where blank lines part paragraphs
_ARCHIVES = (read_nexis, read_factiva, read_proquest)


def read(file: OpenFile) -> Iterator[Article | ContentError]:
    """Yield the article of a text file, or those of an export of an archive."""
    text, encoding = file.text()
    yield from articles_in(file, text, encoding)


def articles_in(
    file: OpenFile,
    text: str,
    encoding: Encoding,
    *,
    lines: str = "",
    declared: Declared | None = None,
    origin: Origin = Origin.NONE,
) -> Iterator[Article | ContentError]:
    """Yield the article that the text of a file is, or those of an export of an archive.

    The only one of a file has its path as its key; of several each has the archive's own
    name of it behind that, or its number.

    Args:
        file: The file.
        text: Its text.
        encoding: How it was read.
        lines: The same text with one line a paragraph, where paragraphs are known. What
            archives export has facts in lines beneath each other, and texts in paragraphs.
        declared: What the file declares; it says nothing of the articles of an export.
        origin: Where it is declared.
    """
    readings = (lines, text) if _has_blank_lines(lines) else (text, lines)
    parts = max(map(parts_of_export, readings), key=_facts)
    if not parts:
        yield assemble(file, text, encoding=encoding, declared=declared, origin=origin)
    given: set[str] = set()
    for number, part in enumerate(parts, start=1):
        name = one_line(part.id) if part.id and part.id not in given else str(number)
        given.add(name)
        key = f"{file.path}#{name}" if len(parts) > 1 else None
        try:
            yield assemble(
                file,
                part.text,
                encoding=encoding,
                key=key,
                declared=part.declared,
                origin=Origin.HEADER,
            )
        except ContentError as error:
            yield ContentError(f"document {number}: {error}")


def _has_blank_lines(lines: str) -> bool:
    """Whether blank lines part paragraphs, and not the space that is set between them."""
    return lines.count("\n\n") * _BLANK >= lines.count("\n") > 0


def _facts(parts: Sequence[Exported]) -> int:
    """Return how many facts are known of the parts of an export."""
    declared = (part.declared for part in parts if part.declared)
    return sum(
        len([fact for fact in (one.title, one.date, one.source, one.authors) if fact])
        for one in declared
    )


def parts_of_export(text: str) -> Sequence[Exported]:
    """Return the articles of an export, and what else is text in it; nothing where it is none."""
    for read_archive in _ARCHIVES:
        parts = list(read_archive(text))
        if any(part.declared for part in parts):
            return parts
    return ()
