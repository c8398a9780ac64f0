"""`sources`, `stats`, `complete` and `suggest`: what the index holds, in numbers and words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.options import (
    Text,
    completed_by,
    date_options,
    index_option,
    limit_option,
    strict_option,
    words_options,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.query_command import QueryCommand
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.targets import opened_index

if TYPE_CHECKING:
    from searchkit.query import FilterOptions


@click.command(
    cls=QueryCommand, short_help="List the outlets, with the number and dates of their articles."
)
@click.argument("query", type=Text(), nargs=-1, shell_complete=completed_by("queries"))
@index_option
@date_options
@words_options
@strict_option
@printing(output.SOURCES_FORMATS)
def sources(
    query: tuple[str, ...],
    address: str,
    filters: FilterOptions,
    all_words: bool,
    some_words: bool,
    strict: bool,
    printer: Printer,
) -> int:
    """List the outlets of the articles that QUERY finds, with their number and dates.

    Counts are of articles that have all the words, if there are any. Without QUERY: of
    every article.

    \b
    searchkit sources
    searchkit sources "spring tide" --since 2019
    searchkit sources --format csv > outlets.csv
    """
    with searchkit.open(address) as opened:
        survey = opened.survey(
            " ".join(query),
            **filters,
            sources=None,
            authors=0,
            all_words=all_words,
            some_words=some_words,
            strict=strict,
        )
    counts = survey.sources
    printer.note(survey.notes, survey.query)
    printer.print(output.SOURCES_FORMATS, counts)
    return FOUND if counts else NOTHING_FOUND


@command("Count what the index holds.")
@index_option
@printing(output.STATS_FORMATS)
def stats(address: str, printer: Printer) -> None:
    """Count what the index holds."""
    with opened_index(address, printer) as opened:
        counted = opened.stats()
    printer.print(output.STATS_FORMATS, counted)


@command("Complete the beginning of a field, a source or a word.")
@click.argument("prefix", type=Text())
@limit_option(10, "Completions of each kind")
@index_option
@printing(output.COMPLETIONS_FORMATS)
def complete(prefix: str, limit: int, address: str, printer: Printer) -> int:
    """Print the fields, sources and words that begin with PREFIX, the most frequent first.

    \b
    searchkit complete ti           fields, sources and words
    searchkit complete source:us    sources alone
    searchkit complete lang:        languages
    """
    with opened_index(address, printer) as opened:
        completions = opened.complete(prefix, limit=limit)
    printer.print(output.COMPLETIONS_FORMATS, completions)
    return FOUND if completions else NOTHING_FOUND


@command("Suggest words that are spelt almost like a word.")
@click.argument("word", type=Text())
@limit_option(5, "Words to print")
@index_option
@printing(output.SUGGESTIONS_FORMATS)
def suggest(word: str, limit: int, address: str, printer: Printer) -> int:
    """Print the words of the articles that are spelt almost like WORD, the likeliest first."""
    with opened_index(address, printer) as opened:
        suggestions = opened.suggest(word, limit=limit)
    printer.print(output.SUGGESTIONS_FORMATS, suggestions)
    return FOUND if suggestions else NOTHING_FOUND
