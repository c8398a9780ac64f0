"""reStructuredText, as Docutils reads it, with the fields at its head.

Directives that would read another file or pass HTML on are ignored with a remark. Those
that Docutils does not know, since a program such as Sphinx brings them, are text as far as they
hold some; the roles of such programs are their text.
"""

from __future__ import annotations

import re
from textwrap import dedent
from typing import TYPE_CHECKING

from searchkit.article import Article, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.escaping import quoted_part
from searchkit.corpus.facts.declared_facts import declared_in, plain_names
from searchkit.corpus.readers.block_text import BlockText
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes

    from searchkit.corpus.open_file import OpenFile

_LONGEST_LINE = 100_000  # characters, also of what is put in by substitutions
_DEEPEST = 3  # unknown directives in each other
_SETTINGS = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "halt_level": 6,  # none
    "line_length_limit": _LONGEST_LINE,
    "raw_enabled": False,
    "report_level": 5,  # none
    "syntax_highlight": "none",
    "warning_stream": False,
}
_PARAGRAPHS = frozenset(
    """
    attribution caption doctest_block line literal_block math_block paragraph rubric subtitle term
    title
    """.split()
)
_VERBATIM = ("doctest_block", "literal_block", "math_block")
_LEFT_OUT = frozenset(
    """
    citation_reference comment decoration docinfo footnote_reference generated label meta pending
    raw substitution_definition target
    """.split()
)
_WITHOUT_TEXT = frozenset(
    """
    autoattribute autoclass autodata autoexception autofunction automethod automodule contents
    index literalinclude post tags toctree youtube
    """.split()
)
_ROLE = re.compile(r":[\w:+.-]{1,80}:`([^`<]{0,1000}?)\s{0,9}(?:<([^`>]{0,1000})>)?`")
_DIRECTIVE = re.compile(r"\.\. +(?:\|[^|]*\| +)?([\w:+.-]+)::[ ]?(.*)")
_OPTION = re.compile(r"\s*:([\w-]+):(?:\s+(.*))?\Z")
_COMMENT_FIELD = re.compile(r"([A-Za-z][\w-]{0,30}):(?:[ \t]+(.*))?\Z")
_DISABLED = re.compile(r'"([\w-]+)" directive disabled|deactivated; ignoring "([\w-]+)"')


def read(file: OpenFile) -> Iterator[Article | Remark]:
    """Yield the article of a file, and what was ignored of it."""
    source, encoding = file.text()
    try:
        text = _Text(file, source)
    except RecursionError as error:
        raise ContentError("has parts nested too deep") from error
    article = assemble(
        file,
        text.blocks.whole(),
        encoding=encoding,
        declared=declared_in(plain_names(text.fields, cells=False)),
        origin=Origin.FRONT_MATTER,
    )
    if article.title == text.heading:
        article = article.replace(origins=article.origins.replace(title=Origin.HEADING))
    yield article
    for name, line in text.disabled:
        what = f"ignored line {line:,}: the directive {quoted_part(name)} is not allowed"
        yield Remark(file.path, what)


def _tree(source: str) -> nodes.document:
    """Return the tree of a text.

    Raises:
        ContentError: Docutils cannot read it.
    """
    from docutils.core import publish_doctree
    from docutils.utils import SystemMessage

    try:
        return publish_doctree(source, settings_overrides=_SETTINGS)
    except (SystemMessage, ValueError, TypeError, LookupError, AttributeError) as error:
        reason = quoted_part(str(error)) or type(error).__name__
        raise ContentError(f"cannot be read by Docutils: {reason}") from error


def _shown(role: re.Match[str]) -> str:
    """Return the text of a role that Docutils does not know."""
    return role[1] or role[2] or ""


