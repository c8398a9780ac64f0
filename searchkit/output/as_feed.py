"""Hits as a feed, RSS 2.0 or Atom 1.0, for a reader of feeds: new ones of saved searches, or all.

An article has an id of its own, the same in every feed and at every run, so that a feed may hold
it again. One that several searches find is one entry, with the names of all as its categories.

Sources: the RSS 2.0 specification and the best practices of the RSS Advisory Board; RFC 4287;
dates by RFC 822 and 3339.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from searchkit.article import Precision, Span
from searchkit.output.safe_text import clean_line
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.article import Facts
    from searchkit.results import Hit, Snippet
    from searchkit.results.saved_searches import NewHits

_NAMESPACE = UUID("6c0d8f0e-2f0b-5d0a-9a41-3f6a4b9d7c21")  # of the ids of searchkit
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # that XML may not have, beside those not printable
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_ATOM = "http://www.w3.org/2005/Atom"
_PROGRAM = "searchkit"


class Entry(NamedTuple):
    """An article in a feed.

    Attributes:
        hit: The hit.
        at: When it was found, which counts where it is not known when it was published.
        link: Where it leads; empty: nowhere.
        searches: The names of the saved searches that find it.
        has_changed: Whether it was shown before, and has changed since.
    """

    hit: Hit
    at: datetime
    link: str
    searches: tuple[str, ...] = ()
    has_changed: bool = False


class Feed(NamedTuple):
    """A feed.

    Attributes:
        title: Its title.
        about: What it has, a line.
        id: What it is known by: an address, or a name in form of one.
        updated: When it was made.
        entries: The articles.
        link: The page that shows the same; empty: there is none.
        address: Where this feed is served; empty: nowhere.
    """

    title: str
    about: str
    id: str
    updated: datetime
    entries: Sequence[Entry]
    link: str = ""
    address: str = ""


def as_rss(feed: Feed) -> str:
    """Return a feed as RSS 2.0."""
    from email.utils import format_datetime  # late: it loads much

    lines = [
        f'<rss version="2.0" xmlns:atom="{_ATOM}" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        _element("title", feed.title),
        _element("link", feed.link or feed.id),
        *_own_link("atom:link", "rss", feed),
        _element("description", feed.about),
        _element("lastBuildDate", format_datetime(feed.updated)),
        _element("generator", _PROGRAM),
    ]
    for entry in feed.entries:
        facts = entry.hit.facts
        lines += ["<item>", _element("title", facts.title or facts.key)]
        lines += [_element("link", entry.link)] if entry.link else []
        lines.append(f'<guid isPermaLink="false">{_article_urn(facts)}</guid>')
        moment = _moment(entry.hit)
        lines += [_element("pubDate", format_datetime(moment))] if moment else []
        lines += [_element("dc:creator", name) for name in facts.authors]
        lines += [_element("category", name) for name in entry.searches]
        lines += [_element("description", _content(entry.hit)), "</item>"]
    return _HEAD + "\n".join([*lines, "</channel>", "</rss>", ""])


def as_atom(feed: Feed) -> str:
    """Return a feed as Atom 1.0."""
    lines = [
        f'<feed xmlns="{_ATOM}">',
        _element("title", feed.title),
        _element("subtitle", feed.about),
        _element("id", feed.id),
        *_own_link("link", "atom", feed),
        *([f'<link href="{_attribute(feed.link)}"/>'] if feed.link else []),
        _element("updated", feed.updated.isoformat()),
        f"<author>{_element('name', _PROGRAM)}</author>",
        _element("generator", _PROGRAM),
    ]
    for entry in feed.entries:
        facts = entry.hit.facts
        published = _moment(entry.hit)
        updated = entry.at if entry.has_changed or published is None else published
        lines += [
            "<entry>",
            _element("title", facts.title or facts.key),
            _element("id", _article_urn(facts)),
        ]
        lines += [f'<link href="{_attribute(entry.link)}"/>'] if entry.link else []
        lines += [_element("published", published.isoformat())] if published else []
        lines.append(_element("updated", updated.isoformat()))
        lines += [f"<author>{_element('name', name)}</author>" for name in facts.authors]
        lines += [f'<category term="{_attribute(name)}"/>' for name in entry.searches]
        lines += [f'<content type="html">{_text(_content(entry.hit))}</content>', "</entry>"]
    return _HEAD + "\n".join([*lines, "</feed>", ""])


def new_hits_as_rss(found: Sequence[NewHits]) -> str:
    """Return new hits as RSS 2.0."""
    return as_rss(feed_of_new_hits(found))


def new_hits_as_atom(found: Sequence[NewHits]) -> str:
    """Return new hits as Atom 1.0."""
    return as_atom(feed_of_new_hits(found))


def feed_of_new_hits(found: Sequence[NewHits]) -> Feed:
    """Return the feed of new hits."""
    return Feed(
        title=", ".join(f"@{one.search.name}" for one in found) or _PROGRAM,
        about="; ".join(one.search.query or "every article" for one in found)
        or "No search is saved.",
        id=uuid5(_NAMESPACE, repr(sorted(one.search.name for one in found))).urn,
        updated=max((one.at for one in found), default=datetime.now(UTC).replace(microsecond=0)),
        entries=_entries(found),
    )


def _entries(found: Sequence[NewHits]) -> list[Entry]:
    """Return the articles, each once, in the order in which they were found."""
    entries: dict[str, Entry] = {}
    for one in found:
        for hit in one.hits:
            has_changed = hit.key in one.changed
            entry = entries.get(hit.key, Entry(hit, one.at, _link(hit), has_changed=has_changed))
            entries[hit.key] = entry._replace(
                searches=(*entry.searches, one.search.name),
                has_changed=entry.has_changed or has_changed,
            )
    return list(entries.values())


def _content(hit: Hit) -> str:
    """Return the outlet, the date and the passages of a hit as HTML."""
    facts = " · ".join(escape(_plain(str(one))) for one in (hit.source, hit.date) if one)
    head = [f"<p><i>{facts}</i></p>"] if facts else []
    return "".join([*head, *(f"<p>{_marked(snippet)}</p>" for snippet in hit.snippets)])


def _marked(snippet: Snippet) -> str:
    text, spans = clean_line(snippet.text, snippet.spans)
    pieces, at = [], 0
    for start, end in spans or (Span(0, 0),):
        pieces += [escape(text[at:start]), f"<b>{escape(text[start:end])}</b>" * (end > start)]
        at = end
    return "".join([*pieces, escape(text[at:])])


def _moment(hit: Hit) -> datetime | None:
    """Return when an article was published, where that is known to the day.

    A day or a time without a zone is taken to be in UTC, since a feed has no other way.
    """
    date = hit.date
    if date is None or date.precision not in {Precision.DAY, Precision.TIME}:
        return None
    try:
        return (date.start - timedelta(minutes=date.offset or 0)).replace(tzinfo=UTC)
    except OverflowError:
        return None


def _link(hit: Hit) -> str:
    url = hit.url or ""
    return url if _ADDRESS.fullmatch(url) else ""


def _article_urn(facts: Facts) -> str:
    """Return the id of an article in feeds: the same at every run, another for another article."""
    return uuid5(_NAMESPACE, repr((facts.key, facts.source, facts.url))).urn


def _plain(text: str) -> str:
    return _NO_CHARACTERS.sub("\ufffd", clean_line(text)[0])


def _own_link(name: str, form: str, feed: Feed) -> list[str]:
    """Return the element that says where a feed is served, if it is."""
    if not feed.address:
        return []
    return [f'<{name} rel="self" type="application/{form}+xml" href="{_attribute(feed.address)}"/>']


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    return escape(_plain(text))


def _attribute(text: str) -> str:
    return escape(_plain(text), {'"': "&quot;"})
