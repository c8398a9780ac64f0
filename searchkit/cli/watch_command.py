"""`watch`: an index kept up to date while files come, until Ctrl-C."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

import searchkit
from searchkit.cli.advice import advised
from searchkit.cli.help_layout import command
from searchkit.cli.options import (
    Text,
    completed_by,
    corpus_options,
    index_option,
    jobs_option,
    reading_limit_options,
    recipient_option,
    snippets_option,
    wait_option,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.progressing import progressing, stoppable
from searchkit.cli.saved_commands import print_new
from searchkit.cli.status import FOUND, INTERRUPTED, load, printable
from searchkit.cli.streams import write, write_error
from searchkit.errors import (
    CorpusUnknownError,
    SearchkitError,
    TurnTakenError,
    UpdateStoppedError,
)
from searchkit.output.text_of_reports import batch_as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.errors import UnreadableFileError
    from searchkit.results import UpdateReport
    from searchkit.syncing.update_options import UpdateKeywords

_FORMATS = ("text", "jsonl")  # of new hits, which come one after another


@command("Keep the index up to date while files come.")
@click.argument("corpus", type=click.Path(readable=False, path_type=Path), nargs=-1)
@index_option
@click.option(
    "--run",
    "names",
    type=Text(),
    multiple=True,
    metavar="NAME",
    shell_complete=completed_by("searches"),
    help="Print what this saved search newly finds, after each batch; several may be given.",
)
@recipient_option
@snippets_option
@click.option(
    "--quiet-for",
    "quiet",
    type=click.FloatRange(min=0),
    default=0.5,
    show_default=True,
    metavar="SECONDS",
    help="Read changes once nothing has changed for this long.",
)
@corpus_options
@jobs_option
@wait_option
@reading_limit_options
@printing(_FORMATS)
def watch(
    corpus: tuple[Path, ...],
    address: str,
    names: tuple[str, ...],
    recipient: str | None,
    snippets: int,
    quiet: float,
    printer: Printer,
    **options: Unpack[UpdateKeywords],
) -> int:
    """Bring the index up to date with CORPUS, and again whenever files there change.

    Changes are read in batches, once nothing has changed for a moment. Each batch
    is a line on standard error; what fails is named there, and tried again. Without CORPUS,
    it watches the folders that the index remembers. Ctrl-C ends it.

    \b
    searchkit watch ~/articles --index ~/articles.idx
    searchkit watch --run tides --format jsonl >> tides.jsonl
    """
    load("searchkit.watching")
    from searchkit.watching import library_to_watch, watch_folders

    library_to_watch()  # before an update that may take long
    watching = _Watching(address, names, recipient, snippets, printer)
    with stoppable() as stop:
        options["stop"] = stop
        try:
            with progressing(printer, stop) as progress:
                report = _updated(address, corpus, {**options, "progress": progress})
        except UpdateStoppedError as error:
            if stop.is_ctrl_c:
                raise
            write_error(f"{error}\n")
            return FOUND
        watching.tell(report, report.problems)
        options["replace_corpus"] = False
        for number, batch in enumerate(watch_folders(address, quiet=quiet, **options)):
            if batch.error is not None:
                _tell(f"Failed, and tried again: {advised(batch.error)}")
            elif batch.report is not None and (number or batch.has_changes):
                watching.tell(batch.report, batch.problems)
    return INTERRUPTED if stop.is_ctrl_c else FOUND


class _Watching:
    """Tells what batches came to, and prints what saved searches newly find.

    Args:
        address: Where the index is.
        names: The saved searches.
        recipient: Who is shown what is new, or None.
        snippets: How many passages of an article to quote at most.
        printer: Prints.
    """

    def __init__(
        self,
        address: str,
        names: tuple[str, ...],
        recipient: str | None,
        snippets: int,
        printer: Printer,
    ) -> None:
        self._address = address
        self._names = names
        self._recipient = recipient
        self._snippets = snippets
        self._printer = printer
        self._is_first = True

    def tell(self, report: UpdateReport, problems: Sequence[UnreadableFileError]) -> None:
        """Tell what a batch came to, and print what is new."""
        is_first, self._is_first = self._is_first, False
        if not self._printer.is_quiet:
            _tell(batch_as_text(report, problems))
        if self._names:
            self._print_new(is_first=is_first)

    def _print_new(self, *, is_first: bool) -> None:
        try:
            with (
                searchkit.open(self._address) as opened,
                opened.new_hits(
                    *self._names, recipient=self._recipient, snippets=self._snippets
                ) as found,
            ):
                print_new(found, self._printer)
                if not self._printer.is_data and any(one.hits for one in found):
                    write("\n")  # before those of the next batch
        except SearchkitError as error:  # the next batch tries again
            if is_first and not isinstance(error, TurnTakenError):
                raise
            _tell(f"Not shown: {advised(error)}")


def _updated(address: str, corpus: tuple[Path, ...], options: UpdateKeywords) -> UpdateReport:
    """Return what the first update came to; without folders as `index` does it."""
    try:
        return searchkit.update(address, corpus or None, **options)
    except CorpusUnknownError:
        return searchkit.update(address, "corpus", **options)


def _tell(text: str) -> None:
    """Write a line to standard error, with the time."""
    now = datetime.now().astimezone()
    write_error(f"{now:%Y-%m-%d %H:%M:%S}  {printable(text)}\n")
