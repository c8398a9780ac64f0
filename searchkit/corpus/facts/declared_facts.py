"""What a record or a head of fields declares of its article.

Finds the title, the text, the date, the outlet, the authors, the address, the language and the id
in the fields of JSON objects, front matter and the like. Evidence is the name of a field: the
names are in :mod:`searchkit.corpus.facts.field_names`, and of several that are there the first
whose value is understood counts. A value that is missing, is far too long or is of another kind
declares nothing.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from searchkit.corpus.facts import field_names
from searchkit.corpus.facts.authors import names_in_byline, names_in_list
from searchkit.corpus.facts.field_names import plain_name
from searchkit.corpus.facts.language_codes import language_code
from searchkit.corpus.facts.paths import date_in_address
from searchkit.corpus.facts.publication_dates import in_utc, parse_date
from searchkit.corpus.facts.sources import source_of_url
from searchkit.corpus.facts.values_as_text import (
    LONGEST_ADDRESS,
    address_of,
    is_empty,
    is_missing,
    line_of,
    text_of,
    unwrapped,
)
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from searchkit.article import ArticleDate

_COUNT = re.compile(r"…?\s?\[\+\d{1,9} chars\]\Z", re.ASCII)  # what NewsAPI has cut off
_LONGEST_ID = 200  # characters; a longer one is content and not a name
_LONGEST_SOURCE = 200  # characters
_DEEPEST = 3  # objects around an article's fields
# What is around lists of authors: credits of Arc, elements of XML.
_AROUND_AUTHORS = ("by", "author", "authors", "person", "creator", "name")
_ORGANIZATIONS = ("organization", "corporation", "project", "team")  # ends of types of schema.org

T = TypeVar("T")


class Declared(Record):
    """What is declared of an article; None or empty where nothing is.

    Attributes:
        title: The title.
        date: The date.
        address_date: The date that a part of the address has.
        source: The outlet.
        authors: The names of the authors.
        url: The address.
        language: The code of the language.
    """

    title: str | None = None
    date: ArticleDate | None = None
    address_date: ArticleDate | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None


def plain_names(
    fields: Mapping[Any, object], *, cells: bool = True, depth: int = 0
) -> dict[str, object]:
    """Return fields under the form of their names that is compared; the first wins.

    Fields of nested objects have the names of these before their own: ``{"source": {"name":
    …}}`` has `source` and `sourcename`. Those of an object that is merely put around
    an article's fields are the article's own, unless it has them itself. Missing
    values are left out.

    Args:
        fields: The fields as they were written.
        cells: Whether they may be cells of a table, in which `nan` and the like are
            missing values; else they are what they say.
        depth: How many objects are around them.
    """
    plain: dict[str, object] = {}
    nested: list[tuple[str, Mapping[Any, object]]] = []
    for name, value in fields.items():
        if is_missing(value) if cells else is_empty(value):
            continue
        if isinstance(value, dict):
            nested.append((str(name), value))
        if not (isinstance(value, dict) and name in field_names.AROUND):
            plain.setdefault(plain_name(str(name)), value)
    for name, inner in nested if depth < _DEEPEST else ():
        is_around = name in field_names.AROUND
        for part, value in plain_names(inner, cells=cells, depth=depth + 1).items():
            if is_around:
                plain.setdefault(part, value)
            if name != "_source":  # of Elasticsearch, which is not where an article is from
                plain.setdefault(plain_name(name) + part, value)
    return plain


def declared_in(fields: Mapping[str, object]) -> Declared:
    """Return what fields declare.

    Args:
        fields: By plain name, from :func:`plain_names`.
    """
    return Declared(
        title=title_in(fields),
        date=_date(fields),
        address_date=_first(fields, field_names.ADDRESS_NAMES, _address_date),
        source=_source(fields),
        authors=_first(fields, field_names.AUTHOR_NAMES, _authors) or (),
        url=_first(fields, field_names.URL_NAMES, address_of),
        language=_first(fields, field_names.LANGUAGE_NAMES, language_code),
    )


def title_in(fields: Mapping[str, object]) -> str | None:
    """Return the title of an article in fields by plain name, or None."""
    return _first(fields, field_names.TITLE_NAMES, line_of)


def text_in(fields: Mapping[str, object]) -> str | None:
    """Return the text of an article in fields by plain name, or None."""
    text = _first_text(fields, field_names.TEXT_NAMES)
    if text is None or not text.endswith("chars]"):
        return text
    count = _COUNT.search(text, len(text) - 30)
    return f"{text[: count.start()].rstrip()}…" if count else text


def summary_in(fields: Mapping[str, object]) -> str | None:
    """Return what fields with a title have of their article, if no more than a part, or None."""
    if title_in(fields) is None:
        return None  # anything may have a description
    return _first_text(fields, field_names.SUMMARY_NAMES)


def id_in(fields: Mapping[str, object]) -> str | None:
    """Return the id of a record, under its own names, or None."""
    for name in field_names.ID_NAMES:
        value = unwrapped(fields.get(name))
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, dict):  # {"$oid": …}, as databases export it
            value = next(iter(value.values()), None)
        if isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_ID:
            return value.strip()
    return None


def _first_text(fields: Mapping[str, object], names: Iterable[str]) -> str | None:
    """Return the first text, in the order of the names."""
    texts = (text_of(fields[name], name=name) for name in names if name in fields)
    return next(filter(None, texts), None)


def _first(
    fields: Mapping[str, object], names: Iterable[str], understood: Callable[[object], T | None]
) -> T | None:
    """Return the first value, in the order of the names, that is understood."""
    for name in names:
        if name in fields and (found := understood(unwrapped(fields[name]))):
            return found
    return None


def _date(fields: Mapping[str, object]) -> ArticleDate | None:
    """Return the date that fields declare, in one of them or in parts."""
    for name in field_names.DATE_NAMES:
        if name in fields and (found := parse_date(unwrapped(fields[name]))):
            return in_utc(found) if name in field_names.UTC_NAMES else found
    parts = [line_of(fields[name]) for name in field_names.YEAR_NAMES if name in fields]
    return parse_date("-".join(filter(None, parts))) if "year" in fields else None


def _address_date(value: object) -> ArticleDate | None:
    """Return the date in an address, or in a part of one."""
    if isinstance(value, str) and len(value) <= LONGEST_ADDRESS:
        return date_in_address(value)
    return None


def _source(fields: Mapping[str, object]) -> str | None:
    """Return the name of an outlet; where there are only addresses, a domain."""
    domain = None
    for name in field_names.SOURCE_NAMES:
        line = line_of(fields[name]) if name in fields else None
        if line is None or len(line) > _LONGEST_SOURCE:
            continue
        address = address_of(f"https://{line}" if name in field_names.DOMAIN_NAMES else line)
        if address is None:
            return line
        domain = domain or source_of_url(address)
    return domain


def _authors(value: object) -> tuple[str, ...]:
    """Return the names of authors in the order given, each once."""
    if isinstance(value, str):
        return names_in_byline("; ".join(filter(None, map(line_of, value.splitlines()))))
    names: list[str] = []
    is_organization = partial(is_a, kinds=_ORGANIZATIONS)
    for is_whole, authors in groupby(_each_author(value), key=is_organization):
        lines = [line for author in authors if (line := line_of(author))]
        names += lines if is_whole else names_in_list(lines)
    return tuple(dict.fromkeys(names))


def _each_author(value: object, depth: int = 0) -> Iterator[object]:
    """Yield the values of one author each, or of a byline, in lists and objects around them."""
    if isinstance(value, dict):
        inner = next((value[name] for name in _AROUND_AUTHORS if name in value), None)
        if not isinstance(inner, (list, dict)):
            yield value
            return
        value = inner
    if isinstance(value, list) and depth <= _DEEPEST:
        for part in value:
            yield from _each_author(part, depth + 1)
    elif isinstance(value, (str, dict)) and not is_missing(value):  # a number is an id
        yield value


def is_a(record: object, kinds: tuple[str, ...]) -> bool:
    """Whether a record is said to be of a type of schema.org that ends so."""
    said = record.get("@type") if isinstance(record, dict) else None
    types = said if isinstance(said, list) else [said]
    return any(str(one).lower().endswith(kinds) for one in types)
