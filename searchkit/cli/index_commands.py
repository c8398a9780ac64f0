"""`index`, `check` and `repair`: the commands that keep an index.

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
from searchkit.errors import CorpusUnknownError
from searchkit.output.phrasing import with_options

if TYPE_CHECKING:
    from searchkit.syncing.update_options import UpdateKeywords


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
@reading_limit_options
@click.option("-v", "--verbose", is_flag=True, help="Name each file that is skipped, and why.")
@printing(output.REPORT_FORMATS)
def index(
    corpus: tuple[Path, ...],
    address: str,
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
    """
    load("searchkit.local.writing")
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
    printer.print(output.REPORT_FORMATS, report)
    articles = report.added + report.replaced + report.unchanged
    return FOUND if articles else NOTHING_FOUND


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
    load("searchkit.local.writing")
    with interruptible(), progressing(printer) as progress:
        report = searchkit.repair(address, wait=wait, progress=progress)
    printer.print(output.REPAIR_FORMATS, report)
    return LOSS if report.lost else FOUND
