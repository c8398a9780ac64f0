"""What is inside one block of Markdown, as text.

The marks of emphasis and links go, the words stay: the text of a link, the
description of a picture, code as it was written. Lines stay lines. Where tags of
HTML are between the words, the paragraph is read as HTML.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from searchkit.corpus.markup.html import html_to_text
from searchkit.corpus.markup.markdown_rules import parser

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping, MutableSet, Sequence
    from typing import Any

    from markdown_it.token import Token

_MARKS = re.compile(r"[\\`*_\[<&~${^\0]|==|  \n")  # without these, a text is shown as it is
# What people write has fewer marks, and takes no time that grows with their number.
_LONG = 400  # characters of a block
_VERY_LONG = 5000
_MOST_MARKS = 0.18  # of its characters
_MOST_OPEN = 50  # more of `[` than of `]`
_COUNTED = "\\`*_[<&~${!="
_PICTURE = re.compile(
    r"<img\s(?:[^<>]{0,2000}?\s)?alt\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')[^<>]{0,2000}>",
    re.IGNORECASE,
)
_LINE_EDGES = re.compile(r"[ \t]*\n[ \t]*")
_SEAM = "\0"  # between words that are shown apart though nothing is between them
_GLUED = re.compile(rf"(?<=\w){_SEAM}+(?=\w)")
_BREAKS = frozenset(("softbreak", "hardbreak"))


def text_of(source: str, env: MutableMapping[str, Any], used: MutableSet[str]) -> str:
    """Return what is shown of the inside of a block.

    Args:
        source: As it was written.
        env: What the parser found in the whole text, such as where links lead.
        used: Takes in the labels of the links and pictures that lead there.
    """
    if not _MARKS.search(source):
        return _LINE_EDGES.sub("\n", source).strip() if "\n" in source else source.strip()
    if len(source) > _LONG and _is_overgrown(source):
        return _LINE_EDGES.sub("\n", source).replace(_SEAM, "").strip()
    tokens = parser().inline.parse(source.replace(_SEAM, "\ufffd"), parser(), env, [])
    has_tags = any(token.type == "html_inline" for token in tokens)
    if has_tags:
        shown = html_to_text("".join(_as_html(tokens, used)))
    else:
        shown = "".join(_as_text(tokens, used)).strip()
    return _GLUED.sub(" ", shown).replace(_SEAM, "") if _SEAM in shown else shown


def _is_overgrown(source: str) -> bool:
    """Whether a block is mostly marks, or brackets that nobody closes, and so not Markdown."""
    if source.count("[") > 2 * source.count("]") + _MOST_OPEN:
        return True
    if len(source) < _VERY_LONG:
        return False
    return sum(map(source.count, _COUNTED)) >= _MOST_MARKS * len(source)


def with_descriptions(html: str) -> str:
    """Return HTML with the descriptions of pictures instead of these.

    >>> with_descriptions('<img src="a.png" alt="The quay"> at noon')
    ' The quay  at noon'
    """
    return _PICTURE.sub(r" \1\2 ", html) if "<" in html else html


def _as_text(tokens: Sequence[Token], used: MutableSet[str]) -> Iterable[str]:
    """Yield the text of the inside of a block, piece by piece."""
    before = ""
    for token in tokens:
        if token.type in _BREAKS:
            yield "\n"
        elif token.type == "image":
            yield f"{_SEAM}{_description(token, used)}{_SEAM}"
        elif token.type == "link_open" and before == "link_close":
            yield _SEAM
        else:
            yield token.content
        if label := token.meta.get("label"):
            used.add(label)
        before = token.type


def _description(image: Token, used: MutableSet[str]) -> str:
    """Return what a picture is said to show."""
    return "".join(_as_text(image.children or (), used)) or str(image.attrs.get("title", ""))


def _as_html(tokens: Sequence[Token], used: MutableSet[str]) -> Iterable[str]:
    """Yield the inside of a block as HTML, piece by piece."""
    after_break = False
    for token, shown in zip(tokens, _as_text(tokens, used), strict=True):
        if token.type == "html_inline":
            yield with_descriptions(token.content)
        elif token.type in _BREAKS:
            yield " " if after_break else "<br>"
        else:
            yield escape(shown, quote=False)
        after_break = token.type == "html_inline" and token.content[:3].lower() == "<br"
