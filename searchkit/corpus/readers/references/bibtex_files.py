"""BibTeX and BibLaTeX, as Zotero, Better BibTeX, JabRef and Mendeley export them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.decoding import decode
from searchkit.corpus.readers.references.bibtex_entries import Entry, entries_of
from searchkit.corpus.readers.references.latex_text import address_in, latex_to_text
from searchkit.corpus.readers.references.reference_articles import (
    Reference,
    articles_of_references,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from searchkit.article import Article
    from searchkit.corpus.open_file import OpenFile
    from searchkit.notes import Remark

_TEXTS = ("abstract", "annote", "annotation", "comment", "review")
_SOURCES = """journaltitle journal newspaper magazine booktitle maintitle organization publisher
institution school howpublished""".split()
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_LONGEST_LIST = 20_000  # characters of the names of authors
_UNCERTAIN = re.compile(r"[~?%]+\Z")


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of the references that have an abstract or notes."""
    text, encoding = decode(file.whole(), encoding=file.options.encoding)
    references = (
        each if isinstance(each, ContentError) else _reference(each) for each in entries_of(text)
    )
    yield from articles_of_references(file, references, encoding)


def _reference(entry: Entry) -> Reference:
    """Return what an entry says."""
    fields = entry.fields
    said = (latex_to_text(fields[name]) for name in _SOURCES if fields.get(name))
    return Reference(
        id=entry.key,
        facts={
            "title": " ".join(latex_to_text(fields.get("title", "")).split()),
            "date": _date(fields),
            "source": next(said, ""),
            "url": address_in(fields.get("url", "")),
            "language": fields.get("langid") or fields.get("language") or "",
        },
        authors=tuple(_names(fields.get("author", ""))),
        texts=tuple(latex_to_text(fields[name]) for name in _TEXTS if fields.get(name)),
    )


def _date(fields: Mapping[str, str]) -> str:
    """Return the date of an entry: that of BibLaTeX, or else the parts that BibTeX has."""
    if date := fields.get("date"):
        return _UNCERTAIN.sub("", date.partition("/")[0].strip())
    parts = [latex_to_text(fields.get(name, "")) for name in ("day", "month", "year")]
    return " ".join(filter(None, parts))


def _names(authors: str) -> Iterator[str]:
    """Yield the names of authors, which `and` parts outside of braces."""
    for name in _split(authors[:_LONGEST_LIST], _AND):
        parts = [latex_to_text(part) for part in _split(name, _COMMA)]
        family, given = parts[0], parts[-1] if len(parts) > 1 else ""
        suffix = f", {parts[1]}" if len(parts) > 2 else ""
        whole = " ".join(f"{given} {family}".split()) + suffix
        if whole.strip() and whole != "others":
            yield whole


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Return the parts of a text between separators that are not in braces."""
    parts = []
    start = 0
    for found in separator.finditer(text):
        if text.count("{", start, found.start()) == text.count("}", start, found.start()):
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]
