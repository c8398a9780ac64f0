"""RTF: a note or a text of a word processor is one article; exports of archives have many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Origin
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.file_properties import stated_authors, stated_title
from searchkit.corpus.readers.office.rtf_text import read_rtf
from searchkit.corpus.readers.text_files import articles_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article
    from searchkit.corpus.open_file import OpenFile

_START = b"{\\rtf"


def read(file: OpenFile) -> Iterator[Article | ContentError]:
    """Yield the article of an RTF file, or those of an export of an archive."""
    content = file.whole().removeprefix(b"\xef\xbb\xbf").lstrip()
    if not content.startswith(_START):
        raise ContentError("is not an RTF file")
    found = read_rtf(content, file.limits)
    declared = Declared(
        title=found.title or stated_title(found.stated.get("title")),
        authors=stated_authors([found.stated.get("author", "")]),
    )
    origin = Origin.HEADING if found.title else Origin.PROPERTIES
    text, lines = found.text, found.lines
    yield from articles_in(file, text, UTF_8, lines=lines, declared=declared, origin=origin)
