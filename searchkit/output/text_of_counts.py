"""Sources, completions, suggestions and statistics as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.phrasing import counted, period, size
from searchkit.output.safe_text import line
from searchkit.output.style import DOT, Ink, Style, draw, ink
from searchkit.output.tables import column_widths, indent_past, table_lines, table_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.results import Completion, CorpusFolder, SourceCount, Stats, Suggestion

_NO_SOURCE = "(no source)"
_LEAST_NAMED = 20  # columns that a table has for the names of sources


_MOST_DRIFT = 0.01  # of the lines, without a word to the reader


def sources_as_text(sources: Sequence[SourceCount], style: Style) -> str:
    """Return a table of the sources; a narrow one has the dates under their names."""
    if not sources:
        return ink("No articles found", Ink.DIM, style) + "\n"
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
    if style.width - len(indent_past(column_widths(heads, rows))) >= _LEAST_NAMED:
        table = table_lines(heads, rows, style, dim)
    else:
        narrow, short = (heads[0], heads[-1]), [(row[0], row[-1]) for row in rows]
        table = table_lines(narrow, short, style, dim)
        indent = indent_past(column_widths(narrow, short))
        for lines, row in zip(table[1:], sources, strict=True):
            if dates := period(row.first, row.last):
                lines.extend(draw(dates, style, kind=Ink.DIM, indent=indent))
    named = counted(len(sources) - len(dim), "source")
    return table_text([*table, ["", ink(named, Ink.DIM, style)]])


def completions_as_text(completions: Sequence[Completion], style: Style) -> str:
    """Return a line for each completion: how frequent it is, its kind, and its text."""
    rows = [
        ("" if one.count is None else f"{one.count:,}", one.kind, line(one.text))
        for one in completions
    ]
    return table_text(table_lines(("Count", "Kind", "Text"), rows, style)) if rows else ""


def suggestions_as_text(suggestions: Sequence[Suggestion], style: Style) -> str:
    """Return a line for each word: how frequent it is, how far away, and the word."""
    rows = [(f"{one.count:,}", str(one.distance), line(one.word)) for one in suggestions]
    return table_text(table_lines(("Count", "Edits", "Word"), rows, style)) if rows else ""


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
        **_on_cluster(stats),
        "Updated": (
            "" if stats.updated is None else stats.updated.isoformat(sep=" ", timespec="seconds")
        ),
    }
    if stats.drift > _MOST_DRIFT:
        facts["Furniture"] = f"--rebuild would change {stats.drift:.0%} of the lines"
    widest = max(map(len, facts)) + 2
    lines: list[str] = []
    for name, fact in facts.items():
        label = ink(name, Ink.HEADING, style) + " " * (widest - len(name))
        lines += draw(fact or "-", style, first=label, indent=" " * widest)
    for number, folder in enumerate(stats.corpus):  # whole, so that a path can be copied
        label = " " * widest if number else ink("Corpus", Ink.HEADING, style) + " " * (widest - 6)
        lines.append(label + _folder(folder))
    return "\n".join(lines) + "\n"


def _on_cluster(stats: Stats) -> dict[str, str]:
    """Return what is said of an index on a cluster; nothing of one in a directory."""
    if stats.shards is None or stats.replicas is None:
        return {}
    copies = counted(stats.replicas, "copy", "copies") if stats.replicas else "no copy"
    of_each = f"{counted(stats.shards, 'shard')}, {copies} of each"
    return {"Cluster": f"{of_each}, {stats.health}"}


def _folder(folder: CorpusFolder) -> str:
    """Return a folder of the corpus, with what is set for its articles."""
    facts = (
        f"keys begin with {folder.prefix}" if folder.prefix else "",
        f"source {folder.source}" if folder.source else "",
        f"encoding {folder.encoding}" if folder.encoding else "",
    )
    settings = ", ".join(filter(None, facts))
    return line(f"{folder.path} ({settings})" if settings else str(folder.path))
