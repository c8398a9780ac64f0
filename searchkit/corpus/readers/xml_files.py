"""XML: what is in a file is told by the name of its outermost element, not by its suffix.

Feeds are named `.rss`, `.atom`, `.rdf`, `.xml` and more, and any XML may be named `.xml`. Servers
put warnings before a feed, and send a JSON Feed or a page of HTML under the address of one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.decoding import decode_raw
from searchkit.corpus.escaping import quoted_part
from searchkit.corpus.readers.feeds import articles_of_feed
from searchkit.corpus.readers.json_articles import JsonArticles
from searchkit.corpus.readers.references.zotero_rdf import articles_of_zotero, is_zotero

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article
    from searchkit.corpus.open_file import OpenFile
    from searchkit.notes import Remark

_FEEDS = frozenset(("rss", "feed", "rdf", "channel", "entry"))
_HEAD = 20_000  # characters in which the outermost element is looked for
_BEFORE = re.compile(r"\s+|\ufeff|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,2000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]{0,60}:)?([A-Za-z_][\w.-]{0,60})")
_FEED_WITHIN = re.compile(r"<\?xml\s|<(?:rss\s|feed\s|rdf:RDF\s)")


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of a feed or of an export of Zotero, whatever the suffix.

    Raises:
        ContentError: The file is something else.
    """
    text, encoding = decode_raw(file.whole(), encoding=file.options.encoding)
    start, name = outermost_element(text)
    if name == "RDF" and is_zotero(text[start:]):
        yield from articles_of_zotero(file, text[start:], encoding)
    elif name.lower() in _FEEDS:
        yield from articles_of_feed(file, text[start:], encoding)
    elif not name and text.lstrip().startswith(("{", "[")):
        yield from JsonArticles(file).of_text(text, encoding)
    elif name.lower() == "opml":
        raise ContentError("is a list of feeds (OPML), in which there are no articles")
    elif name:
        raise ContentError(f"is XML of a kind that is not read: <{quoted_part(name)}>")
    else:
        raise ContentError("is not XML")


def outermost_element(text: str) -> tuple[int, str]:
    """Return where a text of XML begins, and the name of its outermost element.

    Args:
        text: What may have a few lines before the XML, such as a server's warnings.

    Returns:
        The offset behind these lines, in characters; the name without a prefix, or nothing.

    >>> outermost_element('<?xml version="1.0"?><rdf:RDF xmlns="…">')
    (0, 'RDF')
    """
    head = text[:_HEAD]
    start, element = 0, _first_element(head)
    if element is None or element.lower() not in _FEEDS:
        within = _FEED_WITHIN.search(head)
        behind = _first_element(head[within.start() :]) if within else None
        if within and behind and behind.lower() in _FEEDS:
            start, element = within.start(), behind
    return start, element or ""


def _first_element(head: str) -> str | None:
    """Return the name of the first element, if nothing but a prologue is before it."""
    position = 0
    while found := _BEFORE.match(head, position) or _DOCTYPE.match(head, position):
        position = found.end()
    element = _ELEMENT.match(head, position)
    return element[1] if element else None
