"""What a search finds as a feed, for those who follow it: Atom and RSS."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from searchkit.output.as_feed import article_urn
from searchkit.output.safe_text import line
from searchkit.serving.marking import safe_link
from searchkit.serving.page_address import article_address

if TYPE_CHECKING:
    from searchkit.article import Article
    from searchkit.results import Hit, Results

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # where nothing is dated: a feed needs some moment


def as_atom(results: Results, *, origin: str, address: str) -> bytes:
    """Return a feed in Atom (RFC 4287).

    Args:
        results: What was found.
        origin: Where this server is: scheme, host and port.
        address: The address of the page with these results, from the path on.
    """
    feed = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _text(feed, "title", _title(results))
    _text(feed, "id", origin + address)
    SubElement(feed, "link", href=origin + address)
    _text(feed, "updated", _newest(results).isoformat())
    for hit in results:
        entry = SubElement(feed, "entry")
        _text(entry, "title", line(hit.article.title) or hit.key)
        _text(entry, "id", article_urn(hit.article))
        SubElement(entry, "link", href=_target(hit, origin, results.query))
        _text(entry, "updated", (_moment(hit.article) or _LONG_AGO).isoformat())
        for author in hit.article.authors or [hit.article.source or "unknown"]:
            _text(SubElement(entry, "author"), "name", line(author))
        _text(entry, "summary", _summary(hit))
    return _written(feed)


def as_rss(results: Results, *, origin: str, address: str) -> bytes:
    """Return a feed in RSS 2.0; for the arguments see :func:`as_atom`."""
    feed = Element("rss", version="2.0")
    channel = SubElement(feed, "channel")
    _text(channel, "title", _title(results))
    _text(channel, "link", origin + address)
    _text(channel, "description", _title(results))
    for hit in results:
        item = SubElement(channel, "item")
        _text(item, "title", line(hit.article.title) or hit.key)
        _text(item, "link", _target(hit, origin, results.query))
        guid = SubElement(item, "guid", isPermaLink="false")
        guid.text = article_urn(hit.article)
        if moment := _moment(hit.article):
            _text(item, "pubDate", format_datetime(moment))
        _text(item, "description", _summary(hit))
    return _written(feed)


def _title(results: Results) -> str:
    return line(results.query) or "All articles"


def _summary(hit: Hit) -> str:
    passages = " … ".join(line(snippet.text) for snippet in hit.snippets)
    return f"{line(hit.article.source)}: {passages}" if hit.article.source else passages


def _target(hit: Hit, origin: str, query: str) -> str:
    """Return where an entry leads: to the article where it was published, or to its page here."""
    return safe_link(hit.article.url) or origin + article_address(hit.key, query)


def _moment(article: Article) -> datetime | None:
    """Return when an article is of, in UTC; what is known to the day is of its first moment."""
    if article.date is None:
        return None
    return article.date.moment.replace(tzinfo=UTC)


def _newest(results: Results) -> datetime:
    return max(filter(None, (_moment(hit.article) for hit in results)), default=_LONG_AGO)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """Return a text without what XML 1.0 has no way to write."""
    return _NOT_XML.sub("\ufffd", text)


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
