"""The text of the article on a page, its blocks, lists, tables and quotations apart.

trafilatura reads the page twice: for all that may be of the article, and for what surely is. The
first reading is the text, without its title; but a line that the second one does not have is left
out. Where a page is made of lines without paragraphs, the first reading loses some of them, and
the second one is taken. What `python -m benchmarks reading` counts was the reason for each of these
rules. Where neither reading finds anything to speak of, what a page declares as the body of its
article is the text, and at last all that it shows.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING

from searchkit.corpus.markup.html import html_to_text
from searchkit.corpus.readers.saved_pages.article_lines import confirmed, has_all, without_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element
    from lxml.html import HtmlElement

_LITTLE = 250  # characters of a text that may be all that was not found
_SHORT = 500  # of one that another reading may have more of
_SENTENCE = 60  # characters
_LONG_CELL = 200  # characters
# The elements that trafilatura makes of those of HTML, and what these are.
_ELEMENTS = {
    "head": "h2",
    "list": "ul",
    "item": "li",
    "row": "tr",
    "cell": "td",
    "quote": "blockquote",
    "lb": "br",
    "hi": "em",
    "ref": "a",
    "graphic": "img",
}
_BLANKS = re.compile(r"\n{3,}")


def article_text(tree: HtmlElement, titles: Sequence[str], declared: str | None) -> str:
    """Return the text of the article on a page; nothing if there is none.

    Args:
        tree: The page.
        titles: What its title may be.
        declared: What it declares as the text of the article.
    """
    text = _reading(tree, of_all=True)
    witness = _reading(tree, of_all=False)
    if _is_spoiled(text, witness, titles):
        text = witness
    lines = without_title(text.split("\n"), titles)
    text = _joined(confirmed(lines, witness))
    if len(text) < _LITTLE and declared and len(declared) > len(text):
        return declared
    return text


def _reading(tree: HtmlElement, *, of_all: bool) -> str:
    """Return the text that trafilatura finds on a page.

    Args:
        tree: The page.
        of_all: Whether all is wanted that may be of the article, or what surely is.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    found = bare_extraction(
        tree, include_comments=False, fast=of_all, favor_recall=of_all, favor_precision=not of_all
    )
    return _as_text(found.body) if isinstance(found, Document) else ""


def _is_spoiled(text: str, witness: str, titles: Sequence[str]) -> bool:
    """Whether a short text has lost a part, or its lines, that another reading of the page has."""
    title = max((len(title) for title in titles if witness.startswith(title)), default=0)
    longer = len(witness) - title - len(text)
    is_cut = longer > _SENTENCE
    is_run_together = longer < _SENTENCE and text.count("\n") < witness.count("\n")
    return len(text) < _SHORT and (is_cut or is_run_together) and has_all(witness, text)


def _as_text(body: _Element) -> str:
    """Return the text of what trafilatura found."""
    from lxml.etree import tostring

    body = deepcopy(body)
    for table in list(body.iter("table")):
        if any(map(_is_laid_out, table.iter("cell"))):
            for part in table.iter("table", "row", "cell"):
                part.tag = "div"
    for cell in body.iter("cell"):  # what is in one is one line
        for inner in cell.iterdescendants():
            inner.tag, inner.text, inner.tail = "span", _apart(inner.text), _apart(inner.tail)
    for paragraph in body.xpath(".//item/p | .//item/head"):
        paragraph.tag = "div" if paragraph.getprevious() is not None else "span"
    for code in body.iter("code", "quote"):
        is_block = code.getparent() is body and "\n" in (code.text or "").strip()
        code.tag = "pre" if is_block else _ELEMENTS.get(code.tag, code.tag)
    for element in body.iter():
        if element.tag in _ELEMENTS:  # a name that only damaged pages have cannot be given
            element.tag = _ELEMENTS[element.tag]
        element.attrib.clear()
    return html_to_text(tostring(body, encoding="unicode", method="html"))


def _is_laid_out(cell: _Element) -> bool:
    """Whether a cell holds a part of an article, as pages of old are laid out by tables."""
    return len(cell.findall("p")) > 1 and sum(map(len, cell.itertext())) > _LONG_CELL


def _apart(text: str | None) -> str:
    """Return a text, apart from what is before it."""
    return f" {text or ''}"


def _joined(lines: Sequence[str]) -> str:
    """Return lines as a text, with one blank line at most between two."""
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")
