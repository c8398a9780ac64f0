"""`search` and `explain`: what a query finds, and why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

import searchkit
from searchkit import output
from searchkit.cli.last_search import remember
from searchkit.cli.options import (
    Text,
    completed_by,
    filter_options,
    fold_option,
    index_option,
    kind_options,
    limit_option,
    limits_option,
    page_options,
    ranking_options,
    snippets_option,
    strict_option,
    was_typed,
    words_options,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.query_command import QueryCommand
from searchkit.cli.search_output import SearchOutput, search_output
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.targets import key_meant, opened_index
from searchkit.notes import Note
from searchkit.query.dates.periods import UNITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchkit.limits import Limits
    from searchkit.query import FilterOptions, RankingName, Sort
    from searchkit.results.surveys import Survey


_query_argument = click.argument(
    "query", type=Text(), nargs=-1, shell_complete=completed_by("queries")
)


@click.command(cls=QueryCommand, short_help="Find articles by their words, sources and dates.")
@_query_argument
@index_option
@filter_options
@limit_option(10, "Hits to print")
@page_options
@ranking_options
@snippets_option
@limits_option
@kind_options
@fold_option
@click.option(
    "--survey",
    "is_surveyed",
    is_flag=True,
    help="Add from when and from which outlets the articles are, to text or JSON.",
)
@words_options
@strict_option
@printing(output.RESULTS_FORMATS)
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    address: str,
    filters: FilterOptions,
    limit: int,
    offset: int,
    sort: Sort,
    ranking: RankingName,
    recent: str | None,
    snippets: int,
    limits: Limits,
    all_words: bool,
    some_words: bool,
    strict: bool,
    fold: bool | None,
    printer: Printer,
    **kinds: Any,
) -> int:
    """Find the articles that have some of the words of QUERY, best first.

    A word finds its inflections; words in quotation marks are a phrase. A hit says what
    it lacks. Counts and orders by date are of articles with all the words, if there
    are any. Without QUERY: every article.

    \b
    tide OR moon, tide NOT moon, -moon, +tide, (…)    one, not the other, required
    "spring tide"~3, tide NEAR/5 moon                 close together
    =tides, recovery%                                 exactly so, all words of a stem
    tid*, t?de, /t[iy]de/, tide~                      wildcards, patterns, misspelt
    title:tide, source:"us weekly", date:2018-03      in a field

    For the whole language see "searchkit help query". Put -- before a QUERY with -word.

    \b
    searchkit search "spring tide" --since 2019 -n 3
    searchkit search tide -s "The Marram Post" --sort newest
    searchkit search -n 20 -- tide -moon
    searchkit search tide --format csv --fields date,source,title > tide.csv
    """
    answer = search_output(printer, **kinds)
    if answer.is_surveyed and ranking == "bm25":
        raise click.UsageError("--survey cannot be used with --ranking bm25, which finds more.")
    with searchkit.open(address) as opened:
        results = opened.search(
            " ".join(query),
            **filters,
            limit=0 if answer.count else limit,
            offset=offset,
            sort=sort,
            ranking=ranking,
            recent=recent,
            snippets=snippets if answer.quotes else 0,
            all_words=all_words,
            some_words=some_words,
            strict=strict,
            limits=limits,
            fold=answer.is_list if fold is None else fold,
        )
        if limit and not answer.count:
            remember(address, results)
        survey = partial(
            opened.survey,
            " ".join(query),
            **filters,
            all_words=all_words,
            some_words=some_words,
            limits=limits,
        )
        answer.print(results, _survey(survey, answer) if answer.is_surveyed else None)
    n_found = results.total + (results.more if sort == "relevance" else 0)
    is_cut = len(results) + offset < n_found and len(results) == limit
    if is_cut and results.groups is None and answer.lacks_total and not was_typed(ctx, "limit"):
        shown = f"{len(results):,} of {n_found:,} articles"
        printer.note([Note(f"{shown}; --limit {n_found} prints all.")])
    return FOUND if results.total else NOTHING_FOUND


def _survey(survey: Callable[..., Survey], answer: SearchOutput) -> Survey:
    """Return what all that was found is; for people, by periods so long that these are few."""
    found = survey()
    if not answer.printer.is_data:
        from searchkit.output.text_of_timelines import MOST_TOP  # late: seldom asked for

        longer = iter(UNITS[UNITS.index(found.unit) + 1 :])
        while len(found.periods) > MOST_TOP and (by := next(longer, None)):
            found = survey(by=by)
    return found


@click.command(
    cls=QueryCommand, short_help="Explain how a query is understood, and why it finds an article."
)
@_query_argument
@click.option(
    "--article",
    metavar="KEY",
    type=Text(),
    help="Why this article is found, or not; as show takes it.",
)
@index_option
@filter_options
@ranking_options
@words_options
@limits_option
@strict_option
@printing(output.EXPLANATION_FORMATS)
def explain(
    query: tuple[str, ...],
    article: str | None,
    address: str,
    filters: FilterOptions,
    ranking: RankingName,
    recent: str | None,
    all_words: bool,
    some_words: bool,
    limits: Limits,
    strict: bool,
    printer: Printer,
) -> int:
    """Explain how QUERY is understood, and why it finds an article or does not.

    For each word: its stem, the words of the articles that it covers, and how many
    articles have them. For an article: what its score is made of.

    \b
    searchkit explain "spring tides"
    searchkit explain tide --article notes/spring-tide.md
    """
    with opened_index(address, printer) as opened:
        explanation = opened.explain(
            " ".join(query),
            article=None if article is None else key_meant(article, opened, address),
            **filters,
            ranking=ranking,
            recent=recent,
            all_words=all_words,
            some_words=some_words,
            strict=strict,
            limits=limits,
        )
    printer.print(output.EXPLANATION_FORMATS, printer.quieted(explanation))
    is_found = explanation.article.is_found if explanation.article else explanation.total
    return FOUND if is_found else NOTHING_FOUND
