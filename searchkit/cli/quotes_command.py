"""`quotes`: who printed a quotation, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.last_search import remember_keys
from searchkit.cli.options import (
    Text,
    completed_by,
    filter_options,
    index_option,
    leaves_out,
    limit_option,
    limits_option,
    strict_option,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.targets import key_meant

if TYPE_CHECKING:
    from searchkit.limits import Limits
    from searchkit.query import FilterOptions


@command("Find who printed a quotation, and when.")
@click.argument("words", metavar="[TEXT]", type=Text(), nargs=-1)
@click.option(
    "--article",
    metavar="KEY",
    type=Text(),
    help="The quotations of this article that others have; as show takes it.",
)
@click.option(
    "--about",
    metavar="QUERY",
    type=Text(),
    shell_complete=completed_by("queries"),
    help="The quotations that most outlets share among the articles of this query.",
)
@index_option
@filter_options
@limit_option(10, "Quotations about QUERY to print")
@click.option("--all-words", is_flag=True, help="Only articles with all the words of QUERY.")
@limits_option
@strict_option
@printing(output.QUOTATIONS_FORMATS)
def quotes(
    words: tuple[str, ...],
    article: str | None,
    about: str | None,
    address: str,
    filters: FilterOptions,
    limit: int,
    all_words: bool,
    limits: Limits,
    strict: bool,
    printer: Printer,
) -> int:
    """Find who printed a quotation: the earliest day first, with all of its outlets.

    TEXT is a quotation of 8 words or more, with its marks or without. An article has it where it
    stands in quotation marks, perhaps slightly cut or reworded. "First printed here" is of
    the articles in the index; who said it first nobody can tell from them.

    \b
    searchkit quotes "we have nothing to fear but the sea itself, she said"
    searchkit quotes --article 1
    searchkit quotes --about "storm surge" --since 2019 -n 3
    searchkit quotes --about flood --format csv > quotes.csv
    """
    if [bool(words), article is not None, about is not None].count(True) != 1:
        raise click.UsageError("Give one of TEXT, --article KEY and --about QUERY.")
    if about is None and (all_words or leaves_out(filters)):
        message = "Filters and --all-words choose among the articles of --about QUERY. Give it."
        raise click.UsageError(message)
    with searchkit.open(address) as opened:
        found = opened.quotations(
            " ".join(words) if words else None,
            article=None if article is None else key_meant(article, opened, address),
            about=about,
            limit=limit,
            all_words=all_words,
            strict=strict,
            limits=limits,
            **filters,
        )
    if not printer.is_data:
        remember_keys(address, [one.key for quotation in found for one in quotation.printings])
    elif printer.form != "json":  # which has the notes
        printer.note(found.notes, about or "")
    printer.print(output.QUOTATIONS_FORMATS, printer.quieted(found))
    return FOUND if found else NOTHING_FOUND
