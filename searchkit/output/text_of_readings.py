"""What is made of a file, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.phrasing import counted, duration, with_options
from searchkit.output.safe_text import line
from searchkit.output.style import Ink, Style, draw, ink
from searchkit.output.text_of_articles import article_as_text
from searchkit.results import MarkedArticle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.results import FileReading

FURNITURE = "~ "
"""What begins a line of furniture, which is dim where there are colours."""


def reading_as_text(reading: FileReading, style: Style) -> str:
    """Return the articles of a file, each with where its facts came from, and what is wrong."""
    articles = counted(len(reading.articles), "article")
    heading = f"{line(reading.path)}: {articles} ({duration(reading.took)})"
    lines = [ink(heading, Ink.HEADING, style)]
    for article in reading.articles:
        marked = MarkedArticle(article)
        lines += ["", article_as_text(marked, style, furniture=FURNITURE).rstrip("\n")]
    unreadable = [one.reason if one.path == reading.path else str(one) for one in reading.problems]
    lines += _section("Unreadable", unreadable, style)
    ignored = [
        remark.text if remark.path == reading.path else str(remark) for remark in reading.remarks
    ]
    lines += _section("Ignored", ignored, style)
    return "\n".join(lines) + "\n"


def _section(heading: str, texts: Sequence[str], style: Style) -> Iterator[str]:
    if texts:
        yield ""
        yield ink(heading, Ink.HEADING, style)
    for text in texts:
        yield from draw(line(with_options(text)), style, indent="  ")
