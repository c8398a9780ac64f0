"""`read`: what is made of a file, without an index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.options import pager_option, reading_limit_options
from searchkit.cli.printer import Printer, printing
from searchkit.cli.status import FOUND, NOTHING_FOUND, interruptible, load

if TYPE_CHECKING:
    from searchkit.limits import ReadingLimits


@command("Print what is made of a file, without an index.")
@click.argument("files", metavar="FILE…", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=(
        "The folder that FILE belongs to. [default: the nearest one around it that has a "
        "searchkit.toml, or the current one]"
    ),
)
@reading_limit_options
@pager_option
@printing(output.READING_FORMATS)
def read(
    files: tuple[Path, ...],
    corpus: Path | None,
    limits: ReadingLimits,
    no_pager: bool,
    printer: Printer,
) -> int:
    """Print the articles that FILE is read as, where their facts came from, and what is wrong.

    It is read as in an index of its folder, with its searchkit.toml. A line that
    begins with ~ is furniture, which is shown but not searched. FILE may be
    an archive, or a path in one.

    \b
    searchkit read ~/articles/saved/tides.html
    searchkit read saved.zip/2021/tides.html --format json
    """
    load("searchkit.file_reading")
    with interruptible():
        readings = [
            one for file in files for one in searchkit.read(file, corpus=corpus, limits=limits)
        ]
    printer.print(output.READING_FORMATS, *readings, is_paged=not no_pager)
    return FOUND if any(one.articles for one in readings) else NOTHING_FOUND
