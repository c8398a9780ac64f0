"""`copies`: which articles have the same text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.options import (
    Text,
    completed_by,
    filter_options,
    index_option,
    leaves_out,
    limit_option,
    limits_option,
    offset_option,
    strict_option,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.query_command import QueryCommand
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.targets import key_meant

if TYPE_CHECKING:
    from searchkit.limits import Limits
    from searchkit.query import FilterOptions


@click.command(cls=QueryCommand, short_help="List articles that have the same text.")
@click.argument("query", type=Text(), nargs=-1, shell_complete=completed_by("queries"))
@click.option(
    "--article",
    metavar="KEY",
    type=Text(),
    help="The copies of this article; as show takes it.",
)
@index_option
@filter_options
@limit_option(10, "Clusters to print")
@offset_option("Clusters to skip")
@click.option("--all-words", is_flag=True, help="Only articles with all the words of QUERY.")
@limits_option
@strict_option
@printing(output.COPIES_FORMATS)
def copies(
    query: tuple[str, ...],
    article: str | None,
    address: str,
    filters: FilterOptions,
    limit: int,
    offset: int,
    all_words: bool,
    limits: Limits,
    strict: bool,
    printer: Printer,
) -> int:
    """List articles that have the same text, shortened or edited perhaps.

    These are reports of an agency in several outlets, or articles that were saved twice.
    With QUERY: those of which it finds one. The earliest comes first, undated ones last.

    \b
    searchkit copies
    searchkit copies "spring tide" --since 2019
    searchkit copies --article notes/spring-tide.md
    """
    text = " ".join(query)
    with searchkit.open(address) as opened:
        if article is not None:
            if text or leaves_out(filters):
                message = "--article cannot be used with QUERY or filters: it names one article."
                raise click.UsageError(message)
            key = key_meant(article, opened, address)
            found = opened.copies(article=key, limit=limit, offset=offset, limits=limits)
        else:
            found = opened.copies(
                text,
                **filters,
                limit=limit,
                offset=offset,
                all_words=all_words,
                strict=strict,
                limits=limits,
            )
    if printer.is_data and printer.form != "json":  # which has the notes
        printer.note(found.notes, found.query)
    printer.print(output.COPIES_FORMATS, printer.quieted(found))
    return FOUND if found.total else NOTHING_FOUND
