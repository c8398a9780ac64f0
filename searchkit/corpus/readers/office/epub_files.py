"""EPUB: a book is one article; of a magazine or a collection of articles, each is one.

A file is such a collection where it says so, as magazines and the exports of reading lists do, or
where most of its chapters have a byline or a day beneath their headlines, as no book has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Article, Origin, Precision
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.decoding import decode
from searchkit.corpus.facts.authors import names_in_byline
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.file_properties import stated_authors, stated_title
from searchkit.corpus.facts.language_codes import language_code
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.markup.html import html_to_text
from searchkit.corpus.open_file import too_long
from searchkit.corpus.readers.office.epub_package import package_of
from searchkit.corpus.readers.office.zip_members import ZipMembers
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.article import ArticleDate
    from searchkit.corpus.open_file import OpenFile
    from searchkit.corpus.readers.office.epub_package import Package

_KIND = "an EPUB file"
_COLLECTIONS = re.compile(r"periodical|magazine|newspaper|journal|anthology", re.IGNORECASE)
_LISTS = re.compile(r"\b(?:wallabag|instapaper|pocket|readwise|omnivore|raindrop)\b", re.IGNORECASE)
_BYLINE = re.compile(r"(?i:by|von|par|por|di)\s+[^\W\d_a-z]")
_HEAD = 5  # lines beneath a headline that may have a byline or a day
_LONGEST_HEAD_LINE = 100  # characters
_FEWEST = 3  # chapters with one
_MOST_OF = 2 / 3  # of all chapters
_SHORTEST = 200  # characters; what is shorter is a cover or the name of a section
_NO_PUBLICATION = ("modification", "creation", "conversion", "ops-publication", "epub-publication")


class _Chapter(NamedTuple):
    """A chapter.

    Attributes:
        member: Its name in the archive.
        text: Its text.
    """

    member: str
    text: str


def read(file: OpenFile) -> Iterator[Article | ContentError]:
    """Yield the article of a book, or those of a collection."""
    members = ZipMembers(file, _KIND)
    package = package_of(members)
    chapters = list(_chapters(file, members, package))
    declared = _declared(package)
    articles = _articles(package, chapters)
    if not articles:
        text = "\n\n".join(chapter.text for chapter in chapters if chapter.text)
        yield assemble(file, text, encoding=UTF_8, declared=declared, origin=Origin.PROPERTIES)
    for number, chapter in enumerate(articles, start=1):
        try:
            yield _article(file, package, declared, chapter, number)
        except ContentError as error:
            yield ContentError(f"{chapter.member}: {error}")


def _chapters(file: OpenFile, members: ZipMembers, package: Package) -> Iterator[_Chapter]:
    """Yield the chapters of a file in order."""
    left = file.limits.article_size
    for name in package.chapters:
        text = _text(members, name)
        left -= len(text)
        if left < 0:
            raise ContentError(too_long(file.limits))
        yield _Chapter(name, text)


def _text(members: ZipMembers, name: str) -> str:
    """Return the text of a chapter; nothing of one that has none."""
    content = members.whole(name)
    if not content.strip():
        return ""
    return html_to_text(decode(content).text).strip()


def _declared(package: Package) -> Declared:
    """Return what a file says of itself."""
    facts = package.facts
    creators = [fact for fact in facts["creator"] if fact.role in ("", "aut")] or facts["creator"]
    return Declared(
        title=stated_title(next((fact.value for fact in facts["title"]), None)),
        date=_date(package),
        source=next((fact.value for fact in facts["publisher"] if _is_outlet(fact.value)), None),
        authors=stated_authors([fact.value for fact in creators]),
        language=next((language_code(fact.value) for fact in facts["language"]), None),
    )


def _is_outlet(publisher: str) -> bool:
    return not re.fullmatch(r"calibre|wallabag|unknown|pandoc|n/?a", publisher, re.IGNORECASE)


def _date(package: Package) -> ArticleDate | None:
    """Return the day of publication; that of the making of the file is none."""
    modified = package.metas.get("dcterms:modified", "")[:10]
    for fact in package.facts["date"]:
        is_made = fact.role in _NO_PUBLICATION or (modified and fact.value.startswith(modified))
        if not is_made and (found := parse_date(fact.value)):
            return found
    return None


def _articles(package: Package, chapters: Sequence[_Chapter]) -> list[_Chapter]:
    """Return the chapters that are articles; none where the whole is one."""
    marked = {name for name, label in package.labels.items() if label.kind == "article"}
    if marked:
        return [chapter for chapter in chapters if chapter.member in marked and chapter.text]
    long = [chapter for chapter in chapters if len(chapter.text) >= _SHORTEST]
    said = [package.metas.get("calibre:publication_type", "")]
    said += [fact.value for fact in package.facts["type"]]
    made = [
        fact.value for name in ("publisher", "creator", "title") for fact in package.facts[name]
    ]
    if any(map(_COLLECTIONS.search, said)) or any(map(_LISTS.search, made)):
        return long
    with_head = sum(any(_head(chapter.text)) for chapter in long)
    is_collection = with_head >= max(_FEWEST, _MOST_OF * len(long))
    return long if is_collection else []


def _head(text: str) -> tuple[tuple[str, ...], ArticleDate | None]:
    """Return the authors and the day in the lines beneath a headline."""
    lines = [line.strip() for line in text.split("\n") if line.strip()][1 : _HEAD + 1]
    authors: tuple[str, ...] = ()
    date = None
    for line in lines:
        if len(line) > _LONGEST_HEAD_LINE:
            break
        if not authors and _BYLINE.match(line):
            authors = names_in_byline(line)
        found = parse_date(line)
        if date is None and found and found.precision in (Precision.DAY, Precision.TIME):
            date = found
    return authors, date


def _article(
    file: OpenFile, package: Package, declared: Declared, chapter: _Chapter, number: int
) -> Article:
    """Return an article of a collection."""
    authors, date = _head(chapter.text)
    label = package.labels.get(chapter.member)
    name = declared.source or _collection(declared.title)
    return assemble(
        file,
        chapter.text,
        encoding=UTF_8,
        key=file.key(chapter.member, number),
        declared=Declared(
            title=label.text if label else None,
            date=date or declared.date,
            source=name,
            authors=authors,
            language=declared.language,
        ),
        origin=Origin.HEADER if date else Origin.PROPERTIES,
    )


def _collection(title: str | None) -> str | None:
    """Return the name of a collection, without the day that is in its title."""
    if not title or _LISTS.search(title):
        return None
    return re.sub(r"\s*[\[(,–—-]+\s*(?:[^\[(]*\d[^\[(]*)\Z", "", title).strip() or None
