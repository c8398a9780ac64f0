"""Reports of updates, checks and repairs as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.phrasing import counted, duration, with_options
from searchkit.output.safe_text import line
from searchkit.output.style import DOT, Ink, Style, draw, ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.errors import UnreadableFileError
    from searchkit.results import CheckReport, RepairReport, TransferReport, UpdateReport

_MOST_REMARKS = 20  # that are shown
_MOST_SUFFIXES = 12  # that are named
_MOST_DOUBTFUL = 10  # files of a doubtful encoding that are named


def report_as_text(report: UpdateReport, style: Style) -> str:
    """Return what an update did, or would do, and what it could not read."""
    counts = {
        "added": report.added,
        "replaced": report.replaced,
        "removed": report.removed,
        "unchanged": report.unchanged,
    }
    done = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    what = f"Articles: {done or 'none'} ({counted(report.files, 'file')}, {duration(report.took)})"
    lines = list(draw(("Dry run, nothing written. " if report.dry_run else "") + what, style))
    lines += not_read(report, style)
    problems = [with_options(str(problem)) for problem in report.problems]
    lines += _section(f"Unreadable: {counted(len(problems), 'file')}", problems, style)
    in_part = counted(len({remark.path for remark in report.remarks}), "file")
    remarks = [with_options(str(remark)) for remark in report.remarks]
    lines += _section(f"Read in part: {in_part}", remarks, style, most=_MOST_REMARKS)
    doubtful = [f"{path}: read as {name}" for path, name in report.doubtful.items()]
    way_out = f"{counted(len(doubtful), 'file')} (--encoding NAME sets it for all)"
    lines += _section(f"Encoding in doubt: {way_out}", doubtful, style, most=_MOST_DOUBTFUL)
    return "\n".join(lines) + "\n"


def batch_as_text(report: UpdateReport, problems: Sequence[UnreadableFileError]) -> str:
    """Return what a batch of changes came to on one line, without a line end.

    Args:
        report: The report of its update.
        problems: Which of its problems to name.
    """
    counts = {"added": report.added, "replaced": report.replaced, "removed": report.removed}
    done = [f"{count:,} {name}" for name, count in counts.items() if count]
    articles = report.added + report.replaced + report.unchanged
    done.append(f"{counted(articles, 'article')} in all ({duration(report.took)})")
    text = ", ".join(done)
    if problems:
        more = f" and {len(problems) - 1:,} more" if problems[1:] else ""
        text += f"; unreadable: {with_options(str(problems[0]))}{more}"
    return line(text)


def not_read(report: UpdateReport, style: Style) -> Iterator[str]:
    """Yield what was not read, and what that needs."""
    suffixes = {kind: n for kind, n in report.skipped.items() if kind.startswith(".")}
    others = [(kind, n) for kind, n in report.skipped.items() if kind not in suffixes]
    if others:
        skipped = DOT.join(f"{line(why)} {count:,}" for why, count in others)
        yield from draw(f"Skipped: {skipped}", style, kind=Ink.DIM)
    if suffixes:
        it = "it" if sum(suffixes.values()) == 1 else "them"
        what = f"{_files_not_read(suffixes)}: no reader takes {it}."
        yield from draw(what, style, kind=Ink.DIM)
    for extra, counts in report.missing.items():
        needs = "It needs" if sum(counts.values()) == 1 else "They need"
        install = f"pip install 'searchkit[{line(extra)}]'"
        yield from draw(f"{_files_not_read(counts)}. {needs}: {install}", style)


def _files_not_read(counts: Mapping[str, int]) -> str:
    """Return that files of some suffixes were not read, those first that are many."""
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    named = ", ".join(f"{n:,} {line(suffix)}" for suffix, n in ranked[:_MOST_SUFFIXES])
    more = sum(n for _, n in ranked[_MOST_SUFFIXES:])
    others = f" and {more:,} other" if more else ""
    return f"{named}{others} {'file was' if sum(counts.values()) == 1 else 'files were'} not read"


def _section(
    heading: str, texts: Sequence[str], style: Style, *, most: int | None = None
) -> Iterator[str]:
    """Yield texts under a heading, or ``most`` of them; nothing where there are none."""
    if texts:
        yield ink(heading, Ink.HEADING, style)
    for text in texts[:most]:
        yield from draw(line(text), style, indent="  ")
    if most is not None and (more := len(texts) - most) > 0:
        yield ink(f"  and {more:,} more", Ink.DIM, style)


def check_as_text(report: CheckReport, style: Style) -> str:
    """Return what a check found, each fault in a line."""
    lines = [line(fault) for fault in report.faults]
    what = counted(len(report.faults), "fault") if report.faults else "No faults"
    where = counted(report.articles, "article")
    if report.segments is not None:
        where = f"{counted(report.segments, 'segment')}, {where}"
    how = "every byte" if report.deep else "structure and sizes"
    lines += draw(f"{what} in {where} ({how}, {duration(report.took)})", style)
    return "\n".join(lines) + "\n"


def transfer_as_text(report: TransferReport, style: Style) -> str:
    """Return what moving an index did."""
    what = f"Articles: {report.articles:,} moved ({duration(report.took)})"
    return "\n".join(draw(what, style)) + "\n"


def repair_as_text(report: RepairReport, style: Style) -> str:
    """Return what a repair did, each fault and each lost article in a line."""
    lines = [line(fault) for fault in report.faults]
    lines += [f"Lost: {line(name)}" for name in report.lost]
    lines += [f"Set aside: {line(name)}" for name in report.aside]
    counts = f"{report.kept:,} kept, {report.indexed:,} of them indexed again, "
    counts += f"{len(report.lost):,} lost"
    what = f"Articles: {counts}" if report.faults or report.aside else "Nothing to repair"
    lines += draw(f"{what} ({duration(report.took)})", style)
    return "\n".join(lines) + "\n"
