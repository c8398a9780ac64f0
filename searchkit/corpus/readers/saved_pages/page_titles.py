"""The title of a page: its headline, without the name of the site behind it.

1. A first heading that has most words of what the page calls itself, but not one that
   is no more than the site's name: pages have several of them, and some head a column.
2. The headline in JSON-LD.
3. What the page calls itself for others, or in its head, without the name of the site.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.article import Origin
from searchkit.corpus.facts.declared_facts import title_in
from searchkit.corpus.facts.field_names import plain_name
from searchkit.corpus.markup.html_evidence import without_entities
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from searchkit.corpus.readers.saved_pages.page_declarations import Declarations

_SHARED = 0.6  # of the words of a heading, that what the page calls itself has
_COVERED = 1 / 3  # of the words that the page calls itself by, that a heading has
_FEWEST = 3  # words of such a heading
_MOST_HEADINGS = 50
_SHORTEST_SITE = 4  # characters of a part of a site's name, that names it
_LONGER_SITE = 2  # times longer than the name that is known may a name of the site be
_PARTS = re.compile(r"\s+(?:[|·•»«~]|::|[-–—])\s+|\s*[|»]\s*|: (?=[^:]+\Z)")
_WORD = re.compile(r"[^\W_]+")


class PageTitle(NamedTuple):
    """The title of a page, and where it is known from."""

    title: str
    origin: Origin


def words_of(text: str) -> list[str]:
    """Return the words of a text, to compare it.

    >>> words_of("The Tide: it’s in")
    ['the', 'tide', 'it', 's', 'in']
    """
    return _WORD.findall(text.casefold())


def headings(tree: HtmlElement, names: Sequence[str]) -> list[HtmlElement]:
    """Return the elements that may be the headline of a page, in its order.

    Args:
        tree: The page.
        names: What the page calls itself.
    """
    first = list(tree.iter("h1"))[:_MOST_HEADINGS]
    if first:
        return first
    others = list(tree.iter("h2", "h3", "h4"))[:_MOST_HEADINGS]
    return [one for one in others if _is_named_so(_text(one), names)]


def names_of_page(tree: HtmlElement, declared: Declarations) -> list[str]:
    """Return what a page calls itself, the best first: for others, and in its head."""
    metas = (declared.metas.get(name, ()) for name in ("ogtitle", "twittertitle", "dctitle"))
    names = [name for values in metas for name in values]
    names += [_text(title) for title in tree.xpath("/html/head/title")]
    return [line for name in names if (line := " ".join(without_entities(name).split()))]


def bare_names(names: Iterable[str], sites: Iterable[str]) -> list[str]:
    """Return what a page calls itself, also without the name of its site.

    Args:
        names: What it calls itself.
        sites: Names of the site.
    """
    site_names = {_joined(site) for site in sites} - {""}
    bare = (_without_site(name, site_names) for name in names)
    return list(dict.fromkeys(filter(None, (*names, *bare))))


def page_title(
    heads: Iterable[HtmlElement],
    declared: Declarations,
    names: Sequence[str],
    sites: Iterable[str],
) -> PageTitle | None:
    """Return the title of a page, or None.

    Args:
        heads: The elements that may be its headline, from :func:`headings`.
        declared: What it declares.
        names: What it calls itself, from :func:`names_of_page`.
        sites: Names of the site: what it is called, and its host.
    """
    site_names = {_joined(site) for site in sites} - {""}
    bare = list(filter(None, (_without_site(name, site_names) for name in names)))
    for heading in heads:
        title = _text(heading)
        if _is_named_so(title, bare) and _joined(title) not in site_names:
            return PageTitle(title, Origin.HEADING)
    for found in declared.objects:
        fields = {plain_name(name): value for name, value in found.items() if name == "headline"}
        if (said := title_in(fields)) and _joined(said) not in site_names:
            return PageTitle(said, Origin.JSON_LD)
    return PageTitle(bare[0], Origin.META) if bare else None


def _text(element: HtmlElement) -> str:
    """Return the text of an element on one line, with words apart that lines part."""
    return " ".join(" ".join(_pieces(element)).split())


def _pieces(element: HtmlElement) -> Iterator[str]:
    """Yield the text of an element, cut at its line ends only."""
    piece = element.text or ""
    for inner in element.iterdescendants():
        if inner.tag in ("br", "p", "div"):
            yield piece
            piece = ""
        if inner.tag not in ("script", "style"):
            piece += inner.text or ""
        piece += inner.tail or ""
    yield piece


def _is_named_so(title: str, names: Iterable[str]) -> bool:
    """Whether a heading has most of the words that a page calls itself by."""
    words = words_of(title)
    for name in names:
        if words and words == words_of(name):
            return True
        known = set(words_of(name))
        shared = [word for word in words if word in known]
        is_most = len(words) >= _FEWEST and len(shared) >= _SHARED * len(words)
        if is_most and len(set(shared)) >= _COVERED * len(known):
            return True
    return False


def _joined(name: str) -> str:
    """Return a name without what changes nothing in it."""
    return "".join(words_of(name)).removeprefix("www").removeprefix("the")


def _without_site(name: str, sites: set[str]) -> str:
    """Return what a page calls itself without the name of the site at an end of it."""
    title = name
    while found := list(_PARTS.finditer(title)):
        first, last = found[0], found[-1]
        if _is_site(title[last.end() :], sites):
            title = title[: last.start()]
        elif _is_site(title[: first.start()], sites):
            title = title[first.end() :]
        else:
            break
    return "" if _joined(title) in sites else title.strip()


def _is_site(part: str, sites: set[str]) -> bool:
    """Whether a part of a title is the name of the site."""
    joined = _joined(part)
    return any(
        joined == site
        or (len(joined) >= _SHORTEST_SITE and joined in site)
        or (site in joined and len(joined) <= _LONGER_SITE * len(site))
        for site in sites
    )
