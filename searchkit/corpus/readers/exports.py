"""Exports of newspaper archives as text, parted into their articles.

A file is an export where at least one part of it has the form of an article of one, not
where a line happens to look like it. What has not that form keeps its text whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Article, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.encoding.decoding import ContentError
from searchkit.corpus.escaping import one_line
from searchkit.corpus.readers.export_factiva import read_factiva
from searchkit.corpus.readers.export_nexis import read_nexis
from searchkit.corpus.readers.export_proquest import read_proquest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.corpus.encoding.recognising import Decoded
    from searchkit.corpus.readers.export_parts import Exported
    from searchkit.limits import ReadingLimits

_READERS = (read_nexis, read_factiva, read_proquest)


def parts_of_export(text: str) -> Sequence[Exported | str]:
    """Return the articles of an export; none where a text is no export.

    Args:
        text: The text of a file.
    """
    for read in _READERS:
        if found := read(text):
            return found
    return ()


def articles_of_export(
    parts: Sequence[Exported | str], path: str, read: Decoded, *, limits: ReadingLimits
) -> Iterator[Article | ContentError]:
    """Yield the articles of an export, and what is wrong with others.

    The only one of a file has its path as its key; of several each has the archive's own
    name of it behind that, or its number.

    Args:
        parts: What :func:`parts_of_export` found.
        path: The path of the file.
        read: What was read of it.
        limits: How large an article may be.
    """
    given: set[str] = set()
    for number, part in enumerate(parts, start=1):
        name = str(number)
        if not isinstance(part, str) and part.id and part.id not in given:
            name = one_line(part.id)
        given.add(name)
        key = path if len(parts) == 1 else f"{path}#{name}"
        try:
            if isinstance(part, str):
                yield assemble(part, key=key, path=path, encoding=read.encoding, limits=limits)
            else:
                yield assemble(
                    part.text,
                    key=key,
                    path=path,
                    declared=part.declared,
                    origin=Origin.HEADER,
                    encoding=read.encoding,
                    limits=limits,
                )
        except ContentError as error:
            yield ContentError(f"document {number}: {error}")
