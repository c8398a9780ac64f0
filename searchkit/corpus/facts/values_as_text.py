"""Values of JSON, YAML and TOML, made text: lines, paragraphs, addresses.

Exports put a text into objects (``{"rendered": …}``), into lists of paragraphs, or
into blocks within blocks, as editors keep them. Whatever holds it, the text comes
out whole, its paragraphs parted by blank lines, and without HTML. Evidence is the name of a field
or the type of a block. There is no text in a value that tables write for a missing one, in an
object with no such name, or in a block of facts about the article.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from searchkit.corpus.encoding.cleaning import clean, composed
from searchkit.corpus.facts.field_names import plain_name
from searchkit.corpus.facts.sources import source_of_url
from searchkit.corpus.markup.html import html_to_text
from searchkit.corpus.markup.html_evidence import without_entities, without_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What pandas, numpy and Python write for a value that is missing.
_MISSING = frozenset(
    ("", "nan", "NaN", "-nan", "<NA>", "NaT", "None", "null", "NULL", "N/A", "n/a", "#N/A")
)
_LONGEST_MISSING = 20  # characters; what is longer need not be looked up
_DEEPEST = 20  # blocks within blocks

LONGEST_ADDRESS = 8000
"""Characters of an address that RFC 9110, 4.1, asks everybody to be able to read."""

# Where an object has the line that it is put around: names and titles of people and
# outlets; headlines of the New York Times, Arc and WordPress; what was XML.
_LINE_NAMES = (
    *("#text", "name", "title", "displayname", "fullname", "main", "basic", "rendered", "text"),
    *("value", "original", "content", "label"),
)
# Where a block has its text: by itself, or in blocks of its own.
_BLOCK_NAMES = (
    *("text", "#text", "rendered", "content", "html", "value", "paragraph", "body", "p"),
    *("plaintext", "bodytext", "bodyhtml", "children", "paragraphs", "items", "blocks"),
    *("elements", "contentelements", "sections", "data", "sentences"),
    *("root", "bodymodel", "document", "nodes", "ops", "insert"),  # Lexical, Medium, Slate, Quill
)
_HEADING_NAMES = ("heading", "headline", "title", "subtitle", "header")
_TYPE_NAMES = ("type", "nodetype", "blocktype")
# Blocks of the Washington Post and of Arc that are no text of the article, but facts.
_NO_TEXT = frozenset(
    "kicker title headline byline date author author_info ad advertisement related"
    " newsletter".split()
)
# Words in a block that are beside the text: of pictures, of people, of parts.
_BESIDE_TEXT = frozenset(_HEADING_NAMES).union(
    "caption fullcaption alt credit credits copyright bio blurb description src url href source"
    " author name".split()
)
_WITHIN_LINES = frozenset("text span link hyperlink inline hardbreak mention emphasis".split())
_ADDRESS_NAMES = ("href", "url", "@id", "permalink", "#text", "rendered", "value")
# Where converters from XML put the text of an element, beside its attributes: Google and
# xml2json, most others, NPR, xml2js, x2js, xml-js, BadgerFish, feedparser, JSON-LD.
_XML_TEXTS = (
    *("$t", "#text", "$text", "_", "__text", "_text", "$", "#", "@value", "$value", "_value"),
    *("#cdata-section", "#cdata", "__cdata", "_cdata", "cdata"),
)
_GIVEN_NAMES = ("given", "givenname", "firstname", "first", "forename")
_FAMILY_NAMES = ("family", "familyname", "lastname", "last", "surname")


_XML_WITHIN = frozenset("a b i u em strong emphasis bold italic span q cite link ref".split())


def is_empty(value: object) -> bool:
    """Whether a value is nothing: none, no number, or nothing but white space."""
    if isinstance(value, str):
        return not value or value.isspace()
    return value is None or (isinstance(value, float) and not isfinite(value))


def is_missing(value: object) -> bool:
    """Whether a value is what tables write for a missing one."""
    if isinstance(value, str) and len(value) <= _LONGEST_MISSING:
        return value.strip() in _MISSING
    return is_empty(value)


def unwrapped(value: object) -> object:
    """Return the text that an object is put around, as XML becomes JSON; else the value itself.

    >>> unwrapped({"$": {"lang": "en"}, "_": "High water"})
    'High water'
    """
    inner = value[0] if isinstance(value, list) and len(value) == 1 else value
    if not isinstance(inner, dict):
        return value
    texts = (inner.get(name) for name in _XML_TEXTS)
    return next((text for text in texts if isinstance(text, (str, int, float))), value)


def line_of(value: object) -> str | None:
    """Return a value as one line of text, or None.

    >>> line_of({"rendered": "The keeper&#8217;s\\n<em>boat</em>"})
    'The keeper’s boat'
    """
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        return _line_in(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        whole = isinstance(value, float) and value.is_integer()
        value = None if is_empty(value) else str(int(value) if whole else value)
    if not isinstance(value, str) or is_empty(value):
        return None
    text = without_html(value)
    if not text.isprintable():
        text = clean(text)
    elif not text.isascii():
        text = composed(text)
    return " ".join(text.split()) or None


def _line_in(fields: Mapping[object, object]) -> str | None:
    """Return the line that an object is put around, or the parts of a person's name in it."""
    plain = _plain(fields)
    for name in _LINE_NAMES:
        part = plain.get(name)
        if isinstance(part, str) and name == "rendered":
            part = without_entities(html_to_text(part))
        is_text = isinstance(part, str) or unwrapped(part) is not part
        if is_text and (line := line_of(part)):
            return line
    parts = (_first_line(plain, names) for names in (_GIVEN_NAMES, _FAMILY_NAMES))
    return " ".join(filter(None, parts)) or None


