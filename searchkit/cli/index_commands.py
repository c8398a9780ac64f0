"""`index`, `check` and `repair`: the commands that keep an index.

They may run for long and leave something behind, so Ctrl-C is theirs to handle.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.options import (
    index_option,
    jobs_option,
    reading_limit_options,
    removal_options,
    told_options,
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
from searchkit.cli.streams import tell
from searchkit.errors import CorpusUnknownError
from searchkit.output.phrasing import with_options

if TYPE_CHECKING:
    from searchkit.limits import ReadingLimits


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
@told_options
@removal_options
@jobs_option
@wait_option
@reading_limit_options
@click.option("-v", "--verbose", is_flag=True, help="Name each file that is skipped, and why.")
@printing(output.REPORT_FORMATS)
@click.pass_context
def index(
    ctx: click.Context,
    corpus: tuple[Path, ...],
    directory: Path,
    rebuild: bool,
    optimize: bool,
    dry_run: bool,
    source: str | None,
    encoding: str | None,
    replace_corpus: bool,
    allow_removals: bool,
    jobs: int | None,
    wait: float,
    limits: ReadingLimits,
    verbose: bool,
    printer: Printer,
) -> None:
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
        bring_up_to_date = partial(
            searchkit.update,
            directory,
            rebuild=rebuild,
            dry_run=dry_run,
            optimize=optimize,
            wait=wait,
            limits=limits,
            source=source,
            encoding=encoding,
            replace_corpus=replace_corpus,
            allow_removals=allow_removals,
            jobs=jobs,
            progress=progress,
            stop=stop,
        )
        try:
            report = bring_up_to_date(corpus or None)
        except CorpusUnknownError:
            report = bring_up_to_date("corpus")
    printer.note(report.notes)
    if verbose:
        for remark in report.passed_over:
            tell(f"Skipped: {printable(with_options(str(remark)))}\n")
        for remark in report.remarks:
            tell(f"Read in part: {printable(with_options(str(remark)))}\n")
    printer.print(output.REPORT_FORMATS, report)
    articles = report.added + report.replaced + report.unchanged
    ctx.exit(FOUND if articles else NOTHING_FOUND)


@command("Look for damage in the index.")
@click.option("--deep", is_flag=True, help="Read every byte of the index.")
@index_option
@printing(output.CHECK_FORMATS)
@click.pass_context
def check(ctx: click.Context, deep: bool, directory: Path, printer: Printer) -> None:
    """Look for damage in the index, and print a line for each fault; nothing is changed.

    The exit status is 0 if there is no fault, otherwise 3.
    """
    load("searchkit.local.store.checking")
    with interruptible(), progressing(printer) as progress:
        report = searchkit.check(directory, deep=deep, progress=progress)
    printer.print(output.CHECK_FORMATS, report)
    ctx.exit(UNUSABLE if report.faults else FOUND)


@command("Save what can be read of a damaged index.")
@index_option
@wait_option
@printing(output.REPAIR_FORMATS)
@click.pass_context
def repair(ctx: click.Context, directory: Path, wait: float, printer: Printer) -> None:
    """Save every article of a damaged index that can still be read, and name the others.

    Damaged files are kept in the folder "damaged" of the index. The exit status is 5
    if an article was lost; the next "searchkit index" reads it again.
    """
    load("searchkit.local.writing")
    with interruptible(), progressing(printer) as progress:
        report = searchkit.repair(directory, wait=wait, progress=progress)
    printer.print(output.REPAIR_FORMATS, report)
    ctx.exit(LOSS if report.lost else FOUND)
