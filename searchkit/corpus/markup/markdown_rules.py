"""The parser of Markdown: CommonMark with tables, and what else people write in notes and posts.

CommonMark is markdown-it-py's. What it takes for text, or would spoil, has rules here:
footnotes, also within a line; links of wikis, ``[[Page|shown]]``; formulas between
dollar signs, which are kept as they are; words in a colour, ``==words==``; the names that Obsidian
gives to paragraphs, ``^a1b2c3``; and tags of templates, of which the captions are kept.

The parser reads the blocks of a text and leaves what is inside them as it is:
most paragraphs have no marks, and need no parsing at all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

FOOTNOTES = "footnotes"  # in the environment of a parse: the labels of notes that have a text
_DEEPEST = 20  # quotations and lists within each other; what is deeper is read line by line

_NOTE_MARK = re.compile(r"\[\^([^\[\]\s]{1,200})\]")
_WIKI_LINK = re.compile(r"!?\[\[([^\[\]|\n]{1,500})(?:\|([^\[\]\n]{0,500}))?\]\](?![(\[])")
_NOTE_WITHIN = re.compile(r"\^\[([^\[\]\n]{1,1000})\]")
_PARAGRAPH_NAME = re.compile(r"(?<![^ \t\n])\^[A-Za-z0-9][A-Za-z0-9-]{2,60}[ \t]*(?=\n|\Z)")
_PICTURE_SIZE = re.compile(r"\d+(?:x\d+)?", re.ASCII)
# A price is no formula: `$5 to $6` has a space before its second sign.
_FORMULA = re.compile(r"\$\$[^$]{1,5000}\$\$|\$(?![\s$])[^$\n]{0,500}[^$\s\\]\$(?!\d)", re.ASCII)
_VALUE = r"\{\{[^{}\n]*\}\}|\{%(?:[^{}%\n]|%(?!\}))*%\}"  # `{{ site.url }}`, `{% link tide.md %}`
_HIGHLIGHT = re.compile(r"(?<![\w=])==(?![\s=])([^=\n]{1,500}(?<!\s))==(?![\w=])", re.ASCII)
_TEMPLATE_LINK = re.compile(rf"\[([^\[\]]{{1,500}})\]\([^(){{}}\s]*(?:{_VALUE})[^()\n]{{0,500}}\)")
_TEMPLATE_TAG = re.compile(
    r"\{%(?:[^{}%]|%(?!\}))*%\}|\{\{[<%][^{}]*[%>]\}\}|\{:[^{}\n]*\}"
    r"|\{#[\w:.-]+\}(?=[ \t]*(?:\n|$))"
)
_CAPTION = re.compile(
    r"\b(?:alt|attr|author|caption|cite|quote|text|title)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')"
)


@cache
def parser() -> MarkdownIt:
    """Return the parser; that takes a while, once."""
    from markdown_it import MarkdownIt

    options = {"maxNesting": _DEEPEST, "inline_definitions": True, "store_labels": True}
    made = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    made.disable(["inline", "text_join"])
    # Where a link leads is not looked at, so it may lead anywhere.
    made.normalizeLink = made.normalizeLinkText = str  # type: ignore[method-assign, assignment]
    made.validateLink = _is_good  # type: ignore[method-assign, assignment]
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    made.block.ruler.before("table", "prose", _prose)
    made.block.ruler.before("reference", "footnote", _footnote, ends)
    made.block.ruler.before("reference", "template", _template, ends)
    for name, rule in (
        ("note_mark", _note_mark),
        ("note_within", _shown_as(_NOTE_WITHIN, _note_within)),
        ("paragraph_name", _shown_as(_PARAGRAPH_NAME, lambda _name: "")),
        # A link that leads where a template says is no link by the letter.
        ("template_link", _shown_as(_TEMPLATE_LINK, lambda link: link[1])),
        ("wiki_link", _shown_as(_WIKI_LINK, _page_shown)),
        # No sign in a formula is a mark of Markdown.
        ("formula", _shown_as(_FORMULA, lambda formula: formula[0])),
        ("highlight", _highlight),
        ("template_tag", _shown_as(_TEMPLATE_TAG, lambda tag: _captions(tag[0]))),
    ):
        made.inline.ruler.before("link", name, rule)
    return made


def _is_good(_url: str) -> bool:
    return True


def _prose(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a line by itself that begins with a letter: no other rule need be tried there."""
    from markdown_it.rules_block import paragraph

    begin = state.bMarks[start] + state.tShift[start]
    return (
        state.src[begin : begin + 1].isalpha()
        and state.isEmpty(start + 1)
        and not state.is_code_block(start)
        and paragraph(state, start, end, silent)
    )


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read the text of a footnote: a paragraph of its own, and not where a link leads to."""
    from markdown_it.rules_block import paragraph

    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("[^", begin) or state.is_code_block(start):
        return False
    mark = _NOTE_MARK.match(state.src, begin)
    if mark is None or not state.src.startswith(":", mark.end()):
        return False
    return silent or paragraph(state, start, end, silent)


def _template(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a line of one tag of a template, which is empty when the page is made."""
    begin = state.bMarks[start] + state.tShift[start]
    tag = _TEMPLATE_TAG.match(state.src, begin, state.eMarks[start])
    if tag is None or state.src[tag.end() : state.eMarks[start]].strip():
        return False
    if not silent:
        token = state.push("template", "", 0)
        token.map = [start, start + 1]
        token.content = tag[0]
        state.line = start + 1
    return True


