"""What is missing in an index and its corpus, as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.gaps import by_cause
from searchkit.output.phrasing import counted, with_options
from searchkit.output.safe_text import line
from searchkit.output.style import DOT, Ink, Style, draw, ink
from searchkit.output.text_of_reports import not_read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.results import CorpusReport, Gaps, UpdateReport

_MOST = 20  # paths or keys that are named where the report is printed


def corpus_report_as_text(report: CorpusReport, style: Style) -> str:
    """Return what is missing; on a terminal or in a pipe the first of each kind."""
    return _drawn(report, style, most=_MOST)


def corpus_report_as_file(report: CorpusReport) -> str:
    """Return what is missing, every path and key."""
    return _drawn(report, Style(), most=None)


def _drawn(report: CorpusReport, style: Style, *, most: int | None) -> str:
    lines = [*_of_gaps(report.gaps, style, most), *_of_update(report.update, style, most)]
    return "\n".join(lines or ["Nothing is missing."]) + "\n"


def _of_gaps(gaps: Gaps, style: Style, most: int | None) -> Iterator[str]:
    yield ink(f"Where facts are from: {counted(gaps.articles, 'article')}", Ink.HEADING, style)
    for fact, counts in gaps.origins.items():
        names = {origin: "not known" if origin == "none" else line(origin) for origin in counts}
        told = DOT.join(f"{names[origin]} {count:,}" for origin, count in counts.items())
        yield from draw(f"{fact}: {told or 'none'}", style, indent="  ")
    yield from _named("Undated", "article", gaps.undated, style, most)
    yield from _named("Without source", "article", gaps.without_source, style, most)
    yield from _named("Encoding in doubt", "article", gaps.doubtful, style, most)
    yield from _named("Language in doubt", "article", gaps.in_doubtful_language, style, most)


def _of_update(update: UpdateReport, style: Style, most: int | None) -> Iterator[str]:
    skipped = list(not_read(update, style))
    if skipped:
        yield ink("Not read", Ink.HEADING, style)
        yield from (f"  {one}" for one in skipped)
    causes = by_cause(update.problems)
    files = {problem.path for problem in update.problems}
    if causes:
        yield ink(f"Unreadable: {counted(len(files), 'file')}, by cause", Ink.HEADING, style)
    for cause, paths in causes.items():
        yield from draw(f"{len(paths):,}: {line(with_options(cause))}", style, indent="  ")
        yield from _list(paths, style, most, indent="    ")
    remarks = [with_options(str(remark)) for remark in update.remarks]
    in_part = len({remark.path for remark in update.remarks})
    if remarks:
        yield ink(f"Read in part: {counted(in_part, 'file')}", Ink.HEADING, style)
        yield from _list(remarks, style, most)


def _named(
    heading: str, noun: str, names: Sequence[str], style: Style, most: int | None
) -> Iterator[str]:
    if names:
        yield ink(f"{heading}: {counted(len(names), noun)}", Ink.HEADING, style)
        yield from _list(names, style, most)


def _list(
    texts: Sequence[str], style: Style, most: int | None, indent: str = "  "
) -> Iterator[str]:
    for text in texts[:most]:
        yield from draw(line(text), style, indent=indent)
    if most is not None and (more := len(texts) - most) > 0:
        yield ink(f"{indent}and {more:,} more", Ink.DIM, style)
