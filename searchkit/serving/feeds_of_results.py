"""What a search finds as a feed, for those who follow it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from searchkit.output.as_feed import Entry, Feed
from searchkit.serving.marking import safe_link
from searchkit.serving.page_address import Asked

if TYPE_CHECKING:
    from searchkit.results import Hit, Results

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # where nothing is dated: a feed needs some moment


def feed_of_results(results: Results, *, origin: str, asked: Asked, address: str) -> Feed:
    """Return the feed of a search.

    Args:
        results: What was found.
        origin: Where this server is: scheme, host and port.
        asked: The page with these results.
        address: Where this server serves the feed: a path, and what is asked.
    """
    page = origin + asked.at()
    entries = [Entry(hit, _moment(hit), _target(hit, origin, results.query)) for hit in results]
    return Feed(
        title=asked.title,
        about=asked.title,
        id=page,
        updated=max((entry.at for entry in entries), default=_LONG_AGO),
        entries=entries,
        link=page,
        address=origin + address,
    )


def _target(hit: Hit, origin: str, query: str) -> str:
    """Return where an entry leads: to the article where it was published, or to its page here."""
    return safe_link(hit.url) or origin + Asked(q=query).article(hit.key)


def _moment(hit: Hit) -> datetime:
    """Return when an article is of, in UTC; what is known to the day is of its first moment."""
    return _LONG_AGO if hit.date is None else hit.date.moment.replace(tzinfo=UTC)