def _note_mark(state: StateInline, silent: bool) -> bool:
    """Read the mark of a footnote, which is not shown; at its text, with the colon behind."""
    mark = _NOTE_MARK.match(state.src, state.pos)
    if mark is None or mark[1] not in state.env[FOOTNOTES]:
        return False
    is_definition = state.pos == 0 and state.src.startswith(":", mark.end())
    return _read(state, mark.end() + is_definition, "", silent=silent)


def _shown_as(
    pattern: re.Pattern[str], shown: Callable[[re.Match[str]], str]
) -> Callable[[StateInline, bool], bool]:
    """Return the rule that reads what fits a pattern, and shows something for it."""

    def rule(state: StateInline, silent: bool) -> bool:
        found = pattern.match(state.src, state.pos)
        return found is not None and _read(state, found.end(), shown(found), silent=silent)

    return rule


def _page_shown(link: re.Match[str]) -> str:
    """Return what is shown for ``[[Page]]``, ``[[Page|shown]]`` and ``![[Page]]``."""
    page, shown = link[1].strip(), (link[2] or "").strip()
    if shown and not _PICTURE_SIZE.fullmatch(shown):
        return shown
    return " > ".join(part.strip() for part in page.split("#") if part.strip())


def _note_within(note: re.Match[str]) -> str:
    """Return what is shown for ``^[a note]``, apart from the word before it."""
    is_glued = not note.string[: note.start()][-1:].isspace() and note.start() > 0
    return f"{' ' if is_glued else ''}({note[1].strip()})"


def _highlight(state: StateInline, silent: bool) -> bool:
    """Read ``==words==``, which are shown in a colour and may have marks within."""
    found = _HIGHLIGHT.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        inside: list[Token] = []
        state.md.inline.parse(found[1], state.md, state.env, inside)
        for token in inside:
            state.push(token.type, token.tag, 0)
            state.tokens[-1] = token
    state.pos = found.end()
    return True


def without_tags(text: str) -> str:
    """Return a text with the captions of tags of templates instead of these."""
    return _TEMPLATE_TAG.sub(lambda tag: _captions(tag[0]), text) if "{" in text else text


def _captions(tag: str) -> str:
    """Return what a tag of a template holds for people to read."""
    return " ".join(double or single for double, single in _CAPTION.findall(tag))


def _read(state: StateInline, end: int, shown: str, *, silent: bool) -> bool:
    """Go on behind something of which that is shown."""
    if not silent:
        state.push("text", "", 0).content = shown
    state.pos = end
    return True
