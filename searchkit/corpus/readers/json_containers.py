"""The articles within an object of JSON that is none itself.

Answers of newspapers' programming interfaces and feeds wrap their articles in
objects, such as ``{"response": {"docs": […]}}``, and say things of all of them
there: what the feed is called, in which language it is. Tables keep articles by
columns. An object with a title of its own is an article, whose lists of comments or
links are none.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeGuard

from searchkit.corpus.facts.declared_facts import (
    Declared,
    declared_in,
    is_a,
    plain_names,
    summary_in,
    text_in,
    title_in,
)
from searchkit.corpus.facts.field_names import (
    FEED_OBJECTS,
    FEED_SIGNS,
    RECORD_LISTS,
    TEXT_NAMES,
    TITLE_NAMES,
    plain_name,
)
from searchkit.corpus.readers.json_parts import text_in_parts
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEEPEST = 6  # objects within objects
_LOOKED_AT = 1000  # records of a list, to see whether any is an article
_ENTERED = 20  # objects of a list of no articles, to see whether they wrap some
# Ends of the types of schema.org that articles have: `NewsArticle`, `BlogPosting`.
_ARTICLE_KINDS = ("article", "posting", "report", "post", "story", "news")


class Container(NamedTuple):
    """Records that an object wraps.

    Attributes:
        name: The plain name of the list.
        records: The records, articles or not.
        shared: What the objects around them say of all.
        alone: The only record, where it is in an object and not in a list.
    """

    name: str
    records: list[object]
    shared: Declared
    alone: Looked | None = None


class Looked(NamedTuple):
    """An object that was looked at for an article.

    Attributes:
        record: The object.
        fields: Its fields by plain name.
        text: Its text, or None.
        summary: What it has instead of a text, or None.
    """

    record: Mapping[str, object]
    fields: dict[str, object]
    text: str | None
    summary: str | None

    @classmethod
    def at(cls, record: Mapping[str, object]) -> Looked:
        """Return what an object has of an article."""
        fields = plain_names(record)
        text = text_in(fields) or text_in_parts(fields)
        return cls(record, fields, text, None if text else summary_in(fields))

    @property
    def has_text(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.text or self.summary)

    @property
    def title(self) -> str | None:
        """The title of the article."""
        return title_in(self.fields)


class _Around(NamedTuple):
    """An object around articles: its plain name, and its fields by plain name."""

    name: str
    fields: Mapping[str, object]

    @property
    def is_json_feed(self) -> bool:
        version = str(self.fields.get("version"))
        return "jsonfeed" in version or not FEED_SIGNS.isdisjoint(self.fields)

    @property
    def is_feed(self) -> bool:
        return self.name in FEED_OBJECTS or self.is_json_feed


def containers_in(looked: Looked) -> list[Container]:
    """Return the lists of articles in an object, or nothing where it is one itself.

    Lists whose names say that they hold articles count before all others.
    """
    if not any(isinstance(value, (list, dict)) for value in looked.record.values()):
        return []  # by far the most
    if rows := _rows(looked.record):
        return [Container("", rows, Declared())]
    if looked.text and not _wraps_articles(looked):
        return []
    found = list(_containers(looked.record, ()))
    named = [each for each in found if each.name in RECORD_LISTS and not each.alone]
    return named if named or looked.summary else found


def is_beside_articles(record: object) -> bool:
    """Whether a record is said to be something else than an article, and has no text.

    Pages describe themselves in graphs of JSON-LD: the site, the publisher, persons, pictures.
    """
    if not isinstance(record, dict) or not record.get("@type") or is_a(record, _ARTICLE_KINDS):
        return False
    return not Looked.at(record).has_text


def _wraps_articles(looked: Looked) -> bool:
    """Whether what would be an object's text is a list of articles with titles."""
    return not looked.title and any(
        isinstance(value, list)
        and plain_name(str(name)) in TEXT_NAMES
        and _holds_articles(value, titled=True)
        for name, value in looked.record.items()
    )


def _containers(fields: Mapping[str, object], around: tuple[_Around, ...]) -> Iterator[Container]:
    """Yield the lists of articles in an object that others are around, and articles alone."""
    if len(around) > _DEEPEST:
        return
    around = around or (_Around("", plain_names(fields)),)
    is_article = not around[-1].is_feed and title_in(around[-1].fields) is not None
    for key, value in fields.items():
        name = plain_name(str(key))
        if isinstance(value, list) and _holds_articles(value):
            if name in RECORD_LISTS or not is_article:
                yield Container(name, value, _shared(around))
        elif isinstance(value, list):
            for part in islice(value, _ENTERED):
                if isinstance(part, dict):
                    inner = _Around(name, plain_names(part))
                    yield from _containers(part, (*around, inner))
        elif isinstance(value, dict):
            looked = Looked.at(value)
            within = list(_containers(value, (*around, _Around(name, looked.fields))))
            is_one = bool(looked.text or (looked.summary and not within))
            if is_one and looked.title and not is_article:
                yield Container(name, [value], _shared(around), alone=looked)
            else:
                yield from within


def _holds_articles(values: list[object], *, titled: bool = False) -> bool:
    """Whether a list has objects with a text, and with a title where that is asked for."""
    looked = (Looked.at(value) for value in islice(values, _LOOKED_AT) if isinstance(value, dict))
    return any(each.has_text for each in looked if each.title or not titled)


def _shared(around: tuple[_Around, ...]) -> Declared:
    """Return what the objects around articles say of all of them, the innermost first."""
    shared = Declared()
    for each in around:
        own = declared_in(each.fields)
        shared = shared.replace(
            source=own.source or (own.title if each.is_feed else None) or shared.source,
            authors=own.authors if each.is_json_feed else shared.authors,
            language=own.language or shared.language,
        )
    return shared


def _rows(parsed: Mapping[str, object]) -> list[object]:
    """Return the rows of a table that pandas or datasets keep by columns, or nothing."""
    columns, data = parsed.get("columns"), parsed.get("data")
    if isinstance(columns, list) and isinstance(data, list):  # orient="split"
        return [
            dict(zip(map(str, columns), row, strict=False)) for row in data if isinstance(row, list)
        ]
    names = {plain_name(str(name)) for name in parsed}
    if names.isdisjoint(TEXT_NAMES) or names.isdisjoint(TITLE_NAMES):
        return _named_records(parsed)
    values = list(parsed.values())
    if _are_columns(values):  # orient="columns", which is what pandas does by itself
        return [
            {
                "id": str(row),
                **{name: column[row] for name, column in zip(parsed, values, strict=True)},
            }
            for row in values[0]
        ]
    lists = [value for value in values if isinstance(value, list) and len(value) > 1]
    if len(lists) == len(values) and len(set(map(len, lists))) == 1:
        return [dict(zip(parsed, row, strict=True)) for row in zip(*lists, strict=True)]
    return []


def _are_columns(values: list[object]) -> TypeGuard[list[Mapping[str, object]]]:
    """Whether values are objects of the same names, all of them numbers of rows."""
    first = values[0]
    if not isinstance(first, dict) or not all(str(name).isdecimal() for name in first):
        return False
    return all(isinstance(value, dict) and value.keys() == first.keys() for value in values)


def _named_records(parsed: Mapping[str, object]) -> list[object]:
    """Return the articles of an object in which each has a name of its own, or nothing."""
    values = list(parsed.values())
    if len(values) < 2 or not all(isinstance(value, dict) for value in values):
        return []
    if not all(_holds_articles([value], titled=True) for value in values[:_LOOKED_AT]):
        return []
    return [{"id": name, **value} for name, value in parsed.items() if isinstance(value, dict)]
