"""Text and what is declared of it, put together into an article.

Every format ends here, so that the rules of where a fact may come from are
the same for all: what is declared counts first, then a header line in the text
(dates), the address (dates), the path, the address (sources), and the text itself. What nobody says
is None; the time a file was changed says nothing of when it was published.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from searchkit.article import Article, ArticleDate, Encoding, Origin, Origins, Span
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.cleaning import clean
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.furniture import find_furniture, mark_of
from searchkit.corpus.facts.paths import date_in_path, source_in_path
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.facts.sources import source_in_text, source_of_url
from searchkit.corpus.facts.titles import split_headline, title_of
from searchkit.corpus.formats import without_containers
from searchkit.corpus.open_file import too_long

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from searchkit.corpus.open_file import OpenFile
    from searchkit.limits import ReadingLimits

# The word `date` and a date at the very start; the text goes on behind it.
_HEADER = re.compile(r"\s*date:?[ \t]+(\d{4}-[\w:.+-]{2,30})(?:\s+|\Z)", re.IGNORECASE | re.ASCII)

_NOTHING = Declared()
_of_path = lru_cache(maxsize=256)(  # many articles of a container share its path
    lambda path: _in_path(without_containers(path))
)


def assemble(
    file: OpenFile,
    text: str,
    *,
    encoding: Encoding,
    key: str | None = None,
    declared: Declared | None = None,
    origin: Origin = Origin.NONE,
    origins: Origins | None = None,
    more_furniture: Callable[[str], Sequence[Span]] = lambda _text: (),
) -> Article:
    """Return the article that a text and its facts make.

    Args:
        file: The file that it is in.
        text: As it was stored, its headline and header line included.
        encoding: How it was read.
        key: The article's key, if the file may have several; else it is the path.
        declared: What is declared of the article.
        origin: Where it is declared, if all is in one place.
        origins: Where each fact is declared, if they are in several places.
        more_furniture: Finds what is furniture in texts of the format alone.

    Raises:
        ContentError: There is no text, or too much of it.
    """
    declared = declared or _NOTHING
    said = origins or Origins(title=origin, date=origin, source=origin, language=origin)
    _check_size(text, declared, file.limits)
    body = clean(text).strip()
    if not body:
        raise ContentError("has no text")
    in_header, body = _split_header(body)
    title, title_origin = declared.title, said.title
    is_as_is = file.options.as_is
    if title is None or (body.startswith(title) and not is_as_is):
        headline, rest = split_headline(body)
        if headline and mark_of(headline):
            headline, rest = None, body  # `Advertisement` is above many a headline
        if title is None and headline:
            title, title_origin = headline, Origin.FIRST_LINE
        if title == headline:
            body = rest
    furniture: tuple[Span, ...] = ()
    if not is_as_is:
        furniture = _together(find_furniture(body, title or ""), more_furniture(body))
    if title is None:
        title, title_origin = title_of(body, furniture), Origin.FIRST_SENTENCE
    date, date_origin = _date(declared, said.date, in_header, file.path)
    source, source_origin = _source(declared, said.source, file.path, text)
    return Article(
        key=key or file.path,
        title=title,
        text=body,
        path=file.path,
        date=date,
        source=source,
        authors=declared.authors,
        url=declared.url,
        language=declared.language,
        furniture=furniture,
        origins=Origins(
            title=title_origin,
            date=date_origin,
            source=source_origin,
            language=said.language if declared.language else Origin.NONE,
            encoding=encoding,
        ),
        is_as_is=is_as_is,
    )


def _together(spans: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans of a text and others of it in order, those that overlap as one."""
    if not others:
        return tuple(spans)
    joined: list[Span] = []
    for span in sorted((*spans, *others)):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _in_path(path: str) -> tuple[ArticleDate | None, str | None]:
    """Return the date and the outlet that a path names."""
    return date_in_path(path), source_in_path(path)


def _check_size(text: str, declared: Declared, limits: ReadingLimits) -> None:
    title = len(declared.title or "")
    if title > limits.title_length:
        what = "has a title of more than {} characters"
        raise ContentError(limits.passed("title_length", what))
    facts = (declared.source or "", declared.url or "", *declared.authors)
    if len(text) + title + sum(map(len, facts)) > limits.article_size:
        raise ContentError(too_long(limits))


def _split_header(body: str) -> tuple[ArticleDate | None, str]:
    """Return the date in a header line, if there is one, and the text behind it."""
    header = _HEADER.match(body)
    in_header = parse_date(header[1]) if header and header.end() < len(body) else None
    return in_header, body[header.end() :].strip() if header and in_header else body


def _date(
    declared: Declared, origin: Origin, in_header: ArticleDate | None, path: str
) -> tuple[ArticleDate | None, Origin]:
    """Return the date of an article and where it is known from."""
    if declared.date:
        return declared.date, origin
    if in_header:
        return in_header, Origin.HEADER
    in_address, in_path = declared.address_date, _of_path(path)[0]
    if in_address and not (in_path and _days(in_path) < _days(in_address)):
        return in_address, Origin.URL
    return (in_path, Origin.PATH) if in_path else (None, Origin.NONE)


def _days(date: ArticleDate) -> int:
    """Return how many days a date leaves open."""
    return (date.last_day - date.start.date()).days


def _source(declared: Declared, origin: Origin, path: str, text: str) -> tuple[str | None, Origin]:
    """Return the outlet of an article and where it is known from."""
    if declared.source:
        return declared.source, origin
    if in_path := _of_path(path)[1]:
        return in_path, Origin.PATH
    if declared.url and (domain := source_of_url(declared.url)):
        return domain, Origin.URL
    if in_text := source_in_text(text):
        return in_text, Origin.TEXT
    return None, Origin.NONE
