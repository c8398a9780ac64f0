"""What a record or a head of fields declares of its article.

JSON objects and front matter say the same things under many names. Here is the
one list of the names that are understood, and what makes each value usable.
Names are compared in lower case without ``-``, ``_`` and spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from searchkit.corpus.dates import parse_date
from searchkit.corpus.decoding import clean, composed
from searchkit.corpus.languages import language_code
from searchkit.corpus.sources import source_of_url

if TYPE_CHECKING:
    from searchkit.article import ArticleDate

_TITLE = ("title", "headline", "heading")
_TEXT = (
    "text",
    "body",
    "content",
    "articlebody",
    "bodytext",
    "fulltext",
    "contenttext",
    "paragraphs",
)
_DATE = (
    "date",
    "published",
    "pubdate",
    "publishedat",
    "publisheddate",
    "publishdate",
    "datepublished",
    "publicationdate",
    "publishedon",
    "firstpublished",
    "datetime",
    "timestamp",
    "issued",
)
_SOURCE = ("source", "outlet", "site", "publisher", "publication", "sitename", "newspaper")
_AUTHORS = ("author", "authors", "byline", "by", "writer", "writers", "creator")
_URL = ("url", "link", "canonicalurl", "weburl", "permalink")
_LANGUAGE = ("language", "lang", "inlanguage", "locale")
_ID = ("id", "guid", "_id", "uuid")  # as they are: these are compared with their underscore

_NAMED = ("name", "title", "rendered", "text")  # where a nested object has its text
_BY = re.compile(r"\s*(?:by|von|par|por)\s*:?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,\s+and|,|;|\s&|\sand|\sund|\set|\sy)\s+", re.IGNORECASE)
_LONGEST_ID = 200  # characters; a longer one is content and not a name
_LONGEST_NAME = 200  # characters of a source or an author
_LONGEST_ADDRESS = 8000  # characters that RFC 9110, 4.1, asks everybody to be able to read

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of an article; None or empty where nothing is."""

    title: str | None = None
    date: ArticleDate | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None


@lru_cache(maxsize=1024)
def _plain(name: str) -> str:
    """Return the form of a field's name that is compared."""
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def plain_names(fields: Mapping[Any, object]) -> dict[str, object]:
    """Return fields under the form of their names that is compared; the first wins."""
    plain: dict[str, object] = {}
    for name, value in fields.items():
        if value is not None and value != "":
            plain.setdefault(_plain(str(name)), value)
    return plain


def declared_in(fields: Mapping[str, object]) -> Declared:
    """Return what fields declare.

    Args:
        fields: By plain name, from :func:`plain_names`.
    """
    return Declared(
        title=_first(fields, _TITLE, _line),
        date=_first(fields, _DATE, parse_date),
        source=_first(fields, _SOURCE, _source),
        authors=_first(fields, _AUTHORS, _authors) or (),
        url=_first(fields, _URL, _web_address),
        language=_first(fields, _LANGUAGE, language_code),
    )


def text_in(fields: Mapping[str, object]) -> str | None:
    """Return the text of an article in fields by plain name, or None."""
    return _first(fields, _TEXT, _text)


def _text(value: object) -> str | None:
    """Return a text, or the paragraphs of a list of them, or None."""
    if isinstance(value, str):
        return None if value.isspace() else value
    if isinstance(value, list):
        return "\n\n".join(part for part in value if isinstance(part, str) and part.strip())
    return _nested(value) if isinstance(value, Mapping) else None


def id_in(fields: Mapping[str, object]) -> str | None:
    """Return the id of a record, under its own names, or None."""
    for name in _ID:
        value = fields.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, Mapping):  # {"$oid": …}, as databases export it
            value = next(iter(value.values()), None)
        if isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_ID:
            return value.strip()
    return None


def _first(
    fields: Mapping[str, object], names: Iterable[str], understood: Callable[[object], T | None]
) -> T | None:
    """Return the first value, in the order of the names, that is understood."""
    for name in names:
        if name in fields and (found := understood(fields[name])):
            return found
    return None


def _nested(value: Mapping[object, object]) -> str | None:
    """Return the text of a nested object, such as ``{"name": "Us Weekly"}``."""
    for name in _NAMED:
        part = value.get(name)
        if isinstance(part, str) and part.strip():
            return part
    return None


def _line(value: object) -> str | None:
    """Return a value as one line of text, or None."""
    if isinstance(value, Mapping):
        value = _nested(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    if not value.isprintable():
        value = clean(value)
    elif not value.isascii():
        value = composed(value)
    return " ".join(value.split()) or None


def _web_address(value: object) -> str | None:
    """Return a value if it is an address of the web."""
    line = _line(value)
    if line is None or len(line) > _LONGEST_ADDRESS or " " in line:
        return None
    if not line.lower().startswith(("http://", "https://")):
        return None
    return line if source_of_url(line) else None


def _source(value: object) -> str | None:
    """Return the name of an outlet; of an address, its domain."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    line = _line(value)
    if line is None or len(line) > _LONGEST_NAME:
        return None
    return source_of_url(line) if _web_address(line) else line


def _authors(value: object) -> tuple[str, ...]:
    """Return the names of authors in the order given, each once."""
    values = value if isinstance(value, list) else [value]
    names: list[str] = []
    for one in values:
        line = _line(one)
        if line is None or len(line) > 5 * _LONGEST_NAME:
            continue
        by = _BY.match(line + " ")
        names += _BETWEEN.split(line[by.end() :] if by else line)
    kept = (name.strip(" ,;.") if name.endswith((",", ";")) else name.strip() for name in names)
    return tuple(dict.fromkeys(name for name in kept if 0 < len(name) <= _LONGEST_NAME))
