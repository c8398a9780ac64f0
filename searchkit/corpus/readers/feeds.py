"""Feeds: RSS, Atom and RDF, an article for each entry.

feedparser reads them, also where they are no XML. What it would make safe for a browser stays as
it is, since none will show it. Nothing is fetched, and of the entities that a feed declares only
those that are a short text are heeded.

The whole content of an entry counts before a summary. The outlet of an entry is the one that it
names, as in a feed made of others, or else the feed itself. An article is called by the id of
its entry, or by the address, so that it is the same one in the feed that is saved next week.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from contextlib import suppress
from datetime import UTC, datetime
from html.entities import html5
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from searchkit.article import Article, ArticleDate, Encoding, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.authors import names_in_list
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.language_codes import language_code
from searchkit.corpus.facts.paths import date_in_address
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.facts.values_as_text import address_of, line_of
from searchkit.corpus.markup.html import html_to_text, unescaped
from searchkit.corpus.markup.html_evidence import without_entities, without_html
from searchkit.hashing import blake2b
from searchkit.notes import Remark
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from searchkit.corpus.open_file import OpenFile

Fields = dict[str, Any]  # of a feed or of an entry, as feedparser names them

_XHTML = "application/xhtml+xml"
_HTML = frozenset(("text/html", _XHTML, "html", "xhtml"))
_DATES = ("published", "created", "updated")  # in the order in which they count
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)  # a program writes where it has none
_SHOWN = 10  # numbers of entries in a message
_LONGEST_NAME = 200  # characters of what an entry is called by
_NOT_ARTICLES = frozenset(("attachment", "nav_menu_item", "revision", "custom_css", "wp_template"))

_PROLOGUE = re.compile(r"<!DOCTYPE(?:[^\[>]|\[.*?\]\s*>)*>?", re.DOTALL | re.IGNORECASE)
_NAMESPACE = re.compile(r"""\sxmlns(?::[\w.-]{1,60})?\s{0,9}=\s{0,9}(["'])[^"'<>]{0,500}\1""")
_ENTITY = re.compile(r"""<!ENTITY\s+(\w{1,40})\s+(?:"([^"&%<]{0,100})"|'([^'&%<]{0,100})')\s*>""")
_HEAD = 100_000  # characters before which declarations of entities end
# An `&` that begins no entity, or one that begins an entity that has a name.
_BARE_OR_NAMED = re.compile(
    r"&(?!(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,30});)|&([A-Za-z]\w{0,30};)"
)
_OF_XML = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_NO_XML = "".join(chr(code) for code in (*range(32), 0xFFFE, 0xFFFF) if code not in (9, 10, 13))
_CONTROLS: dict[int, str | None] = {  # characters that XML does not have
    ord(sign): " " if sign.isspace() else None for sign in _NO_XML
}


def articles_of_feed(
    file: OpenFile, text: str, encoding: Encoding
) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of a feed, and what is ignored of it: entries with nothing to read.

    Args:
        file: The file that it is.
        text: All of it.
        encoding: How it was read.
    """
    parsed = _parsed(text)
    feed, version = _plain(parsed["feed"]), str(parsed.get("version", ""))
    entries = [_plain(entry) for entry in parsed["entries"]]
    if not entries:
        yield Remark(file.path, "is a feed without entries")
    shared = _Shared(file, encoding, feed, is_atom=version.startswith("atom"))
    without_text: list[int] = []
    for number, entry in enumerate(entries, start=1):
        if entry.get("wp_post_type") in _NOT_ARTICLES:
            continue  # of an export of WordPress
        title = _title(entry)
        content = _text(entry) or title
        if content is None:
            without_text.append(number)
            continue
        try:
            yield shared.article(entry, title, content, number)
        except ContentError as error:
            yield ContentError(f"entry {number}: {error}")
    if without_text:
        yield Remark(file.path, f"ignored {_numbered(without_text)}")


def _numbered(numbers: list[int]) -> str:
    """Return which entries have no text: how many, and the first of them."""
    if len(numbers) == 1:
        return f"entry {numbers[0]}, which has no text"
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    more = " and others" if len(numbers) > _SHOWN else ""
    return f"{len(numbers):,} entries, which have no text: {shown}{more}"


class _Shared(NamedTuple):
    """What all entries of a feed have in common.

    Attributes:
        file: The file that the feed is.
        encoding: How it was read.
        feed: What the feed says of itself.
        is_atom: Whether its authors are those of entries that name none.
    """

    file: OpenFile
    encoding: Encoding
    feed: Fields
    is_atom: bool

    def article(self, entry: Fields, title: str | None, text: str, number: int) -> Article:
        """Return the article of an entry.

        Args:
            entry: The entry.
            title: The title of it.
            text: The text of it.
            number: Its place in the feed, from 1.

        Raises:
            ContentError: It is too long.
        """
        source = _plain(entry.get("source") or {})
        authors = _authors(entry)
        if self.is_atom and not authors:
            authors = _authors(source) or _authors(self.feed)
        address = _address(entry, self.feed.get("link"))
        declared = Declared(
            title=title,
            date=_date(entry),
            address_date=date_in_address(address) if address else None,
            source=_title(source) or _title(self.feed),
            authors=authors,
            url=address,
            language=language_code(entry.get("language") or self.feed.get("language")),
        )
        return assemble(
            self.file,
            text,
            encoding=self.encoding,
            key=self.file.key(_name(entry, title), number),
            declared=declared,
            origin=Origin.FEED,
        )


def _parsed(text: str) -> Any:
    """Return what feedparser makes of a feed."""
    import feedparser

    # A text could be taken for the name of a file or for an address; a stream is read as it is.
    stream = io.BytesIO(_harmless(text).encode("utf-8", "replace"))
    return feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)


def _without_spaces(namespace: re.Match[str]) -> str:
    """Return a declaration of a namespace without spaces, at which feedparser would fail."""
    before, _, name = namespace[0].partition(namespace[1])
    return f"{before}{namespace[1]}{''.join(name.split())}"


def _harmless(text: str) -> str:
    """Return a feed in UTF-8, without characters that XML has not, and with harmless entities.

    An entity that names others, or a file, is not declared; what refers to it stays as written.
    """
    text = text.lstrip("\ufeff \t\r\n").translate(_CONTROLS)
    text = re.sub(r"\A<\?xml[^>]{0,200}\?>", '<?xml version="1.0" encoding="utf-8"?>', text)
    text = _NAMESPACE.sub(_without_spaces, text)
    head = text[:_HEAD]
    kept: dict[str, str] = {}
    if doctype := _PROLOGUE.search(head):
        kept = {name: one or other for name, one, other in _ENTITY.findall(doctype[0])}
        text = text[: doctype.start()] + text[doctype.end() :]

    def written(found: re.Match[str]) -> str:
        """Return an `&` as XML has it; where it begins an entity, what that means."""
        if found[0] == "&":
            return "&amp;"
        name = found[1]
        if name is None or name in _OF_XML:
            return found[0]
        meaning = kept.get(name[:-1]) or html5.get(name)
        return escape(meaning) if meaning else f"&amp;{name}"

    parts = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        parts += [_BARE_OR_NAMED.sub(written, text[position:start]), text[start:end]]
        position = end
    return "".join([*parts, _BARE_OR_NAMED.sub(written, text[position:])])


def _plain(fields: Mapping[str, Any]) -> Fields:
    """Return fields under their own names alone; feedparser gives one in place of another."""
    return dict(fields.items())


def _title(fields: Fields) -> str | None:
    """Return the title of a feed or of an entry, which may be HTML, as one line."""
    title = fields.get("title")
    if not isinstance(title, str):
        return None
    if _plain(fields.get("title_detail") or {}).get("type") == _XHTML:
        title = html_to_text(title)
    return line_of(without_entities(unescaped(title)))


def _text(entry: Fields) -> str | None:
    """Return the content of an entry, or else a summary."""
    contents = [_plain(each) for each in entry.get("content") or ()]
    texts = [_as_text(each.get("value"), each.get("type")) for each in contents]
    if whole := max(texts, key=len, default=""):
        return whole
    detail = _plain(entry.get("summary_detail") or {})
    summary = _as_text(entry.get("summary"), detail.get("type"))
    return summary or _as_text(entry.get("subtitle"), None) or None  # that of a podcast


def _as_text(value: object, kind: object) -> str:
    """Return the text of a content of some media type."""
    if not isinstance(value, str):
        return ""
    if kind not in _HTML:
        return without_html(value).strip()
    if "<" in value:
        return without_entities(html_to_text(value)).strip()
    return without_html(unescaped(value)).strip()  # what was escaped twice is HTML


def _date(entry: Fields) -> ArticleDate | None:
    """Return when an entry was published; when it was last changed, if it says nothing else."""
    for name in _DATES:
        found = parse_date(entry.get(name)) or _moment(entry.get(f"{name}_parsed"))
        if found and found != ArticleDate.of_time(_NO_DATE):
            return found
    return None


def _moment(parsed: Any) -> ArticleDate | None:
    """Return a moment that feedparser has read, in languages that it knows."""
    try:
        return parse_date(datetime.fromtimestamp(timegm(parsed), UTC)) if parsed else None
    except (OverflowError, TypeError, ValueError):
        return None


def _authors(fields: Fields) -> tuple[str, ...]:
    """Return the names of authors; an address of mail where there is no name."""
    authors = [_plain(author) for author in fields.get("authors") or ()]
    names = (author.get("name") or author.get("email") for author in authors)
    return names_in_list([line for name in names if name and (line := line_of(name))])


def _address(entry: Fields, site: object) -> str | None:
    """Return the address of the page of an entry, which may be given as one within a site."""
    links = [_plain(link) for link in entry.get("links") or ()]
    pages = [link.get("href") for link in links if link.get("rel") == "alternate"]
    found = [entry.get("feedburner_origlink"), entry.get("link"), *pages]
    within = [page for page in found if isinstance(page, str) and page.startswith(("/", "?"))]
    if within and isinstance(site, str) and address_of(site):
        with suppress(ValueError):
            found.append(urljoin(site, within[0]))
    return address_of(found)


def _name(entry: Fields, title: str | None) -> str | None:
    """Return what an entry is called by, whatever its place in the feed; None: nothing."""
    names = (entry.get("id"), entry.get("link"), title)
    name = next((name.strip() for name in names if isinstance(name, str) and name.strip()), None)
    if name is None or len(name) <= _LONGEST_NAME:
        return name
    return blake2b(name.encode("utf-8", "replace"), digest_size=8).hexdigest()
