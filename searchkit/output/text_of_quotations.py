"""Quotations, and who printed them, as text for people.

A quotation comes first, then a dim line of when and where it was printed. The articles follow under
their days, each with a number that `searchkit show` takes, and with the words around the
quotation, which may say who said it.
"""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING

from searchkit.output.phrasing import counted, duration
from searchkit.output.safe_text import clean_line, line
from searchkit.output.style import Ink, Style, draw, draw_facts
from searchkit.output.text_of_results import notes_as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.results.printings import PrintedQuotation, Printing, Quotations

_LONGEST = 300  # characters of a quotation at the head of its articles
_FIRST = "first printed here"
_ROUGHLY = "known to the month or the year"
_UNDATED = "undated"
_FURNITURE = "repeated by the page, with the words before it"


def quotations_as_text(quotations: Quotations, style: Style) -> str:
    """Return quotations with the articles that have them, and how many they are."""
    notes = notes_as_text(quotations.notes, quotations.about or "", style)
    parts = [notes] if quotations.notes else []
    numbers = count(1)
    total = sum(len(quotation.printings) for quotation in quotations)
    digits = len(str(total))
    parts += ["\n".join(_quotation(one, numbers, digits, style)) for one in quotations]
    summary = f"{_summary(quotations)} ({duration(quotations.took)})"
    parts.append("\n".join(draw(summary, style, kind=Ink.DIM)))
    return "\n\n".join(parts) + "\n"


def _quotation(
    quotation: PrintedQuotation, numbers: Iterator[int], digits: int, style: Style
) -> Iterator[str]:
    """Yield the lines of a quotation."""
    text = line(quotation.text)
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    yield from draw(f"“{text}”", style, kind=Ink.HEADING)
    yield from draw(_when(quotation), style, kind=Ink.DIM)
    for head, group in groupby(quotation.printings, key=_head):
        yield ""
        yield from draw(head, style, kind=Ink.HEADING)
        for printing in group:
            yield from _printing(printing, next(numbers), digits, style)


def _when(quotation: PrintedQuotation) -> str:
    """Return when and where a quotation was printed."""
    articles = counted(quotation.articles, "article")
    outlets = f" of {counted(quotation.outlets, 'outlet')}" if quotation.outlets else ""
    where = f"{articles}{outlets}"
    if quotation.first is None:
        return where
    until = f", last on {quotation.last}" if quotation.last != quotation.first else ""
    return f"{where}, {_FIRST} on {quotation.first}{until}"


def _head(printing: Printing) -> str:
    """Return under what an article is listed."""
    if printing.is_furniture:
        return _FURNITURE
    if printing.date is None:
        return _UNDATED
    if printing.day is None:
        return _ROUGHLY
    return f"{printing.day}, {_FIRST}" if printing.is_first else str(printing.day)


def _printing(printing: Printing, number: int, digits: int, style: Style) -> Iterator[str]:
    """Yield the lines of an article that has a quotation."""
    indent = " " * (digits + 2)
    title = line(printing.title)
    yield from draw(title, style, first=f"{number:>{digits}}. ", indent=indent)
    rough = (
        str(printing.date) if printing.date and _head(printing) in {_ROUGHLY, _FURNITURE} else None
    )
    shown = [line(fact) for fact in (printing.source, rough, printing.key) if fact]
    yield from draw_facts(shown, style, indent=indent, whole=shown[-1:])
    if printing.copies:
        yield from draw(_copies(printing), style, kind=Ink.DIM, first=indent, indent=indent)
    text, spans = clean_line(printing.passage.text, printing.passage.spans)
    yield from draw(text, style, spans, first=f"{indent}- ", indent=f"{indent}  ")


def _copies(printing: Printing) -> str:
    """Return which other outlets have the whole text."""
    outlets = {
        copy.source: 1 for copy in printing.copies if copy.source not in (None, printing.source)
    }
    if outlets:
        return f"also in {', '.join(line(outlet or '') for outlet in outlets)}"
    return f"and {counted(len(printing.copies), 'more copy', 'more copies')}"


def _summary(quotations: Quotations) -> str:
    """Return how many quotations there are."""
    if quotations.about is not None:
        return counted(len(quotations), "quotation") if quotations else "No quotations found"
    considered = quotations.considered
    if quotations.article is not None:
        if not considered:
            return "The article has no quotation of 8 words or more"
        others = "is in another article" if len(quotations) == 1 else "are in other articles"
        return (
            f"{len(quotations)} of {counted(considered, 'quotation')} of 8 words or more {others}"
        )
    if considered > 1:
        return f"{len(quotations)} of {counted(considered, 'quotation')} found"
    return counted(len(quotations), "quotation") if quotations else "No article has this quotation"
