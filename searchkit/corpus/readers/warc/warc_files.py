"""WARC: each page in a file is an article, read like a saved page.

The day on which a page was fetched is not when it was published.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from searchkit.article import Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.decoding import decode_raw
from searchkit.corpus.escaping import quoted_part
from searchkit.corpus.facts.declared_facts import declared_in
from searchkit.corpus.readers.saved_pages.page_files import article_of_page
from searchkit.corpus.readers.warc.warc_records import WarcPage, pages_of
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article
    from searchkit.corpus.encoding.recognising import Decoded
    from searchkit.corpus.open_file import OpenFile

_HEAD = 2048  # bytes in which a page may declare its encoding
_WITHOUT_TEXT = frozenset(("has no text", "is empty"))


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of a WARC file, and what is wrong with others."""
    pages = without_text = 0
    damage = None
    for page in pages_of(file):
        if isinstance(page, ContentError):
            damage = page
            break
        pages += 1
        try:
            yield _article(file, page)
        except ContentError as error:
            if str(error) in _WITHOUT_TEXT:
                without_text += 1
            else:
                yield ContentError(f"{quoted_part(page.address, most=200)}: {error}")
    if without_text:
        were = "page, which has no text" if without_text == 1 else "pages, which have no text"
        yield Remark(file.path, f"ignored {without_text:,} {were}")
    if damage:
        yield damage
    elif not pages:
        raise ContentError("has no pages: answers of the kind text/html or text/plain")


def _article(file: OpenFile, page: WarcPage) -> Article:
    """Return the article of a page."""
    if isinstance(page.content, ContentError):
        raise page.content
    source, encoding = _decoded(page, page.content, file.options.encoding)
    key = file.key(page.address or None, page.number)
    if page.is_text:
        declared = declared_in({"url": page.address})
        return assemble(
            file, source, encoding=encoding, key=key, declared=declared, origin=Origin.URL
        )
    return article_of_page(file, source, encoding, key=key, saved_from=page.address)


def _decoded(page: WarcPage, content: bytes, encoding: str | None) -> Decoded:
    """Return the text of a page: what a server declares counts where the page says nothing."""
    if encoding is None and page.charset and b"charset" not in content[:_HEAD].lower():
        try:
            content.decode()
        except UnicodeDecodeError:
            encoding = _known(page.charset)
    return decode_raw(content, encoding=encoding)


def _known(charset: str) -> str | None:
    """Return the name of an encoding, or None if Python does not know it."""
    try:
        return codecs.lookup(charset).name
    except LookupError:
        return None
