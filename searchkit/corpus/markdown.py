"""Markdown, reduced to the text that a reader of the page would see.

Only what would spoil a snippet goes: fences, heading marks, link targets, image
syntax, emphasis marks, comments and tags. Paragraphs and lines stay where they
are. This is no Markdown parser and need not be: a mark that it misses is a
stray character in a snippet, while a parser is a dependency and a minute for a
large corpus. Every expression is linear: what it repeats cannot match what
ends it, and nothing is matched twice.
"""

from __future__ import annotations

import html
import re

_FENCE = re.compile(r" {0,3}(`{3,}+|~{3,}+)[^`\n]*$")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_CLOSING_HASHES = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_QUOTE = re.compile(r"(?: {0,3}> ?)+")
_DEFINITION = re.compile(r" {0,3}\[\^?[^\]\n]{1,300}\]:[ \t]*(\S*)")

_IMAGE = re.compile(r"!\[([^\[\]]*+)\](?:\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)?\)|\[[^\[\]\n]*+\])")
_LINK = re.compile(r"\[([^\[\]]*+)\](?:\([^()\n]*+(?:\([^()\n]*+\)[^()\n]*+)?\)|\[[^\[\]\n]*+\])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\n]{1,80}+\]")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]++)>")
_TAG = re.compile(r"</?[A-Za-z](?:[^<>\"]|\"[^\"<]*+\")*>")
_TEMPLATE = re.compile(r"\{\{[^{}]*+\}\}|\{%[^{}%]*+%\}|\{:[^{}]*+\}")
_CODE = re.compile(r"(?<!`)(`++)([^`]++)\1(?!`)")
_STARS = re.compile(r"(?<!\\)(\*{1,3})(?=[^\s*])([^*]++)(?<=[^\s\\])\1")
_UNDERSCORES = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])([^_]++)(?<=[^\s\\])\1(?!\w)")
_STRIKE = re.compile(r"~~(?=\S)([^~]++)~~")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENDLESS_NUMBER = re.compile(r"&#(?=[0-9]{20})")  # of no character, and too long for Python
_BREAK = re.compile(r"(?<!\\)\\$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def reduce_markdown(text: str) -> tuple[str | None, str]:
    r"""Return the heading that a Markdown text begins with, or None, and the rest as plain text.

    >>> reduce_markdown("# The *spring* tide\n\nIt came [twice](http://example.org/).\n")
    ('The spring tide', 'It came twice.')
    """
    lines = without_comments(text).strip("\n").split("\n")
    blocks: list[str] = []  # plain text, each of one paragraph or of one stretch of code
    paragraph: list[str] = []
    heading: str | None = None
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            else:
                blocks.append(line)
            continue
        if mark:
            _close(paragraph, blocks)
            fence = mark[1]
        elif not line.strip():
            _close(paragraph, blocks)
            blocks.append("")
        elif marks := _HEADING.match(line):
            _close(paragraph, blocks)
            words = inline_text(_CLOSING_HASHES.sub("", line[marks.end() :]))
            if heading is None and not any(blocks):
                heading = words
            else:
                blocks += ["", words, ""]
        elif paragraph and _UNDERLINE.match(line):
            if heading is None and not any(blocks) and len(paragraph) == 1:
                heading = inline_text(paragraph.pop())
            _close(paragraph, blocks)
        elif not (_RULE.match(line) or _is_definition(line)):
            quote = _QUOTE.match(line)
            paragraph.append(line[quote.end() if quote else 0 :].rstrip())
    _close(paragraph, blocks)
    return heading, _BLANK_LINES.sub("\n\n", "\n".join(blocks)).strip()


def _is_definition(line: str) -> bool:
    """Tell whether a line defines where a link goes; footnotes are text and do not."""
    found = _DEFINITION.match(line)
    return found is not None and bool(found[1]) and not line.lstrip().startswith("[^")


def _close(paragraph: list[str], blocks: list[str]) -> None:
    """Move a paragraph to the blocks, as plain text."""
    if paragraph:
        plain = inline_text("\n".join(paragraph))
        if plain.strip():
            blocks.append(plain)
        paragraph.clear()


def without_comments(text: str) -> str:
    """Return a text without its HTML comments; one that is not closed stays."""
    if "<!--" not in text:
        return text
    parts = []
    position = 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts.append(text[position:start])
        position = end + 3
    parts.append(text[position:])
    return "".join(parts)


def inline_text(text: str) -> str:
    """Return a paragraph without the marks within its lines."""
    if "[" in text:
        text = _FOOTNOTE.sub("", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
        text = _LINK.sub(r"\1", text)  # around an image
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(r"\1", text))
    if "{" in text:
        text = _TEMPLATE.sub("", text)
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "*" in text:
        text = _STARS.sub(r"\2", _STARS.sub(r"\2", text))
    if "_" in text:
        text = _UNDERSCORES.sub(r"\2", _UNDERSCORES.sub(r"\2", text))
    if "~~" in text:
        text = _STRIKE.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPE.sub(r"\1", _BREAK.sub("", text))
    return html.unescape(_ENDLESS_NUMBER.sub("&amp;#", text)) if "&" in text else text
