"""Texts of strangers with their matches, as HTML that holds nothing but what is written here.

Every text is cleaned of control characters as for a terminal and escaped piece by piece; marks
are put between the pieces, so that no text is ever taken for markup.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from searchkit.article import Span
from searchkit.output.safe_text import clean, clean_line
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PART = 300_000
"""Characters of an article that one page shows."""


class Paragraph(NamedTuple):
    """A paragraph of an article.

    Attributes:
        html: Its text, with its matches.
        is_furniture: Whether all of it belongs to the page the article was on.
    """

    html: Markup
    is_furniture: bool


def marked(text: str, spans: Sequence[Span] = ()) -> Markup:
    """Return a text on one line with its matches marked.

    >>> marked("a <b> c", [Span(2, 5)])
    Markup('a <mark>&lt;b&gt;</mark> c')
    """
    text, spans = clean_line(text, spans)
    parts: list[Markup] = []
    end = 0
    for span in spans:
        parts += (escape(text[end : span.start]), Markup("<mark>"))
        parts += (escape(text[span.start : span.end]), Markup("</mark>"))
        end = span.end
    return Markup("").join([*parts, escape(text[end:])])


class ArticleText:
    """The text of an article, in paragraphs and in parts of at most :data:`PART` characters.

    Args:
        text: The text.
        spans: The matches in it.
        furniture: What of it belongs to the page the article was on.
    """

    def __init__(self, text: str, spans: Sequence[Span], furniture: Sequence[Span]) -> None:
        self._text, self._spans = clean(text, spans)
        _, self._furniture = clean(text, furniture)
        self._bounds = list(_bounds(self._text))

    @property
    def n_parts(self) -> int:
        """How many parts it has, 1 or more."""
        return len(self._bounds)

    @property
    def n_matches(self) -> int:
        """How many matches it has."""
        return len(self._spans)

    def where(self, part: int) -> list[tuple[int, float]]:
        """Return the matches of a part: the number of each, and how far down it is, 0 to 1."""
        start, end = self._bounds[part - 1]
        return [
            (number, (span.start - start) / max(1, end - start))
            for number, span in enumerate(self._spans, start=1)
            if start <= span.start < end
        ]

    def part_of(self, match: int) -> int:
        """Return the part that a match is in."""
        at = self._spans[match - 1].start
        return next(n for n, (_, end) in enumerate(self._bounds, start=1) if at < end)

    def paragraphs(self, part: int) -> Iterator[Paragraph]:
        """Yield the paragraphs of a part."""
        start, end = self._bounds[part - 1]
        at = start
        for piece in self._text[start:end].split("\n\n"):
            if piece.strip():
                span = Span(at, at + len(piece))
                within = any(
                    one.start <= span.start and span.end <= one.end for one in self._furniture
                )
                yield Paragraph(self._drawn(span), within)
            at += len(piece) + 2

    def _drawn(self, span: Span) -> Markup:
        """Return a stretch of the text with its matches and its furniture."""
        furniture = [
            _cut(one, span)
            for one in self._furniture
            if one.start < span.end and one.end > span.start
        ]
        first = bisect_left(self._spans, span.start, key=lambda one: one.end)
        parts: list[Markup] = []
        end = span.start
        for number, one in enumerate(self._spans[first:], start=first + 1):
            if one.start >= span.end:
                break
            found = _cut(one, span)
            parts.append(self._plain(end, found.start, furniture))
            parts.append(Markup('<mark id="m{}" tabindex="-1">').format(number))
            parts.append(escape(self._text[found.start : found.end]) + Markup("</mark>"))
            end = found.end
        return Markup("").join([*parts, self._plain(end, span.end, furniture)])

    def _plain(self, start: int, end: int, furniture: Sequence[Span]) -> Markup:
        """Return a stretch without matches, the furniture in it set apart."""
        parts: list[Markup] = []
        for one in furniture:
            if one.start >= end or one.end <= start:
                continue
            inner = _cut(one, Span(start, end))
            parts.append(escape(self._text[start : inner.start]))
            text = escape(self._text[inner.start : inner.end])
            parts.append(Markup('<span class="furniture">{}</span>').format(text))
            start = inner.end
        return Markup("").join([*parts, escape(self._text[start:end])])


def _cut(span: Span, within: Span) -> Span:
    return Span(max(span.start, within.start), min(span.end, within.end))


def _bounds(text: str) -> Iterator[Span]:
    """Yield where the parts of a text are; each but the last ends at a line's end, if it can."""
    start = 0
    while len(text) - start > PART:
        line_end = text.rfind("\n", start + PART // 2, start + PART)
        end = line_end + 1 if line_end >= 0 else start + PART
        yield Span(start, end)
        start = end
    yield Span(start, len(text))


def safe_link(url: str | None) -> str | None:
    """Return an address that a link may lead to, or None.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if not url or any(char.isspace() or not char.isprintable() or char == "\\" for char in url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    # What stands before an @ looks like the host to those who read it.
    is_plain = host and parts.username is None and parts.password is None
    return url if parts.scheme in {"http", "https"} and is_plain else None
