"""A saved page: HTML or XHTML, from a browser or from what saves a page as one file.

The text and the facts are those of the article on the page. What is no HTML in spite of its name
is read as text, and what is packed is unpacked.
"""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from searchkit.article import Article, Encoding, Origin, Origins
from searchkit.corpus.assembling import assemble
from searchkit.corpus.encoding.decoding import decode_raw
from searchkit.corpus.facts.declared_facts import Declared, plain_names, text_in
from searchkit.corpus.facts.language_codes import language_code
from searchkit.corpus.facts.sources import source_of_url
from searchkit.corpus.markup.html import html_to_text
from searchkit.corpus.readers.bookmark_pages import articles_of_bookmarks, is_page_of_bookmarks
from searchkit.corpus.readers.saved_pages.article_texts import article_text
from searchkit.corpus.readers.saved_pages.page_addresses import page_addresses
from searchkit.corpus.readers.saved_pages.page_authors import page_authors
from searchkit.corpus.readers.saved_pages.page_dates import page_date
from searchkit.corpus.readers.saved_pages.page_declarations import declarations
from searchkit.corpus.readers.saved_pages.page_sources import page_source
from searchkit.corpus.readers.saved_pages.page_titles import (
    bare_names,
    headings,
    names_of_page,
    page_title,
)
from searchkit.corpus.readers.saved_pages.page_trees import is_page, parse_page
from searchkit.corpus.unpacking import read_whole, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.html import HtmlElement

    from searchkit.corpus.content_error import ContentError
    from searchkit.corpus.open_file import OpenFile
    from searchkit.corpus.readers.saved_pages.page_declarations import Declarations
    from searchkit.notes import Remark

_GZIP = b"\x1f\x8b\x08"
_CLEARED = 300  # pages, after which libraries forget what they remember of pages
_pages_read = count(1)


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the article of a saved page, or what a person wrote in an export of bookmarks."""
    content = file.whole()
    if content.startswith(_GZIP):
        stream = unpacked(BytesIO(content), "page.gz", len(content), file.limits)
        reason = file.limits.passed("file_size", "has more than {} bytes")
        content = read_whole(stream, most=file.limits.file_size, reason=reason)
    source, encoding = decode_raw(content, encoding=file.options.encoding)
    if is_page_of_bookmarks(source):
        yield from articles_of_bookmarks(file, source, encoding)
    else:
        yield article_of_page(file, source, encoding)


def article_of_page(
    file: OpenFile,
    source: str,
    encoding: Encoding,
    *,
    key: str | None = None,
    saved_from: str | None = None,
) -> Article:
    """Return the article of a page.

    Args:
        file: The file that the page is in.
        source: The page as it was saved.
        encoding: How it was read.
        key: The article's key, if the file may have several pages; else it is the path.
        saved_from: Where it was saved from, as the file around it says, if anything.

    Raises:
        ContentError: It has no text, or is beyond a limit.
    """
    if not is_page(source):
        return assemble(file, source, encoding=encoding, key=key)
    page = parse_page(source, file.limits)
    tree = page.tree
    said = declarations(tree)
    addresses = page_addresses(page.source, tree, said, saved_from)
    url = next(iter(addresses), None)
    site = page_source(said, url)
    sites = [name for name in (site and site.name, url and source_of_url(url)) if name]
    names = names_of_page(tree, said)
    heads = headings(tree, names)
    title = page_title(heads, said, names, sites)
    date = page_date(tree, said, addresses, heads)
    titles = [*([title.title] if title else []), *bare_names(names, sites), *map(_line, heads)]
    text = article_text(tree, titles, _body(said)) or html_to_text(page.source)
    if not text and title:  # a script would have brought it
        text = said.first_meta("ogdescription", "description") or ""
    _clear_now_and_then()
    return assemble(
        file,
        text,
        encoding=encoding,
        key=key,
        declared=Declared(
            title=title and title.title,
            date=date and date.date,
            source=site and site.name,
            authors=page_authors(tree, said, sites),
            url=url,
            language=_language(tree, said),
        ),
        origins=Origins(
            title=title.origin if title else Origin.NONE,
            date=date.origin if date else Origin.NONE,
            source=site.origin if site else Origin.NONE,
            language=Origin.META,
        ),
    )


def _line(heading: HtmlElement) -> str:
    """Return the text of a heading on one line."""
    return " ".join(heading.text_content().split())


def _body(said: Declarations) -> str | None:
    """Return what a page declares as the text of its article, or None."""
    return next(filter(None, (text_in(_fields(one, "articleBody")) for one in said.objects)), None)


def _fields(found: Mapping[str, object], *names: str) -> dict[str, object]:
    return plain_names({name: found[name] for name in names if name in found})


def _language(tree: HtmlElement, said: Declarations) -> str | None:
    """Return the code of the language that a page declares, or None."""
    declared = (tree.get("lang"), tree.get("xml:lang"), *said.metas.get("contentlanguage", ()))
    in_objects = (one.get("inLanguage") for one in said.objects)
    values = (*declared, *said.metas.get("oglocale", ()), *in_objects)
    return next(filter(None, map(language_code, values)), None)


def _clear_now_and_then() -> None:
    """Have the libraries forget what they remember of pages, which grows with each."""
    from trafilatura.meta import reset_caches

    if next(_pages_read) % _CLEARED == 0:
        reset_caches()
