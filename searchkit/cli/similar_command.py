"""`similar`: the articles that are like one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.last_search import remember
from searchkit.cli.options import (
    Text,
    filter_options,
    index_option,
    kind_options,
    limit_option,
    page_options,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.search_output import search_output
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.targets import key_meant, opened_index

if TYPE_CHECKING:
    from searchkit.query import FilterOptions, Sort


@command("Find articles that are like one.")
@click.argument("name", metavar="KEY", type=Text())
@index_option
@filter_options
@limit_option(10, "Articles to print")
@page_options
@kind_options
@printing(output.SIMILAR_FORMATS)
def similar(
    name: str,
    address: str,
    filters: FilterOptions,
    limit: int,
    offset: int,
    sort: Sort,
    printer: Printer,
    **kinds: Any,
) -> int:
    """Find the articles that share the words that tell what an article is about.

    They have 3 or more of the 32 words that weigh most in it, in any inflection. KEY is the
    key of the article, as search prints it; the path of its file; or the number of a hit
    of the last search in this index.

    \b
    searchkit search "spring tide"
    searchkit similar 1 --since 2019
    searchkit similar notes/spring-tide.md --sort oldest --format csv
    """
    answer = search_output(
        printer,
        formats=output.SIMILAR_FORMATS,
        known=output.FIELDS_OF_SIMILAR,
        usual=output.USUAL_OF_SIMILAR,
        **kinds,
    )
    with opened_index(address, printer) as opened:
        found = opened.similar(
            key_meant(name, opened, address),
            **filters,
            limit=0 if answer.count else limit,
            offset=offset,
            sort=sort,
        )
        if limit and not answer.count:
            remember(address, found)
        answer.print(found)
    return FOUND if found.total else NOTHING_FOUND
