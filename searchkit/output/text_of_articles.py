"""One article as text for people: headline, facts with their origins, and the body."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from searchkit.article import Known, Origin, Span
from searchkit.output.safe_text import clean, clean_line, line
from searchkit.output.style import Ink, Style, draw, draw_facts, spans_within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.article import Article
    from searchkit.results import MarkedArticle


def article_as_text(marked: MarkedArticle, style: Style, *, furniture: str = "") -> str:
    """Return one article, its matches marked.

    Args:
        marked: The article.
        style: How to draw it.
        furniture: What begins a line that is furniture.
    """
    article = marked.article
    title, title_spans = clean_line(article.title, marked.title_spans)
    lines = list(draw(title, style, title_spans, kind=Ink.HEADING))
    if article.authors:
        comma = ";" if any("," in author for author in article.authors) else ","
        authors = line(f"{comma} ".join(article.authors))
        lines += draw(f"By {authors}", style, kind=Ink.DIM)
    lines += draw_facts(_publication(article), style)
    whereabouts = _whereabouts(article)
    lines += draw_facts(whereabouts, style, whole=whereabouts)
    if marked.query is not None:
        count = len(marked.spans) + len(marked.title_spans)
        found = f"{count:,} matches" if count != 1 else "1 match"
        lines += draw(f"{found} for: {line(marked.query)}", style, kind=Ink.DIM)
    body = list(_body(article, marked.spans, style, furniture))
    return "\n".join([*lines, "", *body] if body else lines) + "\n"


def _publication(article: Article) -> list[str]:
    """Return who published an article when, and how that is known."""
    origins = article.origins
    facts = [
        "no source" if article.source is None else article.source + _from(origins.source),
        "undated" if article.date is None else str(article.date) + _from(origins.date),
    ]
    return [line(fact) for fact in facts]


def _whereabouts(article: Article) -> list[str]:
    """Return the key of an article, its address and language, and how it was read."""
    origins = article.origins
    facts = [article.key, article.url]
    if article.language:
        facts.append(article.language + _from(origins.language))
    if origins.title is not Origin.NONE:
        facts.append(f"headline{_from(origins.title)}")
    if origins.encoding is not None and origins.encoding.known is not Known.VALID:
        facts.append(str(origins.encoding))
    return [line(fact) for fact in facts if fact]


def _from(origin: Origin) -> str:
    """Return where a fact came from, to be put after it."""
    return "" if origin is Origin.NONE else f" ({origin.value})"


def _body(
    article: Article, spans: Sequence[Span], style: Style, furniture_begins: str
) -> Iterator[str]:
    """Yield the lines of an article's text, its matches marked and its furniture dim."""
    text, matches = clean(article.text, spans)
    _, furniture = clean(article.text, article.furniture)
    start = 0
    blank = True  # no blank lines before the first
    for row in text.split("\n"):
        end = start + len(row)
        shown = row.strip(" ")
        if shown:
            if blank and start:
                yield ""
            offset = start + row.index(shown[0])
            stretch = Span(offset, offset + len(shown))
            inside = [Span(a - offset, b - offset) for a, b in spans_within(matches, stretch)]
            if _is_covered(stretch, furniture):
                yield from draw(shown, style, inside, kind=Ink.DIM, indent=furniture_begins)
            else:
                yield from draw(shown, style, inside)
        blank = not shown
        start = end + 1


def _is_covered(stretch: Span, spans: Sequence[Span]) -> bool:
    """Whether one of the spans, in order and without overlap, holds all of a stretch."""
    before = bisect_right(spans, stretch.start, key=attrgetter("start")) - 1
    return before >= 0 and spans[before].end >= stretch.end
