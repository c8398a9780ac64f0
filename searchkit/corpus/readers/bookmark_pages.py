"""Pages of bookmarks, as Pocket, Instapaper, Pinboard and browsers export them.

They have addresses and titles and no texts, but for what a person wrote of a page: that is an
article. How many have nothing to read is said in one line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.article import Article, Encoding, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.values_as_text import address_of, line_of
from searchkit.corpus.markup.html import html_to_text, unescaped
from searchkit.corpus.readers.tabular.table_files import bookmarks
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.corpus.open_file import OpenFile

_HEAD = 4_000  # characters in which a page says what it is
_SIGN = re.compile(
    r"<!DOCTYPE\s+NETSCAPE-Bookmark-file-1"
    r"|<title>\s*(?:Pocket Export|Instapaper: Export)\s*</title>",
    re.IGNORECASE,
)
_LINK = re.compile(r"<a\s[^<>]*?\bhref\s*=\s*[\"']([^\"'<>]{1,8000})[\"'][^<>]*>", re.IGNORECASE)
_END = re.compile(r"</a\s*>", re.IGNORECASE)
_NOTE = re.compile(r"\s*<dd>([^<]*(?:<(?!/?(?:dt|dl|dd|p)\b)[^<]*)*)", re.IGNORECASE)


def is_page_of_bookmarks(html: str) -> bool:
    """Whether a page is an export of bookmarks.

    >>> is_page_of_bookmarks("<!DOCTYPE NETSCAPE-Bookmark-file-1>")
    True
    """
    return _SIGN.search(html, 0, _HEAD) is not None


def articles_of_bookmarks(
    file: OpenFile, html: str, encoding: Encoding
) -> Iterator[Article | ContentError | Remark]:
    """Yield what a person wrote of pages, and how many bookmarks have nothing to read.

    Args:
        file: The file.
        html: All of it.
        encoding: How it was read.
    """
    found = without_text = 0
    position = 0
    while link := _LINK.search(html, position):
        end = _END.search(html, link.end())
        title_end, position = end.span() if end else (len(html), len(html))
        note = _NOTE.match(html, position)
        text = html_to_text(note[1]).strip() if note else ""
        if not text:
            without_text += 1
            continue
        found += 1
        address = unescaped(link[1])
        declared = Declared(
            title=line_of(html_to_text(html[link.end() : title_end])), url=address_of(address)
        )
        try:
            yield assemble(
                file,
                text,
                encoding=encoding,
                key=file.key(address, found + without_text),
                declared=declared,
                origin=Origin.PROPERTIES,
            )
        except ContentError as error:
            yield ContentError(f"bookmark {found + without_text}: {error}")
    if found:
        if without_text:
            yield Remark(file.path, f"ignored {bookmarks(without_text)}")
    else:
        yield ContentError(f"is a list of {bookmarks(without_text)}")
