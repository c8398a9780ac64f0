"""`similar`: the articles that are like one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

import searchkit
from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.last_search import remember
from searchkit.cli.options import (
    Text,
    filter_options,
    index_option,
    kind_options,
    limit_option,
    limits_option,
    page_options,
    was_typed,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.search_output import search_output
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.targets import key_meant

if TYPE_CHECKING:
    from searchkit.limits import Limits
    from searchkit.query import FilterOptions, Sort
    from searchkit.results.similar_articles import SimilarArticles


_MOST_OF_STORY = 50  # articles that are looked at, where nothing is said


@command("Find articles that are like one.")
@click.argument("name", metavar="KEY", type=Text())
@click.option(
    "--timeline",
    is_flag=True,
    help="Show a story in time: those of the 50 (--limit) most alike that lead to it by days.",
)
@index_option
@filter_options
@limit_option(10, "Articles to print")
@page_options
@click.option(
    "--fold/--no-fold",
    default=True,
    show_default=True,
    help="Show copies of one text as one hit.",
)
@limits_option
@kind_options
@printing(output.SIMILAR_FORMATS)
@click.pass_context
def similar(
    ctx: click.Context,
    /,
    name: str,
    timeline: bool,
    address: str,
    filters: FilterOptions,
    limit: int,
    offset: int,
    sort: Sort,
    fold: bool,
    limits: Limits,
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
    searchkit similar 1 --timeline
    searchkit similar notes/spring-tide.md --sort oldest --format csv
    """
    if timeline and (offset or was_typed(ctx, "sort")):
        option = "--offset" if offset else "--sort"
        raise click.UsageError(f"{option} cannot be used with --timeline: it is in order of time.")
    answer = search_output(
        printer,
        formats=_story_formats() if timeline else output.SIMILAR_FORMATS,
        known=output.FIELDS_OF_SIMILAR,
        usual=output.USUAL_OF_SIMILAR,
        **kinds,
    )
    with searchkit.open(address) as opened:
        key = key_meant(name, opened, address)
        if timeline:
            most = limit if was_typed(ctx, "limit") else _MOST_OF_STORY
            found: SimilarArticles = opened.story(
                key, limit=most, fold=fold, limits=limits, **filters
            )
        else:
            shown = 0 if answer.count else limit
            found = opened.similar(
                key,
                limit=shown,
                offset=offset,
                sort=sort,
                fold=fold,
                limits=limits,
                **filters,
            )
        if len(found) and not answer.count:
            remember(address, found)
        answer.print(found)
    return FOUND if found.total else NOTHING_FOUND


def _story_formats() -> output.Formats[Any]:
    from searchkit.output.survey_formats import STORY_FORMATS  # late: seldom asked for

    return STORY_FORMATS
