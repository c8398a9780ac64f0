"""DOCX, as Word and most other word processors write it: one article a file, or an export.

What the page shows is read: what was deleted with changes tracked, hidden text, codes of fields,
comments, headers and footers, and tables of contents are left out. Footnotes follow the text.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Origin
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.file_properties import stated_authors, stated_title
from searchkit.corpus.markup.xml_events import TextsOf, local_name, parse_xml
from searchkit.corpus.readers.block_text import BlockText
from searchkit.corpus.readers.office.zip_members import ZipMembers, path_within
from searchkit.corpus.readers.text_files import articles_in
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from searchkit.article import Article
    from searchkit.corpus.open_file import OpenFile

_KIND = "a DOCX file"
_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_LEFT_OUT = frozenset(
    """
    comment del delInstrText delText instrText moveFrom rt sectPr tblGrid tblPr tblPrEx tcPr trPr
    """.split()
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = frozenset(("0", "false", "off", "none"))
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the article of a DOCX file, or those of an export of an archive."""
    members = ZipMembers(file, _KIND)
    targets = _targets(members, "")
    main = targets.get("officeDocument", "word/document.xml")
    if main not in members:
        raise ContentError(f"is not {_KIND}, but something else")
    parts = _targets(members, main)
    styles = _Styles()
    with suppress(ContentError):
        _parse(members, parts.get("styles"), styles)
    words = _Words(BlockText(file.limits), styles.names)
    _parse(members, main, words)
    remarks = []
    for notes in ("footnotes", "endnotes"):
        try:
            _parse(members, parts.get(notes), words)
        except ContentError as error:
            remarks.append(Remark(file.path, f"ignored some of the {notes}: the file {error}"))
    stated = TextsOf(("title", "creator"))
    with suppress(ContentError):
        _parse(members, targets.get("core-properties"), stated)
    declared = Declared(
        title=words.title or stated_title(stated.first("title")),
        authors=stated_authors(stated.texts["creator"]),
    )
    origin = Origin.HEADING if words.title else Origin.PROPERTIES
    text, lines = words.text.whole(), words.text.lines()
    yield from articles_in(file, text, UTF_8, lines=lines, declared=declared, origin=origin)
    yield from remarks


def _parse(members: ZipMembers, name: str | None, handler: _Styles | _Words | TextsOf) -> None:
    """Tell a handler of the elements of a member, if there is one of that name."""
    if name and name in members:
        parse_xml(members.parts(name), handler, limits=members.limits, what="DOCX")


def _targets(members: ZipMembers, name: str) -> dict[str, str]:
    """Return the members that a member is related to, by the last part of the relation."""
    folder, _, base = name.rpartition("/")
    relations = _Relations(name)
    parts = members.parts(f"{folder}/_rels/{base}.rels".lstrip("/"))
    if content := list(parts):
        parse_xml(content, relations, limits=members.limits, what="DOCX")
    return relations.targets


class _Relations:
    """Handles the relations of a member."""

    def __init__(self, base: str) -> None:
        self.targets: dict[str, str] = {}
        self._base = base

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.targets.setdefault(kind, path_within(self._base, attributes.get("Target", "")))

    def end(self, name: str) -> None:
        pass

    def characters(self, text: str) -> None:
        pass


class _Styles:
    """Handles styles: their names, which are the same in every language, by their ids."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._id = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if local_name(name) == "style":
            self._id = _value(attributes, "styleId")
        elif local_name(name) == "name" and self._id:
            self.names.setdefault(self._id, _value(attributes, "val").lower())

    def end(self, name: str) -> None:
        pass

    def characters(self, text: str) -> None:
        pass


class _Words:
    """Handles the text of a document, and then that of its notes.

    Attributes:
        text: The text.
        title: The paragraph in the style of a title before all others, which is left out of
            the text; or None.
    """

    def __init__(self, text: BlockText, styles: Mapping[str, str]) -> None:
        self.text = text
        self.title: str | None = None
        self._styles = styles
        self._left_out = 0  # elements that are begun and left out, within each other
        self._is_text = False
        self._is_hidden = False
        self._in_paragraph_properties = 0
        self._style = ""
        self._is_item = False
        self._is_initial = False  # whether it is the large first letter of the next paragraph
        self._has_text = False
        self._noted: set[tuple[str, str]] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        is_word = space in _WORDS
        if (
            self._left_out
            or name == _FALLBACK
            or (is_word and self._is_left_out(local, attributes))
        ):
            self._left_out += 1
        elif not is_word:
            self._is_text = local == "t" and space.endswith("/math")
        elif local == "pPr":
            self._in_paragraph_properties += 1
        elif self._in_paragraph_properties:
            self._property(local, attributes)
        elif local == "t":
            self._is_text = True
        elif local == "vanish":
            self._is_hidden = _value(attributes, "val") not in _OFF
        elif local in _SIGNS and not self._is_hidden:
            self.text.add(_SIGNS[local])
        elif local in _NOTES:
            self._noted.add((_NOTES[local], _value(attributes, "id")))
        elif local == "tbl":
            self.text.begin_table()
        elif local in ("txbxContent", "footnote", "endnote"):
            self.text.begin_aside()

    def _is_left_out(self, local: str, attributes: Mapping[str, str]) -> bool:
        if local in ("footnote", "endnote"):
            return (local, _value(attributes, "id")) not in self._noted
        return local in _LEFT_OUT

    def _property(self, local: str, attributes: Mapping[str, str]) -> None:
        """Heed a property of a paragraph."""
        value = _value(attributes, "val")
        if local == "pStyle":
            self._style = self._styles.get(value, value.lower())
        elif local == "numPr":
            self._is_item = True
        elif local == "framePr":
            self._is_initial = _value(attributes, "dropCap") in ("drop", "margin")

    def end(self, name: str) -> None:
        space, _, local = name.rpartition(" ")
        if self._left_out:
            self._left_out -= 1
        elif space not in _WORDS or local == "t":
            self._is_text = False
        elif local == "pPr":
            self._in_paragraph_properties -= 1
        elif local == "r":
            self._is_hidden = False
        elif local == "p":
            self._end_paragraph()
        elif local == "tc":
            self.text.end_cell()
        elif local == "tr":
            self.text.end_row()
        elif local == "tbl":
            self.text.end_table()
        elif local in ("txbxContent", "footnote", "endnote"):
            self.text.end_aside(is_note=local != "txbxContent")

    def _end_paragraph(self) -> None:
        if self._is_initial:
            self._is_initial = False
        elif self._style.startswith(("toc ", "toc1", "toc2", "toc3", "table of figures")):
            self.text.drop_paragraph()
        elif self._style == "title" and not self._has_text and self.title is None:
            self.title = " ".join(self.text.drop_paragraph().split()) or None
        elif self.text.end_paragraph(is_item=self._is_item):
            self._has_text = True
        self._style, self._is_item = "", False

    def characters(self, text: str) -> None:
        if self._is_text and not (self._left_out or self._is_hidden):
            self.text.add(text)


def _value(attributes: Mapping[str, str], name: str) -> str:
    """Return the value of an attribute of a document, or nothing."""
    return next(
        (attributes[key] for space in _WORDS if (key := f"{space} {name}") in attributes), ""
    )
