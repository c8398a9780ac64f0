"""Markdown, reduced to the text that a reader of the page would see.

markdown-it-py tells where each block begins and ends and what it is; here they
become text again, a paragraph apart from the next, an item of a list and a row of
a table on a line of its own. No word is lost that a reader would see: what the
parser leaves out, because it is nested too deeply or is in a cell too many,
and a definition that no link uses, are text as they were written.

A long text is read in pieces, so that its memory is that of a piece, and no
construct can take more time than it does in one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.markup.html import html_to_text
from searchkit.corpus.markup.markdown_comments import without_comments
from searchkit.corpus.markup.markdown_inline import text_of, with_descriptions
from searchkit.corpus.markup.markdown_rules import FOOTNOTES, parser, without_tags
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from markdown_it.token import Token

_PIECE = 1 << 18  # characters
_NOTE_TEXT = re.compile(r"^[ >\t]*\[\^([^\[\]\s]{1,200})\]:", re.MULTILINE)
_LINK_TEXT = re.compile(r"^[ >\t]*\[([^\[\]\n]{1,200})\]:", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)", re.MULTILINE)

_WORD = re.compile(r"\w")
_NESTING = re.compile(r"(?:[ \t>]|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*")
_CELL_END = re.compile(r"(?<!\\)\|")
_BETWEEN_CELLS = "\t"  # as between those of HTML
_TASK = re.compile(r"\[[ xX]\][ \t]+")
_PICTURES = re.compile(
    r"(?:\[?!\[[^\[\]]{0,500}\]\([^()\n]{0,2000}\)(?:\]\([^()\n]{0,2000}\))?\s*)+"
)
_QUERIES = frozenset(("dataview", "dataviewjs", "query", "tasks"))  # of Obsidian: lists of notes
_CALLOUT = re.compile(r"\[!(\w[\w -]{0,40})\][-+]?[ \t]*")
# A speaker of one word, `[Counsel]: Yes.`, leads nowhere.
_ADDRESS = re.compile(r"[/#:@<{?=]|\.[^\W_]")


def reduce_markdown(text: str) -> tuple[str | None, str]:
    r"""Return the heading that a Markdown text begins with, or None, and the rest as plain text.

    >>> reduce_markdown("# The *spring* tide\n\nIt came [twice](http://example.org/).\n")
    ('The spring tide', 'It came twice.')
    """
    text = without_comments(text)
    env: dict[str, Any] = {FOOTNOTES: frozenset(_NOTE_TEXT.findall(text) if "[^" in text else ())}
    writer = _Writer(env)
    if len(text) > _PIECE and "]:" in text:
        env["references"] = _references(text)
    for piece in _pieces(text):
        writer.write(piece)
    return writer.heading, writer.text()


def inline_text(text: str) -> str:
    """Return a line without the marks within it."""
    return text_of(text, {FOOTNOTES: frozenset()}, set())


def _references(text: str) -> dict[str, dict[str, str]]:
    """Return the labels that links may have, before it is known what is behind them."""
    from markdown_it.common.utils import normalizeReference

    labels = _LINK_TEXT.findall(text)
    return {normalizeReference(label): {"href": "", "title": ""} for label in labels}


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces, cut between blocks where that is possible."""
    start = 0
    while len(text) - start > _PIECE:
        end = start + _cut(text[start : start + _PIECE])
        yield text[start:end]
        start = end
    yield text[start:]


def _cut(text: str) -> int:
    """Return where the beginning of a longer text is best cut, above 0."""
    fences = [fence.start() for fence in _FENCE.finditer(text)]
    if len(fences) % 2 and fences[-1]:
        return fences[-1]  # a block of code begins there and goes on
    for mark in ("\n\n", "\n", " "):
        if end := text.rfind(mark) + 1:
            return end
    return len(text)


class _Definition(NamedTuple):
    """Where links of a label lead to; text if no link has that label.

    Attributes:
        label: The label in the form that is compared.
        address: Where they lead to.
        text: The definition as it was written.
    """

    label: str
    address: str
    text: str

    def shown(self, used: set[str]) -> str:
        return "" if self.label in used and _ADDRESS.search(self.address) else self.text


