"""Pages of the documentation, drawn for a terminal.

They are Markdown of a plain kind: headings, paragraphs, lists, tables and examples.
Code keeps the backticks, which set what is to be typed apart from the text around it.
A link to another page becomes the command that shows that page.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from searchkit.output.display import display_width
from searchkit.output.safe_text import clean_line, line
from searchkit.output.style import Ink, Style, draw, ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markdown_it.token import Token

_GAP = "  "  # between columns of a table
_NARROWEST = 12  # columns of a cell, if that many are wanted
_INDENT = "    "  # of examples


def page_as_text(page: str, style: Style, *, topics: Mapping[str, str]) -> str:
    """Return a page as text.

    Args:
        page: The page, in Markdown.
        style: How to draw.
        topics: For the file name of each page what `searchkit help` calls it.
    """
    from markdown_it import MarkdownIt  # late: only help needs it

    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    blocks = list(_blocks(tokens, style, topics))
    lines: list[str] = []
    for number, (kind, block) in enumerate(blocks):
        if number and (kind, blocks[number - 1][0]) != ("item", "item"):
            lines.append("")
        lines += block
    return "\n".join(lines) + "\n"


def _blocks(
    tokens: Sequence[Token], style: Style, topics: Mapping[str, str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each block: what it is, and its lines."""
    rows: list[list[str]] = []
    inside: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            inside.append(token.type.removesuffix("_open"))
            if token.type == "tr_open":
                rows.append([])
        elif token.nesting == -1:
            inside.pop()
            if token.type == "table_close":
                yield "table", list(_table(rows, style))
                rows = []
        elif token.type == "fence":
            yield "example", [(_INDENT + line(row)).rstrip() for row in token.content.splitlines()]
        elif token.type == "inline" and rows:
            rows[-1].append(_text(token, topics))
        elif token.type == "inline":
            yield _written(_text(token, topics), inside, style)


def _written(text: str, inside: Sequence[str], style: Style) -> tuple[str, list[str]]:
    """Return a block of running text: what it is, and its lines."""
    if inside[-1] == "heading":
        return "heading", list(draw(text, style, kind=Ink.HEADING))
    depth = inside.count("list_item")
    if depth:
        indent = _GAP * depth
        return "item", list(draw(text, style, first=f"{indent[:-2]}- ", indent=indent))
    return "paragraph", list(draw(text, style))


def _text(token: Token, topics: Mapping[str, str]) -> str:
    """Return the text of a paragraph, a heading or a cell on one line."""
    parts: list[str] = []
    targets: list[str] = []
    for child in token.children or ():
        if child.type == "code_inline":
            parts.append(f"`{child.content}`")
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "link_open":
            targets.append(_target(str(child.attrGet("href") or ""), topics))
        elif child.type == "link_close":
            parts.append(targets.pop())
        else:
            parts.append(child.content)
    return clean_line("".join(parts))[0]


def _target(address: str, topics: Mapping[str, str]) -> str:
    """Return where a link leads, to be put after the text of the link."""
    file = address.split("#", maxsplit=1)[0].rsplit("/", 1)[-1]
    if file in topics:
        return f" (searchkit help {topics[file]})"
    return f" ({address})" if "://" in address else ""


def _table(rows: Sequence[Sequence[str]], style: Style) -> Iterator[str]:
    """Yield the lines of a table, whose cells are broken where it is wider than the terminal."""
    widths = _widths([max(map(display_width, column)) for column in zip(*rows, strict=True)], style)
    for number, row in enumerate(rows):
        kind = Ink.PLAIN if number else Ink.HEADING
        cells = [
            list(draw(cell, Style(width=width))) for cell, width in zip(row, widths, strict=True)
        ]
        for shown in zip_longest(*cells, fillvalue=""):
            padded = (
                text + " " * (width - display_width(text))
                for text, width in zip(shown, widths, strict=True)
            )
            if any(shown):
                yield ink(_GAP.join(padded).rstrip(" "), kind, style)


def _widths(wanted: Sequence[int], style: Style) -> list[int]:
    """Return the widths of columns that fit side by side, those that want most cut most."""
    widths = list(wanted)
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - style.width
    while excess > 0:
        widest = max(range(len(widths)), key=widths.__getitem__)
        if widths[widest] <= _NARROWEST:
            break
        widths[widest] -= 1
        excess -= 1
    return widths
