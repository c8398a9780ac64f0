"""The source of a saved page -> its tree of elements, within limits.

The source is text already, so that what the page declares of its encoding cannot mislead. Files
that were saved into the page, which may be thousands of times as long as its text, are taken out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.markup.html import is_element
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from searchkit.limits import ReadingLimits

_DEEPEST = 250  # elements within elements; what chooses the article calls itself for each
_MANY = 20_000  # elements, with which choosing the article may take minutes
_EMBEDDED = re.compile(r"\bdata:[\w/+.;=-]{0,100}base64,[A-Za-z0-9+/=%\s]{100,}")
_HEAD = 5000  # characters in which the root is
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]{0,500}>")
# libxml2 takes what is behind these for text.
_CLOSED_DECLARATION = re.compile(r"<!doctype[^<>]{0,500}>", re.IGNORECASE)
_CLOSED_ROOT = re.compile(r"<html\b([^<>]{0,2000})/>", re.IGNORECASE)
# Behind these, which need not be there, many a page goes on, and libxml2 begins another tree.
_ENDS = re.compile(r"</(?:[Bb][Oo][Dd][Yy]|[Hh][Tt][Mm][Ll])\s*>")
_NO_CHARACTERS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # of XML
_TAG = re.compile(r"<([a-z][a-z0-9]{0,15})[\s/>]", re.IGNORECASE | re.ASCII)
_WITHOUT_MEANING = ("span", "font", "wbr", "nobr", "small", "big")
_CROWDED = 5_000  # elements in one; choosing the article takes time that grows with their square
_WITHIN_LINES = (
    "a",
    "abbr",
    "b",
    "cite",
    "code",
    "em",
    "i",
    "mark",
    "s",
    "strong",
    "sub",
    "sup",
    "u",
)


class Page(NamedTuple):
    """A saved page.

    Attributes:
        source: What was saved, without the files in it.
        tree: Its elements; the root is that of the page.
    """

    source: str
    tree: HtmlElement


def is_page(source: str) -> bool:
    """Whether a text has a tag of HTML.

    >>> is_page("<p>Low tide"), is_page("Low <tide> & 3 < 4")
    (True, False)
    """
    return any(is_element(tag[1]) for tag in _TAG.finditer(source))


def parse_page(source: str, limits: ReadingLimits) -> Page:
    """Return a page and its tree.

    Args:
        source: What was saved, as text.
        limits: How many elements there may be, and how deep.

    Raises:
        ContentError: There is nothing in it, too many elements, or elements too deep in others.
    """
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    source = _EMBEDDED.sub("data:,", source) if "base64," in source else source
    head = _CLOSED_DECLARATION.sub("", _XML_DECLARATION.sub("", source[:_HEAD]), count=1)
    head = _CLOSED_ROOT.sub(r"<html\1>", head, count=1)
    plain = _NO_CHARACTERS.sub("", _ENDS.sub("", head + source[_HEAD:]))
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, huge_tree=True
    )
    try:
        tree = document_fromstring(plain.encode(), parser=parser)
    except LxmlError as error:
        raise ContentError("has no text") from error
    number = tree.xpath("count(//*)")
    if number > limits.elements:
        raise ContentError(limits.passed("elements", "has more than {} elements"))
    if tree.xpath("/*" * (min(limits.nesting, _DEEPEST) + 1)):
        raise ContentError(_too_deep(limits))
    if number > _MANY:
        _strip(tree, _WITHOUT_MEANING)
    if number > _CROWDED:
        for crowded in tree.xpath(f"//*[count(*) > {_CROWDED}]"):
            _strip(crowded, _WITHIN_LINES)
    return Page(source, tree)


def _strip(element: HtmlElement, names: Sequence[str]) -> None:
    """Take the elements of some names out of another one, and leave what is in them."""
    from lxml.etree import strip_tags

    strip_tags(element, *names)
    # Each text is in as many pieces now as there were elements, which are slow to look at.
    for one in element.iter():
        one.text, one.tail = one.text, one.tail


def _too_deep(limits: ReadingLimits) -> str:
    what = "has elements nested more than {} deep"
    return limits.passed("nesting", what) if limits.nesting <= _DEEPEST else what.format(_DEEPEST)
