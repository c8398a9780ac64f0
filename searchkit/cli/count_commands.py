"""`sources`, `stats`, `complete` and `suggest`: what the index holds, in numbers and words."""

from __future__ import annotations

import click

from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.options import Text, index_option, limit_option
from searchkit.cli.printer import Printer, printing
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.targets import opened_index


@command("List the outlets, with the number and dates of their articles.")
@index_option
@printing(output.SOURCES_FORMATS)
def sources(address: str, printer: Printer) -> int:
    """List the outlets of the index, with the number and the dates of their articles.

    \b
    searchkit sources
    searchkit sources --format csv > outlets.csv
    """
    with opened_index(address, printer) as opened:
        counts = opened.sources()
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
