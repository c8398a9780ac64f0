"""`batch`: how much a list of queries finds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from searchkit.cli.help_layout import command
from searchkit.cli.options import (
    filter_options,
    index_option,
    limit_option,
    strict_option,
    words_options,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.streams import write
from searchkit.cli.targets import opened_index
from searchkit.output.survey_formats import BATCH_FORMATS, BATCH_HEADS
from searchkit.results.surveys import NamedSurvey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from searchkit.query import FilterOptions


@command("Count what each query of a list finds.")
@click.argument("file", type=click.File("rb"))
@index_option
@filter_options
@limit_option(20, "Outlets to print of each query")
@words_options
@strict_option
@printing(BATCH_FORMATS)
def batch(
    file: BinaryIO,
    address: str,
    filters: FilterOptions,
    limit: int,
    all_words: bool,
    some_words: bool,
    strict: bool,
    printer: Printer,
) -> int:
    """Count what each query of FILE finds: articles, the first and the last, outlets.

    A line is a query, or a name, a tab and a query; - reads standard input. Counts are of
    articles that have all the words, if there are any.

    \b
    searchkit batch queries.txt > counts.csv
    searchkit batch queries.txt --since 2018 --format jsonl
    """
    style = printer.style(sys.stdout)
    is_any = False
    with opened_index(address, printer) as opened:
        write(BATCH_HEADS[printer.form](), is_data=True)
        for name, query in _queries(file):
            survey = opened.survey(
                query,
                **filters,
                sources=limit,
                authors=0,
                all_words=all_words,
                some_words=some_words,
                strict=strict,
            )
            is_any = is_any or survey.total > 0
            write(BATCH_FORMATS[printer.form](NamedSurvey(name, survey), style), is_data=True)
            if printer.form == "csv":
                printer.note(survey.notes, query)
    return FOUND if is_any else NOTHING_FOUND


def _queries(file: BinaryIO) -> Iterator[tuple[str | None, str]]:
    """Yield the name of each query, if it has one, and the query."""
    for number, line in enumerate(file, 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
        except UnicodeDecodeError as error:
            raise click.UsageError(f"{file.name}, line {number} is not in UTF-8.") from error
        name, tab, query = text.partition("\t")
        if text.strip():
            yield (name.strip() or None, query.strip()) if tab else (None, text.strip())
