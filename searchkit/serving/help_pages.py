"""The pages of help in a browser: the same Markdown as the documentation."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

from searchkit.output.manual import PAGES, read_page
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

SHOWN = ("query", "dates", "ranking", "limits")
"""The pages that help in a browser has."""


class HelpPage(NamedTuple):
    """A page of help: its heading and the rest of it."""

    title: str
    html: Markup


@cache
def help_page(topic: str) -> HelpPage:
    """Return a page of help; the pages are ours, and what is HTML in them stays text."""
    from markdown_it import MarkdownIt  # late: few requests are for help

    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(read_page(topic))
    title = tokens[1].content
    rest = tokens[3:]
    _prepare(rest)
    return HelpPage(title, Markup(markdown.renderer.render(rest, markdown.options, {})))  # noqa: S704


def _prepare(tokens: Sequence[Token]) -> None:
    """Give headings names to link to, and links the addresses that they have here."""
    files = {PAGES[topic].file: topic for topic in SHOWN}
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _slug(tokens[at + 1].content))
        elif token.type in {"fence", "code_block"}:
            token.attrSet("tabindex", "0")
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _address(str(child.attrGet("href") or ""), files))


def _slug(heading: str) -> str:
    kept = "".join(char if char.isalnum() or char in " -" else "" for char in heading.lower())
    return kept.replace(" ", "-")


def _address(target: str, files: dict[str, str]) -> str:
    """Return where a link of the documentation leads here; what is not here is not linked to."""
    parts = urlsplit(target)
    if parts.scheme:
        return target
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    name = parts.path.rsplit("/", 1)[-1]
    if not name:
        return anchor
    return f"/help/{files[name]}{anchor}" if name in files else "/help"