class _Text:
    """The text of a file, put together from its tree.

    Attributes:
        blocks: The text.
        fields: What stands at the head of the file.
        heading: The title of the whole text, or None.
        disabled: The directives that are not allowed, and their lines.
    """

    def __init__(self, file: OpenFile, source: str) -> None:
        self.blocks = BlockText(file.limits)
        self.fields: dict[str, object] = {}
        self.disabled: list[tuple[str, int]] = []
        self._lists = 0
        self._directives = 0
        tree = _tree(source)
        self.heading = " ".join(_ROLE.sub(_shown, tree.get("title", "")).split()) or None
        if self.heading:
            self.fields["title"] = self.heading
        self._children(tree, is_top=True)

    def _children(self, node: nodes.Element, *, is_top: bool = False) -> None:
        for child in node.children:
            if not (is_top and child.tagname == "title"):
                self._node(child)

    def _node(self, node: nodes.Node) -> None:
        """Add what a node holds."""
        name = node.tagname
        if name == "#text":
            is_verbatim = node.parent.tagname in _VERBATIM
            self.blocks.add(node.astext() if is_verbatim else node.astext().replace("\n", " "))
        elif name == "docinfo":
            self._fields(node)
        elif name == "comment":
            self._comment(node.astext())
        elif name == "system_message":
            self._message(node)
        elif name == "problematic":
            self.blocks.add(_ROLE.sub(_shown, node.astext()))
        elif name == "image":
            self.blocks.add(node.get("alt", ""))
        elif name in ("footnote", "citation"):
            self.blocks.begin_aside()
            self._children(node)
            self.blocks.end_aside(is_note=True)
        elif name == "table":
            self.blocks.begin_table()
            self._children(node)
            self.blocks.end_table()
        elif name not in _LEFT_OUT and not (name == "topic" and "contents" in node["classes"]):
            self._lists += name == "list_item"
            self._children(node)
            self._end(name)

    def _end(self, name: str) -> None:
        if name in _PARAGRAPHS:
            is_line = self._lists > 0 or name in ("line", "term")
            self.blocks.end_paragraph(is_item=is_line)
        elif name == "list_item":
            self._lists -= 1
        elif name == "entry":
            self.blocks.end_cell()
        elif name == "row":
            self.blocks.end_row()

    def _fields(self, docinfo: nodes.Element) -> None:
        """Take the fields at the head of the file."""
        for field in docinfo.children:
            if field.tagname == "authors":
                self.fields["author"] = [author.astext() for author in field.children]
            elif field.tagname == "field":
                self.fields.setdefault(field[0].astext(), field[1].astext())
            else:
                name = "publisher" if field.tagname == "organization" else field.tagname
                self.fields.setdefault(name, field.astext())

    def _comment(self, text: str) -> None:
        """Take fields of Nikola, which are comments."""
        for line in text.split("\n"):
            if (found := _COMMENT_FIELD.match(line)) and found[2]:
                self.fields.setdefault(found[1], found[2])

    def _message(self, node: nodes.Element) -> None:
        """Heed what Docutils says of a directive: that it is not allowed, or not known."""
        message = node[0].astext() if node.children else ""
        if disabled := _DISABLED.search(message):
            self.disabled.append((disabled[1] or disabled[2], node.get("line", 0)))
        elif message.startswith("Unknown directive type") and len(node.children) > 1:
            self._unknown(node[1].astext())

    def _unknown(self, source: str) -> None:
        """Add the text of a directive that is not known."""
        first, _, rest = source.partition("\n")
        directive = _DIRECTIVE.match(first)
        if directive is None:
            return
        lines = dedent(rest).split("\n")
        options = {}
        while lines and (option := _OPTION.match(lines[0])):
            options[option[1]] = option[2] or ""
            del lines[0]
        if directive[1] == "post":  # of ABlog
            for name, value in {**options, "date": directive[2]}.items():
                if value:
                    self.fields.setdefault(name, value)
        if directive[1] in _WITHOUT_TEXT or self._directives >= _DEEPEST:
            return
        self._directives += 1
        for text in (directive[2], "\n".join(lines)):
            if text.strip():
                self._children(_tree(text))
        self._directives -= 1