def _first_line(fields: Mapping[str, object], names: Iterable[str]) -> str | None:
    """Return the first line, in the order of the names."""
    return next((line for name in names if (line := line_of(fields.get(name)))), None)


def text_of(value: object, *, name: str = "") -> str | None:
    r"""Return the text of a value, or None.

    Args:
        value: A text, or paragraphs and blocks of it.
        name: The plain name of its field; some say that it is HTML.

    >>> text_of([{"type": "p", "text": "The tide came."}, {"type": "p", "text": "It went."}])
    'The tide came.\n\nIt went.'
    """
    text = _text(value, is_html=_says_html(name), depth=0)
    return None if is_empty(text) else text


def _says_html(name: str) -> bool:
    return name.endswith(("html", "rendered")) or name == "contentencoded"


def _text(value: object, *, is_html: bool, depth: int) -> str | None:
    """Return the text of a value at some depth within others."""
    if isinstance(value, str):
        return without_entities(html_to_text(value)) if is_html else without_html(value)
    if depth > _DEEPEST:
        return None
    if isinstance(value, list):
        parts = (_text(part, is_html=is_html, depth=depth + 1) for part in value)
        return "\n\n".join(part.strip("\n") for part in parts if part and not part.isspace())
    if isinstance(value, dict):
        return _text_in_block(_plain(value), is_html=is_html, depth=depth)
    return None


def _text_in_block(fields: Mapping[str, object], *, is_html: bool, depth: int) -> str | None:
    """Return the text of a block, its heading included where it is part of something."""
    kind = _kind_of(fields)
    if depth and kind in _NO_TEXT:
        return None
    is_html = is_html or fields.get("mime") == "text/html" or kind.endswith("html")
    text = _own_text(fields, is_html=is_html, depth=depth) or _numbered(fields)
    text = text or (_only_words(fields) if depth else None)
    if text is None or text.isspace():
        return None
    if "#text" in fields:  # where in it other elements of XML were, JSON does not say
        within = sorted(_XML_WITHIN.intersection(fields))
        parts = (_text(fields[name], is_html=is_html, depth=depth + 1) for name in within)
        text = " ".join((text, *filter(None, parts)))
    heading = _first_line(fields, _HEADING_NAMES) if depth else None
    return f"{heading}\n\n{text}" if heading else text


def _kind_of(fields: Mapping[str, object]) -> str:
    """Return the type that a block has, or nothing."""
    return next((str(fields[name]).lower() for name in _TYPE_NAMES if name in fields), "")


def _own_text(fields: Mapping[str, object], *, is_html: bool, depth: int) -> str | None:
    """Return the first text of a block that is not blank, under the names that blocks have."""
    for name in _BLOCK_NAMES:
        if name in fields:
            part = fields[name]
            joined = _joined(part, name, is_html) if isinstance(part, list) else None
            html = is_html or _says_html(name)
            text = joined or _text(part, is_html=html, depth=depth + 1)
            if text and not text.isspace():
                return text
    return None


def _numbered(fields: Mapping[str, object]) -> str | None:
    """Return the text of paragraphs that are called by their numbers, or None."""
    is_numbered = fields and all(name.isdecimal() for name in fields)
    return _text(list(fields.values()), is_html=False, depth=1) if is_numbered else None


def _only_words(fields: Mapping[str, object]) -> str | None:
    """Return the words of a block that calls them by a name of its own, or None."""
    worded = [
        value
        for name, value in fields.items()
        if name not in _BESIDE_TEXT and isinstance(value, str) and " " in value
    ]
    return without_html(worded[0]) if len(worded) == 1 else None


def _joined(parts: list[object], name: str, is_html: bool) -> str | None:
    """Return the text of a line that is in parts, of which some are bold, say; else None."""
    texts = []
    for part in parts:
        if not isinstance(part, dict):
            return None
        fields = _plain(part)
        kind = _kind_of(fields)
        if kind not in _WITHIN_LINES and (kind or name not in ("children", "ops")):
            return None
        text = _text_in_block(fields, is_html=is_html, depth=0)
        texts.append(text or ("\n" if kind == "hardbreak" or name == "ops" else ""))
    return "".join(texts)


def _plain(fields: Mapping[object, object]) -> dict[str, object]:
    """Return the fields of an object by plain name, those alone that have a value.

    Under whichever name a converter from XML puts a text, it is `#text` here.
    """
    return {
        "#text" if name in _XML_TEXTS and not isinstance(value, dict) else plain_name(name): value
        for name, value in fields.items()
        if isinstance(name, str) and not is_missing(value)
    }


def address_of(value: object) -> str | None:
    """Return a value if it is an address of the web; of a list, that of the page itself first."""
    if isinstance(value, list):
        pages = [one for one in value if isinstance(one, dict) and one.get("rel") == "alternate"]
        return next((address for one in (*pages, *value) if (address := address_of(one))), None)
    if isinstance(value, dict):
        plain = _plain(value)
        return next((at for name in _ADDRESS_NAMES if (at := address_of(plain.get(name)))), None)
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS:
        return None
    line = line_of(value)
    if line is None or " " in line or not line.lower().startswith(("http://", "https://")):
        return None
    return line if source_of_url(line) else None
