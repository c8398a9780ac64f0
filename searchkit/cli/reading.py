"""`show`: an article as it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchkit import output
from searchkit.cli.opening import opened_index
from searchkit.cli.options import Text, index_option
from searchkit.cli.printing import Printer, printing
from searchkit.results import MarkedArticle

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="Print an article.")
@click.argument("key", type=Text())
@click.option("--query", type=Text(), help="Mark the words that this query finds.")
@index_option
@printing(output.ARTICLE_FORMATS)
def show(key: str, query: str | None, directory: Path, printer: Printer) -> None:
    """Print the article with that KEY, as search printed it."""
    with opened_index(directory, printer) as opened:
        marked = opened.marked(key, query) if query else MarkedArticle(opened.article(key))
    printer.print(output.ARTICLE_FORMATS, marked)
