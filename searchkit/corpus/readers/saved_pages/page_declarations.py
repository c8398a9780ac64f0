"""What a page declares of itself for machines: JSON-LD, `meta` elements, and microdata.

Everything is given as it was written; what it means is for those who ask.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from searchkit.corpus.facts.declared_facts import is_a
from searchkit.corpus.facts.field_names import plain_name
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

_LONGEST = 2_000_000  # characters of a script that is read
_MOST_OBJECTS = 1000
_MOST_ITEMS = 2000
_DEEPEST = 20  # lists and objects around one
_BEFORE = ("//", "<!--", "<![CDATA[")  # what hid a script from browsers of old
_BEHIND = (";", "-->", "]]>", "//", ";")
_INNER = ("@graph", "mainEntity", "itemListElement", "item", "hasPart")
_REFERRING = ("author", "creator", "publisher")  # fields that may name an object by its id
_ITEMS = frozenset(("datepublished", "author", "headline"))
# Ends of types of schema.org.
_ARTICLES = ("article", "posting", "report", "review", "recipe", "story")
_NOT_PAGES = (
    *("organization", "corporation", "website", "person", "breadcrumblist", "listitem"),
    *("imageobject", "videoobject", "brand", "comment", "offer", "product", "event", "rating"),
)


class Declarations(NamedTuple):
    """What a page declares.

    Attributes:
        objects: The objects of its JSON-LD that are an article or a page, articles first.
        metas: The contents of its `meta` elements, by plain name.
        items: The values of microdata that are read, by plain name, in the order of the page.
    """

    objects: Sequence[Mapping[str, object]]
    metas: Mapping[str, Sequence[str]]
    items: Mapping[str, Sequence[str]]

    def first_meta(self, *names: str) -> str | None:
        """Return the first content of a `meta` element, in the order of plain names, or None."""
        return next((value for name in names for value in self.metas.get(name, ())), None)


def declarations(tree: HtmlElement) -> Declarations:
    """Return what a page declares."""
    everything = list(_objects(tree))
    by_id = {str(one["@id"]): one for one in everything if "@id" in one}
    objects = [_resolved(one, by_id) for one in everything if not is_a(one, _NOT_PAGES)]
    objects.sort(key=lambda one: not is_a(one, _ARTICLES))
    return Declarations(objects, _metas(tree), _items(tree))


def value_of(element: HtmlElement) -> str:
    """Return what an element says to machines, or else to people, on one line."""
    said = (element.get(name) for name in ("content", "datetime", "title"))
    return " ".join((next(filter(None, said), None) or element.text_content()).split())


def _metas(tree: HtmlElement) -> dict[str, list[str]]:
    """Return the contents of `meta` elements by plain name."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = meta.get("content") or meta.get("datetime") or ""
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content.strip() and (name := meta.get(attribute)):
                metas.setdefault(plain_name(name), []).append(" ".join(content.split()))
    return metas


def _items(tree: HtmlElement) -> dict[str, list[str]]:
    """Return the values of microdata by plain name."""
    items: dict[str, list[str]] = {}
    for element in tree.xpath("//*[@itemprop]")[:_MOST_ITEMS]:
        for name in map(plain_name, element.get("itemprop").split()):
            if name in _ITEMS and (value := value_of(element)):
                items.setdefault(name, []).append(value)
    return items


def _objects(tree: HtmlElement) -> list[Mapping[str, object]]:
    """Return the objects of JSON-LD, and those within them that may be articles or pages."""
    found: list[Mapping[str, object]] = []
    for script in tree.iter("script"):
        source = script.text
        if "ld+json" not in script.get("type", "") or not source or len(source) > _LONGEST:
            continue
        try:
            value = json.loads(_bare(source), strict=False)
        except (ValueError, RecursionError):  # what nobody checked is often broken
            continue
        found += _within(value)
    return found[:_MOST_OBJECTS]


def _bare(source: str) -> str:
    """Return a script without what is around it."""
    source = source.strip()
    for mark in _BEFORE:
        source = source.removeprefix(mark).lstrip()
    for mark in _BEHIND:
        source = source.removesuffix(mark).rstrip()
    return source


def _within(value: object, depth: int = 0) -> Iterator[Mapping[str, object]]:
    """Yield the objects in lists and graphs."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _within(part, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for name in _INNER:
            yield from _within(value.get(name), depth + 1)


def _resolved(
    found: Mapping[str, object], by_id: Mapping[str, Mapping[str, object]]
) -> Mapping[str, object]:
    """Return an object with its authors and its publisher, where it names these by their ids."""
    fields = dict(found)
    for name in _REFERRING:
        value = fields.get(name)
        if isinstance(value, list):
            fields[name] = [_referred(one, by_id) for one in value]
        elif value is not None:
            fields[name] = _referred(value, by_id)
    return fields


def _referred(value: object, by_id: Mapping[str, Mapping[str, object]]) -> object:
    """Return the object that a value names by its id, or the value."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value
