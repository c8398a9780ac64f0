"""The name of the site that a page is from: what it calls itself, or its publisher.

A name that is a slogan, `Boston News, Weather, Sports`, is none. What is left is the host, which
is known from the address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.article import Origin
from searchkit.corpus.facts.sources import source_of_url
from searchkit.corpus.facts.values_as_text import address_of, line_of
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchkit.corpus.readers.saved_pages.page_declarations import Declarations

_PARTS = re.compile(r"\s+[|·•–—-]\s+|\s*\|\s*|: ")
_LONGEST = 50  # characters
_MOST_WORDS = 6
_NOT_WORDS = re.compile(r"[\W_]+")


class PageSource(NamedTuple):
    """The name of a site, and where it is known from."""

    name: str
    origin: Origin


def page_source(declared: Declarations, url: str | None) -> PageSource | None:
    """Return the name of the site that a page is from, or None.

    Args:
        declared: What the page declares.
        url: Its address, if that is known.
    """
    host = source_of_url(url) if url else None
    for name in declared.metas.get("ogsitename", ()):
        if site := _name(line_of(name), host):
            return PageSource(site, Origin.META)
    for found in declared.objects:
        publisher = found.get("publisher")
        if isinstance(publisher, list) and publisher:
            publisher = publisher[0]
        if site := _name(line_of(publisher), host):
            return PageSource(site, Origin.JSON_LD)
    for name in declared.metas.get("applicationname", ()):
        if site := _name(line_of(name), host):
            return PageSource(site, Origin.META)
    return None


def _name(line: str | None, host: str | None) -> str | None:
    """Return the name that a line is, or that a part of it is; None for a slogan or an address."""
    if not line:
        return None
    if address_of(line):
        return source_of_url(line)
    parts = _PARTS.split(line)
    if len(parts) > 1:
        named = [part for part in parts if host and _is_of_host(part, host)]
        return named[0] if len(named) == 1 and _is_name(named[0]) else None
    return line if _is_name(line) else None


def _is_name(line: str) -> bool:
    """Whether a line may be a name: it is short, and no list or sentence."""
    return len(line) <= _LONGEST and len(line.split()) <= _MOST_WORDS and ", " not in line


def _is_of_host(part: str, host: str) -> bool:
    """Whether a name has that of its host, as `WHDH 7News` has that of `whdh.com`."""
    labels: Iterable[str] = host.split(".")[:-1]
    joined = _NOT_WORDS.sub("", part.casefold())
    return any(len(label) > 2 and label.replace("-", "") in joined for label in labels)
