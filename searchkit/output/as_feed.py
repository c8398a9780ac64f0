"""New hits of saved searches as a feed, RSS 2.0 or Atom 1.0, for a reader of feeds.

An article has an id of its own, the same in every feed and at every run, so that a feed may hold
it again. One that several searches find is one entry, with the names of all as its categories.

Sources: the RSS 2.0 specification of the RSS Advisory Board; RFC 4287; dates by RFC 822 and 3339.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5
from xml.sax.saxutils import escape

from searchkit.article import Precision, Span
from searchkit.output.safe_text import clean_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.article import Article
    from searchkit.results import Hit, Snippet
    from searchkit.results.saved_searches import NewHits

_NAMESPACE = UUID("6c0d8f0e-2f0b-5d0a-9a41-3f6a4b9d7c21")  # of the ids of searchkit
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_NO_CHARACTERS = re.compile("[\ufffe\uffff]")  # that XML may not have, beside those not printable
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_PROGRAM = "searchkit"


class _Entry(NamedTuple):
    """An article in a feed.

    Attributes:
        hit: The hit.
        searches: The names of the searches that find it.
        at: When they were run.
        has_changed: Whether it was shown before, and has changed since.
    """

    hit: Hit
    searches: tuple[str, ...]
    at: datetime
    has_changed: bool


def new_hits_as_rss(found: Sequence[NewHits]) -> str:
    """Return new hits as RSS 2.0."""
    from email.utils import format_datetime  # late: it loads much

    at = _run(found)
    lines = [
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">',
        "<channel>",
        _element("title", _title(found)),
        _element("link", _feed_id(found)),
        _element("description", _description(found)),
        _element("lastBuildDate", format_datetime(at)),
        _element("generator", _PROGRAM),
    ]
    for entry in _entries(found):
        article = entry.hit.article
        lines += ["<item>", _element("title", article.title)]
        lines += [_element("link", link)] if (link := _link(entry.hit)) else []
        lines.append(f'<guid isPermaLink="false">{article_urn(article)}</guid>')
        moment = _moment(entry.hit)
        lines += [_element("pubDate", format_datetime(moment))] if moment else []
        lines += [_element("dc:creator", name) for name in article.authors]
        lines += [_element("category", name) for name in entry.searches]
        lines += [_element("description", _content(entry.hit)), "</item>"]
    return _HEAD + "\n".join([*lines, "</channel>", "</rss>", ""])


def new_hits_as_atom(found: Sequence[NewHits]) -> str:
    """Return new hits as Atom 1.0."""
    lines = [
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        _element("title", _title(found)),
        _element("subtitle", _description(found)),
        _element("id", _feed_id(found)),
        _element("updated", _run(found).isoformat()),
        f"<author>{_element('name', _PROGRAM)}</author>",
        _element("generator", _PROGRAM),
    ]
    for entry in _entries(found):
        article = entry.hit.article
        published = _moment(entry.hit)
        updated = entry.at if entry.has_changed or published is None else published
        lines += [
            "<entry>",
            _element("title", article.title),
            _element("id", article_urn(article)),
        ]
        lines += [f'<link href="{_attribute(link)}"/>'] if (link := _link(entry.hit)) else []
        lines += [_element("published", published.isoformat())] if published else []
        lines.append(_element("updated", updated.isoformat()))
        lines += [f"<author>{_element('name', name)}</author>" for name in article.authors]
        lines += [f'<category term="{_attribute(name)}"/>' for name in entry.searches]
        lines += [f'<content type="html">{_text(_content(entry.hit))}</content>', "</entry>"]
    return _HEAD + "\n".join([*lines, "</feed>", ""])


def _entries(found: Sequence[NewHits]) -> list[_Entry]:
    """Return the articles, each once, in the order in which they were found."""
    entries: dict[str, _Entry] = {}
    for one in found:
        for hit in one.hits:
            has_changed = hit.key in one.changed
            entry = entries.get(hit.key, _Entry(hit, (), one.at, has_changed=has_changed))
            entries[hit.key] = entry._replace(
                searches=(*entry.searches, one.search.name),
                has_changed=entry.has_changed or has_changed,
            )
    return list(entries.values())


def _content(hit: Hit) -> str:
    """Return the outlet, the date and the passages of a hit as HTML."""
    article = hit.article
    facts = " · ".join(escape(_plain(str(one))) for one in (article.source, article.date) if one)
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
    date = hit.article.date
    if date is None or date.precision not in {Precision.DAY, Precision.TIME}:
        return None
    try:
        return (date.start - timedelta(minutes=date.offset or 0)).replace(tzinfo=UTC)
    except OverflowError:
        return None


def _link(hit: Hit) -> str:
    url = hit.article.url or ""
    return url if _ADDRESS.fullmatch(url) else ""


def article_urn(article: Article) -> str:
    """Return the id of an article in feeds: the same at every run, another for another article."""
    return uuid5(_NAMESPACE, repr((article.key, article.source, article.url))).urn


def _feed_id(found: Sequence[NewHits]) -> str:
    return uuid5(_NAMESPACE, repr(sorted(one.search.name for one in found))).urn


def _title(found: Sequence[NewHits]) -> str:
    return ", ".join(f"@{one.search.name}" for one in found) or _PROGRAM


def _description(found: Sequence[NewHits]) -> str:
    return "; ".join(one.search.query or "every article" for one in found) or "No search is saved."


def _run(found: Sequence[NewHits]) -> datetime:
    return max((one.at for one in found), default=datetime.now(UTC).replace(microsecond=0))


def _plain(text: str) -> str:
    return _NO_CHARACTERS.sub("\ufffd", clean_line(text)[0])


def _element(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _text(text: str) -> str:
    return escape(_plain(text))


def _attribute(text: str) -> str:
    return escape(_plain(text), {'"': "&quot;"})