class _Writer:
    """Writes the blocks of a text one after another.

    Args:
        env: What is known of the whole text, which the parser adds to.

    Attributes:
        heading: The heading that it begins with.
    """

    def __init__(self, env: dict[str, Any]) -> None:
        self.heading: str | None = None
        self._env = env
        self._used: set[str] = set()
        self._blocks: list[tuple[str, str | _Definition]] = []  # what parts it from the one before
        self._pictures = 0  # blocks that are pictures alone, which may be above a heading
        self._begin([])

    def text(self) -> str:
        """Return the text of all blocks that were written but for the heading."""
        parts: list[str] = []
        for gap, block in self._blocks:
            shown = block if isinstance(block, str) else block.shown(self._used)
            if shown:
                parts += [gap, shown]
        return "".join(parts).strip()

    def _begin(self, lines: list[str]) -> None:
        self._lines = lines
        self._line = 0  # the first of those that were not written yet
        self._items = 0  # within so many items of lists
        self._mark = ""  # of the item that begins
        self._is_tight = False  # the next block is to follow without a blank line

    def write(self, source: str) -> None:
        """Write a text, or the next piece of it."""
        self._begin(source.split("\n"))
        tokens = parser().parse(source, self._env)
        position = 0
        while position < len(tokens):
            position = self._token(tokens, position)
        self._left_out(len(self._lines))

    def _token(self, tokens: Sequence[Token], position: int) -> int:
        """Write what begins with a token; return the position of the next one to look at."""
        token = tokens[position]
        match token.type:
            case "paragraph_open":
                self._is_tight = token.hidden and self._is_tight
                self._paragraph(tokens[position + 1])
                self._is_tight = token.hidden
                return position + 3
            case "heading_open":
                self._heading(tokens[position + 1], level=token.level)
                return position + 3
            case "tr_open":
                return self._row(tokens, position)
            case "fence" | "code_block":
                self._code(token)
            case "html_block":
                self._html(token)
            case "template":
                self._leaf(token, without_tags(token.content))
            case "definition":
                self._definition(token)
            case "hr":
                self._leaf(token, "")
            case "list_item_open":
                self._items += 1
                self._mark = f"{'  ' * (self._items - 1)}{token.info}{token.markup or '-'} "
            case "list_item_close":
                self._items -= 1
                self._mark = ""
                self._is_tight = True
            case "bullet_list_close" | "ordered_list_close":
                self._is_tight = self._items > 0
        return position + 1

    def _paragraph(self, inside: Token) -> None:
        source = inside.content
        if self._mark:
            source = _TASK.sub("", source, count=1) if _TASK.match(source) else source
        elif callout := _CALLOUT.match(source):
            source = f"{callout[1].capitalize()}: {source[callout.end() :]}"
        begun = len(self._blocks)
        self._leaf(inside, self._inside(source))
        if _PICTURES.fullmatch(source):
            self._pictures += len(self._blocks) - begun

    def _heading(self, inside: Token, *, level: int) -> None:
        shown = " ".join(self._inside(inside.content).split())
        is_first = self.heading is None and len(self._blocks) == self._pictures
        if is_first and level == 0 and "\n" not in inside.content:
            self.heading = shown or None
            shown = ""
        self._leaf(inside, shown)

    def _code(self, token: Token) -> None:
        if token.info.strip().lower() in _QUERIES:
            self._leaf(token, "")
            return
        # What is a whole sentence says in no language how the code is to be coloured.
        info = token.info if token.info.count(" ") > 2 and "=" not in token.info else ""
        self._leaf(token, "\n".join(filter(None, (info.strip(), token.content.rstrip()))))

    def _html(self, token: Token) -> None:
        source = without_tags(token.content)
        begun = len(self._blocks)
        self._leaf(token, html_to_text(with_descriptions(source)))
        if not html_to_text(source):
            self._pictures += len(self._blocks) - begun

    def _definition(self, token: Token) -> None:
        first, after = token.map or (0, 0)
        lines = [_NESTING.sub("", line, count=1) for line in self._lines[first:after]]
        self._left_out(first)
        self._line = after
        label, address = token.meta["id"], token.meta["url"]
        self._add(_Definition(label, address, "\n".join(lines)))

    def _row(self, tokens: Sequence[Token], position: int) -> int:
        """Write a row of a table, its cells beside each other."""
        row = tokens[position]
        cells = []
        while tokens[position].type != "tr_close":
            if tokens[position].type == "inline":
                cells.append(self._inside(tokens[position].content))
            position += 1
        number = (row.map or (0, 0))[0]
        line = self._lines[number]
        bare = line[len((_NESTING.match(line) or ("",))[0]) :].strip().removeprefix("|")
        more = _CELL_END.split(bare.removesuffix("|"))[len(cells) :]
        cells += [self._inside(cell.strip()) for cell in more]
        self._leaf(row, _BETWEEN_CELLS.join(filter(None, cells)))
        self._is_tight = tokens[position + 1].type != "tbody_close"
        return position + 1

    def _inside(self, source: str) -> str:
        return text_of(source, self._env, self._used)

    def _leaf(self, token: Token, shown: str) -> None:
        """Write a block that has no blocks in it, and before it what the parser left out."""
        first, after = token.map or (self._line, self._line)
        self._left_out(first)
        self._line = max(self._line, after)
        self._add(shown)

    def _left_out(self, end: int) -> None:
        """Write the lines up to a number that no block had, if there are words in them."""
        between = filter(None, self._lines[self._line : end])  # hardly ever more than blank lines
        lines = (_NESTING.sub("", line, count=1) for line in between)
        shown = "\n".join(line for line in lines if _WORD.search(line))
        self._line = max(self._line, end)
        if shown:
            self._add(self._inside(shown))

    def _add(self, block: str | _Definition) -> None:
        if not block:
            return
        gap = "\n" if self._is_tight else "\n\n"
        indent = "  " * self._items
        if isinstance(block, str) and indent:
            block = f"{self._mark or indent}{block}".replace("\n", f"\n{indent}")
        self._mark, self._is_tight = "", False
        self._blocks.append((gap, block))
