"""Sources, completions, suggestions and statistics as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.phrasing import counted, period, size
from searchkit.output.safe_text import line
from searchkit.output.style import DOT, Ink, Style, draw, ink

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from searchkit.results import Completion, CorpusFolder, SourceCount, Stats, Suggestion

_NO_SOURCE = "(no source)"
_LEAST_NAMED = 20  # columns that a table has for the names of sources


def sources_as_text(sources: Sequence[SourceCount], style: Style) -> str:
    """Return a table of the sources; a narrow one has the dates under their names."""
    rows = [
        (
            f"{row.articles:,}",
            str(row.first or ""),
            str(row.last or ""),
            _NO_SOURCE if row.source is None else line(row.source),
        )
        for row in sources
    ]
    dim = {number for number, row in enumerate(sources) if row.source is None}
    heads = ("Articles", "First", "Last", "Source")
    if style.width - len(_indent(_widths(heads, rows))) >= _LEAST_NAMED:
        table = _table(heads, rows, style, dim)
    else:
        narrow, short = (heads[0], heads[-1]), [(row[0], row[-1]) for row in rows]
        table = _table(narrow, short, style, dim)
        indent = _indent(_widths(narrow, short))
        for lines, row in zip(table[1:], sources, strict=True):
            if dates := period(row.first, row.last):
                lines.extend(draw(dates, style, kind=Ink.DIM, indent=indent))
    named = counted(len(sources) - len(dim), "source")
    return _text([*table, ["", ink(named, Ink.DIM, style)]])


def completions_as_text(completions: Sequence[Completion], style: Style) -> str:
    """Return a line for each completion: how frequent it is, its kind, and its text."""
    rows = [
        ("" if one.count is None else f"{one.count:,}", one.kind, line(one.text))
        for one in completions
    ]
    return _text(_table(("Count", "Kind", "Text"), rows, style)) if rows else ""


def suggestions_as_text(suggestions: Sequence[Suggestion], style: Style) -> str:
    """Return a line for each word: how frequent it is, how far away, and the word."""
    rows = [(f"{one.count:,}", str(one.distance), line(one.word)) for one in suggestions]
    return _text(_table(("Count", "Edits", "Word"), rows, style)) if rows else ""


def _table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    style: Style,
    dim: Collection[int] = (),
) -> list[list[str]]:
    """Return the lines of the heads and of each row; the last column is broken to fit.

    Args:
        heads: The names of the columns.
        rows: Cells; those of the first column are numbers.
        style: How to draw.
        dim: The numbers of rows whose last cell is dim.
    """
    first, *others = widths = _widths(heads, rows)
    indent = _indent(widths)

    def start(row: Sequence[str]) -> str:
        cells = [row[0].rjust(first), *map(str.ljust, row[1:], others)]
        return "".join(f"{cell}  " for cell in cells)

    table = [[ink(start(heads) + heads[-1], Ink.HEADING, style)]]
    for number, row in enumerate(rows):
        kind = Ink.DIM if number in dim else Ink.PLAIN
        table.append(list(draw(row[-1], style, kind=kind, first=start(row), indent=indent)))
    return table


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the widths of all columns but the last."""
    return [max(map(len, column)) for column in zip(heads, *rows, strict=True)][:-1]


def _indent(widths: Sequence[int]) -> str:
    """Return what is as wide as columns of those widths, each with a gap behind it."""
    return " " * sum(width + 2 for width in widths)


def _text(table: Sequence[Sequence[str]]) -> str:
    return "".join(f"{row}\n" for lines in table for row in lines)


def stats_as_text(stats: Stats, style: Style) -> str:
    """Return what an index holds, a line for each thing."""
    dates = period(stats.first, stats.last)
    languages = sorted(stats.languages.items(), key=lambda item: (-item[1], item[0]))
    facts = {
        "Articles": f"{stats.articles:,}",
        "Dated": f"{stats.dated:,}" + (f", {dates}" if dates else ""),
        "Sources": f"{stats.sources:,}",
        "Languages": DOT.join(f"{line(code)} {count:,}" for code, count in languages),
        "Terms": f"{stats.terms:,}",
        "Size": size(stats.size)
        + ("" if stats.segments is None else f" in {counted(stats.segments, 'segment')}"),
        "Updated": (
            "" if stats.updated is None else stats.updated.isoformat(sep=" ", timespec="seconds")
        ),
    }
    widest = max(map(len, facts)) + 2
    lines: list[str] = []
    for name, fact in facts.items():
        label = ink(name, Ink.HEADING, style) + " " * (widest - len(name))
        lines += draw(fact or "-", style, first=label, indent=" " * widest)
    for number, folder in enumerate(stats.corpus):  # whole, so that a path can be copied
        label = " " * widest if number else ink("Corpus", Ink.HEADING, style) + " " * (widest - 6)
        lines.append(label + _folder(folder))
    return "\n".join(lines) + "\n"


def _folder(folder: CorpusFolder) -> str:
    """Return a folder of the corpus, with what is set for its articles."""
    facts = (
        f"keys begin with {folder.prefix}" if folder.prefix else "",
        f"source {folder.source}" if folder.source else "",
        f"encoding {folder.encoding}" if folder.encoding else "",
    )
    settings = ", ".join(filter(None, facts))
    return line(f"{folder.path} ({settings})" if settings else str(folder.path))
