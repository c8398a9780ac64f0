"""ODT, the text documents of LibreOffice and others: one article a file, or an export.

What the page shows is read: what was deleted with changes tracked, hidden text, comments and
tables of contents are left out. Footnotes follow the text.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Origin
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.file_properties import stated_authors, stated_title
from searchkit.corpus.facts.language_codes import language_code
from searchkit.corpus.markup.xml_events import TextsOf, parse_xml
from searchkit.corpus.readers.block_text import BlockText
from searchkit.corpus.readers.office.zip_members import ZipMembers
from searchkit.corpus.readers.text_files import articles_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from searchkit.article import Article
    from searchkit.corpus.open_file import OpenFile

_KIND = "an ODT file"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    f"{_SPACE}{name}:1.0": prefix
    for name, prefix in {
        "drawing": "draw",
        "form": "form",
        "office": "office",
        "script": "script",
        "style": "style",
        "svg-compatible": "svg",
        "table": "table",
        "text": "text",
    }.items()
}
_LEFT_OUT = frozenset(
    """
    office:annotation office:event-listeners office:forms office:scripts svg:desc svg:title
    text:alphabetical-index text:illustration-index text:note-citation text:object-index
    text:page-count text:page-number text:ruby-text text:sequence-decls text:table-index
    text:table-of-content text:tracked-changes text:user-index
    """.split()
)
_PARAGRAPHS = ("text:p", "text:h")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_ASIDES = ("draw:text-box", "text:note-body")
_WHITE = re.compile(r"\s+")
_MOST_SPACES = 100  # which one element may mean


def read(file: OpenFile) -> Iterator[Article | ContentError]:
    """Yield the article of an ODT file, or those of an export of an archive."""
    members = ZipMembers(file, _KIND)
    if "content.xml" not in members:
        raise ContentError(f"is not {_KIND}, but something else")
    if b"encryption-data" in members.whole("META-INF/manifest.xml"):
        raise ContentError("is encrypted and needs a password")
    content = _Content(BlockText(file.limits))
    parse_xml(members.parts("content.xml"), content, limits=file.limits, what="ODT")
    stated = TextsOf(("title", "initial-creator", "creator", "language"))
    with suppress(ContentError):
        parse_xml(members.parts("meta.xml"), stated, limits=file.limits, what="ODT")
    declared = Declared(
        title=content.title or stated_title(stated.first("title")),
        # The creator is who changed the file last.
        authors=stated_authors(stated.texts["initial-creator"] or stated.texts["creator"]),
        language=language_code(stated.first("language")),
    )
    origin = Origin.HEADING if content.title else Origin.PROPERTIES
    text, lines = content.text.whole(), content.text.lines()
    yield from articles_in(file, text, UTF_8, lines=lines, declared=declared, origin=origin)


class _Content:
    """Handles the text of a document.

    Attributes:
        text: The text.
        title: The paragraph in the style of a title before all others, which is left out of
            the text; or None.
    """

    def __init__(self, text: BlockText) -> None:
        self.text = text
        self.title: str | None = None
        self._left_out = 0  # elements that are begun and left out, within each other
        self._paragraphs: list[str] = []  # the styles of those that are begun
        self._lists = 0
        self._has_text = False
        self._style = ""  # that is being defined
        self._titles = {"Title"}  # styles of titles
        self._hidden: set[str] = set()  # styles of what is not shown

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        short = _short(name)
        style = _value(attributes, "text style-name")
        if self._left_out or short in _LEFT_OUT or self._is_hidden(short, style, attributes):
            self._left_out += 1
        elif short in _PARAGRAPHS:
            self._paragraphs.append(style)
        elif short == "text:s":
            count = _value(attributes, "text c") or "1"
            self.text.add(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
        elif short == "text:tab":
            self.text.add("\t")
        elif short == "text:line-break":
            self.text.add("\n")
        elif short == "text:list":
            self._lists += 1
        elif short == "table:table":
            self.text.begin_table()
        elif short in _ASIDES:
            self.text.begin_aside()
        elif short == "style:style":
            self._style = _value(attributes, "style name")
            if _value(attributes, "style parent-style-name") == "Title":
                self._titles.add(self._style)
        elif short == "style:text-properties" and _value(attributes, "text display") == "none":
            self._hidden.add(self._style)

    def _is_hidden(self, short: str, style: str, attributes: Mapping[str, str]) -> bool:
        if short == "text:section":
            return _value(attributes, "text display") == "none"
        return bool(style) and style in self._hidden

    def end(self, name: str) -> None:
        short = _short(name)
        if self._left_out:
            self._left_out -= 1
        elif short in _PARAGRAPHS:
            self._end_paragraph(self._paragraphs.pop())
        elif short == "text:list":
            self._lists -= 1
        elif short in _CELLS:
            self.text.end_cell()
        elif short == "table:table-row":
            self.text.end_row()
        elif short == "table:table":
            self.text.end_table()
        elif short in _ASIDES:
            self.text.end_aside(is_note=short == "text:note-body")

    def _end_paragraph(self, style: str) -> None:
        if style in self._titles and not self._has_text and self.title is None:
            self.title = " ".join(self.text.drop_paragraph().split()) or None
        elif self.text.end_paragraph(is_item=self._lists > 0):
            self._has_text = True

    def characters(self, text: str) -> None:
        if self._paragraphs and not self._left_out:
            # Line ends are elements; those in the file are white space as any.
            self.text.add(_WHITE.sub(" ", text))


def _short(name: str) -> str:
    """Return a name with the prefix that is usual for its namespace."""
    space, _, local = name.rpartition(" ")
    return f"{_PREFIXES[space]}:{local}" if space in _PREFIXES else local


def _value(attributes: Mapping[str, str], name: str) -> str:
    """Return the value of an attribute, from its usual prefix and its local name."""
    prefix, local = name.split(" ")
    return attributes.get(f"{_SPACE}{prefix}:1.0 {local}", "")
