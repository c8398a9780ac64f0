"""`index`, `check`, `repair` and `transfer`: the commands that keep an index.

They may take long and leave something behind, so they handle Ctrl-C themselves.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

import searchkit
from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.options import (
    cluster_options,
    corpus_options,
    index_option,
    jobs_option,
    reading_limit_options,
    wait_option,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.progressing import progressing, stoppable
from searchkit.cli.status import (
    FOUND,
    LOSS,
    NOTHING_FOUND,
    UNUSABLE,
    interruptible,
    load,
    printable,
)
from searchkit.cli.streams import write_error
from searchkit.errors import CorpusUnknownError, IndexNotFoundError
from searchkit.output.phrasing import with_options
from searchkit.results import CorpusReport

if TYPE_CHECKING:
    from searchkit.results import UpdateReport
    from searchkit.syncing.update_options import UpdateKeywords


_PRINTED = "-"  # in place of the file that a report is written to


@command("Bring the index up to date with a folder of articles.")
@click.argument("corpus", type=click.Path(readable=False, path_type=Path), nargs=-1)
@index_option
@click.option(
    "--rebuild",
    is_flag=True,
    help="Build the index from scratch; the present one stays until the new one is complete.",
)
@click.option("--optimize", is_flag=True, help="Merge the index into one segment.")
@click.option("--dry-run", is_flag=True, help="Write nothing; only say what would be done.")
@corpus_options
@jobs_option
@wait_option
@cluster_options
@reading_limit_options
@click.option(
    "--report",
    "report_to",
    is_flag=False,
    flag_value=_PRINTED,
    metavar="[FILE]",
    help=(
        "Say what is missing, by cause: what could not be read, what has no date or source; "
        "in FILE, as JSON where its name ends in .json."
    ),
)
@click.option("-v", "--verbose", is_flag=True, help="Name each file that is skipped, and why.")
@printing(output.REPORT_FORMATS)
def index(
    corpus: tuple[Path, ...],
    address: str,
    report_to: str | None,
    verbose: bool,
    printer: Printer,
    **options: Unpack[UpdateKeywords],
) -> int:
    """Make the index equal to CORPUS, a folder of articles: add, replace and remove.

    Files are text, Markdown, JSON or JSON lines, plain or gzipped. What cannot
    be read is named, and the rest is indexed. Several folders make one index. Without
    CORPUS, it is made from the folders it remembers, or else from the folder "corpus".

    \b
    searchkit index ~/articles --index ~/articles.idx
    searchkit index ~/articles ~/clippings     one index of both
    searchkit index                            the same folders again
    searchkit index --dry-run -v               what it would do, and what it skips
    searchkit index --report                   what is missing, by cause
    """
    load("searchkit.local.writing.updating")
    with stoppable() as stop, progressing(printer, stop) as progress:
        options["progress"], options["stop"] = progress, stop
        try:
            report = searchkit.update(address, corpus or None, **options)
        except CorpusUnknownError:
            report = searchkit.update(address, "corpus", **options)
    printer.note(report.notes)
    if verbose:
        for remark in report.passed_over:
            write_error(f"Skipped: {printable(with_options(str(remark)))}\n")
        for remark in report.remarks:
            write_error(f"Read in part: {printable(with_options(str(remark)))}\n")
    if report_to != _PRINTED:
        printer.print(output.REPORT_FORMATS, report)
    elif not printer.is_data:  # the rest is in what follows
        done = report.replace(skipped={}, missing={}, problems=(), remarks=(), doubtful={})
        printer.print(output.REPORT_FORMATS, done)
    if report_to is not None:
        _report_gaps(report, address, report_to, printer)
    articles = report.added + report.replaced + report.unchanged
    return FOUND if articles else NOTHING_FOUND


def _report_gaps(report: UpdateReport, address: str, report_to: str, printer: Printer) -> None:
    """Print what is missing in an index and its corpus, or write it to a file."""
    from searchkit.gaps import gaps_of  # late: few updates are asked for it

    try:
        with searchkit.open(address) as opened:
            gaps = opened.gaps()
    except IndexNotFoundError:  # a first run that writes nothing
        gaps = gaps_of(())
    found = CorpusReport(report, gaps)
    if report_to == _PRINTED:
        printer.print(output.CORPUS_REPORT_FORMATS, found)
        return
    form = "json" if report_to.lower().endswith(".json") else "text"
    try:
        drawn = output.CORPUS_REPORT_FILES[form](found, output.Style())
        Path(report_to).write_text(drawn, encoding="utf-8")
    except OSError as error:
        message = f"The report cannot be written to {report_to}: {error.strerror or error}."
        raise click.UsageError(message) from error


@command("Look for damage in the index.")
@click.option("--deep", is_flag=True, help="Read every byte of the index.")
@index_option
@printing(output.CHECK_FORMATS)
def check(deep: bool, address: str, printer: Printer) -> int:
    """Look for damage in the index, and print a line for each fault; nothing is changed.

    The exit status is 0 if there is no fault, otherwise 3.
    """
    load("searchkit.local.store.checking")
    with interruptible(), progressing(printer) as progress:
        report = searchkit.check(address, deep=deep, progress=progress)
    printer.print(output.CHECK_FORMATS, report)
    return UNUSABLE if report.faults else FOUND


@command("Save what can be read of a damaged index.")
@index_option
@wait_option
@printing(output.REPAIR_FORMATS)
def repair(address: str, wait: float, printer: Printer) -> int:
    """Save every article of a damaged index that can still be read, and name the others.

    Damaged files are kept in the folder "damaged" of the index. The exit status is 5
    if an article was lost; the next "searchkit index" reads it again.
    """
    load("searchkit.local.writing.repairing")
    with interruptible(), progressing(printer) as progress:
        report = searchkit.repair(address, wait=wait, progress=progress)
    printer.print(output.REPAIR_FORMATS, report)
    return LOSS if report.lost else FOUND


@command("Move an index between a directory and a cluster.")
@click.argument("source", metavar="FROM", type=click.Path(readable=False))
@click.argument("target", metavar="TO", type=click.Path(readable=False))
@wait_option
@cluster_options
@printing(output.TRANSFER_FORMATS)
def transfer(
    source: str,
    target: str,
    wait: float,
    shards: int | None,
    replicas: int | None,
    printer: Printer,
) -> int:
    """Move the index FROM a directory TO a cluster, or back, without its corpus.

    The index stays where it was, too. There must be none yet where it goes.

    \b
    searchkit transfer index opensearch://host:9200/news
    """
    load("searchkit.local.writing.updating")
    with interruptible(), progressing(printer) as progress:
        report = searchkit.transfer(
            source, target, wait=wait, shards=shards, replicas=replicas, progress=progress
        )
    printer.print(output.TRANSFER_FORMATS, report)
    return FOUND if report.articles else NOTHING_FOUND
