"""`search` and `explain`: what a query finds, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.options import (
    Text,
    complete_query,
    filter_options,
    index_option,
    strict_option,
)
from searchkit.cli.printing import Printer, printing
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.query.filters import SORTS

if TYPE_CHECKING:
    from pathlib import Path

    from searchkit.cli.options import FilterOptions
    from searchkit.query import Sort


@click.command(short_help="Find articles by their words, sources and dates.")
@click.argument("query", type=Text(), nargs=-1, shell_complete=complete_query)
@index_option
@filter_options
@click.option(
    "--limit", type=int, default=10, show_default=True, help="Hits to show at most; 0 counts only."
)
@click.option("--offset", type=int, default=0, show_default=True, help="Hits to pass over.")
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default=SORTS[0],
    show_default=True,
    help="The order of the hits.",
)
@click.option(
    "--snippets",
    type=int,
    default=3,
    show_default=True,
    metavar="N",
    help="Passages of an article to quote at most; 0 quotes none.",
)
@strict_option
@printing(output.RESULTS_FORMATS)
@click.pass_context
def search(
    ctx: click.Context,
    query: tuple[str, ...],
    directory: Path,
    filters: FilterOptions,
    limit: int,
    offset: int,
    sort: Sort,
    snippets: int,
    strict: bool,
    printer: Printer,
) -> None:
    """Find the articles that have all words of QUERY, best first.

    A word finds all its forms; words in quotation marks are a phrase. Where no
    article has all words, those with some are shown. No QUERY: every article.

    \b
    tide OR moon, tide NOT moon, -moon, +tide, (…)    one, not the other, required
    "spring tide"~3, tide NEAR/5 moon, =tides         close together, exactly so
    tid*, t?de, /t[iy]de/, tide~                      wildcards, patterns, misspelt
    title:tide, source:"us weekly", date:2018-03      in a field

    docs/query-language.md has all of it. Put "--" before a QUERY that begins with "-".
    """
    with searchkit.open(directory) as opened:
        results = opened.search(
            " ".join(query),
            **filters,
            limit=limit,
            offset=offset,
            sort=sort,
            snippets=snippets,
            strict=strict,
        )
        printer.print(output.RESULTS_FORMATS, results)
    ctx.exit(FOUND if results.total else NOTHING_FOUND)


@click.command(short_help="Tell how a query is understood, and why it finds an article.")
@click.argument("query", type=Text(), nargs=-1, shell_complete=complete_query)
@click.option("--article", metavar="KEY", type=Text(), help="Why this article is found, or not.")
@index_option
@filter_options
@strict_option
@printing(output.EXPLANATION_FORMATS)
@click.pass_context
def explain(
    ctx: click.Context,
    query: tuple[str, ...],
    article: str | None,
    directory: Path,
    filters: FilterOptions,
    strict: bool,
    printer: Printer,
) -> None:
    """Tell how QUERY is understood, and why it finds an article or does not.

    Each word is told with its stem, the words of the articles that it covers, and
    the number of articles; an article with what its score is made of.
    """
    with searchkit.open(directory) as opened:
        explanation = opened.explain(
            " ".join(query),
            article=article,
            **filters,
            strict=strict,
        )
    printer.print(output.EXPLANATION_FORMATS, explanation)
    told = explanation.article
    ctx.exit(FOUND if (told.is_found if told else explanation.total) else NOTHING_FOUND)
