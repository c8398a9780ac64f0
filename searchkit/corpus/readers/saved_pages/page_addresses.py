"""The address that a page was published at: as it says, or as whatever saved it wrote down.

Browsers write `saved from url=(0032)https://…` into a page, SingleFile and its like a comment or
an attribute. What the page itself says comes first, since it is the address without what a reader
clicked on to get there; but many a page calls the home page of its site the right address of
everything.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from searchkit.corpus.facts.values_as_text import address_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from searchkit.corpus.readers.saved_pages.page_declarations import Declarations

_HEAD = 20_000  # characters in which a comment of what saved a page is looked for
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>\"]+)",
    re.IGNORECASE,
)


def page_addresses(
    source: str, tree: HtmlElement, declared: Declarations, saved_from: str | None
) -> list[str]:
    """Return the addresses that a page has, the best first, each once.

    Args:
        source: The page as it was saved.
        tree: Its elements.
        declared: What it declares.
        saved_from: Where it was saved from, as the file around it says, if anything.
    """
    saved = saved_from or _saved_from(source, tree)
    found = [
        address
        for said in _said(tree, declared)
        if (address := address_of(_joined(saved, said))) is not None
    ]
    if saved and (address := address_of(saved)):
        found.append(address)
    found.sort(key=_is_home)
    return list(dict.fromkeys(found))


def _saved_from(source: str, tree: HtmlElement) -> str | None:
    """Return the address that was written down when a page was saved, or None."""
    if comment := _SAVED.search(source, 0, _HEAD):
        return comment[1]
    root: Sequence[str] = tree.xpath("/html/@data-scrapbook-source")
    metas: Sequence[str] = tree.xpath("//meta[@name='savepage-url']/@content")
    return next(iter((*root, *metas)), None)


def _said(tree: HtmlElement, declared: Declarations) -> Iterator[str]:
    """Yield the addresses that a page gives itself."""
    for link in tree.iter("link"):
        if "canonical" in link.get("rel", "").lower().split():
            yield link.get("href", "")
    yield from declared.metas.get("ogurl", ())
    for found in declared.objects:
        for name in ("mainEntityOfPage", "url"):
            if address := address_of(found.get(name)):
                yield address


def _joined(base: str | None, address: str) -> str:
    """Return an address that may be relative to that of the page."""
    try:
        return urljoin(base or "", address.strip())
    except ValueError:
        return address


def _is_home(address: str) -> bool:
    """Whether an address is that of the home page of a site."""
    parts = urlsplit(address)
    return parts.path in ("", "/") and not parts.query
