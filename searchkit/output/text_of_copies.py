"""Clusters of copies as text for people: each article of one under the title of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.phrasing import counted, duration
from searchkit.output.safe_text import line
from searchkit.output.style import Ink, Style, draw, draw_facts
from searchkit.output.text_of_results import draw_last, notes_as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.results import Copy
    from searchkit.results.found_copies import Copies, CopyCluster


def copies_as_text(copies: Copies, style: Style) -> str:
    """Return clusters of copies, and how many there are."""
    parts = [notes_as_text(copies.notes, copies.query, style)] if copies.notes else []
    digits = len(str(copies.offset + len(copies)))
    parts += [
        "\n".join(_cluster(cluster, f"{rank:>{digits}}. ", style))
        for rank, cluster in enumerate(copies, start=copies.offset + 1)
    ]
    parts.append("\n".join(draw_last(_total(copies), style)))
    return "\n\n".join(parts) + "\n"


def _cluster(cluster: CopyCluster, rank: str, style: Style) -> Iterator[str]:
    """Yield the lines of one cluster."""
    indent = " " * len(rank)
    title = line(cluster.articles[0].title)
    yield from draw(title, style, kind=Ink.HEADING, first=rank, indent=indent)
    outlets = f" in {counted(cluster.outlets, 'outlet')}" if cluster.outlets else ""
    yield f"{indent}{counted(len(cluster.articles), 'article')}{outlets}"
    for copy in cluster.articles:
        yield from draw_copy(copy, style, indent=indent)


def draw_copy(copy: Copy, style: Style, *, indent: str) -> Iterator[str]:
    """Yield the lines of one article of a cluster: its date, its outlet and its key."""
    facts = [str(copy.date or "undated"), copy.source or "", copy.key]
    shown = [line(fact) for fact in facts if fact]
    lines = draw_facts(shown, style, indent=f"{indent}  ", whole=shown[-1:])
    for number, text in enumerate(lines):
        yield text if number else f"{indent}- {text.removeprefix(f'{indent}  ')}"


def _total(copies: Copies) -> str:
    """Return how many clusters are shown of how many, and how long it took."""
    took = duration(copies.took)
    if not copies.total:
        return f"No copies found ({took})"
    found = f"{counted(copies.total, 'cluster')} of {counted(copies.articles, 'article')}"
    if len(copies) == copies.total or (not copies and copies.offset < copies.total):
        return f"{found} ({took})"  # all, or none were asked for
    shown = str(len(copies))
    if copies.offset and copies:
        shown = f"{copies.offset + 1:,}-{copies.offset + len(copies):,}"
    return f"{shown} of {found} ({took})"
