"""The hits of a search, and notes on a query, as text for people.

Of a hit, the headline comes first, then one dim line of facts, one of the words that the
article lacks or shares with another, and the snippets; a blank line parts it from the next.
The key, which `searchkit show` takes, is at the end of the line of facts if that line is wide
enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.output.display import display_width
from searchkit.output.phrasing import also_in, articles_found, duration, with_options
from searchkit.output.safe_text import clean_line, line
from searchkit.output.style import Ink, Style, draw, draw_facts, ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.article import Article
    from searchkit.errors import QueryError
    from searchkit.results import Hit, Note, Results
    from searchkit.results.saved_searches import NewHits
    from searchkit.results.similar_articles import SimilarArticles

_MOST_SHARED = 10  # words that are named of those that two articles share
_LEAST_POINTED = 20  # columns of a query that is pointed at


def results_as_text(results: Results, style: Style) -> str:
    """Return what a search found: notes, hits, how many there are, and what shows others."""
    notes = [note for note in results.notes if note.argument is None]
    parts = [notes_as_text(notes, results.query, style)] if notes else []
    digits = max((len(str(hit.rank)) for hit in results), default=1)
    parts += ["\n".join(_hit(hit, digits, style)) for hit in results]
    others = [_advising(note) for note in results.notes if note.argument is not None]
    last = [_total(results), *others]
    parts.append("\n".join(row for one in last for row in draw_last(one, style)))
    return "\n\n".join(parts) + "\n"


def draw_last(text: str, style: Style) -> Iterator[str]:
    """Yield the lines of what stands under hits; at the margin, where no hit has anything."""
    yield from draw(text, style, kind=Ink.DIM, first="", indent="  ")


def new_hits_as_text(found: Sequence[NewHits], style: Style) -> str:
    """Return the new hits of saved searches, each search under its name; without any, nothing."""
    return "\n\n".join(_new_hits(one, style) for one in found if one.hits) + (
        "\n" if any(one.hits for one in found) else ""
    )


def _new_hits(found: NewHits, style: Style) -> str:
    n_more = found.new - len(found.hits)
    more = f", {len(found.hits):,} shown" if n_more else ""
    head = draw(f"@{found.search.name}: {found.new:,} new{more}", style, kind=Ink.HEADING)
    digits = max(len(str(hit.rank)) for hit in found.hits)
    hits = (
        "\n".join(_hit(hit, digits, style, has_changed=hit.key in found.changed))
        for hit in found.hits
    )
    return "\n\n".join(["\n".join(head), *hits])


def similar_as_text(similar: SimilarArticles, style: Style) -> str:
    """Return the article that others are like, and these as :func:`results_as_text` does."""
    return f"{like_heading(similar.article, style)}\n\n{results_as_text(similar, style)}"


def like_heading(article: Article, style: Style) -> str:
    """Return the lines that say which article others are like; the last has no line end."""
    first = "Like: "
    indent = " " * len(first)
    title, _ = clean_line(article.title)
    facts = [line(fact) for fact in (article.source, str(article.date or "undated")) if fact]
    key = line(article.key)
    return "\n".join(
        [
            *draw(title, style, kind=Ink.HEADING, first=first, indent=indent),
            *draw_facts([*facts, key], style, indent=indent, whole=[key]),
        ]
    )


def notes_as_text(notes: Sequence[Note], query: str, style: Style) -> str:
    """Return notes on a query, a line or more for each; the last has no line end."""
    return "\n".join(_note(note, query, style) for note in notes)


def _note(note: Note, query: str, style: Style) -> str:
    """Return a note, with the part of the query that it is about pointed at."""
    lines = list(draw(_advising(note), style, first="Note: ", indent=" " * 6))
    if note.span is not None:
        lines += _pointed(query, note.span, style)
    if note.suggestion is not None:
        lines += draw(line(note.suggestion), style, first=" Try: ", indent=" " * 6)
    return "\n".join(lines)


def _advising(note: Note) -> str:
    """Return the message of a note, with the option that shows what it is about."""
    message = line(with_options(note.message))
    if note.argument is None:
        return message
    them = "it" if message.startswith("1 ") else "them"
    return f"{message.removesuffix('.')}; --{note.argument} shows {them}."


def query_fault(error: QueryError, style: Style) -> str:
    """Return the query of an error with a line under it that points at the fault."""
    span = Span(error.position, error.end)
    return "\n".join(_pointed(error.query, span, style, indent="")) + "\n"


def _pointed(query: str, span: Span, style: Style, *, indent: str = " " * 6) -> list[str]:
    """Return the query with a line under it that points at the span; of a long one, a part."""
    text, spans = clean_line(query, [span])
    if not spans:
        return []
    start, end = spans[0]
    room = max(style.width - len(indent), _LEAST_POINTED)
    first = 0
    if display_width(text) > room:
        first = max(0, min(start, len(text)) - room // 3)
        last = first + _fitting(text[first:], room - 2)
        before, after = "…" * (first > 0), "…" * (last < len(text))
        text = before + text[first:last] + after
        first -= len(before)
        end = min(end, last)
    blank = " " * display_width(text[: start - first])
    carets = "^" * max(1, display_width(text[start - first : end - first]))
    return [f"{indent}{text}", f"{indent}{blank}{ink(carets, Ink.MATCH, style)}"]


def _fitting(text: str, width: int) -> int:
    """Return how many characters of a text fit into so many columns."""
    columns = 0
    for number, char in enumerate(text):
        columns += display_width(char)
        if columns > width:
            return number
    return len(text)


def _total(results: Results) -> str:
    """Return how many hits are shown of how many, and how long it took."""
    took = duration(results.took)
    if not results.total:
        return f"No articles found ({took})"
    found = articles_found(results.total, results.more)
    if results.groups is not None and results.groups < results.total:
        found = f"{found}, {results.groups:,} without copies"
    if not results.hits and results.offset < results.total:  # none were asked for
        return f"{found} ({took})"
    shown = str(len(results))
    if results.offset and results.hits:
        shown = f"{results.offset + 1:,}-{results.offset + len(results):,}"
    return f"{found}; {shown} shown ({took})" if results.more else f"{shown} of {found} ({took})"


def _hit(hit: Hit, digits: int, style: Style, *, has_changed: bool = False) -> Iterator[str]:
    """Yield the lines of one hit."""
    indent = " " * (digits + 2)
    title, title_spans = clean_line(hit.title, hit.title_spans)
    rank = f"{hit.rank:>{digits}}. "
    yield from draw(title, style, title_spans, kind=Ink.HEADING, first=rank, indent=indent)
    score = None if hit.score is None else f"{hit.score:.2f}"
    facts = [hit.source, str(hit.date or "undated"), score, hit.key]
    shown = [line(fact) for fact in facts if fact]
    yield from draw_facts(shown, style, indent=indent, whole=shown[-1:])
    if has_changed:
        remark = "has changed since it was shown"
        yield from draw(remark, style, kind=Ink.DIM, first=indent, indent=indent)
    if hit.copies:
        yield from draw(line(also_in(hit)), style, kind=Ink.DIM, first=indent, indent=indent)
    if hit.lacks:
        absent = f"lacks: {line(', '.join(hit.lacks))}"
        yield from draw(absent, style, kind=Ink.DIM, first=indent, indent=indent)
    if hit.shared:
        yield from draw(_shared(hit), style, kind=Ink.DIM, first=indent, indent=indent)
    for snippet in hit.snippets:
        text, spans = clean_line(snippet.text, snippet.spans)
        yield from draw(text, style, spans, first=f"{indent}- ", indent=f"{indent}  ")


def _shared(hit: Hit) -> str:
    """Return which words an article shares with the one that it is like, the weightiest."""
    n_more = len(hit.shared) - _MOST_SHARED
    more = f" and {n_more} more" if n_more > 0 else ""
    return f"shares: {line(', '.join(hit.shared[:_MOST_SHARED]))}{more}"
