"""The article that a record is: an object of JSON, or a row of a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.escaping import one_line, quoted_part
from searchkit.corpus.facts.declared_facts import Declared, declared_in
from searchkit.corpus.facts.field_names import RECORD_LISTS, SUMMARY_NAMES, TEXT_NAMES, plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from searchkit.article import Article, Encoding, Origin
    from searchkit.corpus.open_file import OpenFile
    from searchkit.corpus.readers.json_containers import Looked

NO_ARTICLES = "has no articles in it"
"""What is said of what may hold articles and holds none."""

_NOT_SAVED = re.compile(r"\s*wallabag can['’]t retrieve contents for this article", re.IGNORECASE)
_USUAL = ("text", "body", "content")  # of the names of texts, those that most people use
_NAMES_SHOWN = 6  # of the fields of a record without a text
_NAME_SHOWN = 30  # characters of each


def article_of_record(
    file: OpenFile,
    looked: Looked,
    *,
    encoding: Encoding,
    origin: Origin,
    key: str | None = None,
    shared: Declared | None = None,
) -> Article:
    """Return the article that a record is.

    Args:
        file: The file that it is in.
        looked: The record, as it was looked at.
        encoding: How it was read.
        origin: Where what it declares is declared.
        key: The key of the article; None: the file has no other.
        shared: What is declared of all records around it.

    Raises:
        ContentError: It has no text, or too much of it.
    """
    text = looked.text or looked.summary
    if text is None:
        raise ContentError(_no_text(looked.record))
    if _NOT_SAVED.match(text):
        raise ContentError("has no text: Wallabag could not save that of the page")
    declared = declared_in(looked.fields)
    if shared is not None:
        declared = declared.replace(
            source=declared.source or shared.source,
            authors=declared.authors or shared.authors,
            language=declared.language or shared.language,
        )
    return assemble(file, text, encoding=encoding, key=key, declared=declared, origin=origin)


def _no_text(record: Mapping[str, object]) -> str:
    """Return what is wrong with a record without a text: what was looked for, and found."""
    if any(value == [] and plain_name(str(name)) in RECORD_LISTS for name, value in record.items()):
        return NO_ARTICLES
    names = list(map(shown_name, record))
    if empty := [name for name in names if plain_name(name) in TEXT_NAMES]:
        return f"has no text: nothing to read in {' and '.join(empty[:_NAMES_SHOWN])}"
    if part := [name for name in names if plain_name(name) in SUMMARY_NAMES]:
        return f"has no text: {part[0]} counts as one only beside a title"
    return f"has no text: {looked_for(record)}"


def looked_for(names: Iterable[object]) -> str:
    """Return which names of texts were looked for, and which were found.

    >>> looked_for(["title", "date"])
    'looked for text, body, content and 37 other names, found only title, date'
    """
    others = len(TEXT_NAMES) - len(_USUAL)
    said = f"looked for {', '.join(_USUAL)} and {others} other names"
    shown = list(map(shown_name, names))
    more = f" and {len(shown) - _NAMES_SHOWN} more" if len(shown) > _NAMES_SHOWN else ""
    found = f"only {', '.join(shown[:_NAMES_SHOWN])}{more}" if shown else "no fields at all"
    return f"{said}, found {found}"


def shown_name(name: object) -> str:
    """Return the name of a field as a message shows it."""
    return quoted_part(one_line(str(name)), most=_NAME_SHOWN)
